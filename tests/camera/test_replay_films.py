"""Films as finite sources: the frames they give and promise, their times, and their pixels' shape."""

import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.camera.picture import bounded
from kiosk.camera.replay import Replay
from kiosk.errors import UnreadableSource
from tests.camera.sources import BLUE, GREEN, RED, FakeFilm, plain, turn_video, with_pixel_shape, write_video
from tests.camera.test_replay import colour_of, half_and_half


def film_of(path: Path, film: FakeFilm, monkeypatch: pytest.MonkeyPatch, head: bytes = b"") -> Replay:
    """A film whose frames are the script's."""
    path.write_bytes(head or b"\0\0\0\x20ftypisom" + bytes(64))
    monkeypatch.setattr("cv2.VideoCapture", film)
    return Replay(path)


def test_a_frame_of_a_film_that_cannot_be_decoded_is_passed_over(tmp_path, monkeypatch, caplog):
    film = FakeFilm([RED, None, GREEN, None, BLUE])
    frames = list(film_of(tmp_path / "film.mp4", film, monkeypatch).frames())
    assert [tuple(frame.image[0, 0]) for frame in frames] == [RED, GREEN, BLUE]
    assert [frame.at_s for frame in frames] == pytest.approx([0.0, 0.2, 0.4])
    (record,) = caplog.records
    assert "film.mp4: a frame at 0.10 s cannot be decoded" in record.message


def test_a_film_that_breaks_in_the_decoder_ends_there(tmp_path, monkeypatch):
    film = FakeFilm([RED, GREEN, cv2.error("bad size"), BLUE])
    assert len(list(film_of(tmp_path / "film.mp4", film, monkeypatch).frames())) == 2


def test_a_film_of_which_no_frame_can_be_decoded_is_refused(tmp_path, monkeypatch):
    frames = film_of(tmp_path / "film.mp4", FakeFilm([None, None]), monkeypatch).frames()
    with pytest.raises(UnreadableSource, match=r"film\.mp4: a frame at 0\.10 s"):
        next(frames)


MATROSKA = b"\x1a\x45\xdf\xa3\x01\0\0\0" + bytes(64)


def test_a_whole_film_of_varying_rate_is_promised_no_number_of_frames(tmp_path, monkeypatch):
    # Three seconds at 30 frames a second, three at 3: of length and higher rate FFmpeg makes 180.
    film = FakeFilm([RED] * 99, fps=30.0, count=180)
    film.times_s = [n / 30 for n in range(90)] + [3 + n / 3 for n in range(9)]
    replay = film_of(tmp_path / "film.mkv", film, monkeypatch, MATROSKA)
    assert (len(list(replay.frames())), replay.promised) == (99, None)


def test_a_film_that_ends_long_before_its_length_keeps_its_promise(tmp_path, monkeypatch):
    film = FakeFilm([RED] * 90, fps=30.0, count=180)
    replay = film_of(tmp_path / "film.mkv", film, monkeypatch, MATROSKA)
    assert (len(list(replay.frames())), replay.promised) == (90, 180)


def test_a_container_with_a_table_of_frames_keeps_its_promise_to_the_end(tmp_path, monkeypatch):
    film = FakeFilm([RED] * 10, fps=10.0, count=20)
    film.times_s = [n / 5 for n in range(10)]
    replay = film_of(tmp_path / "film.mp4", film, monkeypatch)
    assert (len(list(replay.frames())), replay.promised) == (10, 20)


@pytest.mark.parametrize(("codec", "suffix"), [("mp4v", ".mp4"), ("MJPG", ".avi")])
def test_a_videos_frames_come_in_order_with_its_media_times(tmp_path, codec, suffix):
    images = [plain((level, 0, 0)) for level in (0, 80, 160, 240)]
    replay = Replay(write_video(tmp_path / f"film{suffix}", images, fps=8.0, codec=codec))
    replay.open()
    assert replay.length == 4
    replay.close()
    frames = list(replay.frames())
    assert [frame.at_s for frame in frames] == pytest.approx([0.0, 0.125, 0.25, 0.375], abs=1e-3)
    assert [int(frame.image[24, 32, 0]) for frame in frames] == pytest.approx([0, 80, 160, 240], abs=6)


def test_a_skipped_frame_keeps_its_place_in_the_count(tmp_path):
    replay = Replay(write_video(tmp_path / "film.mp4", [plain(RED)] * 4, fps=10.0))
    replay.open()
    replay.skip(0.0)
    replay.skip(0.0)
    frame = replay.read(0.0)
    assert frame.index == 2
    assert frame.at_s == pytest.approx(0.2, abs=1e-3)


def test_a_video_filmed_upright_is_shown_upright(tmp_path):
    path = turn_video(write_video(tmp_path / "phone.mp4", [half_and_half()] * 3))
    frame = next(Replay(path).frames())
    assert frame.size == (48, 64)
    # A quarter turn clockwise brings the left half to the top.
    assert colour_of(frame.image[5, 24]) == RED
    assert colour_of(frame.image[58, 24]) == BLUE


@pytest.mark.parametrize(
    ("across", "down", "size"), [(4, 3, (85, 48)), (3, 4, (64, 64)), (100, 101, (64, 48)), (9, 1, (64, 48))]
)
def test_pixels_that_are_not_square_are_stretched(tmp_path, across, down, size):
    # 64 * 4 / 3 = 85.3; 48 * 4 / 3 = 64; nearly square stays; nine to one is no pixel's shape.
    path = with_pixel_shape(write_video(tmp_path / "dv.mp4", [half_and_half()] * 3), across, down)
    assert next(Replay(path).frames()).size == size


def test_pixels_that_are_not_square_are_stretched_as_they_lay_before_the_turn(tmp_path):
    path = write_video(tmp_path / "dv.mp4", [half_and_half()] * 3)
    turn_video(with_pixel_shape(path, 4, 3))
    # A quarter turn makes 48 x 64 of it, and the wide way the high one: 64 * 4 / 3 = 85.3.
    assert next(Replay(path).frames()).size == (48, 85)


def test_a_wide_film_is_stretched_and_bounded_at_once():
    stretched = bounded(plain(RED, 1440, 1080), pixel_aspect=4 / 3)
    assert stretched.shape == (1080, 1920, 3)
    assert bounded(plain(RED, 1440, 1080), 960, pixel_aspect=4 / 3).shape == (540, 960, 3)


def test_a_truncated_avi_gives_the_frames_it_has(tmp_path):
    rng = np.random.default_rng(1)
    images = [rng.integers(0, 255, (48, 64, 3), dtype=np.uint8) for _ in range(20)]
    path = write_video(tmp_path / "cut.avi", images, codec="MJPG")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert 5 <= len(list(Replay(path).frames())) < 20


def test_frames_lets_go_of_the_file_when_abandoned_early(tmp_path):
    path = write_video(tmp_path / "film.mp4", [plain(RED)] * 10)

    def held() -> list[str]:
        links = [Path(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd")]  # noqa: PTH208
        return [str(link.readlink()) for link in links if link.is_symlink()]

    frames = Replay(path).frames()
    next(frames)
    assert str(path) in held()
    frames.close()
    assert str(path) not in held()


def test_a_videos_name_with_a_colon_is_not_a_protocol(tmp_path, monkeypatch):
    write_video(tmp_path / "film.mp4", [plain(RED)] * 3).rename(tmp_path / "clip:1.mp4")
    monkeypatch.chdir(tmp_path)
    assert len(list(Replay(Path("clip:1.mp4")).frames())) == 3


def test_the_frames_a_header_promised_are_known_after_the_end(tmp_path):
    replay = Replay(write_video(tmp_path / "film.mp4", [plain(RED)] * 4))
    assert replay.promised is None
    assert len(list(replay.frames())) == replay.promised == 4
