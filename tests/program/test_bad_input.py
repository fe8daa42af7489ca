"""Every file a person can hand over gets one clear line, and nothing is left behind."""

import json

import cv2
import numpy as np
import pytest

from tests.program.process import kiosk

pytestmark = pytest.mark.slow


@pytest.fixture
def room(tmp_path):
    """An empty folder to run in, so that anything left behind is seen."""
    inputs, cwd = tmp_path / "inputs", tmp_path / "cwd"
    inputs.mkdir()
    cwd.mkdir()
    yield inputs, cwd
    assert list(cwd.iterdir()) == []


def measure_one(room, path):
    done = kiosk("measure", "--json", path, cwd=room[1])
    (line,) = done.stdout.splitlines()
    return done, json.loads(line)


def said_once(done, words):
    (line,) = done.stderr.splitlines()
    assert line.startswith("kiosk: ")
    assert words in line


def test_a_missing_file(room):
    done, answer = measure_one(room, room[0] / "gone.jpg")
    assert (done.returncode, answer["status"], answer["reason"]) == (1, "error", "unreadable")
    assert "tilt_deg" not in answer
    said_once(done, "gone.jpg")


@pytest.mark.parametrize("name", ["notes.jpg", "notes.mp4", "notes.txt"])
def test_text_that_calls_itself_a_picture(room, name):
    (room[0] / name).write_text("dear diary\n")
    done, answer = measure_one(room, room[0] / name)
    assert (done.returncode, answer["status"], answer["reason"]) == (1, "error", "unreadable")
    said_once(done, name)


def test_an_empty_file(room):
    (room[0] / "empty.png").touch()
    done, answer = measure_one(room, room[0] / "empty.png")
    assert (done.returncode, answer["status"]) == (1, "error")
    said_once(done, "empty.png")


def test_a_video_cut_short_in_its_header(room):
    whole = room[0] / "whole.mp4"
    out = cv2.VideoWriter(str(whole), cv2.VideoWriter.fourcc(*"mp4v"), 15, (90, 160))
    for _ in range(30):
        out.write(np.full((160, 90, 3), 128, np.uint8))
    out.release()
    cut = room[0] / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[:600])
    done, answer = measure_one(room, cut)
    assert (done.returncode, answer["status"], answer["reason"]) == (1, "error", "unreadable")
    said_once(done, "cut.mp4")


@pytest.mark.parametrize("size", [(1, 1), (4000, 5000)])
def test_pictures_of_any_size_with_nobody_in_them(room, size):
    path = room[0] / "blank.png"
    cv2.imwrite(str(path), np.full((*size, 3), 128, np.uint8))
    done, answer = measure_one(room, path)
    assert (done.returncode, answer["status"], answer["reason"]) == (1, "refused", "nobody")
    assert done.stderr == ""


def test_a_black_picture_is_too_dark(room):
    path = room[0] / "black.png"
    cv2.imwrite(str(path), np.zeros((640, 360, 3), np.uint8))
    assert measure_one(room, path)[1]["reason"] == "too_dark"


def test_one_bad_file_among_others_does_not_stop_them(room):
    good, bad = room[0] / "a.png", room[0] / "b.png"
    cv2.imwrite(str(good), np.full((64, 64, 3), 128, np.uint8))
    bad.write_text("no")
    done = kiosk("measure", "--json", bad, good, cwd=room[1])
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == ["error", "refused"]
    said_once(done, "b.png")


def test_a_folder_is_measured_file_by_file_in_natural_order(room):
    for name in ("shot10.png", "shot9.png", "notes.txt"):
        cv2.imwrite(str(room[0] / "x.png"), np.full((64, 64, 3), 128, np.uint8))
        (room[0] / "x.png").rename(room[0] / name)
    done = kiosk("measure", "--json", room[0], cwd=room[1])
    sources = [json.loads(line)["source"].rsplit("/", 1)[1] for line in done.stdout.splitlines()]
    assert sources == ["shot9.png", "shot10.png"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "--camera", "nonsense"), "no such file"),
        (("run", "--camera", "webcam:x"), "webcam"),
    ],
)
def test_a_camera_that_means_nothing_is_said(room, arguments, words):
    done = kiosk(*arguments, cwd=room[1])
    assert done.returncode in (1, 2)
    said_once(done, words)


def test_an_unreadable_settings_file_is_wrong_use_and_said(room):
    path = room[0] / "kiosk.toml"
    path.write_text("port = \n")
    done = kiosk("doctor", cwd=room[1], KIOSK_SETTINGS=str(path))
    assert done.returncode == 2
    said_once(done, "kiosk.toml cannot be read")


def test_no_input_is_wrong_use(room):
    assert kiosk("measure", cwd=room[1]).returncode == 2
