"""The calibration of a site, worked out by hand: offset, slope, scatter, foretelling, refusals, intervals."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.calibration.fit import Fit, Foretold, NoFit, Unfit, fit
from kiosk.pelvis.tilt import Method
from tests.calibration.entries import Z80, entry, read, site


def fitted(pairs) -> Fit:
    found = fit(pairs)
    assert isinstance(found, Fit), found
    return found


# Twenty people read at 1, 2 ... 20 degrees: about their mean of 10.5 the squares sum to 665.
UPWARDS = [float(deg) for deg in range(1, 21)]


def test_eight_people_who_all_differ_by_9_give_eight_ninths_of_it():
    found = fitted(site([9.0] * 8))
    assert (found.offset_deg, found.slope, found.residual_sd_deg) == pytest.approx((8.0, 0.0, 0.0))
    assert found.people == 8
    assert found.offset_sd_deg == pytest.approx(4 / 3)
    assert found.flags == ()


def test_the_more_people_the_less_the_offset_is_shrunk():
    assert fitted(site([3.0] * 11)).offset_deg == pytest.approx(2.75)
    assert fitted(site([3.0] * 29)).offset_deg == pytest.approx(2.9)


def test_each_person_is_foretold_from_all_others():
    # Seven who differ by 9 let 7/8 of it expect: 1.125 too little. The kiosk's own readings were 9 off.
    found = fitted(site([9.0] * 8))
    assert found.foretold[2] == Foretold(3, 19.0, 10.0, 17.875)
    assert (found.left_out_mae_deg, found.uncalibrated_mae_deg) == pytest.approx((1.125, 9.0))


def test_a_person_does_not_help_to_foretell_themselves():
    # The seven others differ by 0, so nothing of one's own 7 is foretold; theirs are foretold 7/7 * 7/8.
    found = fitted(site([0.0] * 7 + [7.0]))
    assert [one.calibrated_deg - one.kiosk_deg for one in found.foretold] == pytest.approx(
        [0.875] * 7 + [0.0]
    )
    assert found.left_out_mae_deg == pytest.approx((7 * 0.875 + 7) / 8)


def test_the_scatter_is_the_residuals_standard_deviation():
    # Eight residuals of 3, seven degrees of freedom.
    assert fitted(site([3.0, -3.0] * 4)).residual_sd_deg == pytest.approx(math.sqrt(72 / 7))


def test_a_person_measured_twice_counts_once():
    # Person 8 differs by 10 and 8, on average by 9 as the others.
    pairs = [*site([9.0] * 7), entry(8, 10.0), entry(8, 8.0)]
    found = fitted(pairs)
    assert (found.people, found.offset_deg) == (8, pytest.approx(8.0))
    # Their two entries scatter by 1 each: a mean square of 1, of one person among eight.
    assert found.residual_sd_deg == pytest.approx(math.sqrt(1 / 7))


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_below_eight_people_there_is_no_calibration(count):
    found = fit(site([4.0] * count))
    assert found == NoFit(Unfit.TOO_FEW, count, 0.0 if count > 1 else None, ())


def test_many_entries_of_seven_people_are_still_seven_people():
    found = fit([entry(1 + at % 7, 4.0) for at in range(21)])
    assert isinstance(found, NoFit)
    assert (found.reason, found.people) == (Unfit.TOO_FEW, 7)


def test_eight_people_of_whom_one_stands_out_are_seven():
    found = fit(site([0.0] * 7 + [20.0]))
    assert isinstance(found, NoFit)
    assert (found.reason, found.people, found.residual_sd_deg) == (Unfit.TOO_FEW, 7, 0.0)
    assert [flag.person for flag in found.flags] == [8]


def test_a_scatter_above_5_degrees_is_refused():
    # Eight residuals of 4.6 scatter by sqrt(8/7) * 4.6 = 4.92, of 4.8 by 5.13.
    assert fitted(site([4.6, -4.6] * 4)).residual_sd_deg == pytest.approx(4.9176, abs=1e-4)
    found = fit(site([4.8, -4.8] * 4))
    assert isinstance(found, NoFit)
    assert (found.reason, found.people) == (Unfit.TOO_SCATTERED, 8)
    assert found.residual_sd_deg == pytest.approx(5.1314, abs=1e-4)


def test_from_twenty_people_on_a_slope_is_found_and_shrunk():
    # 0.4 for each degree, times 665 / (665 + 16 / 0.0625); the mean of 2 times 20 / 21.
    found = fitted(site([2 + 0.4 * (deg - 10.5) for deg in UPWARDS], UPWARDS))
    assert found.slope == pytest.approx(0.4 * 665 / 921)
    assert (found.offset_deg, found.centre_deg) == pytest.approx((40 / 21, 10.5))
    assert found.residual_sd_deg == pytest.approx(0.0, abs=1e-9)


def test_a_slope_takes_a_second_degree_of_freedom():
    # Beside the line, +1 and -1 in fours whose sum and moment are nothing: 20 squares over 18.
    beside = [1.0, -1.0, -1.0, 1.0] * 5
    differences = [0.4 * (deg - 10.5) + off for deg, off in zip(UPWARDS, beside, strict=True)]
    found = fitted(site(differences, UPWARDS))
    assert found.slope > 0
    assert found.residual_sd_deg == pytest.approx(math.sqrt(20 / 18))


def test_nineteen_people_give_no_slope():
    found = fitted(site([2 + 0.4 * (deg - 10.0) for deg in UPWARDS[:19]], UPWARDS[:19]))
    assert (found.slope, found.offset_deg) == (0.0, pytest.approx(1.9))


def test_a_slope_that_foretells_no_one_better_is_left_out():
    found = fitted(site([3.0, -3.0, -3.0, 3.0] * 5, UPWARDS))
    assert found.slope == 0.0
    # Nor does it take a degree of freedom then.
    assert found.residual_sd_deg == pytest.approx(math.sqrt(20 * 9 / 19))


def test_twenty_people_read_alike_give_no_slope():
    assert fitted(site([3.0, -1.0] * 10)).slope == 0.0


def test_beyond_the_readings_it_was_made_of_the_correction_stays():
    found = fitted(site([0.4 * (deg - 10.5) for deg in UPWARDS], UPWARDS))
    assert found.correction_deg(15.5) == pytest.approx(5 * found.slope)
    assert found.correction_deg(40.0) == found.correction_deg(20.0) == pytest.approx(9.5 * found.slope)
    assert found.correction_deg(-9.0) == found.correction_deg(1.0) == pytest.approx(-9.5 * found.slope)


def test_a_slope_foretells_the_outermost_person_within_the_range_of_the_others():
    # Without the person at 20: nineteen at 1 ... 19 about 10, whose squares sum to 570; at most 19 counts.
    found = fitted(site([0.4 * (deg - 10.5) for deg in UPWARDS], UPWARDS))
    last = found.foretold[-1]
    assert last.calibrated_deg - last.kiosk_deg == pytest.approx(-0.2 * 19 / 20 + 9 * 0.4 * 570 / 826)


def test_a_calibrated_tilt_is_moved_and_less_sure_by_the_offsets_own_error():
    # Eight people leave the offset uncertain by 4 / 3; with the reading's 4 that is sqrt(16 + 16 / 9).
    found = fitted(site([9.0] * 8))
    tilt = found.apply(read(12.0))
    assert (tilt.deg, tilt.sd_deg) == pytest.approx((20.0, math.sqrt(160 / 9)))
    assert (tilt.low_deg, tilt.high_deg) == pytest.approx((20 - Z80 * tilt.sd_deg, 20 + Z80 * tilt.sd_deg))
    assert (tilt.level, tilt.sem_deg, tilt.frames) == (0.8, 1.5, 10)


def test_below_twenty_people_the_shown_interval_keeps_its_floor():
    found = fitted(site([0.0] * 19))
    assert not found.own_interval
    narrow, wide = found.apply(read(12.0, sd_deg=1.0)), found.apply(read(12.0, sd_deg=9.0))
    assert found.shown_interval(narrow, 5.0) == pytest.approx((7.0, 17.0))
    assert found.shown_interval(wide, 5.0) == (wide.low_deg, wide.high_deg)


def test_from_twenty_people_on_the_interval_is_the_sites_own():
    # s = sqrt(180 / 19), t at 0.9 with 19 degrees of freedom 1.327728, one more person sqrt(1 + 1/20).
    found = fitted(site([3.0, -3.0] * 10))
    tilt = found.apply(read(12.0))
    half = 1.327728 * math.sqrt(180 / 19) * math.sqrt(1.05)
    assert found.own_interval
    assert found.shown_interval(tilt, 5.0) == pytest.approx((12 - half, 12 + half), abs=1e-5)
    assert half < 5
    assert tilt.sd_deg == pytest.approx(half / Z80, abs=1e-5)


def test_a_reading_less_sure_than_usual_widens_the_sites_own_interval():
    found = fitted(site([3.0, -3.0] * 10))
    usual, restless, calm = (found.apply(read(12.0, sd_deg=sd_deg)) for sd_deg in (4.0, 8.0, 2.0))
    assert restless.high_deg - restless.deg == pytest.approx(2 * (usual.high_deg - usual.deg))
    assert calm.high_deg == usual.high_deg


def test_with_a_slope_the_sites_own_interval_has_a_degree_of_freedom_less():
    beside = [1.0, -1.0, -1.0, 1.0] * 5
    found = fitted(site([0.4 * (d - 10.5) + off for d, off in zip(UPWARDS, beside, strict=True)], UPWARDS))
    tilt = found.apply(read(10.5))
    # t at 0.9 with 18 degrees of freedom is 1.330391.
    assert tilt.high_deg - tilt.deg == pytest.approx(1.330391 * math.sqrt(20 / 18 * 1.05), abs=1e-5)


@pytest.mark.parametrize("method", [Method.DOTS, Method.DOTS_AND_CONTOUR])
def test_a_reading_of_dots_is_not_calibrated(method):
    with pytest.raises(ValueError, match="before any dots"):
        fitted(site([3.0] * 8)).apply(read(12.0, method=method))


OFF = st.lists(st.floats(-4, 4), min_size=8, max_size=24)
SHIFT = st.floats(-5, 5)


@settings(max_examples=30)
@given(OFF, SHIFT)
def test_references_all_further_forward_move_the_offset_by_as_much_as_it_is_shrunk(off, shift):
    once, moved = fitted(site(off)), fitted(site([value + shift for value in off]))
    assert moved.offset_deg - once.offset_deg == pytest.approx(shift * len(off) / (len(off) + 1), abs=1e-9)
    assert moved.residual_sd_deg == pytest.approx(once.residual_sd_deg, abs=1e-6)


@settings(max_examples=30)
@given(OFF, SHIFT)
def test_people_who_all_stand_further_forward_leave_the_correction_as_it_is(off, shift):
    degs = [10 + 0.3 * at for at in range(len(off))]
    once, moved = fitted(site(off, degs)), fitted(site(off, [deg + shift for deg in degs]))
    assert moved.correction_deg(12 + shift) == pytest.approx(once.correction_deg(12), abs=1e-6)


@settings(max_examples=30)
@given(OFF, st.randoms(use_true_random=False))
def test_neither_order_nor_numbers_of_people_matter(off, chance: random.Random):
    pairs = [entry(7 * at + 2, value, 8 + 0.2 * at) for at, value in enumerate(off)]
    mixed = chance.sample(pairs, len(pairs))
    assert fit(mixed) == fit(pairs)
    renamed = fitted(site(off, [8 + 0.2 * at for at in range(len(off))]))
    assert renamed.correction_deg(9.0) == fitted(pairs).correction_deg(9.0)


@settings(max_examples=30)
@given(OFF)
def test_what_is_the_other_way_round_is_corrected_the_other_way(off):
    degs = [0.3 * at for at in range(len(off))]
    once, mirrored = fitted(site(off, degs)), fitted(site([-value for value in off], [-deg for deg in degs]))
    assert mirrored.correction_deg(-2.0) == pytest.approx(-once.correction_deg(2.0), abs=1e-9)


@settings(max_examples=30)
@given(OFF)
def test_everyone_measured_twice_alike_changes_nothing(off):
    pairs = site(off)
    once, twice = fitted(pairs), fitted(pairs * 2)
    assert (twice.offset_deg, twice.residual_sd_deg, twice.people) == pytest.approx(
        (once.offset_deg, once.residual_sd_deg, once.people)
    )
