"""Examine models/tilt.tflite on unseen bodies and write the report: ``python -m models.tilt.evaluate``."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click
import numpy as np

from kiosk.pose.manifest import Manifest
from models import manifest
from models.tilt import compare, exam, plots, prepare, report
from models.tilt.metrics import score
from models.tilt.samples import Samples
from models.tilt.train import FLOATS, MODELS, RECIPE, SEED
from models.tilt.trained import load

HERE = Path(__file__).resolve().parent


def followed(samples: Samples) -> Samples:
    """One look a picture: the second, as the kiosk sees all but the first frame of a guest."""
    return samples.take(samples.view == 1)


def examine(content: bytes, train: Samples, test: Samples, out: Path) -> report.Findings:
    """Everything the report tells; its plots are written to ``out``."""
    answers = exam.answer(content, test)
    plain = load(FLOATS)(test.features)[:, 0]
    apart = np.abs(plain - answers.tilt)
    bins = exam.by_true_tilt(test, answers)
    curve = compare.learning_curve(train, test, RECIPE, SEED)
    plots.bias_by_tilt(bins, out / "bias.png")
    plots.learning_curve(curve, out / "learning.png")
    plots.intervals(test.tilt_deg, answers, out / "interval.png")
    return report.Findings(
        sha256=hashlib.sha256(content).hexdigest(),
        train=followed(train),
        exam=test,
        answers=answers,
        rows=exam.by_factor(test, answers),
        bins=bins,
        readings=compare.readings(train, test, RECIPE, SEED),
        curve=curve,
        guess=compare.mean_guess(train, test),
        quantization_deg=(float(apart.mean()), float(apart.max())),
        limits_deg=plots.agreement(test, answers, out / "agreement.png"),
    )


@click.command()
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1))
@click.option("--as-is", is_flag=True, help="Render nothing: examine on the bodies there are.")
@click.option("--out", type=click.Path(path_type=Path), default=HERE, help="Where report.md and plots/ go.")
def main(workers: int, as_is: bool, out: Path) -> None:
    """Render what is missing of the exam, look at it, and write report.md, its plots and the figures."""
    if not as_is:
        prepare.render(prepare.EXAM, workers)
    train = prepare.load(prepare.TRAIN)
    test = followed(prepare.look(prepare.EXAM, workers))
    if set(np.unique(train.facts["seed"])) & set(np.unique(test.facts["seed"])):
        raise click.ClickException("the exam's bodies are the training bodies: render them with another seed")
    content = Manifest.load(MODELS).read("tilt")
    found = examine(content, train, test, out / "plots")
    (out / "report.md").write_text(report.write(found), encoding="utf-8")
    scores = score(test.tilt_deg, found.answers.tilt, found.answers.half)
    figures = {
        "exam_bodies": len(np.unique(test.body)),
        "exam_pictures": len(test),
        "exam_mae_deg": round(scores.mae, 2),
        "exam_bias_deg": round(scores.bias, 2),
        "exam_kappa": round(scores.kappa, 2),
        "exam_coverage": round(scores.coverage, 3),
    }
    manifest.add_figures("tilt", figures)
    click.echo(
        f"exam: MAE {scores.mae:.2f}, bias {scores.bias:+.2f}, kappa {scores.kappa:.2f}, {out / 'report.md'}"
    )


if __name__ == "__main__":
    main()
