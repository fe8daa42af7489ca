"""Whatever a person hands over gets one clear line, whenever they interrupt; nothing is left behind."""

import contextlib
import json
import os
import selectors
import signal
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk import cli
from tests.program.process import ROOT, free_port, heed_signals, kiosk, running

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


def test_a_name_that_is_not_utf8(room):
    path = room[0] / os.fsdecode(b"enc\xff\xfe.png")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    done, answer = measure_one(room, path)
    assert (done.returncode, answer["status"]) == (1, "error")
    assert answer["source"].endswith("enc\\xff\\xfe.png")
    said_once(done, "its name is not UTF-8")


def test_names_that_lead_nowhere_and_a_pipe(room):
    os.mkfifo(room[0] / "pipe.mp4")
    names = ["x" * 300, room[0] / "pipe.mp4", room[0] / "gone" / "a.jpg"]
    done = kiosk("measure", "--json", *names, cwd=room[1])
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == ["error"] * 3
    assert done.returncode == 1
    assert [line.startswith("kiosk: ") for line in done.stderr.splitlines()] == [True] * 3


def test_a_picture_that_would_unfold_to_gigabytes(room):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    side = 30_000
    packer = zlib.compressobj(1)
    row = bytes(1 + side * 3)
    rows = b"".join(packer.compress(row) for _ in range(100)) + packer.flush()
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    path = room[0] / "bomb.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
    done, answer = measure_one(room, path)
    assert (done.returncode, answer["status"]) == (1, "error")
    said_once(done, "30000 x 30000 pixels")


def test_a_film_that_breaks_off_is_answered_and_said(room):
    path = room[0] / "film.avi"
    out = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 15, (90, 160))
    rng = np.random.default_rng(1)
    for _ in range(30):
        out.write(rng.integers(0, 255, (160, 90, 3), dtype=np.uint8))
    out.release()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    done, answer = measure_one(room, path)
    assert (answer["status"], answer["frames_promised"]) == ("refused", 30)
    said_once(done, f"only {answer['frames_read']} of 30 frames could be read")


def test_a_camera_that_is_no_film_starts_nothing(room):
    path = room[0] / "diary.mp4"
    path.write_text("dear diary\n")
    done = kiosk("run", "--camera", path, "--lights", "mock", "--port", free_port(), cwd=room[1])
    assert done.returncode == 1
    said_once(done, "diary.mp4 is not an image or video")


def test_a_typo_in_a_variable_is_wrong_use_and_said(room):
    done = kiosk("measure", "a.png", cwd=room[1], KIOSK_PROT="1")
    assert done.returncode == 2
    said_once(done, "KIOSK_PROT")


def test_an_error_nobody_foresaw_in_the_system_is_one_line(capsys):
    @cli._said_in_one_line
    def command():
        raise PermissionError(13, "Permission denied", "/locked")

    with pytest.raises(SystemExit) as ended:
        command()
    assert ended.value.code == 1
    assert capsys.readouterr().err == "kiosk: Permission denied: /locked\n"


def test_ctrl_c_while_measuring_ends_without_a_word(capsys):
    @cli._said_in_one_line
    def command():
        raise KeyboardInterrupt

    with pytest.raises(SystemExit) as ended:
        command()
    assert (ended.value.code, capsys.readouterr().err) == (130, "")


@contextlib.contextmanager
def starting():
    """A kiosk in the midst of its start: its libraries are being loaded, its page is not yet there."""
    command = [sys.executable, "-m", "kiosk", "run", "--camera", "demo", "--lights", "mock"]
    process = subprocess.Popen(
        [*command, "--port", str(free_port())],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_signals,  # noqa: PLW1509 - it sets three handlers and nothing else
    )
    maps = Path(f"/proc/{process.pid}/maps")
    try:
        with selectors.DefaultSelector() as nothing:
            while process.poll() is None and "numpy" not in maps.read_text():
                nothing.select(0.005)
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_during_the_start_ends_it_without_a_word(number):
    with starting() as process:
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (-number, "", "")


def test_signals_in_any_number_end_a_running_kiosk_well(room):
    with running("--camera", "demo", "--lights", "mock", cwd=room[1]) as kiosk_:
        while kiosk_.process.poll() is None:
            for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
                kiosk_.process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                kiosk_.process.wait(0.002)
    assert kiosk_.process.returncode == 0
