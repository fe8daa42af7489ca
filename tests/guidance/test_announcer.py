"""When what is heard: with a hand-wound clock, and with clips of whole seconds."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.guidance.announcer import BREATH_S, Announcer, QuietHours
from kiosk.guidance.prompts import prompt
from kiosk.pelvis.tilt import Cuts, Facing, Grade, Graded, Tilt
from kiosk.screening.reason import Reason
from kiosk.screening.view import Cue, Pose, RangePlace, Result, Sheet, Stage, View

TILT = Tilt(12.6, 8.4, 16.8, 0.8, 3.3, 1.5, Facing.LEFT, 84, 0.8)
SHOWN = View(Stage.RESULT, result=Result(TILT, Graded(Grade.MILD, False, None, {}), Cuts(), 7.6, 17.6))
FAR, TURN = (View(Stage.POSITIONING, reason) for reason in (Reason.TOO_FAR, Reason.NOT_SIDE_ON))


class Clips:
    """Tones of no length, and clips after which, with the breath, a little less than two seconds are over."""

    def __init__(self, missing=()):
        self.missing = missing

    def length_s(self, language, name):
        if name in self.missing:
            return None
        return 0.0 if name.startswith("tone-") else 1.95 - BREATH_S


def heard(announcer, *steps):
    """[(when, sounds)] of everything cued while each view stands from its time on, looked at every 0.1 s."""
    cues = []
    for (from_s, view), (until_s, _) in zip(steps, [*steps[1:], (steps[-1][0] + 0.05, None)], strict=True):
        for tenth in range(round(from_s * 10), round(until_s * 10) or 1):
            cue = announcer.hear(view, tenth / 10)
            if cue is not None:
                cues.append((tenth / 10, cue.sounds))
    return cues


def end(at_s):
    """The last step: nothing changes any more."""
    return at_s, View(Stage.FAULT)


@pytest.fixture
def announcer():
    said = Announcer(Clips())
    # The guest is on the way to the mat; whatever was said of that is over.
    said.hear(View(Stage.PREPARE), -100.0)
    return said


def test_a_touch_on_start_is_heard_at_once():
    cue = Announcer(Clips(), volume=0.5).hear(View(Stage.CONSENT, language="de"), 7.0)
    assert cue == Cue(1, ("tone-start", "consent"), "de", 0.5)


def test_a_reason_is_said_when_it_has_stood_for_eight_tenths(announcer):
    assert heard(announcer, (0, FAR), (1.0, FAR)) == [(0.8, ("positioning.too_far",))]


def test_a_reason_that_passes_sooner_is_not_said(announcer):
    assert heard(announcer, (0, FAR), (0.7, View(Stage.POSITIONING)), (5, FAR)) == []


def test_a_reason_that_flickers_has_stood_all_the_while(announcer):
    steps = [(tenth / 10, FAR if tenth % 6 else TURN) for tenth in range(12)]
    assert heard(announcer, *steps)[0] == (0.9, ("positioning.too_far",))


def test_what_still_stands_is_said_again_after_eight_seconds(announcer):
    assert [at for at, _ in heard(announcer, (0, FAR), (20, FAR))] == [0.8, 8.8, 16.8]


def test_an_instruction_waits_for_the_running_one_and_the_newest_wins(announcer):
    still, dark = (View(Stage.POSITIONING, reason) for reason in (Reason.MOVING, Reason.TOO_DARK))
    said = heard(announcer, (0, FAR), (1.0, still), (1.9, dark), (4, dark))
    assert said == [(0.8, ("positioning.too_far",)), (2.8, ("positioning.too_dark",))]


def test_a_reason_that_comes_back_is_said_four_seconds_after_its_end(announcer):
    well = View(Stage.POSITIONING)
    said = heard(announcer, (0, FAR), (1.0, well), (3.0, FAR), (8, FAR))
    assert [at for at, _ in said] == [0.8, 6.8]  # heard until 2.75


def test_the_hold_cuts_an_instruction_and_the_capture_cuts_the_hold(announcer):
    said = heard(
        announcer,
        (0, FAR),
        (1.0, View(Stage.HOLDING)),
        (2.0, View(Stage.CAPTURING)),
        (2.5, SHOWN),
        (3, SHOWN),
    )
    assert said[1:] == [
        (1.0, ("tone-hold", "holding")),
        (2.0, ("tone-capture", "capturing")),
        (2.5, ("tone-done-mild", "grade.mild", "tilt.forward.13", "result.come")),
    ]


def test_the_reason_of_a_refusal_is_heard_out_at_the_mat_but_a_page_left_is_not(announcer):
    refused = View(Stage.REFUSED, Reason.MOVING)
    said = heard(announcer, (0, refused), (1.0, TURN), (4, TURN))
    assert said == [(0.0, ("tone-again", "refused.moving")), (2.0, ("positioning.not_side_on",))]
    left = heard(Announcer(Clips()), (0, View(Stage.PREPARE)), (1.0, TURN), (3, TURN))
    assert left == [(0.0, ("prepare",)), (1.0, ()), (1.8, ("positioning.not_side_on",))]


def test_going_idle_hushes_what_is_heard_once_and_then_is_silent(announcer):
    idle = View(Stage.IDLE)
    assert heard(announcer, (0, View(Stage.REFUSED)), (1.0, idle), (20, idle))[1:] == [(1.0, ())]


def test_idle_without_anything_heard_gives_no_cue(announcer):
    assert heard(announcer, (0, View(Stage.IDLE)), (20, View(Stage.IDLE))) == []


def test_a_pose_is_said_first_and_what_is_wrong_with_it_after(announcer):
    posed = View(Stage.POSITIONING, Reason.MOVING, pose=Pose.ARCH)
    said = heard(announcer, (0, posed), (5, posed))
    assert said == [(0.0, ("positioning.arch",)), (2.0, ("positioning.moving",))]


def test_a_result_is_told_once_a_visit_and_a_page_of_the_plan_is_silent(announcer):
    plan = replace(SHOWN, sheet=Sheet.PLAN, leaf=1)
    said = heard(announcer, (0, SHOWN), (1.0, plan), (20, SHOWN), (60, SHOWN))
    assert [at for at, _ in said] == [0.0, 1.0]
    assert said[1] == (1.0, ())


def test_whoever_comes_from_the_mat_without_a_range_is_told_the_result_again(announcer):
    posed = View(Stage.POSITIONING, pose=Pose.ARCH)
    said = heard(announcer, (0, SHOWN), (30, View(Stage.RANGE)), (40, posed), (60, SHOWN), (61, SHOWN))
    assert [at for at, sounds in said if "grade.mild" in sounds] == [0.0, 60.0]


def test_after_a_range_check_its_end_is_told_and_the_result_not_again(announcer):
    ranged = replace(SHOWN, sheet=Sheet.RANGE, range=RangePlace(70, 60, 80))
    said = heard(announcer, (0, SHOWN), (30, View(Stage.THINKING)), (40, ranged), (60, SHOWN), (61, SHOWN))
    assert said[-1] == (40.0, ("tone-done", "result.come"))


def test_the_next_guests_result_is_told_again(announcer):
    said = heard(announcer, (0, SHOWN), (30, View(Stage.CONSENT)), (40, SHOWN), (41, SHOWN))
    assert [at for at, sounds in said if "grade.mild" in sounds] == [0.0, 40.0]


def test_another_language_is_spoken_at_once(announcer):
    page = View(Stage.CONSENT)
    cues = [
        announcer.hear(page, 0.0),
        announcer.hear(page, 0.5),
        announcer.hear(replace(page, language="fr"), 1.0),
    ]
    assert [cue and (cue.sounds, cue.language) for cue in cues] == [
        (("tone-start", "consent"), "en"),
        None,
        (("tone-start", "consent"), "fr"),
    ]


def test_a_page_that_is_about_to_end_says_so_once_and_does_not_begin_anew_when_the_guest_stays(announcer):
    page, ending = View(Stage.CONSENT), View(Stage.CONSENT, ending=True)
    said = heard(announcer, (0, page), (50, ending), (58, page), (108, ending), (112, ending))
    assert said[1:] == [(50.0, ("page.still_there",)), (108.0, ("page.still_there",))]


def test_a_fault_is_told_to_a_guest_and_to_nobody_else(announcer):
    fault = View(Stage.FAULT)
    assert heard(announcer, (0, FAR), (0.5, fault), (10, fault)) == [(0.5, ("fault",))]
    idle = View(Stage.IDLE)
    assert heard(Announcer(Clips()), (0, fault), (5, idle), (9, fault), (10, fault)) == []


def test_a_sound_that_is_not_there_is_left_out_and_the_rest_is_heard():
    said = Announcer(Clips(missing={"tilt.forward.13", "tone-done-mild"}))
    assert said.hear(SHOWN, 0.0).sounds == ("grade.mild", "result.come")


def test_a_prompt_of_which_nothing_is_there_gives_no_cue(announcer):
    silent = Announcer(Clips(missing={"positioning.too_far"}))
    assert heard(silent, (0, FAR), (20, FAR)) == []


def test_volume_nought_gives_no_cue_at_all():
    assert heard(Announcer(Clips(), volume=0.0), (0, SHOWN), (1, View(Stage.IDLE)), (2, SHOWN), end(9)) == []


@pytest.mark.parametrize(
    ("now", "quiet"),
    [
        (time(21, 59, 59), False),
        (time(22, 0), True),
        (time(23, 59), True),
        (time(0, 0), True),
        (time(6, 59), True),
        (time(7, 0), False),
        (time(12, 0), False),
    ],
)
def test_quiet_hours_reach_over_midnight(now, quiet):
    assert QuietHours(time(22), time(7)).hold(now) is quiet


def test_quiet_hours_within_a_day_end_on_it():
    lunch = QuietHours(time(12), time(13))
    assert [lunch.hold(time(hour)) for hour in (11, 12, 13, 23)] == [False, True, False, False]


def test_nothing_begins_in_quiet_hours_and_what_is_heard_then_ends_with_its_moment():
    now = [time(21, 59)]
    said = Announcer(Clips(), quiet=QuietHours(time(22), time(7)), wall_clock=lambda: now[0])
    assert said.hear(SHOWN, 0.0).sounds
    now[0] = time(22)
    assert said.hear(SHOWN, 1.0) is None
    assert said.hear(View(Stage.CONSENT), 2.0).sounds == ()
    assert said.hear(View(Stage.HOLDING), 30.0) is None


def test_every_cue_has_a_number_higher_than_the_one_before(announcer):
    numbers = [
        announcer.hear(View(stage), i * 10.0).number for i, stage in enumerate((Stage.CONSENT, Stage.TIPS))
    ]
    assert numbers == [2, 3]


VIEWS = st.one_of(
    st.builds(
        View,
        st.sampled_from(Stage),
        reason=st.sampled_from([None, *Reason]),
        pose=st.sampled_from(Pose),
        language=st.sampled_from(["en", "de"]),
        ending=st.booleans(),
    ),
    st.sampled_from([View(Stage.IDLE), FAR, TURN, SHOWN, View(Stage.HOLDING), View(Stage.CAPTURING)]),
)
STEPS = st.lists(st.tuples(VIEWS, st.integers(1, 80), st.integers(1, 30)), max_size=40)


@settings(max_examples=200, deadline=None)
@given(steps=STEPS)
def test_never_two_at_once_nor_one_too_soon_again_and_idle_is_silent(steps):
    announcer, clips = Announcer(Clips()), Clips()
    now_s, playing_until_s, playing = 0.0, 0.0, None
    ended_s = {}
    before = None
    for view, hundredths, looks in steps:
        for look in range(looks):
            now_s += hundredths / 100
            changed = look == 0 and before is not None
            if playing and now_s >= playing_until_s:
                ended_s[playing], playing = playing_until_s, None
            cue = announcer.hear(view, now_s)
            if cue is not None:
                # In place of what is heard: only a change cuts it.
                assert playing is None or changed
                assert cue.sounds or now_s < playing_until_s + BREATH_S
                if playing:
                    ended_s[playing] = now_s
                playing = (cue.language, cue.sounds) if cue.sounds else None
                if playing:
                    assert now_s - ended_s.get(playing, -4.0) >= 4.0 - 1e-6
                    playing_until_s = now_s + sum(clips.length_s("en", name) for name in cue.sounds)
                    assert prompt(view) is not None
            if view.stage is Stage.IDLE:
                assert playing is None
        before = view
