"""Reels: a picture, a folder of pictures or a video, wound on frame by frame."""

import math
import os
import re
import stat
from collections.abc import Container
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.header import MOST_PIXELS, picture_size
from kiosk.camera.picture import bounded, rgb
from kiosk.camera.quiet import quiet_decoders, quiet_opencv
from kiosk.errors import CameraError, SourceEnded, UnreadableSource

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm"})
STILLS_FPS = 10.0
"""The rate that pictures of a folder are taken to be apart, for want of a better."""

_USUAL_FPS = 30.0
_HEAD_BYTES = 4096
# Phones' HEIF photographs are cut into tiles, and FFmpeg would pass off the first tile as the picture.
_TILED_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})


class Reel(Protocol):
    """Frames in a row; ``advance`` winds on one, ``picture`` shows the one it came to."""

    @property
    def length(self) -> int | None:
        """How many frames it has, as far as its header tells; None when unknown."""

    @property
    def period_s(self) -> float:
        """The usual time from one frame to the next, seconds."""

    def advance(self) -> float:
        """Wind on one frame, without making a picture of it, and return its media time, seconds.

        Raises:
            SourceEnded: there is no further frame.
        """

    def picture(self) -> NDArray[np.uint8]:
        """The present frame: (H, W, 3) uint8 RGB, upright, bounded in size.

        Raises:
            UnreadableSource: it cannot be decoded.
        """

    def rewind(self) -> None:
        """Go back to before the first frame."""

    def close(self) -> None:
        """Let go of the files; closing twice is harmless."""


class Stills:
    """One or more pictures; only the present one is held in memory."""

    def __init__(self, paths: list[Path], fps: float) -> None:
        self._paths = paths
        self._fps = fps
        self._at = -1
        self._held: tuple[int, NDArray[np.uint8]] = (0, read_picture(paths[0]))

    @property
    def length(self) -> int | None:
        """How many pictures there are."""
        return len(self._paths)

    @property
    def period_s(self) -> float:
        """The time the pictures are taken to be apart, seconds."""
        return 1 / self._fps

    def advance(self) -> float:
        """Wind on one picture."""
        if self._at + 1 >= len(self._paths):
            raise SourceEnded(f"{self._paths[-1]} was the last picture")
        self._at += 1
        return self._at / self._fps

    def picture(self) -> NDArray[np.uint8]:
        """The present picture."""
        at, image = self._held
        if at != self._at:
            image = read_picture(self._paths[self._at])
            self._held = (self._at, image)
        return image

    def rewind(self) -> None:
        """Go back to before the first picture."""
        self._at = -1

    def close(self) -> None:
        """Nothing is held open between pictures."""


class Video:
    """A video file, decoded one frame at a time."""

    def __init__(self, path: Path, threads: int) -> None:
        self._path = path
        self._threads = threads
        self._capture: cv2.VideoCapture | None = None
        self._start_s = 0.0
        self._at_s = 0.0
        self._first_waits = False
        self.rewind()

    @property
    def length(self) -> int | None:
        """The frame count of the header; a truncated file has fewer."""
        count = self._get(cv2.CAP_PROP_FRAME_COUNT)
        return int(count) if math.isfinite(count) and count >= 1 else None

    @property
    def period_s(self) -> float:
        """The usual time from one frame to the next, seconds."""
        fps = self._get(cv2.CAP_PROP_FPS)
        return 1 / (fps if math.isfinite(fps) and 1 <= fps <= 1000 else _USUAL_FPS)

    def advance(self) -> float:
        """Decode the next frame, without converting its colours."""
        if self._first_waits:
            self._first_waits = False
            return self._at_s
        if not self._grab():
            raise SourceEnded(f"{self._path} has no more frames")
        time_s = self._get(cv2.CAP_PROP_POS_MSEC) / 1000 - self._start_s
        # Some containers carry no times, or times that jump back: then the frame rate counts.
        sound = math.isfinite(time_s) and time_s > self._at_s
        self._at_s = time_s if sound else self._at_s + self.period_s
        return self._at_s

    def picture(self) -> NDArray[np.uint8]:
        """The present frame, turned as its metadata says."""
        capture = self._open_capture()
        good, image = capture.retrieve()
        if not good or image is None:
            raise UnreadableSource(f"{self._path}: a frame at {self._at_s:.2f} s cannot be decoded")
        return rgb(bounded(np.asarray(image, dtype=np.uint8)))

    def rewind(self) -> None:
        """Open the file anew: seeking to the start misses frames in some containers."""
        self.close()
        hints = [cv2.CAP_PROP_N_THREADS, self._threads]
        # FFmpeg takes what stands before a colon for a protocol, but not in a path that begins with a slash.
        self._capture = cv2.VideoCapture(str(self._path.absolute()), cv2.CAP_FFMPEG, hints)
        self._capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)
        self._at_s = 0.0
        if self._capture.isOpened():
            width, height = self._get(cv2.CAP_PROP_FRAME_WIDTH), self._get(cv2.CAP_PROP_FRAME_HEIGHT)
            _check_size(self._path, int(width), int(height))
        if not self._capture.isOpened() or not self._grab():
            self.close()
            raise UnreadableSource(
                f"{self._path} is not an image or video that can be read; "
                "it may be cut short or of a kind not supported"
            )
        self._start_s = self._get(cv2.CAP_PROP_POS_MSEC) / 1000
        self._first_waits = True

    def close(self) -> None:
        """Let go of the file."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _open_capture(self) -> cv2.VideoCapture:
        if self._capture is None:
            raise CameraError(f"{self._path} is closed")
        return self._capture

    def _grab(self) -> bool:
        try:
            return self._open_capture().grab()
        except cv2.error as error:
            raise UnreadableSource(f"{self._path} cannot be decoded: {_first_line(error)}") from error

    def _get(self, what: int) -> float:
        return float(self._open_capture().get(what))


def open_reel(path: Path, stills_fps: float = STILLS_FPS, threads: int = 1) -> Reel:
    """Open a picture, a folder of pictures (in natural order) or a video.

    Raises:
        UnreadableSource: there is no such file, or nothing in it can be shown.
    """
    quiet_opencv()
    if _is_folder(path):
        return Stills(pictures_in(path), stills_fps)
    head = _head(path)
    if cv2.haveImageReader(str(path)):
        return Stills([path], stills_fps)
    if head[4:8] == b"ftyp" and head[8:12] in _TILED_BRANDS:
        raise UnreadableSource(f"{path} is a HEIF photograph, which is not supported: save it as JPEG")
    # FFmpeg would render a text as a film, and follow a playlist to other files.
    if b"\0" not in head or path.suffix.lower() in PICTURE_SUFFIXES:
        raise UnreadableSource(f"{path} is not an image or video that can be read")
    return Video(path, threads)


def pictures_in(folder: Path) -> list[Path]:
    """The pictures of a folder in natural order ("2.png" before "10.png"); other files are left alone.

    Raises:
        UnreadableSource: the folder cannot be listed, or holds no picture.
    """
    try:
        found = files_in(folder, PICTURE_SUFFIXES)
    except OSError as error:
        raise UnreadableSource(f"{folder} cannot be listed: {error.strerror}") from error
    if not found:
        raise UnreadableSource(f"{folder} holds no pictures ({', '.join(sorted(PICTURE_SUFFIXES))})")
    return found


def files_in(folder: Path, suffixes: Container[str]) -> list[Path]:
    """What a folder holds with these suffixes (lower case), in natural order, hidden files passed over.

    Raises:
        OSError: it is no folder, or cannot be listed.
    """
    found = [
        path for path in folder.iterdir() if path.suffix.lower() in suffixes and not path.name.startswith(".")
    ]
    return sorted(found, key=lambda path: _natural(path.name))


def shown(path: Path) -> str:
    r"""The path as text that can be printed and encoded: a byte that is not UTF-8 reads ``\xff``."""
    return os.fsencode(path).decode(errors="backslashreplace")


def read_picture(path: Path) -> NDArray[np.uint8]:
    """One picture as (H, W, 3) uint8 RGB, turned as its EXIF orientation says, bounded in size.

    Raises:
        UnreadableSource: it is missing, cut short, too large, or no picture.
    """
    if _is_folder(path):
        raise UnreadableSource(f"{shown(path)} is a folder, not a picture")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableSource(f"{path} cannot be read: {error.strerror}") from error
    size = picture_size(data)
    if size is None:
        raise UnreadableSource(f"{path} is not a picture that can be read; save it as JPEG or PNG")
    _check_size(path, *size)
    try:
        with quiet_decoders():
            image = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise UnreadableSource(f"{path} cannot be decoded: {_first_line(error)}") from error
    if image is None:
        raise UnreadableSource(f"{path} is not a picture that can be read; it may be cut short")
    return rgb(bounded(np.asarray(image, dtype=np.uint8)))


def _is_folder(path: Path) -> bool:
    """Whether it is a folder rather than a file; a pipe, at which one might wait for ever, is neither.

    Raises:
        UnreadableSource: it is neither, or cannot be looked at.
    """
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        # OpenCV is handed names as UTF-8, and crashes on others.
        raise UnreadableSource(f"{shown(path)}: its name is not UTF-8; rename it") from error
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        raise UnreadableSource(f"{path}: no such file; check the path") from error
    except OSError as error:
        raise UnreadableSource(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise UnreadableSource(f"{path!r} is not the name of a file: {error}") from error
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        raise UnreadableSource(f"{path} is neither a file nor a folder")
    return stat.S_ISDIR(mode)


def _check_size(path: Path, width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        most = f"{MOST_PIXELS // 1_000_000} million"
        raise UnreadableSource(f"{path} has {width} x {height} pixels, more than {most}: scale it down")


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise UnreadableSource(f"{path} cannot be read: {error.strerror}") from error
    if not head:
        raise UnreadableSource(f"{path} is empty")
    return head


def _natural(name: str) -> list[tuple[int, int, str]]:
    parts = re.split(r"(\d+)", name.lower())
    return [(1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts]


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
