"""Train the change head on pairs of looks at one body: ``python -m models.tilt.change``."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.features import FEATURE_VERSION
from models import manifest
from models.tilt import prepare
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


def build(samples: Samples) -> tuple[TrainedChange, NDArray[np.float64], Pairs]:
    """Train on all pairs; the error, and the changes returned, are those of held-out bodies."""
    scaler = Scaler.of(samples.features, SETTINGS.clip)
    z, pairs = scaler(samples.features), same_visit_pairs(samples)
    estimate = np.full(len(pairs.change_deg), np.nan)
    for number, (kept, held) in enumerate(folds(samples.body, 5, SEED)):
        network = fit_changes(z, pairs.take(kept[pairs.first]), SETTINGS, SEED + number)
        rows = held[pairs.first]
        estimate[rows] = changes(network, z, pairs.take(rows))
    # A change is the difference of two answers, whose errors are alike and independent.
    error = float(np.sqrt(np.mean((estimate - pairs.change_deg) ** 2) / 2))
    network = fit_changes(z, pairs, SETTINGS, SEED)
    trained = TrainedChange(scaler.mean, scaler.scale, scaler.clip, network, error, FEATURE_VERSION)
    return trained, estimate, pairs


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=MODELS, help="Where the model file goes.")
def main(out: Path) -> None:
    """Train on the bodies that were looked at (``python -m models.tilt.train`` renders them), and record."""
    samples = prepare.load(prepare.TRAIN)
    trained, estimate, pairs = build(samples)
    content = export_change(trained)
    path = out / "change.tflite"
    path.write_bytes(content)
    wrong = estimate - pairs.change_deg
    slope = float((estimate * pairs.change_deg).sum() / (pairs.change_deg**2).sum())
    figures = {
        "held_out_mae_deg": round(float(np.abs(wrong).mean()), 2),
        "held_out_slope": round(slope, 2),
        "error_deg": round(trained.error_deg, 2),
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
                "pairs": len(pairs.change_deg),
            },
            "figures": figures,
        },
        out / manifest.PATH.name,
    )
    click.echo(f"{path}: {figures}")


if __name__ == "__main__":
    main()
