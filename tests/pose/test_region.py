"""Where the landmark model looks, and the way back."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.pose.region import Region, shrunk, transform


def test_an_upright_body_gets_an_unturned_square_with_a_margin():
    region = Region.around(np.array([100.0, 300.0]), np.array([100.0, 100.0]))
    assert (region.x, region.y) == (100.0, 300.0)
    assert region.size == pytest.approx(2 * 200 * 1.25)
    assert region.angle_rad == pytest.approx(0.0)


@pytest.mark.parametrize(("dx", "dy", "degrees"), [(1, 0, 90), (-1, 0, -90), (0, 1, -180), (1, -1, 45)])
def test_a_leaning_body_turns_the_square_with_it(dx, dy, degrees):
    region = Region.around(np.zeros(2), np.array([dx, dy], float))
    assert math.degrees(region.angle_rad) == pytest.approx(degrees)


def test_the_crops_middle_is_the_regions_centre():
    # Pixel centres: the middle of a 256-pixel crop lies at 127.5, the centre (50, 60) at 49.5, 59.5.
    middle = transform(np.array([[127.5, 127.5]]), Region(50, 60, 512, 0.3).to_frame(256))
    assert middle[0] == pytest.approx([49.5, 59.5], abs=1e-4)


def test_one_crop_pixel_spans_the_regions_size_over_the_side():
    ends = transform(np.array([[0.0, 0.0], [1.0, 0.0]]), Region(0, 0, 512, math.pi / 2).to_frame(256))
    assert ends[1] - ends[0] == pytest.approx([0.0, 2.0], abs=1e-4)


@pytest.mark.parametrize("size", [64.0, 256.0, 300.0, 640.0, 1100.0])
def test_a_mark_in_the_frame_is_found_again_through_the_crop(size):
    x, y = np.meshgrid(np.arange(900.0), np.arange(1200.0))
    spread = size / 16
    spot = 255 * np.exp(-((x - 440.0) ** 2 + (y - 610.0) ** 2) / (2 * spread**2))
    image = np.repeat(spot[..., np.newaxis], 3, axis=2).astype(np.uint8)
    region = Region(450, 600, size, 0.2)
    crop = region.crop(image, 256)[..., 0].astype(float)
    rows, columns = np.indices(crop.shape)
    centroid = np.array([[np.sum(columns * crop), np.sum(rows * crop)]]) / crop.sum()
    assert transform(centroid, region.to_frame(256))[0] == pytest.approx([440.0, 610.0], abs=0.6 * size / 256)


@pytest.mark.parametrize("shape", [(1, 1, 3), (5, 900, 3), (900, 5, 3)])
def test_frames_of_odd_sizes_are_cropped_without_complaint(shape):
    image = np.full(shape, 200, np.uint8)
    assert Region(2, 2, 4000, 0.1).crop(image, 256).shape == (256, 256, 3)


@given(
    st.floats(-500, 500),
    st.floats(-500, 500),
    st.floats(10, 3000),
    st.floats(-3, 3),
    st.floats(0, 255),
    st.floats(0, 255),
)
def test_crop_to_frame_keeps_lengths_in_proportion(x, y, size, angle, px, py):
    matrix = Region(x, y, size, angle).to_frame(256)
    a, b = transform(np.array([[px, py], [px + 3, py + 4]]), matrix)
    assert np.hypot(*(b - a)) == pytest.approx(5 * size / 256, rel=2e-3, abs=2e-3)


@pytest.mark.parametrize("factor", [1, 2, 3, 4, 6, 8])
def test_shrinking_averages_whole_blocks(factor):
    rng = np.random.default_rng(factor)
    image = rng.integers(0, 256, (factor * 5 + factor - 1, factor * 7, 3)).astype(np.uint8)
    blocks = image[: factor * 5].astype(float).reshape(5, factor, 7, factor, 3).mean(axis=(1, 3))
    assert np.abs(shrunk(image, factor) - blocks).max() <= 1.5  # each step rounds
