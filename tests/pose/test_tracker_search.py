"""Looking for those whom the detector misses, a place at a time."""

import dataclasses

import numpy as np
import pytest

from kiosk.pose.body import Keypoint
from kiosk.pose.detector import Sighting
from kiosk.pose.region import Region
from kiosk.pose.tracker import Pace, PoseTracker
from tests.bodies import standing
from tests.pose.scripted import (
    CUT_OFF_MASK,
    GUEST_MASK,
    AtTheMat,
    HalfOut,
    ScriptedDetector,
    ScriptedLandmarker,
    frame,
)


def test_the_first_frame_is_searched_everywhere_and_later_ones_in_one_place_each_at_the_pace():
    detector, landmarker = ScriptedDetector(), ScriptedLandmarker(score=0.4)
    tracker = PoseTracker(detector, landmarker, Pace(search_s=1.0))
    runs = []
    for t in range(30):
        before = detector.runs + len(landmarker.looked) + landmarker.asides
        assert tracker.see(frame(t / 15)).body is None
        runs.append(detector.runs + len(landmarker.looked) + landmarker.asides - before)
    # The detector in every frame; the mat, three far and eleven near places at once, in turn from 1.0 s on.
    assert runs == [1 + 15, *[1] * 14, *[1 + 1] * 15]
    assert [picture.shape[0] for picture in detector.pictures if picture.shape[0] < 1280] == [
        960,
        640,
        384,
    ] * 2


def test_a_turn_begins_at_once_when_the_guest_is_lost():
    detector, landmarker = ScriptedDetector(Region(360, 640, 1000, 0)), ScriptedLandmarker()
    tracker = PoseTracker(detector, landmarker, Pace(search_s=1.0))
    tracker.see(frame(0))
    landmarker.empty, detector.people = True, []
    runs = []
    for t in range(1, 16):
        before = detector.runs + len(landmarker.looked) + landmarker.asides
        tracker.see(frame(t / 15))
        runs.append(detector.runs + len(landmarker.looked) + landmarker.asides - before)
    # Where the guest was, the detector and the first place; then a place a frame until all had theirs.
    assert runs == [3, *[2] * 14]


def test_a_turn_that_was_broken_off_long_ago_begins_anew():
    detector, landmarker = ScriptedDetector(Region(360, 640, 1000, 0)), ScriptedLandmarker()
    tracker = PoseTracker(detector, landmarker, Pace(search_s=1.0))
    tracker.see(frame(0))
    people = detector.people
    seen = ((0.1, False), (0.2, False), (0.25, False), (0.3, False), (0.4, True), (3.0, False), (3.1, False))
    for at_s, there in seen:
        landmarker.empty, detector.people = not there, people if there else []
        tracker.see(frame(at_s))
    # The mat and the three far places by 0.3 s; the mat at 3 s and the first of the others after it.
    assert [picture.shape[0] for picture in detector.pictures if picture.shape[0] < 1280] == [
        960,
        640,
        384,
        960,
    ]


def test_someone_far_off_is_found_in_the_middle_and_placed_in_the_frame():
    class FarSighted(ScriptedDetector):
        def find(self, image, most=5):
            return super().find(image, most) if image.shape[0] == 640 else []

    tracker = PoseTracker(FarSighted(Region(300, 200, 150, 0)), landmarker := ScriptedLandmarker())
    assert tracker.see(frame(0)).body is not None
    # The middle starts 40 px from the left and 320 px from the top.
    assert landmarker.looked[0] == Region(340, 520, 150, 0)


def test_someone_too_close_for_the_detector_is_seen_and_not_followed():
    detector = ScriptedDetector()
    tracker = PoseTracker(detector, landmarker := ScriptedLandmarker(mask=CUT_OFF_MASK), Pace(again_s=0.5))
    assert all(tracker.see(frame(t / 10)).body is not None for t in range(7))
    # Searched in seven places, then watched in the best (the first of equals).
    sizes = [region.size / 1280 for region in landmarker.looked]
    searched = [1.4, 1.0, 1.8, 1.4, 2.4, 1.0, 3.0]
    assert sizes == pytest.approx(searched + [1.4] * 6)
    # The detector sees the whole frame at 0 and 0.5 s, and three parts of it at 0.
    assert [picture.shape[0] for picture in detector.pictures] == [1280, 960, 640, 384, 1280]


def test_someone_who_steps_back_from_the_camera_is_detected_at_once():
    detector = ScriptedDetector()
    tracker = PoseTracker(detector, landmarker := ScriptedLandmarker(mask=CUT_OFF_MASK), Pace(again_s=100))
    tracker.see(frame(0))
    landmarker.mask, detector.people = GUEST_MASK, [Region(360, 640, 1000, 0)]
    tracker.see(frame(0.1))
    assert landmarker.looked[-1].size == 1000


@pytest.mark.parametrize(
    ("known", "moves", "seen"), [(0.7, 1.0, True), (0.69, 1.0, False), (0.69, 0.0, True)]
)
def test_half_a_person_at_an_edge_must_be_known_to_the_detector_or_stay_in_other_crops(known, moves, seen):
    class Knowing(ScriptedDetector):
        def find(self, image, most=5):
            if image[0].any():
                return []
            return [Sighting(known, np.zeros(4, np.float32), Region(360, 640, 500, 0))]

    class Moving(HalfOut):
        def find(self, frame, region):
            found = super().find(frame, region)
            points = found.body.points + np.float32(moves * region.x)
            return dataclasses.replace(found, body=dataclasses.replace(found.body, points=points))

    tracker = PoseTracker(Knowing(), Moving(mask=CUT_OFF_MASK))
    bodies = [tracker.see(frame(at_s)).body for at_s in (0, 0.1)]
    # Watched there in the next frame, too.
    assert [body is not None for body in bodies] == [seen, seen]


def test_half_a_person_is_placed_at_the_edge_of_the_frame():
    class Knowing(ScriptedDetector):
        def find(self, image, most=5):
            return (
                [] if image[0].any() else [Sighting(0.9, np.zeros(4, np.float32), Region(360, 640, 500, 0))]
            )

    body = PoseTracker(Knowing(), HalfOut(mask=CUT_OFF_MASK)).see(frame(0)).body
    assert body is not None
    # The right half of the frame is the left one of the completed picture, whose middle is at column 360.
    assert body.point(Keypoint.LEFT_HIP)[0] == standing().point(Keypoint.LEFT_HIP)[0] + 360


@pytest.mark.parametrize(("score", "seen"), [(0.84, False), (0.86, True)])
def test_in_the_widest_place_a_body_must_be_surer(score, seen):
    class Wide(ScriptedLandmarker):
        def find(self, frame, region):
            self.score = score if region.size > 2.5 * 1280 else 0.2
            return super().find(frame, region)

    tracker = PoseTracker(ScriptedDetector(), Wide(mask=CUT_OFF_MASK))
    assert (tracker.see(frame(0)).body is not None) is seen


def test_someone_small_without_a_head_is_looked_for_high_up():
    class High(ScriptedLandmarker):
        def find(self, frame, region):
            self.score = 0.9 if region.y < 200 else 0.2
            return super().find(frame, region)

    tracker = PoseTracker(ScriptedDetector(), landmarker := High(mask=CUT_OFF_MASK))
    assert tracker.see(frame(0)).body is not None
    tracker.see(frame(0.1))
    # 0.15 of the height from the top.
    assert landmarker.looked[-1] == Region(360, 192, 1280, 0)


@pytest.mark.parametrize(
    ("score", "mask", "seen"),
    [(0.51, CUT_OFF_MASK, True), (0.49, CUT_OFF_MASK, False), (0.9, GUEST_MASK, False)],
)
def test_without_the_detectors_word_a_body_must_be_sure_and_run_out_of_the_frame(score, mask, seen):
    tracker = PoseTracker(ScriptedDetector(), ScriptedLandmarker(score=score, mask=mask, again=0.9))
    assert (tracker.see(frame(0)).body is not None) is seen


def test_a_guest_at_the_mat_whom_the_detector_missed_is_found_there():
    assert PoseTracker(ScriptedDetector(), AtTheMat(900)).see(frame(0)).body is not None
    assert PoseTracker(ScriptedDetector(), AtTheMat(900, score=0.89)).see(frame(0)).body is None


@pytest.mark.parametrize(("larger", "at_mat"), [(540, False), (560, True)])
def test_who_stands_at_the_mat_is_preferred_to_somebody_detected_who_is_less_of_a_guest(larger, at_mat):
    # 500 px in the frame's middle: beyond 1.1 times as much, the one at the mat is the guest.
    tracker = PoseTracker(ScriptedDetector(Region(360, 640, 500, 0)), AtTheMat(larger))
    body = tracker.see(frame(0)).body
    assert body is not None
    assert body.to_frame[0, 0] * 256 == pytest.approx(larger if at_mat else 500)
