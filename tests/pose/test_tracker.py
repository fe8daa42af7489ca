"""Following a guest: when the detector runs, and who is the guest."""

import dataclasses

import numpy as np
import pytest

from kiosk.camera.frame import Frame
from kiosk.pose.body import Keypoint
from kiosk.pose.region import Region
from kiosk.pose.tracker import Pace, PoseTracker
from tests.bodies import standing
from tests.pose.scripted import (
    CUT_OFF_MASK,
    ScriptedDetector,
    ScriptedLandmarker,
    covered_up,
    frame,
    on_their_head,
)


def test_the_detector_finds_the_guest_once_and_the_region_follows_the_body():
    detector, landmarker = ScriptedDetector(Region(360, 640, 1000, 0)), ScriptedLandmarker(shift=21)
    tracker = PoseTracker(detector, landmarker, Pace(recount_s=100))
    scenes = [tracker.see(frame(t / 10)) for t in range(5)]
    assert all(scene.body is not None for scene in scenes)
    # One run to find the guest and two to find who else is there: the guest covered up, and most of them.
    assert [covered_up(picture) for picture in detector.pictures] == [False, True, True]
    # Four looks in the first frame, for the region moves by more than 20 px in each.
    assert [region.x for region in landmarker.looked] == [360, 381, 402, 423, 444, 465, 486, 507]


def test_the_crop_of_a_guest_who_hardly_moves_stays():
    tracker = PoseTracker(
        ScriptedDetector(Region(360, 640, 1000, 0)), landmarker := ScriptedLandmarker(shift=19)
    )
    for t in range(4):
        tracker.see(frame(t / 10))
    # Twice in the first frame; what it found there then says where to look.
    assert [region.x for region in landmarker.looked] == [360, 379, 398, 398, 398]


def test_a_region_that_jumps_is_looked_at_again_until_it_settles_or_four_times():
    tracker = PoseTracker(
        ScriptedDetector(Region(360, 640, 1000, 0)), landmarker := ScriptedLandmarker(shift=21)
    )
    tracker.see(frame(0))
    assert [region.x for region in landmarker.looked] == [360, 381, 402, 423]


def test_a_lost_body_is_looked_for_in_the_same_frame():
    detector, landmarker = ScriptedDetector(Region(360, 640, 1000, 0)), ScriptedLandmarker()
    tracker = PoseTracker(detector, landmarker, Pace(recount_s=100))
    tracker.see(frame(0))
    landmarker.empty = True
    assert tracker.see(frame(0.1)).body is None
    # Where it was, and where the detector points.
    assert [(region.x, region.size) for region in landmarker.looked[2:]] == [(362, 1000), (360, 1000)]


def test_what_the_detector_takes_for_somebody_is_looked_at_again_when_it_moves_or_after_a_while():
    detector = ScriptedDetector(Region(360, 640, 1000, 0))
    landmarker = ScriptedLandmarker(score=0.1)
    tracker = PoseTracker(detector, landmarker, Pace(again_s=0.5, search_s=100))
    tracker.see(frame(0))
    landmarker.looked.clear()
    looks = []
    for at_s, x in ((0.1, 360), (0.2, 409), (0.3, 411), (0.4, 411), (0.9, 411)):
        detector.people = [Region(x, 640, 1000, 0)]
        tracker.see(frame(at_s))
        looks.append(len(landmarker.looked))
    # 49 px of 1000 are the same place, 51 px are not; 0.6 s later it is looked at again.
    assert looks == [0, 0, 1, 1, 2]


def test_a_body_that_stands_on_its_head_is_a_slip_of_the_model():
    class Topsy(ScriptedLandmarker):
        def find(self, frame, region):
            found = super().find(frame, region)
            body = dataclasses.replace(on_their_head(), mask=CUT_OFF_MASK)
            return dataclasses.replace(found, body=body)

    tracker = PoseTracker(ScriptedDetector(Region(360, 640, 1000, 0)), Topsy())
    assert tracker.see(frame(0)).body is None


def test_two_who_become_one_body_at_a_second_look_stand_as_at_the_first():
    class Merging(ScriptedLandmarker):
        def find(self, frame, region):
            self.score = 0.9 if region.x == 300 else 0.1
            return super().find(frame, region)

    pair = Region(300, 640, 1000, 0), Region(420, 640, 900, 0)
    scene = PoseTracker(ScriptedDetector(*pair), Merging(shift=60)).see(frame(0))
    assert scene.body is not None
    assert scene.others == pytest.approx((0.9,))
    # One alone, a coat on a stand, is nobody then.
    assert PoseTracker(ScriptedDetector(pair[0]), Merging(shift=60)).see(frame(0)).body is None


def test_the_guest_is_the_large_person_near_the_middle():
    near, far, aside = Region(380, 640, 1000, 0), Region(360, 580, 400, 0), Region(20, 640, 1050, 0)
    tracker = PoseTracker(ScriptedDetector(far, aside, near), landmarker := ScriptedLandmarker())
    tracker.see(frame(0))
    assert landmarker.looked[0] == near


def test_a_forgotten_guest_is_detected_again():
    detector = ScriptedDetector(Region(360, 640, 1000, 0))
    tracker = PoseTracker(detector, ScriptedLandmarker(), Pace(recount_s=100))
    tracker.see(frame(0))
    tracker.forget()
    tracker.see(frame(0.1))
    assert [covered_up(picture) for picture in detector.pictures] == [False, True, True] * 2


def test_what_moves_between_two_crops_of_a_frame_is_nobody():
    class Imagined(ScriptedLandmarker):
        def find(self, frame, region):
            found = super().find(frame, region)
            apart = dataclasses.replace(found.body, points=found.body.points + np.float32(region.x / 10))
            return dataclasses.replace(found, body=apart)

    # Another crop lies 40 px of 1000 further right: all points move by 4 px each way there, 5.7 px, and may
    # move by 30; eleven times as far they are 62 px away.
    class Whole(ScriptedDetector):
        def find(self, image, most=5):
            return super().find(image, most) if image.shape[0] == 1280 else []

    people = Region(360, 640, 1000, 0)
    assert PoseTracker(Whole(people), Imagined()).see(frame(0)).body is not None

    class Wild(Imagined):
        def find(self, frame, region):
            found = super().find(frame, region)
            wild = dataclasses.replace(found.body, points=found.body.points + np.float32(region.x))
            return dataclasses.replace(found, body=wild)

    assert PoseTracker(Whole(people), Wild()).see(frame(0)).body is None


def test_a_plain_picture_shows_nobody_whatever_the_model_makes_of_it():
    white = Frame(np.full((1280, 720, 3), 255, np.uint8), 0.0, 0)
    landmarker = ScriptedLandmarker(mask=CUT_OFF_MASK)
    assert PoseTracker(ScriptedDetector(), landmarker).see(white).body is None
    assert PoseTracker(ScriptedDetector(), landmarker).see(frame(0)).body is not None


def test_a_guest_who_may_be_turned_is_seen_in_the_mirror_image_too():
    class Turned(ScriptedLandmarker):
        def find(self, frame, region):
            found = super().find(frame, region)
            body = dataclasses.replace(found.body, points=standing(turn=0.2).points)
            return dataclasses.replace(found, body=body)

    people = Region(360, 640, 1000, 0)
    scene = PoseTracker(ScriptedDetector(people), Turned()).see(frame(0))
    assert scene.twin is not None
    # The figure of the mirror image, back in the frame, faces the other way about column 359.5.
    nose = scene.body.point(Keypoint.NOSE)
    assert scene.twin.point(Keypoint.NOSE) == pytest.approx([719 - nose[0], nose[1]])
    assert PoseTracker(ScriptedDetector(people), ScriptedLandmarker()).see(frame(0)).twin is None
    assert PoseTracker(ScriptedDetector(), Turned()).see(frame(0)).twin is None
