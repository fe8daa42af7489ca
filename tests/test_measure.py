"""The measure command's answers: which files are meant, and what is said of each."""

import dataclasses
import json
import os
from pathlib import Path

import numpy as np
import pytest

from kiosk.measure import Meter, Reading, Status, inputs
from kiosk.screening.reason import Reason
from tests.camera.sources import RED, plain, write_picture, write_video
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


def test_what_cannot_be_listed_stands_for_itself(tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    given = [tmp_path / "empty", tmp_path / "gone.jpg", Path("x" * 300)]
    assert list(inputs(given)) == given

    def refuse(_folder):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert list(inputs([tmp_path])) == [tmp_path]


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
