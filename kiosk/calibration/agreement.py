"""How well two ways of measuring the same people agree: the figures of the agreement page."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kiosk.calibration.quantiles import f, student_t
from kiosk.pelvis.tilt import Cuts, Grade

Z95 = 1.96  # standard deviations either way that hold 95 % of a normal distribution
_UPPER = 0.975  # the probability below the upper end of a 95 % interval
_DRAWS = 2000
_LEAST_FREEDOM = 1e-3  # below 1 only where the readings of different people agree better than one's own
_SEED = 1986  # any fixed one: the same people give the same interval, whenever the page is opened

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and the ends of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class BlandAltman:
    """How far one way of measuring lies from the other.

    Attributes:
        count: of people.
        bias_deg: the mean difference, degrees.
        sd_deg: the differences' standard deviation, degrees.
        lower_deg, upper_deg: the limits that hold 95 % of differences, degrees.
        slope: by how much the difference grows for each degree of the two's mean (proportional bias).
    """

    count: int
    bias_deg: Estimate
    sd_deg: float
    lower_deg: Estimate
    upper_deg: Estimate
    slope: Estimate


@dataclass(frozen=True, slots=True)
class Reliability:
    """How well columns of a table of the same people repeat one another.

    Attributes:
        icc: the intraclass correlation ICC(A,1), at most 1.
        sem_deg: the standard error of measurement, degrees.
        mdc95_deg: the minimal detectable change at 95 %, degrees.
    """

    icc: Estimate
    sem_deg: float
    mdc95_deg: float


@dataclass(frozen=True, slots=True)
class GradeAgreement:
    """How often two ways of measuring give the same grade.

    Attributes:
        confusion: people by grade, from neutral to pronounced; a row for each grade of the reference, and in
            it a column for each of the kiosk.
        kappa: linear-weighted kappa; None when all are of one grade both ways, which says nothing. Its
            interval is that of the people resampled.
        off_by_two: the share of people who are neutral one way and pronounced the other, 0..1.
    """

    confusion: tuple[tuple[int, ...], ...]
    kappa: Estimate | None
    off_by_two: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """All figures of the agreement page, the kiosk beside the reference."""

    differences: BlandAltman
    reliability: Reliability
    grades: GradeAgreement
    refused: Estimate


def agreement(kiosk_deg: ArrayLike, reference_deg: ArrayLike, cuts: Cuts, refused: int) -> Agreement:
    """How the kiosk agrees with the reference.

    Args:
        kiosk_deg: (n,) degrees, n >= 3, one of each person: of several the mean, for people count alike.
        reference_deg: (n,) degrees, of the same people in the same order.
        cuts: where the grades begin.
        refused: how many people more the kiosk gave no reading.

    Raises:
        ValueError: the two do not match, are too few, not finite, or all alike.
    """
    kiosk, reference = _same_people(kiosk_deg, reference_deg)
    return Agreement(
        differences=bland_altman(kiosk, reference),
        reliability=reliability(np.column_stack([kiosk, reference])),
        grades=grade_agreement(
            [cuts.band(float(deg)) for deg in kiosk], [cuts.band(float(deg)) for deg in reference]
        ),
        refused=proportion(refused, refused + kiosk.size),
    )


def bland_altman(kiosk_deg: ArrayLike, reference_deg: ArrayLike) -> BlandAltman:
    """Bias and limits of agreement of kiosk - reference, and whether the bias grows with the tilt.

    The limits are bias -+ 1.96 s, s being the differences' standard deviation; the standard error of the bias
    is s / sqrt(n), that of a limit sqrt(3 / n) s, and their intervals are Student's t with n - 1 degrees of
    freedom (Bland & Altman 1986, Lancet 327:307). The proportional bias is the slope of least squares of
    the differences on the two's means, with n - 2 (Bland & Altman 1999, Stat Methods Med Res 8:135, section
    3.2). A way of measuring that draws its readings towards their mean has a negative slope without any other
    fault.

    Args:
        kiosk_deg: (n,) degrees, n >= 3, one of each person.
        reference_deg: (n,) degrees, of the same people in the same order.

    Raises:
        ValueError: the two do not match, are too few or not finite, or all means are alike.
    """
    kiosk, reference = _same_people(kiosk_deg, reference_deg)
    count = kiosk.size
    difference, middle = kiosk - reference, (kiosk + reference) / 2
    bias, sd = float(difference.mean()), float(difference.std(ddof=1))
    t = student_t(_UPPER, count - 1)
    limit = t * math.sqrt(3 / count) * sd
    return BlandAltman(
        count=count,
        bias_deg=_about(bias, t * sd / math.sqrt(count)),
        sd_deg=sd,
        lower_deg=_about(bias - Z95 * sd, limit),
        upper_deg=_about(bias + Z95 * sd, limit),
        slope=_slope(middle, difference),
    )


def reliability(table_deg: ArrayLike) -> Reliability:
    """How well single readings repeat, a column for each way or time of measuring.

    From the mean squares of rows (R), columns (C) and rest (E) of a two-way analysis of variance of n rows
    and k columns:

    - ICC(A,1) = (R - E) / (R + (k - 1) E + k (C - E) / n), and its interval: McGraw & Wong 1996, Psychol
      Methods 1:30, tables 4 and 7, case 2A (ICC(2,1) of Shrout & Fleiss 1979, Psychol Bull 86:420).
    - SEM = sqrt(E + max(C - E, 0) / n): what two columns differ by on the whole is part of the error (SEM of
      agreement: de Vet et al. 2006, J Clin Epidemiol 59:1033).
    - MDC95 = 1.96 sqrt(2) SEM.

    Args:
        table_deg: (n, k) degrees, n >= 3 people, k >= 2.

    Raises:
        ValueError: it has another shape, is not finite, or all its values are alike.
    """
    table: Array = np.asarray(table_deg, np.float64)
    if table.ndim != 2 or table.shape[0] < 3 or table.shape[1] < 2:
        raise ValueError("reliability needs a table of three people or more, measured twice or more")
    _check_finite(table)
    if np.ptp(table) == 0:
        raise ValueError("all readings are alike: nothing can be said of how well they repeat")
    n, k = table.shape
    mean, by_row, by_column = table.mean(), table.mean(axis=1), table.mean(axis=0)
    rows = k * float(((by_row - mean) ** 2).sum()) / (n - 1)
    columns = n * float(((by_column - mean) ** 2).sum()) / (k - 1)
    unexplained = table - by_row[:, np.newaxis] - by_column + mean
    rest = float((unexplained**2).sum()) / ((n - 1) * (k - 1))
    sem = math.sqrt(rest + max(columns - rest, 0.0) / n)
    return Reliability(
        icc=_icc(rows, columns, rest, n, k),
        sem_deg=sem,
        mdc95_deg=Z95 * math.sqrt(2) * sem,
    )


def grade_agreement(kiosk: Sequence[Grade], reference: Sequence[Grade]) -> GradeAgreement:
    """How the grades of the same people agree.

    Linear-weighted kappa is 1 - sum(w O) / sum(w E), O the people counted in each cell, E those that its
    row's and column's sums let expect, w how many grades apart the two are (Cohen 1968, Psychol Bull 70:213).
    Its interval is the percentile bootstrap's (Efron & Tibshirani 1993, chapter 13) of 2000 draws, each of as
    many people as there are; to draw people is to draw the table's cells. Draws whose kappa is not defined
    count for nothing.

    Raises:
        ValueError: the two do not match, or there is no one.
    """
    if len(kiosk) != len(reference) or not kiosk:
        raise ValueError("both ways of measuring must have graded the same people")
    order = list(Grade)
    counts = np.zeros((len(order), len(order)), np.int64)
    for given, true in zip(kiosk, reference, strict=True):
        counts[order.index(true), order.index(given)] += 1
    return GradeAgreement(
        confusion=tuple(tuple(int(cell) for cell in row) for row in counts),
        kappa=_kappa_interval(counts),
        off_by_two=float(counts[0, -1] + counts[-1, 0]) / len(kiosk),
    )


def proportion(count: int, total: int) -> Estimate:
    """A share 0..1 and its interval by Wilson's score (Wilson 1927, JASA 22:209).

    Raises:
        ValueError: ``count`` is not one of 0 to ``total``, or there is no one.
    """
    if not 0 <= count <= total or total == 0:
        raise ValueError("a share needs someone, and no more of them than there are")
    share, z = count / total, NormalDist().inv_cdf(_UPPER)
    middle = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    reach = z * math.sqrt(share * (1 - share) / total + z**2 / (4 * total**2)) / (1 + z**2 / total)
    return Estimate(share, max(middle - reach, 0.0), min(middle + reach, 1.0))


def _icc(rows: float, columns: float, rest: float, n: int, k: int) -> Estimate:
    """ICC(A,1) from the mean squares; McGraw & Wong's a and b are both times n (1 - icc), which may be 0."""
    if rest == columns == 0:
        return Estimate(1.0, 1.0, 1.0)
    icc = (rows - rest) / (rows + (k - 1) * rest + k * (columns - rest) / n)
    a = k * icc * columns
    b = (n * (1 - icc) + k * icc * (n - 1)) * rest
    squares = a**2 / (k - 1) + b**2 / ((n - 1) * (k - 1))
    freedom = max((a + b) ** 2 / squares if squares > 0 else 0.0, _LEAST_FREEDOM)
    shared = k * columns + (k * n - k - n) * rest
    # Their F for the lower end is the reciprocal of this one, and may be too large for a number.
    low = f(1 - _UPPER, freedom, n - 1) * n * rows
    high = f(_UPPER, freedom, n - 1) * n * rows
    return Estimate(icc, (low - n * rest) / (low + shared), (high - n * rest) / (high + shared))


def _kappa_interval(counts: NDArray[np.int64]) -> Estimate | None:
    value = float(_kappas(counts[np.newaxis])[0])
    if math.isnan(value):
        return None
    total = int(counts.sum())
    draws = np.random.default_rng(_SEED).multinomial(total, counts.ravel() / total, size=_DRAWS)
    low, high = np.nanpercentile(_kappas(draws.reshape(-1, *counts.shape)), [2.5, 97.5])
    return Estimate(value, float(low), float(high))


def _kappas(counts: NDArray[np.int64]) -> Array:
    """The linear-weighted kappa of each table, (tables,) of (tables, grades, grades); NaN where undefined."""
    steps = np.arange(counts.shape[1])
    apart = np.abs(steps[:, np.newaxis] - steps)
    total = counts.sum(axis=(1, 2))
    seen = (apart * counts).sum(axis=(1, 2)) * total
    by_chance = np.einsum("ij,ti,tj->t", apart, counts.sum(axis=2), counts.sum(axis=1))
    kappas: Array = 1 - seen / np.where(by_chance > 0, by_chance, np.nan)
    return kappas


def _slope(x: Array, y: Array) -> Estimate:
    """The slope of least squares of y on x, with the interval of Student's t at n - 2 degrees of freedom."""
    centred = x - x.mean()
    squares = float((centred**2).sum())
    if squares == 0:
        raise ValueError("all people have the same tilt: nothing can be said of how the bias grows with it")
    slope = float((centred * y).sum()) / squares
    residual = y - y.mean() - slope * centred
    error = math.sqrt(float((residual**2).sum()) / (x.size - 2) / squares)
    return _about(slope, student_t(_UPPER, x.size - 2) * error)


def _about(value: float, reach: float) -> Estimate:
    return Estimate(value, value - reach, value + reach)


def _same_people(kiosk_deg: ArrayLike, reference_deg: ArrayLike) -> tuple[Array, Array]:
    kiosk: Array = np.asarray(kiosk_deg, np.float64)
    reference: Array = np.asarray(reference_deg, np.float64)
    if kiosk.ndim != 1 or kiosk.shape != reference.shape or kiosk.size < 3:
        raise ValueError("agreement needs two readings each of three people or more")
    _check_finite(kiosk)
    _check_finite(reference)
    return kiosk, reference


def _check_finite(values: Array) -> None:
    if not np.isfinite(values).all():
        raise ValueError("a reading is not a number")
