"""How far a guest with two half-balls is turned from side-on, as far as the balls and the keypoints tell."""

import math

import numpy as np

from kiosk.pelvis.dot_finder import DotPair
from kiosk.pelvis.dot_line import is_half_ball
from kiosk.pelvis.tilt import Facing
from kiosk.pose.body import Body, Keypoint

# A least-squares fit to the turn of 177 drawn guests with half-balls (seeds 80, 81 and 84 of models/dots); it
# tells 0.37 of the turn's variance on the seed left out. Turning by a degree changes the logarithm of the
# balls' areas by 0.024 in theory, 41 degrees a unit: what bodies and pixels add to it shrinks that to 8.5.
_BY_AREAS_DEG = -8.5
_USUAL = 0.65  # the logarithm of the front ball's area over the rear one's, of a guest who stands side-on
_BY_JOINTS_DEG = -33.0  # for each trunk length the far shoulder and hip lie before the near ones
_MOST_DEG = 12.0  # a guest turned farther is refused


def turn_deg(pair: DotPair, body: Body) -> float:
    """How far the guest's back is turned towards the camera, degrees; negative for the chest; 0 for stickers.

    The front ball looks half towards the camera, the rear one along the picture: of a half-ball whose axis
    makes the angle a with the view, pi r^2 (1 + cos a) / 2 shows. When the back turns to the camera the rear
    ball gains what the front one loses. Besides, the far shoulder and hip come to lie behind the near ones.

    Args:
        pair: the dots.
        body: whose they are.
    """
    if not two_half_balls(pair):
        return 0.0
    areas = math.log(pair.asis.area / pair.psis.area)
    turn = _BY_AREAS_DEG * (areas - _USUAL) + _BY_JOINTS_DEG * _far_before(pair.facing, body)
    return float(np.clip(turn, -_MOST_DEG, _MOST_DEG))


def two_half_balls(pair: DotPair) -> bool:
    """Whether both dots look like half-balls, whose areas tell how they are turned."""
    return not pair.sliver and is_half_ball(pair.asis) and is_half_ball(pair.psis)


def _far_before(facing: Facing, body: Body) -> float:
    """How far the far shoulder and hip, on the mean, lie before the near ones, trunk lengths."""
    left = body.points[[Keypoint.LEFT_SHOULDER, Keypoint.LEFT_HIP]]
    right = body.points[[Keypoint.RIGHT_SHOULDER, Keypoint.RIGHT_HIP]]
    shoulder, hip = (left + right) / 2.0
    # Who looks to the right shows the right side; either way what is before counts in the facing's direction.
    far = left - right if facing is Facing.RIGHT else right - left
    forward = 1.0 if facing is Facing.RIGHT else -1.0
    return forward * float(far[:, 0].mean()) / max(float(np.hypot(*(hip - shoulder))), 1.0)
