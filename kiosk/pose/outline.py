"""The guest's outline as a few points: what a page may draw instead of a picture."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.pose.body import Body
from kiosk.pose.region import transform

MOST_POINTS = 96


def outline(body: Body, most: int = MOST_POINTS) -> NDArray[np.float32]:
    """The largest contour of the mask: (N, 2) float32, fractions of the frame, N at most ``most``."""
    solid = (body.mask >= 0.5).astype(np.uint8)
    contours, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return np.zeros((0, 2), np.float32)
    longest = max(contours, key=cv2.contourArea).reshape(-1, 2)
    step = max(1, -(-len(longest) // most))
    points = transform(longest[::step].astype(np.float32), body.to_frame)
    size = np.array(body.frame_size, dtype=np.float32)
    fractions: NDArray[np.float32] = ((points + 0.5) / size).astype(np.float32)
    return fractions
