"""The visit as a pure state machine."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.pelvis.tilt import Cuts, Facing, Grade, Graded, Tilt
from kiosk.screening.flow import (
    Agreed,
    CameraBack,
    CameraLost,
    Capturing,
    Checked,
    Consenting,
    Effect,
    Faulty,
    Holding,
    Idle,
    Measured,
    Measuring,
    Positioning,
    Refused,
    Showing,
    Started,
    Stopped,
    Ticked,
    Times,
    Turned,
    advance,
    view,
)
from kiosk.screening.reason import Reason
from kiosk.screening.view import Result, Ring, Stage

TIMES = Times(
    settle_s=0.5, hold_s=2, capture_s=3, grace_s=0.4, result_s=45, refused_s=4, patience_s=90, away_s=20
)
TILT = Tilt(12.0, 8.0, 16.0, 0.8, 3.1, 1.5, Facing.LEFT, 40, 0.9)
RESULT = Result(TILT, Graded(Grade.MILD, False, None, {}), Cuts(), 7.0, 17.0)
FINE = Checked(None)


def play(*timed, state=None):
    """Feed (time, event) pairs; the states after each, and all effects with their times."""
    state, states, effects = state or Consenting(60.0), [], []
    for now_s, event in timed:
        state, asked = advance(state, event, now_s, TIMES)
        states.append(state)
        effects += [(now_s, effect) for effect in asked]
    return states, effects


def test_a_visit_runs_from_start_to_result_and_back_to_idle():
    states, effects = play(
        (0.0, Agreed()),
        (0.1, Checked(Reason.NOBODY)),
        (1.0, FINE),
        (1.5, FINE),
        (3.5, FINE),
        (6.5, FINE),
        (6.6, Measured(RESULT)),
        (51.5, Ticked()),
        (51.6, Ticked()),
    )
    assert states == [
        Positioning(until_s=90.0, reason=Reason.NOBODY, since_s=0.0),
        Positioning(until_s=90.0, reason=Reason.NOBODY, since_s=0.0),
        Positioning(until_s=90.0, reason=None, since_s=1.0),
        Holding(ends_s=3.5, until_s=90.0),
        Capturing(ends_s=6.5, until_s=90.0),
        Measuring(ends_s=11.5, until_s=90.0),
        Showing(RESULT, ends_s=51.6),
        Showing(RESULT, ends_s=51.6),
        Idle(),
    ]
    assert effects == [
        (3.5, Effect.BEGIN_CAPTURE),
        (6.5, Effect.MEASURE),
        (51.6, Effect.FORGET),
    ]


def test_nothing_begins_before_the_guest_agrees():
    asked = Consenting(ends_s=70.0)
    assert advance(Idle(), Started(), 10.0, TIMES) == (asked, (Effect.FORGET,))
    assert play((11, FINE), (12, Started()), (69.9, Checked(None)), state=asked) == ([asked] * 3, [])
    assert play((11, Stopped()), state=asked) == ([Idle()], [(11, Effect.FORGET)])
    assert play((70.0, Ticked()), state=asked) == ([Idle()], [(70.0, Effect.FORGET)])


def test_all_must_be_well_for_the_settling_time_without_a_break():
    states, _ = play(
        (0, Agreed()), (1.0, FINE), (1.4, Checked(Reason.MOVING)), (1.6, FINE), (2.0, FINE), (2.1, FINE)
    )
    assert isinstance(states[-2], Positioning)
    assert states[-1] == Holding(ends_s=4.1, until_s=90.0)


def test_a_flicker_while_holding_is_forgiven_and_more_is_not():
    holding = Holding(ends_s=10.0, until_s=90.0)
    states, _ = play((8.0, Checked(Reason.MOVING)), (8.3, FINE), (9.0, Checked(Reason.MOVING)), state=holding)
    assert states[1] == holding
    states, effects = play((9.4, Checked(Reason.MOVING)), state=states[-1])
    assert states == [Positioning(until_s=90.0, reason=Reason.MOVING, since_s=9.4)]
    assert effects == [(9.4, Effect.FORGET)]


def test_the_capture_does_not_begin_while_a_check_fails():
    states, effects = play(
        (9.9, Checked(Reason.MOVING)),
        (10.1, Checked(Reason.MOVING)),
        state=Holding(ends_s=10.0, until_s=90.0),
    )
    assert states[-1] == Holding(ends_s=10.0, until_s=90.0, bad_since_s=9.9)
    assert effects == []


def test_moving_during_the_capture_refuses_it_and_the_kiosk_tries_again():
    states, effects = play(
        (5.0, Checked(Reason.MOVING)),
        (5.4, Checked(Reason.MOVING)),
        (9.3, Ticked()),
        (9.4, Ticked()),
        state=Capturing(ends_s=6.0, until_s=90.0),
    )
    assert states[1] == Refused(Reason.MOVING, ends_s=9.4, until_s=90.0)
    assert states[3] == Positioning(until_s=90.0, since_s=9.4)
    assert effects == [(5.4, Effect.FORGET), (9.4, Effect.FORGET)]


def test_a_capture_without_a_reading_is_refused_with_its_reason():
    states, _ = play((7.0, Measured(Reason.UNREADABLE)), state=Measuring(ends_s=9.0, until_s=90.0))
    assert states == [Refused(Reason.UNREADABLE, ends_s=11.0, until_s=90.0)]


def test_a_reading_that_never_comes_is_refused():
    states, _ = play((8.9, Ticked()), (9.0, Ticked()), state=Measuring(ends_s=9.0, until_s=90.0))
    assert states == [
        Measuring(ends_s=9.0, until_s=90.0),
        Refused(Reason.UNREADABLE, ends_s=13.0, until_s=90.0),
    ]


def test_a_guest_who_left_ends_the_visit_early():
    states, _ = play(
        (0, Agreed()),
        (5, Checked(Reason.TOO_FAR)),
        (6, Checked(Reason.NOBODY)),
        (25.9, Checked(Reason.NOBODY)),
    )
    assert isinstance(states[-1], Positioning)
    states, effects = play((26.0, Checked(Reason.NOBODY)), state=states[-1])
    assert (states, effects) == ([Idle()], [(26.0, Effect.FORGET)])


def test_a_guest_who_is_ready_when_patience_ends_is_not_sent_away():
    ready = Positioning(until_s=90.0, reason=None, since_s=89.8)
    assert play((90.3, FINE), state=ready)[0] == [Holding(ends_s=92.3, until_s=90.0)]


def test_no_number_of_refusals_keeps_a_visit_going_beyond_its_patience():
    state, now_s = Idle(), 0.0
    state, _ = advance(Consenting(60.0), Agreed(), now_s, TIMES)
    while now_s < 200 and state != Idle():
        now_s += 0.1
        wrong = isinstance(state, Capturing) or int(now_s) % 7 == 0
        state, _ = advance(state, Checked(Reason.MOVING if wrong else None), now_s, TIMES)
    assert 90 <= now_s < 105


def test_time_that_passes_without_frames_neither_begins_a_capture_nor_ends_the_hold():
    holding = Holding(ends_s=10.0, until_s=90.0)
    assert play((10.1, Ticked()), (30.0, Ticked()), state=holding) == ([holding, holding], [])


def test_leafing_through_the_result_keeps_it_on_the_screen():
    states, effects = play(
        (10.0, Turned(1)),
        (54.9, Turned(2)),
        (60.0, Turned(-4)),
        (104.9, Ticked()),
        (105.0, Ticked()),
        state=Showing(RESULT, ends_s=50.0),
    )
    assert states == [
        Showing(RESULT, ends_s=55.0, leaf=1),
        Showing(RESULT, ends_s=99.9, leaf=2),
        Showing(RESULT, ends_s=105.0, leaf=0),
        Showing(RESULT, ends_s=105.0, leaf=0),
        Idle(),
    ]
    assert effects == [(105.0, Effect.FORGET)]


def test_a_page_can_be_opened_only_while_a_result_is_shown():
    for state in (Idle(), Positioning(until_s=90), Capturing(3, 90), Faulty()):
        assert advance(state, Turned(3), 1.0, TIMES) == (state, ())


def test_a_result_outlives_the_camera():
    showing = Showing(RESULT, ends_s=50.0)
    assert play(
        (10, CameraLost()), (49, CameraLost()), (50, CameraLost()), (51, CameraLost()), state=showing
    )[0] == [
        showing,
        showing,
        Idle(),
        Faulty(),
    ]


def test_positioning_gives_up_after_its_patience():
    states, effects = play((90.0, Checked(Reason.NOBODY)), state=Positioning(until_s=90.0))
    assert states == [Idle()]
    assert effects == [(90.0, Effect.FORGET)]


def test_a_lost_camera_forgets_the_capture_and_its_return_leads_to_idle():
    states, effects = play(
        (5, CameraLost()),
        (6, Started()),
        (7, FINE),
        (8, CameraBack()),
        state=Capturing(ends_s=6, until_s=90.0),
    )
    assert states == [Faulty(), Faulty(), Faulty(), Idle()]
    assert effects == [(5, Effect.FORGET)]


def test_start_during_a_visit_changes_nothing():
    for state in (
        Positioning(until_s=90),
        Holding(3, 90),
        Capturing(3, 90),
        Showing(RESULT, ends_s=50),
    ):
        assert advance(state, Started(), 1.0, TIMES) == (state, ())


def test_each_state_shows_its_stage_and_countdown():
    assert view(Idle(), TIMES).stage is Stage.IDLE
    assert view(Positioning(until_s=9, reason=Reason.TOO_FAR), TIMES).reason is Reason.TOO_FAR
    assert view(Holding(7.0, 90), TIMES).ring == Ring(2, 7.0)
    assert view(Capturing(7.0, 90), TIMES).ring == Ring(3, 7.0)
    assert view(Measuring(7.0, 90), TIMES).ring is None
    shown = view(Showing(RESULT, ends_s=60), TIMES, ("camera",))
    assert (shown.stage, shown.result, shown.simulated) == (Stage.RESULT, RESULT, ("camera",))
    assert view(Refused(Reason.MOVING, 8, 90), TIMES).reason is Reason.MOVING
    assert view(Faulty(), TIMES).stage is Stage.FAULT
    assert [view(Faulty(for_good), TIMES).for_good for for_good in (False, True)] == [False, True]


TOUCHES = [Started(), Agreed(), Stopped(), Turned(2)]
EVENTS = st.one_of(
    st.sampled_from(
        [*TOUCHES, CameraLost(), CameraLost(True), CameraBack(), Ticked(), FINE, Measured(RESULT)]
    ),
    st.sampled_from(list(Reason)).map(Checked),
    st.sampled_from(list(Reason)).map(Measured),
)


@settings(max_examples=300)
@given(st.lists(st.tuples(st.floats(0, 5), EVENTS), max_size=60))
def test_any_sequence_ends_idle_once_left_alone_and_forgets_the_guest_on_the_way(steps):
    state, now_s, held = Idle(), 0.0, False
    for wait_s, event in steps:
        now_s += wait_s
        state, effects = advance(state, event, now_s, TIMES)
        for effect in effects:
            held = {Effect.BEGIN_CAPTURE: True, Effect.FORGET: False, Effect.MEASURE: False}[effect]
        assert not (held and isinstance(state, Idle | Faulty | Positioning | Refused | Showing))
    state, _ = advance(state, CameraBack(), now_s, TIMES)
    for _ in range(8):
        now_s += 100
        state, _ = advance(state, Checked(Reason.NOBODY), now_s, TIMES)
    assert state == Idle()


def test_a_fault_turns_out_to_be_for_good_or_to_pass_after_all():
    assert advance(Idle(), CameraLost(True), 0.0, TIMES)[0] == Faulty(for_good=True)
    assert advance(Faulty(), CameraLost(True), 0.0, TIMES) == (Faulty(for_good=True), ())
    assert advance(Faulty(for_good=True), CameraLost(), 0.0, TIMES) == (Faulty(), ())
    assert advance(Faulty(for_good=True), CameraBack(), 0.0, TIMES)[0] == Idle()
