"""Measure a picture or a clip without a visit: one answer, from its stillest standing part."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Generic

import numpy as np
from numpy.typing import NDArray

from kiosk.camera.frame import Frame
from kiosk.pelvis.tilt import Tilt
from kiosk.pose.body import Body
from kiosk.screening.checks import Limits, body_height_px, check, mean_luma, wander, watched_point
from kiosk.screening.ports import Closeup, Gauge, Observation, Sight
from kiosk.screening.reason import Reason
from kiosk.screening.retake import retaken

_MOST_MOMENTS = 600  # five captures at 40 frames a second: a clock that stands still must not fill memory


@dataclass(frozen=True, slots=True)
class Window:
    """What a clip's standing part must be.

    Attributes:
        longest_s: as much of it as is averaged, seconds, and no less than ``least_frames`` where frames are
            far apart; as long as a visit's capture.
        shortest_s: less than this of standing still is no standing part, unless the clip itself is shorter.
        gap_s: frames that cannot be measured for up to this long are a flicker of the model.
        least_frames: fewer readable frames make no reading, unless the clip itself has fewer.
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
    moments: deque[_Moment[Observation]] = field(default_factory=lambda: deque(maxlen=_MOST_MOMENTS))

    def add(self, moment: _Moment[Observation], before_s: float) -> None:
        """Take note of a measurable frame; ``before_s`` is when the frame before it was, measurable or not.

        How far apart a film's frames are breaks no stretch: frames that were refused do, and a clock that
        jumps back.
        """
        if self.moments:
            last_s = self.moments[-1].at_s
            if moment.at_s < last_s or before_s - last_s > self.window.gap_s:
                self.moments.clear()
        self.moments.append(moment)
        while self.length_s > self.window.longest_s and len(self.moments) > self.window.least_frames:
            self.moments.popleft()

    @property
    def long_enough(self) -> bool:
        window = self.window
        return self.length_s >= window.shortest_s and len(self.moments) >= window.least_frames

    @property
    def length_s(self) -> float:
        return self.moments[-1].at_s - self.moments[0].at_s if self.moments else 0.0

    @property
    def wander(self) -> float:
        height_px = float(np.mean([moment.height_px for moment in self.moments]))
        return wander([moment.place for moment in self.moments], height_px)

    @property
    def observations(self) -> tuple[Observation, ...]:
        return tuple(moment.observation for moment in self.moments)


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
    film = _Film[Observation](limits, _Stretch(window))
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
            film.refuse(frame.at_s, reason or unread)
        else:
            film.add(_moment(scene.body, observation))
    chosen = film.chosen()
    if not chosen:
        return Answer(None, film.reason(), looked, bodies)
    if looked == 1 and scene.body is not None and not isinstance(gauge, Closeup):
        chosen = (*chosen, *retaken(frame, scene.body, sight, gauge.observe))
        return Answer(replace(gauge.estimate(chosen), frames=1), None, looked, bodies, chosen)
    return Answer(gauge.estimate(chosen), None, looked, bodies, chosen)


@dataclass(slots=True, eq=False)
class _Film(Generic[Observation]):
    """What was seen so far: the best standing part, and what spoke against the rest."""

    limits: Limits
    stretch: _Stretch[Observation]
    best: "_Best[Observation] | None" = None
    reasons: Counter[Reason] = field(default_factory=Counter)
    measurable: int = 0
    moved: bool = False
    first_s: float | None = None
    last_s: float = 0.0

    def refuse(self, at_s: float, reason: Reason) -> None:
        """A frame that cannot be measured."""
        self._pass(at_s)
        self.reasons[reason] += 1

    def add(self, moment: _Moment[Observation]) -> None:
        """A frame that can."""
        before_s = self.last_s
        self._pass(moment.at_s)
        self.measurable += 1
        self.stretch.add(moment, before_s)
        wander = self.stretch.wander
        if wander > self.limits.drift:
            self.moved = True
            # Let go of the oldest: a stretch that begins with a step may end in standing still.
            while self.stretch.long_enough and self.stretch.wander > self.limits.drift:
                self.stretch.moments.popleft()
        elif self.stretch.long_enough:
            now = _Best(self.stretch.length_s, wander, self.stretch.observations)
            self.best = now if now.beats(self.best) else self.best

    def _pass(self, at_s: float) -> None:
        self.first_s = at_s if self.first_s is None else self.first_s
        self.last_s = at_s

    def chosen(self) -> tuple[Observation, ...]:
        """What the reading is made of: the best standing part; of a short clip all that can be measured.

        In a clip too short for a standing part the guest must have kept still throughout, and most frames
        must be measurable; a photograph is one frame.
        """
        if self.best is not None:
            return self.best.observations
        window, frames = self.stretch.window, self.measurable + self.reasons.total()
        short = self.last_s - (self.first_s or 0.0) < window.shortest_s or frames < window.least_frames
        if short and not self.moved and 2 * len(self.stretch.moments) > frames:
            return self.stretch.observations
        return ()

    def reason(self) -> Reason:
        """Why there is no reading: what spoke against most frames; moving, only if the guest was seen to."""
        if self.moved:
            self.reasons[Reason.MOVING] += self.measurable
        usual = self.reasons.most_common(1)
        return usual[0][0] if usual else Reason.UNREADABLE


def _observe(
    gauge: Gauge[Observation] | Closeup[Observation], frame: Frame, body: Body
) -> Observation | None:
    return gauge.look(frame.image, body) if isinstance(gauge, Closeup) else gauge.observe(body)


def _moment(body: Body, observation: Observation) -> _Moment[Observation]:
    return _Moment(body.at_s, watched_point(body), body_height_px(body), observation)
