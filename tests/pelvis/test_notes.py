"""Reasons for doubt, each on features set by hand on either side of its limit."""

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.pelvis.features import FEATURE_COUNT, GROUPS, features, placed
from kiosk.pelvis.head import Answer
from kiosk.pelvis.notes import ARM_REACH, LIKELY, SOFT_PX, TURNED, Note, notes
from kiosk.pose.body import Keypoint
from tests.pelvis.drawn import drawn_body

SURE = Answer(12.0, 5.0, 0.8)
BACK = GROUPS["trunk_contour"].start  # the back's edge at 52 levels comes first


def upright_guest() -> NDArray[np.float32]:
    """A back 0.3 trunk lengths behind the hips at every level, arms and shoulders in front of it."""
    values = np.zeros(FEATURE_COUNT, np.float32)
    values[BACK : BACK + 52] = -0.3
    for joint in (Keypoint.LEFT_ELBOW, Keypoint.RIGHT_ELBOW, Keypoint.LEFT_WRIST, Keypoint.RIGHT_WRIST):
        put(values, joint, 0.2, -0.4)
    return values


def put(values: NDArray[np.float32], joint: Keypoint, x: float, y: float) -> None:
    """Place a joint, trunk lengths from the hips."""
    values[_start(joint) : _start(joint) + 2] = x, y


def _start(joint: Keypoint) -> int:
    # Found by its effect: the one place where a change moves this joint's x.
    for at in range(GROUPS["keypoints"].start, GROUPS["keypoints"].stop):
        probe = np.zeros(FEATURE_COUNT, np.float32)
        probe[at] = 1.0
        if placed(probe, joint)[0] == 1.0:
            return at
    raise AssertionError(joint)


def test_a_plain_guest_gives_no_reason_for_doubt() -> None:
    assert notes(upright_guest(), SURE) == ()


@pytest.mark.parametrize(("share", "said"), [(LIKELY, False), (LIKELY + 0.01, True)])
def test_what_the_head_finds_likelier_than_not_is_said(share: float, said: bool) -> None:
    loose, hair = Answer(12.0, 5.0, 0.8, loose_top=share), Answer(12.0, 5.0, 0.8, hair_on_back=share)
    assert (Note.LOOSE_TOP in notes(upright_guest(), loose)) is said
    assert (Note.HAIR_ON_BACK in notes(upright_guest(), hair)) is said


@pytest.mark.parametrize(
    ("x", "y", "said"),
    [
        (-0.3 + ARM_REACH - 0.01, -0.4, True),
        (-0.3 + ARM_REACH + 0.01, -0.4, False),
        (-0.5, -0.4, True),  # behind the back
        (-0.5, -1.2, False),  # above the shoulders
        (-0.5, 0.4, False),  # below the hips, where a hanging hand may be
    ],
)
@pytest.mark.parametrize("joint", [Keypoint.LEFT_ELBOW, Keypoint.RIGHT_WRIST])
def test_an_arm_at_the_backs_edge_is_said(joint: Keypoint, x: float, y: float, said: bool) -> None:
    guest = upright_guest()
    put(guest, joint, x, y)
    assert (notes(guest, SURE) == (Note.ARM_ON_BACK,)) is said


@pytest.mark.parametrize(("apart", "said"), [(TURNED - 0.01, False), (TURNED + 0.01, True)])
def test_shoulders_apart_are_said_to_be_turned(apart: float, said: bool) -> None:
    guest = upright_guest()
    put(guest, Keypoint.LEFT_SHOULDER, apart / 2, -1.0)
    put(guest, Keypoint.RIGHT_SHOULDER, -apart / 2, -1.0)
    assert (notes(guest, SURE) == (Note.TURNED,)) is said


@pytest.mark.parametrize("edge", [2, 3])
@pytest.mark.parametrize(("pixels", "said"), [(SOFT_PX - 0.1, False), (SOFT_PX + 0.1, True)])
def test_an_undecided_edge_is_low_contrast(edge: int, pixels: float, said: bool) -> None:
    guest = upright_guest()
    guest[GROUPS["quality"].start + edge] = pixels  # back, then front
    assert (notes(guest, SURE) == (Note.LOW_CONTRAST,)) is said


def test_the_places_read_are_those_the_features_put_there() -> None:
    body = drawn_body()
    vector = features(body)
    assert vector is not None
    elbow, hip = (placed(vector, joint) for joint in (Keypoint.RIGHT_ELBOW, Keypoint.RIGHT_HIP))
    assert elbow[1] < hip[1]  # an elbow is above the hips
    assert hip == pytest.approx((0.0, 0.0), abs=0.2)
