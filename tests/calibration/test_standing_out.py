"""A wrong entry is pointed out and left out; the limits are worked out by hand."""

import pytest

from kiosk.calibration.fit import Fit, Flag, NoFit, Unfit, fit, standing_out
from tests.calibration.entries import entry, site

# Nine others who differ by nothing: the spread is that of the eight people taken for granted, 8 * 16 over 16
# degrees of freedom = 8; foretold from nine that makes sqrt(8 * 10 / 9) = 2.9814. Student's t at
# 1 - 0.1 / 20 with 16 degrees of freedom is 2.92078: the limit is 8.708.


@pytest.mark.parametrize("off", [8.72, -8.72, 20.0])
def test_an_entry_beyond_the_limit_is_pointed_out_and_left_out(off):
    pairs = site([*[0.0] * 4, off, *[0.0] * 5])
    found = fit(pairs)
    assert isinstance(found, Fit)
    assert found.flags == (Flag(4, 5, pytest.approx(off)),)
    assert (found.offset_deg, found.people) == (0.0, 9)
    assert 5 not in {one.person for one in found.foretold}


@pytest.mark.parametrize("off", [8.69, -8.69])
def test_an_entry_within_the_limit_counts(off):
    found = fit(site([*[0.0] * 4, off, *[0.0] * 5]))
    assert isinstance(found, Fit)
    assert found.flags == ()
    assert found.offset_deg == pytest.approx(off / 11)


def test_what_others_scatter_by_widens_the_limit():
    # Eight others at +-4 about a ninth at 0: (128 + 128) / 16, twice the variance: 8.708 * sqrt(2) = 12.315.
    others = [4.0, -4.0] * 4 + [0.0]
    assert standing_out(site([*others, 12.2])) == ()
    assert [flag.person for flag in standing_out(site([*others, 12.4]))] == [10]


def test_one_entry_of_a_person_is_compared_with_their_others():
    # The two others of the person tell 0.75 / (0.75 + 0.125) = 6/7 of them. What is left: 0.75 / 7 + 0.25 +
    # 1 / 49 / 9 = 0.35941 of the variance of 8: 1.69567. Of twelve entries, t is 2.99941 at 1 - 0.1 / 24.
    pairs = site([0.0] * 9)
    assert standing_out([*pairs, entry(10, 0.0), entry(10, 0.0), entry(10, 5.05)]) == ()
    found = standing_out([*pairs, entry(10, 0.0), entry(10, 5.15), entry(10, 0.0)])
    assert found == (Flag(10, 10, pytest.approx(5.15)),)


def test_a_person_unlike_the_rest_but_like_themselves_is_told_from_a_wrong_entry():
    # Someone 8 degrees off three times over stays, as one entry of 8 does.
    assert standing_out([*site([0.0] * 9), *[entry(10, 8.0)] * 3]) == ()


def test_of_two_entries_of_a_person_the_wrong_one_is_pointed_out():
    found = fit([*site([1.0] * 9), entry(10, 1.0), entry(10, 21.0)])
    assert isinstance(found, Fit)
    assert [flag.at for flag in found.flags] == [10]
    assert (found.people, found.offset_deg) == (10, pytest.approx(10 / 11))


def test_others_measured_twice_scatter_less_and_are_taken_for_what_they_are():
    # Means of two entries have 0.75 + 0.25 / 2 = 7/8 of the variance: (128 + 128 * 8 / 7) / 16 = 17.143, and
    # foretold from nine of them times 1 + 7 / 72. Of 19 entries, t is 3.22761 at 1 - 0.1 / 38: 13.998.
    others = site([4.0, -4.0] * 4 + [0.0]) * 2
    assert standing_out([*others, entry(10, 13.9)]) == ()
    assert [flag.person for flag in standing_out([*others, entry(10, 14.1)])] == [10]


def test_two_that_hide_each_other_one_by_one_are_found_together():
    # Beside another at 12 the first is foretold 12 / 9 with a variance of (128 + 128) / 16 * 10 / 9: t is
    # 10.667 / 4.216 = 2.53, within 2.92. Without it the second is 12 / 3.098 = 3.87, beyond 2.90.
    assert {flag.person for flag in standing_out(site([0.0] * 8 + [12.0, 12.0]))} == {9, 10}


@pytest.mark.parametrize("second", [20.0, -20.0])
def test_two_wrong_entries_do_not_hide_each_other(second):
    assert {flag.person for flag in standing_out(site([0.0] * 8 + [20.0, second]))} == {9, 10}


def test_the_worst_is_named_first():
    assert [flag.person for flag in standing_out(site([0.0] * 8 + [20.0, 30.0]))] == [10, 9]


def test_more_wrong_entries_than_one_in_five_people_are_not_excused():
    found = fit(site([0.0] * 7 + [20.0] * 3))
    assert isinstance(found, NoFit)
    assert found.reason is Unfit.TOO_SCATTERED


@pytest.mark.parametrize(("people", "most"), [(9, 1), (10, 2), (14, 2), (15, 3)])
def test_one_entry_for_every_five_people_may_be_left_out(people, most):
    offs = [30.0, -30.0, 25.0, -25.0] + [0.0] * (people - 4)
    assert len(standing_out(site(offs))) <= most


def test_a_wrong_entry_among_three_people_is_pointed_out_and_among_two_is_not():
    assert [flag.person for flag in standing_out(site([0.0, 0.0, 30.0]))] == [3]
    assert standing_out(site([0.0, 30.0])) == ()
    assert standing_out([]) == ()
