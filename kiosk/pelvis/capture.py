"""The frames of one capture become the features a head is asked with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.tilt import Facing

Number = TypeVar("Number", np.float32, np.float64)
_TRIMMED = 0.2  # share of the frames left out at either end, feature by feature
_ASKED_AGAIN = 9  # frames are enough to see them disagree; asking all of a long capture only takes longer


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """What one frame adds to a reading: its features, and nothing of the picture."""

    at_s: float
    facing: Facing
    features: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """A capture's frames, put together.

    Attributes:
        facing: the side most frames face; the others are left out.
        features: (K,) float32, each feature averaged over the frames without its extremes.
        singles: (N, K) float32, at most nine single frames, to see how far they agree.
        frames: how many frames were put together.
    """

    facing: Facing
    features: NDArray[np.float32]
    singles: NDArray[np.float32]
    frames: int


def pooled(observations: Sequence[Observation]) -> Pooled:
    """Put a capture's frames together.

    Raises:
        ValueError: there is no observation.
    """
    if not observations:
        raise ValueError("a reading needs at least one frame with a readable contour")
    facing = commonest_facing([seen.facing for seen in observations])
    rows = np.stack([seen.features for seen in observations if seen.facing is facing])
    spaced = np.linspace(0, len(rows) - 1, min(len(rows), _ASKED_AGAIN)).round().astype(np.intp)
    return Pooled(facing, trimmed_mean(rows), rows[spaced], len(rows))


def commonest_facing(sides: Sequence[Facing]) -> Facing:
    """The side most frames face."""
    left = sum(side is Facing.LEFT for side in sides)
    return Facing.LEFT if 2 * left > len(sides) else Facing.RIGHT


def trimmed_mean(rows: NDArray[Number]) -> NDArray[Number]:
    """The mean of (N, ...) down the rows, without the lowest and highest fifth of each column."""
    cut = int(len(rows) * _TRIMMED)
    kept: NDArray[Number] = np.sort(rows, axis=0)[cut : len(rows) - cut]
    mean: NDArray[Number] = np.asarray(kept.mean(axis=0, dtype=rows.dtype))
    return mean
