"""Who else is in view beside the guest."""

import dataclasses

import pytest

from kiosk.pose.landmarker import Landmarked
from kiosk.pose.region import Region
from kiosk.pose.tracker import Pace, PoseTracker
from tests.pose.scripted import (
    RegionLandmarker,
    ScriptedDetector,
    ScriptedLandmarker,
    covered_up,
    frame,
)


def test_others_are_measured_by_their_own_regions_with_the_guest_covered_up():
    # 84 px from the guest (446 and 362) is the guest again: less than a tenth of the region.
    others = (Region(445, 640, 900, 0), Region(650, 640, 800, 0))
    detector = ScriptedDetector(Region(360, 640, 1000, 0), others=others)
    assert PoseTracker(detector, RegionLandmarker()).see(frame(0)).others == pytest.approx((0.8,))


def test_a_body_three_times_the_guests_size_is_a_slip_of_the_model():
    others = (Region(650, 640, 2990, 0), Region(700, 640, 3010, 0))
    detector = ScriptedDetector(Region(360, 640, 1000, 0), others=others)
    # 2990 / 1000 lies 287 px away, beyond a tenth of the guest's region.
    assert PoseTracker(detector, RegionLandmarker()).see(frame(0)).others == pytest.approx((2.99,))


def test_a_sighting_without_a_body_is_nobody_else():
    class Doubtful(ScriptedLandmarker):
        def find(self, frame, region):
            self.score = 0.3 if region.size == 800 else 0.9
            return super().find(frame, region)

    detector = ScriptedDetector(Region(360, 640, 1000, 0), others=(Region(650, 640, 800, 0),))
    assert PoseTracker(detector, Doubtful()).see(frame(0)).others == ()


def test_what_the_cover_leaves_of_the_guest_is_nobody_else():
    # Hips 110 px lower, but the mask, 783 px tall, lies within the guest's by more than half.
    detector = ScriptedDetector(Region(360, 640, 1000, 0), others=(Region(360, 750, 1000, 0),))
    assert PoseTracker(detector, RegionLandmarker()).see(frame(0)).others == ()


def test_someone_far_smaller_is_not_worth_a_look():
    detector = ScriptedDetector(
        Region(360, 640, 1000, 0), others=(Region(650, 640, 390, 0), Region(60, 640, 410, 0))
    )
    landmarker = RegionLandmarker()
    assert PoseTracker(detector, landmarker).see(frame(0)).others == pytest.approx((0.41,))
    assert 390 not in [region.size for region in landmarker.looked]


def test_two_who_come_so_close_that_one_cover_hides_both_are_still_two():
    detector = ScriptedDetector(Region(360, 640, 1000, 0), others=(Region(900, 640, 900, 0),))
    tracker = PoseTracker(detector, RegionLandmarker(shift=0), Pace(again_s=0.5))
    tracker.see(frame(0))
    detector.others, detector.people = [], [Region(360, 640, 1000, 0), Region(460, 640, 950, 0)]
    assert tracker.see(frame(0.1)).others == pytest.approx((0.95,))


def test_people_are_counted_anew_at_the_pace_and_someone_new_twice_in_a_row():
    detector = ScriptedDetector(Region(360, 640, 1000, 0))
    tracker = PoseTracker(detector, RegionLandmarker(shift=0), Pace(recount_s=2.0, again_s=0.5))
    assert tracker.see(frame(0)).others == ()
    detector.others.append(Region(900, 640, 500, 0))
    assert tracker.see(frame(1.9)).others == ()
    assert tracker.see(frame(2.0)).others == pytest.approx((0.5,))
    detector.others.pop()
    assert tracker.see(frame(2.1)).others == ()  # a slip of the detector lasts for one frame
    detector.others.append(Region(900, 640, 600, 0))
    seen = [tracker.see(frame(at_s)).others for at_s in (4.2, 4.3)]
    detector.others.pop()
    seen += [tracker.see(frame(at_s)).others for at_s in (4.7, 4.85, 4.95)]
    # Counted at 4.2 and 4.3, then after half a second.
    assert [len(others) for others in seen] == [1, 1, 1, 0, 0]


def test_beside_a_guest_who_walks_people_are_counted_more_often():
    detector = ScriptedDetector(Region(360, 640, 1000, 0))
    tracker = PoseTracker(detector, RegionLandmarker(shift=21), Pace(recount_s=2.0, again_s=0.5))
    for t in range(8):
        tracker.see(frame(t / 10))
    # Counted at 0 (with a closer look), and at 0.5 s, by when the region has moved by 5 x 21 of its 1000 px.
    assert [covered_up(picture) for picture in detector.pictures] == [False, True, True, True]


def test_a_clip_that_starts_over_is_counted_anew():
    detector = ScriptedDetector(Region(360, 640, 1000, 0))
    tracker = PoseTracker(detector, ScriptedLandmarker(), Pace(recount_s=5))
    tracker.see(frame(20))
    tracker.see(frame(0))
    assert [covered_up(picture) for picture in detector.pictures] == [False, True, True, True]


def test_somebody_whom_only_a_look_beside_the_guest_shows_is_still_there_when_counted_again():
    class Beside(RegionLandmarker):
        """Finds somebody where the others find nobody: 0.3 of the guest's crop to the right."""

        def find(self, frame, region):
            found = super().find(frame, region)
            there = region.x > 600 and region.size > 900
            score = 0.95 if there else found.body.score
            return Landmarked(dataclasses.replace(found.body, score=score), found.next_region)

    tracker = PoseTracker(ScriptedDetector(Region(360, 640, 1000, 0)), Beside(shift=0))
    assert [len(tracker.see(frame(at_s)).others) for at_s in (0, 0.1, 0.6)] == [1, 1, 1]
