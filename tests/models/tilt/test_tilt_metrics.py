"""The figures of the report, worked out by hand on a few numbers."""

import numpy as np
import pytest

from models.tilt.metrics import (
    body_interval,
    confusion,
    grades,
    partial_correlation,
    quadratic_kappa,
    score,
    spread_within_and_between,
)

TRUTH = np.array([4.0, 8.0, 12.0, 16.0, 20.0])
ESTIMATE = np.array([7.0, 8.0, 11.0, 14.0, 18.0])


def test_the_scores_of_five_estimates() -> None:
    scores = score(TRUTH, ESTIMATE, half=np.array([2.0, 2.0, 2.0, 2.0, 1.0]))
    # Errors 3, 0, -1, -2, -2.
    assert scores.count == 5
    assert scores.mae == pytest.approx(8 / 5)
    assert scores.rmse == pytest.approx((18 / 5) ** 0.5)
    assert scores.bias == pytest.approx(-2 / 5)
    # The truth's squares about 12 sum to 64 + 16 + 0 + 16 + 64 = 160.
    assert scores.r2 == pytest.approx(1 - 18 / 160)
    # Slope: ((-8)(7) + (-4)(8) + 0 + (4)(14) + (8)(18)) / 160 = 112 / 160.
    assert scores.slope == pytest.approx(0.7)
    # 16 is called mild at 14; the four others keep their grade.
    assert scores.accuracy == pytest.approx(0.8)
    assert scores.swaps == 0
    # Within 2: 0, -1, -2; not 3, nor 2 within 1.
    assert scores.coverage == pytest.approx(0.6)


def test_without_intervals_there_is_no_coverage() -> None:
    assert np.isnan(score(TRUTH, ESTIMATE).coverage)


def test_grades_change_at_10_and_above_15_as_in_the_kiosk() -> None:
    assert grades(np.array([9.99, 10.0, 15.0, 15.01])).tolist() == [0, 1, 1, 2]


def test_a_grade_that_was_given_counts_instead_of_the_estimates_band() -> None:
    called = np.array([2, 0, 1, 1])
    scores = score(np.array([5.0, 20.0, 12.0, 9.0]), np.array([5.0, 20.0, 12.0, 9.0]), called=called)
    assert (scores.swaps, scores.accuracy, scores.mae) == (0.5, 0.25, 0.0)


def test_the_confusion_table_has_the_truth_in_rows() -> None:
    table = confusion(grades(TRUTH), grades(ESTIMATE))
    assert table.tolist() == [[2, 0, 0], [0, 1, 0], [0, 1, 1]]


def test_a_swap_is_neutral_called_pronounced_or_the_reverse() -> None:
    assert score(np.array([5.0, 20.0, 12.0, 9.0]), np.array([16.0, 9.0, 20.0, 12.0])).swaps == 0.5


def test_kappa_weights_errors_by_their_squared_distance() -> None:
    # Rows hold 3, 2, 1 and columns 2, 2, 2 of 6, so that chance gives row 0: (0 + 1 + 4) x 1 = 5,
    # row 1: (1 + 0 + 1) x 2 / 3 = 4 / 3, row 2: (4 + 1 + 0) / 3 = 5 / 3; 8 in all.
    table = np.array([[2, 0, 1], [0, 2, 0], [0, 0, 1]])
    # Seen is one two grades off: 4. Kappa: 1 - 4 / 8.
    assert quadratic_kappa(table) == pytest.approx(0.5)


def test_agreement_in_full_has_kappa_one_and_no_grades_at_all_have_none() -> None:
    assert quadratic_kappa(np.diag([3, 2, 1])) == 1.0
    assert np.isnan(quadratic_kappa(np.array([[4, 0, 0], [0, 0, 0], [0, 0, 0]])))


def test_a_correlation_that_a_third_quantity_explains_is_gone_once_it_is_held_constant() -> None:
    third = np.array([-3.0, -1.0, 1.0, 3.0] * 2)
    apart = np.array([1.0, -1.0, -1.0, 1.0] * 2)
    other = np.array([1.0, 1.0, 1.0, 1.0, -1.0, -1.0, -1.0, -1.0])
    a, b = third + apart, third + other
    assert np.corrcoef(a, b)[0, 1] > 0.8
    assert partial_correlation(a, b, [third]) == pytest.approx(0.0, abs=1e-12)


def test_errors_within_a_body_and_between_bodies_are_told_apart() -> None:
    # Bodies at +4 and -4 with errors 1 to either side: within sqrt(4 / (4 - 2)), means 4 and -4.
    error = np.array([5.0, 3.0, -5.0, -3.0])
    within, between = spread_within_and_between(error, np.array([7, 7, 9, 9]))
    assert within == pytest.approx(2**0.5)
    # The means' variance is 32; of it 2 / 2 is what two errors leave in a mean.
    assert between == pytest.approx(31**0.5)


def test_the_intervals_ends_are_the_same_each_time_and_hold_the_mae() -> None:
    rng = np.random.default_rng(5)
    truth = rng.normal(12, 6, 200)
    estimate = truth + rng.normal(0, 3, 200)
    body = np.repeat(np.arange(50), 4)
    low, high = body_interval(truth, estimate, body)
    assert low < score(truth, estimate).mae < high
    assert (low, high) == body_interval(truth, estimate, body)
