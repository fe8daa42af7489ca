"""Train and judge by body: folds, held-out answers, the interval's spread and its conformal factor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.grade import GUESTS
from models.tilt.fit import Scaler, Settings, fit
from models.tilt.samples import Samples
from models.tilt.trained import Array, Perceptron, Trees
from models.tilt.trees import Growth, grow

LEVEL = 0.8
SPREAD_LIMITS = (-0.6, 0.6)  # the interval is at most so much (e^0.6 = 1.8) narrower or wider than usual
_SPREAD_SETTINGS = Settings(hidden=(16,), epochs=25, rate=1e-3, decay=3.0, ridge=20000.0, jitter=0.2)


@dataclass(frozen=True)
class Recipe:
    """How an ensemble is trained: its perceptrons, its trees, and the trees' share of the answer."""

    settings: Settings = field(default_factory=Settings)
    growth: Growth = field(default_factory=Growth)
    trees_share: float = 0.8


@dataclass(frozen=True)
class Ensemble:
    """Perceptrons that share a scaler, and trees; they answer with the weighted mean of their answers."""

    scaler: Scaler
    members: tuple[Perceptron, ...]
    trees: Trees
    trees_share: float

    def __call__(self, features: Array) -> NDArray[np.float64]:
        """(N,) degrees."""
        z = self.scaler(features)
        answers = [member(z)[:, 0].astype(np.float64) for member in self.members]
        smooth: NDArray[np.float64] = np.mean(answers, axis=0)
        return (1 - self.trees_share) * smooth + self.trees_share * self.trees(features)


def folds(
    body: NDArray[np.int64], count: int, seed: int
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Masks of training and held-out samples; every body is held out once, with all its samples."""
    numbers = np.random.default_rng(seed).permutation(np.unique(body))
    for part in np.array_split(numbers, count):
        held = np.isin(body, part)
        yield ~held, held


def looks_apart(samples: Samples, scaler: Scaler) -> Array:
    """(M, F) standardised differences between the two looks at the same picture."""
    z = scaler(samples.features)
    order = np.lexsort([samples.view, samples.facts["image"], samples.body])
    body, image, view = (values[order] for values in (samples.body, samples.facts["image"], samples.view))
    pair = (body[1:] == body[:-1]) & (image[1:] == image[:-1]) & (view[1:] != view[:-1])
    first = order[:-1][pair]
    second = order[1:][pair]
    apart: Array = z[second] - z[first]
    return apart


def guest_weights(tilt_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N,) what weighs drawn tilts, of which the rare ones are many, back to the spread of guests; mean 1.

    The density of the drawn tilts is taken from their histogram, smoothed; no weight is beyond 1/3 and 3,
    lest a few pictures decide.
    """
    edges = np.arange(np.floor(tilt_deg.min()) - 1, np.ceil(tilt_deg.max()) + 2)
    counts, _ = np.histogram(tilt_deg, edges)
    kernel = np.exp(-0.5 * (np.arange(-6, 7) / 2.0) ** 2)
    density = np.convolve(counts, kernel / kernel.sum(), mode="same") / len(tilt_deg)
    drawn = np.maximum(np.interp(tilt_deg, edges[:-1] + 0.5, density), 1e-6)
    wanted = np.exp(-0.5 * ((tilt_deg - GUESTS.mean) / GUESTS.stdev) ** 2) / (
        GUESTS.stdev * np.sqrt(2 * np.pi)
    )
    weight: NDArray[np.float64] = np.clip(wanted / drawn, 1 / 3, 3.0)
    weight /= weight.mean()
    return weight


def train(samples: Samples, recipe: Recipe, members: int, seed: int = 0) -> Ensemble:
    """An ensemble; members differ in their random start and the order they see the samples in."""
    settings = recipe.settings
    scaler = Scaler.of(samples.features, settings.clip)
    z, noise = scaler(samples.features), looks_apart(samples, scaler)
    weight = guest_weights(samples.tilt_deg)
    return Ensemble(
        scaler,
        tuple(fit(z, samples.tilt_deg, noise, settings, seed + number, weight) for number in range(members)),
        grow(samples.features, samples.tilt_deg, recipe.growth, seed, weight),
        recipe.trees_share,
    )


def held_out(
    samples: Samples, recipe: Recipe, members: int, count: int = 5, seed: int = 0
) -> NDArray[np.float64]:
    """(N,) each sample's estimate by an ensemble that has not seen its body."""
    estimate = np.full(len(samples), np.nan)
    for number, (kept, held) in enumerate(folds(samples.body, count, seed)):
        ensemble = train(samples.take(kept), recipe, members, seed + 1000 * (number + 1))
        estimate[held] = ensemble(samples.features[held])
    return estimate


def train_spread(z: Array, error: NDArray[np.float64], seed: int) -> Perceptron:
    """A small perceptron that answers with the logarithm of the error's size; ``fit`` scales its target."""
    size = np.log(np.maximum(np.abs(error), 0.3))
    return fit(z, size, np.zeros((0, z.shape[1]), np.float32), _SPREAD_SETTINGS, seed)


def spread_of(spread: Perceptron, z: Array) -> NDArray[np.float64]:
    """(N,) the error's size up to a factor."""
    return np.exp(np.clip(spread(z)[:, 0].astype(np.float64), *SPREAD_LIMITS))


def conformal_factor(error: NDArray[np.float64], size: NDArray[np.float64], level: float = LEVEL) -> float:
    """What sizes must be multiplied with for ``level`` of the errors to lie inside (split conformal)."""
    ratios = np.sort(np.abs(error) / size)
    rank = int(np.ceil((len(ratios) + 1) * level))
    return float(ratios[min(rank, len(ratios)) - 1])


def centred(spread: Perceptron, z: Array) -> Perceptron:
    """The same perceptron, its median answer moved to 0 so that the limits lie evenly about it."""
    middle = float(np.median(spread(z)))
    last = spread.layers[-1]
    moved = replace(last, bias=(last.bias - np.float32(middle)).astype(np.float32))
    return replace(spread, layers=(*spread.layers[:-1], moved))
