"""Measure a picture or a clip without a visit: one answer, from its stillest standing part."""

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from kiosk.camera.frame import Frame
from kiosk.pelvis.tilt import Tilt
from kiosk.pose.body import Body
from kiosk.screening.checks import Limits, body_height_px, check, mean_luma, wander, watched_point
from kiosk.screening.ports import Gauge, Observation, Sight
from kiosk.screening.reason import Reason


@runtime_checkable
class Closeup(Protocol[Observation]):
    """Turns a capture into a tilt by what the frames themselves show on the guest: two dots."""

    def look(self, image: NDArray[np.uint8], body: Body) -> Observation | None:
        """What one frame says, or None when its dots are not found."""

    def estimate(self, observations: Sequence[Observation]) -> Tilt:
        """One reading from a capture's observations."""


@dataclass(frozen=True, slots=True)
class Window:
    """What a clip's standing part must be.

    Attributes:
        longest_s: as much of it as is averaged, seconds; as long as a visit's capture.
        shortest_s: less than this of standing still is no standing part.
        gap_s: a break in the measurable frames up to this long is a flicker of the model.
        least_frames: fewer readable frames make no reading.
    """

    longest_s: float = 3.0
    shortest_s: float = 1.0
    gap_s: float = 0.4
    least_frames: int = 5


@dataclass(frozen=True, slots=True)
class Answer(Generic[Observation]):
    """What came of one picture or clip: a tilt, or the reason why there is none.

    Attributes:
        tilt: the reading, or None when refused.
        reason: why there is none, or None.
        frames: how many frames were looked at.
        bodies: in how many of them a body was found.
        observations: those the tilt was made of, for whoever compares this capture with another.
    """

    tilt: Tilt | None
    reason: Reason | None
    frames: int
    bodies: int
    observations: tuple[Observation, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class _Moment(Generic[Observation]):
    at_s: float
    place: NDArray[np.float32]
    height_px: float
    observation: Observation


@dataclass(slots=True, eq=False)
class _Stretch(Generic[Observation]):
    """The measurable frames of the last few seconds, and how little the guest wandered in them."""

    window: Window
    moments: deque[_Moment[Observation]] = field(default_factory=deque)

    def add(self, moment: _Moment[Observation]) -> None:
        if self.moments and not 0 <= moment.at_s - self.moments[-1].at_s <= self.window.gap_s:
            self.moments.clear()
        self.moments.append(moment)
        while moment.at_s - self.moments[0].at_s > self.window.longest_s:
            self.moments.popleft()

    @property
    def length_s(self) -> float:
        return self.moments[-1].at_s - self.moments[0].at_s if self.moments else 0.0

    @property
    def wander(self) -> float:
        height_px = float(np.mean([moment.height_px for moment in self.moments]))
        return wander([moment.place for moment in self.moments], height_px)


@dataclass(frozen=True, slots=True, eq=False)
class _Best(Generic[Observation]):
    length_s: float
    wander: float
    observations: tuple[Observation, ...]

    def beats(self, other: "_Best[Observation] | None") -> bool:
        """Longer wins up to a tenth of a second, then stiller."""
        if other is None:
            return True
        return (round(self.length_s, 1), -self.wander) > (round(other.length_s, 1), -other.wander)


def measure(
    frames: Iterable[Frame],
    sight: Sight,
    gauge: Gauge[Observation] | Closeup[Observation],
    limits: Limits | None = None,
    window: Window | None = None,
) -> Answer[Observation]:
    """One answer for a source of frames; memory stays flat however long it is.

    Args:
        frames: in order; a single one is a photograph, for which stillness cannot be asked.
        sight: turns frames into scenes.
        gauge: turns bodies, or the frames they are seen in, into a tilt.
        limits: where the position checks say no.
        window: what the standing part must be.

    Raises:
        CameraError: the source breaks.
        ModelError: a model fails.
    """
    limits, window = limits or Limits(), window or Window()
    stretch: _Stretch[Observation] = _Stretch(window)
    best: _Best[Observation] | None = None
    alone: Observation | None = None
    reasons: Counter[Reason] = Counter()
    unread = Reason.DOTS_NOT_FOUND if isinstance(gauge, Closeup) else Reason.UNREADABLE
    looked = bodies = 0
    for frame in frames:
        scene = sight.see(frame)
        looked += 1
        bodies += scene.body is not None
        reason = check(scene, mean_luma(frame.image), limits)
        observation = (
            _observe(gauge, frame, scene.body) if reason is None and scene.body is not None else None
        )
        if scene.body is None or observation is None:
            reasons[reason or unread] += 1
            continue
        alone = observation
        stretch.add(_moment(scene.body, observation))
        best = _better(stretch, best, limits)
    if looked == 1 and alone is not None:
        return Answer(gauge.estimate([alone]), None, looked, bodies, (alone,))
    if best is not None:
        return Answer(gauge.estimate(best.observations), None, looked, bodies, best.observations)
    if alone is not None:
        reasons[Reason.MOVING] += max(1, looked - reasons.total())
    usual = reasons.most_common(1)
    return Answer(None, usual[0][0] if usual else Reason.UNREADABLE, looked, bodies)


def _observe(
    gauge: Gauge[Observation] | Closeup[Observation], frame: Frame, body: Body
) -> Observation | None:
    return gauge.look(frame.image, body) if isinstance(gauge, Closeup) else gauge.observe(body)


def _moment(body: Body, observation: Observation) -> _Moment[Observation]:
    return _Moment(body.at_s, watched_point(body), body_height_px(body), observation)


def _better(
    stretch: _Stretch[Observation], best: _Best[Observation] | None, limits: Limits
) -> _Best[Observation] | None:
    """The stretch as it is now, if the guest stands still in it and it beats the best so far."""
    if stretch.length_s < stretch.window.shortest_s or len(stretch.moments) < stretch.window.least_frames:
        return best
    wander = stretch.wander
    if wander > limits.drift:
        # Let go of the oldest: a stretch that begins with a step may end in standing still.
        while stretch.length_s > stretch.window.shortest_s and stretch.wander > limits.drift:
            stretch.moments.popleft()
        return best
    now = _Best(stretch.length_s, wander, tuple(moment.observation for moment in stretch.moments))
    return now if now.beats(best) else best
