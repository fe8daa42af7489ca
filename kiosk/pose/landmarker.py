"""Find the keypoints and the mask of one person inside a region with BlazePose's landmark model."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.camera.frame import Frame
from kiosk.errors import ModelError
from kiosk.pose.body import KEYPOINT_COUNT, MASK_SIZE, Body
from kiosk.pose.region import Region, transform
from kiosk.pose.runtime import Network, sigmoid

INPUT_SIDE = 256
_ALL_POINTS = 39  # the 33 keypoints and 6 the model keeps for itself
_HIPS, _REACH = 33, 34  # of those, the two that say where to look in the next frame


@dataclass(frozen=True, slots=True, eq=False)
class Landmarked:
    """A body, and the region in which the next frame should show it."""

    body: Body
    next_region: Region


class Landmarker:
    """Turns a region of a frame into a body."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def find(self, frame: Frame, region: Region) -> Landmarked:
        """The body in a region; its ``score`` tells whether there is one.

        Raises:
            ModelError: the model is not BlazePose's landmark model, or fails.
        """
        crop = region.crop(frame.image, INPUT_SIDE)
        raw = self._read(crop)
        to_frame = region.to_frame(INPUT_SIDE)
        # The model counts pixels from their corners, an affine for warping from their centres.
        points = transform(raw.points[:, :2] - 0.5, to_frame)
        scale = region.size / INPUT_SIDE
        keypoints = slice(0, KEYPOINT_COUNT)
        body = Body(
            at_s=frame.at_s,
            frame_size=frame.size,
            points=points[keypoints],
            depth=raw.points[keypoints, 2] * np.float32(scale),
            visibility=sigmoid(raw.points[keypoints, 3]),
            presence=sigmoid(raw.points[keypoints, 4]),
            world=raw.world[keypoints],
            score=raw.score,
            mask=sigmoid(raw.mask),
            to_frame=to_frame,
        )
        return Landmarked(body, Region.around(points[_HIPS], points[_REACH]))

    def _read(self, crop: NDArray[np.uint8]) -> "_Raw":
        outputs = {out.size: out for out in self._network((crop.astype(np.float32) / 255.0)[np.newaxis])}
        try:
            return _Raw(
                points=outputs[_ALL_POINTS * 5].reshape(_ALL_POINTS, 5),
                world=outputs[_ALL_POINTS * 3].reshape(_ALL_POINTS, 3),
                score=float(outputs[1].ravel()[0]),
                mask=outputs[MASK_SIZE * MASK_SIZE].reshape(MASK_SIZE, MASK_SIZE),
            )
        except KeyError as error:
            raise ModelError("this is not the pose landmark model: rebuild it with make models") from error


@dataclass(frozen=True, slots=True, eq=False)
class _Raw:
    """The model's outputs by name: points carry x, y, z in crop pixels, visibility and presence logits."""

    points: NDArray[np.float32]
    world: NDArray[np.float32]
    score: float
    mask: NDArray[np.float32]
