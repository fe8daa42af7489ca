"""What a page, a voice or a light may know of a visit at one moment; plain values, nothing of the picture."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.tilt import Cuts, Graded, Tilt
from kiosk.screening.reason import Reason


class Stage(StrEnum):
    """Where a visit is."""

    IDLE = "idle"
    CONSENT = "consent"
    POSITIONING = "positioning"
    HOLDING = "holding"
    CAPTURING = "capturing"
    RESULT = "result"
    REFUSED = "refused"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Ring:
    """A countdown drawn as a ring: it started ``length_s`` long and ends at ``ends_at_s`` (monotonic)."""

    length_s: float
    ends_at_s: float


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Result:
    """A reading with its grade, and the interval a guest is shown (never narrower than is honest)."""

    tilt: Tilt
    graded: Graded
    cuts: Cuts
    shown_low_deg: float
    shown_high_deg: float


@dataclass(frozen=True, slots=True)
class View:
    """One moment of a visit.

    Attributes:
        stage: where the visit is.
        reason: while positioning, the one thing to put right, or None when all is well;
            when refused, why.
        ring: the countdown running now, if any.
        result: the reading, at the result stage only.
        simulated: what is not real on this machine ("camera", "lights"), said on every page.
        for_good: at the fault stage, whether it does not pass by itself.
        language: the code of the language the guest is spoken to in.
        leaf: at the result stage, 0 for the result itself, else which page of what follows it.
    """

    stage: Stage
    reason: Reason | None = None
    ring: Ring | None = None
    result: Result | None = None
    simulated: tuple[str, ...] = ()
    for_good: bool = False
    language: str = "en"
    leaf: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The guest's live outline: points as fractions of the frame, never pixels of a picture.

    Attributes:
        points: (N, 2) float32, x right and y down, 0..1 of the frame's width and height; empty when
            nobody is seen.
        aspect: the frame's width divided by its height.
    """

    points: NDArray[np.float32]
    aspect: float
