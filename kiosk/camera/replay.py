"""Replay: a picture, a folder of pictures or a video as a finite source of frames, unpaced."""

import os
from collections.abc import Iterator
from pathlib import Path

from kiosk.camera.frame import Frame
from kiosk.camera.reel import STILLS_FPS, Reel, open_reel
from kiosk.camera.tolerance import Tolerance
from kiosk.errors import CameraError, SourceEnded, UnreadableSource

_MOST_THREADS = 4
_NEARLY_ALL = 0.9


class Replay:
    """Each frame of a file or folder once, in order; ``at_s`` is media time from the start of the file.

    Pictures larger than 1920 pixels on their longer side are scaled down to it. Orientation metadata
    is obeyed. Memory does not grow with the length of the file.
    """

    simulated = True

    def __init__(self, path: Path, stills_fps: float = STILLS_FPS) -> None:
        self._path = path
        self._stills_fps = stills_fps
        self._reel: Reel | None = None
        self._index = 0
        self._promised: int | None = None
        self._tolerance = Tolerance()
        self._shown = 0
        self._at_s = 0.0

    @property
    def name(self) -> str:
        """The file's name."""
        return self._path.name

    @property
    def length(self) -> int | None:
        """How many frames to expect while open, for a progress bar; None when unknown."""
        return None if self._reel is None else self._reel.length

    @property
    def promised(self) -> int | None:
        """How many frames the header promised when it was last opened; a damaged file gives fewer.

        None where the header says nothing, and at the end of a whole film whose header only says how long
        it lasts: at a rate that varies, the number worked out from that is too high.
        """
        return self._promised

    def open(self) -> None:
        """Open the file and decode its first frame, so that what cannot be read is known at once.

        Raises:
            UnreadableSource: it is missing, cut short, or neither image nor video.
        """
        self.close()
        threads = min(os.cpu_count() or 1, _MOST_THREADS)
        self._reel = open_reel(self._path, self._stills_fps, threads)
        self._promised = self._reel.length
        self._index = self._shown = 0
        self._at_s = 0.0
        self._tolerance = Tolerance()

    def read(self, timeout_s: float) -> Frame:  # noqa: ARG002 - a file never makes one wait
        """The next frame that can be decoded.

        Raises:
            SourceEnded: there is none.
            UnreadableSource: there was none from the beginning.
            CameraError: the replay is not open.
        """
        while True:
            try:
                at_s = self._wound_on()
            except SourceEnded as error:
                if not self._shown and self._tolerance.last is not None:
                    raise UnreadableSource(str(self._tolerance.last)) from error
                raise
            image = self._tolerance.picture(self._wound())
            index, self._index = self._index, self._index + 1
            if image is not None:
                self._shown += 1
                return Frame(image, at_s, index)

    def skip(self, timeout_s: float) -> None:  # noqa: ARG002 - a file never makes one wait
        """Pass over the next frame; it still counts in the next one's ``index``."""
        self._wound_on()
        self._index += 1

    def frames(self) -> Iterator[Frame]:
        """Every frame; opens before the first and closes after the last."""
        self.open()
        try:
            while True:
                try:
                    frame = self.read(0.0)
                except SourceEnded:
                    return
                yield frame
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._reel is not None:
            self._reel.close()
            self._reel = None

    def _wound(self) -> Reel:
        if self._reel is None:
            raise CameraError(f"{self._path} is not open")
        return self._reel

    def _wound_on(self) -> float:
        reel = self._wound()
        try:
            self._at_s = reel.advance()
        except SourceEnded:
            lasts_s = (reel.length or 0) * reel.period_s
            if not reel.counted and self._at_s + reel.period_s >= _NEARLY_ALL * lasts_s:
                self._promised = None
            raise
        return self._at_s
