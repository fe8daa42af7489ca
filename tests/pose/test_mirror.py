"""The guest in the frame's mirror image: where it is looked for, and when."""

import dataclasses

import numpy as np
import pytest

from kiosk.camera.frame import Frame
from kiosk.pose.body import Keypoint
from kiosk.pose.landmarker import Landmarked
from kiosk.pose.mirror import Mirror, mirrored
from kiosk.pose.region import Region
from tests.bodies import standing

OWN = Region(300, 640, 1000, 0.1)
IMAGE = np.zeros((1280, 720, 3), np.uint8)
IMAGE[:, 0] = 255


class Looker:
    """Finds the same body wherever it looks, and remembers where, in which picture."""

    def __init__(self, score=0.9):
        self.looks, self.score = [], score

    def find(self, frame, region):
        self.looks.append((frame, region))
        return Landmarked(dataclasses.replace(standing(x=400), score=self.score), region)


def guest(at_s, x=360.0, turn=0.13):
    return Landmarked(standing(at_s=at_s, x=x, turn=turn), OWN)


def test_the_mirror_image_is_looked_at_where_the_guest_is_in_it():
    looker = Looker()
    twin = Mirror(looker, 0.5, 2.0).see(Frame(IMAGE, 0.0, 0), guest(0.0))
    [(frame, region)] = looker.looks
    assert frame.image[0, -1, 0] == 255
    assert frame.image[0, 0, 0] == 0
    assert region == Region(420, 640, 1000, -0.1)
    # Seen at column 400 of 720 there, the hips are at 319 here.
    assert twin.point(Keypoint.LEFT_HIP)[0] == pytest.approx(319)


def test_two_pixels_beside_each_other_change_places_about_the_frames_middle():
    assert mirrored(mirrored(OWN, 720), 720) == OWN
    assert mirrored(Region(360, 1, 2, 0), 720) == Region(360, 1, 2, 0)


@pytest.mark.parametrize(("score", "seen"), [(0.49, False), (0.51, True)])
def test_whom_the_mirror_image_does_not_show_has_no_twin(score, seen):
    twin = Mirror(Looker(score), 0.5, 2.0).see(Frame(IMAGE, 0.0, 0), guest(0.0))
    assert (twin is not None) is seen


@pytest.mark.parametrize(
    ("x", "at_s", "looks"),
    [
        (374, 1.9, 1),  # 14 px of 1000: the model's jitter
        (374, 2.0, 2),
        (376, 0.4, 1),
        (376, 0.5, 2),
    ],
)
def test_who_moved_is_looked_at_again_soon_and_who_did_not_later(x, at_s, looks):
    mirror = Mirror(looker := Looker(), 0.5, 2.0)
    mirror.see(Frame(IMAGE, 0.0, 0), guest(0.0))
    mirror.see(Frame(IMAGE, at_s, 1), guest(at_s, x))
    assert len(looker.looks) == looks


def test_the_next_guest_is_looked_at_at_once():
    mirror = Mirror(looker := Looker(), 0.5, 2.0)
    mirror.see(Frame(IMAGE, 0.0, 0), guest(0.0))
    mirror.forget()
    mirror.see(Frame(IMAGE, 0.1, 1), guest(0.1))
    assert len(looker.looks) == 2


@pytest.mark.parametrize(("turn", "looks"), [(0.11, 0), (0.13, 1)])
def test_a_guest_who_stands_plainly_side_on_is_not_looked_at(turn, looks):
    twin = Mirror(looker := Looker(), 0.5, 2.0).see(Frame(IMAGE, 0.0, 0), guest(0.0, turn=turn))
    assert (len(looker.looks), twin is not None) == (looks, looks > 0)


@pytest.mark.parametrize(("along", "looks"), [(0.037, 0), (0.039, 1)])
def test_a_guest_whose_shoulders_turn_in_depth_is_looked_at(along, looks):
    seen = standing(turn=0.0)
    seen.world[Keypoint.LEFT_SHOULDER] = along, 0.0, 0.1
    Mirror(looker := Looker(), 0.5, 2.0).see(Frame(IMAGE, 0.0, 0), Landmarked(seen, OWN))
    assert len(looker.looks) == looks
