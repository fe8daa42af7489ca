"""The contour is read finer than a pixel, of the right piece, and not at all when nobody is there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kiosk.pelvis.contour import read_contour
from tests.pelvis.drawn import mask_between, straight

LEVELS = np.arange(60, 180, 2, dtype=np.float32)


def spine(x: float, levels: NDArray[np.float32] = LEVELS) -> NDArray[np.float32]:
    return np.full(len(levels), x, np.float32)


def test_an_edge_lies_where_the_probability_interpolated_between_two_pixels_is_one_half() -> None:
    mask = np.zeros((4, 8), np.float32)
    mask[:, 3:6] = 1.0
    mask[:, 2] = 0.2  # half is reached (0.5 - 0.2) / (1 - 0.2) = 0.375 of the way to column 3
    mask[:, 6] = 0.4  # and (1 - 0.5) / (1 - 0.4) = 0.8333 of the way from column 5 to 6
    contour = read_contour(mask, np.array([1.0], np.float32), np.array([4.0], np.float32))
    assert contour is not None
    assert contour.back == pytest.approx([2.375])
    assert contour.front == pytest.approx([5.83333])


def test_a_level_between_two_rows_is_read_between_their_edges() -> None:
    mask = np.zeros((4, 8), np.float32)
    mask[1, 2:6] = 1.0
    mask[2, 3:6] = 1.0
    contour = read_contour(mask, np.array([1.25], np.float32), np.array([4.0], np.float32))
    assert contour is not None
    # Three quarters of row 1 and one of row 2: columns 1, 2, 3 hold 0, 0.75, 1.
    assert contour.back == pytest.approx([1 + 0.5 / 0.75])


@given(back=st.floats(90, 120), front=st.floats(130, 170), slant=st.floats(-0.3, 0.3))
def test_slanting_edges_are_read_within_a_hundredth_of_a_pixel(
    back: float, front: float, slant: float
) -> None:
    mask = mask_between(lambda y: back + slant * (y - 128), lambda y: front + slant * (y - 128))
    centre = (back + front) / 2 + slant * (LEVELS - 128)
    contour = read_contour(mask, LEVELS, centre.astype(np.float32))
    assert contour is not None
    assert contour.back == pytest.approx(back + slant * (LEVELS - 128), abs=0.01)
    assert contour.front == pytest.approx(front + slant * (LEVELS - 128), abs=0.01)


def test_an_arm_that_stands_off_is_counted_but_not_read_as_the_back() -> None:
    trunk = mask_between(straight(110), straight(146))
    arm = mask_between(straight(80), straight(90))
    contour = read_contour(np.maximum(trunk, arm), LEVELS, spine(128))
    assert contour is not None
    assert contour.back == pytest.approx(np.full(len(LEVELS), 110.0), abs=1e-3)
    assert (contour.pieces == 2).all()


def test_the_piece_nearest_the_spine_is_read_when_the_spine_runs_beside_the_person() -> None:
    trunk = mask_between(straight(110), straight(146))
    pole = mask_between(straight(30), straight(40))
    contour = read_contour(np.maximum(trunk, pole), LEVELS, spine(104))
    assert contour is not None
    assert contour.front == pytest.approx(np.full(len(LEVELS), 146.0), abs=1e-3)


def test_a_gap_is_bridged_in_a_straight_line() -> None:
    mask = mask_between(lambda y: y, straight(240))
    mask[98:101] = 0
    levels = np.arange(90, 112, dtype=np.float32)
    contour = read_contour(mask, levels, spine(200, levels))
    assert contour is not None
    assert contour.readable == pytest.approx(19 / 22)
    assert contour.back == pytest.approx(levels, abs=0.05)


def test_a_contour_is_read_when_at_least_four_fifths_of_the_levels_show_someone() -> None:
    # Levels 60, 62 ... 178: down to 154 they are 48 of 60, down to 152 one fewer.
    enough = read_contour(mask_between(straight(110), straight(146), bottom=154), LEVELS, spine(128))
    assert enough is not None
    assert enough.readable == pytest.approx(0.8)
    assert read_contour(mask_between(straight(110), straight(146), bottom=152), LEVELS, spine(128)) is None


def test_a_person_who_reaches_over_the_rim_ends_at_the_rim() -> None:
    mask = np.ones((6, 10), np.float32)
    contour = read_contour(mask, np.array([2.0, 3.0], np.float32), np.array([5.0, 5.0], np.float32))
    assert contour is not None
    assert contour.back == pytest.approx([-0.5, -0.5])
    assert contour.front == pytest.approx([9.5, 9.5])


def test_levels_outside_the_mask_show_nobody() -> None:
    mask = np.ones((20, 10), np.float32)
    levels = np.linspace(-30, -1, 12, dtype=np.float32)
    assert read_contour(mask, levels, np.full(12, 5.0, np.float32)) is None


def test_softness_is_the_width_over_which_the_edge_is_undecided() -> None:
    # The drawn ramp rises by one half per pixel: from 0.25 to 0.75 it needs one pixel.
    contour = read_contour(mask_between(straight(110.3), straight(146.3)), LEVELS, spine(128))
    assert contour is not None
    assert contour.softness == pytest.approx([1.0, 1.0], abs=1e-3)
