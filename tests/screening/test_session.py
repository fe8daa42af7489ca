"""The session: frames in, views and lights out, nothing kept."""

import gc
import weakref

import pytest

from kiosk.errors import ModelError
from kiosk.pelvis.tilt import Grade, Method
from kiosk.pose.body import Keypoint
from kiosk.screening.reason import Reason
from kiosk.screening.session import Parts, Rules, Session
from kiosk.screening.states import Times
from kiosk.screening.take import Gauges
from kiosk.screening.view import Sheet, Stage, Touch
from tests.bodies import standing
from tests.screening.fakes import (
    Clock,
    ScriptedFrames,
    ScriptedGauge,
    ScriptedLights,
    ScriptedSight,
    result_of,
)

RULES = Rules(
    times=Times(settle_s=0.5, hold_s=2, capture_s=3, result_s=10, refused_s=2, patience_s=40),
    languages=("en", "de"),
)


class Room:
    """A session with everything around it scripted; ``body_at`` says who stands there when."""

    def __init__(self, body_at=lambda t: standing(at_s=t), gauge=None):
        self.clock, self.lights = Clock(), ScriptedLights()
        self.frames = ScriptedFrames(self.clock)
        self.sight, self.gauge = ScriptedSight(body_at), gauge or ScriptedGauge()
        gauges = Gauges({Method.CONTOUR: self.gauge}, result_of)
        parts = Parts(self.frames, self.sight, gauges, self.lights, self.clock)
        self.session = Session(parts, RULES, simulated=("camera",))

    def begin(self):
        """Touch Start, agree, and be ready."""
        for touch in (Touch.START, Touch.AGREE, Touch.READY):
            self.session.touch(touch)

    @property
    def view(self):
        return self.session.board.latest().view

    def until(self, stage, limit_s=60.0):
        """Step until a stage is shown; the seconds it took."""
        began_s = self.clock.now_s
        while self.view.stage is not stage:
            assert self.clock.now_s - began_s < limit_s, f"still {self.view.stage} after {limit_s} s"
            self.session.step(0.05)
        return self.clock.now_s - began_s


def test_a_guest_who_stands_well_is_read_after_settling_hold_and_capture():
    room = Room()
    room.begin()
    seconds = room.until(Stage.RESULT)
    # 0.6 s to know stillness, 0.5 settle, 2 hold, 3 capture, and a frame or two for each.
    assert seconds == pytest.approx(6.1, abs=0.5)
    assert room.view.result.tilt.deg == 12.0
    assert room.view.simulated == ("camera",)
    assert len(room.gauge.estimated[0]) == pytest.approx(45, abs=2)


def test_the_lights_follow_the_stages_and_end_on_the_grade():
    room = Room()
    room.begin()
    room.until(Stage.RESULT)
    assert room.lights.shown == [
        (Stage.CONSENT, None),
        (Stage.PREPARE, None),
        (Stage.POSITIONING, None),
        (Stage.HOLDING, None),
        (Stage.CAPTURING, None),
        (Stage.THINKING, None),
        (Stage.RESULT, Grade.MILD),
    ]


def test_the_result_is_leafed_through_and_forgotten_with_the_page_that_was_open():
    room = Room()
    room.begin()
    room.until(Stage.RESULT)
    room.session.turn(2)
    room.session.step(0.05)
    assert (room.view.stage, room.view.sheet, room.view.leaf) == (Stage.RESULT, Sheet.PLAN, 2)
    room.until(Stage.IDLE)
    assert room.view.leaf == 0


def test_a_language_is_spoken_through_the_visit_and_forgotten_with_the_guest():
    room = Room()
    room.session.speak("de")
    room.begin()
    room.until(Stage.RESULT)
    assert room.view.language == "de"
    room.until(Stage.IDLE)
    assert room.view.language == "en"


def test_a_language_chosen_and_left_alone_is_forgotten():
    room = Room()
    room.session.speak("de")
    room.session.step(0.05)
    assert room.view.language == "de"
    began_s = room.clock.now_s
    while room.view.language == "de":
        room.session.step(0.05)
    assert room.clock.now_s - began_s == pytest.approx(60, abs=1)


def test_the_result_clears_itself():
    room = Room()
    room.begin()
    room.until(Stage.RESULT)
    assert room.until(Stage.IDLE) == pytest.approx(10, abs=0.2)
    assert room.view.result is None


def test_nobody_in_view_is_said_and_ends_in_idle():
    room = Room(lambda t: None)
    room.begin()
    room.session.step(0.05)
    assert (room.view.stage, room.view.reason) == (Stage.POSITIONING, Reason.NOBODY)
    assert room.until(Stage.IDLE) == pytest.approx(30, abs=0.2)


def test_a_guest_who_walks_off_during_the_capture_is_told_and_may_try_again():
    leave_s = 104.0
    room = Room(lambda t: standing(at_s=t) if t < leave_s else None)
    room.begin()
    room.until(Stage.CAPTURING)
    room.until(Stage.REFUSED)
    assert room.view.reason is Reason.NOBODY
    assert room.until(Stage.POSITIONING) == pytest.approx(2, abs=0.2)
    assert room.gauge.estimated == []


def test_a_camera_that_dies_mid_capture_leads_to_a_fault_and_back_to_idle():
    room = Room()
    room.begin()
    room.until(Stage.CAPTURING)
    room.frames.broken = True
    room.session.step(0.05)
    assert room.view.stage is Stage.FAULT
    room.frames.broken = False
    room.session.step(0.05)
    assert room.view.stage is Stage.IDLE
    assert room.gauge.estimated == []


def test_a_camera_lost_for_good_is_told_apart_from_one_that_takes_a_break():
    room = Room()
    room.frames.broken = True
    room.session.step(0.05)
    assert (room.view.stage, room.view.for_good) == (Stage.FAULT, False)
    room.frames.gone = True
    room.session.step(0.05)
    assert (room.view.stage, room.view.for_good) == (Stage.FAULT, True)


def test_stop_ends_a_visit_at_once_with_a_goodbye():
    room = Room()
    room.begin()
    room.until(Stage.CAPTURING)
    room.session.touch(Touch.STOP)
    room.session.step(0.05)
    assert room.view.stage is Stage.GOODBYE
    assert room.until(Stage.IDLE) == pytest.approx(7, abs=0.2)


def test_a_storm_of_taps_leaves_the_visit_as_one_tap_would():
    room = Room()
    for _ in range(500):
        room.begin()
    room.session.step(0.05)
    assert room.view.stage is Stage.POSITIONING


def test_the_outline_is_drawn_only_while_the_guest_needs_it():
    room = Room()
    room.session.step(0.05)
    assert room.session.board.latest().outline is None
    room.begin()
    room.session.step(0.05)
    assert room.session.board.latest().outline is not None
    room.until(Stage.RESULT)
    assert room.session.board.latest().outline is None


def test_frames_come_slowly_while_idle_and_freely_during_a_visit():
    room = Room()
    room.begin()
    room.until(Stage.RESULT)
    room.until(Stage.IDLE)
    # consent, prepare; positioning, holding, capturing; thinking, result; idle
    assert room.frames.rates == [2.0, 2.0, None, None, None, 2.0, 2.0, 2.0]


def test_nobody_is_looked_at_before_they_agree():
    looked = []
    room = Room(lambda t: looked.append(t) or standing(at_s=t))
    room.session.touch(Touch.START)
    for _ in range(40):
        room.session.step(0.05)
    assert room.view.stage is Stage.CONSENT
    room.session.touch(Touch.AGREE)
    room.session.step(0.05)
    assert room.view.stage is Stage.PREPARE
    assert looked == []
    room.session.touch(Touch.READY)
    room.session.step(0.05)
    assert len(looked) == 1


def test_too_few_readable_frames_are_no_reading():
    gauge = ScriptedGauge()
    gauge.observe = lambda body: None
    room = Room(gauge=gauge)
    room.begin()
    room.until(Stage.REFUSED)
    assert room.view.reason is Reason.UNREADABLE


def test_a_model_that_fails_on_a_capture_is_a_refusal_not_a_crash():
    gauge = ScriptedGauge()

    def fail(observations):
        raise ModelError("broken")

    gauge.estimate = fail
    room = Room(gauge=gauge)
    room.begin()
    room.until(Stage.REFUSED)
    assert room.view.reason is Reason.UNREADABLE


def test_nobody_is_looked_at_before_start_or_after_goodbye():
    looked = []
    room = Room(lambda t: looked.append(t) or standing(at_s=t))
    for _ in range(10):
        room.session.step(0.05)
    assert looked == []
    room.begin()
    room.until(Stage.RESULT)
    room.session.touch(Touch.STOP)
    count = len(looked)
    room.until(Stage.IDLE)
    assert len(looked) == count


def test_a_result_is_cleared_eight_seconds_after_its_guest_has_gone():
    room = Room()
    room.begin()
    room.until(Stage.RESULT)
    for _ in range(30):
        room.session.step(0.05)
    assert room.view.stage is Stage.RESULT
    room.sight.body_at = lambda t: None
    assert room.until(Stage.IDLE) == pytest.approx(8, abs=0.2)


def test_a_guest_too_close_to_be_recognised_keeps_their_result_by_moving():
    room = Room()
    room.begin()
    room.until(Stage.RESULT)
    room.sight.body_at = lambda t: None
    room.frames.stirring = True
    assert room.until(Stage.IDLE) == pytest.approx(10, abs=0.2)  # only for want of a touch


def test_a_picture_from_before_the_result_is_not_compared_with_one_of_the_next_result():
    room = Room()
    room.begin()
    room.until(Stage.RESULT)
    room.session.step(0.05)
    room.session.touch(Touch.STOP)
    room.until(Stage.IDLE)
    assert room.session._presence._before is None


def test_the_result_carries_the_guests_own_outline_and_hips():
    room = Room()
    room.begin()
    room.until(Stage.RESULT)
    portrait = room.view.result.portrait
    body = standing(at_s=0.0)
    hips = (body.point(Keypoint.LEFT_HIP) + body.point(Keypoint.RIGHT_HIP)) / 2
    assert portrait.hip == pytest.approx(tuple(hips / body.frame_size))
    assert portrait.outline.aspect == body.frame_size[0] / body.frame_size[1]


def test_one_frame_that_nobody_foresaw_costs_itself_and_many_cost_the_kiosk():
    room = Room()
    see, broken = room.sight.see, {"left": 3}

    def see_or_break(frame):
        if broken["left"]:
            broken["left"] -= 1
            raise ValueError("a frame nobody foresaw")
        return see(frame)

    room.sight.see = see_or_break
    room.begin()
    room.until(Stage.RESULT)
    room.session.touch(Touch.STOP)
    room.until(Stage.IDLE)
    broken["left"] = 1000
    room.begin()
    with pytest.raises(ValueError, match="nobody foresaw"):
        for _ in range(30):
            room.session.step(0.05)


def test_after_a_visit_nothing_of_the_guest_is_left_in_memory():
    alive = []

    def body_at(t):
        body = standing(at_s=t)
        alive.append(weakref.ref(body))
        return body

    room = Room(body_at)
    room.begin()
    room.until(Stage.RESULT)
    alive.append(weakref.ref(room.view.result))
    alive.append(weakref.ref(room.view.result.portrait))
    room.sight.body_at = lambda t: None
    room.until(Stage.IDLE)
    room.session.step(0.05)
    gc.collect()
    assert len(alive) > 50
    assert [ref for ref in alive if ref() is not None] == []
