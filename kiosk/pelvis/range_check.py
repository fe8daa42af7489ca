"""Arch, tuck and relax become a place: where at rest someone lies within their own range."""

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from kiosk.pelvis.change import Z95, Change, Stand, change

LEVEL = 0.8  # as for a tilt: "most likely" is 8 times in 10


class Unplaceable(StrEnum):
    """Why rest has no place between the two."""

    RANGE_TOO_SMALL = "range_too_small"
    WRONG_ORDER = "wrong_order"
    REST_OUTSIDE = "rest_outside"


@dataclass(frozen=True, slots=True)
class NoPlace:
    """A range check that gives no place.

    Attributes:
        reason: why.
        span: how far arch lies above tuck, and from where on that can be told.
    """

    reason: Unplaceable
    span: Change


@dataclass(frozen=True, slots=True)
class Place:
    """Where rest lies between full tuck (0 %) and full arch (100 %).

    Attributes:
        percent: the place, never outside 0..100.
        low_percent, high_percent: its interval at ``level``, clipped likewise.
        level: the interval's nominal coverage, 0..1; it holds how well this check was measured, not how
            someone would relax another time.
        span: how far arch lies above tuck.
        beyond: the end that rest lies slightly beyond and is shown at ("arch", "tuck"), or None.
        same_side: whether all three were seen from one side.
    """

    percent: float
    low_percent: float
    high_percent: float
    level: float
    span: Change
    beyond: str | None
    same_side: bool


def place(arch: Stand, tuck: Stand, rest: Stand) -> Place | NoPlace:
    """The place of rest between arch and tuck of one person.

    Arch must lie above tuck by more than the minimal detectable change, 8 degrees for single captures: below
    that the two cannot be told apart, and the 80 % interval would span most of the scale. (Healthy adults
    reach about 20 degrees from tuck to arch: Levine & Whittle 1996.) Rest may lie outside by what measuring
    alone explains 95 times in 100; it is then shown at that end.

    The interval follows from the three spreads by the first-order propagation of error of
    (rest - tuck) / (arch - tuck).
    """
    span = change(tuck, arch)
    if span.deg < -span.mdc_deg:
        return NoPlace(Unplaceable.WRONG_ORDER, span)
    if span.deg <= span.mdc_deg:
        return NoPlace(Unplaceable.RANGE_TOO_SMALL, span)
    if _clearly_above(rest, arch) or _clearly_above(tuck, rest):
        return NoPlace(Unplaceable.REST_OUTSIDE, span)
    share = (rest.deg - tuck.deg) / span.deg
    sd = math.hypot(rest.sd_deg, share * arch.sd_deg, (1 - share) * tuck.sd_deg) / span.deg
    reach = NormalDist().inv_cdf((1 + LEVEL) / 2) * sd
    return Place(
        percent=_percent(share),
        low_percent=_percent(share - reach),
        high_percent=_percent(share + reach),
        level=LEVEL,
        span=span,
        beyond="arch" if share > 1 else "tuck" if share < 0 else None,
        same_side=span.same_side and rest.facing is arch.facing,
    )


def _clearly_above(upper: Stand, lower: Stand) -> bool:
    return upper.deg - lower.deg > Z95 * math.hypot(upper.sd_deg, lower.sd_deg)


def _percent(share: float) -> float:
    return 100 * min(1.0, max(0.0, share))
