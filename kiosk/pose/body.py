"""A body as the pose model sees it: keypoints, mask and how sure it is."""

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

MASK_SIZE = 256


class Keypoint(IntEnum):
    """The 33 BlazePose keypoints, in the model's order (left and right are the person's own)."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


KEYPOINT_COUNT = len(Keypoint)


def _partner(keypoint: Keypoint) -> Keypoint:
    """The same keypoint on the body's other side."""
    for here, there in (("LEFT", "RIGHT"), ("RIGHT", "LEFT")):
        if here in keypoint.name:
            return Keypoint[keypoint.name.replace(here, there)]
    return keypoint


PARTNERS = np.array([_partner(keypoint) for keypoint in Keypoint])
"""(33,) the number of each keypoint's namesake on the other side; the nose is its own."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Body:
    """One person in one frame.

    Attributes:
        at_s: the frame's time, seconds.
        frame_size: the frame's width and height, pixels.
        points: (33, 2) float32, pixels in the frame, in ``Keypoint`` order.
        depth: (33,) float32, distance from the hips along the view, in frame pixels, nearer is negative.
        visibility: (33,) float32, 0..1, that a point is seen and not hidden.
        presence: (33,) float32, 0..1, that a point lies inside the frame.
        world: (33, 3) float32, metres, origin between the hips.
        score: 0..1, that there is a body at all.
        mask: (256, 256) float32, 0..1, that a pixel of the crop belongs to the person.
        to_frame: (2, 3) float64, affine from crop pixel centres to frame pixel centres.
    """

    at_s: float
    frame_size: tuple[int, int]
    points: NDArray[np.float32]
    depth: NDArray[np.float32]
    visibility: NDArray[np.float32]
    presence: NDArray[np.float32]
    world: NDArray[np.float32]
    score: float
    mask: NDArray[np.float32]
    to_frame: NDArray[np.float64]

    def point(self, keypoint: Keypoint) -> NDArray[np.float32]:
        """(2,) pixels of one keypoint."""
        point: NDArray[np.float32] = self.points[keypoint]
        return point

    def middle(self, left: Keypoint, right: Keypoint) -> NDArray[np.float32]:
        """(2,) pixels half-way between two keypoints."""
        middle: NDArray[np.float32] = (self.points[left] + self.points[right]) / np.float32(2)
        return middle

    def mirrored(self) -> "Body":
        """The body as it stands in the mirror image of the frame it was seen in."""
        last = self.frame_size[0] - 1
        flip = np.diag([-1.0, 1.0])
        turned = np.array([[-1, 1], [last, 0]], np.float32)
        return replace(
            self,
            points=self.points[PARTNERS] * turned[0] + turned[1],
            depth=self.depth[PARTNERS],
            visibility=self.visibility[PARTNERS],
            presence=self.presence[PARTNERS],
            world=self.world[PARTNERS],
            to_frame=flip @ self.to_frame + np.array([[0.0, 0.0, last], [0.0, 0.0, 0.0]]),
        )


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Scene:
    """What the pose model makes of one frame.

    Attributes:
        at_s: the frame's time, seconds.
        frame_size: the frame's width and height, pixels.
        body: the guest, or None when nobody is seen.
        others: how large each other person in view is beside the guest (1.0: as large).
        twin: the guest again as the mirror image of this frame or one shortly before showed them, moved back
            into the frame; None where nobody looked, or found them there.
    """

    at_s: float
    frame_size: tuple[int, int]
    body: Body | None
    others: tuple[float, ...] = ()
    twin: Body | None = None
