"""Examine models/tilt.tflite on unseen bodies and write the report: ``python -m models.tilt.evaluate``."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click
import numpy as np

from kiosk.pose.manifest import Manifest
from models import manifest
from models.tilt import compare, exam, plots, prepare, report, triples
from models.tilt.samples import Samples
from models.tilt.train import FLOATS, MODELS, RECIPE, SEED
from models.tilt.trained import load

HERE = Path(__file__).resolve().parent


def followed(samples: Samples) -> Samples:
    """One look a picture: the second, as the kiosk sees all but the first frame of a guest."""
    return samples.take(samples.view == 1)


def standing(samples: Samples) -> Samples:
    """Those who stand relaxed: not the arched and tucked ones of a range check."""
    return samples.take(samples.facts["pose"] == "rest")


def examine(
    train: Samples, first: Samples, familiar: Samples, strangers: Samples, out: Path, compared: bool
) -> report.Findings:
    """Everything the report tells; its plots are written to ``out``.

    With ``compared``, heads are trained with less to read and on fewer bodies, which takes most of the time.
    """
    files = Manifest.load(MODELS)
    content = files.read("tilt")
    exam_samples = standing(strangers)
    answers = exam.answer(content, exam_samples)
    plain = load(FLOATS)
    apart = np.abs(plain(exam_samples.features)[:, 0] - answers.tilt)
    bins = exam.by_true_tilt(exam_samples, answers)
    curve = compare.learning_curve(train, exam_samples, RECIPE, SEED) if compared else {}
    plots.bias_by_tilt(bins, out / "bias.png")
    if compared:
        plots.learning_curve(curve, out / "learning.png")
    plots.intervals(exam_samples.tilt_deg, answers, out / "interval.png")
    plots.reliability(exam_samples.tilt_deg, answers, out / "reliability.png")
    return report.Findings(
        sha256=hashlib.sha256(content).hexdigest(),
        made=str(manifest.read()["tilt"]["source"]["kind"]),
        first=first,
        first_answers=exam.answer(content, first),
        exam=exam_samples,
        answers=answers,
        familiar=familiar,
        familiar_answers=exam.answer(content, familiar),
        triples=triples.judge(
            files.read("change"), strangers, plain(strangers.features)[:, 0].astype(np.float64)
        ),
        rows=exam.by_factor(exam_samples, answers),
        bins=bins,
        readings=compare.readings(train, exam_samples, RECIPE, SEED) if compared else {},
        curve=curve,
        guess=compare.mean_guess(train, exam_samples),
        quantization_deg=(float(apart.mean()), float(apart.max())),
        limits_deg=plots.agreement(exam_samples, answers, out / "agreement.png"),
    )


@click.command()
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1))
@click.option("--as-is", is_flag=True, help="Render nothing: examine on the bodies there are.")
@click.option("--quick", is_flag=True, help="Leave out the comparisons that train other heads.")
@click.option("--out", type=click.Path(path_type=Path), default=HERE, help="Where report.md and plots/ go.")
def main(workers: int, as_is: bool, quick: bool, out: Path) -> None:
    """Render what is missing of the exam, look at it, and write report.md, its plots and the figures."""
    if not as_is:
        for world in (prepare.FIRST, prepare.FAMILIAR, prepare.STRANGERS):
            prepare.render(world, workers)
    train = prepare.load(prepare.TRAIN)
    first, familiar, strangers = (
        followed(prepare.look(world, workers))
        for world in (prepare.FIRST, prepare.FAMILIAR, prepare.STRANGERS)
    )
    if set(np.unique(train.facts["seed"])) & set(np.unique(familiar.facts["seed"])):
        raise click.ClickException("the exam's bodies are the training bodies: render them with another seed")
    found = examine(train, first, familiar, strangers, out / "plots", compared=not quick)
    (out / "report.md").write_text(report.write(found), encoding="utf-8")
    scores = exam.scores_of(found.exam, found.answers)
    figures = {
        "exam_bodies": len(np.unique(found.exam.body)),
        "exam_pictures": len(found.exam),
        "exam_mae_deg": round(scores.mae, 2),
        "exam_bias_deg": round(scores.bias, 2),
        "exam_kappa": round(scores.kappa, 2),
        "exam_coverage": round(scores.coverage, 3),
        "first_world_mae_deg": round(exam.scores_of(found.first, found.first_answers).mae, 2),
        "familiar_mae_deg": round(exam.scores_of(found.familiar, found.familiar_answers).mae, 2),
    }
    manifest.add_figures("tilt", figures)
    own = found.triples.change_head
    manifest.add_figures("change", {"exam_mae_deg": round(own.mae, 2), "exam_slope": round(own.slope, 2)})
    click.echo(
        f"exam: MAE {scores.mae:.2f}, bias {scores.bias:+.2f}, kappa {scores.kappa:.2f}, {out / 'report.md'}"
    )


if __name__ == "__main__":
    main()
