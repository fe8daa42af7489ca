"""Keeps one camera alive: opens it, reads it, restarts it, and holds its newest frame."""

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kiosk.camera.backoff import Backoff
from kiosk.camera.frame import Frame
from kiosk.camera.port import Camera, Skipping
from kiosk.errors import CameraError, CameraStalled, SourceEnded, UnreadableSource

log = logging.getLogger(__name__)

_READ_SLICE_S = 0.5  # how long a stop may have to wait for a camera that is silent
_FPS_WINDOW_S = 2.0
_STEADY_S = 10.0  # a camera that ran this long has recovered: the next fault starts with a short wait
_JOIN_S = 15.0
_EARLY_S = 1e-3


class CameraState(StrEnum):
    """What the camera is doing."""

    OPENING = "opening"
    RUNNING = "running"
    FAULTY = "faulty"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class CameraStatus:
    """The camera's health at one moment.

    Attributes:
        state: what it is doing.
        fps: frames it gave per second over the last two, whether handed on or not; 0 once they stop.
        frame_age_s: how long ago it last gave a frame, seconds; None before the first.
        restarts: how often it had to be opened again.
        error: the last fault in one line, also after it has passed.
        permanent: the fault does not pass by itself; nothing more is tried.
    """

    state: CameraState
    fps: float
    frame_age_s: float | None
    restarts: int
    error: str | None
    permanent: bool


class Supervisor:
    """The one owner of a camera: a thread opens, reads and closes it, and everyone else sees its frames.

    Frames are numbered from 0 on across restarts, and their ``at_s`` is on ``clock``. A fault is
    followed by a restart after a growing wait that ``stop`` cuts short; a file that cannot be opened or
    has ended is not tried again. A camera has stopped when it is silent for ``stall_s``, so that a guest is
    told within two seconds, and has not started when no frame comes within ``first_s``.
    """

    def __init__(
        self,
        camera: Camera,
        *,
        stall_s: float = 1.2,
        first_s: float = 5.0,
        backoff: Backoff | None = None,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], object] | None = None,
    ) -> None:
        self._camera = camera
        self._stall_s = stall_s
        self._first_s = max(first_s, stall_s)
        self._backoff = backoff or Backoff()
        self._clock = clock
        self._stopping = threading.Event()
        self._pause = pause or self._stopping.wait
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()
        self._newest: Frame | None = None
        self._index = 0
        self._rate_fps: float | None = None
        self._due_s = -math.inf
        self._state = CameraState.STOPPED
        self._arrivals: deque[float] = deque()
        self._last_s: float | None = None
        self._restarts = 0
        self._error: str | None = None
        self._permanent = False

    @property
    def name(self) -> str:
        """The camera's name."""
        return self._camera.name

    @property
    def simulated(self) -> bool:
        """Whether the camera's picture is not of the room."""
        return self._camera.simulated

    def start(self) -> None:
        """Begin, on a thread of its own; once begun, harmless."""
        if self._thread is None:
            self._stopping.clear()
            self._thread = threading.Thread(target=self.run, name="camera", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End, close the camera, and drop its last frame; stopping twice is harmless."""
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join(_JOIN_S)
            if thread.is_alive():
                log.error("%s hangs and cannot be closed", self.name)

    def set_rate(self, fps: float | None) -> None:
        """Hand on at most ``fps`` frames per second, or all of them (None); the rest are passed over."""
        if fps is not None and fps <= 0:
            raise ValueError("a rate is more than 0 frames per second")
        with self._changed:
            self._rate_fps = fps
            self._due_s = -math.inf

    def latest(self) -> Frame | None:
        """The newest frame, or None while there is none that is fresh from a running camera."""
        with self._changed:
            return self._newest

    def wait_newer(self, index: int, timeout_s: float) -> Frame | None:
        """The newest frame as soon as its index exceeds ``index``; None when ``timeout_s`` ran out first."""

        def newer() -> bool:
            return self._stopping.is_set() or (self._newest is not None and self._newest.index > index)

        with self._changed:
            self._changed.wait_for(newer, timeout_s)
            frame = self._newest
        return frame if frame is not None and frame.index > index else None

    def status(self) -> CameraStatus:
        """The camera's health now."""
        with self._changed:
            now_s = self._clock()
            age_s = None if self._last_s is None else now_s - self._last_s
            recent = [at_s for at_s in self._arrivals if at_s > now_s - _FPS_WINDOW_S]
            state, error = self._state, self._error
            # A read that does not return in spite of its bound leaves the thread stuck, unable to say so.
            if state is CameraState.RUNNING and age_s is not None and age_s > self._stall_s + _READ_SLICE_S:
                state, error = CameraState.FAULTY, f"{self.name} hangs: no frame for {age_s:.0f} s"
            return CameraStatus(state, _rate(recent), age_s, self._restarts, error, self._permanent)

    def run(self) -> None:
        """Serve the camera on the calling thread until stopped."""
        try:
            while not self._stopping.is_set():
                self._try_to_serve()
                if not self._stopping.is_set():
                    self._recover()
        finally:
            self._settle(CameraState.STOPPED)

    def _try_to_serve(self) -> None:
        opened = False
        try:
            self._settle(CameraState.OPENING)
            self._camera.open()
            opened = True
            self._serve()
        except UnreadableSource as error:
            # What could be opened may be opened again, and that tells whether the file is bad for good.
            self._fail(error, permanent=not opened)
        except CameraError as error:
            self._fail(error, permanent=isinstance(error, SourceEnded))
        except Exception as error:
            log.exception("%s failed in a way nobody foresaw", self.name)
            self._fail(error, permanent=False)
        finally:
            self._close()

    def _serve(self) -> None:
        opened_s = self._clock()
        alive_s, patience_s = opened_s, self._first_s
        while not self._stopping.is_set():
            try:
                self._take()
            except CameraStalled:
                if self._clock() - alive_s >= patience_s:
                    raise
                continue
            alive_s, patience_s = self._clock(), self._stall_s
            if alive_s - opened_s >= _STEADY_S:
                self._backoff.reset()

    def _take(self) -> None:
        wait_s = min(_READ_SLICE_S, self._stall_s)
        wanted = self._is_next_wanted()
        if not wanted and isinstance(self._camera, Skipping):
            self._camera.skip(wait_s)
            frame = None
        else:
            read = self._camera.read(wait_s)
            frame = read if wanted else None
        self._note(frame)

    def _is_next_wanted(self) -> bool:
        """Whether the frame after this moment is due at the rate set, going by when it will come."""
        with self._changed:
            if self._rate_fps is None:
                return True
            fps = _rate(self._arrivals)
            ahead_s = 1 / fps if fps else 0.0
            return self._clock() + ahead_s >= self._due_s - _EARLY_S

    def _note(self, frame: Frame | None) -> None:
        with self._changed:
            now_s = self._clock()
            self._state = CameraState.RUNNING
            self._last_s = now_s
            self._arrivals.append(now_s)
            while self._arrivals[0] <= now_s - _FPS_WINDOW_S:
                self._arrivals.popleft()
            if frame is None:
                return
            if self._rate_fps is not None:
                # Counting on from when the frame was due, not from when it came, keeps the average true.
                next_s = self._due_s + 1 / self._rate_fps
                self._due_s = next_s if next_s > now_s else now_s + 1 / self._rate_fps
            self._newest = Frame(frame.image, now_s, self._index)
            self._index += 1
            self._changed.notify_all()

    def _fail(self, error: Exception, *, permanent: bool) -> None:
        line = (str(error).strip() or type(error).__name__).splitlines()[0]
        log.warning("camera: %s", line)
        with self._changed:
            self._error = line
            self._permanent = permanent
        self._settle(CameraState.FAULTY)

    def _recover(self) -> None:
        if self._permanent:
            self._stopping.wait()
            return
        self._pause(self._backoff.next_s())
        if not self._stopping.is_set():
            with self._changed:
                self._restarts += 1

    def _settle(self, state: CameraState) -> None:
        """Enter a state in which no frame is fresh."""
        with self._changed:
            self._state = state
            self._newest = None
            self._arrivals.clear()
            self._changed.notify_all()

    def _close(self) -> None:
        try:
            self._camera.close()
        except Exception:
            log.exception("%s could not be closed", self.name)


def _rate(times_s: "deque[float] | list[float]") -> float:
    span_s = times_s[-1] - times_s[0] if len(times_s) > 1 else 0.0
    return (len(times_s) - 1) / span_s if span_s > 0 else 0.0
