"""Following a guest: when the detector runs, who is the guest, who are the others."""

import dataclasses

import numpy as np
import pytest

from kiosk.camera.frame import Frame
from kiosk.pose.detector import Sighting
from kiosk.pose.landmarker import Landmarked
from kiosk.pose.region import Region
from kiosk.pose.tracker import Pace, PoseTracker
from tests.bodies import standing

IMAGE = np.zeros((1280, 720, 3), np.uint8)


class ScriptedDetector:
    def __init__(self, *people):
        self.people, self.runs = list(people), 0

    def find(self, image):
        self.runs += 1
        return [Sighting(0.9, np.zeros(4, np.float32), region) for region in self.people]


class ScriptedLandmarker:
    """Finds a body in every region whose centre is not ``empty``, and remembers where it looked."""

    def __init__(self):
        self.looked, self.empty = [], False

    def find(self, frame, region):
        self.looked.append(region)
        body = dataclasses.replace(standing(at_s=frame.at_s), score=0.1 if self.empty else 0.9)
        return Landmarked(body, dataclasses.replace(region, x=region.x + 1))


def frame(at_s):
    return Frame(IMAGE, at_s, int(at_s * 100))


def test_the_detector_runs_once_and_the_region_follows_the_body():
    detector, landmarker = ScriptedDetector(Region(360, 640, 1000, 0)), ScriptedLandmarker()
    tracker = PoseTracker(detector, landmarker, Pace(recount_s=100))
    scenes = [tracker.see(frame(t / 10)) for t in range(5)]
    assert all(scene.body is not None for scene in scenes)
    assert detector.runs == 1
    # The first frame is looked at twice: in the detector's region and in the body's own.
    assert [region.x for region in landmarker.looked] == [360, 361, 362, 363, 364, 365]


def test_a_lost_body_is_looked_for_in_the_same_frame():
    detector, landmarker = ScriptedDetector(Region(360, 640, 1000, 0)), ScriptedLandmarker()
    tracker = PoseTracker(detector, landmarker, Pace(recount_s=100))
    tracker.see(frame(0))
    landmarker.empty = True
    assert tracker.see(frame(0.1)).body is None
    assert (detector.runs, len(landmarker.looked)) == (2, 4)


def test_an_empty_room_costs_one_detector_run_a_frame():
    detector, landmarker = ScriptedDetector(), ScriptedLandmarker()
    tracker = PoseTracker(detector, landmarker)
    assert [tracker.see(frame(t)).body for t in range(3)] == [None] * 3
    assert (detector.runs, landmarker.looked) == (3, [])


def test_the_guest_is_the_large_person_near_the_middle():
    near, far, aside = Region(380, 640, 1000, 0), Region(360, 580, 400, 0), Region(20, 640, 1050, 0)
    tracker = PoseTracker(ScriptedDetector(far, aside, near), landmarker := ScriptedLandmarker())
    scene = tracker.see(frame(0))
    assert landmarker.looked[0] == near
    assert scene.others == pytest.approx((1.05,))  # the far one stands in the guest's own place


def test_people_are_counted_anew_at_the_pace():
    detector = ScriptedDetector(Region(360, 640, 1000, 0))
    tracker = PoseTracker(detector, ScriptedLandmarker(), Pace(recount_s=1.0))
    assert tracker.see(frame(0)).others == ()
    detector.people.append(Region(900, 640, 500, 0))
    assert tracker.see(frame(0.9)).others == ()
    assert tracker.see(frame(1.0)).others == pytest.approx((0.5,))
    detector.people.pop()
    assert tracker.see(frame(1.1)).others == ()  # someone else in view is looked for again at once


def test_a_forgotten_guest_is_detected_again():
    detector = ScriptedDetector(Region(360, 640, 1000, 0))
    tracker = PoseTracker(detector, ScriptedLandmarker(), Pace(recount_s=100))
    tracker.see(frame(0))
    tracker.forget()
    tracker.see(frame(0.1))
    assert detector.runs == 2


def test_a_clip_that_starts_over_is_counted_anew():
    detector = ScriptedDetector(Region(360, 640, 1000, 0))
    tracker = PoseTracker(detector, ScriptedLandmarker(), Pace(recount_s=5))
    tracker.see(frame(20))
    tracker.see(frame(0))
    assert detector.runs == 2
