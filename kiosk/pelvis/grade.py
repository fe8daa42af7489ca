"""A tilt becomes a grade, said with what speaks for its neighbour."""

import math
from statistics import NormalDist

from kiosk.pelvis.tilt import Cuts, Grade, Graded, Tilt

SHOWN_LEVEL = 0.8  # the guest is told where the tilt lies "most likely": 8 times in 10
NARROWEST_DEG = 5.0  # half a width: bone shape that no camera sees (SD about 4 degrees) is always in it
_CERTAIN_DEG = 1e-6  # stands in for a spread of nothing, which no normal distribution has
GUESTS = NormalDist(10.5, 6.2)
"""How tilts spread over the guests that the head was trained to expect, degrees: training weighs drawn
bodies to this."""

_LEAST_RELIABLE = 0.2  # below it a reading says nothing, and stretching it would only magnify noise


def grade(tilt: Tilt, cuts: Cuts) -> Graded:
    """Name the band a tilt falls in, and whether a repeat could land in the next one.

    Neutral lies below ``cuts.mild_deg``, pronounced above ``cuts.pronounced_deg``. A tilt closer to a cut
    than its standard error of measurement is borderline, and its neighbour is the band across the nearest
    cut. There the grade is decided by ``unshrunk``, elsewhere the estimate alone decides. The probabilities
    are those of a normal distribution about the tilt with its ``sd_deg``.
    """
    name = cuts.band(tilt.deg)
    nearest = min((cuts.mild_deg, cuts.pronounced_deg), key=lambda cut: abs(tilt.deg - cut))
    borderline = abs(tilt.deg - nearest) < tilt.sem_deg
    if borderline:
        below, above = _sides(nearest, cuts)
        name = below if _under(unshrunk(tilt), nearest, cuts) else above
    return Graded(
        grade=name,
        borderline=borderline,
        neighbour=_across(nearest, name, cuts) if borderline else None,
        probabilities=_probabilities(tilt, cuts),
    )


def unshrunk(tilt: Tilt) -> float:
    """The tilt moved a quarter of the way back from where regression to the mean drew it, degrees.

    The likeliest tilt of an uncertain reading lies nearer the mean of all guests than the truth does, so that
    graded by it fewer guests are called pronounced than are. A reading whose error has the variance v, of
    guests whose tilts have the variance g, has the reliability r = 1 - v/g; its distance from their mean is
    multiplied by r to the power of -1/8. The power of -1/2 would give readings the spread of true tilts, but
    mistakes neutral for pronounced more often: of the powers, this is the largest that keeps such swaps below
    4 in 100 both on the head's own drawn bodies and on the 60 kept out of the exam, where there are more of
    them (models/tilt/report.md).
    """
    reliability = max(1 - tilt.sd_deg**2 / GUESTS.variance, _LEAST_RELIABLE)
    return GUESTS.mean + (tilt.deg - GUESTS.mean) * math.pow(reliability, -0.125)


def shown_interval(tilt: Tilt) -> tuple[float, float]:
    """The interval a guest is shown, degrees: the 80 % one, and never narrower than 5 degrees either way."""
    normal = NormalDist()
    rescale = normal.inv_cdf((1 + SHOWN_LEVEL) / 2) / normal.inv_cdf((1 + tilt.level) / 2)
    below = max((tilt.deg - tilt.low_deg) * rescale, NARROWEST_DEG)
    above = max((tilt.high_deg - tilt.deg) * rescale, NARROWEST_DEG)
    return tilt.deg - below, tilt.deg + above


def _under(deg: float, cut: float, cuts: Cuts) -> bool:
    """Whether an angle lies below a cut; the angle of the cut itself is mild."""
    return deg < cut or (deg == cut and cut == cuts.pronounced_deg)


def _sides(cut: float, cuts: Cuts) -> tuple[Grade, Grade]:
    """The bands below and above a cut."""
    return {
        cuts.mild_deg: (Grade.NEUTRAL, Grade.MILD),
        cuts.pronounced_deg: (Grade.MILD, Grade.PRONOUNCED),
    }[cut]


def _across(cut: float, here: Grade, cuts: Cuts) -> Grade:
    """The band on the other side of a cut."""
    below, above = _sides(cut, cuts)
    return above if here is below else below


def _probabilities(tilt: Tilt, cuts: Cuts) -> dict[Grade, float]:
    error = NormalDist(tilt.deg, max(tilt.sd_deg, _CERTAIN_DEG))
    neutral, up_to_mild = error.cdf(cuts.mild_deg), error.cdf(cuts.pronounced_deg)
    return {
        Grade.NEUTRAL: neutral,
        Grade.MILD: up_to_mild - neutral,
        Grade.PRONOUNCED: 1 - up_to_mild,
    }
