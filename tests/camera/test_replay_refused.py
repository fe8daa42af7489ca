"""Files that are no source: each is refused in one line that names it and says why."""

import os
import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.camera.replay import Replay
from kiosk.errors import UnreadableSource
from tests.camera.sources import RED, plain, write_picture, write_video


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableSource) as caught:
        Replay(path).open()
    line = str(caught.value)
    assert "\n" not in line
    assert path.name in line
    return line


def test_a_folder_without_pictures_is_refused(tmp_path):
    assert "holds no pictures" in refusal(tmp_path)


def test_a_folder_of_broken_pictures_alone_is_refused_by_its_first(tmp_path):
    for name in ("1.jpg", "2.jpg"):
        (tmp_path / name).write_text("no picture")
    with pytest.raises(UnreadableSource, match=r"1\.jpg is not a picture"):
        Replay(tmp_path).open()


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
