"""Quantiles of t and F as the printed tables have them."""

import pytest

from kiosk.calibration.quantiles import f, student_t


@pytest.mark.parametrize(
    ("probability", "freedom", "expected"),
    [(0.975, 1, 12.706), (0.975, 10, 2.228), (0.9, 19, 1.328), (0.995, 16, 2.921), (0.025, 10, -2.228)],
)
def test_t_is_that_of_the_tables(probability, freedom, expected):
    assert student_t(probability, freedom) == pytest.approx(expected, abs=0.0005)


def test_half_of_t_lies_below_nothing():
    assert student_t(0.5, 7) == pytest.approx(0.0, abs=1e-7)


@pytest.mark.parametrize(
    ("probability", "above", "below", "expected"),
    [(0.95, 1, 1, 161.45), (0.95, 5, 10, 3.326), (0.975, 16, 16, 2.761), (0.05, 10, 5, 1 / 3.326)],
)
def test_f_is_that_of_the_tables(probability, above, below, expected):
    assert f(probability, above, below) == pytest.approx(expected, rel=0.0005)


@pytest.mark.parametrize("probability", [0.0, 1.0, -0.1])
def test_there_is_no_quantile_at_the_ends(probability):
    with pytest.raises(ValueError, match="between 0 and 1"):
        student_t(probability, 5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        f(probability, 5, 5)


def test_there_is_no_quantile_without_degrees_of_freedom():
    with pytest.raises(ValueError, match="above 0"):
        student_t(0.9, 0)
    with pytest.raises(ValueError, match="above 0"):
        f(0.9, 5, 0)
