"""Whether somebody is still before the kiosk while a result is shown: a body is seen, or something moves."""

import cv2
import numpy as np
from numpy.typing import NDArray

_CELLS = (12, 20)
"""The picture in cells, across and down: a hand at the screen fills more than one, noise averages out."""

_STIR = 6.0
"""Grey levels by which a cell must change: four times what a dim lamp's flicker and noise gave, a tenth of
what a dark sleeve before a light wall gives."""


class Presence:
    """Remembers one picture, as a few grey cells, and only until the next."""

    def __init__(self) -> None:
        self._before: NDArray[np.float32] | None = None

    def somebody(self, image: NDArray[np.uint8], *, body_seen: bool) -> bool:
        """Whether a body is seen in a frame, or the picture stirs against the frame before.

        A guest who reads at arm's length is too close for the pose model, but never quite still.

        Args:
            image: (H, W, 3) uint8 RGB.
            body_seen: whether the pose model saw anybody in it.
        """
        small: NDArray[np.float32] = np.asarray(
            cv2.resize(image, _CELLS, interpolation=cv2.INTER_AREA), dtype=np.float32
        ).mean(axis=2, dtype=np.float32)
        before, self._before = self._before, small
        if body_seen or before is None:
            return True
        # The whole room's light going up or down is nobody.
        change = small - before
        return bool(np.abs(change - np.median(change)).max() >= _STIR)

    def forget(self) -> None:
        """Start over."""
        self._before = None
