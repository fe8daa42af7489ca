"""Files and folders as finite sources: what is read, how it is turned and scaled, and what is refused."""

import os
from pathlib import Path

import numpy as np
import pytest

from kiosk.camera.reel import pictures_in
from kiosk.camera.replay import Replay
from kiosk.errors import SourceEnded, UnreadableSource
from tests.camera.sources import (
    BLUE,
    GREEN,
    RED,
    plain,
    turn_video,
    with_exif_orientation,
    write_picture,
    write_video,
)


def half_and_half() -> np.ndarray:
    """Red on the left, blue on the right, 64 x 48."""
    image = plain(RED)
    image[:, 32:] = BLUE
    return image


def colour_of(pixel: np.ndarray) -> tuple[int, ...]:
    """The nearest of the pure colours: codecs shift them a little."""
    return tuple(255 if value > 127 else 0 for value in pixel)


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableSource) as caught:
        Replay(path).open()
    line = str(caught.value)
    assert "\n" not in line
    assert path.name in line
    return line


def test_an_image_is_one_frame_at_time_zero_and_then_the_end(tmp_path):
    replay = Replay(write_picture(tmp_path / "a.png", plain(GREEN)))
    replay.open()
    assert replay.length == 1
    frame = replay.read(0.0)
    assert (frame.at_s, frame.index) == (0.0, 0)
    with pytest.raises(SourceEnded):
        replay.read(0.0)


def test_a_folder_is_read_in_natural_order_a_tenth_of_a_second_apart(tmp_path):
    write_picture(tmp_path / "img10.png", plain(BLUE))
    write_picture(tmp_path / "img2.png", plain(GREEN))
    write_picture(tmp_path / "Img1.png", plain(RED))
    (tmp_path / "notes.txt").write_text("not a picture")
    write_picture(tmp_path / ".hidden.png", plain(BLUE))
    assert [path.name for path in pictures_in(tmp_path)] == ["Img1.png", "img2.png", "img10.png"]
    frames = list(Replay(tmp_path).frames())
    assert [colour_of(frame.image[0, 0]) for frame in frames] == [RED, GREEN, BLUE]
    assert [frame.at_s for frame in frames] == pytest.approx([0.0, 0.1, 0.2])


def test_a_folder_without_pictures_is_refused(tmp_path):
    assert "holds no pictures" in refusal(tmp_path)


def test_a_broken_picture_in_a_folder_is_named(tmp_path):
    write_picture(tmp_path / "1.png", plain(RED))
    (tmp_path / "2.jpg").write_text("no picture")
    frames = Replay(tmp_path).frames()
    next(frames)
    with pytest.raises(UnreadableSource, match=r"2\.jpg"):
        next(frames)


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


def test_a_photograph_taken_upright_is_shown_upright(tmp_path):
    path = with_exif_orientation(write_picture(tmp_path / "phone.jpg", half_and_half()), 6)
    frame = next(Replay(path).frames())
    assert frame.size == (48, 64)
    assert colour_of(frame.image[5, 24]) == RED
    assert colour_of(frame.image[58, 24]) == BLUE


def test_a_truncated_avi_gives_the_frames_it_has(tmp_path):
    rng = np.random.default_rng(1)
    images = [rng.integers(0, 255, (48, 64, 3), dtype=np.uint8) for _ in range(20)]
    path = write_video(tmp_path / "cut.avi", images, codec="MJPG")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert 5 <= len(list(Replay(path).frames())) < 20


def test_a_video_cut_before_its_index_is_refused(tmp_path):
    path = write_video(tmp_path / "cut.mp4", [plain(RED)] * 10)
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"moov")])
    assert "cut short" in refusal(path)


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_a_picture_cut_short_is_refused(tmp_path, suffix):
    noise = np.random.default_rng(1).integers(0, 255, (200, 200, 3), dtype=np.uint8)
    path = write_picture(tmp_path / f"cut{suffix}", noise)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    assert "cut short" in refusal(path)


@pytest.mark.parametrize("name", ["text.jpg", "text.mp4", "text.txt", "playlist.m3u8"])
def test_a_text_is_refused_whatever_its_name(tmp_path, name):
    path = tmp_path / name
    path.write_text("#EXTM3U\n/etc/hostname\n" * 50)
    assert "not an image or video" in refusal(path)


def test_a_binary_file_named_as_a_picture_is_refused(tmp_path):
    path = tmp_path / "noise.jpg"
    path.write_bytes(bytes(range(256)) * 20)
    assert "not an image or video" in refusal(path)


def test_a_heif_photograph_is_refused_with_advice(tmp_path):
    path = tmp_path / "phone.heic"
    path.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100))
    assert "save it as JPEG" in refusal(path)


def test_an_empty_and_a_missing_file_are_told_apart(tmp_path):
    (tmp_path / "empty.mp4").touch()
    assert "is empty" in refusal(tmp_path / "empty.mp4")
    assert "no such file" in refusal(tmp_path / "missing.mp4")


def test_a_file_that_may_not_be_read_says_so(tmp_path, monkeypatch):
    path = write_picture(tmp_path / "locked.png", plain(RED))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "Permission denied" in refusal(path)


def test_a_picture_of_one_pixel_is_a_frame(tmp_path):
    frame = next(Replay(write_picture(tmp_path / "dot.png", plain(RED, 1, 1))).frames())
    assert frame.size == (1, 1)
    assert tuple(frame.image[0, 0]) == RED


def test_a_grey_picture_becomes_three_equal_channels(tmp_path):
    path = write_picture(tmp_path / "grey.png", plain((90, 90, 90)))
    assert tuple(next(Replay(path).frames()).image[0, 0]) == (90, 90, 90)


def test_twenty_megapixels_are_scaled_down_to_1920_on_the_longer_side(tmp_path):
    path = write_picture(tmp_path / "large.jpg", plain(GREEN, 5472, 3648))
    frame = next(Replay(path).frames())
    # 3648 * 1920 / 5472 = 1280
    assert frame.size == (1920, 1280)
    assert colour_of(frame.image[640, 960]) == GREEN


def test_scaling_down_averages_all_pixels_instead_of_picking_some(tmp_path):
    striped = plain((0, 0, 0), 7680, 4)
    striped[:, ::4] = 200  # one column in four: a quarter of 200 on average
    frame = next(Replay(write_picture(tmp_path / "striped.png", striped)).frames())
    assert frame.size == (1920, 1)
    assert (frame.image == 50).all()


def test_a_sliver_of_a_picture_keeps_at_least_one_pixel_across(tmp_path):
    path = write_picture(tmp_path / "sliver.png", plain(GREEN, 4000, 1))
    assert next(Replay(path).frames()).size == (1920, 1)


def test_broken_files_write_nothing_to_the_terminal(tmp_path, capfd):
    noise = np.random.default_rng(1).integers(0, 255, (100, 100, 3), dtype=np.uint8)
    for name in ("cut.png", "cut.jpg"):
        path = write_picture(tmp_path / name, noise)
        path.write_bytes(path.read_bytes()[:-3000])
        refusal(path)
    film = write_video(tmp_path / "cut.mp4", [plain(RED)] * 10)
    film.write_bytes(film.read_bytes()[:-300])
    refusal(film)
    refusal(tmp_path / "missing.mp4")
    assert capfd.readouterr() == ("", "")


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


def test_a_name_that_is_not_utf8_is_refused_and_shown_with_its_bytes(tmp_path):
    path = tmp_path / os.fsdecode(b"enc\xff.png")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    with pytest.raises(UnreadableSource) as caught:
        Replay(path).open()
    assert str(caught.value) == f"{tmp_path}/enc\\xff.png: its name is not UTF-8; rename it"


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "link.mp4").symlink_to("pipe.png")
    assert "neither a file nor a folder" in refusal(tmp_path / "pipe.png")
    assert "neither a file nor a folder" in refusal(tmp_path / "link.mp4")


def test_a_pipe_among_a_folders_pictures_is_refused_too(tmp_path):
    os.mkfifo(tmp_path / "1.png")
    with pytest.raises(UnreadableSource, match=r"1\.png is neither"):
        Replay(tmp_path).open()


def test_a_name_longer_than_the_file_system_allows_is_said(tmp_path):
    assert "File name too long" in refusal(tmp_path / ("x" * 300))


def test_a_name_with_a_zero_byte_is_said():
    with pytest.raises(UnreadableSource, match="is not the name of a file"):
        Replay(Path("a\0b.png")).open()


def test_a_videos_name_with_a_colon_is_not_a_protocol(tmp_path, monkeypatch):
    write_video(tmp_path / "film.mp4", [plain(RED)] * 3).rename(tmp_path / "clip:1.mp4")
    monkeypatch.chdir(tmp_path)
    assert len(list(Replay(Path("clip:1.mp4")).frames())) == 3


def test_a_superscript_in_a_name_does_not_count_as_a_number(tmp_path):
    for name in ("²3.png", "10.png", "9.png"):
        write_picture(tmp_path / name, plain(RED))
    assert [path.name for path in pictures_in(tmp_path)] == ["9.png", "10.png", "²3.png"]


def test_a_picture_that_would_unfold_to_gigabytes_is_refused_by_its_header(tmp_path, monkeypatch):
    path = write_picture(tmp_path / "bomb.png", plain(RED))
    data = bytearray(path.read_bytes())
    data[16:24] = (30_000).to_bytes(4, "big") * 2
    path.write_bytes(data)
    monkeypatch.setattr("cv2.imdecode", lambda *_: pytest.fail("it was decoded"))
    assert "30000 x 30000 pixels, more than 200 million" in refusal(path)


def test_a_video_of_giant_frames_is_refused_before_one_is_decoded(tmp_path, monkeypatch):
    monkeypatch.setattr("kiosk.camera.reel.MOST_PIXELS", 64 * 48 - 1)
    assert "64 x 48 pixels" in refusal(write_video(tmp_path / "film.mp4", [plain(RED)] * 3))
    monkeypatch.setattr("kiosk.camera.reel.MOST_PIXELS", 64 * 48)
    assert len(list(Replay(tmp_path / "film.mp4").frames())) == 3


def test_the_frames_a_header_promised_are_known_after_the_end(tmp_path):
    replay = Replay(write_video(tmp_path / "film.mp4", [plain(RED)] * 4))
    assert replay.promised is None
    assert len(list(replay.frames())) == replay.promised == 4
