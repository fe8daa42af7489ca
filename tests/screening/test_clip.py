"""One answer for a picture or a clip."""

from dataclasses import replace

import pytest

from kiosk.screening.clip import measure
from kiosk.screening.reason import Reason
from tests.bodies import standing
from tests.screening.fakes import TILT, ScriptedGauge, ScriptedSight, frame


def clip(seconds, fps=10):
    return [frame(i / fps, i) for i in range(round(seconds * fps) + 1)]


def test_a_photograph_of_someone_standing_is_read_from_its_one_frame():
    gauge = ScriptedGauge()
    answer = measure([frame(0)], ScriptedSight(lambda t: standing(at_s=t)), gauge)
    assert (answer.reason, answer.frames, answer.bodies) == (None, 1, 1)
    assert answer.tilt == replace(TILT, frames=1)
    assert gauge.estimated == [[0] * 8]  # the picture, moved three times, and all of that mirrored


def test_what_the_tilt_was_made_of_comes_with_it():
    gauge = ScriptedGauge()
    answer = measure(clip(5), ScriptedSight(lambda t: standing(at_s=t)), gauge)
    assert list(answer.observations) == gauge.estimated[0]
    assert measure([frame(0)], ScriptedSight(lambda t: standing(at_s=7)), gauge).observations == (7,) * 8
    assert measure([frame(0)], ScriptedSight(lambda t: None), gauge).observations == ()


def test_a_photograph_of_an_empty_room_is_refused():
    answer = measure([frame(0)], ScriptedSight(lambda t: None), ScriptedGauge())
    assert (answer.tilt, answer.reason) == (None, Reason.NOBODY)


def test_a_clip_is_read_from_its_stillest_three_seconds():
    def walk_in_then_stand(t):
        # Walks until 2 s, sways 8 px about the mat until 6 s, then stands like a statue until 10 s.
        x = 100 + 130 * t if t < 2 else 360 + (4 if int(t * 10) % 2 else -4) if t < 6 else 360
        return standing(at_s=t, x=x)

    gauge = ScriptedGauge()
    answer = measure(clip(10), ScriptedSight(walk_in_then_stand), gauge)
    assert answer.reason is None
    (used,) = gauge.estimated
    assert used[0] >= 6.0
    assert used[-1] - used[0] == pytest.approx(3.0, abs=0.11)


def test_someone_who_walks_through_is_moving():
    answer = measure(clip(5), ScriptedSight(lambda t: standing(at_s=t, x=50 + 120 * t)), ScriptedGauge())
    assert (answer.tilt, answer.reason, answer.bodies) == (None, Reason.MOVING, 51)


def test_the_commonest_reason_is_given():
    def mostly_turned(t):
        return standing(at_s=t, turn=0.6) if t > 1 else None

    assert measure(clip(5), ScriptedSight(mostly_turned), ScriptedGauge()).reason is Reason.NOT_SIDE_ON


def test_a_short_still_part_after_a_walk_is_enough():
    def body(t):
        return standing(at_s=t, x=360 if t >= 4 else 40 + 80 * t)

    gauge = ScriptedGauge()
    assert measure(clip(6), ScriptedSight(body), gauge).reason is None
    assert gauge.estimated[0][0] >= 3.7


def test_frames_that_cannot_be_measured_split_the_standing_part():
    def body(t):
        return standing(at_s=t, turn=0.6 if 1.0 <= t < 2.0 else 0.0)

    gauge = ScriptedGauge()
    assert measure(clip(3.5), ScriptedSight(body), gauge).reason is None
    assert gauge.estimated[0][0] >= 2.0


def test_an_empty_source_is_unreadable():
    assert measure([], ScriptedSight(lambda t: None), ScriptedGauge()).reason is Reason.UNREADABLE


@pytest.mark.parametrize(("fps", "seconds", "used"), [(2, 10, 7), (1, 10, 5), (0.2, 30, 5)])
def test_a_still_guest_in_a_film_of_few_frames_is_measured(fps, seconds, used):
    gauge = ScriptedGauge()
    answer = measure(clip(seconds, fps), ScriptedSight(lambda t: standing(at_s=t)), gauge)
    assert answer.reason is None
    # 3 s of frames half a second apart; where 3 s hold fewer than five frames, five.
    assert len(gauge.estimated[0]) == used


def test_a_guest_who_moves_in_a_film_of_few_frames_is_moving():
    sight = ScriptedSight(lambda t: standing(at_s=t, x=300 + 20 * t))
    assert measure(clip(6, fps=2), sight, ScriptedGauge()).reason is Reason.MOVING


@pytest.mark.parametrize(("seconds", "fps"), [(0.8, 10), (0.1, 10), (1.5, 2)])
def test_a_still_guest_in_a_clip_too_short_for_a_standing_part_is_measured(seconds, fps):
    gauge = ScriptedGauge()
    answer = measure(clip(seconds, fps), ScriptedSight(lambda t: standing(at_s=t)), gauge)
    assert answer.reason is None
    assert len(gauge.estimated[0]) == answer.frames


def test_a_guest_who_moves_in_a_short_clip_is_moving():
    # 1000 px tall: 15 px are allowed.
    sight = ScriptedSight(lambda t: standing(at_s=t, x=360 + 20 * t))
    assert measure(clip(0.7), sight, ScriptedGauge()).reason is None
    assert measure(clip(0.8), sight, ScriptedGauge()).reason is Reason.MOVING


def test_a_short_clip_that_is_mostly_refused_is_not_measured():
    sight = ScriptedSight(lambda t: standing(at_s=t, turn=0.6 if t < 0.5 else 0.0))
    assert measure(clip(0.8), sight, ScriptedGauge()).reason is Reason.NOT_SIDE_ON


def test_most_of_a_clip_that_is_long_enough_is_no_standing_part_if_it_is_too_short():
    # Turned until 0.5 s of 1.3 s: nine of fourteen frames can be measured, 0.8 s of them.
    sight = ScriptedSight(lambda t: standing(at_s=t, turn=0.6 if t < 0.45 else 0.0))
    assert measure(clip(1.3), sight, ScriptedGauge()).reason is Reason.NOT_SIDE_ON


def test_who_stands_still_for_too_short_is_told_what_was_wrong_the_rest_of_the_time():
    # Measurable for 0.8 s of each 1.4 s: most frames, and never moving in them.
    sight = ScriptedSight(lambda t: standing(at_s=t, turn=0.6 if round(t * 10) % 14 > 8 else 0.0))
    assert measure(clip(6.5), sight, ScriptedGauge()).reason is Reason.NOT_SIDE_ON


def test_a_flicker_of_the_model_breaks_no_standing_part():
    def body(t):
        return standing(at_s=t, turn=0.6 if 0.85 < t < 1.25 else 0.0)

    gauge = ScriptedGauge()
    assert measure(clip(2.0), ScriptedSight(body), gauge).reason is None
    assert (gauge.estimated[0][0], gauge.estimated[0][-1]) == (0.0, 2.0)


def test_a_clock_that_stands_still_does_not_fill_memory():
    gauge = ScriptedGauge()
    frames = [frame(0.0, i) for i in range(700)]
    assert measure(frames, ScriptedSight(lambda t: standing(at_s=t)), gauge).reason is not Reason.MOVING
    assert all(len(used) <= 600 for used in gauge.estimated)
