"""What a guest brings and what was just found become a change, or the honest absence of one."""

from datetime import date

import pytest

from kiosk.pelvis.tilt import Cuts, Facing, Grade, Method
from kiosk.screening.view import Verdict
from kiosk.takehome.record import WholePlace
from kiosk.takehome.then_and_now import Caveat, then_and_now
from tests.takehome.results import DAY, result

EARLIER = date(2026, 10, 4)  # seven weeks before


def tilted(deg: float, **changed):
    """A neutral result under cuts so high that any tilt is."""
    cuts = Cuts(40.0, 45.0)
    return result(tilt_deg=deg, low_deg=-20.0, high_deg=40.0, grade=Grade.NEUTRAL, cuts=cuts, **changed)


def then(deg: float, **changed):
    return tilted(deg, **{"day": EARLIER, **changed})


@pytest.mark.parametrize(
    ("before", "after", "verdict", "change_deg"),
    [
        (18.1, 10.0, Verdict.FURTHER_BACK, -8.1),
        (10.0, 18.1, Verdict.FURTHER_FORWARD, 8.1),
        (18.0, 10.0, Verdict.NO_SURE_CHANGE, -8.0),
        (12.0, 12.0, Verdict.NO_SURE_CHANGE, 0.0),
        (-5.0, 4.0, Verdict.FURTHER_FORWARD, 9.0),
    ],
)
def test_a_change_is_sure_only_beyond_what_two_captures_differ_by_anyway(before, after, verdict, change_deg):
    found = then_and_now(then(before), tilted(after))
    assert found.verdict is verdict
    assert found.change_deg == pytest.approx(change_deg)
    # 1.96 x sqrt(2) x 2.9.
    assert found.mdc_deg == pytest.approx(8.038, abs=1e-3)
    assert (found.days, found.caveats) == (49, ())


def test_results_of_three_captures_each_tell_a_smaller_change():
    found = then_and_now(then(15.0, captures=3), tilted(10.0, captures=3))
    # 8.038 / sqrt(3).
    assert found.mdc_deg == pytest.approx(4.641, abs=1e-3)
    assert found.verdict is Verdict.FURTHER_BACK


def test_one_result_of_three_captures_and_one_of_a_single_lie_between():
    # 1.96 x 2.9 x sqrt(1/3 + 1).
    assert then_and_now(then(15.0, captures=3), tilted(10.0)).mdc_deg == pytest.approx(6.563, abs=1e-3)


@pytest.mark.parametrize(
    ("changed", "caveat"),
    [
        ({"facing": Facing.RIGHT}, Caveat.FACING_DIFFERS),
        ({"method": Method.DOTS}, Caveat.METHOD_DIFFERS),
        ({"method": Method.DOTS_AND_CONTOUR}, Caveat.METHOD_DIFFERS),
    ],
)
def test_results_made_differently_are_not_compared_and_the_reason_is_told(changed, caveat):
    found = then_and_now(then(25.0, **changed), tilted(5.0))
    assert (found.verdict, found.change_deg, found.caveats) == (Verdict.NOT_COMPARABLE, None, (caveat,))


def test_other_cuts_leave_the_angles_comparable_but_are_told():
    found = then_and_now(result(day=EARLIER), result(cuts=Cuts(12.0, 17.0)))
    assert (found.verdict, found.change_deg, found.caveats) == (
        Verdict.NO_SURE_CHANGE,
        0.0,
        (Caveat.CUTS_DIFFER,),
    )


def test_results_of_one_day_are_compared_and_said_to_be_so():
    found = then_and_now(tilted(20.0), tilted(10.0))
    assert (found.verdict, found.days, found.caveats) == (Verdict.FURTHER_BACK, 0, (Caveat.SAME_DAY,))


def test_a_result_dated_ahead_of_today_is_still_then_but_no_time_is_told():
    found = then_and_now(tilted(20.0, day=date(2027, 3, 1)), tilted(10.0))
    assert (found.verdict, found.change_deg) == (Verdict.FURTHER_BACK, -10.0)
    assert (found.days, found.caveats) == (None, (Caveat.DAY_AHEAD,))
    assert found.then.day == date(2027, 3, 1)
    assert found.now.day == DAY


def test_every_caveat_that_holds_is_told_in_order():
    brought = result(day=DAY, facing=Facing.RIGHT, method=Method.DOTS, cuts=Cuts(12.0, 17.0))
    assert then_and_now(brought, result()).caveats == (
        Caveat.FACING_DIFFERS,
        Caveat.METHOD_DIFFERS,
        Caveat.CUTS_DIFFER,
        Caveat.SAME_DAY,
    )


def test_both_results_stay_at_hand_to_be_shown_side_by_side():
    brought, fresh = then(15.0, place=WholePlace(80, 70, 90)), tilted(12.0)
    found = then_and_now(brought, fresh)
    assert (found.then, found.now) == (brought, fresh)
