"""The measure command: image or video files become one answer each; no web, no storage."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from kiosk.camera.files import (
    HEIF_SUFFIXES,
    PICTURE_SUFFIXES,
    VIDEO_SUFFIXES,
    files_in,
    found_in,
    is_folder,
    shown,
)
from kiosk.camera.frame import Frame
from kiosk.camera.replay import Replay
from kiosk.errors import CameraError
from kiosk.pelvis.tilt import Method, Tilt
from kiosk.screening.clip import measure
from kiosk.screening.ports import Closeup, Gauge, Sight
from kiosk.screening.reason import Reason
from kiosk.screening.view import Result

_WHOLE = 0.9
"""A clip that gives a smaller share of the frames its header promises is damaged; some headers estimate."""

_LONG_FRAMES = 60  # fewer pass before a progress bar could be read


class Status(StrEnum):
    """What came of one input."""

    OK = "ok"
    REFUSED = "refused"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Reading:
    """One input's answer.

    Attributes:
        source: the input as it was named, made fit to print.
        status: what came of it.
        reason: why there is no tilt, or None.
        result: the graded tilt, or None.
        message: for an error, one line for a person.
        frames, bodies: how many frames were looked at, and in how many of them a body was found.
        elapsed_ms: how long it took.
        promised: how many frames the file's header promised, or None.
        method: what a tilt was, or would have been, read from.
    """

    source: str
    status: Status
    reason: Reason | None
    result: Result | None
    message: str
    frames: int
    bodies: int
    elapsed_ms: int
    promised: int | None = None
    method: Method = Method.CONTOUR

    @property
    def damaged(self) -> bool:
        """Whether far fewer frames could be read than the header promised."""
        return self.frames > 0 and self.promised is not None and self.frames < _WHOLE * self.promised

    @property
    def note(self) -> str:
        """What a person should know beside the answer, in one line; mostly nothing."""
        if not self.damaged:
            return ""
        return f"{self.source}: only {self.frames} of {self.promised} frames could be read; it may be damaged"

    def as_json(self) -> dict[str, Any]:
        """The contract's object; a refused input has no tilt."""
        answer: dict[str, Any] = {"source": self.source, "status": self.status, "reason": self.reason}
        if self.result:
            tilt, graded = self.result.tilt, self.result.graded
            answer |= {
                "method": tilt.method,
                "tilt_deg": round(tilt.deg, 1),
                "interval_deg": [round(tilt.low_deg, 1), round(tilt.high_deg, 1)],
                "interval_level": tilt.level,
                "grade": graded.grade,
                "borderline": graded.borderline,
                "probabilities": {name: round(share, 2) for name, share in graded.probabilities.items()},
                "facing": tilt.facing,
                "frames": tilt.frames,
                "confidence": round(tilt.confidence, 2),
                "notes": list(tilt.notes),
            }
        else:
            answer |= {"method": self.method, "frames": self.frames, "frames_with_body": self.bodies}
        if self.damaged:
            answer |= {"frames_read": self.frames, "frames_promised": self.promised}
        return answer | {"elapsed_ms": self.elapsed_ms}

    def sentence(self) -> str:
        """The answer for a person."""
        if self.result:
            tilt, graded = self.result.tilt, self.result.graded
            near = f", borderline to {graded.neighbour}" if graded.neighbour else ""
            return (
                f"{self.source}: {graded.grade}{near}: {_leaning(tilt.deg)}, "
                f"{tilt.level:.0%} interval {_between(tilt.low_deg, tilt.high_deg)} "
                f"(facing {tilt.facing}, {_frames(tilt.frames)}, confidence {tilt.confidence:.2f})"
            )
        return f"{self.source}: refused, {self.reason} (a body in {self.bodies} of {_frames(self.frames)})"


@dataclass(frozen=True, slots=True)
class Capture:
    """One input's answer with what it was made of, for whoever compares it with another.

    Attributes:
        reading: the answer.
        observations: what the gauge saw in each frame it used; empty without a tilt.
    """

    reading: Reading
    observations: tuple[Any, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Meter:
    """All that measuring a file takes; `method` is what its gauge reads."""

    sight: Sight
    gauge: Gauge[Any] | Closeup[Any]
    judge: Callable[[Tilt], Result]
    method: Method = Method.CONTOUR

    def read(self, path: Path) -> Reading:
        """One file's answer; a file that cannot be read is an answer, too.

        Raises:
            ModelError: a model fails.
        """
        return self.capture(path).reading

    def capture(self, path: Path) -> Capture:
        """The same, with what it was made of.

        Raises:
            ModelError: a model fails.
        """
        began_s = time.perf_counter()

        def reading(status: Status, **given: Any) -> Reading:
            blank = {"reason": None, "result": None, "message": "", "frames": 0, "bodies": 0}
            elapsed_ms = round((time.perf_counter() - began_s) * 1000)
            return Reading(shown(path), status, **(blank | given), elapsed_ms=elapsed_ms, method=self.method)

        self.sight.forget()
        replay = Replay(path)
        try:
            if is_folder(path):
                found_in(path, PICTURE_SUFFIXES | VIDEO_SUFFIXES, "images or videos")
            with _progress(replay) as follow:
                answer = measure(follow(replay.frames()), self.sight, self.gauge)
        except CameraError as error:
            return Capture(
                reading(Status.ERROR, reason=Reason.UNREADABLE, message=" ".join(str(error).split()))
            )
        counts = {"frames": answer.frames, "bodies": answer.bodies, "promised": replay.promised}
        if answer.tilt is None:
            return Capture(reading(Status.REFUSED, reason=answer.reason, **counts))
        return Capture(reading(Status.OK, result=self.judge(answer.tilt), **counts), answer.observations)


Follow = Callable[[Iterable[Frame]], Iterable[Frame]]


def _progress(replay: Replay) -> AbstractContextManager[Follow]:
    """A bar on a terminal's stderr for a long video, and nothing anywhere else."""
    if sys.stderr is None or not sys.stderr.isatty():
        return nullcontext(lambda frames: frames)
    return _Bar(replay)


class _Bar(AbstractContextManager[Follow]):
    def __init__(self, replay: Replay) -> None:
        from rich.console import Console  # noqa: PLC0415 - only where someone watches
        from rich.progress import Progress  # noqa: PLC0415

        self._replay = replay
        self._progress = Progress(console=Console(stderr=True), transient=True)

    def __enter__(self) -> Follow:
        self._progress.start()
        return self._follow

    def _follow(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        task = None
        for frame in frames:
            if task is None and (self._replay.length or 0) >= _LONG_FRAMES:
                task = self._progress.add_task(self._replay.name, total=self._replay.length)
            if task is not None:
                self._progress.advance(task)
            yield frame

    def __exit__(self, *_: object) -> None:
        self._progress.stop()


def inputs(paths: Iterable[Path]) -> Iterator[Path]:
    """The files meant by paths: a folder stands for the images and videos in it, in natural order.

    A HEIF photograph is among them, so that it is said why it is not measured.
    What cannot be listed stands for itself; whoever reads it says what is wrong.
    """
    for path in paths:
        try:
            inside = files_in(path, PICTURE_SUFFIXES | VIDEO_SUFFIXES | HEIF_SUFFIXES)
        except OSError:
            inside = []
        yield from inside or [path]


def _frames(count: int) -> str:
    return f"{count} frame{'' if count == 1 else 's'}"


def _leaning(deg: float) -> str:
    rounded = round(deg, 1)
    return f"{abs(rounded):.1f}° {'back' if rounded < 0 else 'forward'}"


def _between(low_deg: float, high_deg: float) -> str:
    """An interval whose ends are named for their side where they are not both forward."""
    if round(low_deg, 1) >= 0:
        return f"{abs(low_deg):.1f}° to {high_deg:.1f}°"
    return f"{_leaning(low_deg)} to {_leaning(high_deg)}"
