"""Files and folders as finite sources: what is read, how it is turned and scaled, and what is refused."""

import os
import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.camera.picture import bounded
from kiosk.camera.reel import pictures_in
from kiosk.camera.replay import Replay
from kiosk.errors import SourceEnded, UnreadableSource
from tests.camera.sources import (
    BLUE,
    GREEN,
    RED,
    FakeFilm,
    plain,
    turn_video,
    with_exif_orientation,
    with_pixel_shape,
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


def test_broken_pictures_in_a_folder_are_passed_over_and_said_once(tmp_path, caplog):
    for name in ("1.jpg", "3.jpg", "5.jpg"):
        (tmp_path / name).write_text("no picture")
    write_picture(tmp_path / "2.png", plain(RED))
    write_picture(tmp_path / "4.png", plain(GREEN))
    frames = list(Replay(tmp_path).frames())
    assert [tuple(frame.image[0, 0]) for frame in frames] == [RED, GREEN]
    # Each keeps its place and its time among those that were passed over.
    assert [(frame.index, frame.at_s) for frame in frames] == [
        (1, pytest.approx(0.1)),
        (3, pytest.approx(0.3)),
    ]
    (record,) = caplog.records
    assert "passed over" in record.message
    assert "1.jpg" in record.message


def test_a_folder_of_broken_pictures_alone_is_refused_by_its_first(tmp_path):
    for name in ("1.jpg", "2.jpg"):
        (tmp_path / name).write_text("no picture")
    with pytest.raises(UnreadableSource, match=r"1\.jpg is not a picture"):
        Replay(tmp_path).open()


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


@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n#EXTINF:3,\n{film}\n# \0\n",
        "\ufeff#EXTM3U\n{film}\n\0",
        "ffconcat version 1.0\nfile {film}\n# \0",
        " \nffconcat version 1.0\nfile {film}\n# \0",
        "v=0\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 26\n\0",
        "<?xml version='1.0'?><MPD><BaseURL>{film}</BaseURL></MPD>\0",
        "a text of another kind, longer than any container's own first bytes are\n\0",
    ],
)
@pytest.mark.parametrize("suffix", [".mp4", ".m3u8", ".txt"])
def test_a_playlist_is_not_followed_though_a_zero_byte_is_in_it(tmp_path, monkeypatch, text, suffix):
    film = write_video(tmp_path / "film.mp4", [plain(RED)] * 3)
    path = tmp_path / f"list{suffix}"
    path.write_text(text.format(film=film), encoding="utf-8")
    monkeypatch.setattr("cv2.VideoCapture", lambda *_: pytest.fail("it was handed to FFmpeg"))
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
    assert "30000 x 30000 pixels, more than 25 million" in refusal(path)


def claiming(data: bytes, width: int, height: int) -> bytes:
    """A JPEG that says it has another size than it has."""
    at = next(at for at in range(len(data)) if data[at] == 0xFF and data[at + 1] in (0xC0, 0xC2))
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def test_a_jpeg_may_be_larger_unless_all_of_it_is_held_while_it_is_decoded(tmp_path):
    image = np.random.default_rng(1).integers(0, 255, (200, 200, 3), dtype=np.uint8)
    for how, most in ((0, 200), (1, 25)):
        data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_PROGRESSIVE, how])[1].tobytes()
        side = int((most * 1e6) ** 0.5)
        path = tmp_path / "large.jpg"
        path.write_bytes(claiming(data, side + 1, side + 1))
        assert f"more than {most} million" in refusal(path)


@pytest.mark.parametrize(
    ("longest_px", "flag"),
    [
        (3839, cv2.IMREAD_COLOR),
        (3840, cv2.IMREAD_REDUCED_COLOR_2),
        (7680, cv2.IMREAD_REDUCED_COLOR_4),
        (15360, cv2.IMREAD_REDUCED_COLOR_8),
    ],
)
def test_a_jpeg_is_made_smaller_while_it_is_decoded_but_never_below_what_is_kept(
    tmp_path, monkeypatch, longest_px, flag
):
    path = write_picture(tmp_path / "large.jpg", plain(GREEN, longest_px, 16))
    flags, decode = [], cv2.imdecode
    monkeypatch.setattr("cv2.imdecode", lambda data, how: flags.append(how) or decode(data, how))
    assert next(Replay(path).frames()).size[0] == 1920
    assert flags == [flag]


def test_a_huge_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = write_picture(tmp_path / "huge.jpg", plain(RED))
    os.truncate(path, 100_000_001)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    assert "is larger than 100 MB, too large for a picture" in refusal(path)


def test_a_picture_for_which_memory_does_not_suffice_is_said(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise MemoryError

    path = write_picture(tmp_path / "large.png", plain(RED))
    monkeypatch.setattr("cv2.imdecode", refuse)
    assert "large.png cannot be decoded: MemoryError" in refusal(path)


def test_a_video_of_giant_frames_is_refused_before_one_is_decoded(tmp_path, monkeypatch):
    monkeypatch.setattr("kiosk.camera.reel.MOST_PIXELS", 64 * 48 - 1)
    assert "64 x 48 pixels" in refusal(write_video(tmp_path / "film.mp4", [plain(RED)] * 3))
    monkeypatch.setattr("kiosk.camera.reel.MOST_PIXELS", 64 * 48)
    assert len(list(Replay(tmp_path / "film.mp4").frames())) == 3


def test_the_frames_a_header_promised_are_known_after_the_end(tmp_path):
    replay = Replay(write_video(tmp_path / "film.mp4", [plain(RED)] * 4))
    assert replay.promised is None
    assert len(list(replay.frames())) == replay.promised == 4
