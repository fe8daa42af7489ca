"""Find the keypoints and the mask of one person inside a region with BlazePose's landmark model."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.camera.frame import Frame
from kiosk.errors import ModelError
from kiosk.pose.body import KEYPOINT_COUNT, MASK_SIZE, Body
from kiosk.pose.mask import CHANNELS, FEATURES_SIDE, MaskDecoder
from kiosk.pose.region import Region, transform
from kiosk.pose.runtime import Network, sigmoid

INPUT_SIDE = 256
_FEATURES = FEATURES_SIDE * FEATURES_SIDE * CHANNELS
_ALL_POINTS = 39  # the 33 keypoints and 6 the model keeps for itself
_HIPS, _REACH = 33, 34  # of those, the two that say where to look in the next frame
NOBODY = 0.4
"""A score below this is nobody's to any caller: no mask is decoded, which saves a third of such a look."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the model makes of one crop.

    Attributes:
        points: (39, 5) float32, x, y and z in crop pixels, logits of visibility and presence.
        world: (39, 3) float32, metres.
        score: 0..1, that there is a body.
        mask: (256, 256) float32, 0..1, the person's; empty where the score says that there is nobody.
    """

    points: NDArray[np.float32]
    world: NDArray[np.float32]
    score: float
    mask: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Landmarked:
    """A body, and the region in which the next frame should show it."""

    body: Body
    next_region: Region


class Landmarker:
    """Turns a region of a frame into a body."""

    def __init__(self, network: Network, decoder: MaskDecoder) -> None:
        self._network = network
        self._decoder = decoder

    def find(self, frame: Frame, region: Region) -> Landmarked:
        """The body in a region; its ``score`` tells whether there is one.

        Raises:
            ModelError: a model is not BlazePose's landmark model or its mask's decoder, or fails.
        """
        raw = self.read(region.crop(frame.image, INPUT_SIDE))
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
            mask=raw.mask,
            to_frame=to_frame,
        )
        return Landmarked(body, Region.around(points[_HIPS], points[_REACH]))

    def read(self, crop: NDArray[np.uint8]) -> Answer:
        """The model's answer to a (256, 256, 3) uint8 RGB crop.

        Raises:
            ModelError: as ``find``.
        """
        outputs = {out.size: out for out in self._network((crop.astype(np.float32) / 255.0)[np.newaxis])}
        try:
            points = outputs[_ALL_POINTS * 5].reshape(_ALL_POINTS, 5)
            world = outputs[_ALL_POINTS * 3].reshape(_ALL_POINTS, 3)
            score = float(outputs[1].ravel()[0])
            features = outputs[_FEATURES].reshape(FEATURES_SIDE, FEATURES_SIDE, CHANNELS)
        except KeyError as error:
            raise ModelError("this is not the pose landmark model: rebuild it with make models") from error
        return Answer(points, world, score, self._mask(points, score, features))

    def _mask(
        self, points: NDArray[np.float32], score: float, features: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        if score < NOBODY:
            nobody: NDArray[np.float32] = np.zeros((MASK_SIZE, MASK_SIZE), np.float32)
            return nobody
        across = points[:KEYPOINT_COUNT, 0]
        return self._decoder.mask(features, float(across.min()), float(across.max()))
