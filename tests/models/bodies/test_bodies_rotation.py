"""Turns go the way their docstrings say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.bodies.rotation import (
    about,
    about_x,
    about_y,
    about_z,
    aligning,
    frame,
    part_of,
    reach,
    twist_deg,
)

FORWARD, UP, LEFT = np.array([0.0, -1.0, 0.0]), np.array([0.0, 0.0, 1.0]), np.array([1.0, 0.0, 0.0])
angles = st.floats(-170.0, 170.0)
directions = st.tuples(*[st.floats(-1.0, 1.0)] * 3).filter(lambda v: float(np.linalg.norm(v)) > 0.1)


def test_a_positive_turn_about_x_leans_what_is_upright_forward() -> None:
    np.testing.assert_allclose(about_x(90.0) @ UP, FORWARD, atol=1e-12)


def test_a_positive_turn_about_y_swings_a_hanging_limb_to_the_right() -> None:
    np.testing.assert_allclose(about_y(90.0) @ -UP, -LEFT, atol=1e-12)


def test_a_positive_turn_about_z_turns_the_face_to_the_left() -> None:
    np.testing.assert_allclose(about_z(90.0) @ FORWARD, LEFT, atol=1e-12)


@given(directions, directions)
def test_aligning_brings_one_direction_onto_the_other(
    start: tuple[float, ...], end: tuple[float, ...]
) -> None:
    a, b = np.array(start) / np.linalg.norm(start), np.array(end) / np.linalg.norm(end)
    if a @ b < -0.999:
        return

    np.testing.assert_allclose(aligning(a, b) @ a, b, atol=1e-6)


def test_aligning_opposite_directions_is_refused() -> None:
    with pytest.raises(ValueError, match="opposite"):
        aligning(UP, -UP)


def test_a_limb_of_three_and_four_reaches_five_with_a_right_angle() -> None:
    # The elbow lies (9 + 25 - 16) / 10 = 1.8 down the line and 2.4 off it, towards the pole.
    upper, fore = reach(np.zeros(3), -5.0 * UP, 3.0, 4.0, FORWARD)

    np.testing.assert_allclose(3.0 * upper, [0.0, -2.4, -1.8], atol=1e-9)
    assert upper @ fore == pytest.approx(0.0, abs=1e-9)


def test_a_target_out_of_reach_is_approached_with_the_limb_almost_straight() -> None:
    upper, fore = reach(np.zeros(3), -9.0 * UP, 3.0, 4.0, FORWARD)

    assert upper @ fore > 0.99
    assert upper @ -UP > 0.99


@given(angles, directions)
def test_the_twist_of_a_turn_about_its_axis_is_its_angle(angle: float, axis: tuple[float, ...]) -> None:
    assert twist_deg(about(np.array(axis), angle), np.array(axis)) == pytest.approx(angle, abs=1e-6)


def test_half_of_a_right_angle_is_forty_five_degrees() -> None:
    np.testing.assert_allclose(part_of(about_x(90.0), 0.5), about_x(45.0), atol=1e-9)


def test_part_of_no_turn_is_no_turn() -> None:
    np.testing.assert_allclose(part_of(np.eye(3), 0.3), np.eye(3))


def test_a_frame_keeps_its_first_axis_and_squares_the_second() -> None:
    axes = frame(2.0 * UP, UP + FORWARD)

    np.testing.assert_allclose(axes, np.stack([UP, FORWARD, LEFT], axis=1), atol=1e-12)
