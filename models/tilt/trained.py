"""A trained tilt head as plain arrays: what training makes, what is exported, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
DOUBTS = ("loose_top", "hair_on_back")  # the notes that are learnt, in the order the head gives them
_TABLES = ("feature", "threshold", "turns", "offset", "values")


@dataclass(frozen=True)
class Layer:
    """A fully connected layer: ``weights`` (out, in) and ``bias`` (out,)."""

    weights: Array
    bias: Array

    def __call__(self, x: Array) -> Array:
        """(N, in) to (N, out)."""
        return x @ self.weights.T + self.bias


@dataclass(frozen=True)
class Perceptron:
    """Layers with x·sigmoid(x) between them, and a straight line past them all.

    ``skip`` is (out, in), added to the last layer's output.
    """

    layers: tuple[Layer, ...]
    skip: Array

    def __call__(self, x: Array) -> Array:
        """(N, in) to (N, out)."""
        hidden = x
        for layer in self.layers[:-1]:
            hidden = swish(layer(hidden))
        return self.layers[-1](hidden) + x @ self.skip.T

    def times(self, factor: float) -> Perceptron:
        """One whose answers are so many times as large."""
        by = np.float32(factor)
        last = Layer(self.layers[-1].weights * by, self.layers[-1].bias * by)
        return Perceptron((*self.layers[:-1], last), self.skip * by)


@dataclass(frozen=True)
class Trees:
    """Boosted trees of at most L leaves, T of them, as tables.

    A leaf is reached when the comparisons above it come out right: the turns at those that hold (+1 to the
    left, -1 to the right) plus its offset make 1, and for every other leaf 0 or less.

    Attributes:
        feature, threshold: (T, L-1) each split asks whether feature <= threshold.
        turns: (T, L-1, L) int8.
        offset: (T, L) 1 minus the number of left turns on the way.
        values: (T, L) degrees each leaf adds.
        base: degrees the trees start from.
    """

    feature: NDArray[np.int32]
    threshold: Array
    turns: NDArray[np.int8]
    offset: Array
    values: Array
    base: float

    def __call__(self, features: Array) -> NDArray[np.float64]:
        """(N,) degrees of (N, F) features."""
        answers = np.full(len(features), self.base)
        turns = self.turns.astype(np.float32)
        for at in range(len(self.values)):
            holds = (features[:, self.feature[at]] <= self.threshold[at]).astype(np.float32)
            reached = holds @ turns[at] + self.offset[at] > 0.5
            answers += reached @ self.values[at].astype(np.float64)
        return answers


@dataclass(frozen=True)
class Trained:
    """The whole head.

    Attributes:
        mean, scale: (F,) what the features are standardised with: (x - mean) * scale.
        clip: standardised features are held within plus and minus this.
        members: the perceptrons; each answers with the tilt in degrees, and the answers are averaged.
        trees: boosted trees that answer likewise, of the features as they are.
        trees_share: how much of the answer is the trees', 0..1; the members' is the rest.
        doubts: one perceptron for each note that is learnt (``DOUBTS``); it answers with its probability.
        spread: answers with the logarithm of the error's size in degrees, up to a factor.
        spread_limits: that logarithm is held between these.
        half_factor: turns that size into half of the interval's width (split conformal, by body).
        strangeness_factor: brings the features' root mean square to 1 at the 95th percentile of training.
        version: of the features.
    """

    mean: Array
    scale: Array
    clip: float
    members: tuple[Perceptron, ...]
    trees: Trees
    trees_share: float
    doubts: tuple[Perceptron, ...]
    spread: Perceptron
    spread_limits: tuple[float, float]
    half_factor: float
    strangeness_factor: float
    version: int

    def standardised(self, features: Array) -> Array:
        """(N, F) features as the layers see them."""
        z: Array = np.clip((features - self.mean) * self.scale, -self.clip, self.clip)
        return z

    def __call__(self, features: Array) -> Array:
        """(N, 4 + D) tilt, half-width, strangeness, version and doubts of (N, F) features, plain float32."""
        z = self.standardised(features)
        smooth = np.mean([member(z)[:, 0] for member in self.members], axis=0)
        tilt = (1 - self.trees_share) * smooth + self.trees_share * self.trees(features)
        half = np.exp(np.clip(self.spread(z)[:, 0], *self.spread_limits)) * self.half_factor
        strangeness = np.sqrt((z**2).mean(axis=1)) * self.strangeness_factor
        version = np.full(len(z), self.version)
        doubts = [np.clip(doubt(z)[:, 0], 0, 1) for doubt in self.doubts]
        answer: Array = np.stack([tilt, half, strangeness, version, *doubts], axis=1).astype(np.float32)
        return answer


@dataclass(frozen=True)
class TrainedChange:
    """The change head.

    Attributes:
        mean, scale, clip: the features are standardised with, as in ``Trained``.
        network: answers with a tilt in degrees up to a constant of the person.
        error_deg: the standard error of one such answer.
        version: of the features.
    """

    mean: Array
    scale: Array
    clip: float
    network: Perceptron
    error_deg: float
    version: int


def swish(x: Array) -> Array:
    """x·sigmoid(x): smooth, and two plain operators in any TFLite runtime."""
    result: Array = (x / (1 + np.exp(-np.clip(x, -60, 60)))).astype(np.float32)
    return result


def save(trained: Trained, path: Path) -> None:
    """Write a head to an .npz file."""
    arrays: dict[str, Any] = {
        "mean": trained.mean,
        "scale": trained.scale,
        "numbers": np.array(
            [
                trained.clip,
                *trained.spread_limits,
                trained.half_factor,
                trained.strangeness_factor,
                trained.version,
                len(trained.members),
                trained.trees_share,
                trained.trees.base,
            ]
        ),
        **{f"trees_{name}": getattr(trained.trees, name) for name in _TABLES},
    }
    for name, perceptron in _named(trained):
        arrays[f"{name}_skip"] = perceptron.skip
        for at, layer in enumerate(perceptron.layers):
            arrays[f"{name}_{at}_weights"], arrays[f"{name}_{at}_bias"] = layer.weights, layer.bias
    np.savez(path, **arrays)


def load(path: Path) -> Trained:
    """Read what ``save`` wrote."""
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}

    def perceptron(name: str) -> Perceptron:
        count = sum(key.startswith(f"{name}_") and key.endswith("_bias") for key in arrays)
        layers = [Layer(arrays[f"{name}_{at}_weights"], arrays[f"{name}_{at}_bias"]) for at in range(count)]
        return Perceptron(tuple(layers), arrays[f"{name}_skip"])

    numbers = [float(number) for number in arrays["numbers"]]
    clip, low, high, half, strangeness, version, members, share, base = numbers
    return Trained(
        mean=arrays["mean"],
        scale=arrays["scale"],
        clip=clip,
        members=tuple(perceptron(f"member{at}") for at in range(int(members))),
        trees=Trees(base=base, **{name: arrays[f"trees_{name}"] for name in _TABLES}),
        trees_share=share,
        doubts=tuple(perceptron(name) for name in DOUBTS),
        spread=perceptron("spread"),
        spread_limits=(low, high),
        half_factor=half,
        strangeness_factor=strangeness,
        version=int(version),
    )


def _named(trained: Trained) -> list[tuple[str, Perceptron]]:
    members = [(f"member{at}", member) for at, member in enumerate(trained.members)]
    doubts = list(zip(DOUBTS, trained.doubts, strict=True))
    return [*members, *doubts, ("spread", trained.spread)]
