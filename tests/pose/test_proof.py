"""A body stays where it is in other crops of the frame; what the model imagines does not."""

import dataclasses

import numpy as np
import pytest

from kiosk.camera.frame import Frame
from kiosk.pose.landmarker import Landmarked
from kiosk.pose.proof import IN_VIEW, moved, proven, recut
from kiosk.pose.region import Region
from tests.bodies import standing

FRAME = Frame(np.zeros((1280, 720, 3), np.uint8), 0.0, 0)
REGION = Region(360, 640, 1000, 0)


class Again:
    """What the other looks find: a score and a shift to the right, pixels, each."""

    def __init__(self, *answers):
        self.answers, self.regions = list(answers), []

    def find(self, _frame, region):
        self.regions.append(region)
        score, shift = self.answers.pop(0)
        return Landmarked(dataclasses.replace(standing(x=360 + shift), score=score), region)


def found(score=1.0):
    return dataclasses.replace(standing(), score=score)


def test_another_crop_is_wider_or_closer_and_a_little_aside():
    first, second = recut(REGION)
    assert (first.x, first.y, first.size) == pytest.approx((400, 610, 1120))
    assert (second.x, second.y, second.size) == pytest.approx((330, 670, 950))


def test_two_looks_lie_apart_by_the_median_of_shoulders_hips_knees_and_ankles():
    assert moved(standing(), standing(x=363, feet=1204)) == pytest.approx(5, abs=1e-3)


@pytest.mark.parametrize(
    ("first", "answers", "right"),
    [
        (0.91, [(0.81, 29), (0.81, 29)], True),
        (0.89, [(0.81, 29), (0.81, 29)], False),
        (0.91, [(0.79, 29), (0.81, 29)], False),
        (0.91, [(0.81, 29), (0.81, 31)], False),
    ],
)
def test_a_body_in_view_must_be_in_its_place_in_both_other_crops(first, answers, right):
    assert proven(Again(*answers), FRAME, found(first), REGION, IN_VIEW) is right


@pytest.mark.parametrize(
    ("first", "answers", "right"),
    [
        (0.99, [(0.99, 29), (0.99, 64)], True),
        (0.99, [(0.99, 64), (0.99, 29)], True),
        (0.97, [(0.99, 29), (0.99, 64)], False),
        (0.99, [(0.97, 29), (0.99, 64)], False),
        (0.99, [(0.99, 29), (0.99, 66)], False),
        (0.99, [(0.99, 31), (0.99, 31)], False),
    ],
)
def test_somebody_of_whom_all_looks_are_sure_may_be_off_in_one_of_them(first, answers, right):
    assert proven(Again(*answers), FRAME, found(first), REGION, IN_VIEW) is right


def test_a_body_too_faint_for_any_proof_is_not_looked_at_again():
    again = Again()
    assert not proven(again, FRAME, found(0.89), REGION, IN_VIEW)
    assert again.regions == []
