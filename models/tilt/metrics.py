"""The figures a tilt estimate is judged by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.tilt import Cuts

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Scores:
    """How estimates compare with the truth, degrees where it is an angle.

    Attributes:
        count: how many estimates.
        mae, rmse, bias: mean absolute, root mean square and mean error.
        r2: share of the truth's variance explained.
        slope: how much the estimate grows with each true degree.
        accuracy: share of grades that are right.
        kappa: Cohen's kappa of the grades, weighted by the square of the distance.
        swaps: share of estimates that call neutral pronounced or pronounced neutral.
        coverage: share of true angles inside the interval; NaN without intervals.
    """

    count: int
    mae: float
    rmse: float
    bias: float
    r2: float
    slope: float
    accuracy: float
    kappa: float
    swaps: float
    coverage: float


def score(
    truth: Values,
    estimate: Values,
    half: Values | None = None,
    called: NDArray[np.int64] | None = None,
) -> Scores:
    """The scores of N estimates.

    ``half`` is half the width of each one's interval, ``called`` the grade each was given (0, 1, 2) where
    that is not simply the band of the estimate.
    """
    error = estimate - truth
    true_grade, grade = grades(truth), grades(estimate) if called is None else called
    return Scores(
        count=len(truth),
        mae=float(np.abs(error).mean()),
        rmse=float(np.sqrt((error**2).mean())),
        bias=float(error.mean()),
        r2=float(1 - (error**2).sum() / max(float(((truth - truth.mean()) ** 2).sum()), 1e-12)),
        slope=float(np.polyfit(truth, estimate, 1)[0]) if np.ptp(truth) > 0 else float("nan"),
        accuracy=float((true_grade == grade).mean()),
        kappa=quadratic_kappa(confusion(true_grade, grade)),
        swaps=float((np.abs(true_grade - grade) == 2).mean()),
        coverage=float("nan") if half is None else float((np.abs(error) <= half).mean()),
    )


def grades(tilt: Values) -> NDArray[np.int64]:
    """0 neutral, 1 mild, 2 pronounced, with the kiosk's default cuts."""
    cuts = Cuts()
    return (tilt >= cuts.mild_deg).astype(np.int64) + (tilt > cuts.pronounced_deg)


def confusion(true_grade: NDArray[np.int64], called: NDArray[np.int64]) -> NDArray[np.int64]:
    """(3, 3) how often each true grade (row) is called each grade (column)."""
    table = np.zeros((3, 3), np.int64)
    np.add.at(table, (true_grade, called), 1)
    return table


def quadratic_kappa(table: NDArray[np.int64]) -> float:
    """Cohen's kappa with weights that grow with the square of the distance (Cohen 1968); NaN if undefined."""
    count = table.sum()
    kinds = len(table)
    weights = np.subtract.outer(np.arange(kinds), np.arange(kinds)) ** 2
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / max(count, 1)
    chance = float((weights * expected).sum())
    return float("nan") if chance == 0 else 1 - float((weights * table).sum()) / chance


def partial_correlation(a: Values, b: Values, given: list[Values]) -> float:
    """The correlation of ``a`` and ``b`` left when straight lines in ``given`` are taken out of both."""
    lines = np.column_stack([np.ones(len(a)), *given])
    rest = [values - lines @ np.linalg.lstsq(lines, values, rcond=None)[0] for values in (a, b)]
    return float(np.corrcoef(rest[0], rest[1])[0, 1])


def body_interval(truth: Values, estimate: Values, body: NDArray[np.int64]) -> tuple[float, float]:
    """The 95 % bootstrap interval of the MAE, whole bodies drawn again (1000 times, fixed seed)."""
    rng = np.random.default_rng(0)
    error = np.abs(estimate - truth)
    numbers, index = np.unique(body, return_inverse=True)
    total, count = np.bincount(index, error), np.bincount(index)
    draws = rng.integers(len(numbers), size=(1000, len(numbers)))
    means = total[draws].sum(axis=1) / count[draws].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def spread_within_and_between(error: Values, body: NDArray[np.int64]) -> tuple[float, float]:
    """The SD of the error within a body, and of the bodies' own offsets (analysis of variance), degrees."""
    numbers, index = np.unique(body, return_inverse=True)
    count = np.bincount(index)
    means = np.bincount(index, error) / count
    within = float(((error - means[index]) ** 2).sum() / max(len(error) - len(numbers), 1))
    between = float(np.var(means, ddof=1)) - within * float((1 / count).mean())
    return within**0.5, max(between, 0.0) ** 0.5
