"""Who counts as someone else beside the guest, and what is covered up to find them."""

import dataclasses

import numpy as np
import pytest

from kiosk.pose.company import alike, covered, shared
from kiosk.pose.detector import Sighting
from kiosk.pose.region import Region
from tests.bodies import standing


def seen(*regions):
    return [Sighting(0.9, np.zeros(4, np.float32), region) for region in regions]


def masked(rows, columns, region):
    """A body whose mask is a box of the region's 256 x 256 pixels."""
    mask = np.zeros((256, 256), np.float32)
    mask[rows, columns] = 1
    return dataclasses.replace(standing(), mask=mask, to_frame=region.to_frame(256))


WHOLE = Region(128, 128, 256, 0)


def test_two_of_a_size_beside_each_other_are_alike_by_the_nearest_ones_size():
    pair = seen(Region(300, 640, 1000, 0), Region(420, 640, 900, 0))
    assert alike(pair, Region(310, 640, 1100, 0)) == pytest.approx((0.9,))
    assert alike(pair, Region(410, 640, 1100, 0)) == pytest.approx((1000 / 900,))


@pytest.mark.parametrize(
    ("other", "count"),
    [
        (Region(349, 640, 1000, 0), 0),  # 49 px of 1000 away: the same one, seen twice
        (Region(351, 640, 1000, 0), 1),
        (Region(500, 640, 790, 0), 0),  # further behind
        (Region(500, 640, 810, 0), 1),
        (Region(500, 640, 1240, 0), 1),
        (Region(500, 640, 1260, 0), 0),
    ],
)
def test_who_is_much_smaller_or_larger_or_in_the_same_place_is_not_alike(other, count):
    assert len(alike(seen(Region(300, 640, 1000, 0), other), Region(290, 640, 1000, 0))) == count


def test_one_alone_has_nobody_alike():
    assert alike(seen(Region(300, 640, 1000, 0)), Region(900, 640, 1000, 0)) == ()


def test_masks_share_what_of_the_smaller_lies_in_the_other():
    large = masked(slice(0, 100), slice(0, 100), WHOLE)
    small = masked(slice(50, 150), slice(0, 50), WHOLE)
    # 50 of the small one's 100 rows lie in the large one.
    assert shared(large, small) == pytest.approx(0.5)
    assert shared(small, large) == pytest.approx(0.5)
    assert shared(small, masked(slice(0, 0), slice(0, 0), WHOLE)) == 0.0


def test_masks_of_different_regions_are_compared_where_they_lie_in_the_frame():
    # Columns 40-79 of a region 128 px further right lie at columns 168-207 of the first one.
    beside = masked(slice(0, 100), slice(40, 80), Region(256, 128, 256, 0))
    assert shared(masked(slice(0, 100), slice(40, 80), WHOLE), beside) == 0.0
    assert shared(masked(slice(0, 100), slice(168, 208), WHOLE), beside) == pytest.approx(1.0)


def test_the_cover_hides_the_trunk_and_leaves_what_sticks_out():
    image = np.zeros((256, 256, 3), np.uint8)
    image[:, 128:] = 200
    body = masked(slice(20, 220), slice(60, 80), WHOLE)
    # An arm of 2 x 40 = 80 pixels, beside a trunk of 200 x 20 = 4000, reaches 40 columns further.
    body.mask[100:102, 80:120] = 1
    painted = np.argwhere((covered(image, body, trimmed_aside=14.0) != image).any(axis=2))
    top, left = painted.min(axis=0)
    bottom, right = painted.max(axis=0)
    # 14 % of the trunk's 20 columns stick out at each side, 3 % of its 200 rows above and below.
    assert (left, right) == (62, 76)
    assert (top, bottom) == (26, 212)


def test_a_body_without_a_mask_covers_nothing():
    image = np.full((256, 256, 3), 90, np.uint8)
    image[0, 0] = 0
    assert np.array_equal(covered(image, masked(slice(0, 0), slice(0, 0), WHOLE)), image)
