"""A body brought into one pose of the picture: gravity down, looking to the right, mask and points alike."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.facing import facing
from kiosk.pelvis.tilt import Facing
from kiosk.pose.body import MASK_SIZE, PARTNERS, Body, Keypoint


@dataclass(frozen=True, slots=True, eq=False)
class Upright:
    """A body that looks to the right, its right side nearer the camera.

    Someone who faces left is mirrored, left and right keypoints changing places with the picture, so that one
    set of features serves both. Lengths are mask pixels (about 8 mm), x right and y down along gravity.

    Attributes:
        facing: the side the guest looked to before.
        mask: (256, 256) float32, 0..1, the person's pixels only.
        points: (33, 2) float32, mask pixels; the near side are the RIGHT keypoints.
        depth: (33,) float32, mask pixels, nearer is negative.
        visibility: (33,) float32, 0..1.
        world: (33, 3) float32, metres, origin between the hips.
        score: 0..1, that there is a body at all.
    """

    facing: Facing
    mask: NDArray[np.float32]
    points: NDArray[np.float32]
    depth: NDArray[np.float32]
    visibility: NDArray[np.float32]
    world: NDArray[np.float32]
    score: float

    def point(self, keypoint: Keypoint) -> NDArray[np.float32]:
        """(2,) mask pixels of one keypoint."""
        point: NDArray[np.float32] = self.points[keypoint]
        return point

    def middle(self, left: Keypoint, right: Keypoint) -> NDArray[np.float32]:
        """(2,) mask pixels half-way between two keypoints."""
        middle: NDArray[np.float32] = (self.points[left] + self.points[right]) / np.float32(2)
        return middle


def upright(body: Body, side: Facing | None = None) -> Upright:
    """Turn the crop so that the frame's vertical is vertical, and mirror who faces left.

    ``side`` is where the guest looks to, when someone knows better than the keypoints.
    """
    side = side or facing(body)
    linear = body.to_frame[:, :2]
    scale = float(np.sqrt(abs(np.linalg.det(linear))))
    flip = np.diag([1.0 if side is Facing.RIGHT else -1.0, 1.0])
    turn = flip @ linear / scale
    centre = np.full(2, (MASK_SIZE - 1) / 2)
    shift = centre - turn @ centre
    order = np.arange(len(PARTNERS)) if side is Facing.RIGHT else PARTNERS
    points = (body.points[order] - body.to_frame[:, 2]) @ (flip.T / scale) + shift
    mask = cv2.warpAffine(
        body.mask, np.column_stack([turn, shift]), (MASK_SIZE, MASK_SIZE), flags=cv2.INTER_LINEAR
    ).astype(np.float32, copy=False)
    world = body.world[order].copy()
    world[:, :2] = world[:, :2] @ turn.T
    return Upright(
        facing=side,
        mask=_largest_piece(mask),
        points=points.astype(np.float32),
        depth=(body.depth[order] / scale).astype(np.float32),
        visibility=body.visibility[order],
        world=world.astype(np.float32),
        score=body.score,
    )


def _largest_piece(mask: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mask without the specks and the passers-by that do not touch the person."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((mask > 0.5).astype(np.uint8))
    if count <= 2:  # the background and one piece
        return mask
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    others = (labels != 0) & (labels != largest)
    return np.where(others, np.float32(0), mask)
