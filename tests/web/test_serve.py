import errno
import http.client
import os
import socket
import threading
import time
from contextlib import contextmanager

import pytest
from waitress import wasyncore

from kiosk.errors import KioskError, PortInUse
from kiosk.screening.view import Stage, View
from kiosk.web.app import create_app, streams_of
from kiosk.web.serve import Server

PATIENCE_S = 5


@pytest.fixture
def app(visits):
    # Beats are needed to notice who has left, and they need a clock that moves.
    return create_app(visits, clock=time.monotonic)


@contextmanager
def serving(app):
    server = Server(app, 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def listen(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)
    connection.request("GET", "/events")
    return connection, connection.getresponse()


def read_until(answer, wanted):
    while True:
        line = answer.readline().decode()
        assert line, f"the stream ended before {wanted!r}"
        if wanted in line:
            return line


def test_the_page_is_served_to_this_machine(app):
    with serving(app) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)
        connection.request("GET", "/")
        answer = connection.getresponse()
        assert (answer.status, server.url) == (200, f"http://127.0.0.1:{server.port}/")
        assert answer.headers["Server"] is None
        answer.read()
        connection.close()


def test_the_server_listens_on_the_loopback_address_only(app):
    with serving(app) as server, pytest.raises(OSError, match="refused"):
        # All of 127/8 is this machine; only a server on every address would answer here.
        socket.create_connection(("127.0.0.2", server.port), timeout=PATIENCE_S)


def test_an_event_leaves_the_moment_it_happens(app, visits):
    with serving(app) as server:
        connection, answer = listen(server)
        read_until(answer, '"stage":"idle"')
        visits.board.show(View(Stage.POSITIONING))
        read_until(answer, '"stage":"positioning"')
        connection.close()


def test_pages_are_answered_while_every_stream_is_taken(visits):
    app = create_app(visits, clock=lambda: 0.0, max_streams=2)
    with serving(app) as server:
        listeners = [listen(server) for _ in range(2)]
        for _, answer in listeners:
            read_until(answer, "idle")
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)
        connection.request("POST", "/visit/start")
        touched = connection.getresponse()
        touched.read()
        late, turned_away = listen(server)
        assert (touched.status, turned_away.status) == (204, 503)
        for opened in (connection, late, turned_away, *(listener for listener, _ in listeners)):
            opened.close()


def test_a_page_that_closes_frees_its_stream(app):
    with serving(app) as server:
        connection, answer = listen(server)
        read_until(answer, "idle")
        assert not streams_of(app).wait_for(0, 0.0)
        answer.close()
        connection.close()
        assert streams_of(app).wait_for(0, PATIENCE_S)


def test_stopping_ends_streams_cleanly_and_leaves_no_thread_behind(app):
    before = set(threading.enumerate())
    with serving(app) as server:
        connection, answer = listen(server)
        read_until(answer, "idle")
        server.stop()
        rest = answer.read()  # raises IncompleteRead if the stream were cut off
        connection.close()
    assert rest.replace(b"event: beat\ndata: 1\n\n", b"").strip() == b""
    assert set(threading.enumerate()) == before


def test_a_stopped_server_frees_its_port_at_once(app, visits):
    with serving(app) as server:
        port = server.port
    again = Server(create_app(visits, clock=lambda: 0.0), port)
    again.stop()
    again.run()
    assert again.port == port


def test_stopping_twice_and_after_the_end_is_harmless(app):
    with serving(app) as server:
        server.stop()
    server.stop()


def test_a_taken_port_is_told_in_one_line_that_says_what_to_do(app):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortInUse) as told:
            Server(app, port)
    assert str(told.value) == (
        f"port {port} is in use: stop the other program (another kiosk?) or choose another port"
    )


def test_silent_connections_do_not_keep_a_page_waiting(app):
    with serving(app) as server:
        silent = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(40)]
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)
        connection.request("GET", "/")
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
        for opened in (connection, *silent):
            opened.close()


def test_a_signal_in_the_midst_of_closing_does_not_hang(app, monkeypatch):
    server = Server(app, 0)
    close_all = wasyncore.close_all

    def interrupted(*arguments, **options):
        server.stop()  # as a signal's handler would, on the same thread
        close_all(*arguments, **options)

    monkeypatch.setattr(wasyncore, "close_all", interrupted)
    server.stop()
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "port 80 is for the system only: choose one above 1023"),
        (
            errno.EADDRNOTAVAIL,
            "port 80 cannot be had (Cannot assign requested address): choose one above 1023",
        ),
    ],
)
def test_a_port_the_system_withholds_is_told_in_one_line(app, monkeypatch, number, words):
    def refuse(*_args, **_options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("kiosk.web.serve.socket.create_server", refuse)
    with pytest.raises(KioskError) as told:
        Server(app, 80)
    assert str(told.value) == words
    assert isinstance(told.value, OSError)
