"""Decode the person's mask from the landmark model's features, only in those columns where the person is."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kiosk.errors import ModelError
from kiosk.pose.body import MASK_SIZE
from kiosk.pose.runtime import sigmoid

FEATURES_SIDE = 128
CHANNELS = 8
STRIP = 56
"""The columns of features that are decoded at once."""

HALO = 4
"""So many of them at each side lack neighbours: for two 3x3 layers, then three at twice the size."""

# A mask fainter than this at the edge of what was decoded has ended there; 0.5 is the person's edge.
_FAINT = 0.05
_FINER = MASK_SIZE // FEATURES_SIDE

Decode = Callable[[NDArray[np.float32]], list[NDArray[np.float32]]]
"""A network from (1, 128, STRIP, 8) features to (1, 256, 2 STRIP, 1) mask logits."""


class MaskDecoder:
    """Turns features into a mask, strip by strip, until the person ends on both sides."""

    def __init__(self, network: Decode) -> None:
        self._network = network

    def mask(self, features: NDArray[np.float32], low: float, high: float) -> NDArray[np.float32]:
        """(256, 256) float32, 0..1, the mask; nobody beyond the columns that had to be decoded.

        Args:
            features: (128, 128, 8) of the landmark model.
            low: the mask's column at which the person's keypoints begin ...
            high: ... and the one at which they end.

        Raises:
            ModelError: the network is not the mask's decoder, or fails.
        """
        found: NDArray[np.float32] = np.zeros((MASK_SIZE, MASK_SIZE), np.float32)
        left, right = (int(np.clip(edge / _FINER, 0, FEATURES_SIDE - 1)) for edge in (low, high))
        first, end = self._strip(features, (left + right + 1 - STRIP) // 2, found)
        while first > 0 and (left < first or _goes_on(found[:, first * _FINER])):
            first, _ = self._strip(features, first - (STRIP - HALO), found)
        while end < FEATURES_SIDE and (end <= right or _goes_on(found[:, end * _FINER - 1])):
            _, end = self._strip(features, end - HALO, found)
        return found

    def _strip(self, features: NDArray[np.float32], at: int, out: NDArray[np.float32]) -> tuple[int, int]:
        """Decode the strip nearest to column ``at``; returns the first column it is right in, and the end."""
        at = min(max(at, 0), FEATURES_SIDE - STRIP)
        try:
            logits = self._network(features[np.newaxis, :, at : at + STRIP])[0]
            strip = logits.reshape(MASK_SIZE, STRIP * _FINER)
        except (IndexError, ValueError) as error:
            raise ModelError("this is not the mask's decoder: rebuild it with make models") from error
        first = at + HALO if at > 0 else 0
        end = at + STRIP - HALO if at + STRIP < FEATURES_SIDE else FEATURES_SIDE
        inner = strip[:, (first - at) * _FINER : (end - at) * _FINER]
        out[:, first * _FINER : end * _FINER] = sigmoid(inner)
        return first, end


def _goes_on(column: NDArray[np.float32]) -> bool:
    return bool(column.max() > _FAINT)
