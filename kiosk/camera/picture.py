"""Pictures made fit for a Frame: RGB, upright, bounded in size."""

from enum import IntEnum

import cv2
import numpy as np
from numpy.typing import NDArray

LONGEST_SIDE_PX = 1920
"""What a file gives is scaled down to this, so that a 20-megapixel photograph costs no more than a video."""


class Rotation(IntEnum):
    """How far a picture is turned clockwise before anyone sees it, degrees."""

    NONE = 0
    CLOCKWISE = 90
    HALF = 180
    COUNTERCLOCKWISE = 270


_TURNS = {
    Rotation.CLOCKWISE: cv2.ROTATE_90_CLOCKWISE,
    Rotation.HALF: cv2.ROTATE_180,
    Rotation.COUNTERCLOCKWISE: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


def rgb(bgr: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """OpenCV's (H, W, 3) BGR, or (H, W) grey, uint8, as (H, W, 3) RGB in memory of its own."""
    code = cv2.COLOR_GRAY2RGB if bgr.ndim == 2 else cv2.COLOR_BGR2RGB
    return np.asarray(cv2.cvtColor(bgr, code), dtype=np.uint8)


def turned(image: NDArray[np.uint8], rotation: Rotation) -> NDArray[np.uint8]:
    """The (H, W, 3) picture turned clockwise; contiguous, so that later steps need not copy it."""
    turn = _TURNS.get(rotation)
    if turn is None:
        return image
    return np.asarray(cv2.rotate(image, turn), dtype=np.uint8)


def bounded(image: NDArray[np.uint8], longest_px: int = LONGEST_SIDE_PX) -> NDArray[np.uint8]:
    """The (H, W, 3) picture, scaled down where its longer side exceeds ``longest_px``; never enlarged."""
    height, width = image.shape[:2]
    scale = longest_px / max(height, width)
    if scale >= 1:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
