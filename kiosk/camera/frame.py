"""One picture as it comes from a camera; it lives in memory only."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Frame:
    """One RGB picture.

    Attributes:
        image: (height, width, 3) uint8, RGB, upright as a person would see the scene.
        at_s: when it was taken, seconds on the source's clock (monotonic for a live camera,
            media time for a file).
        index: how many frames the source gave before this one.
    """

    image: NDArray[np.uint8]
    at_s: float
    index: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, pixels."""
        height, width = self.image.shape[:2]
        return width, height
