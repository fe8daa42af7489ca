"""What a visit can be at and what can happen to it: the plain values the flow is made of."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from kiosk.pelvis.tilt import Method
from kiosk.screening.reason import Reason
from kiosk.screening.view import (
    CardRefusal,
    Changed,
    NoRange,
    Pose,
    RangeFound,
    RangePlace,
    Result,
    Sheet,
    Stage,
)

MOST_REFUSALS = 3
"""After so many tries that could not be used, tips and staff are offered instead of the next."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long each part of a visit takes, seconds.

    Attributes:
        settle_s: all must be well for this long before the hold begins.
        hold_s: the countdown before the capture.
        capture_s: the burst of still frames.
        grace_s: a check that fails for less than this is a flicker of the model.
        result_s: how long a result stays without a touch.
        refused_s: how long the reason of a refusal stays before the kiosk tries again.
        patience_s: how long a visit may take until its capture, all tries together.
        approach_s: how long a guest may take until they are first seen on their way to the mat.
        away_s: with nobody in view for this long a guest who was seen has left.
        pose_s: how long a guest is left to take up a pose of the range check.
        measure_s: how long the reading may take to arrive after the capture.
        read_s: how long a page that asks something stays without a touch.
        warn_s: so long before a page ends for want of a touch, it says so; at most a third of its time.
        card_s: how long the kiosk looks for the card of an earlier result.
        goodbye_s: how long goodbye is said.
    """

    settle_s: float = 0.5
    hold_s: float = 2.0
    capture_s: float = 3.0
    grace_s: float = 0.4
    result_s: float = 60.0
    refused_s: float = 6.0
    patience_s: float = 120.0
    approach_s: float = 30.0
    away_s: float = 8.0
    pose_s: float = 6.0
    measure_s: float = 5.0
    read_s: float = 60.0
    warn_s: float = 10.0
    card_s: float = 40.0
    goodbye_s: float = 7.0

    def warned(self, ends_s: float, length_s: float, now_s: float) -> bool:
        """Whether what lasts ``length_s`` and ends at ``ends_s`` should say now that it will."""
        return now_s >= ends_s - min(self.warn_s, length_s / 3)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is on the screen once there is a result, and all that was added to it since.

    Attributes:
        result: the reading.
        sheet: what of it is open.
        leaf: which page of the plan, from 1; 0 when the plan is not open.
        range: the range check's outcome.
        change: the comparison with an earlier result.
    """

    result: Result
    sheet: Sheet = Sheet.RESULT
    leaf: int = 0
    range: RangeFound | None = None
    change: Changed | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """What the guest is on the mat for.

    Attributes:
        until_s: when the visit's patience ends.
        from_s: the hold does not begin before: the guest is being told what to do.
        pose: what they are asked to do.
        method: what the reading is made from.
        refusals: how many tries could not be used so far.
        seen: whether anybody has been seen since.
        ends: the stands of a range check so far, arch first; only the gauge knows what is in them.
        back_to: the result that a range check returns to; None before there is one.
    """

    until_s: float
    from_s: float = 0.0
    pose: Pose = Pose.RELAXED
    method: Method = Method.CONTOUR
    refusals: int = 0
    seen: bool = False
    ends: tuple[Any, ...] = ()
    back_to: Shown | None = None


@dataclass(frozen=True, slots=True)
class Idle:
    """Nobody has touched Start."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A page waits for a touch, and nothing is looked at.

    Attributes:
        page: which: consent, prepare, dots, tips or range.
        ends_s: when it has waited long enough.
        ending: whether that is near.
        errand: what the guest goes to the mat for after it, where that is settled.
        reason: at the tips, why the last try could not be used.
        gone_since_s: with a result behind it, since when nobody has been before the kiosk.
    """

    page: Stage
    ends_s: float
    ending: bool = False
    errand: Errand | None = None
    reason: Reason | None = None
    gone_since_s: float | None = None


@dataclass(frozen=True, slots=True)
class Positioning:
    """The guest is being guided to the mat, until the errand's patience ends.

    ``since_s`` is when all became well (``reason`` is None) or when nobody was in view any more; ``ending``
    whether a guest who has not been seen yet will soon be waited for no longer.
    """

    errand: Errand
    reason: Reason | None = Reason.NOBODY
    since_s: float | None = None
    ending: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """All is well and a countdown runs; ``bad_since_s`` is when a check began to fail."""

    ends_s: float
    errand: Errand
    bad_since_s: float | None = None


@dataclass(frozen=True, slots=True)
class Capturing:
    """Frames are being taken."""

    ends_s: float
    errand: Errand
    bad_since_s: float | None = None


@dataclass(frozen=True, slots=True)
class Measuring:
    """The capture is over and its reading is being made."""

    ends_s: float
    errand: Errand


@dataclass(frozen=True, slots=True)
class Refused:
    """The capture could not be measured; the kiosk says why and tries again."""

    reason: Reason
    ends_s: float
    errand: Errand


@dataclass(frozen=True, slots=True)
class Showing:
    """The result is on the screen; ``gone_since_s`` is since when nobody has been before it."""

    shown: Shown
    ends_s: float
    ending: bool = False
    gone_since_s: float | None = None


@dataclass(frozen=True, slots=True)
class Comparing:
    """The guest shows the card of an earlier result; ``refusal`` is what was wrong with the last one seen."""

    shown: Shown
    ends_s: float
    refusal: CardRefusal | None = None
    gone_since_s: float | None = None


@dataclass(frozen=True, slots=True)
class Leaving:
    """Goodbye is said, and everything of the visit is gone."""

    ends_s: float


@dataclass(frozen=True, slots=True)
class Faulty:
    """The camera does not deliver, and may not do so ``for_good``."""

    for_good: bool = False


OnTheMat = Positioning | Holding | Capturing
"""The states in which frames are looked at for a body to be measured."""

State = (
    Idle
    | Asking
    | Positioning
    | Holding
    | Capturing
    | Measuring
    | Refused
    | Showing
    | Comparing
    | Leaving
    | Faulty
)


@dataclass(frozen=True, slots=True)
class Started:
    """The guest touched Start."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """The guest agreed to be looked at."""


@dataclass(frozen=True, slots=True)
class Readied:
    """The guest touched "I'm ready", or "Try again"."""


@dataclass(frozen=True, slots=True)
class DotsWanted:
    """The guest wants to be read with dots, or rather without."""

    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Stayed:
    """The guest is still there."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The guest declined, or touched Stop or Done."""


@dataclass(frozen=True, slots=True)
class Turned:
    """The guest opened a page of the result: 0 the result itself, 1 the plan's first."""

    leaf: int


@dataclass(frozen=True, slots=True)
class RangeWanted:
    """The guest wants to do the range check."""


@dataclass(frozen=True, slots=True)
class CompareWanted:
    """The guest wants to compare with an earlier result."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A frame was looked at; ``reason`` is what speaks against measuring it, if anything."""

    reason: Reason | None


@dataclass(frozen=True, slots=True)
class End:
    """One pose of a range check was measured; ``stand`` is for the gauge alone to read."""

    stand: Any


@dataclass(frozen=True, slots=True)
class Measured:
    """What a capture gave: a reading, a pose of a range check, its outcome, or the reason for nothing."""

    outcome: Result | End | RangePlace | NoRange | Reason


@dataclass(frozen=True, slots=True)
class Watched:
    """While there is a result: whether somebody is before the kiosk."""

    somebody: bool


@dataclass(frozen=True, slots=True)
class CardSeen:
    """A code was held before the camera: an earlier result beside today's, or why it is none."""

    found: Changed | CardRefusal


@dataclass(frozen=True, slots=True)
class CameraLost:
    """Frames stopped coming, and may have done so ``for_good``: until someone sees to it."""

    for_good: bool = False


@dataclass(frozen=True, slots=True)
class CameraBack:
    """Frames come again."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """Time went by."""


Touched = Started | Agreed | Readied | DotsWanted | Stayed | Stopped | Turned | RangeWanted | CompareWanted
"""What a guest can do at the screen."""

Event = Touched | Checked | Measured | Watched | CardSeen | CameraLost | CameraBack | Ticked


class Effect(Enum):
    """What the session must do."""

    BEGIN_CAPTURE = auto()
    MEASURE = auto()
    FORGET = auto()
    """Lose the guest on the mat and what was captured of them; a result lives in the state alone."""
