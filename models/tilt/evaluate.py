"""Examine models/tilt.tflite on unseen bodies and write the report: ``python -m models.tilt.evaluate``."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click
import numpy as np

from kiosk.pelvis.estimator import TiltEstimator
from kiosk.pelvis.head import Head
from kiosk.pose.manifest import Manifest
from kiosk.pose.runtime import Network
from models import manifest
from models.pose import fetch
from models.pose.crops import clip_frames
from models.tilt import compare, exam, gallery, photographs, plots, prepare, report, stability, triples
from models.tilt.extract import load_tracker, picture
from models.tilt.samples import Samples
from models.tilt.stability import Steadiness
from models.tilt.train import FLOATS, MODELS, RECIPE, SEED
from models.tilt.trained import load

HERE = Path(__file__).resolve().parent
_STEADY_PICTURES = 40
_WALKER_FRAMES = slice(60, 180, 10)  # in which the walker is not behind the tree
_WALKER_ROWS = slice(470, 994)  # in which she is alone


def standing(samples: Samples) -> Samples:
    """Those who stand relaxed: not the arched and tucked ones of a range check."""
    return samples.take(samples.facts["pose"] == "rest")


def examine(
    train: Samples, own: Samples, familiar: Samples, strangers: Samples, out: Path, various: Samples | None
) -> report.Findings:
    """Everything the report tells; its plots are written to ``out``.

    With ``various``, the present generator's training bodies, heads are trained with less to read, on fewer
    bodies and on others, which takes most of the time.
    """
    compared = various is not None
    files = Manifest.load(MODELS)
    content = files.read("tilt")
    exam_samples = standing(strangers)
    answers = exam.answer(content, exam_samples)
    floats = load(FLOATS)
    apart = np.abs(floats(exam_samples.features)[:, 0] - answers.tilt)
    bins = exam.by_true_tilt(exam_samples, answers)
    curve = compare.learning_curve(train, exam_samples, RECIPE, SEED) if compared else {}
    plots.bias_by_tilt(bins, out / "bias.png")
    if compared:
        plots.learning_curve(curve, out / "learning.png")
    plots.intervals(exam_samples.tilt_deg, answers, out / "interval.png")
    plots.reliability(exam_samples.tilt_deg, answers, out / "reliability.png")
    gallery.sheet(exam_samples, answers, prepare.STRANGERS.data, load_tracker(), out / "worst.jpg")
    return report.Findings(
        sha256=hashlib.sha256(content).hexdigest(),
        made=str(manifest.read()["tilt"]["source"]["kind"]),
        own=own,
        own_answers=exam.answer(content, own),
        exam=exam_samples,
        answers=answers,
        familiar=familiar,
        familiar_answers=exam.answer(content, familiar),
        triples=triples.judge(
            files.read("change"), strangers, floats(strangers.features)[:, 0].astype(np.float64)
        ),
        rows=exam.by_factor(exam_samples, answers),
        bins=bins,
        readings=compare.readings(train, exam_samples, RECIPE, SEED) if compared else {},
        curve=curve,
        tried=compare.attempts(train, various, exam_samples, RECIPE, SEED) if various is not None else {},
        unread=(_unread(own), _unread(familiar), _unread(strangers)),
        guess=compare.mean_guess(train, exam_samples),
        quantization_deg=(float(apart.mean()), float(apart.max())),
        limits_deg=plots.agreement(exam_samples, answers, out / "agreement.png"),
        steady=photographs_changed(content, exam_samples),
    )


def _unread(samples: Samples) -> int:
    return samples.looks - len(samples)


def photographs_changed(content: bytes, exam_samples: Samples) -> dict[str, Steadiness]:
    """How steady the tilts of some of the exam's pictures and of a real film's are."""
    tracker, estimator = load_tracker(), TiltEstimator(Head(Network(content)))
    files = exam_samples.facts["file"][:: max(1, len(exam_samples) // _STEADY_PICTURES)]
    drawn = (picture(prepare.STRANGERS.data / str(file)) for file in files)
    film = list(clip_frames(fetch.read(fetch.WALKER)))[_WALKER_FRAMES]
    walker = (np.ascontiguousarray(image[_WALKER_ROWS]) for image in film)
    return {
        "the exam's": stability.steadiness(drawn, tracker, estimator),
        "a real walker's": stability.steadiness(walker, tracker, estimator),
    }


@click.command()
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1))
@click.option("--as-is", is_flag=True, help="Render nothing: examine on the bodies there are.")
@click.option("--quick", is_flag=True, help="Leave out the comparisons that train other heads.")
@click.option("--out", type=click.Path(path_type=Path), default=HERE, help="Where report.md and plots/ go.")
def main(workers: int, as_is: bool, quick: bool, out: Path) -> None:
    """Render what is missing of the exam, look at it, and write report.md, its plots and the figures."""
    if not as_is:
        for world in (prepare.OWN, prepare.FAMILIAR, prepare.STRANGERS):
            prepare.render(world, workers)
    train = prepare.load_all(prepare.TRAIN)
    own, familiar, strangers = (
        photographs.read(world, workers) for world in (prepare.OWN, prepare.FAMILIAR, prepare.STRANGERS)
    )
    if set(np.unique(train.facts["seed"])) & set(np.unique(familiar.facts["seed"])):
        raise click.ClickException("the exam's bodies are the training bodies: render them with another seed")
    various = None if quick else prepare.load_all(prepare.VARIOUS)
    found = examine(train, own, familiar, strangers, out / "plots", various)
    (out / "report.md").write_text(report.write(found), encoding="utf-8")
    scores = exam.scores_of(found.exam, found.answers)
    figures = {
        "exam_bodies": len(np.unique(found.exam.body)),
        "exam_pictures": len(found.exam),
        "exam_mae_deg": round(scores.mae, 2),
        "exam_bias_deg": round(scores.bias, 2),
        "exam_kappa": round(scores.kappa, 2),
        "exam_coverage": round(scores.coverage, 3),
        "own_world_mae_deg": round(exam.scores_of(found.own, found.own_answers).mae, 2),
        "familiar_mae_deg": round(exam.scores_of(found.familiar, found.familiar_answers).mae, 2),
    }
    manifest.add_figures("tilt", figures)
    changed = found.triples.change_head
    manifest.add_figures(
        "change", {"exam_mae_deg": round(changed.mae, 2), "exam_slope": round(changed.slope, 2)}
    )
    click.echo(
        f"exam: MAE {scores.mae:.2f}, bias {scores.bias:+.2f}, kappa {scores.kappa:.2f}, {out / 'report.md'}"
    )


if __name__ == "__main__":
    main()
