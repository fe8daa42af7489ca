"""Plays a file or folder over and over in real time, as if it were a camera."""

import time
from collections.abc import Callable
from pathlib import Path

from kiosk.camera.frame import Frame
from kiosk.camera.reel import STILLS_FPS, Reel, open_reel
from kiosk.camera.tolerance import Tolerance
from kiosk.errors import CameraError, CameraStalled, SourceEnded

_LATE_S = 0.25


class Looped:
    """A file in the place of a live camera: each frame comes when it is due, the end joins the start.

    ``at_s`` is on ``clock`` (monotonic), as a live camera's is. A machine too slow to keep up sees the
    film slowed down, never frames in a rush.
    """

    simulated = True

    def __init__(
        self,
        path: Path,
        name: str | None = None,
        stills_fps: float = STILLS_FPS,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        self._path = path
        self._name = name or path.name
        self._stills_fps = stills_fps
        self._clock = clock
        self._wait = wait
        self._tolerance = Tolerance()
        self._reel: Reel | None = None
        self._index = 0
        self._start_s = 0.0
        self._media_s = 0.0
        self._due_s: float | None = None

    @property
    def name(self) -> str:
        """A short word for staff and logs."""
        return self._name

    def open(self) -> None:
        """Open the file; its first frame is due now.

        Raises:
            UnreadableSource: it is missing, cut short, or neither image nor video.
        """
        self.close()
        self._reel = open_reel(self._path, self._stills_fps)
        self._index = 0
        self._start_s = self._clock()
        self._due_s = None

    def read(self, timeout_s: float) -> Frame:
        """The next frame that can be decoded, once it is due.

        Raises:
            CameraStalled: none is due within ``timeout_s``.
            UnreadableSource: the file cannot be opened for another round.
            CameraError: the source is not open.
        """
        until_s = self._clock() + timeout_s
        left_s = timeout_s
        while True:
            at_s = self._come_to_next(left_s)
            image = self._tolerance.picture(self._running())
            index, self._index = self._index, self._index + 1
            if image is not None:
                return Frame(image, at_s, index)
            left_s = until_s - self._clock()
            if left_s <= 0:
                raise CameraStalled(f"{self._name} has had no frame that can be decoded for {timeout_s:g} s")

    def skip(self, timeout_s: float) -> None:
        """Let the next frame pass when it is due; a video's is decoded but not converted."""
        self._come_to_next(timeout_s)
        self._index += 1

    def close(self) -> None:
        """Let go of the file."""
        if self._reel is not None:
            self._reel.close()
            self._reel = None

    def _running(self) -> Reel:
        if self._reel is None:
            raise CameraError(f"{self._name} is not open")
        return self._reel

    def _come_to_next(self, timeout_s: float) -> float:
        reel = self._running()
        if self._due_s is None:
            self._due_s = self._next_due(reel)
        ahead_s = self._due_s - self._clock()
        if ahead_s > timeout_s:
            self._wait(timeout_s)
            raise CameraStalled(f"{self._name} has no frame due within {timeout_s:g} s")
        if ahead_s > 0:
            self._wait(ahead_s)
        due_s, self._due_s = self._due_s, None
        return due_s

    def _next_due(self, reel: Reel) -> float:
        try:
            self._media_s = reel.advance()
        except SourceEnded:
            self._start_s += self._media_s + reel.period_s
            reel.rewind()
            self._media_s = reel.advance()
        now_s = self._clock()
        if now_s - (self._start_s + self._media_s) > max(_LATE_S, reel.period_s):
            self._start_s = now_s - self._media_s
        return self._start_s + self._media_s
