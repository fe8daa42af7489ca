"""Features beside their truth: what the tilt head is trained and examined on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.features import FEATURE_COUNT, FEATURE_VERSION, features
from models.tilt import seen as store
from models.tilt.extract import truth

_SEEDS_APART = 100_000  # no world has as many bodies


@dataclass(frozen=True)
class Samples:
    """N looks at pictures.

    Attributes:
        features: (N, F) float32.
        tilt_deg: (N,) the true angle.
        body: (N,) the body's own number over all worlds; whatever is split is split by it.
        view: (N,) 0 or 1, see ``models.tilt.seen.Seen``.
        facts: (N,) each of everything else the truth says.
        looks: how many looks there were, those with no body or no contour counted too.
    """

    features: NDArray[np.float32]
    tilt_deg: NDArray[np.float64]
    body: NDArray[np.int64]
    view: NDArray[np.int8]
    facts: dict[str, NDArray[Any]]
    looks: int

    def __len__(self) -> int:
        return len(self.tilt_deg)

    def take(self, rows: NDArray[Any]) -> Samples:
        """Some of the samples, by a mask or by numbers."""
        return Samples(
            self.features[rows],
            self.tilt_deg[rows],
            self.body[rows],
            self.view[rows],
            {name: values[rows] for name, values in self.facts.items()},
            self.looks,
        )


def together(worlds: Sequence[Samples]) -> Samples:
    """The samples of several worlds as one; facts that only some of them tell are left out."""
    names = [name for name in worlds[0].facts if all(name in world.facts for world in worlds)]
    return Samples(
        np.concatenate([world.features for world in worlds]),
        np.concatenate([world.tilt_deg for world in worlds]),
        np.concatenate([world.body for world in worlds]),
        np.concatenate([world.view for world in worlds]),
        {name: np.concatenate([world.facts[name] for world in worlds]) for name in names},
        sum(world.looks for world in worlds),
    )


def load(data: Path, seen: Path) -> Samples:
    """The samples of a rendered data set and what was extracted from it; features are cached beside it."""
    facts = {line["file"]: line for line in truth(data)}
    files, views, rows, looks = [], [], [], 0
    for path in sorted(seen.glob("chunk_*.npz")):
        for file, view, row in zip(*_features_of(path), strict=True):
            looks += 1
            if file in facts and np.isfinite(row[0]):
                files.append(str(file))
                views.append(int(view))
                rows.append(row)
    lines = [facts[file] for file in files]
    return samples_of(lines, np.array(views, np.int8), np.array(rows, np.float32), looks)


def samples_of(
    lines: Sequence[Mapping[str, Any]], views: NDArray[np.int8], rows: NDArray[np.float32], looks: int
) -> Samples:
    """Samples of N lines of truth, (N,) views and (N, F) features."""
    names = [name for name, value in lines[0].items() if isinstance(value, int | float | str)]
    return Samples(
        features=rows,
        tilt_deg=np.array([line["tilt_deg"] for line in lines], np.float64),
        body=np.array([_SEEDS_APART * line["seed"] + line["body"] for line in lines], np.int64),
        view=views,
        facts={name: np.array([line[name] for line in lines]) for name in names},
        looks=looks,
    )


def _features_of(chunk: Path) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.float32]]:
    """Files, views and features (NaN where there are none) of a chunk, cached by feature version."""
    cache = chunk.with_name(f"features{FEATURE_VERSION}_{chunk.stem}.npz")
    if not cache.exists():
        seen = store.read(chunk)
        rows = np.full((len(seen), FEATURE_COUNT), np.nan, np.float32)
        for at, each in enumerate(seen):
            values = features(each.body) if each.body else None
            if values is not None:
                rows[at] = values
        np.savez(cache, picture=[s.file for s in seen], view=[s.view for s in seen], rows=rows)
    with np.load(cache) as file:
        return file["picture"], file["view"], file["rows"]
