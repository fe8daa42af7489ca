"""Choose between the pose model's two files: float activations, or int8 ones where they run faster."""

import logging
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kiosk.pose.manifest import Manifest
from kiosk.pose.runtime import Network, runtime_name

log = logging.getLogger(__name__)

TRIAL_S = 0.3
"""The trial starts no further round after this long."""
_MOST_ROUNDS = 5
# The int8 file answers a little further from the original: it has to be clearly the faster one.
_WORTH = 1.05
# Its wheels compute int8 convolutions in plain loops, 5 to 11 times slower than floats.
_SLOW_WITH_INT8 = "tflite_runtime"


class Variant(StrEnum):
    """What the pose model's activations are; its weights are int8 in both files."""

    WEIGHTS = "weights"
    ACTIVATIONS = "activations"


NAMES = {Variant.WEIGHTS: "pose_landmark", Variant.ACTIVATIONS: "pose_landmark_int8"}
"""Each variant's name in the manifest."""


class Runnable(Protocol):
    """What the trial needs of a network."""

    @property
    def input_shape(self) -> tuple[int, ...]:
        """The input's shape."""

    def __call__(self, value: NDArray[np.float32], /) -> object:
        """Run once."""


def landmark_network(
    manifest: Manifest,
    threads: int,
    wish: str = "auto",
    runtime: Callable[[], str] = runtime_name,
    clock: Callable[[], float] = time.perf_counter,
) -> Network:
    """The pose landmark model, in the variant wished for or, with ``auto``, the faster one on this machine.

    A folder of models without the int8 file is one with a single variant. The outcome of a trial is kept
    nowhere: it takes a moment, and the next start may be on another machine.

    Raises:
        ModelError: a model is missing, altered or does not load.
        ValueError: the wish is neither ``auto`` nor a variant.
    """

    def load(variant: Variant) -> Network:
        return Network(manifest.read(NAMES[variant]), threads)

    if wish != "auto":
        return load(Variant(wish))
    if NAMES[Variant.ACTIVATIONS] not in manifest.entries or runtime().startswith(_SLOW_WITH_INT8):
        return load(Variant.WEIGHTS)
    networks = {variant: load(variant) for variant in Variant}
    chosen = faster(networks[Variant.WEIGHTS], networks[Variant.ACTIVATIONS], clock)
    log.info("pose model with int8 %s: the faster one here", chosen.value)
    return networks[chosen]


def faster(weights: Runnable, activations: Runnable, clock: Callable[[], float]) -> Variant:
    """Try both in turns on an empty picture and compare each one's best time, seconds of ``clock``.

    The best time of a few is what the machine can do; all else is other work that came in between.
    """
    picture = np.zeros(weights.input_shape, np.float32)
    contestants = {Variant.WEIGHTS: weights, Variant.ACTIVATIONS: activations}
    best_s = dict.fromkeys(Variant, float("inf"))
    for network in contestants.values():
        network(picture)  # the first run also packs weights
    began_s = clock()
    for _ in range(_MOST_ROUNDS):
        for variant, network in contestants.items():
            started_s = clock()
            network(picture)
            best_s[variant] = min(best_s[variant], clock() - started_s)
        if clock() - began_s >= TRIAL_S:
            break
    worth = best_s[Variant.ACTIVATIONS] * _WORTH < best_s[Variant.WEIGHTS]
    return Variant.ACTIVATIONS if worth else Variant.WEIGHTS
