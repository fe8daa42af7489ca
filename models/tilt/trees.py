"""Boosted regression trees as plain arrays, that need only comparisons, sums and products to run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor

from models.tilt.trained import Array, Trees

_NEVER = -1000.0  # added to a leaf that only fills a smaller tree up


@dataclass(frozen=True)
class Growth:
    """How trees are grown (``HistGradientBoostingRegressor`` says what each setting does)."""

    trees: int = 600
    leaves: int = 16
    rate: float = 0.035
    tried_features: float = 0.15
    fewest_in_leaf: int = 20
    pull_to_zero: float = 2.0


def grow(
    features: Array,
    target: NDArray[np.float64],
    growth: Growth,
    seed: int,
    weight: NDArray[np.float64] | None = None,
) -> Trees:
    """Boost trees on (N, F) features of a weight each; the same seed gives the same trees."""
    model = HistGradientBoostingRegressor(
        max_iter=growth.trees,
        max_leaf_nodes=growth.leaves,
        learning_rate=growth.rate,
        max_features=growth.tried_features,
        min_samples_leaf=growth.fewest_in_leaf,
        l2_regularization=growth.pull_to_zero,
        early_stopping=False,
        random_state=seed,
    )
    model.fit(features, target, sample_weight=weight)
    # The fitted trees have no public face; the workshop pins the library, and a test compares the answers.
    nodes = [stage[0].nodes for stage in model._predictors]
    return _arrays(nodes, growth.leaves, float(np.ravel(model._baseline_prediction)[0]))


def _arrays(trees: list[Any], leaves: int, base: float) -> Trees:
    count = len(trees)
    feature = np.zeros((count, leaves - 1), np.int32)
    threshold = np.full((count, leaves - 1), np.inf, np.float32)
    turns = np.zeros((count, leaves - 1, leaves), np.int8)
    offset = np.full((count, leaves), _NEVER, np.float32)
    values = np.zeros((count, leaves), np.float32)
    for at, nodes in enumerate(trees):
        places = {int(node): place for place, node in enumerate(np.flatnonzero(nodes["is_leaf"] == 0))}
        for node, place in places.items():
            feature[at, place] = nodes["feature_idx"][node]
            threshold[at, place] = nodes["num_threshold"][node]
        for leaf, (end, path) in enumerate(_paths(nodes)):
            values[at, leaf] = nodes["value"][end]
            offset[at, leaf] = 1 - sum(turn > 0 for _, turn in path)
            for parent, turn in path:
                turns[at, places[parent], leaf] = turn
    return Trees(feature, threshold, turns, offset, values, base)


def _paths(nodes: Any) -> list[tuple[int, list[tuple[int, int]]]]:
    """Each leaf with the splits above it: +1 where it lies to the left (it holds), -1 to the right."""
    found: list[tuple[int, list[tuple[int, int]]]] = []
    open_nodes: list[tuple[int, list[tuple[int, int]]]] = [(0, [])]
    while open_nodes:
        node, path = open_nodes.pop()
        if nodes["is_leaf"][node]:
            found.append((node, path))
            continue
        open_nodes.append((int(nodes["left"][node]), [*path, (node, 1)]))
        open_nodes.append((int(nodes["right"][node]), [*path, (node, -1)]))
    return found
