"""Replay: a picture, a folder of pictures or a video as a finite source of frames, unpaced."""

import os
from collections.abc import Iterator
from pathlib import Path

from kiosk.camera.frame import Frame
from kiosk.camera.reel import STILLS_FPS, Reel, open_reel
from kiosk.errors import CameraError, SourceEnded

_MOST_THREADS = 4


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
        """How many frames the header promised when it was last opened; a damaged file gives fewer."""
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
        self._index = 0

    def read(self, timeout_s: float) -> Frame:  # noqa: ARG002 - a file never makes one wait
        """The next frame.

        Raises:
            SourceEnded: there is none.
            UnreadableSource: it cannot be decoded.
            CameraError: the replay is not open.
        """
        at_s = self._wound_on()
        frame = Frame(self._wound().picture(), at_s, self._index)
        self._index += 1
        return frame

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
        return self._wound().advance()
