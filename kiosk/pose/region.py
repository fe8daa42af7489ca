"""The square region the landmark model looks at, and the way from its pixels to the frame's."""

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

MARGIN = 1.25  # MediaPipe's pose_landmarks_to_roi enlarges the person's circle by this much


@dataclass(frozen=True, slots=True)
class Region:
    """A square, turned so that the body stands upright in it.

    Attributes:
        x, y: its centre, frame pixels.
        size: its side, frame pixels.
        angle_rad: how far it is turned, clockwise as seen on the screen.
    """

    x: float
    y: float
    size: float
    angle_rad: float

    @classmethod
    def around(cls, hips: NDArray[np.floating[Any]], reach: NDArray[np.floating[Any]]) -> "Region":
        """The region for a body, from BlazePose's two alignment points.

        Args:
            hips: (2,) the point between the hips, frame pixels.
            reach: (2,) a point on the circle around the whole body, above the hips of someone upright.
        """
        dx, dy = float(reach[0] - hips[0]), float(reach[1] - hips[1])
        turned = math.pi / 2 - math.atan2(-dy, dx)
        turned -= 2 * math.pi * math.floor((turned + math.pi) / (2 * math.pi))
        return cls(float(hips[0]), float(hips[1]), 2 * math.hypot(dx, dy) * MARGIN, turned)

    def to_frame(self, side: int) -> NDArray[np.float64]:
        """(2, 3) affine from pixel centres of a ``side`` × ``side`` crop to frame pixel centres."""
        scale = self.size / side
        cos, sin = math.cos(self.angle_rad) * scale, math.sin(self.angle_rad) * scale
        half = (side - 1) / 2
        return np.array(
            [
                [cos, -sin, self.x - 0.5 - cos * half + sin * half],
                [sin, cos, self.y - 0.5 - sin * half - cos * half],
            ]
        )

    def crop(self, image: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
        """Cut the region out of a frame: (side, side, 3) uint8, black outside the frame.

        A frame much finer than the crop is averaged down first: plain bilinear sampling would skip pixels and
        make the contour jitter.
        """
        matrix = self.to_frame(side)
        shrink = _shrink(int(self.size / side))
        if shrink > 1 and min(image.shape[:2]) >= shrink:
            image = shrunk(image, shrink)
            matrix = matrix / shrink
            matrix[:, 2] += 0.5 / shrink - 0.5  # pixel centres sit at half pixels
        warped: NDArray[np.uint8] = cv2.warpAffine(  # type: ignore[assignment]
            image, matrix, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        )
        return warped


def _shrink(finer: int) -> int:
    """How far to average a frame down that is ``finer`` times as fine: by 3 or by a power of two."""
    return finer if finer < 4 else 1 << (finer.bit_length() - 1)


def shrunk(image: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """The mean of each ``factor`` x ``factor`` pixels; what is left over at the right and below is cut off.

    Halving again and again gives the same as one step and takes a fifth of its time.
    """
    while factor > 1:
        step = 2 if factor % 2 == 0 else factor
        height, width = image.shape[0] // step, image.shape[1] // step
        image = cv2.resize(  # type: ignore[assignment]  # cv2's stubs lose the dtype
            image[: height * step, : width * step], (width, height), interpolation=cv2.INTER_AREA
        )
        factor //= step
    return image


def transform(points: NDArray[np.floating[Any]], matrix: NDArray[np.float64]) -> NDArray[np.float32]:
    """Apply a (2, 3) affine to (N, 2) points."""
    moved: NDArray[np.float32] = (points @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)
    return moved
