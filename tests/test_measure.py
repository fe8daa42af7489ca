"""The measure command's answers: which files are meant, and what is said of each."""

import dataclasses
import json
import os
from pathlib import Path

import numpy as np
import pytest

from kiosk.measure import Meter, Reading, Status, inputs
from kiosk.screening.reason import Reason
from tests.camera.sources import RED, FakeFilm, plain, write_picture, write_video
from tests.screening.fakes import TILT, ScriptedGauge, ScriptedSight, result_of


@pytest.fixture
def meter():
    """Sees nobody, ever."""
    return Meter(ScriptedSight(lambda _at_s: None), ScriptedGauge(), result_of)


def reading(tilt=TILT, **more):
    given = {"source": "a.png", "status": Status.OK, "reason": None, "result": result_of(tilt), "message": ""}
    return Reading(**(given | {"frames": 84, "bodies": 80, "elapsed_ms": 9} | more))


def leaning(deg, low_deg, high_deg):
    return reading(dataclasses.replace(TILT, deg=deg, low_deg=low_deg, high_deg=high_deg)).sentence()


def cut_in_half(folder):
    """A clip whose header promises 20 frames, of which about half are there."""
    rng = np.random.default_rng(1)
    images = [rng.integers(0, 255, (48, 64, 3), dtype=np.uint8) for _ in range(20)]
    path = write_video(folder / "cut.avi", images, codec="MJPG")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def test_a_folder_stands_for_its_images_and_videos_in_natural_order(tmp_path):
    for name in ("shot10.png", "shot9.mp4", "Shot1.JPG", "²3.jpg", "notes.txt", ".hidden.jpg", "._shot1.jpg"):
        (tmp_path / name).touch()
    assert [path.name for path in inputs([tmp_path])] == ["Shot1.JPG", "shot9.mp4", "shot10.png", "²3.jpg"]


def test_a_folders_films_of_every_camera_and_its_heif_photographs_are_meant_too(tmp_path):
    names = ["a.3gp", "b.mts", "c.m2ts", "d.ts", "e.wmv", "f.heic", "g.HEIF", "h.avif", "i.gif", "j.jpe"]
    for name in [*names, "k.pdf", "l.m3u8", "m.txt"]:
        (tmp_path / name).touch()
    assert [path.name for path in inputs([tmp_path])] == names


def test_a_folder_inside_a_folder_is_not_taken_for_a_film_by_its_name(tmp_path):
    (tmp_path / "clip.mp4").mkdir()
    assert list(inputs([tmp_path])) == [tmp_path]
    (tmp_path / "film.mp4").touch()
    assert [path.name for path in inputs([tmp_path])] == ["film.mp4"]


def test_a_folder_without_inputs_is_told_of_images_and_videos(meter, tmp_path):
    (tmp_path / "notes.txt").touch()
    answer = meter.read(tmp_path)
    assert (answer.status, answer.reason) == (Status.ERROR, Reason.UNREADABLE)
    assert f"{tmp_path} holds no images or videos (" in answer.message
    assert all(suffix in answer.message for suffix in (".jpg", ".mp4", ".mts"))


def test_a_heif_photograph_in_a_folder_is_answered_with_advice(meter, tmp_path):
    (tmp_path / "phone.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100))
    (path,) = inputs([tmp_path])
    answer = meter.read(path)
    assert (answer.status, answer.message.rpartition(": ")[2]) == (Status.ERROR, "save it as JPEG")


def test_a_frame_that_cannot_be_decoded_does_not_spoil_the_clip(meter, tmp_path, monkeypatch):
    path = tmp_path / "film.mp4"
    path.write_bytes(b"\0\0\0\x20ftypisom" + bytes(64))
    monkeypatch.setattr("cv2.VideoCapture", FakeFilm([RED] * 7 + [None] + [RED] * 12))
    answer = meter.read(path)
    assert (answer.status, answer.frames, answer.note) == (Status.REFUSED, 19, "")


def test_a_closed_stderr_costs_no_answer(meter, tmp_path, monkeypatch):
    path = write_picture(tmp_path / "a.png", plain(RED))
    with monkeypatch.context() as patched:
        patched.setattr("sys.stderr", None)
        answer = meter.read(path)
    assert (answer.status, answer.reason) == (Status.REFUSED, Reason.NOBODY)


def test_one_frame_is_not_called_frames():
    one = reading(dataclasses.replace(TILT, frames=1)).sentence()
    assert ", 1 frame, confidence" in one
    assert ", 40 frames, confidence" in reading().sentence()
    refused = {"status": Status.REFUSED, "reason": Reason.MOVING, "result": None}
    assert (
        reading(**refused, frames=1, bodies=1).sentence() == "a.png: refused, moving (a body in 1 of 1 frame)"
    )
    assert reading(**refused, frames=9, bodies=1).sentence().endswith("(a body in 1 of 9 frames)")


def test_what_cannot_be_listed_stands_for_itself(tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    given = [tmp_path / "empty", tmp_path / "gone.jpg", Path("x" * 300)]
    assert list(inputs(given)) == given

    def refuse(_folder):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert list(inputs([tmp_path])) == [tmp_path]


def test_a_name_of_two_lines_is_said_in_one(meter, tmp_path):
    answer = meter.read(tmp_path / "two\nlines.jpg")
    assert answer.source == f"{tmp_path}/two\\nlines.jpg"


@pytest.mark.parametrize("name", [b"enc\xff.png", b"x" * 300, b"gone/a.jpg"])
def test_a_name_that_leads_nowhere_is_an_answer(meter, tmp_path, name):
    answer = meter.read(tmp_path / os.fsdecode(name))
    assert (answer.status, answer.reason, answer.frames) == (Status.ERROR, Reason.UNREADABLE, 0)
    assert "\n" not in answer.message


def test_a_name_that_is_not_utf8_can_be_printed(meter, tmp_path):
    answer = meter.read(tmp_path / os.fsdecode(b"enc\xff.png"))
    shown = f"{tmp_path}/enc\\xff.png"
    assert json.loads(json.dumps(answer.as_json()))["source"] == shown
    assert f"{answer.source} {answer.message}".encode().startswith(shown.encode())


def test_a_clip_that_breaks_off_is_answered_with_a_note(meter, tmp_path):
    answer = meter.read(cut_in_half(tmp_path))
    assert (answer.status, answer.reason, answer.promised) == (Status.REFUSED, Reason.NOBODY, 20)
    assert 5 <= answer.frames < 18
    assert answer.note == (
        f"{tmp_path}/cut.avi: only {answer.frames} of 20 frames could be read; it may be damaged"
    )
    told = answer.as_json()
    assert (told["frames_read"], told["frames_promised"]) == (answer.frames, 20)


def test_a_whole_clip_and_a_picture_have_no_note(meter, tmp_path):
    for path in (
        write_video(tmp_path / "film.mp4", [plain(RED)] * 20),
        write_picture(tmp_path / "a.png", plain(RED)),
    ):
        answer = meter.read(path)
        assert answer.note == ""
        assert {"frames_read", "frames_promised"}.isdisjoint(answer.as_json())


def test_a_few_frames_less_than_promised_are_no_damage():
    assert reading(frames=90, promised=100).note == ""
    assert "only 89 of 100 frames" in reading(frames=89, promised=100).note


def test_a_tilt_is_said_with_its_side():
    assert ": 12.4° forward, 80% interval 8.1° to 16.6° (" in leaning(12.44, 8.1, 16.6)
    assert ": 3.2° back, 80% interval 7.5° back to 1.1° forward (" in leaning(-3.2, -7.5, 1.1)
    assert ": 5.0° back, 80% interval 9.0° back to 1.0° back (" in leaning(-5.0, -9.0, -1.0)


def test_a_tilt_of_next_to_nothing_has_no_sign():
    assert ": 0.0° forward, 80% interval 0.0° to 4.0° (" in leaning(-0.04, -0.04, 4.0)
