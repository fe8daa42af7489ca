"""Learn what changes between two looks at one body: a head whose differences keep their size.

The absolute head draws every estimate towards the mean, and so halves the differences within a person. This
one is trained on differences alone: the answer to one look means nothing, that to two of one person does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from models.tilt.fit import Member, Settings, blend, descend
from models.tilt.samples import Samples
from models.tilt.trained import Array, Layer, Perceptron

SETTINGS = Settings(
    hidden=(64, 32), epochs=60, rate=2e-3, decay=0.3, ridge=300.0, jitter=0.03, dropout=0.2, straight=0.8
)


@dataclass(frozen=True)
class Pairs:
    """P pairs of looks at the same body.

    Attributes:
        first, second: (P,) rows of the samples.
        change_deg: (P,) the second's tilt less the first's.
        same_visit: (P,) whether clothes, arms, camera and room are the same.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    change_deg: NDArray[np.float64]
    same_visit: NDArray[np.bool_]

    def take(self, rows: NDArray[np.bool_]) -> Pairs:
        """Some of the pairs."""
        return Pairs(self.first[rows], self.second[rows], self.change_deg[rows], self.same_visit[rows])


def pairs_of(samples: Samples, visit: NDArray[np.int64]) -> Pairs:
    """Every pair of pictures of a body, seen in the same view; ``visit`` (N,) numbers a body's visits."""
    first, second = [], []
    order = np.lexsort([samples.facts["image"], samples.view, samples.body])
    key = samples.body[order] * 2 + samples.view[order]
    edges = np.flatnonzero(np.diff(key)) + 1
    for group in np.split(order, edges):
        above, below = np.triu_indices(len(group), 1)
        first.append(group[above])
        second.append(group[below])
    one, other = np.concatenate(first), np.concatenate(second)
    return Pairs(one, other, samples.tilt_deg[other] - samples.tilt_deg[one], visit[one] == visit[other])


def fit_changes(z: Array, pairs: Pairs, settings: Settings, seed: int) -> Perceptron:
    """Train a perceptron g so that g(second) - g(first) is the change, of (N, F) standardised features."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    spread = float(pairs.change_deg.std())
    inputs = torch.from_numpy(z)
    goals = torch.from_numpy((pairs.change_deg / spread).astype(np.float32))
    first, second = torch.from_numpy(pairs.first), torch.from_numpy(pairs.second)
    member = Member(z.shape[1], settings)

    def loss(rows: Tensor) -> Tensor:
        here, there = (
            inputs[which[rows]] + settings.jitter * torch.randn(len(rows), z.shape[1])
            for which in (first, second)
        )
        change = member(there) - member(here)
        return functional.huber_loss(change, goals[rows], delta=settings.huber_deg / spread)

    descend(member, len(goals), settings, loss)
    return blend(member.plain(0.0, spread), straight_change(z, pairs, settings.ridge), settings.straight)


def straight_change(z: Array, pairs: Pairs, ridge: float) -> Layer:
    """Ridge regression through the origin of the changes on the features' differences."""
    apart = (z[pairs.second] - z[pairs.first]).astype(np.float64)
    normal = apart.T @ apart + ridge * np.eye(z.shape[1])
    slopes = np.linalg.solve(normal, apart.T @ pairs.change_deg)
    return Layer(slopes[np.newaxis].astype(np.float32), np.zeros(1, np.float32))


def changes(network: Perceptron, z: Array, pairs: Pairs) -> NDArray[np.float64]:
    """(P,) the estimated changes, degrees."""
    answer = network(z)[:, 0].astype(np.float64)
    change: NDArray[np.float64] = answer[pairs.second] - answer[pairs.first]
    return change
