"""A tilt taken by hand or from dots, paired with the kiosk's own reading of the same stance."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kiosk.errors import KioskError
from kiosk.pelvis.tilt import Method, Tilt

APART_DEG = 4.0
"""Hand readings of one stance further apart than this ask for a third.

Two readings that each repeat within a standard error of 1.5 degrees (the default of a reading of one stance)
lie less than 1.96 * sqrt(2) * 1.5 = 4.2 degrees apart 19 times in 20.
"""

LEAST_DEG, MOST_DEG = -20.0, 45.0
"""No one stands outside this: pelves in one fixed position span 0 to 23 degrees (Preece 2008, PMC2565125),
and tilting one to either end adds about 10 (Levine & Whittle 1996)."""

_MOST_READINGS = 3


class Way(StrEnum):
    """How a reference was taken."""

    INCLINOMETER = "inclinometer"
    PALM = "palm"
    DOTS = "dots"


class Refusal(StrEnum):
    """Why a reading cannot be used; each is the key of its words."""

    TAKE_TWICE = "take_twice"
    THIRD_NEEDED = "third_needed"
    NONE_AGREE = "none_agree"
    TOO_MANY = "too_many"
    IMPOSSIBLE = "impossible"
    NO_PERSON = "no_person"
    OTHER_STANCE = "other_stance"
    NOT_THE_CONTOUR = "not_the_contour"


class ReadingRefused(KioskError, ValueError):
    """A reading cannot be used: one line for staff, and its reason for a page."""

    def __init__(self, reason: Refusal, line: str) -> None:
        super().__init__(line)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Reference:
    """What a person's tilt is taken to be.

    Attributes:
        way: how it was taken.
        taken_deg: each reading, degrees, in the order taken.
        deg: what they come to, degrees: the mean of two, the median of three.
    """

    way: Way
    taken_deg: tuple[float, ...]
    deg: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A reference and the kiosk's own reading of one person in one stance.

    Attributes:
        person: 1, 2, 3 ...; nothing else is known of anyone.
        reference: the tilt by hand or from dots.
        kiosk: the kiosk's reading of the outline, uncalibrated.
    """

    person: int
    reference: Reference
    kiosk: Tilt

    @property
    def difference_deg(self) -> float:
        """How much further forward the reference is than the kiosk's reading, degrees."""
        return self.reference.deg - self.kiosk.deg


def reference(way: Way, taken_deg: Sequence[float]) -> Reference:
    """What one person's readings come to.

    By hand they are taken twice and averaged; two that lie more than ``APART_DEG`` apart ask for a third, and
    of three the median counts, as in anthropometry (ISAK, International Standards for Anthropometric
    Assessment). Dots are averaged over many frames already: one reading is enough.

    Args:
        way: how they were taken.
        taken_deg: one to three readings, degrees, positive forward.

    Raises:
        ReadingRefused: there are too few or too many, an angle is impossible, or they do not agree.
    """
    for deg in taken_deg:
        _check_angle(deg, "the reading")
    fewest = 1 if way is Way.DOTS else 2
    if len(taken_deg) < fewest:
        raise ReadingRefused(Refusal.TAKE_TWICE, f"take the reading {_times(fewest)}, and enter each")
    if len(taken_deg) > _MOST_READINGS:
        raise ReadingRefused(Refusal.TOO_MANY, "there are more than three readings: start this person anew")
    in_order = sorted(taken_deg)
    closest = min((b - a for a, b in pairwise(in_order)), default=0.0)
    if closest > APART_DEG:
        if len(taken_deg) < _MOST_READINGS:
            raise ReadingRefused(
                Refusal.THIRD_NEEDED,
                f"the two readings are {closest:.1f}° apart, more than {APART_DEG:.0f}°: take a third",
            )
        raise ReadingRefused(
            Refusal.NONE_AGREE,
            f"no two of the three readings are within {APART_DEG:.0f}°: let the person walk, and start anew",
        )
    return Reference(way, tuple(taken_deg), statistics.median(taken_deg))


def paired(person: int, taken: Reference, kiosk: Tilt, same_stance: bool) -> Pair:
    """Put a reference and the kiosk's own reading together.

    Args:
        person: 1, 2, 3 ...
        taken: what ``reference`` made of the readings.
        kiosk: the kiosk's own reading, of the outline alone: a calibration corrects nothing else, and dots
            compared with dots would agree with themselves.
        same_stance: whether staff say that the person stayed as they were between the two. Stepping off and
            on again alone moves a reading by some 3 degrees.

    Raises:
        ReadingRefused: the two cannot be paired.
    """
    if person < 1:
        raise ReadingRefused(Refusal.NO_PERSON, f"people are numbered 1, 2, 3: {person} is no one's number")
    if not same_stance:
        raise ReadingRefused(
            Refusal.OTHER_STANCE, "the person moved between the two readings: take both again in one stance"
        )
    if kiosk.method is not Method.CONTOUR:
        raise ReadingRefused(
            Refusal.NOT_THE_CONTOUR, "the kiosk read this from dots: take its reading of the outline alone"
        )
    _check_angle(kiosk.deg, "the kiosk's reading")
    if not (math.isfinite(kiosk.sd_deg) and kiosk.sd_deg >= 0):
        raise ReadingRefused(Refusal.IMPOSSIBLE, "the kiosk's reading has no spread: take it again")
    return Pair(person, taken, kiosk)


def _check_angle(deg: float, what: str) -> None:
    if not LEAST_DEG <= deg <= MOST_DEG:  # neither is what is not a number
        possible = f"{LEAST_DEG:.0f}° to {MOST_DEG:.0f}°"
        raise ReadingRefused(
            Refusal.IMPOSSIBLE, f"{what} is {deg:.1f}°, and no one stands outside {possible}: take it again"
        )


def _times(count: int) -> str:
    return "once" if count == 1 else "twice"
