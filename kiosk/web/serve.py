"""Serve the pages to this machine alone, and stop when asked without leaving a thread behind."""

import errno
import socket
import threading
import time
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

from kiosk.errors import PortDenied, PortInUse
from kiosk.web.app import streams_of

HOST = "127.0.0.1"

SPARE_THREADS = 4
"""Beside those that event streams hold: pages and touches are answered at once."""

GOODBYE_S = 1.5
"""How long streams may take to end by themselves; they look about every half second."""


class Server:
    """A waitress server on the loopback address, bound when made, run by one thread and stopped by any."""

    def __init__(self, app: Flask, port: int = 8000) -> None:
        """Take hold of the port (0: any free one).

        Raises:
            PortInUse: another program listens there.
            PortDenied: the port cannot be had for another reason.
        """
        self.app = app
        self._streams = streams_of(app)
        self._sockets: dict[int, Any] = {}
        # Not an Event: the handler of a second signal would wait for the lock that the first one's holds.
        self._stopping = False
        self._open = True
        # Reentrant, because a signal may call ``stop`` in the midst of ``_close``, on the same thread.
        self._open_lock = threading.RLock()
        listener = _listen(port)
        self.port: int = listener.getsockname()[1]
        self._server = create_server(
            app,
            map=self._sockets,
            sockets=[listener],
            threads=self._streams.limit + SPARE_THREADS,
            # A page that closes is noticed while its stream runs.
            channel_request_lookahead=1,
            # Whoever reads too slowly waits; nothing piles up for them in memory or in a file.
            outbuf_high_watermark=65536,
            max_request_body_size=65536,
            channel_timeout=30,
            ident=None,
        )

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{HOST}:{self.port}/"

    def run(self) -> None:
        """Serve until ``stop``, then end the streams, let threads finish and free the port."""
        try:
            while not self._stopping:
                wasyncore.loop(timeout=1.0, use_poll=True, map=self._sockets, count=1)
            self._say_goodbye()
        finally:
            self._close()

    def stop(self) -> None:
        """Ask ``run`` to come back; from any thread or signal handler, any number of times."""
        self._stopping = True
        self._streams.close()
        with self._open_lock:
            # Once closed, the trigger's file number may already be another file's.
            if self._open:
                self._server.pull_trigger()

    def _say_goodbye(self) -> None:
        """Keep the sockets moving while streams write their last."""
        self._server.accepting = False
        until_s = time.monotonic() + GOODBYE_S
        while not self._streams.wait_for(0, 0.0) and time.monotonic() < until_s:
            wasyncore.loop(timeout=0.05, use_poll=True, map=self._sockets, count=1)

    def _close(self) -> None:
        # handle_close, unlike close, also wakes a thread that waits for a reader who never reads.
        for channel in list(self._server.active_channels.values()):
            channel.handle_close()
        self._server.task_dispatcher.shutdown(timeout=GOODBYE_S)
        with self._open_lock:
            self._open = False
            self._server.close()
            wasyncore.close_all(self._sockets, ignore_all=True)


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port), backlog=64)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(
                f"port {port} is in use: stop the other program (another kiosk?) or choose another port"
            ) from error
        why = "is for the system only" if error.errno == errno.EACCES else f"cannot be had ({error.strerror})"
        raise PortDenied(f"port {port} {why}: choose one above 1023") from error
