"""Quantiles of Student's t and of F, which the intervals of a small sample need and numpy has not."""

import math
from collections.abc import Callable
from functools import lru_cache

_TINY = 1e-300  # stands in for a division by nothing
_ENOUGH = 1e-16
_TERMS = 10_000


@lru_cache(maxsize=64)  # a fit asks for the same few again and again
def student_t(probability: float, freedom: float) -> float:
    """The value below which a t variable lies with ``probability``.

    Source: DLMF 8.17, with the tail of t as a regularised incomplete beta function of
    freedom / (freedom + t**2) (Abramowitz & Stegun 26.7.1).

    Args:
        probability: between 0 and 1, both excluded.
        freedom: degrees of freedom, above 0.

    Raises:
        ValueError: either lies outside.
    """
    _check(probability, freedom)
    if probability < 0.5:
        return -student_t(1 - probability, freedom)
    tails = 2 * (1 - probability)
    x = _root(lambda x: incomplete_beta(x, freedom / 2, 0.5) - tails)
    return math.sqrt(freedom * (1 - x) / x)


def f(probability: float, above: float, below: float) -> float:
    """The value below which an F variable lies with ``probability``.

    Source: Abramowitz & Stegun 26.6.2.

    Args:
        probability: between 0 and 1, both excluded.
        above: degrees of freedom of the numerator, above 0; need not be whole.
        below: those of the denominator.

    Raises:
        ValueError: any lies outside.
    """
    _check(probability, above, below)
    x = _root(lambda x: incomplete_beta(x, above / 2, below / 2) - probability)
    return below * x / (above * (1 - x))


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), for x in 0..1.

    Source: the continued fraction DLMF 8.17.22, worked out by the modified method of Lentz; the symmetry
    I_x(a, b) = 1 - I_1-x(b, a) keeps to the side where it converges fast.
    """
    if x in (0.0, 1.0):
        return x
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(scale) / a / _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction 1 + d1/(1 + d2/(1 + ...)) of DLMF 8.17.22."""
    value, c, d = 1.0, 1.0, 0.0
    for term in range(1, _TERMS):
        m, odd = divmod(term, 2)
        if odd:
            step = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            step = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / (1 + step * d or _TINY)
        c = 1 + step / c or _TINY
        value *= c * d
        if abs(c * d - 1) < _ENOUGH:
            break
    return value


def _root(rising: Callable[[float], float]) -> float:
    """Where a function that rises from 0 to 1 passes 0, by bisection down to neighbouring numbers."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return middle


def _check(probability: float, *freedoms: float) -> None:
    if not (0 < probability < 1 and all(freedom > 0 for freedom in freedoms)):
        raise ValueError("a quantile needs a probability between 0 and 1 and degrees of freedom above 0")
