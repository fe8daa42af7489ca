"""Two half-balls and the keypoints tell how far a guest is turned; stickers do not."""

from dataclasses import replace

import pytest

from kiosk.pelvis.dot_blobs import Blob
from kiosk.pelvis.dot_colour import Hue
from kiosk.pelvis.dot_finder import DotPair
from kiosk.pelvis.dot_turn import turn_deg
from kiosk.pelvis.tilt import Facing
from tests.bodies import standing

# A front ball 1.9155 times as large as the rear one: the logarithm is 0.65, what a guest side-on shows.
SIDE_ON = 191.55, 100.0


def pair(areas: tuple[float, float], facing: Facing = Facing.RIGHT, width: float = 8.0) -> DotPair:
    asis, psis = (
        Blob(x, 600.0, 12.0, 12.0, 1.0, 0.0, 0.5, 50.0, area, 1.0, 120.0, 1.0)
        for x, area in ((400.0, areas[0]), (320.0, areas[1]))
    )
    return DotPair(facing, Hue.GREEN, asis, replace(psis, width=width), dot_px=12.0, score=0.0)


def test_a_guest_side_on_is_not_turned() -> None:
    assert turn_deg(pair(SIDE_ON), standing()) == pytest.approx(0.0, abs=0.01)


def test_a_rear_ball_as_large_as_the_front_one_shows_that_the_back_is_turned_to_the_camera() -> None:
    # The logarithm of 1 is 0, 0.65 below the usual, at 8.5 degrees each.
    assert turn_deg(pair((100.0, 100.0)), standing()) == pytest.approx(5.525)


@pytest.mark.parametrize(("facing", "apart"), [(Facing.RIGHT, 0.1), (Facing.LEFT, 0.1)])
def test_a_far_shoulder_and_hip_before_the_near_ones_show_that_the_chest_is_turned(
    facing: Facing, apart: float
) -> None:
    # The left ones lie 0.1 trunk lengths to the right: before, for whoever looks right and shows the right
    # side, and for whoever looks left the near ones lie behind the far ones. 33 degrees a trunk length.
    assert turn_deg(pair(SIDE_ON, facing), standing(turn=apart)) == pytest.approx(-3.3, abs=0.01)


def test_no_guest_is_thought_to_be_turned_farther_than_one_who_is_measured() -> None:
    # Balls whose areas are as 1 to 10: 8.5 x (0.65 + 2.30) would be 25 degrees.
    assert turn_deg(pair((20.0, 200.0)), standing()) == 12.0


def test_stickers_do_not_tell_a_turn() -> None:
    assert turn_deg(pair((100.0, 100.0), width=4.0), standing()) == 0.0
    assert turn_deg(replace(pair((100.0, 100.0)), sliver=True), standing()) == 0.0
