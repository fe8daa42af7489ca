"""The figures of agreement, as published and as worked out by hand."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.calibration.agreement import (
    Estimate,
    agreement,
    bland_altman,
    grade_agreement,
    proportion,
    reliability,
)
from kiosk.pelvis.tilt import Cuts, Grade
from tests.calibration.tables import JUDGED, LARGE_WRIGHT, LARGE_WRIGHT_AGAIN, MINI_WRIGHT

N, M, P = Grade


def ends(estimate: Estimate) -> tuple[float, float, float]:
    return (estimate.value, estimate.low, estimate.high)


def test_the_peak_flow_meters_differ_as_published():
    # Bland & Altman 1986: bias -2.1 (-22.0 to 17.8), SD 38.8. They rounded 1.96 to 2 for their limits of
    # -79.7 and 75.5, whose 95 % intervals reach 34.6 either way.
    found = bland_altman(LARGE_WRIGHT, MINI_WRIGHT)
    assert ends(found.bias_deg) == pytest.approx((-2.1, -22.0, 17.8), abs=0.06)
    assert found.sd_deg == pytest.approx(38.8, abs=0.05)
    assert found.bias_deg.value - 2 * found.sd_deg == pytest.approx(-79.7, abs=0.06)
    assert found.upper_deg.high - found.upper_deg.value == pytest.approx(34.6, abs=0.1)


def test_the_large_meter_repeats_as_published():
    # Bland & Altman 1986: the standard deviation within subjects is 15.3 l/min.
    again = [list(pair) for pair in zip(LARGE_WRIGHT, LARGE_WRIGHT_AGAIN, strict=True)]
    assert reliability(again).sem_deg == pytest.approx(15.3, abs=0.2)


def test_the_judges_agree_as_published():
    # Shrout & Fleiss 1979: mean squares 11.24, 32.49 and 1.02; ICC(2,1) = .29. Its interval is printed as
    # 0.019 to 0.761 by R's irr and psych. SEM = sqrt(1.0194 + (32.4861 - 1.0194) / 6).
    found = reliability(JUDGED)
    assert ends(found.icc) == pytest.approx((0.29, 0.019, 0.761), abs=0.0006)
    assert found.sem_deg == pytest.approx(2.50277, abs=1e-4)
    assert found.mdc95_deg == pytest.approx(1.96 * math.sqrt(2) * 2.50277, abs=1e-3)


def test_bias_and_limits_of_three_people_by_hand():
    # Differences 1, 0, 2: mean 1, SD 1; t at 0.975 with 2 degrees of freedom is 4.302653.
    found = bland_altman([10, 12, 14], [9, 12, 12])
    t = 4.302653
    assert found.count == 3
    assert ends(found.bias_deg) == pytest.approx((1, 1 - t / math.sqrt(3), 1 + t / math.sqrt(3)), abs=1e-6)
    assert found.sd_deg == pytest.approx(1)
    assert ends(found.lower_deg) == pytest.approx((-0.96, -0.96 - t, -0.96 + t), abs=1e-6)
    assert ends(found.upper_deg) == pytest.approx((2.96, 2.96 - t, 2.96 + t), abs=1e-6)


def test_proportional_bias_of_three_people_by_hand():
    # Means 9.5, 12, 13 about 11.5: squares 6.5; with the differences 1, 0, 2 the slope is 1 / 6.5. The
    # residuals' squares sum to 2 - 1 / 6.5 = 24 / 13, with one degree of freedom, for which t is 12.706205.
    found = bland_altman([10, 12, 14], [9, 12, 12]).slope
    error = math.sqrt(24 / 13 / 6.5)
    expected = (2 / 13, 2 / 13 - 12.706205 * error, 2 / 13 + 12.706205 * error)
    assert ends(found) == pytest.approx(expected, abs=1e-5)


def test_a_kiosk_that_is_off_by_the_same_for_all_is_all_bias():
    # Rows: means 11, 15, 9, 13 about 12, a mean square of 2 * 20 / 3 = 40 / 3. Columns: 11 and 13, 4 * 2 = 8.
    # No rest. ICC = (40 / 3) / (40 / 3 + 2 * 8 / 4) = 10 / 13, SEM = sqrt(8 / 4).
    found = reliability([[10, 12], [14, 16], [8, 10], [12, 14]])
    assert found.icc.value == pytest.approx(10 / 13)
    assert found.sem_deg == pytest.approx(math.sqrt(2))
    assert 0 < found.icc.low < found.icc.value < found.icc.high <= 1


def test_columns_that_repeat_exactly_have_no_error_at_all():
    found = reliability([[10, 10], [14, 14], [8, 8]])
    assert ends(found.icc) == (1, 1, 1)
    assert (found.sem_deg, found.mdc95_deg) == (0, 0)


def test_readings_that_say_nothing_of_the_person_have_an_icc_below_nothing():
    # Rows and columns do not differ; the rest's mean square is 32 / 3: -(32 / 3) / (32 / 3 - 16 / 3) = -2.
    # The formula of the interval's degrees of freedom is 0 / 0 here.
    found = reliability([[10, 14], [14, 10], [10, 14], [14, 10]])
    assert ends(found.icc) == pytest.approx((-2, -2, -2))


GRADED = [(N, N)] * 4 + [(N, M)] + [(M, N)] + [(M, M)] * 2 + [(M, P)] + [(P, P)]  # (reference, kiosk)


def test_grades_of_ten_people_by_hand():
    # Rows 5, 4, 1 and columns 5, 3, 2: three people one grade apart, where 76 / 10 are to be expected.
    found = grade_agreement([kiosk for _, kiosk in GRADED], [true for true, _ in GRADED])
    assert found.confusion == ((4, 1, 0), (1, 2, 1), (0, 0, 1))
    assert found.kappa is not None
    assert found.kappa.value == pytest.approx(1 - 3 / 7.6)
    assert found.kappa.low < found.kappa.value < found.kappa.high <= 1
    assert found.off_by_two == 0


def test_neutral_for_pronounced_is_off_by_two_and_counts_double():
    # Rows 2, 1, 1 and columns 2, 1, 1: 4 grades apart, (2*1 + 2*2*1 + 1*2 + 1*1 + 2*1*2 + 1*1) / 4 expected.
    found = grade_agreement([N, P, M, N], [N, N, M, P])
    assert found.off_by_two == 0.5
    assert found.kappa is not None
    assert found.kappa.value == pytest.approx(1 - 4 / 3.5)


def test_the_same_people_give_the_same_interval_each_time():
    kiosk, true = [kiosk for _, kiosk in GRADED], [true for true, _ in GRADED]
    assert grade_agreement(kiosk, true) == grade_agreement(kiosk, true)


def test_people_all_of_one_grade_say_nothing_of_kappa():
    found = grade_agreement([N, N, N], [N, N, N])
    assert (found.kappa, found.off_by_two) == (None, 0)


def test_grades_of_other_people_are_refused():
    for kiosk, true in (([N], [N, M]), ([], [])):
        with pytest.raises(ValueError, match="the same people"):
            grade_agreement(kiosk, true)


def test_a_share_has_wilsons_interval():
    # (0.2 + 3.8415 / 20 -+ 1.96 sqrt(0.016 + 0.0096)) / 1.38415 (Wilson 1927).
    assert ends(proportion(2, 10)) == pytest.approx((0.2, 0.05668, 0.50984), abs=1e-5)
    assert (proportion(0, 10).low, proportion(10, 10).high) == pytest.approx((0.0, 1.0))


@pytest.mark.parametrize(("count", "total"), [(0, 0), (3, 2), (-1, 2)])
def test_a_share_of_no_one_or_of_more_than_there_are_is_refused(count, total):
    with pytest.raises(ValueError, match="a share needs"):
        proportion(count, total)


def test_all_figures_are_of_the_kiosk_beside_the_reference():
    # Cuts at 10 and 15; 2 of 8 people were refused.
    kiosk, true = [5, 12, 18, 9, 14, 16], [6, 9, 17, 8, 16, 18]
    found = agreement(kiosk, true, Cuts(), refused=2)
    assert found.differences == bland_altman(kiosk, true)
    assert found.differences.bias_deg.value == pytest.approx(0)
    assert found.reliability == reliability(list(zip(kiosk, true, strict=True)))
    assert found.grades.confusion == ((2, 1, 0), (0, 0, 0), (0, 1, 2))
    assert found.refused == proportion(2, 8)


def test_the_cuts_handed_in_decide_the_grades():
    found = agreement([5, 12, 18], [6, 9, 17], Cuts(5.5, 8.0), refused=0)
    assert found.grades.confusion == ((0, 0, 0), (1, 0, 0), (0, 0, 2))


@pytest.mark.parametrize(
    ("kiosk", "true", "line"),
    [
        ([1, 2], [1, 2], "three people"),
        ([1, 2, 3], [1, 2], "three people"),
        ([[1, 2, 3]], [[1, 2, 3]], "three people"),
        ([1, 2, math.nan], [1, 2, 3], "not a number"),
        ([1, 2, 3], [1, math.inf, 3], "not a number"),
        ([4, 4, 4], [4, 4, 4], "the same tilt"),
    ],
)
def test_what_cannot_be_compared_is_refused(kiosk, true, line):
    with pytest.raises(ValueError, match=line):
        agreement(kiosk, true, Cuts(), refused=0)


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ([[1, 2], [2, 3]], "three people"),
        ([[1], [2], [3]], "three people"),
        ([1, 2, 3], "three people"),
        ([[1, 2], [2, 3], [3, math.nan]], "not a number"),
        ([[2, 2], [2, 2], [2, 2]], "all readings are alike"),
    ],
)
def test_a_table_that_cannot_tell_reliability_is_refused(table, line):
    with pytest.raises(ValueError, match=line):
        reliability(table)


TILT = st.integers(-100, 300).map(lambda tenths: tenths / 10)
PEOPLE = st.lists(st.tuples(TILT, TILT), min_size=4, max_size=30).filter(
    lambda people: max(sum(pair) for pair in people) - min(sum(pair) for pair in people) > 1
)


@settings(max_examples=30)
@given(PEOPLE)
def test_the_reference_beside_the_kiosk_differs_the_other_way_round(people):
    kiosk, true = zip(*people, strict=True)
    once, swapped = agreement(kiosk, true, Cuts(), 1), agreement(true, kiosk, Cuts(), 1)
    assert swapped.differences.bias_deg.value == pytest.approx(-once.differences.bias_deg.value)
    assert swapped.differences.lower_deg.low == pytest.approx(-once.differences.upper_deg.high)
    assert swapped.differences.slope.value == pytest.approx(-once.differences.slope.value)
    assert swapped.grades.confusion == tuple(zip(*once.grades.confusion, strict=True))
    assert ends(swapped.reliability.icc) == pytest.approx(ends(once.reliability.icc))
    if once.grades.kappa is not None:
        assert swapped.grades.kappa is not None
        assert swapped.grades.kappa.value == pytest.approx(once.grades.kappa.value)


@settings(max_examples=30)
@given(PEOPLE)
def test_twice_the_angles_are_twice_the_errors_and_the_same_correlation(people):
    doubled = [(2 * kiosk, 2 * true) for kiosk, true in people]
    once, twice = reliability(people), reliability(doubled)
    assert twice.sem_deg == pytest.approx(2 * once.sem_deg)
    assert ends(twice.icc) == pytest.approx(ends(once.icc))


@settings(max_examples=30)
@given(PEOPLE)
def test_an_interval_holds_its_figure(people):
    kiosk, true = zip(*people, strict=True)
    found = agreement(kiosk, true, Cuts(), 2)
    differences = found.differences
    for figure in (differences.bias_deg, differences.lower_deg, differences.slope, found.refused):
        assert figure.low <= figure.value <= figure.high
    assert found.reliability.icc.low <= found.reliability.icc.high <= 1
