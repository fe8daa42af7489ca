"""Paired readings become a site's calibration: an offset, later a slope, and an entry that stands out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from kiosk.calibration.quantiles import student_t
from kiosk.calibration.readings import Pair
from kiosk.pelvis.tilt import Method, Tilt

FEWEST_PEOPLE = 8
"""With fewer, what a calibration errs by (4 / sqrt(7) = 1.5 degrees) is no smaller than most sites' bias."""

SLOPE_PEOPLE = 20
"""Guests' tilts spread by some 6 degrees: the slope of 20 is known to 4 / (6 * sqrt(20)) = 0.15."""

OWN_INTERVAL_PEOPLE = 20
"""From here on guests are shown an interval made of the site's own residuals.

Over all sites it then holds as many guests as it is meant to, but each has its own luck with the people it
measured: of sites with 20, nineteen in twenty hold between 63 and 92 of 100 guests in an interval meant for
80; of sites with 10, between 54 and 96, which is too little for taking the floor away.
"""

MOST_SCATTER_DEG = 5.0
"""A residual SD above this says that the readings, not the site, are at fault."""

SITE_SD_DEG = 4.0
"""How sites' biases spread, before anything was measured."""

NOISE_SD_DEG = 4.0
"""How people's readings spread about their site's bias: bone shape that no camera sees, mostly."""

WITHIN_SD_DEG = 2.0
"""The part of it that differs between two entries of one person, hand and stance, as squares add."""

SLOPE_SD = 0.25
"""How slopes spread between sites, before anything was measured."""

FALSE_FLAGS = 0.1
"""Of sites without any wrong entry this share has one pointed out."""

_PRIOR_PEOPLE = 8  # ... are what NOISE_SD_DEG counts for beside those who were measured
_PEOPLE_A_FLAG = 5  # one entry for as many people may be left out, and one in any case
_FEWEST_TO_FLAG = 3

Array = NDArray[np.float64]


class Unfit(StrEnum):
    """Why there is no calibration."""

    TOO_FEW = "too_few"
    TOO_SCATTERED = "too_scattered"


@dataclass(frozen=True, slots=True)
class Flag:
    """An entry that stands out so far that it was left out.

    Attributes:
        at: its place among the pairs given, from 0.
        person: whose it is.
        off_deg: how much further forward its reference is than all other entries let expect, degrees.
    """

    at: int
    person: int
    off_deg: float


@dataclass(frozen=True, slots=True)
class NoFit:
    """Readings that give no calibration.

    Attributes:
        reason: why.
        people: how many people's entries count, without those left out.
        residual_sd_deg: how they scatter, degrees; None below two people.
        flags: the entries left out.
    """

    reason: Unfit
    people: int
    residual_sd_deg: float | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class Foretold:
    """One person's reference, and what a calibration made of all others would have said.

    Attributes:
        person: whose.
        reference_deg: their reference, averaged over their entries, degrees.
        kiosk_deg: the kiosk's own reading, averaged likewise, degrees.
        calibrated_deg: that reading, calibrated without them, degrees.
    """

    person: int
    reference_deg: float
    kiosk_deg: float
    calibrated_deg: float


@dataclass(frozen=True, slots=True)
class Fit:
    """A site's calibration.

    Attributes:
        offset_deg: what is added to a reading of ``centre_deg``, degrees.
        slope: what more is added for each degree above it; 0 while there are too few people.
        centre_deg: the mean of the kiosk's readings, degrees.
        lowest_deg, highest_deg: their range; beyond it the correction stays as it is at its end.
        offset_sd_deg: how far the offset may still be off (standard error), degrees.
        residual_sd_deg: how single entries scatter about the fit, degrees.
        typical_sd_deg: the median of the readings' own spread, degrees.
        foretold: each person foretold from all others, by person.
        flags: the entries left out.
    """

    offset_deg: float
    slope: float
    centre_deg: float
    lowest_deg: float
    highest_deg: float
    offset_sd_deg: float
    residual_sd_deg: float
    typical_sd_deg: float
    foretold: tuple[Foretold, ...]
    flags: tuple[Flag, ...]

    @property
    def people(self) -> int:
        """How many people it is made of."""
        return len(self.foretold)

    @property
    def left_out_mae_deg(self) -> float:
        """How far a calibration made of all others is off for a person, on average, degrees.

        The entries left out as wrong are not in it.
        """
        return sum(abs(one.calibrated_deg - one.reference_deg) for one in self.foretold) / self.people

    @property
    def uncalibrated_mae_deg(self) -> float:
        """How far the kiosk's own readings are off for the same people, on average, degrees."""
        return sum(abs(one.kiosk_deg - one.reference_deg) for one in self.foretold) / self.people

    @property
    def own_interval(self) -> bool:
        """Whether calibrated tilts carry the site's own interval, to which no floor applies."""
        return self.people >= OWN_INTERVAL_PEOPLE

    def correction_deg(self, deg: float) -> float:
        """What is added to the kiosk's own reading ``deg``, degrees."""
        within = min(max(deg, self.lowest_deg), self.highest_deg)
        return self.offset_deg + self.slope * (within - self.centre_deg)

    def apply(self, tilt: Tilt) -> Tilt:
        """A reading of the outline, calibrated.

        Before ``own_interval`` the tilt keeps its spread, and what is uncertain about the offset adds to it
        as squares add. From then on the spread is the site's own: the interval is the prediction interval of
        one more person, t * s * sqrt(1 + 1/n) either way (Hahn & Meeker 1991, chapter 4), wider by as much as
        this reading is less certain than readings usually are.

        Raises:
            ValueError: the tilt was read from dots, which need no calibration, or holds them already.
        """
        if tilt.method is not Method.CONTOUR:
            raise ValueError(
                "a calibration is for the outline's reading, before any dots are combined with it"
            )
        deg = tilt.deg + self.correction_deg(tilt.deg)
        upper = (1 + tilt.level) / 2
        z = NormalDist().inv_cdf(upper)
        if self.own_interval:
            restless = tilt.sd_deg / self.typical_sd_deg if self.typical_sd_deg > 0 else 1.0
            freedom = self.people - (2 if self.slope else 1)
            one_more = self.residual_sd_deg * math.sqrt(1 + 1 / self.people)
            half = student_t(upper, freedom) * one_more * max(restless, 1.0)
            return replace(tilt, deg=deg, low_deg=deg - half, high_deg=deg + half, sd_deg=half / z)
        below = math.hypot(tilt.deg - tilt.low_deg, z * self.offset_sd_deg)
        above = math.hypot(tilt.high_deg - tilt.deg, z * self.offset_sd_deg)
        sd_deg = math.hypot(tilt.sd_deg, self.offset_sd_deg)
        return replace(tilt, deg=deg, low_deg=deg - below, high_deg=deg + above, sd_deg=sd_deg)

    def shown_interval(self, calibrated: Tilt, floor_deg: float) -> tuple[float, float]:
        """The interval that a guest is shown of a tilt from ``apply``, degrees.

        It is the tilt's own, and before ``own_interval`` never narrower than ``floor_deg`` either way.
        """
        least = 0.0 if self.own_interval else floor_deg
        below, above = calibrated.deg - calibrated.low_deg, calibrated.high_deg - calibrated.deg
        return calibrated.deg - max(below, least), calibrated.deg + max(above, least)


def fit(pairs: Sequence[Pair]) -> Fit | NoFit:
    """A site's calibration.

    Each person counts once, with the mean of their entries. Entries that stand out are left out first (see
    ``standing_out``). The offset is the mean difference reference - kiosk of n people, times
    n / (n + NOISE_SD_DEG**2 / SITE_SD_DEG**2): the mean of a normal distribution whose prior has the mean 0
    (Gelman et al., Bayesian Data Analysis, section 2.5). With the defaults that is n / (n + 1). The slope is
    that of least squares of the difference on the kiosk's reading, shrunk likewise by
    S / (S + NOISE_SD_DEG**2 / SLOPE_SD**2), S being the readings' sum of squares about their mean. It is used
    from ``SLOPE_PEOPLE`` on, where it foretells each person from all others better than the offset alone.

    Args:
        pairs: any number of entries, of any number of people, in any order.
    """
    flags = standing_out(pairs)
    left_out = {flag.at for flag in flags}
    people = _by_person([pair for at, pair in enumerate(pairs) if at not in left_out])
    x, y = _means(people)
    if len(people) < FEWEST_PEOPLE:
        scatter = _scatter(people, _Line.through(x, y, sloped=False)) if len(people) > 1 else None
        return NoFit(Unfit.TOO_FEW, len(people), scatter, flags)
    foretold, sloped = _foretell(x, y, sloped=False), False
    if len(people) >= SLOPE_PEOPLE:
        with_slope = _foretell(x, y, sloped=True)
        sloped = bool(np.abs(with_slope - y).mean() < np.abs(foretold - y).mean())
        foretold = with_slope if sloped else foretold
    line = _Line.through(x, y, sloped)
    scatter = _scatter(people, line)
    if scatter > MOST_SCATTER_DEG:
        return NoFit(Unfit.TOO_SCATTERED, len(people), scatter, flags)
    shrunk = line.shrunk(x)
    return Fit(
        offset_deg=shrunk.offset_deg,
        slope=shrunk.slope,
        centre_deg=shrunk.centre_deg,
        lowest_deg=float(x.min()),
        highest_deg=float(x.max()),
        offset_sd_deg=NOISE_SD_DEG / math.sqrt(len(people) + (NOISE_SD_DEG / SITE_SD_DEG) ** 2),
        residual_sd_deg=scatter,
        typical_sd_deg=float(np.median([pair.kiosk.sd_deg for own in people.values() for pair in own])),
        foretold=tuple(
            Foretold(person, float(kiosk + off), float(kiosk), float(kiosk + expected))
            for person, kiosk, off, expected in zip(people, x, y, foretold, strict=True)
        ),
        flags=flags,
    )


def standing_out(pairs: Sequence[Pair]) -> tuple[Flag, ...]:
    """The entries that stand out from all others, worst first: likely written down wrong, or another's.

    Each entry is foretold from the rest and its residual divided by its standard error (a studentised deleted
    residual: Cook & Weisberg 1982, section 2.2.2), so that it cannot hide in a spread of its own making. It
    is foretold from the other entries of its person, as far as those are known to agree, and from the other
    people. The spread is that of the other people, taken together with ``NOISE_SD_DEG`` as if that came from
    eight more. The worst is taken away and the rest looked at again, once for every five people; what counts
    is the last one beyond the limit and all before it (Rosner 1983, the generalised ESD test); the limit is
    Student's t at 1 - FALSE_FLAGS / (2 * entries). Fewer than three people are not judged.

    Of entries wrong by 10, 15, 18 and 20 degrees, one among ten people's, 32, 73, 91 and 97 in 100 are found.
    """
    kept = list(range(len(pairs)))
    looked_at: list[Flag] = []
    certain = 0
    for _ in range(max(1, len({pair.person for pair in pairs}) // _PEOPLE_A_FLAG)):
        if len({pairs[at].person for at in kept}) < _FEWEST_TO_FLAG:
            break
        people = _by_person([pairs[at] for at in kept])
        residuals = [_deleted_residual(people, pairs[at], at) for at in kept]
        worst = max(residuals, key=lambda residual: abs(residual.t))
        looked_at.append(worst.flag)
        if abs(worst.t) > student_t(1 - FALSE_FLAGS / 2 / len(kept), worst.freedom):
            certain = len(looked_at)
        kept.remove(worst.flag.at)
    return tuple(looked_at[:certain])


@dataclass(frozen=True, slots=True)
class _Residual:
    flag: Flag
    t: float
    freedom: float


def _deleted_residual(people: dict[int, list[Pair]], entry: Pair, at: int) -> _Residual:
    """How far an entry lies from what all others let expect; variances are in units of one entry's."""
    rest = {person: entries for person, entries in people.items() if person != entry.person}
    own = [pair.difference_deg for pair in people[entry.person]]
    own.remove(entry.difference_deg)
    within = (WITHIN_SD_DEG / NOISE_SD_DEG) ** 2
    shares: Array = np.array([1 - within + within / len(entries) for entries in rest.values()])
    _, means = _means(rest)
    centre = float(means.mean())
    freedom = _PRIOR_PEOPLE + len(rest) - 1
    squares = _PRIOR_PEOPLE * NOISE_SD_DEG**2 + float(((means - centre) ** 2 / shares).sum())
    known = (1 - within) / (1 - within + within / len(own)) if own else 0.0
    expected = centre
    if own:
        expected += known * (sum(own) / len(own) - centre)
    of_centre = float(shares.sum()) / len(rest) ** 2
    variance = (1 - within) * (1 - known) + within + (1 - known) ** 2 * of_centre
    off_deg = entry.difference_deg - expected
    return _Residual(
        Flag(at, entry.person, off_deg), off_deg / math.sqrt(squares / freedom * variance), freedom
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A difference as a line over the kiosk's reading."""

    offset_deg: float
    slope: float
    centre_deg: float
    sloped: bool

    @classmethod
    def through(cls, x: Array, y: Array, sloped: bool) -> "_Line":
        """The line of least squares, level unless ``sloped``."""
        centre = float(x.mean())
        squares = float(((x - centre) ** 2).sum())
        slope = float(((x - centre) * y).sum()) / squares if sloped and squares > 0 else 0.0
        return cls(float(y.mean()), slope, centre, sloped)

    def shrunk(self, x: Array) -> "_Line":
        """The same, drawn towards no correction by as much as ``x`` leaves it uncertain."""
        squares = float(((x - self.centre_deg) ** 2).sum())
        return replace(
            self,
            offset_deg=self.offset_deg * x.size / (x.size + (NOISE_SD_DEG / SITE_SD_DEG) ** 2),
            slope=self.slope * squares / (squares + (NOISE_SD_DEG / SLOPE_SD) ** 2),
        )

    def at(self, deg: float) -> float:
        """The difference at a reading, degrees."""
        return self.offset_deg + self.slope * (deg - self.centre_deg)


def _by_person(pairs: Sequence[Pair]) -> dict[int, list[Pair]]:
    people: dict[int, list[Pair]] = {}
    for pair in sorted(pairs, key=lambda pair: pair.person):
        people.setdefault(pair.person, []).append(pair)
    return people


def _means(people: dict[int, list[Pair]]) -> tuple[Array, Array]:
    """Each person's mean reading by the kiosk and mean difference, (people,) each, degrees."""
    x = [sum(pair.kiosk.deg for pair in own) / len(own) for own in people.values()]
    y = [sum(pair.difference_deg for pair in own) / len(own) for own in people.values()]
    return np.array(x, np.float64), np.array(y, np.float64)


def _foretell(x: Array, y: Array, sloped: bool) -> Array:
    """Each person's correction by the calibration made of all others, within the others' range, (people,)."""
    expected = np.empty_like(y)
    for at in range(x.size):
        others = np.arange(x.size) != at
        line = _Line.through(x[others], y[others], sloped).shrunk(x[others])
        expected[at] = line.at(float(np.clip(x[at], x[others].min(), x[others].max())))
    return expected


def _scatter(people: dict[int, list[Pair]], line: _Line) -> float:
    """How single entries scatter about a line, degrees, each person counting once."""
    squares = [
        sum((pair.difference_deg - line.at(pair.kiosk.deg)) ** 2 for pair in own) / len(own)
        for own in people.values()
    ]
    return math.sqrt(sum(squares) / (len(people) - (2 if line.sloped else 1)))
