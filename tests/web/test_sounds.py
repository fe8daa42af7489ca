"""Sounds over HTTP: by name only, kept by the browser, and cued to whoever listens at that moment."""

import wave

import pytest

from kiosk.guidance.language import words_of
from kiosk.guidance.prompts import TONES, clips
from kiosk.guidance.soundbox import OWN, Soundbox
from kiosk.screening.board import Board
from kiosk.screening.view import Cue, Stage, View
from kiosk.web.app import create_app
from kiosk.web.streams import BEAT, Streams, stream

from .conftest import NOW_S
from .test_stream import events


@pytest.fixture
def client(visits):
    app = create_app(visits, clock=lambda: NOW_S, sounds=Soundbox())
    return app.test_client()


@pytest.fixture
def site(visits, tmp_path):
    """A kiosk with recordings of the site's own."""
    (tmp_path / "en").mkdir()
    with wave.open(str(tmp_path / "en" / "consent.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(1600))
    app = create_app(visits, clock=lambda: NOW_S, sounds=Soundbox(tmp_path))
    return app.test_client()


def listen(board):
    return stream(board, lambda: NOW_S, Streams(1), None, beat_s=0.0)


@pytest.mark.parametrize(
    ("folder", "name"), [("de", "consent"), ("tones", "tone-start"), ("en", "tilt.back.15")]
)
def test_a_sound_is_given_by_its_folder_and_name(client, folder, name):
    answer = client.get(f"/sound/{folder}/{name}")
    assert (answer.status_code, answer.mimetype) == (200, "audio/ogg")
    assert answer.data == (OWN / folder / f"{name}.ogg").read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "en/../en/consent",
        "en/..%2f..%2fenglish",
        "en/%2e%2e/tones/tone-start",
        "../english/consent",
        "%2e%2e/translations",
        "en/consent.ogg",
        "en/clips",
        "en/tone-start",
        "tones/consent",
        "xx/consent",
        "xx/",
        "en/consent%00",
    ],
)
def test_nothing_else_is_given(client, path):
    assert client.get(f"/sound/{path}").status_code in {308, 404}
    assert client.get(f"/sound/{path}", follow_redirects=True).status_code == 404


def test_a_site_s_own_recording_is_given_with_its_own_type(site):
    answer = site.get("/sound/en/consent")
    assert (answer.mimetype, answer.data[:4]) == ("audio/wav", b"RIFF")
    assert site.get("/sound/de/consent").mimetype == "audio/ogg"


def test_a_browser_may_keep_a_sound_and_is_told_when_it_is_still_the_same(client):
    first = client.get("/sound/en/consent")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get("/sound/en/consent", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_what_is_not_a_sound_is_never_kept(client):
    for path in ("/", "/sound/en/", "/sound/en/unknown"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_a_folder_lists_the_addresses_of_all_its_sounds(client):
    listed = client.get("/sound/fr/").json["urls"]
    assert set(listed) == {f"/sound/fr/{name}" for name in clips(words_of("fr"))}
    assert client.get("/sound/tones/").json["urls"] == [f"/sound/tones/{name}" for name in TONES]
    assert client.get(listed[0]).status_code == 200


def test_a_cue_is_sent_once_as_the_addresses_of_its_sounds():
    board = Board(View(Stage.IDLE))
    heard = listen(board)
    next(heard)
    board.play(Cue(1, ("tone-start", "consent"), "de", 0.7))
    assert events(next(heard)) == [
        ("cue", {"urls": ["/sound/tones/tone-start", "/sound/de/consent"], "volume": 0.7})
    ]
    assert next(heard) == BEAT


def test_silence_is_a_cue_without_addresses():
    board = Board(View(Stage.IDLE))
    heard = listen(board)
    next(heard)
    board.play(Cue(1, ("tone-start",)))
    board.play(Cue(2, ()))
    assert events(next(heard)) == [("cue", {"urls": [], "volume": 1.0})]


def test_a_page_that_joins_late_never_plays_an_old_cue():
    board = Board(View(Stage.CONSENT))
    board.play(Cue(1, ("consent",)))
    heard = listen(board)
    assert [name for name, _ in events(next(heard))] == ["view"]
    assert next(heard) == BEAT
    board.play(Cue(2, ("goodbye",)))
    assert events(next(heard)) == [("cue", {"urls": ["/sound/en/goodbye"], "volume": 1.0})]


def test_a_view_and_its_cue_come_together_the_view_first():
    board = Board(View(Stage.IDLE))
    heard = listen(board)
    next(heard)
    board.play(Cue(1, ("consent",)))
    board.show(View(Stage.CONSENT))
    assert [name for name, _ in events(next(heard))] == ["view", "cue"]


def test_a_cue_wakes_whoever_waits_for_one_and_nobody_else():
    board = Board(View(Stage.IDLE))
    seen = board.latest()
    board.play(Cue(1, ("consent",)))
    assert board.wait(seen.view_number, seen.outline_number, 60.0, seen.cue_number).cue_number == 1
    assert board.wait(seen.view_number, seen.outline_number, 0.0).view_number == seen.view_number
