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


def bounded(
    image: NDArray[np.uint8], longest_px: int = LONGEST_SIDE_PX, pixel_aspect: float = 1.0
) -> NDArray[np.uint8]:
    """The (H, W, 3) picture with square pixels, scaled down where its longer side exceeds ``longest_px``.

    ``pixel_aspect`` is how many times as wide as high a pixel is; the shorter way is stretched, so that
    nothing is lost. A picture of square pixels is never enlarged.
    """
    height, width = image.shape[:2]
    wide, high = width * max(pixel_aspect, 1.0), height * max(1 / pixel_aspect, 1.0)
    scale = min(1.0, longest_px / max(wide, high))
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    if size == (width, height):
        return image
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, size, interpolation=way), dtype=np.uint8)
