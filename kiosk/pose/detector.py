"""Find people in a whole frame with BlazePose's detector."""

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.errors import ModelError
from kiosk.pose.region import Region, shrunk
from kiosk.pose.runtime import Network, sigmoid

INPUT_SIDE = 224
_STRIDES = (8, 16, 32, 32, 32)
_PER_STRIDE_ANCHORS = 2
MIN_SCORE = 0.5  # MediaPipe's own threshold
_SAME_PERSON_IOU = 0.3  # MediaPipe's non-maximum suppression


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """Someone seen by the detector.

    Attributes:
        score: 0..1.
        face: (4,) left, top, right, bottom of the upper body's box, frame pixels.
        region: where to look for the whole body.
    """

    score: float
    face: NDArray[np.float32]
    region: Region


def anchor_centres() -> NDArray[np.float32]:
    """(2254, 2) centres of the detector's anchors, 0..1 (SSD, as in MediaPipe's pose_detection graph)."""
    centres: list[NDArray[np.float32]] = []
    for stride in sorted(set(_STRIDES)):
        cells = -(-INPUT_SIDE // stride)
        line = (np.arange(cells, dtype=np.float32) + 0.5) / cells
        x, y = np.meshgrid(line, line)
        grid = np.stack([x.ravel(), y.ravel()], axis=1)
        centres.append(np.repeat(grid, _PER_STRIDE_ANCHORS * _STRIDES.count(stride), axis=0))
    return np.concatenate(centres)


class Detector:
    """Finds people, the surest first."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._anchors = anchor_centres()

    def find(self, image: NDArray[np.uint8], most: int = 5) -> list[Sighting]:
        """People in an RGB frame of any size, at most ``most``, by falling score.

        Raises:
            ModelError: the model is not BlazePose's detector, or fails.
        """
        square, offset, side = _letterbox(image)
        outputs = self._network((square.astype(np.float32) / 127.5 - 1.0)[np.newaxis])
        boxes = next((out[0] for out in outputs if out.shape[-1] == 12), None)
        logits = next((out[0, :, 0] for out in outputs if out.shape[-1] == 1), None)
        if boxes is None or logits is None or len(boxes) != len(self._anchors):
            raise ModelError("this is not the pose detector: rebuild it with make models")
        scores = sigmoid(logits)
        sure = np.flatnonzero(scores >= MIN_SCORE)
        if not len(sure):
            return []
        values = boxes[sure] / INPUT_SIDE
        centres = (values[:, :2] + self._anchors[sure]) * side - offset
        half = values[:, 2:4] * side / 2
        corners = np.concatenate([centres - half, centres + half], axis=1).astype(np.float32)
        points = (values[:, 4:].reshape(-1, 4, 2) + self._anchors[sure, np.newaxis]) * side - offset
        kept = _suppress(corners, scores[sure], most)
        return [
            Sighting(float(scores[sure][i]), corners[i], Region.around(points[i, 0], points[i, 1]))
            for i in kept
        ]


def _letterbox(image: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.float32], float]:
    """The frame centred in a black square of the input's size; its corner and side in frame pixels."""
    height, width = image.shape[:2]
    side = max(height, width)
    scale = INPUT_SIDE / side
    size = max(1, round(width * scale)), max(1, round(height * scale))
    halves = 1 << max(0, int(math.log2(max(1.0, 1 / scale))) - 1)  # the last step, of 2 to 4, is exact
    if min(height, width) >= halves:
        image = shrunk(image, halves)
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    square = np.zeros((INPUT_SIDE, INPUT_SIDE, 3), np.uint8)
    left, top = (INPUT_SIDE - size[0]) // 2, (INPUT_SIDE - size[1]) // 2
    square[top : top + size[1], left : left + size[0]] = small
    return square, np.array([left / scale, top / scale], np.float32), float(side)


def _suppress(corners: NDArray[np.float32], scores: NDArray[np.floating[Any]], most: int) -> list[int]:
    """The surest box of each person, by greedy non-maximum suppression."""
    area = np.prod(corners[:, 2:] - corners[:, :2], axis=1)
    kept: list[int] = []
    for i in np.argsort(-scores):
        low = np.maximum(corners[i, :2], corners[kept, :2])
        high = np.minimum(corners[i, 2:], corners[kept, 2:])
        shared = np.prod(np.clip(high - low, 0, None), axis=1)
        if np.all(shared / (area[i] + area[kept] - shared + 1e-9) < _SAME_PERSON_IOU):
            kept.append(int(i))
            if len(kept) == most:
                break
    return kept
