"""Whoever faces left is mirrored, whatever is tilted in the crop stands upright, strangers are left out."""

from dataclasses import replace

import numpy as np
import pytest

from kiosk.pelvis.facing import facing
from kiosk.pelvis.tilt import Facing
from kiosk.pelvis.upright import upright
from kiosk.pose.body import Keypoint
from tests.pelvis.drawn import drawn_body, mask_between, mirrored, straight


def test_a_body_whose_nose_toes_and_near_shoulder_point_right_faces_right() -> None:
    assert facing(drawn_body()) is Facing.RIGHT


def test_its_mirror_image_faces_left() -> None:
    assert facing(mirrored(drawn_body())) is Facing.LEFT


def test_a_head_turned_back_does_not_turn_the_body() -> None:
    body = drawn_body()
    points = body.points.copy()
    points[Keypoint.NOSE, 0] -= 200
    assert facing(replace(body, points=points)) is Facing.RIGHT


def test_feet_and_shoulders_outvote_each_other_only_together_with_the_face() -> None:
    body = drawn_body()
    points = body.points.copy()
    points[Keypoint.NOSE, 0] -= 200
    points[[Keypoint.LEFT_FOOT_INDEX, Keypoint.RIGHT_FOOT_INDEX], 0] -= 200
    assert facing(replace(body, points=points)) is Facing.LEFT


def test_a_frame_point_lands_on_the_mask_pixel_it_came_from() -> None:
    person = upright(drawn_body())
    assert person.points[Keypoint.LEFT_HIP] == pytest.approx([128, 120], abs=1e-3)
    assert person.depth[Keypoint.RIGHT_HIP] == pytest.approx(-8)


def test_a_mirrored_body_is_brought_back_to_the_same_picture_and_points() -> None:
    person, image = upright(drawn_body()), upright(mirrored(drawn_body()))
    assert image.facing is Facing.LEFT
    assert image.points == pytest.approx(person.points, abs=1e-3)
    assert image.world == pytest.approx(person.world, abs=1e-5)
    assert image.depth == pytest.approx(person.depth)
    assert image.mask == pytest.approx(person.mask, abs=1e-4)


def test_a_turned_crop_is_turned_back_so_that_gravity_points_down() -> None:
    # The crop is turned by 10 degrees: what runs down its columns leans by 10 degrees in the frame.
    cos, sin = np.cos(np.radians(10)), np.sin(np.radians(10))
    person = upright(drawn_body(to_frame=np.array([[cos, -sin, 100.0], [sin, cos, 50.0]])))
    down = person.points[Keypoint.LEFT_KNEE] - person.points[Keypoint.LEFT_HIP]
    assert np.degrees(np.arctan2(-down[0], down[1])) == pytest.approx(10, abs=0.01)
    # The drawn back edge, a column at x = 110, leans with it: 36 rows lower it lies 36 tan 10 to the left.
    high, low = (np.interp(0.5, person.mask[row, :128], np.arange(128)) for row in (110, 146))
    assert high - low == pytest.approx(36 * np.tan(np.radians(10)), abs=0.05)
    world = person.world[Keypoint.LEFT_KNEE]
    assert np.degrees(np.arctan2(-world[0], world[1])) == pytest.approx(10, abs=0.01)


def test_a_smaller_piece_of_mask_apart_from_the_person_is_left_out() -> None:
    body = drawn_body()
    passer_by = mask_between(straight(20), straight(30))
    person = upright(replace(body, mask=np.maximum(body.mask, passer_by)))
    assert person.mask[100, 25] == 0
    assert person.mask[100, 128] == 1
