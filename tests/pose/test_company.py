"""Who counts as someone else beside the guest, and what is covered up to find them."""

import dataclasses

import numpy as np
import pytest

from kiosk.camera.frame import Frame
from kiosk.pose.company import Company, alike, covered, shared
from kiosk.pose.detector import Sighting
from kiosk.pose.landmarker import Landmarked
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


BLACK = Frame(np.zeros((1280, 720, 3), np.uint8), 0.0, 0)
OWN = Region(360, 640, 1000, 0)
GUEST = Landmarked(masked(slice(0, 100), slice(100, 110), OWN), OWN)


class One:
    """A detector and a landmark model that both find one other person beside the guest, the model only there.

    With ``anywhere`` the model finds the other one in whatever it is shown, and with ``missed`` the detector
    does not. Where the model looks again, it takes them for ``then`` pixels.
    """

    def __init__(
        self, *, x=600.0, seen=0.9, score=0.9, rows=slice(0, 100), anywhere=False, missed=False, then=900.0
    ):
        self._there = Region(x, 640, 900, 0)
        self._seen, self._score, self._rows, self._then = seen, score, rows, then
        self._anywhere, self._missed, self.looked = anywhere or missed, missed, []

    def find(self, picture, where=5):
        if isinstance(picture, np.ndarray):
            return [] if self._missed else [Sighting(self._seen, np.zeros(4, np.float32), self._there)]
        self.looked.append(where)
        # The mask lies in the guest's own region, wherever the hips are.
        body = masked(self._rows, slice(100, 110), OWN)
        known = self._anywhere or where.x == self._there.x
        found = dataclasses.replace(self._there, size=self._then)
        return Landmarked(dataclasses.replace(body, score=self._score if known else 0.1), found)


def counted(one):
    return len(Company(one, one).sizes(BLACK, GUEST))


APART = slice(150, 250)


@pytest.mark.parametrize(("seen", "anywhere", "count"), [(0.69, False, 0), (0.71, False, 1), (0.69, True, 1)])
def test_someone_else_is_one_whom_the_detector_sees_clearly_or_who_stays_in_other_crops(
    seen, anywhere, count
):
    assert counted(One(seen=seen, rows=APART, anywhere=anywhere)) == count


@pytest.mark.parametrize(("score", "count"), [(0.84, 0), (0.86, 1)])
def test_someone_else_is_one_whom_the_landmark_model_is_sure_of(score, count):
    assert counted(One(score=score, rows=APART)) == count


@pytest.mark.parametrize(("x", "count"), [(459, 0), (461, 1)])
def test_hips_within_a_tenth_of_the_guests_region_are_the_guests(x, count):
    assert counted(One(x=x, rows=APART)) == count


@pytest.mark.parametrize(("first", "count"), [(73, 0), (77, 1)])
def test_a_mask_a_quarter_of_which_lies_in_the_guests_is_the_guests(first, count):
    # The guest's are rows 0 to 99: 27 or 23 of the other's 100 rows are among them.
    assert counted(One(rows=slice(first, first + 100))) == count


def test_whom_the_detector_hardly_sees_is_nobody_alike():
    pair = seen(Region(300, 640, 1000, 0), Region(420, 640, 900, 0))
    faint = [pair[0], dataclasses.replace(pair[1], score=0.69)]
    assert alike(faint, Region(310, 640, 1000, 0)) == ()


@pytest.mark.parametrize(("score", "count"), [(0.89, 0), (0.91, 1)])
def test_somebody_beside_the_guest_whom_the_detector_missed_is_someone_else(score, count):
    one = One(rows=APART, score=score, missed=True)
    assert counted(one) == count
    # To the left first, 0.3 of the guest's 1000 px away, in a crop as large.
    assert one.looked[0] == Region(60, 640, 1000, 0)


def test_the_guest_seen_again_beside_the_guest_is_nobody_else():
    assert counted(One(missed=True)) == 0


def test_someone_else_is_as_large_as_the_crop_that_settles_on_them():
    assert Company(one := One(rows=APART, then=600.0), one).sizes(BLACK, GUEST) == pytest.approx((0.6,))
    # Where the detector points, where that look does, and once more, for there the crop settles.
    assert [region.size for region in one.looked] == [900, 600, 600]


def test_beside_a_guest_who_was_alone_before_every_fourth_count_looks_at_one_side_by_turns():
    company = Company(one := One(missed=True), one)
    looked = []
    for _ in range(8):
        one.looked.clear()
        company.sizes(BLACK, GUEST, anew=False)
        looked.append([region.x for region in one.looked])
    assert looked == [[], [], [], [60], [], [], [], [660]]


@pytest.mark.parametrize(("score", "moves", "count"), [(0.9, 53, 1), (0.9, 55, 0), (0.84, 53, 0)])
def test_somebody_missed_must_be_in_the_same_place_with_the_guest_uncovered(score, moves, count):
    class Uncovered(One):
        def find(self, picture, where=5):
            found = super().find(picture, where)
            if isinstance(picture, np.ndarray) or picture is not BLACK:
                return found
            # 0.06 of a region of 900 px are 54.
            body = dataclasses.replace(
                found.body, points=found.body.points + np.float32((moves, 0)), score=score
            )
            return dataclasses.replace(found, body=body)

    assert counted(Uncovered(rows=APART, score=0.95, missed=True)) == count
