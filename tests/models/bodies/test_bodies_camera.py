"""A drawn camera sees points where a pinhole of its kind would."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.bodies.camera import Camera, barrelled, draw_camera, focal_for

LEVEL = Camera("left", distance_m=2.0, height_m=1.0, focal_px=500.0, width=480, height=854)
MIDDLE = (240.0, 427.0)


def _seen(camera: Camera, x: float, y: float, z: float) -> np.ndarray:
    return camera.project(np.array([[x, y, z]]))[0]


def test_a_point_at_lens_height_over_the_mat_is_in_the_middle() -> None:
    np.testing.assert_allclose(_seen(LEVEL, 0.0, 0.0, 1.0), MIDDLE)


def test_forty_centimetres_at_two_metres_are_a_fifth_of_the_focal_length() -> None:
    np.testing.assert_allclose(_seen(LEVEL, 0.0, 0.0, 1.4), (240.0, 427.0 - 100.0))


@pytest.mark.parametrize(("facing", "x"), [("left", 190.0), ("right", 290.0)])
def test_what_is_in_front_of_the_guest_is_on_the_side_they_face(facing: str, x: float) -> None:
    camera = Camera(facing, 2.0, 1.0, 500.0, 480, 854)  # type: ignore[arg-type]  # parametrised text

    np.testing.assert_allclose(_seen(camera, 0.0, -0.2, 1.0), (x, 427.0))


def test_what_is_nearer_looks_larger() -> None:
    # One metre nearer the lens, which stands on the guest's left (+x): twice as far from the middle.
    np.testing.assert_allclose(_seen(LEVEL, 1.0, 0.0, 1.4), (240.0, 427.0 - 200.0))


def test_a_lens_that_points_down_sees_the_level_point_higher() -> None:
    tipped = Camera("left", 2.0, 1.0, 500.0, 480, 854, pitch_deg=10.0)

    # 500 tan(10 degrees) = 88.16
    np.testing.assert_allclose(_seen(tipped, 0.0, 0.0, 1.0), (240.0, 427.0 - 88.16), atol=0.01)


def test_a_lens_that_points_right_sees_the_middle_further_left() -> None:
    panned = Camera("left", 2.0, 1.0, 500.0, 480, 854, pan_deg=10.0)

    np.testing.assert_allclose(_seen(panned, 0.0, 0.0, 1.0), (240.0 - 88.16, 427.0), atol=0.01)


def test_positive_roll_turns_the_picture_clockwise() -> None:
    rolled = Camera("left", 2.0, 1.0, 500.0, 480, 854, roll_deg=10.0)

    # What was 100 px above the middle goes right by 100 sin 10 and stays up by 100 cos 10.
    np.testing.assert_allclose(_seen(rolled, 0.0, 0.0, 1.4), (240.0 + 17.36, 427.0 - 98.48), atol=0.01)


@given(st.integers(0, 500))
def test_the_lens_s_axes_are_square_and_right_handed(seed: int) -> None:
    axes = draw_camera(np.random.default_rng(seed), 480, 854, 1.8).axes()

    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(np.cross(axes[0], axes[1]), axes[2], atol=1e-12)


def test_a_point_behind_the_lens_has_no_pixel() -> None:
    assert np.isnan(_seen(LEVEL, 2.5, 0.0, 1.0)).all()


def test_a_right_angle_of_view_makes_the_focal_length_half_the_height() -> None:
    assert focal_for(1280, 90.0) == pytest.approx(640.0)


@given(st.integers(0, 500), st.floats(-0.4, 0.4), st.floats(-0.5, 0.5), st.floats(0.0, 1.9))
def test_the_renderer_and_the_truth_see_a_point_at_the_same_pixel(
    seed: int, x: float, y: float, z: float
) -> None:
    camera = draw_camera(np.random.default_rng(seed), 480, 854, 1.8)
    clip = camera.clip_matrix() @ np.array([x, y, z, 1.0])
    pixel = ((clip[0] / clip[3] + 1.0) * 240.0, (1.0 - clip[1] / clip[3]) * 427.0)

    np.testing.assert_allclose(_seen(camera, x, y, z), pixel, atol=1e-6)


@given(st.integers(0, 5000), st.floats(1.5, 1.99))
def test_a_drawn_camera_keeps_crown_and_feet_in_the_picture(seed: int, body_m: float) -> None:
    camera = draw_camera(np.random.default_rng(seed), 480, 854, body_m)
    crown, heel, toe = camera.project(np.array([[0.0, 0.0, body_m], [0.1, 0.1, 0.0], [0.1, -0.15, 0.0]]))

    for x, y in (crown, heel, toe):
        assert 0.0 < x < 480.0
        assert 0.0 < y < 854.0


def test_a_barrel_draws_a_corner_in_by_its_share_and_leaves_the_middle() -> None:
    corner, middle, half = barrelled(
        np.array([[480.0, 854.0], [240.0, 427.0], [360.0, 640.5]]), 0.04, 480, 854
    )

    np.testing.assert_allclose(corner, (240.0 + 0.96 * 240.0, 427.0 + 0.96 * 427.0))
    np.testing.assert_allclose(middle, (240.0, 427.0))
    # Half way out r^2 is a quarter: 1 - 0.04 / 4.
    np.testing.assert_allclose(half, (240.0 + 0.99 * 120.0, 427.0 + 0.99 * 213.5))


@given(st.integers(0, 2000))
def test_a_drawn_camera_stays_within_what_a_kiosk_s_mounting_may_be(seed: int) -> None:
    camera = draw_camera(np.random.default_rng(seed), 480, 854, 1.75)

    assert 2.0 <= camera.distance_m <= 3.6
    assert 0.75 <= camera.height_m <= 1.35
    assert max(abs(camera.pitch_deg), abs(camera.pan_deg)) <= 8.0
    assert abs(camera.roll_deg) <= 2.0
