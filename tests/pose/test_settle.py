"""A crop follows the body until it settles, and then stays."""

import dataclasses

import numpy as np
import pytest

from kiosk.camera.frame import Frame
from kiosk.pose.landmarker import Landmarked
from kiosk.pose.region import Region
from kiosk.pose.settle import looks, settled, shift, steady
from tests.bodies import standing

FRAME = Frame(np.zeros((1280, 720, 3), np.uint8), 0.0, 0)
REGION = Region(360, 640, 1000, 0)


class Shifting:
    """Each look points on by the next of the shifts, pixels to the right."""

    def __init__(self, *shifts):
        self.shifts, self.regions = list(shifts), []

    def find(self, _frame, region):
        self.regions.append(region)
        return Landmarked(standing(), dataclasses.replace(region, x=region.x + self.shifts.pop(0)))


@pytest.mark.parametrize(
    ("shifts", "places"),
    [
        ((19, 0), [360, 379]),
        ((21, 19, 0), [360, 381, 400]),
        ((21, 21, 21, 21), [360, 381, 402, 423]),
    ],
)
def test_a_body_is_looked_at_again_until_its_crop_settles_or_four_times(shifts, places):
    landmarker = Shifting(*shifts)
    seen = list(looks(landmarker, FRAME, REGION))
    assert [region.x for region in landmarker.regions] == places
    assert [where.x for _, where in seen] == places


def test_a_region_moves_by_shares_of_its_size():
    assert shift(REGION, Region(363, 644, 1000, 0)) == pytest.approx(0.005)


@pytest.mark.parametrize(
    ("after", "same"),
    [
        (Region(379, 640, 1000, 0), True),
        (Region(381, 640, 1000, 0), False),
        (Region(360, 640, 1019, 0), True),
        (Region(360, 640, 979, 0), False),
    ],
)
def test_a_crop_that_hardly_moved_or_grew_is_settled_and_stays(after, same):
    assert settled(REGION, after) is same
    assert steady(REGION, after) is (REGION if same else after)


@pytest.mark.parametrize(("angle_rad", "stays"), [(0.039, True), (0.041, False), (-0.041, False)])
def test_a_crop_that_must_turn_by_more_than_two_degrees_turns(angle_rad, stays):
    after = Region(360, 640, 1000, angle_rad)
    assert steady(REGION, after) is (REGION if stays else after)


def test_the_first_crop_is_the_one_that_the_body_points_to():
    assert steady(None, REGION) is REGION
