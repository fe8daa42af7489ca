"""The words and tables of the evaluation report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.tilt import aims, sections
from models.tilt.exam import Answers, Bin, Row, scores_of
from models.tilt.metrics import (
    Scores,
    Values,
    body_interval,
    confusion,
    grades,
    partial_correlation,
    score,
    spread_within_and_between,
)
from models.tilt.samples import Samples
from models.tilt.stability import Steadiness
from models.tilt.tables import percent, table
from models.tilt.triples import Triples, slope

COMMAND = "python -m models.tilt.evaluate"
_LEFT_OUT = f"The comparison with other heads was left out (`{COMMAND}` without `--quick` makes it)."
_GRADES = ("neutral", "mild", "pronounced")
_POSTURE = ("lean_deg", "kyphosis_deg", "lordosis_deg", "knee_deg", "leg_lean_deg")


@dataclass(frozen=True)
class Findings:
    """All that the report tells.

    Attributes:
        sha256: of the file that was examined.
        made: what the head was trained on, in the manifest's words.
        exam, answers: the other world's samples, one look a picture, and the TFLite head's answers.
        own, own_answers: the same of unseen bodies of the world the tilt is learnt in.
        familiar, familiar_answers: the same of the generator as it is now.
        triples: what the change head made of the exam's bodies that arched, stood and tucked.
        rows, bins: the exam's answers by factor and by true tilt.
        readings, curve, tried, guess: the comparisons (see ``models.tilt.compare``); all but the last may be
            left out.
        unread: how many pictures of the own, the familiar and the other world gave no outline.
        quantization_deg: mean and largest difference between the file and the float32 network.
        limits_deg: bias and the 95 % limits of agreement.
        steady: what became of photographs that were changed, by what they show.
    """

    sha256: str
    made: str
    exam: Samples
    answers: Answers
    own: Samples
    own_answers: Answers
    familiar: Samples
    familiar_answers: Answers
    triples: Triples
    rows: Sequence[Row]
    bins: Sequence[Bin]
    readings: Mapping[str, Scores]
    curve: Mapping[int, float]
    tried: Mapping[str, Scores]
    unread: tuple[int, int, int]
    guess: Scores
    quantization_deg: tuple[float, float]
    limits_deg: tuple[float, float, float]
    steady: Mapping[str, Steadiness]


def write(found: Findings) -> str:
    """The report as Markdown."""
    parts = [
        _opening(found),
        _headline(found),
        aims.aims_table(
            [
                *aims.groups(found.exam, found.answers),
                *aims.whole(found.exam, found.answers),
                *aims.one_body(found.triples, found.steady),
            ]
        ),
        aims.attempts(found.tried, _LEFT_OUT),
        _contour(found),
        _factors(found),
        _middle(found),
        _grades(found),
        _interval(found),
        sections.doubts(found.familiar, found.familiar_answers),
        _shortcuts(found),
        _person(found),
        sections.changes(found.triples),
        sections.steady(found.steady),
        _bodies(found),
        sections.worst(),
        _limits(found),
    ]
    return "\n\n".join(parts) + "\n"


def _opening(found: Findings) -> str:
    columns = [found.own, found.familiar, found.exam]
    cells: dict[str, Callable[[Samples], str]] = {
        "seeds": _seeds,
        "bodies": lambda samples: str(len(np.unique(samples.body))),
        "pictures": lambda samples: str(len(samples)),
        "true tilt, mean ± SD": lambda s: f"{s.tilt_deg.mean():.1f}° ± {s.tilt_deg.std():.1f}°",
    }
    rows = [(name, *(cell(samples) for samples in columns)) for name, cell in cells.items()]
    rows.append(("further pictures, in which nobody was read", *map(str, found.unread)))
    return f"""# Tilt from the contour: how well it does on drawn bodies

Written by `{COMMAND}`; do not edit. Each picture went through the kiosk's own detector, int8 pose model,
features and `tilt.tflite`, as `kiosk measure` reads a photograph, but for the position checks: whoever was
found was measured.

Three worlds of drawn people are shown, all of bodies that were not trained on. The first is the one the tilt
was learnt in. The second is what that generator (`models/bodies`) has become since: more ways to dress, stand
and be photographed. The third (`models/strangers`) was written apart, with its own posture, clothes, arms,
hair, rooms and cameras: it is the exam. 60 of its bodies, which are not in the exam, were looked at while the
head was made: by them the interval's width and the change head's stretch were set, the grade's rule was held
to few swaps, and the training bodies were chosen. All worlds draw their bodies' shapes with one body model,
so that the exam, too, is kinder than people.

What the manifest says of the head: {found.made}.

The file examined has sha256 `{found.sha256}`.

{table(("", "the head's own world", "the broader one", "exam: the other world"), rows)}"""


def _seeds(samples: Samples) -> str:
    return ", ".join(str(seed) for seed in np.unique(samples.facts["seed"]))


def _headline(found: Findings) -> str:
    worlds = (
        (found.own, found.own_answers),
        (found.familiar, found.familiar_answers),
        (found.exam, found.answers),
    )
    columns = [_figures(samples, answers) for samples, answers in worlds]
    bias, lower, upper = found.limits_deg
    rows = [(name, *(column[name] for column in columns)) for name in columns[0]]
    agreement = f"In the other world the 95 % limits of agreement are {lower:+.1f}° to {upper:+.1f}°"
    return (
        "## On unseen bodies\n\n"
        + table(("", "its own world", "broader", "the other world"), rows)
        + f"\n\n{agreement} about {bias:+.1f}°."
        + "\n\n![Scatter and Bland-Altman plots](plots/agreement.png)"
    )


def _figures(samples: Samples, answers: Answers) -> dict[str, str]:
    scores = scores_of(samples, answers)
    low, high = body_interval(samples.tilt_deg, answers.tilt, samples.body)
    guess = float(np.abs(samples.tilt_deg - samples.tilt_deg.mean()).mean())
    return {
        "MAE (95 % bootstrap by body)": f"**{scores.mae:.2f}°** ({low:.2f}–{high:.2f}°)",
        "MAE of guessing that world's own mean": f"{guess:.2f}°",
        "RMSE": f"{scores.rmse:.2f}°",
        "bias": f"{scores.bias:+.2f}°",
        "R²": f"{scores.r2:.2f}",
        "correlation with the truth": f"{np.corrcoef(samples.tilt_deg, answers.tilt)[0, 1]:.2f}",
        "slope of estimate on truth": f"{scores.slope:.2f}",
        "three grades right": percent(scores.accuracy),
        "quadratic κ of the grades": f"{scores.kappa:.2f}",
        "neutral and pronounced swapped": percent(scores.swaps),
        "80 % interval holds the truth": percent(scores.coverage),
        "interval's half width, median": f"{np.median(answers.half):.1f}°",
    }


def _score_row(name: str, scores: Scores) -> tuple[str, ...]:
    return (
        name,
        f"{scores.mae:.2f}",
        f"{scores.rmse:.2f}",
        f"{scores.bias:+.2f}",
        f"{scores.r2:.2f}",
        percent(scores.accuracy),
        f"{scores.kappa:.2f}",
        percent(scores.swaps),
    )


_SCORE_HEAD = ("", "MAE °", "RMSE °", "bias °", "R²", "grades right", "κ", "swaps")


def _contour(found: Findings) -> str:
    final = scores_of(found.exam, found.answers)
    rows = [_score_row("**the head (tilt.tflite)**", final)]
    rows += [_score_row(name, scores) for name, scores in found.readings.items()]
    rows.append(_score_row("the training mean for everyone", found.guess))
    mean, largest = found.quantization_deg
    how = (
        "The rows below the first are trained by the same recipe with one perceptron beside the trees, and\n"
        "not quantized."
    )
    return f"""## What the contour is worth

{how if found.readings else _LEFT_OUT}

{table(_SCORE_HEAD, rows)}

Int8 weights move the head's answer by {mean:.3f}° on average and {largest:.3f}° at most."""


def _factors(found: Findings) -> str:
    rows = [
        (
            f"{row.factor}: {row.level}",
            str(row.scores.count),
            f"{row.scores.mae:.2f}",
            f"{row.scores.bias:+.2f}",
            f"{row.scores.kappa:.2f}",
            percent(row.scores.coverage),
        )
        for row in found.rows
    ]
    return "## By factor\n\n" + table(("", "pictures", "MAE °", "bias °", "κ", "interval holds"), rows)


def _middle(found: Findings) -> str:
    rows = []
    for each in found.bins:
        name = f"{each.low:g}° to {each.high:g}°"
        name = f"below {each.high:g}°" if np.isinf(each.low) else name
        name = f"{each.low:g}° and more" if np.isinf(each.high) else name
        cells = (f"{each.bias:+.2f}", f"{each.mae:.2f}", percent(each.coverage))
        rows.append((name, str(each.count), *cells))
    return (
        "## By true tilt\n\nA contour says only part of a tilt, so the best guess lies nearer the mean than "
        "the truth does: small tilts are read too large and large ones too small.\n\n"
        + table(("true tilt", "pictures", "bias °", "MAE °", "interval holds"), rows)
        + "\n\n![Bias by true tilt](plots/bias.png)"
    )


def _grades(found: Findings) -> str:
    counts = confusion(grades(found.exam.tilt_deg), found.answers.called)
    rows = [
        (f"truly {_GRADES[at]}", *(str(count) for count in row), percent(row[at] / max(row.sum(), 1)))
        for at, row in enumerate(counts)
    ]
    truth, estimate = found.exam.tilt_deg, found.answers.tilt
    likeliest = found.answers.likely.argmax(axis=1)
    rules = [
        _score_row("by the estimate alone", score(truth, estimate)),
        _score_row("by the likeliest grade", score(truth, estimate, called=likeliest)),
        _score_row("**as the kiosk grades**", scores_of(found.exam, found.answers)),
    ]
    recall = float((likeliest == 2)[grades(truth) == 2].mean())
    return f"""## Grades (cuts at 10° and 15°)

A reading within its repeatability of a cut is graded a quarter of the way back from its regression to the
mean (`kiosk.pelvis.grade.unshrunk`), every other by the estimate: half of the tilt's distribution lies on
either side of it, so that its grade is the one with the fewest steps to the truth on average. The likeliest
of the three is another one now and then, since mild is the narrowest: it finds more of the truly pronounced
({percent(recall)}) and swaps neutral and pronounced more often.

{table(("", *(f"called {grade}" for grade in _GRADES), "recall"), rows)}

{table(_SCORE_HEAD, rules)}

![How often a grade of a given probability is the true one](plots/reliability.png)"""


def _interval(found: Findings) -> str:
    confidence, error = found.answers.confidence, np.abs(found.answers.tilt - found.exam.tilt_deg)
    rows = []
    for low, high in ((0.0, 0.6), (0.6, 0.9), (0.9, 1.01)):
        here = (confidence >= low) & (confidence < high)
        if here.any():
            name = f"{low:.1f} to {min(high, 1.0):.1f}"
            holds = float((error[here] <= found.answers.half[here]).mean())
            rows.append((name, str(int(here.sum())), f"{error[here].mean():.2f}", percent(holds)))
    return f"""## Interval and confidence

The 80 % interval is split conformal: errors on bodies that were not trained on, each divided by the size a
small second network expects of it, give the factor: the larger of those of cross-validation in the training
world and of the 60 bodies of the other world that are kept out of the exam. It holds 8 times in 10 over all
guests, not for each true tilt: see the table above for how seldom it reaches the rarest ones. The confidence
below is that of a photograph's looks taken together; the kiosk also lowers it where they disagree.

![Coverage by width](plots/interval.png)

{table(("confidence", "pictures", "MAE °", "interval holds"), rows)}"""


def _shortcuts(found: Findings) -> str:
    truth, estimate, facts = found.exam.tilt_deg, found.answers.tilt, found.exam.facts
    posture = {name: facts[name].astype(np.float64) for name in _POSTURE}
    lean, kyphosis = posture["lean_deg"], posture["kyphosis_deg"]
    rows = [
        ("estimate with truth", f"{np.corrcoef(estimate, truth)[0, 1]:+.2f}"),
        ("... given lean and kyphosis", f"{partial_correlation(estimate, truth, [lean, kyphosis]):+.2f}"),
        (
            "... given lean, kyphosis, lordosis, knees and legs",
            f"{partial_correlation(estimate, truth, list(posture.values())):+.2f}",
        ),
    ]
    rows += [
        (
            f"{name.removesuffix('_deg').replace('_', ' ')}: with truth / estimate / estimate given truth",
            f"{np.corrcoef(values, truth)[0, 1]:+.2f} / {np.corrcoef(values, estimate)[0, 1]:+.2f} / "
            f"{partial_correlation(values, estimate, [truth]):+.2f}",
        )
        for name, values in posture.items()
    ]
    return (
        "## Shortcuts\n\nAn estimator that read trunk lean or a round back instead of the pelvis would lose "
        "its correlation with the truth once those are held constant. The last figure of a posture's row "
        "tells how far the estimate follows that posture where the truth does not. Correlations over the "
        "exam:\n\n" + table(("", "r"), rows)
    )


def _person(found: Findings) -> str:
    truth, estimate, body = found.exam.tilt_deg, found.answers.tilt, found.exam.body
    error = estimate - truth
    within, between = spread_within_and_between(error, body)
    true_change, change = _changes(truth, body), _changes(estimate, body)
    clear = np.abs(true_change) >= 3.0
    signs = float((np.sign(change[clear]) == np.sign(true_change[clear])).mean())
    offset = float(np.corrcoef(error, found.exam.facts["bone_offset_deg"])[0, 1])
    return f"""## Between people and within one

| | |
| --- | ---: |
| SD of the error between bodies | {between:.2f}° |
| SD of the error within a body (stance, clothes, room, camera all changed) | {within:.2f}° |
| error's correlation with the body's own bone offset, which no outline shows | {offset:+.2f} |
| changes of 3° and more within a body whose direction is right | {percent(signs)} |
| slope of the estimated change on the true change | \
{slope(true_change, change):.2f} |"""


def _changes(values: Values, body: NDArray[np.int64]) -> Values:
    """The differences between each picture of a body and the one before it."""
    order = np.argsort(body, kind="stable")
    same = body[order][1:] == body[order][:-1]
    changes: Values = np.diff(values[order])[same]
    return changes


def _bodies(found: Findings) -> str:
    if not found.curve:
        return f"## More bodies\n\n{_LEFT_OUT}"
    rows = [(str(bodies), f"{mae:.2f}") for bodies, mae in found.curve.items()]
    return (
        "## More bodies\n\n"
        + table(("training bodies", "MAE ° on the exam"), rows)
        + "\n\n![Learning curve](plots/learning.png)"
    )


def _limits(found: Findings) -> str:
    bone_deg = float(found.exam.facts["bone_offset_deg"].std())
    return f"""## What this does not show

- **Anything about people.** Every body, garment and room here is drawn, and both worlds draw their bodies
  with one body model. It shows that the chain works on bodies, clothes and rooms it has not seen, not that
  it works on guests; on people expect a larger error.
- **The bone.** People's pelvic bones differ in shape by about ±5° (SD) in ways no outline shows; the
  generator's bodies differ too (SD {bone_deg:.1f}°), in its own way. The page therefore never shows an
  interval narrower than ±5°.
- **A clinical meaning.** The cuts at 10° and 15° are conventions, not thresholds of disease.
- **Films.** Scores are for photographs; a capture averages many frames, which removes the pose model's jitter
  but none of the error between people.
- **Running, sitting, turning.** All bodies stand, within 10° of side-on."""
