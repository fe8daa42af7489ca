"""Tilts and entries for the tests of a calibration: kiosk readings with the differences one wants."""

from collections.abc import Sequence

from kiosk.calibration.readings import Pair, Way, paired, reference
from kiosk.pelvis.tilt import Facing, Method, Tilt

Z80 = 1.2815515655446004  # standard deviations either way that hold 80 % of a normal distribution


def read(deg: float, sd_deg: float = 4.0, method: Method = Method.CONTOUR) -> Tilt:
    half = Z80 * sd_deg
    return Tilt(deg, deg - half, deg + half, 0.8, sd_deg, 1.5, Facing.LEFT, 10, 0.9, method=method)


def entry(person: int, difference_deg: float, kiosk_deg: float = 10.0, sd_deg: float = 4.0) -> Pair:
    taken = kiosk_deg + difference_deg
    return paired(person, reference(Way.PALM, (taken, taken)), read(kiosk_deg, sd_deg), same_stance=True)


def site(differences_deg: Sequence[float], kiosk_deg: Sequence[float] | None = None) -> list[Pair]:
    """One entry each of people 1, 2, 3 ..."""
    degs = kiosk_deg if kiosk_deg is not None else [10.0] * len(differences_deg)
    return [entry(1 + at, off, deg) for at, (off, deg) in enumerate(zip(differences_deg, degs, strict=True))]
