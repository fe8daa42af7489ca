"""Following a guest: when the detector runs, who is the guest, who are the others."""

import dataclasses

import numpy as np
import pytest

from kiosk.camera.frame import Frame
from kiosk.pose.body import Keypoint
from kiosk.pose.detector import Sighting
from kiosk.pose.landmarker import Landmarked
from kiosk.pose.region import Region
from kiosk.pose.tracker import Pace, PoseTracker
from tests.bodies import moved, standing

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
    return image.shape == IMAGE.shape and image[640].any()


class ScriptedLandmarker:
    """Finds a body in every region unless ``empty``, ``shift`` px further on; remembers where it looked."""

    def __init__(self, shift=1, score=0.9, mask=GUEST_MASK):
        self.looked, self.empty, self.shift, self.score, self.mask = [], False, shift, score, mask

    def find(self, frame, region):
        self.looked.append(region)
        score = 0.1 if self.empty else self.score
        body = dataclasses.replace(standing(at_s=frame.at_s), score=score, mask=self.mask)
        return Landmarked(body, dataclasses.replace(region, x=region.x + self.shift))


class RegionLandmarker(ScriptedLandmarker):
    """Draws each body's mask in its own region: those who stand apart share none of it."""

    def find(self, frame, region):
        found = super().find(frame, region)
        body = dataclasses.replace(found.body, to_frame=region.to_frame(256))
        return dataclasses.replace(found, body=body)


def on_their_head():
    """The shoulders 290 px below the hips."""
    body = standing()
    for keypoint in (Keypoint.LEFT_SHOULDER, Keypoint.RIGHT_SHOULDER):
        body = moved(body, keypoint, 360, body.point(Keypoint.LEFT_HIP)[1] + 290)
    return body


def frame(at_s):
    return Frame(IMAGE, at_s, int(at_s * 100))


def test_the_detector_finds_the_guest_once_and_the_region_follows_the_body():
    detector, landmarker = ScriptedDetector(Region(360, 640, 1000, 0)), ScriptedLandmarker()
    tracker = PoseTracker(detector, landmarker, Pace(recount_s=100))
    scenes = [tracker.see(frame(t / 10)) for t in range(5)]
    assert all(scene.body is not None for scene in scenes)
    # One run to find the guest and two to find who else is there: the guest covered up, and most of them.
    assert [covered_up(picture) for picture in detector.pictures] == [False, True, True]
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


def test_the_first_frame_is_searched_everywhere_and_later_ones_in_one_place_each_at_the_pace():
    detector, landmarker = ScriptedDetector(), ScriptedLandmarker(score=0.4)
    tracker = PoseTracker(detector, landmarker, Pace(search_s=1.0))
    runs = []
    for t in range(30):
        before = detector.runs + len(landmarker.looked)
        assert tracker.see(frame(t / 15)).body is None
        runs.append(detector.runs + len(landmarker.looked) - before)
    # The detector in every frame; three far and seven near places at once, and in turn from 1.0 s on.
    assert runs == [1 + 10, *[1] * 14, *[1 + 1] * 10, *[1] * 5]
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
    for t in range(1, 12):
        before = detector.runs + len(landmarker.looked)
        tracker.see(frame(t / 15))
        runs.append(detector.runs + len(landmarker.looked) - before)
    # Where the guest was, the detector and the first place; then a place a frame until all ten had theirs.
    assert runs == [3, *[2] * 9, 1]


def test_a_turn_that_was_broken_off_long_ago_begins_anew():
    detector, landmarker = ScriptedDetector(Region(360, 640, 1000, 0)), ScriptedLandmarker()
    tracker = PoseTracker(detector, landmarker, Pace(search_s=1.0))
    tracker.see(frame(0))
    people = detector.people
    for at_s, there in ((0.1, False), (0.2, False), (0.3, False), (0.4, True), (3.0, False)):
        landmarker.empty, detector.people = not there, people if there else []
        tracker.see(frame(at_s))
    # The three far places by 0.3 s, and the first of them again at 3 s.
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
    assert sizes == pytest.approx([1.4, 1.0, 1.8, 1.0, 1.0, 1.4, 2.4] + [1.4] * 6)
    # The detector sees the whole frame at 0 and 0.5 s, and three parts of it at 0.
    assert [picture.shape[0] for picture in detector.pictures] == [1280, 960, 640, 384, 1280]


def test_someone_who_steps_back_from_the_camera_is_detected_at_once():
    detector = ScriptedDetector()
    tracker = PoseTracker(detector, landmarker := ScriptedLandmarker(mask=CUT_OFF_MASK), Pace(again_s=100))
    tracker.see(frame(0))
    landmarker.mask, detector.people = GUEST_MASK, [Region(360, 640, 1000, 0)]
    tracker.see(frame(0.1))
    assert landmarker.looked[-1].size == 1000


def test_someone_half_out_at_a_side_is_looked_for_there():
    class Half(ScriptedLandmarker):
        def find(self, frame, region):
            self.score = 0.9 if region.x == 720 else 0.2
            return super().find(frame, region)

    tracker = PoseTracker(ScriptedDetector(), landmarker := Half(mask=CUT_OFF_MASK))
    assert tracker.see(frame(0)).body is not None
    tracker.see(frame(0.1))
    assert landmarker.looked[-1] == Region(720, 640, 1280, 0)


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
    tracker = PoseTracker(detector, RegionLandmarker(shift=19), Pace(recount_s=2.0, again_s=0.5))
    for t in range(8):
        tracker.see(frame(t / 10))
    # Counted at 0 (with a closer look), and at 0.6 s, by when the region has moved by 6 x 19 of its 1000 px.
    assert [covered_up(picture) for picture in detector.pictures] == [False, True, True, True]


def test_a_forgotten_guest_is_detected_again():
    detector = ScriptedDetector(Region(360, 640, 1000, 0))
    tracker = PoseTracker(detector, ScriptedLandmarker(), Pace(recount_s=100))
    tracker.see(frame(0))
    tracker.forget()
    tracker.see(frame(0.1))
    assert [covered_up(picture) for picture in detector.pictures] == [False, True, True] * 2


def test_a_clip_that_starts_over_is_counted_anew():
    detector = ScriptedDetector(Region(360, 640, 1000, 0))
    tracker = PoseTracker(detector, ScriptedLandmarker(), Pace(recount_s=5))
    tracker.see(frame(20))
    tracker.see(frame(0))
    assert [covered_up(picture) for picture in detector.pictures] == [False, True, True, True]
