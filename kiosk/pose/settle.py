"""Look at a body until the crop it is seen in stays where it is, and keep it there."""

import math
from collections.abc import Iterator

from kiosk.camera.frame import Frame
from kiosk.pose.landmarker import Landmarked, Landmarker
from kiosk.pose.region import Region

_MOST_LOOKS = 4
_SETTLED = 0.02  # a region that moves less than this share of its size shows the body as the next frame will


def looks(landmarker: Landmarker, frame: Frame, region: Region) -> Iterator[tuple[Landmarked, Region]]:
    """What is found in a region, then in the one that this points to, and so on until it settles.

    Each comes with the region it was found in; there are two to four.

    Raises:
        ModelError: the model fails.
    """
    found = landmarker.find(frame, region)
    yield found, region
    for _ in range(_MOST_LOOKS - 1):
        before, region = region, found.next_region
        found = landmarker.find(frame, region)
        yield found, region
        if settled(before, region):
            return


def shift(before: Region, after: Region) -> float:
    """How far a region moved, as a share of its size."""
    return math.hypot(after.x - before.x, after.y - before.y) / before.size


def settled(before: Region, after: Region) -> bool:
    """Whether two regions are as good as the same."""
    return max(shift(before, after), abs(after.size / before.size - 1.0)) < _SETTLED


def steady(before: Region | None, after: Region) -> Region:
    """Where to look next: a crop that need hardly move stays, since the keypoints waver with each move.

    Without that, of somebody who stands still before a camera whose frames are all alike, the body wanders
    as that of somebody who does not: the crop follows the body, and the body the crop.
    """
    if before is None or not settled(before, after):
        return after
    turned = abs(after.angle_rad - before.angle_rad) / 2.0  # so far the crop's edge moves, of its size
    return before if turned < _SETTLED else after
