"""The visit as a pure state machine: from Start to a result, and every way out of it."""

from dataclasses import replace

import pytest

from kiosk.pelvis.tilt import Method
from kiosk.screening.flow import advance
from kiosk.screening.reason import Reason
from kiosk.screening.shown import view
from kiosk.screening.states import (
    Agreed,
    Asking,
    CameraBack,
    CameraLost,
    Capturing,
    Checked,
    DotsWanted,
    Effect,
    Errand,
    Faulty,
    Holding,
    Idle,
    Leaving,
    Measured,
    Measuring,
    Positioning,
    Readied,
    Refused,
    Showing,
    Shown,
    Started,
    Stayed,
    Stopped,
    Ticked,
    Turned,
    Watched,
)
from kiosk.screening.view import Ring, Sheet, Stage
from tests.screening.visits import FINE, ON_MAT, RESULT, SEEN, TIMES, play

SHOWN = Shown(RESULT)
NOBODY = Checked(Reason.NOBODY)
FORGET = Effect.FORGET


def test_a_visit_runs_from_start_to_result_and_back_to_idle():
    states, effects = play(
        (-2.0, Started()),
        (-1.0, Agreed()),
        (0.0, Readied()),
        (0.1, NOBODY),
        (1.0, FINE),
        (1.5, FINE),
        (3.5, FINE),
        (6.5, FINE),
        (6.6, Measured(RESULT)),
        (51.5, Ticked()),
        (51.6, Ticked()),
        state=Idle(),
    )
    on_mat = replace(ON_MAT, from_s=0.0)
    seen = replace(on_mat, seen=True)
    assert states == [
        Asking(Stage.CONSENT, ends_s=28.0),
        Asking(Stage.PREPARE, ends_s=29.0, errand=Errand(0.0)),
        Positioning(on_mat, reason=Reason.NOBODY, since_s=0.0),
        Positioning(on_mat, reason=Reason.NOBODY, since_s=0.0),
        Positioning(seen, reason=None, since_s=1.0),
        Holding(ends_s=3.5, errand=seen),
        Capturing(ends_s=6.5, errand=seen),
        Measuring(ends_s=11.5, errand=seen),
        Showing(SHOWN, ends_s=51.6),
        Showing(SHOWN, ends_s=51.6, ending=True),
        Idle(),
    ]
    assert effects == [
        (-2.0, FORGET),
        (0.0, FORGET),
        (3.5, Effect.BEGIN_CAPTURE),
        (6.5, Effect.MEASURE),
        (6.6, FORGET),
        (51.6, FORGET),
    ]


def test_nothing_begins_before_the_guest_agrees():
    asked = Asking(Stage.CONSENT, ends_s=40.0)
    assert advance(Idle(), Started(), 10.0, TIMES) == (asked, (FORGET,))
    assert play((11, FINE), (12, Started()), (13, Readied()), state=asked) == ([asked] * 3, [])


def test_declining_leads_back_to_the_start_without_a_goodbye():
    asked = Asking(Stage.CONSENT, ends_s=40.0)
    assert play((11, Stopped()), state=asked) == ([Idle()], [(11, FORGET)])


def test_a_second_tap_on_agree_does_not_skip_what_to_prepare():
    states, _ = play((1, Agreed()), (1.1, Agreed()), state=Asking(Stage.CONSENT, ends_s=40.0))
    assert [state.page for state in states] == [Stage.PREPARE, Stage.PREPARE]


@pytest.mark.parametrize("page", [Stage.CONSENT, Stage.PREPARE, Stage.DOTS, Stage.TIPS])
def test_a_page_that_nobody_answers_warns_and_then_ends_the_visit(page):
    asked = Asking(page, ends_s=40.0, errand=ON_MAT)
    states, _ = play((29.9, Ticked()), (30.0, Ticked()), (40.0, Ticked()), state=asked)
    assert states == [asked, replace(asked, ending=True), Idle()]


def test_a_touch_keeps_a_page_that_was_about_to_end():
    asked = Asking(Stage.PREPARE, ends_s=40.0, ending=True, errand=ON_MAT)
    assert play((39, Stayed()), state=asked)[0] == [replace(asked, ends_s=69.0, ending=False)]
    showing = Showing(SHOWN, ends_s=40.0, ending=True)
    assert play((39, Stayed()), state=showing)[0] == [Showing(SHOWN, ends_s=84.0)]


def test_all_must_be_well_for_the_settling_time_without_a_break():
    states, _ = play((1.0, FINE), (1.4, Checked(Reason.MOVING)), (1.6, FINE), (2.0, FINE), (2.1, FINE))
    assert isinstance(states[-2], Positioning)
    assert states[-1] == Holding(4.1, SEEN)


def test_a_flicker_while_holding_is_forgiven_and_more_is_not():
    holding = Holding(10.0, ON_MAT)
    states, _ = play((8.0, Checked(Reason.MOVING)), (8.3, FINE), (9.0, Checked(Reason.MOVING)), state=holding)
    assert states[1] == holding
    states, effects = play((9.4, Checked(Reason.MOVING)), state=states[-1])
    assert states == [Positioning(SEEN, reason=Reason.MOVING, since_s=9.4)]
    assert effects == [(9.4, FORGET)]


def test_the_capture_does_not_begin_while_a_check_fails():
    states, effects = play(
        (9.9, Checked(Reason.MOVING)), (10.1, Checked(Reason.MOVING)), state=Holding(10.0, ON_MAT)
    )
    assert states[-1] == Holding(10.0, ON_MAT, bad_since_s=9.9)
    assert effects == []


def test_moving_during_the_capture_refuses_it_and_the_kiosk_tries_again():
    states, effects = play(
        (5.0, Checked(Reason.MOVING)),
        (5.4, Checked(Reason.MOVING)),
        (9.3, Ticked()),
        (9.4, Ticked()),
        state=Capturing(6.0, ON_MAT),
    )
    once = replace(SEEN, refusals=1)
    assert states[1] == Refused(Reason.MOVING, ends_s=9.4, errand=once)
    assert states[3] == Positioning(once, since_s=9.4)
    assert effects == [(5.4, FORGET), (9.4, FORGET)]


def test_a_capture_without_a_reading_is_refused_with_its_reason():
    states, _ = play((7.0, Measured(Reason.UNREADABLE)), state=Measuring(9.0, ON_MAT))
    assert states == [Refused(Reason.UNREADABLE, 11.0, replace(SEEN, refusals=1))]


def test_a_reading_that_never_comes_is_refused():
    measuring = Measuring(9.0, ON_MAT)
    states, _ = play((8.9, Ticked()), (9.0, Ticked()), state=measuring)
    assert states == [measuring, Refused(Reason.UNREADABLE, 13.0, replace(SEEN, refusals=1))]


def test_the_third_refusal_offers_tips_and_from_there_another_three_tries():
    tried = replace(SEEN, refusals=2)
    states, effects = play(
        (7.0, Measured(Reason.MOVING)), (20.0, Readied()), state=Measuring(9.0, replace(tried, until_s=8.0))
    )
    thrice = replace(tried, until_s=8.0, refusals=3)
    assert states == [
        Asking(Stage.TIPS, ends_s=37.0, errand=thrice, reason=Reason.MOVING),
        Positioning(Errand(until_s=110.0, from_s=20.0), since_s=20.0),
    ]
    assert effects == [(7.0, FORGET), (20.0, FORGET)]


def test_a_guest_who_never_comes_to_the_mat_is_waited_for_longer_than_one_who_left_it():
    states, _ = play((0.0, NOBODY), (19.9, NOBODY), (20.0, NOBODY), state=Positioning(ON_MAT, since_s=0.0))
    assert [type(state) for state in states] == [Positioning, Positioning, Idle]
    states, effects = play((5, Checked(Reason.TOO_FAR)), (6, NOBODY), (13.9, NOBODY), (14.0, NOBODY))
    assert [type(state) for state in states] == [Positioning] * 3 + [Idle]
    assert effects == [(14.0, FORGET)]


def test_a_guest_who_has_not_come_to_the_mat_is_asked_whether_they_are_there():
    waiting = Positioning(ON_MAT, since_s=0.0)
    states, _ = play((13.3, NOBODY), (13.4, NOBODY), (14.0, Stayed()), (27.0, NOBODY), state=waiting)
    # A third of the 20 s, since that is less than the 10 s of other warnings.
    assert [state.ending for state in states] == [False, True, False, False]
    assert states[2] == Positioning(ON_MAT, since_s=14.0)
    assert view(states[1], TIMES).ending


def test_a_page_of_few_seconds_warns_for_no_more_than_a_third_of_them():
    hasty = replace(TIMES, read_s=3.0, result_s=6.0)
    asked = Asking(Stage.CONSENT, ends_s=3.0)
    assert not advance(asked, Ticked(), 1.9, hasty)[0].ending
    assert advance(asked, Ticked(), 2.0, hasty)[0].ending
    assert not advance(Showing(SHOWN, ends_s=6.0), Ticked(), 3.9, hasty)[0].ending
    assert advance(Showing(SHOWN, ends_s=6.0), Ticked(), 4.0, hasty)[0].ending


def test_a_guest_who_is_ready_when_patience_ends_is_not_sent_away():
    ready = Positioning(SEEN, reason=None, since_s=89.8)
    assert play((90.3, FINE), state=ready)[0] == [Holding(92.3, SEEN)]


def test_patience_ends_with_tips_for_a_guest_who_is_there_and_at_the_start_for_nobody():
    here = Positioning(SEEN, reason=Reason.NOT_SIDE_ON, since_s=60.0)
    tips = Asking(Stage.TIPS, ends_s=120.0, errand=SEEN, reason=Reason.NOT_SIDE_ON)
    assert play((90.0, Ticked()), state=here) == ([tips], [(90.0, FORGET)])
    assert play((90.0, NOBODY), state=Positioning(ON_MAT)) == ([Idle()], [(90.0, FORGET)])


def test_no_number_of_refusals_keeps_a_visit_going_beyond_its_patience():
    state, now_s = Positioning(ON_MAT, since_s=0.0), 0.0
    while now_s < 200 and not isinstance(state, Asking | Idle):
        now_s += 0.1
        wrong = isinstance(state, Capturing) or int(now_s) % 7 == 0
        state, _ = advance(state, Checked(Reason.MOVING if wrong else None), now_s, TIMES)
    assert now_s < 105


def test_time_that_passes_without_frames_neither_begins_a_capture_nor_ends_the_hold():
    holding = Holding(10.0, ON_MAT)
    assert play((10.1, Ticked()), (30.0, Ticked()), state=holding) == ([holding, holding], [])


def test_leafing_through_the_result_keeps_it_on_the_screen():
    states, effects = play(
        (10.0, Turned(1)),
        (54.0, Turned(2)),
        (60.0, Turned(-4)),
        (94.9, Ticked()),
        (95.0, Ticked()),
        (105.0, Ticked()),
        state=Showing(SHOWN, ends_s=50.0),
    )
    assert states == [
        Showing(Shown(RESULT, Sheet.PLAN, leaf=1), ends_s=55.0),
        Showing(Shown(RESULT, Sheet.PLAN, leaf=2), ends_s=99.0),
        Showing(SHOWN, ends_s=105.0),
        Showing(SHOWN, ends_s=105.0),
        Showing(SHOWN, ends_s=105.0, ending=True),
        Idle(),
    ]
    assert effects == [(60.0, FORGET), (105.0, FORGET)]


def test_a_page_can_be_opened_only_while_a_result_is_shown():
    for state in (Idle(), Positioning(SEEN), Capturing(3, ON_MAT), Faulty(), Leaving(9.0)):
        assert advance(state, Turned(3), 1.0, TIMES) == (state, ())
        assert advance(state, Turned(0), 1.0, TIMES) == (state, ())


def test_a_result_is_cleared_when_nobody_has_been_before_it_for_eight_seconds():
    showing = Showing(SHOWN, ends_s=50.0)
    states, effects = play(
        (10.0, Watched(somebody=False)),
        (17.9, Watched(somebody=True)),
        (18.0, Watched(somebody=False)),
        (25.9, Ticked()),
        (26.0, Ticked()),
        state=showing,
    )
    assert states == [
        replace(showing, gone_since_s=10.0),
        showing,
        replace(showing, gone_since_s=18.0),
        replace(showing, gone_since_s=18.0),
        Idle(),
    ]
    assert effects == [(26.0, FORGET)]


def test_stop_says_goodbye_to_its_end_whatever_is_touched_meanwhile():
    for state in (Positioning(SEEN), Capturing(3, ON_MAT), Showing(SHOWN, ends_s=50.0)):
        assert advance(state, Stopped(), 1.0, TIMES) == (Leaving(6.0), (FORGET,))
    assert play((5.9, Ticked()), (6.0, Ticked()), state=Leaving(6.0))[0] == [Leaving(6.0), Idle()]
    assert play((3.0, Started()), (4.0, Stopped()), state=Leaving(6.0))[0] == [Leaving(6.0), Leaving(6.0)]


def test_a_result_outlives_the_camera():
    showing = Showing(SHOWN, ends_s=50.0)
    assert play(
        (10, CameraLost()), (49, CameraLost()), (50, CameraLost()), (51, CameraLost()), state=showing
    )[0] == [showing, replace(showing, ending=True), Idle(), Faulty()]


def test_a_lost_camera_forgets_the_capture_and_its_return_leads_to_idle():
    states, effects = play(
        (5, CameraLost()), (6, Started()), (7, FINE), (8, CameraBack()), state=Capturing(6, ON_MAT)
    )
    assert states == [Faulty(), Faulty(), Faulty(), Idle()]
    assert effects == [(5, FORGET)]


def test_a_fault_turns_out_to_be_for_good_or_to_pass_after_all():
    assert advance(Idle(), CameraLost(True), 0.0, TIMES)[0] == Faulty(for_good=True)
    assert advance(Faulty(), CameraLost(True), 0.0, TIMES) == (Faulty(for_good=True), ())
    assert advance(Faulty(for_good=True), CameraLost(), 0.0, TIMES) == (Faulty(), ())
    assert advance(Faulty(for_good=True), CameraBack(), 0.0, TIMES)[0] == Idle()


def test_start_during_a_visit_changes_nothing():
    for state in (
        Positioning(ON_MAT),
        Holding(3, ON_MAT),
        Capturing(3, ON_MAT),
        Showing(SHOWN, ends_s=50),
        Asking(Stage.PREPARE, ends_s=50),
    ):
        assert advance(state, Started(), 1.0, TIMES) == (state, ())


def test_dots_are_put_on_before_the_mat_and_can_be_left_off_after_all():
    prepare = Asking(Stage.PREPARE, ends_s=30.0, errand=Errand(0.0))
    states, _ = play((1.0, DotsWanted()), (2.0, Readied()), state=prepare)
    assert states == [
        Asking(Stage.DOTS, ends_s=31.0, errand=Errand(0.0, method=Method.DOTS_AND_CONTOUR)),
        Positioning(Errand(92.0, from_s=2.0, method=Method.DOTS_AND_CONTOUR), since_s=2.0),
    ]
    assert play((2.0, DotsWanted(wanted=False)), state=states[0])[0] == [replace(prepare, ends_s=32.0)]
    tips = Asking(
        Stage.TIPS, 30.0, errand=replace(SEEN, method=Method.DOTS_AND_CONTOUR), reason=Reason.MOVING
    )
    assert play((2.0, DotsWanted(wanted=False)), state=tips)[0] == [
        Asking(Stage.PREPARE, 32.0, errand=replace(SEEN, method=Method.CONTOUR))
    ]


def test_each_state_shows_its_stage_and_countdown():
    assert view(Idle(), TIMES).stage is Stage.IDLE
    assert view(Positioning(ON_MAT, reason=Reason.TOO_FAR), TIMES).reason is Reason.TOO_FAR
    assert view(Holding(7.0, ON_MAT), TIMES).ring == Ring(2, 7.0)
    assert view(Capturing(7.0, ON_MAT), TIMES).ring == Ring(3, 7.0)
    assert view(Measuring(7.0, ON_MAT), TIMES).stage is Stage.THINKING
    shown = view(Showing(SHOWN, ends_s=60), TIMES)
    assert (shown.stage, shown.result, shown.sheet) == (Stage.RESULT, RESULT, Sheet.RESULT)
    assert view(Refused(Reason.MOVING, 8, ON_MAT), TIMES).reason is Reason.MOVING
    assert view(Leaving(8), TIMES).stage is Stage.GOODBYE
    assert [view(Faulty(for_good), TIMES).for_good for for_good in (False, True)] == [False, True]
    for page in (Stage.CONSENT, Stage.PREPARE, Stage.DOTS, Stage.TIPS, Stage.RANGE):
        asked = view(Asking(page, 7.0, ending=True), TIMES)
        assert (asked.stage, asked.ring, asked.ending) == (page, Ring(30, 7.0), True)
