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
IMAGE[:200, :200] = 255
GUEST_MASK = np.zeros((256, 256), np.float32)
GUEST_MASK[40:240, 110:140] = 1
CUT_OFF_MASK = np.zeros((256, 256), np.float32)
CUT_OFF_MASK[:, 110:140] = 1


class ScriptedDetector:
    """Sees ``people``, and ``others`` once the guest is covered up: every second look."""

    def __init__(self, *people, others=()):
        self.people, self.others, self.pictures = list(people), list(others), []

    @property
    def runs(self):
        return len(self.pictures)

    def find(self, image, most=5):
        self.pictures.append(image)
        seen = self.others if covered_up(image) else self.people
        return [Sighting(0.9, np.zeros(4, np.float32), region) for region in seen]


def covered_up(image):
    """The frames here are black but for one white corner, so their mean, which covers the guest, is not."""
    return image.shape == IMAGE.shape and image[640, 360].any()


class ScriptedLandmarker:
    """Finds a body in every region unless ``empty``, ``shift`` px further on; remembers where it looked."""

    def __init__(self, shift=1, score=0.9, mask=GUEST_MASK):
        self.looked, self.empty, self.shift, self.score, self.mask = [], False, shift, score, mask

    def find(self, frame, region):
        self.looked.append(region)
        score = 0.1 if self.empty else self.score
        body = dataclasses.replace(standing(at_s=frame.at_s), score=score, mask=self.mask)
        return Landmarked(body, dataclasses.replace(region, x=region.x + self.shift))


def frame(at_s):
    return Frame(IMAGE, at_s, int(at_s * 100))


def test_the_detector_finds_the_guest_once_and_the_region_follows_the_body():
    detector, landmarker = ScriptedDetector(Region(360, 640, 1000, 0)), ScriptedLandmarker()
    tracker = PoseTracker(detector, landmarker, Pace(recount_s=100))
    scenes = [tracker.see(frame(t / 10)) for t in range(5)]
    assert all(scene.body is not None for scene in scenes)
    # One run to find the guest and one to find who else is there.
    assert [covered_up(picture) for picture in detector.pictures] == [False, True]
    # The first frame is looked at twice: in the detector's region and in the body's own.
    assert [region.x for region in landmarker.looked] == [360, 361, 362, 363, 364, 365]


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
    # Where it was, where the detector points, and three times right before the camera.
    assert [(round(region.x), region.size) for region in landmarker.looked[2:]] == [
        (362, 1000),
        (360, 1000),
        (360, 1.8 * 1280),
        (360, 1.4 * 1280),
        (360, 1280),
    ]


def test_an_empty_room_costs_one_detector_run_a_frame_and_a_search_at_the_pace():
    detector, landmarker = ScriptedDetector(), ScriptedLandmarker(score=0.4)
    tracker = PoseTracker(detector, landmarker, Pace(search_s=1.0))
    assert [tracker.see(frame(t / 4)).body for t in range(8)] == [None] * 8
    # Searches at 0 and 1 s: the frame's middle, 640 px wide and high, and three regions close by.
    assert [picture.shape[0] for picture in detector.pictures].count(640) == 2
    assert (detector.runs, len(landmarker.looked)) == (8 + 2, 2 * 3)


def test_someone_far_off_is_found_in_the_middle_and_placed_in_the_frame():
    class FarSighted(ScriptedDetector):
        def find(self, image, most=5):
            return super().find(image, most) if image.shape[0] == 640 else []

    tracker = PoseTracker(FarSighted(Region(300, 200, 150, 0)), landmarker := ScriptedLandmarker())
    assert tracker.see(frame(0)).body is not None
    # The middle starts 40 px from the left and 320 px from the top.
    assert landmarker.looked[0] == Region(340, 520, 150, 0)


def test_someone_too_close_for_the_detector_is_seen_and_not_followed():
    tracker = PoseTracker(ScriptedDetector(), landmarker := ScriptedLandmarker(mask=CUT_OFF_MASK))
    assert all(tracker.see(frame(t / 10)).body is not None for t in range(3))
    # Searched in three regions, then watched in the best (the first of equals).
    sizes = [region.size / 1280 for region in landmarker.looked]
    assert sizes == pytest.approx([1.8, 1.4, 1.0, 1.8, 1.8])


@pytest.mark.parametrize(
    ("score", "mask", "seen"),
    [(0.51, CUT_OFF_MASK, True), (0.49, CUT_OFF_MASK, False), (0.9, GUEST_MASK, False)],
)
def test_without_the_detectors_word_a_body_must_be_sure_and_run_out_of_the_frame(score, mask, seen):
    tracker = PoseTracker(ScriptedDetector(), ScriptedLandmarker(score=score, mask=mask))
    assert (tracker.see(frame(0)).body is not None) is seen


def test_the_guest_is_the_large_person_near_the_middle():
    near, far, aside = Region(380, 640, 1000, 0), Region(360, 580, 400, 0), Region(20, 640, 1050, 0)
    tracker = PoseTracker(ScriptedDetector(far, aside, near), landmarker := ScriptedLandmarker())
    tracker.see(frame(0))
    assert landmarker.looked[0] == near


def test_others_are_measured_by_their_own_regions_with_the_guest_covered_up():
    # 84 px from the guest (446 and 362) is the guest again: less than a tenth of the region.
    others = (Region(445, 640, 900, 0), Region(650, 640, 800, 0))
    detector = ScriptedDetector(Region(360, 640, 1000, 0), others=others)
    assert PoseTracker(detector, ScriptedLandmarker()).see(frame(0)).others == pytest.approx((0.8,))


def test_a_body_three_times_the_guests_size_is_a_slip_of_the_model():
    others = (Region(650, 640, 2990, 0), Region(700, 640, 3010, 0))
    detector = ScriptedDetector(Region(360, 640, 1000, 0), others=others)
    # 2990 / 1000 lies 287 px away, beyond a tenth of the guest's region.
    assert PoseTracker(detector, ScriptedLandmarker()).see(frame(0)).others == pytest.approx((2.99,))


def test_a_sighting_without_a_body_is_nobody_else():
    class Doubtful(ScriptedLandmarker):
        def find(self, frame, region):
            self.score = 0.3 if region.size == 800 else 0.9
            return super().find(frame, region)

    detector = ScriptedDetector(Region(360, 640, 1000, 0), others=(Region(650, 640, 800, 0),))
    assert PoseTracker(detector, Doubtful()).see(frame(0)).others == ()


def test_people_are_counted_anew_at_the_pace():
    detector = ScriptedDetector(Region(360, 640, 1000, 0))
    tracker = PoseTracker(detector, ScriptedLandmarker(), Pace(recount_s=1.0))
    assert tracker.see(frame(0)).others == ()
    detector.others.append(Region(900, 640, 500, 0))
    assert tracker.see(frame(0.9)).others == ()
    assert tracker.see(frame(1.0)).others == pytest.approx((0.5,))
    detector.others.pop()
    assert tracker.see(frame(1.1)).others == ()  # someone else in view is looked for again at once


def test_a_forgotten_guest_is_detected_again():
    detector = ScriptedDetector(Region(360, 640, 1000, 0))
    tracker = PoseTracker(detector, ScriptedLandmarker(), Pace(recount_s=100))
    tracker.see(frame(0))
    tracker.forget()
    tracker.see(frame(0.1))
    assert [covered_up(picture) for picture in detector.pictures] == [False, True] * 2


def test_a_clip_that_starts_over_is_counted_anew():
    detector = ScriptedDetector(Region(360, 640, 1000, 0))
    tracker = PoseTracker(detector, ScriptedLandmarker(), Pace(recount_s=5))
    tracker.see(frame(20))
    tracker.see(frame(0))
    assert [covered_up(picture) for picture in detector.pictures] == [False, True, True]
