"""Drawing one of a few named choices."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def pick(rng: np.random.Generator, options: Sequence[T], shares: Sequence[float]) -> T:
    """One of `options`, each with its share of the chances; ValueError when the shares do not sum to 1."""
    return options[int(rng.choice(len(options), p=shares))]
