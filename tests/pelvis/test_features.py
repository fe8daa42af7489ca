"""Features tell a shape, not a place, a size or a side; and they say so when there is no shape to tell."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kiosk.pelvis.features import FEATURE_COUNT, GROUPS, features
from kiosk.pose.body import Keypoint
from tests.pelvis.drawn import drawn_body, mirrored, straight

TRUNK = GROUPS["trunk_contour"]
LEVELS = 52


def hollow(y: NDArray[np.float64]) -> NDArray[np.float64]:
    """A back with a lumbar hollow 6 pixels deep at y = 105."""
    edge: NDArray[np.float64] = 110 + 6 * np.exp(-(((y - 105) / 8) ** 2))
    return edge


def test_the_groups_cover_every_feature_once() -> None:
    covered = np.concatenate([np.arange(FEATURE_COUNT)[group] for group in GROUPS.values()])
    assert covered.tolist() == list(range(FEATURE_COUNT))


def test_straight_edges_are_told_in_trunk_lengths_from_the_hip() -> None:
    values = features(drawn_body(straight(110), straight(146)))
    assert values is not None
    assert values.dtype == np.float32
    back, front, back_slope, front_slope, depth = values[TRUNK].reshape(5, LEVELS)
    # Hip at x = 128, trunk 70 to 120: 50 pixels. Back (110 - 128) / 50, front (146 - 128) / 50.
    assert back == pytest.approx(np.full(LEVELS, -0.36), abs=1e-4)
    assert front == pytest.approx(np.full(LEVELS, 0.36), abs=1e-4)
    assert depth == pytest.approx(np.full(LEVELS, 0.72), abs=1e-4)
    assert np.concatenate([back_slope, front_slope]) == pytest.approx(np.zeros(2 * LEVELS), abs=1e-3)


def test_a_hollow_back_shows_in_the_back_edge_at_its_height_and_not_in_the_front() -> None:
    flat, hollowed = features(drawn_body()), features(drawn_body(hollow))
    assert flat is not None
    assert hollowed is not None
    back, front = (hollowed - flat)[TRUNK].reshape(5, LEVELS)[:2]
    # y = 105 is 0.7 of the way from shoulder to hip, at level (0.7 - 0.05) / (1.7 / 51) = 19.5.
    assert int(back.argmax()) in {19, 20}
    # 6 pixels of 50 are 0.12; the mean over five levels (9 pixels) takes about a seventh off the peak.
    assert back.max() == pytest.approx(0.12, abs=0.02)
    assert front == pytest.approx(np.zeros(LEVELS), abs=1e-4)


def test_the_first_features_of_the_keypoints_are_leans_against_gravity() -> None:
    values = features(drawn_body())
    assert values is not None
    trunk, thigh, shank = values[GROUPS["keypoints"]][:3]
    assert trunk == pytest.approx(0, abs=1e-3)
    assert thigh == pytest.approx(0, abs=1e-3)
    # The knee is 2 pixels before the ankle and 45 above it: arctan(2 / 45) = 2.545 degrees.
    assert shank == pytest.approx(2.545, abs=1e-2)


def test_depths_are_told_in_trunk_lengths_and_the_near_side_last() -> None:
    values = features(drawn_body())
    assert values is not None
    keypoints = values[GROUPS["keypoints"]]
    # After 11 angles and 16 points: far and near shoulder, far and near hip, near knee; 8 pixels of 50.
    assert keypoints[43:48] == pytest.approx([0.16, -0.16, 0.16, -0.16, -0.16])
    # The last four: how well far shoulder, far elbow, near elbow and near wrist are seen.
    assert keypoints[-4:] == pytest.approx([0.3, 0.3, 0.9, 0.9])


def test_a_mirror_image_has_the_same_features() -> None:
    assert features(mirrored(drawn_body(hollow))) == pytest.approx(features(drawn_body(hollow)), abs=2e-3)


@settings(max_examples=25)
@given(scale=st.floats(0.5, 4), x=st.floats(-200, 400), y=st.floats(-100, 300))
def test_place_and_size_in_the_frame_do_not_matter(scale: float, x: float, y: float) -> None:
    here = features(drawn_body(hollow, to_frame=np.array([[scale, 0, x], [0, scale, y]])))
    assert here == pytest.approx(features(drawn_body(hollow)), abs=2e-3)


def test_a_body_on_its_head_has_no_features() -> None:
    body = drawn_body()
    body.points[:, 1] = 600 - body.points[:, 1]
    assert features(body) is None


def test_a_body_without_a_mask_has_no_features() -> None:
    body = drawn_body()
    body.mask[:] = 0
    assert features(body) is None


def test_a_body_cut_off_above_the_hips_has_no_features() -> None:
    body = drawn_body()
    body.mask[100:] = 0
    assert features(body) is None


def test_a_keypoint_that_is_not_a_number_gives_no_features() -> None:
    body = drawn_body()
    body.points[Keypoint.RIGHT_WRIST] = np.nan
    assert features(body) is None
