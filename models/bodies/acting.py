"""A few timed actions (walk, turn, stand, tip the pelvis) and where they leave a person at any moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from models.bodies.arms import ArmStyle

STEP_M = 0.55


@dataclass(frozen=True)
class Moment:
    """A performer at one time.

    `at` is the place (x, y) in metres, `heading_deg` 0 where the guest faces the side camera.Camera says;
    `phase` the stride's, in radians, and `gait` its size 0..1; the arms are on their way from one style to
    another; `tip_deg` is how far the pelvis is tipped from the performer's own stance. `still` marks a stand
    to be measured.
    """

    at: tuple[float, float]
    heading_deg: float
    phase: float = 0.0
    gait: float = 0.0
    arms_from: ArmStyle = "hanging"
    arms_to: ArmStyle = "hanging"
    arms_share: float = 1.0
    tip_deg: float = 0.0
    still: bool = False


class Action(Protocol):
    """Something that takes `seconds` and changes a moment."""

    @property
    def seconds(self) -> float:
        """How long it takes."""

    def during(self, start: Moment, share: float) -> Moment:
        """The moment after `share` (0..1) of the action, begun at `start`."""


def eased(share: float) -> float:
    """0..1 with a soft start and end (smoothstep)."""
    return share * share * (3.0 - 2.0 * share)


@dataclass(frozen=True)
class Wait:
    """Nothing happens."""

    seconds: float

    def during(self, start: Moment, share: float) -> Moment:  # noqa: ARG002 - an Action whose share is idle
        """As it was."""
        return replace(start, gait=0.0, still=False)


@dataclass(frozen=True)
class Stand:
    """Stand still, to be measured."""

    seconds: float

    def during(self, start: Moment, share: float) -> Moment:  # noqa: ARG002 - as in Wait
        """Still, at the same place."""
        return replace(start, gait=0.0, still=True)


@dataclass(frozen=True)
class Walk:
    """Walk straight to a place, facing the way; `halts` slows down at the end."""

    to: tuple[float, float]
    seconds: float
    halts: bool = False

    def during(self, start: Moment, share: float) -> Moment:
        """Part of the way, in mid stride."""
        gone = 1.0 - (1.0 - share) ** 1.6 if self.halts else share
        dx, dy = self.to[0] - start.at[0], self.to[1] - start.at[1]
        far = float(np.hypot(dx, dy))
        ending = min(1.0, (1.0 - share) / 0.3) if self.halts else 1.0
        return replace(
            start,
            at=(start.at[0] + gone * dx, start.at[1] + gone * dy),
            heading_deg=float(np.rad2deg(np.arctan2(dx, -dy))),
            phase=start.phase + np.pi * gone * far / STEP_M,
            gait=ending,
            still=False,
        )


@dataclass(frozen=True)
class Turn:
    """Turn on the spot in small steps, by the shorter way."""

    to_deg: float
    seconds: float

    def during(self, start: Moment, share: float) -> Moment:
        """Part of the turn."""
        way = (self.to_deg - start.heading_deg + 180.0) % 360.0 - 180.0
        steps = max(1.0, round(abs(way) / 45.0))
        return replace(
            start,
            heading_deg=start.heading_deg + eased(share) * way,
            phase=np.pi * steps * share,
            gait=0.30 * float(np.sin(np.pi * share)),
            still=False,
        )


@dataclass(frozen=True)
class Arrange:
    """Bring the arms into a style, while doing `along` (if anything)."""

    style: ArmStyle
    along: Action

    @property
    def seconds(self) -> float:
        """As long as what goes along."""
        return self.along.seconds

    def during(self, start: Moment, share: float) -> Moment:
        """Arms on their way."""
        moved = self.along.during(start, share)
        return replace(moved, arms_from=start.arms_to, arms_to=self.style, arms_share=eased(share))


@dataclass(frozen=True)
class Tip:
    """Tip the pelvis to `to_deg` from the performer's own stance: positive arches, negative tucks."""

    to_deg: float
    seconds: float

    def during(self, start: Moment, share: float) -> Moment:
        """Part of the tip."""
        tipped = start.tip_deg + eased(share) * (self.to_deg - start.tip_deg)
        return replace(start, tip_deg=tipped, gait=0.0, still=False)


def play(actions: Sequence[Action], start: Moment, at_s: float) -> Moment:
    """The moment `at_s` seconds into the actions done one after the other; the last one's end stays."""
    moment, left = start, at_s
    for action in actions:
        if left < action.seconds:
            return action.during(moment, max(0.0, left) / action.seconds)
        moment, left = action.during(moment, 1.0), left - action.seconds
    return moment


def still_spans(actions: Sequence[Action]) -> list[tuple[float, float]]:
    """Start and end, seconds, of every stand in the actions."""
    spans, clock = [], 0.0
    for action in actions:
        if isinstance(action, Stand):
            spans.append((clock, clock + action.seconds))
        clock += action.seconds
    return spans
