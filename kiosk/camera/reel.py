"""Reels: a picture, a folder of pictures or a video, wound on frame by frame."""

import math
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.files import PICTURE_SUFFIXES, found_in, head_of, is_folder, is_heif, is_text
from kiosk.camera.picture import bounded, rgb
from kiosk.camera.quiet import quiet_opencv
from kiosk.camera.still import MOST_PIXELS, check_size, first_line, read_picture
from kiosk.errors import CameraError, SourceEnded, UnreadableFrame, UnreadableSource

STILLS_FPS = 10.0
"""The rate that pictures of a folder are taken to be apart, for want of a better."""

_USUAL_FPS = 30.0
_SQUARE = 0.01  # pixels nearer to square than this are taken to be
_LONGEST_PIXEL = 4.0  # beyond this it is not a shape but a mistake in the header


class Reel(Protocol):
    """Frames in a row; ``advance`` winds on one, ``picture`` shows the one it came to."""

    @property
    def length(self) -> int | None:
        """How many frames it has, as far as its header tells; None when unknown."""

    @property
    def period_s(self) -> float:
        """The usual time from one frame to the next, seconds."""

    @property
    def counted(self) -> bool:
        """Whether ``length`` is written in the file, and not worked out from how long it lasts."""

    def advance(self) -> float:
        """Wind on one frame, without making a picture of it, and return its media time, seconds.

        Raises:
            SourceEnded: there is no further frame.
        """

    def picture(self) -> NDArray[np.uint8]:
        """The present frame: (H, W, 3) uint8 RGB, upright, bounded in size.

        Raises:
            UnreadableFrame: it cannot be decoded; those after it may be.
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
        self._held = self._first_sound()

    @property
    def length(self) -> int | None:
        """How many pictures there are."""
        return len(self._paths)

    @property
    def period_s(self) -> float:
        """The time the pictures are taken to be apart, seconds."""
        return 1 / self._fps

    @property
    def counted(self) -> bool:
        """Files are counted."""
        return True

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
            try:
                image = read_picture(self._paths[self._at])
            except UnreadableSource as error:
                raise UnreadableFrame(str(error)) from error
            self._held = (self._at, image)
        return image

    def rewind(self) -> None:
        """Go back to before the first picture."""
        self._at = -1

    def close(self) -> None:
        """Nothing is held open between pictures."""

    def _first_sound(self) -> tuple[int, NDArray[np.uint8]]:
        """The first picture that can be shown, and its place.

        Raises:
            UnreadableSource: none can.
        """
        first: UnreadableSource | None = None
        for at, path in enumerate(self._paths):
            try:
                return at, read_picture(path)
            except UnreadableSource as error:
                first = first or error
        raise first or UnreadableSource("there are no pictures")


class Video:
    """A video file, decoded one frame at a time."""

    def __init__(self, path: Path, threads: int, *, counted: bool = False) -> None:
        self._path = path
        self._threads = threads
        self._capture: cv2.VideoCapture | None = None
        self._start_s = 0.0
        self._at_s = 0.0
        self._first_waits = False
        self._pixel_aspect = 1.0
        self._counted = counted
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

    @property
    def counted(self) -> bool:
        """MP4 and AVI have a table of frames; of other containers FFmpeg multiplies duration and rate."""
        return self._counted

    def advance(self) -> float:
        """Decode the next frame, without converting its colours."""
        if self._first_waits:
            self._first_waits = False
            return self._at_s
        try:
            more = self._grab()
        except UnreadableSource as error:
            raise SourceEnded(f"{self._path} breaks off: {error}") from error
        if not more:
            raise SourceEnded(f"{self._path} has no more frames")
        time_s = self._get(cv2.CAP_PROP_POS_MSEC) / 1000 - self._start_s
        # Some containers carry no times, or times that jump back: then the frame rate counts.
        sound = math.isfinite(time_s) and time_s > self._at_s
        self._at_s = time_s if sound else self._at_s + self.period_s
        return self._at_s

    def picture(self) -> NDArray[np.uint8]:
        """The present frame, turned and stretched as its metadata says."""
        capture = self._open_capture()
        try:
            good, image = capture.retrieve()
        except cv2.error as error:
            raise UnreadableFrame(f"{self._path}, {self._at_s:.2f} s: {first_line(error)}") from error
        if not good or image is None:
            raise UnreadableFrame(f"{self._path}: a frame at {self._at_s:.2f} s cannot be decoded")
        return rgb(bounded(np.asarray(image, dtype=np.uint8), pixel_aspect=self._pixel_aspect))

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
            check_size(self._path, int(width), int(height), MOST_PIXELS)
        if not self._capture.isOpened() or not self._grab():
            self.close()
            raise UnreadableSource(
                f"{self._path} is not an image or video that can be read; "
                "it may be cut short or of a kind not supported"
            )
        self._start_s = self._get(cv2.CAP_PROP_POS_MSEC) / 1000
        self._first_waits = True
        self._pixel_aspect = self._shape_of_pixels()

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
            raise UnreadableSource(f"{self._path} cannot be decoded: {first_line(error)}") from error

    def _shape_of_pixels(self) -> float:
        """How many times as wide as high a pixel is, as the frames stand once they are turned."""
        across, down = self._get(cv2.CAP_PROP_SAR_NUM), self._get(cv2.CAP_PROP_SAR_DEN)
        # FFmpeg tells the shape as it was coded, OpenCV turns the frame after.
        if self._get(cv2.CAP_PROP_ORIENTATION_META) % 180:
            across, down = down, across
        if not (across > 0 and down > 0):
            return 1.0
        aspect = across / down
        odd = abs(aspect - 1) > _SQUARE and 1 / _LONGEST_PIXEL <= aspect <= _LONGEST_PIXEL
        return aspect if odd else 1.0

    def _get(self, what: int) -> float:
        return float(self._open_capture().get(what))


def open_reel(path: Path, stills_fps: float = STILLS_FPS, threads: int = 1) -> Reel:
    """Open a picture, a folder of pictures (in natural order) or a video.

    Raises:
        UnreadableSource: there is no such file, or nothing in it can be shown.
    """
    quiet_opencv()
    if is_folder(path):
        return Stills(pictures_in(path), stills_fps)
    head = head_of(path)
    if cv2.haveImageReader(str(path)):
        return Stills([path], stills_fps)
    if is_heif(head):
        raise UnreadableSource(f"{path} is a HEIF photograph, which is not supported: save it as JPEG")
    if is_text(head) or path.suffix.lower() in PICTURE_SUFFIXES:
        raise UnreadableSource(f"{path} is not an image or video that can be read")
    return Video(path, threads, counted=_has_frame_table(head))


def pictures_in(folder: Path) -> list[Path]:
    """The pictures of a folder in natural order ("2.png" before "10.png"); other files are left alone.

    Raises:
        UnreadableSource: the folder cannot be listed, or holds no picture.
    """
    return found_in(folder, PICTURE_SUFFIXES, "pictures")


def _has_frame_table(head: bytes) -> bool:
    return head[4:8] in (b"ftyp", b"moov", b"mdat") or (head[:4] == b"RIFF" and head[8:12] == b"AVI ")
