"""What a session does beside the reading itself: the range check, the card of an earlier result, the dots."""

import gc
import weakref
from dataclasses import replace
from datetime import date

import pytest

from kiosk.pelvis.tilt import Method
from kiosk.screening.reason import Reason
from kiosk.screening.session import Parts, Rules, Session
from kiosk.screening.states import Times
from kiosk.screening.take import Gauges
from kiosk.screening.view import (
    CardRefusal,
    Changed,
    NoRange,
    Offer,
    Pose,
    RangePlace,
    Sheet,
    Stage,
    Touch,
    Verdict,
)
from tests.bodies import standing
from tests.screening.fakes import (
    TILT,
    Clock,
    ScriptedFrames,
    ScriptedGauge,
    ScriptedLights,
    ScriptedSight,
    result_of,
)

TIMES = Times(settle_s=0.5, hold_s=2, capture_s=3, result_s=20, pose_s=4)
CHANGE = Changed(date(2026, 9, 1), 17.0, 12.0, Verdict.NO_SURE_CHANGE, -5.0, 8.0)


class ScriptedRanger:
    """Stands are how many observations they were made of; the place is scripted."""

    def __init__(self):
        self.outcome, self.asked = RangePlace(70.0, 55.0, 85.0), []

    def stand(self, observations):
        return len(observations)

    def place(self, arch, tuck, rest):
        self.asked.append((arch, tuck, rest))
        return self.outcome


class ScriptedCards:
    """What each look at a frame finds, one after the other; then nothing."""

    def __init__(self, *found):
        self.found = list(found)

    def look(self, image, today):
        return self.found.pop(0) if self.found else None


class ScriptedCloseup:
    """Finds dots from a time on."""

    def __init__(self, from_s):
        self.from_s, self.images = from_s, 0

    def look(self, image, body):
        self.images += image.shape == (64, 36, 3)
        return body.at_s if body.at_s >= self.from_s else None

    def estimate(self, observations):
        return TILT


class Room:
    """A session that offers everything, scripted all around."""

    def __init__(self, *cards, offers=tuple(Offer), dots_from_s=0.0):
        self.clock, self.ranger = Clock(), ScriptedRanger()
        self.gauge, self.closeup = ScriptedGauge(), ScriptedCloseup(dots_from_s)
        by_method = {Method.CONTOUR: self.gauge, Method.DOTS_AND_CONTOUR: self.closeup}
        self.sight = ScriptedSight(lambda t: standing(at_s=t))
        self.frames = ScriptedFrames(self.clock)
        parts = Parts(
            self.frames,
            self.sight,
            Gauges(by_method, result_of, self.ranger),
            ScriptedLights(),
            self.clock,
            ScriptedCards(*cards),
        )
        self.session = Session(parts, Rules(times=TIMES, offers=offers))

    @property
    def view(self):
        return self.session.board.latest().view

    def touch(self, *touches):
        for touch in touches:
            self.session.touch(touch)
        self.session.step(0.05)

    def until(self, met, limit_s=60.0):
        began_s = self.clock.now_s
        while not met(self.view):
            assert self.clock.now_s - began_s < limit_s, f"still {self.view}"
            self.session.step(0.05)
        return self.clock.now_s - began_s

    def with_result(self):
        self.touch(Touch.START, Touch.AGREE, Touch.READY)
        self.until(lambda view: view.stage is Stage.RESULT)


def test_a_range_check_captures_each_pose_and_shows_the_place():
    room = Room()
    room.with_result()
    room.touch(Touch.RANGE)
    assert room.view.stage is Stage.RANGE
    room.touch(Touch.READY)
    for pose in (Pose.ARCH, Pose.TUCK, Pose.REST):
        assert (room.view.stage, room.view.pose) == (Stage.POSITIONING, pose)
        # 4 s to take up the pose, then hold and capture.
        assert room.until(lambda view: view.stage is Stage.CAPTURING) == pytest.approx(6, abs=0.4)
        room.until(lambda view: view.stage is not Stage.CAPTURING)
    assert (room.view.stage, room.view.sheet) == (Stage.RESULT, Sheet.RANGE)
    assert room.view.range == RangePlace(70.0, 55.0, 85.0)
    assert room.view.result.tilt == TILT
    [counts] = room.ranger.asked
    assert counts == pytest.approx((45, 45, 45), abs=2)


def test_a_range_check_without_a_place_keeps_the_result():
    room = Room()
    room.ranger.outcome = NoRange.TOO_SMALL
    room.with_result()
    room.touch(Touch.RANGE, Touch.READY)
    room.until(lambda view: view.range is not None)
    assert (room.view.range, room.view.result.tilt) == (NoRange.TOO_SMALL, TILT)


def test_a_card_held_before_the_camera_becomes_then_and_now():
    room = Room(None, CardRefusal.DAMAGED, None, CHANGE)
    room.with_result()
    room.touch(Touch.COMPARE)
    assert (room.view.stage, room.frames.rates[-1]) == (Stage.COMPARE, 4.0)
    room.until(lambda view: view.card_refusal is CardRefusal.DAMAGED)
    room.until(lambda view: view.stage is Stage.RESULT)
    assert (room.view.sheet, room.view.change) == (Sheet.CHANGE, CHANGE)


@pytest.mark.parametrize("touch", [Touch.RANGE, Touch.COMPARE])
def test_whoever_leaves_a_page_that_follows_their_result_leaves_no_result_behind(touch):
    room = Room()
    room.with_result()
    room.touch(touch)
    room.sight.body_at = lambda t: None
    assert room.until(lambda view: view.stage is Stage.IDLE) == pytest.approx(8, abs=0.3)


def test_whoever_stays_at_such_a_page_keeps_it():
    room = Room()
    room.with_result()
    room.touch(Touch.RANGE)
    for _ in range(200):
        room.session.step(0.05)
    assert room.view.stage is Stage.RANGE


def test_with_dots_the_guest_is_told_to_show_them_before_the_hold():
    room = Room(dots_from_s=108.0)
    room.touch(Touch.START, Touch.AGREE, Touch.DOTS)
    assert room.view.stage is Stage.DOTS
    room.touch(Touch.READY)
    room.until(lambda view: view.reason is Reason.DOTS_NOT_FOUND)
    room.until(lambda view: view.stage is Stage.HOLDING)
    assert room.clock.now_s == pytest.approx(108.5, abs=0.3)
    room.until(lambda view: view.stage is Stage.RESULT)
    assert room.gauge.estimated == []
    assert room.closeup.images > 45


@pytest.mark.parametrize("touch", [Touch.RANGE, Touch.COMPARE, Touch.DOTS])
def test_what_a_site_does_not_offer_cannot_be_touched(touch):
    room = Room(offers=())
    room.touch(Touch.START, Touch.AGREE)
    room.touch(touch)
    assert room.view.stage is Stage.PREPARE
    room.touch(Touch.READY)
    room.until(lambda view: view.stage is Stage.RESULT)
    room.touch(touch)
    assert room.view.stage is Stage.RESULT


def test_what_followed_a_result_is_gone_with_it():
    room = Room(replace(CHANGE))
    room.ranger.outcome = RangePlace(70.0, 55.0, 85.0)
    room.with_result()
    room.touch(Touch.RANGE, Touch.READY)
    room.until(lambda view: view.range is not None)
    room.touch(Touch.COMPARE)
    room.until(lambda view: view.change is not None)
    left = [weakref.ref(each) for each in (room.view.range, room.view.change, room.view.result)]
    room.ranger.outcome = None
    room.touch(Touch.STOP)
    assert room.view.stage is Stage.GOODBYE
    gc.collect()
    assert [ref for ref in left if ref() is not None] == []
