"""Which side of the image a guest looks to."""

import numpy as np

from kiosk.pelvis.tilt import Facing
from kiosk.pose.body import Body, Keypoint

_MOST = 0.3  # of the trunk's length: no single sign outvotes the two others


def facing(body: Body) -> Facing:
    """The side of the image the nose, the toes and the nearer shoulder agree on.

    Each sign is a distance in trunk lengths, positive to the right, and clipped: a hidden face or a foot
    turned out cannot decide alone.
    """
    trunk = body.middle(Keypoint.LEFT_HIP, Keypoint.RIGHT_HIP) - body.middle(
        Keypoint.LEFT_SHOULDER, Keypoint.RIGHT_SHOULDER
    )
    x = body.points[:, 0] / max(float(np.hypot(*trunk)), 1e-6)
    depth = body.depth / max(float(np.hypot(*trunk)), 1e-6)
    face = x[Keypoint.NOSE] - (x[Keypoint.LEFT_EAR] + x[Keypoint.RIGHT_EAR]) / 2
    feet = (
        x[Keypoint.LEFT_FOOT_INDEX]
        + x[Keypoint.RIGHT_FOOT_INDEX]
        - x[Keypoint.LEFT_HEEL]
        - x[Keypoint.RIGHT_HEEL]
    ) / 2
    # Someone who looks to the right of the image turns the right shoulder to the camera.
    nearer = depth[Keypoint.LEFT_SHOULDER] - depth[Keypoint.RIGHT_SHOULDER]
    evidence = sum(float(np.clip(sign, -_MOST, _MOST)) for sign in (face, feet, nearer))
    return Facing.RIGHT if evidence >= 0 else Facing.LEFT
