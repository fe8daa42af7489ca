"""Train the change head on pairs of looks at one body: ``python -m models.tilt.change``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.features import FEATURE_VERSION
from models import manifest
from models.tilt import photographs, prepare, triples
from models.tilt.export import export_change
from models.tilt.fit import Scaler
from models.tilt.pairs import SETTINGS, Pairs, changes, fit_changes, pairs_of
from models.tilt.samples import Samples
from models.tilt.trained import TrainedChange
from models.tilt.validate import folds

MODELS = Path(__file__).resolve().parents[1]
COMMAND = "python -m models.tilt.change"
SEED = 30


def same_visit_pairs(samples: Samples) -> Pairs:
    """The training world's pairs in the same clothes, room and camera: what a range check compares."""
    pairs = pairs_of(samples, samples.facts["visit"])
    return pairs.take(pairs.same_visit)


@dataclass(frozen=True)
class Outcome:
    """A trained change head, and how held-out bodies' changes were estimated with it.

    Attributes:
        trained: the head.
        estimate_deg, change_deg: (P,) held-out changes, estimated and true.
        stretch: what brings differences back to their size.
    """

    trained: TrainedChange
    estimate_deg: NDArray[np.float64]
    change_deg: NDArray[np.float64]
    stretch: float


def build(samples: Samples, neighbours: Samples) -> Outcome:
    """Train on all pairs, then stretch the answers so that differences keep their size.

    Noise in the features draws an estimated difference towards nothing: to three quarters of the true one on
    held-out bodies of the training worlds, to two thirds on ``neighbours``, another world's bodies that arch,
    stand and tuck. The stretch is what undoes the geometric mean of the two.
    """
    scaler = Scaler.of(samples.features, SETTINGS.clip)
    z, pairs = scaler(samples.features), same_visit_pairs(samples)
    estimate = np.full(len(pairs.change_deg), np.nan)
    for number, (kept, held) in enumerate(folds(samples.body, 5, SEED)):
        network = fit_changes(z, pairs.take(kept[pairs.first]), SETTINGS, SEED + number)
        rows = held[pairs.first]
        estimate[rows] = changes(network, z, pairs.take(rows))
    network = fit_changes(z, pairs, SETTINGS, SEED)
    abroad = triples.slope_of(neighbours, network(scaler(neighbours.features))[:, 0].astype(np.float64))
    stretch = float(1 / np.sqrt(triples.slope(pairs.change_deg, estimate) * abroad))
    estimate = stretch * estimate
    # A change is the difference of two answers, whose errors are alike and independent.
    error = float(np.sqrt(np.mean((estimate - pairs.change_deg) ** 2) / 2))
    stretched = network.times(stretch)
    trained = TrainedChange(scaler.mean, scaler.scale, scaler.clip, stretched, error, FEATURE_VERSION)
    return Outcome(trained, estimate, pairs.change_deg, stretch)


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=MODELS, help="Where the model file goes.")
def main(out: Path) -> None:
    """Train on the bodies that were looked at (``python -m models.tilt.train`` renders them), and record."""
    samples = prepare.load_all(prepare.VARIOUS)
    outcome = build(samples, photographs.read(prepare.NEIGHBOURS, workers=1))
    content = export_change(outcome.trained)
    path = out / "change.tflite"
    path.write_bytes(content)
    figures = {
        "held_out_mae_deg": round(float(np.abs(outcome.estimate_deg - outcome.change_deg).mean()), 2),
        "held_out_slope": round(triples.slope(outcome.change_deg, outcome.estimate_deg), 2),
        "stretch": round(outcome.stretch, 2),
        "error_deg": round(outcome.trained.error_deg, 2),
    }
    manifest.record(
        "change",
        {
            "file": path.name,
            "sha256": hashlib.sha256(content).hexdigest(),
            "bytes": len(content),
            "licence": "Apache-2.0",
            "card": "change.md",
            "built_by": COMMAND,
            "feature_version": FEATURE_VERSION,
            "source": {
                "kind": "trained on pairs of looks at one drawn body",
                "generator": "python -m models.bodies.generate",
                "seeds": [int(seed) for seed in np.unique(samples.facts["seed"])],
                "bodies": len(np.unique(samples.body)),
                "pairs": len(outcome.change_deg),
            },
            "figures": figures,
        },
        out / manifest.PATH.name,
    )
    click.echo(f"{path}: {figures}")


if __name__ == "__main__":
    main()
