"""A body and its mirror image."""

import numpy as np

from kiosk.pose.body import PARTNERS, Keypoint
from tests.bodies import FRAME, standing


def test_every_keypoint_has_its_namesake_on_the_other_side_and_the_nose_itself():
    assert PARTNERS[Keypoint.LEFT_HIP] == Keypoint.RIGHT_HIP
    assert PARTNERS[Keypoint.MOUTH_RIGHT] == Keypoint.MOUTH_LEFT
    assert PARTNERS[Keypoint.NOSE] == Keypoint.NOSE
    assert PARTNERS[PARTNERS].tolist() == list(range(33))


def test_a_mirrored_body_stands_as_far_from_the_frames_other_edge():
    body = standing(x=300.0)  # a frame 720 pixels wide: 300 from the left is 719 - 300 = 419
    hip = body.mirrored().point(Keypoint.LEFT_HIP)
    assert hip.tolist() == [419.0, body.point(Keypoint.RIGHT_HIP)[1]]


def test_a_mirrored_bodys_mask_lands_where_its_points_do():
    body = standing(x=300.0)
    mirrored = body.mirrored()
    crop = np.linalg.solve(body.to_frame[:, :2], body.point(Keypoint.NOSE) - body.to_frame[:, 2])
    x, y = mirrored.to_frame[:, :2] @ crop + mirrored.to_frame[:, 2]
    assert (round(x, 3), round(y, 3)) == tuple(round(float(v), 3) for v in mirrored.point(Keypoint.NOSE))


def test_mirrored_twice_it_is_the_same():
    body = standing(x=300.0, turn=0.1)
    twice = body.mirrored().mirrored()
    np.testing.assert_allclose(twice.points, body.points, atol=1e-3)
    np.testing.assert_allclose(twice.to_frame, body.to_frame, atol=1e-9)
    assert twice.frame_size == FRAME
