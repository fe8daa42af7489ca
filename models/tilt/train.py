"""Train the tilt head on drawn bodies and write models/tilt.tflite: ``python -m models.tilt.train``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.features import FEATURE_VERSION
from models import manifest
from models.tilt import prepare, validate
from models.tilt.export import export
from models.tilt.fit import Settings, fit
from models.tilt.metrics import Scores, score
from models.tilt.samples import Samples
from models.tilt.trained import DOUBTS, Perceptron, Trained, save
from models.tilt.validate import Recipe

MODELS = Path(__file__).resolve().parents[1]
FLOATS = prepare.CACHE / "tilt" / "trained.npz"  # the head before its weights were quantized
COMMAND = "python -m models.tilt.train"
LICENCE = "Apache-2.0"
MADE = (
    f"the tilt: drawn bodies of seeds 1 and 3, by the generator of commit {prepare.NARROW}; "
    "the doubts: seeds 11 and 13, by the present one"
)

RECIPE = Recipe()
DOUBT_SETTINGS = Settings(hidden=(48,), epochs=30)
HANGING_HAIR = ("long", "ponytail", "braid", "curls")
ON_THE_BACK_M = 0.25
HELD_OUT_MEMBERS = 1  # of each fold's ensemble
MEMBERS = 4  # of the head itself
SEED = 20


@dataclass(frozen=True)
class Outcome:
    """A trained head, and how the same recipe did on bodies held out of it."""

    trained: Trained
    held_out: Scores


def build(
    samples: Samples,
    various: Samples,
    neighbours: Samples,
    recipe: Recipe = RECIPE,
    members: int = MEMBERS,
) -> Outcome:
    """Train on all samples; the doubts are learnt from ``various``.

    The interval comes from the errors of the folds' ensembles on held-out bodies or, where that is wider,
    from the head's own on ``neighbours``: bodies of another world, where every estimator errs by more.
    """
    estimate = validate.held_out(samples, recipe, HELD_OUT_MEMBERS, seed=SEED)
    error = estimate - samples.tilt_deg
    ensemble = validate.train(samples, recipe, members, seed=SEED)
    z = ensemble.scaler(samples.features)
    size = _held_out_sizes(samples, z, error)
    spread = validate.centred(validate.train_spread(z, error, SEED), z)
    distance = np.sqrt((z**2).mean(axis=1))
    abroad = ensemble(neighbours.features) - neighbours.tilt_deg
    abroad_size = validate.spread_of(spread, ensemble.scaler(neighbours.features))
    factors = validate.conformal_factor(error, size), validate.conformal_factor(abroad, abroad_size)
    trained = Trained(
        mean=ensemble.scaler.mean,
        scale=ensemble.scaler.scale,
        clip=ensemble.scaler.clip,
        members=ensemble.members,
        trees=ensemble.trees,
        trees_share=ensemble.trees_share,
        doubts=_doubts(various, ensemble.scaler(various.features)),
        spread=spread,
        spread_limits=validate.SPREAD_LIMITS,
        half_factor=max(factors),
        strangeness_factor=1 / float(np.quantile(distance, 0.95)),
        version=FEATURE_VERSION,
    )
    half = size * trained.half_factor
    tracked = samples.view == 1
    return Outcome(trained, score(samples.tilt_deg[tracked], estimate[tracked], half[tracked]))


def _doubts(samples: Samples, z: NDArray[np.float32]) -> tuple[Perceptron, ...]:
    """The networks that tell loose tops and hair on the back, in the order of ``DOUBTS``."""
    none = np.zeros((0, z.shape[1]), np.float32)
    truths = {"loose_top": loose_top(samples), "hair_on_back": hair_on_back(samples)}
    return tuple(fit(z, truths[name].astype(np.float64), none, DOUBT_SETTINGS, SEED) for name in DOUBTS)


def loose_top(samples: Samples) -> NDArray[np.bool_]:
    """(N,) whether loose cloth hung over the trunk."""
    loose: NDArray[np.bool_] = samples.facts["top_fit"] == "loose"
    return loose


def hair_on_back(samples: Samples) -> NDArray[np.bool_]:
    """(N,) whether hair so long that it reaches the shoulder blades hung behind."""
    facts = samples.facts
    long = np.isin(facts["hair"], HANGING_HAIR) & (facts["hair_length_m"] >= ON_THE_BACK_M)
    behind: NDArray[np.bool_] = long & (facts["hair_before"] <= 0.5)
    return behind


def _held_out_sizes(
    samples: Samples, z: NDArray[np.float32], error: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(N,) the error's size as a spread network sees it that was not trained on the sample's body."""
    size = np.full(len(samples), np.nan)
    for kept, held in validate.folds(samples.body, 5, SEED + 1):
        spread = validate.centred(validate.train_spread(z[kept], error[kept], SEED), z[kept])
        size[held] = validate.spread_of(spread, z[held])
    return size


@click.command()
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1))
@click.option("--as-is", is_flag=True, help="Render nothing: train on the bodies there are.")
@click.option("--out", type=click.Path(path_type=Path), default=MODELS, help="Where the model file goes.")
def main(workers: int, as_is: bool, out: Path) -> None:
    """Render what is missing of the training bodies, look at them, train, export and record the head."""
    if not as_is:
        for world in (*prepare.TRAIN, *prepare.VARIOUS, prepare.NEIGHBOURS):
            prepare.render(world, workers)
    samples = prepare.look_at_all(prepare.TRAIN, workers)
    various = prepare.look_at_all(prepare.VARIOUS, workers)
    neighbours = prepare.look(prepare.NEIGHBOURS, workers)
    neighbours = neighbours.take((neighbours.facts["pose"] == "rest") & (neighbours.view == 1))
    bodies = len(np.unique(samples.body))
    click.echo(f"{len(samples)} looks at {bodies} bodies")
    outcome = build(samples, various, neighbours)
    content = export(outcome.trained)
    path = out / "tilt.tflite"
    path.write_bytes(content)
    save(outcome.trained, FLOATS)
    digest = hashlib.sha256(content).hexdigest()
    scores = outcome.held_out
    manifest.record(
        "tilt",
        {
            "file": path.name,
            "sha256": digest,
            "bytes": len(content),
            "licence": LICENCE,
            "card": "tilt.md",
            "built_by": COMMAND,
            "feature_version": FEATURE_VERSION,
            "source": {
                "kind": MADE,
                "generator": "python -m models.bodies.generate",
                "seeds": [int(seed) for seed in np.unique(samples.facts["seed"])],
                "bodies": bodies,
                "looks": len(samples),
            },
            "figures": {
                "held_out_mae_deg": round(scores.mae, 2),
                "held_out_bias_deg": round(scores.bias, 2),
                "held_out_coverage": round(scores.coverage, 3),
                "interval_level": validate.LEVEL,
            },
        },
        out / manifest.PATH.name,
    )
    click.echo(
        f"held-out bodies: MAE {scores.mae:.2f}, bias {scores.bias:+.2f}, RMSE {scores.rmse:.2f}, "
        f"kappa {scores.kappa:.2f}, interval covers {scores.coverage:.1%}"
    )
    click.echo(f"{path}  {len(content)} bytes  sha256 {digest}")


if __name__ == "__main__":
    main()
