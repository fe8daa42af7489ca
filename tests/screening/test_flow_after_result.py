"""What can follow a result: the range check and the comparison, and how each comes back to it."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.pelvis.tilt import Method
from kiosk.screening.flow import advance
from kiosk.screening.reason import Reason
from kiosk.screening.shown import view
from kiosk.screening.states import (
    Asking,
    CameraLost,
    Capturing,
    CardSeen,
    Checked,
    CompareWanted,
    Comparing,
    Effect,
    End,
    Errand,
    Holding,
    Idle,
    Leaving,
    Measured,
    Measuring,
    Positioning,
    RangeWanted,
    Readied,
    Refused,
    Showing,
    Shown,
    Stopped,
    Ticked,
    Turned,
)
from kiosk.screening.view import CardRefusal, Changed, NoRange, Pose, RangePlace, Sheet, Stage, Verdict
from tests.screening.visits import FINE, RESULT, TIMES, play

SHOWN = Shown(RESULT)
SHOWING = Showing(SHOWN, ends_s=50.0)
PLACE = RangePlace(70.0, 55.0, 85.0)
CHANGE = Changed(date(2026, 9, 1), 17.0, 12.0, Verdict.NO_SURE_CHANGE, -5.0, 8.0)
ARCHING = Errand(until_s=102.0, from_s=18.0, pose=Pose.ARCH, back_to=SHOWN)


def test_the_range_check_explains_itself_and_asks_for_arch_tuck_and_rest_in_turn():
    states, effects = play(
        (10.0, RangeWanted()),
        (12.0, Readied()),
        (30.0, Measured(End("arch"))),
        (50.0, Measured(End("tuck"))),
        (70.0, Measured(PLACE)),
        state=SHOWING,
    )
    assert states[:2] == [
        Asking(Stage.RANGE, ends_s=40.0, errand=Errand(0.0, pose=Pose.ARCH, back_to=SHOWN)),
        Positioning(ARCHING, since_s=12.0),
    ]
    states, effects = play(
        (30.0, Measured(End("arch"))), state=Measuring(35.0, Errand(90.0, pose=Pose.ARCH, back_to=SHOWN))
    )
    tucking = Errand(120.0, from_s=36.0, pose=Pose.TUCK, ends=("arch",), back_to=SHOWN)
    assert (states, effects) == ([Positioning(tucking, since_s=30.0)], [(30.0, Effect.FORGET)])
    states, _ = play((50.0, Measured(End("tuck"))), state=Measuring(55.0, tucking))
    resting = Errand(140.0, from_s=56.0, pose=Pose.REST, ends=("arch", "tuck"), back_to=SHOWN)
    assert states == [Positioning(resting, since_s=50.0)]
    states, _ = play((70.0, Measured(PLACE)), state=Measuring(75.0, resting))
    assert states == [Showing(Shown(RESULT, Sheet.RANGE, range=PLACE), ends_s=115.0)]


def test_a_guest_is_left_the_time_to_take_up_the_pose_before_the_hold():
    states, _ = play((13.0, FINE), (17.9, FINE), (18.0, FINE), state=Positioning(ARCHING, since_s=12.0))
    assert [type(state) for state in states] == [Positioning, Positioning, Holding]


def test_a_range_check_without_a_place_says_so_on_its_own_page():
    resting = Errand(90.0, pose=Pose.REST, ends=("arch", "tuck"), back_to=SHOWN)
    states, _ = play((70.0, Measured(NoRange.TOO_SMALL)), state=Measuring(75.0, resting))
    assert states == [Showing(Shown(RESULT, Sheet.RANGE, range=NoRange.TOO_SMALL), ends_s=115.0)]


@pytest.mark.parametrize(
    "state",
    [
        Asking(Stage.RANGE, 90.0, errand=ARCHING),
        Asking(Stage.TIPS, 90.0, errand=ARCHING, reason=Reason.MOVING),
        Positioning(ARCHING),
        Holding(90.0, ARCHING),
        Capturing(90.0, ARCHING),
        Measuring(90.0, ARCHING),
        Refused(Reason.MOVING, 90.0, ARCHING),
        Comparing(SHOWN, 90.0),
    ],
    ids=lambda state: type(state).__name__,
)
def test_from_anywhere_after_a_result_the_way_back_to_it_stays_open(state):
    back = Showing(SHOWN, ends_s=65.0), (Effect.FORGET,)
    assert advance(state, Turned(0), 20.0, TIMES) == back
    assert advance(state, CameraLost(), 20.0, TIMES) == back
    assert advance(state, Stopped(), 20.0, TIMES) == (Leaving(25.0), (Effect.FORGET,))


def test_a_range_check_that_nobody_finishes_comes_back_to_the_result():
    waiting = Asking(Stage.RANGE, 40.0, errand=ARCHING)
    assert play((40.0, Ticked()), state=waiting)[0] == [Showing(SHOWN, ends_s=85.0)]
    unwell = Positioning(ARCHING, reason=Reason.NOT_SIDE_ON, since_s=90.0)
    assert play((102.0, Ticked()), state=unwell)[0] == [Showing(SHOWN, ends_s=147.0)]
    nobody = Positioning(ARCHING, reason=Reason.NOBODY, since_s=20.0)
    assert play((40.0, Checked(Reason.NOBODY)), state=nobody)[0] == [Idle()]


def test_an_outcome_is_opened_again_and_from_its_own_page_done_again():
    ranged = Showing(Shown(RESULT, Sheet.PLAN, 3, range=PLACE), ends_s=50.0)
    states, _ = play((10.0, RangeWanted()), (11.0, RangeWanted()), state=ranged)
    opened = Shown(RESULT, Sheet.RANGE, range=PLACE)
    assert states == [
        Showing(opened, ends_s=55.0),
        Asking(Stage.RANGE, ends_s=41.0, errand=Errand(0.0, pose=Pose.ARCH, back_to=opened)),
    ]
    changed = Showing(Shown(RESULT, change=CHANGE), ends_s=50.0)
    states, _ = play((10.0, CompareWanted()), (11.0, CompareWanted()), state=changed)
    opened = Shown(RESULT, Sheet.CHANGE, change=CHANGE)
    assert states == [Showing(opened, ends_s=55.0), Comparing(opened, ends_s=51.0)]


def test_a_card_that_is_shown_becomes_then_and_now_and_a_wrong_one_is_told():
    states, effects = play(
        (10.0, CompareWanted()),
        (11.0, CardSeen(CardRefusal.NOT_OURS)),
        (12.0, Ticked()),
        (13.0, CardSeen(CHANGE)),
        state=SHOWING,
    )
    assert states == [
        Comparing(SHOWN, ends_s=50.0),
        Comparing(SHOWN, ends_s=50.0, refusal=CardRefusal.NOT_OURS),
        Comparing(SHOWN, ends_s=50.0, refusal=CardRefusal.NOT_OURS),
        Showing(Shown(RESULT, Sheet.CHANGE, change=CHANGE), ends_s=58.0),
    ]
    assert effects == []


def test_without_a_card_the_kiosk_goes_back_to_the_result():
    assert play((49.9, Ticked()), (50.0, Ticked()), state=Comparing(SHOWN, 50.0))[0] == [
        Comparing(SHOWN, 50.0),
        Showing(SHOWN, ends_s=95.0),
    ]


def test_what_follows_a_result_is_shown_with_it():
    both = view(Showing(Shown(RESULT, Sheet.RANGE, range=PLACE, change=CHANGE), 50.0), TIMES)
    assert (both.stage, both.sheet, both.range, both.change) == (Stage.RESULT, Sheet.RANGE, PLACE, CHANGE)
    asked = view(Comparing(SHOWN, 50.0, CardRefusal.DAMAGED), TIMES)
    assert (asked.stage, asked.card_refusal) == (Stage.COMPARE, CardRefusal.DAMAGED)
    posed = view(Capturing(50.0, ARCHING), TIMES)
    assert (posed.stage, posed.pose, posed.returns) == (Stage.CAPTURING, Pose.ARCH, True)
    with_dots = replace(RESULT, tilt=replace(RESULT.tilt, method=Method.DOTS_AND_CONTOUR))
    assert view(Showing(Shown(with_dots), 50.0), TIMES).method is Method.DOTS_AND_CONTOUR
