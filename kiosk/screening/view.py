"""What a page, a voice or a light may know of a visit at one moment; plain values, nothing of the picture."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.tilt import Cuts, Graded, Method, Tilt
from kiosk.screening.reason import Reason


class Stage(StrEnum):
    """Where a visit is."""

    IDLE = "idle"
    CONSENT = "consent"
    PREPARE = "prepare"
    DOTS = "dots"
    """How to stick the dots on, where staff offer them."""
    POSITIONING = "positioning"
    HOLDING = "holding"
    CAPTURING = "capturing"
    THINKING = "thinking"
    REFUSED = "refused"
    TIPS = "tips"
    """What helps, after several tries that could not be used."""
    RESULT = "result"
    RANGE = "range"
    """How the range check goes, before it."""
    COMPARE = "compare"
    """The guest shows the card of an earlier result to the camera."""
    GOODBYE = "goodbye"
    FAULT = "fault"


class Pose(StrEnum):
    """What a guest is asked to do on the mat."""

    RELAXED = "relaxed"
    """To stand as always: the reading itself."""
    ARCH = "arch"
    TUCK = "tuck"
    REST = "rest"
    """To let go again, at the end of a range check."""


class Sheet(StrEnum):
    """What is open at the result stage."""

    RESULT = "result"
    PLAN = "plan"
    RANGE = "range"
    CHANGE = "change"


class Touch(StrEnum):
    """What a guest can touch, but for the pages of the plan and the languages."""

    START = "start"
    AGREE = "agree"
    READY = "ready"
    """I'm ready, or: try again."""
    DOTS = "dots"
    NO_DOTS = "no-dots"
    STAY = "stay"
    RANGE = "range"
    COMPARE = "compare"
    STOP = "stop"
    """Stop, Done, or declining."""


class Offer(StrEnum):
    """What a site offers beside the reading itself."""

    DOTS = "dots"
    RANGE = "range"
    COMPARE = "compare"


@dataclass(frozen=True, slots=True)
class Ring:
    """A countdown drawn as a ring: it started ``length_s`` long and ends at ``ends_at_s`` (monotonic)."""

    length_s: float
    ends_at_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A guest's outline: points as fractions of the frame, never pixels of a picture.

    Attributes:
        points: (N, 2) float32, x right and y down, 0..1 of the frame's width and height; empty when
            nobody is seen.
        aspect: the frame's width divided by its height.
    """

    points: NDArray[np.float32]
    aspect: float


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Portrait:
    """The guest as the capture saw them, for the picture beside their result.

    Attributes:
        outline: of one frame in the middle of the capture.
        hip: where the hips are in it, fractions of the frame's width and height.
    """

    outline: Outline
    hip: tuple[float, float]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Result:
    """A reading with its grade, and the interval a guest is shown (never narrower than is honest)."""

    tilt: Tilt
    graded: Graded
    cuts: Cuts
    shown_low_deg: float
    shown_high_deg: float
    portrait: Portrait | None = None


class NoRange(StrEnum):
    """Why a range check gave no place."""

    TOO_SMALL = "too_small"
    """Arch and tuck are too close to tell apart."""
    WRONG_ORDER = "wrong_order"
    """The tuck lay in front of the arch."""
    OUTSIDE = "outside"
    """Rest lay outside the two."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class RangePlace:
    """Where rest lay between one's own full tuck (0 %) and full arch (100 %), with its 80 % interval."""

    percent: float
    low_percent: float
    high_percent: float


RangeFound = RangePlace | NoRange


class Verdict(StrEnum):
    """What may be said of two results of one guest."""

    FURTHER_FORWARD = "further_forward"
    FURTHER_BACK = "further_back"
    NO_SURE_CHANGE = "no_sure_change"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Changed:
    """A result that a guest brought beside today's.

    Attributes:
        then_day: when the one that was brought was made.
        then_deg, now_deg: the two angles, degrees, positive forward.
        verdict: what may be said of the two.
        change_deg: how much further forward the pelvis is now, degrees; None when they are not comparable.
        mdc_deg: the minimal detectable change, degrees: up to it no change is sure.
        caveats: what is said beside the verdict, each the key of its words.
    """

    then_day: date
    then_deg: float
    now_deg: float
    verdict: Verdict
    change_deg: float | None
    mdc_deg: float
    caveats: tuple[str, ...] = ()


class CardRefusal(StrEnum):
    """Why a code that was shown gives no earlier result, from what says least to what says most about it."""

    NOT_OURS = "not_ours"
    DAMAGED = "damaged"
    IMPOSSIBLE = "impossible"
    NEWER = "newer"


@dataclass(frozen=True, slots=True)
class View:
    """One moment of a visit.

    Attributes:
        stage: where the visit is.
        reason: while positioning, the one thing to put right, or None when all is well;
            when refused or given tips, why.
        ring: the countdown running now, if any.
        result: the reading, at the result stage only.
        simulated: what is not real on this machine ("camera", "lights"), said on every page.
        for_good: at the fault stage, whether it does not pass by itself.
        language: the code of the language the guest is spoken to in.
        leaf: which page of the plan is open, from 1; 0 when none is.
        sheet: at the result stage, what is open.
        pose: on the mat, what the guest is asked to do.
        method: what the reading is, or will be, made from.
        range: the range check's outcome, once there is one.
        change: the comparison with an earlier result, once there is one.
        card_refusal: at the compare stage, why the code last shown gives nothing.
        offers: what a guest may choose beside the reading itself.
        returns: before a result is on the screen again, whether there is one to go back to.
        ending: whether the visit is about to end for want of a touch.
    """

    stage: Stage
    reason: Reason | None = None
    ring: Ring | None = None
    result: Result | None = None
    simulated: tuple[str, ...] = ()
    for_good: bool = False
    language: str = "en"
    leaf: int = 0
    sheet: Sheet = Sheet.RESULT
    pose: Pose = Pose.RELAXED
    method: Method = Method.CONTOUR
    range: RangeFound | None = None
    change: Changed | None = None
    card_refusal: CardRefusal | None = None
    offers: tuple[Offer, ...] = ()
    returns: bool = False
    ending: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """Something to be heard once, in place of whatever is heard now.

    Attributes:
        number: grows with every cue, so that none is played twice.
        sounds: the names of what is played one after the other, tones and spoken clips; none: silence.
        language: the folder of the spoken clips.
        volume: 0 (nothing) to 1.
    """

    number: int
    sounds: tuple[str, ...]
    language: str = "en"
    volume: float = 1.0
