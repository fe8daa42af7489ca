"""The words and tables of the evaluation report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.tilt.exam import Answers, Bin, Row
from models.tilt.metrics import (
    Scores,
    Values,
    body_interval,
    confusion,
    partial_correlation,
    score,
    spread_within_and_between,
)
from models.tilt.samples import Samples

COMMAND = "python -m models.tilt.evaluate"
_GRADES = ("neutral", "mild", "pronounced")
_POSTURE = ("lean_deg", "kyphosis_deg", "lordosis_deg", "knee_deg", "leg_lean_deg", "head_forward_deg")


@dataclass(frozen=True)
class Findings:
    """All that the report tells.

    Attributes:
        sha256: of the file that was examined.
        train, exam: the two worlds' samples, one look a picture.
        answers: of the TFLite head on the exam.
        rows, bins: the same by factor and by true tilt.
        readings, curve, guess: the comparisons (see ``models.tilt.compare``).
        quantization_deg: mean and largest difference between the file and the float32 network.
        limits_deg: bias and the 95 % limits of agreement.
    """

    sha256: str
    train: Samples
    exam: Samples
    answers: Answers
    rows: Sequence[Row]
    bins: Sequence[Bin]
    readings: Mapping[str, Scores]
    curve: Mapping[int, float]
    guess: Scores
    quantization_deg: tuple[float, float]
    limits_deg: tuple[float, float, float]


def write(found: Findings) -> str:
    """The report as Markdown."""
    parts = [
        _opening(found),
        _headline(found),
        _contour(found),
        _factors(found),
        _middle(found),
        _grades(found),
        _interval(found),
        _shortcuts(found),
        _person(found),
        _bodies(found),
        _limits(found),
    ]
    return "\n\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, rule, *rows))


def _percent(share: float) -> str:
    return "–" if np.isnan(share) else f"{100 * share:.1f} %"


def _opening(found: Findings) -> str:
    train, exam = found.train, found.exam
    return f"""# Tilt from the contour: how well it does on drawn bodies

Written by `{COMMAND}`; do not edit. Each picture of the exam went through the kiosk's own detector, int8 pose
model, features and `tilt.tflite`, one frame at a time. Nothing was tuned on the exam: choices were made by
cross-validation inside the training bodies.

The file examined has sha256 `{found.sha256}`.

| | training | exam |
| --- | ---: | ---: |
| generator's seeds | {_seeds(train)} | {_seeds(exam)} |
| bodies | {len(np.unique(train.body))} | {len(np.unique(exam.body))} |
| pictures | {len(train)} | {len(exam)} |
| true tilt, mean ± SD | {train.tilt_deg.mean():.1f}° ± {train.tilt_deg.std():.1f}° | \
{exam.tilt_deg.mean():.1f}° ± {exam.tilt_deg.std():.1f}° |
| pictures with a readable contour | {_percent(2 * len(train) / train.looks)} | \
{_percent(2 * len(exam) / exam.looks)} |"""


def _seeds(samples: Samples) -> str:
    return ", ".join(str(seed) for seed in np.unique(samples.facts["seed"]))


def _headline(found: Findings) -> str:
    scores = score(found.exam.tilt_deg, found.answers.tilt, found.answers.half)
    low, high = body_interval(found.exam.tilt_deg, found.answers.tilt, found.exam.body)
    bias, lower, upper = found.limits_deg
    rows = [
        ("MAE (95 % bootstrap by body)", f"**{scores.mae:.2f}°** ({low:.2f}–{high:.2f}°)"),
        ("RMSE", f"{scores.rmse:.2f}°"),
        ("bias", f"{scores.bias:+.2f}°"),
        ("95 % limits of agreement", f"{lower:+.1f}° to {upper:+.1f}° about {bias:+.1f}°"),
        ("R²", f"{scores.r2:.2f}"),
        ("slope of estimate on truth", f"{scores.slope:.2f}"),
        ("three grades right", _percent(scores.accuracy)),
        ("quadratic κ of the grades", f"{scores.kappa:.2f}"),
        ("neutral and pronounced swapped", _percent(scores.swaps)),
        ("80 % interval holds the truth", _percent(scores.coverage)),
        ("interval's half width, median", f"{np.median(found.answers.half):.1f}°"),
    ]
    return (
        "## On unseen bodies, mixed clothing\n\n"
        + _table(("", ""), rows)
        + "\n\n![Scatter and Bland-Altman plots](plots/agreement.png)"
    )


def _score_row(name: str, scores: Scores) -> tuple[str, ...]:
    return (
        name,
        f"{scores.mae:.2f}",
        f"{scores.rmse:.2f}",
        f"{scores.bias:+.2f}",
        f"{scores.r2:.2f}",
        _percent(scores.accuracy),
        f"{scores.kappa:.2f}",
        _percent(scores.swaps),
    )


_SCORE_HEAD = ("", "MAE °", "RMSE °", "bias °", "R²", "grades right", "κ", "swaps")


def _contour(found: Findings) -> str:
    final = score(found.exam.tilt_deg, found.answers.tilt)
    rows = [_score_row("**the head (tilt.tflite)**", final)]
    rows += [_score_row(name, scores) for name, scores in found.readings.items()]
    rows.append(_score_row("the training mean for everyone", found.guess))
    mean, largest = found.quantization_deg
    return f"""## What the contour is worth

The rows below the first are trained by the same recipe with one perceptron beside the trees, and not
quantized.

{_table(_SCORE_HEAD, rows)}

Int8 weights move the head's answer by {mean:.3f}° on average and {largest:.3f}° at most."""


def _factors(found: Findings) -> str:
    rows = [
        (
            f"{row.factor}: {row.level}",
            str(row.scores.count),
            f"{row.scores.mae:.2f}",
            f"{row.scores.bias:+.2f}",
            f"{row.scores.kappa:.2f}",
            _percent(row.scores.coverage),
        )
        for row in found.rows
    ]
    return "## By factor\n\n" + _table(("", "pictures", "MAE °", "bias °", "κ", "interval holds"), rows)


def _middle(found: Findings) -> str:
    rows = []
    for each in found.bins:
        name = f"{each.low:g}° to {each.high:g}°"
        name = f"below {each.high:g}°" if np.isinf(each.low) else name
        name = f"{each.low:g}° and more" if np.isinf(each.high) else name
        cells = (f"{each.bias:+.2f}", f"{each.mae:.2f}", _percent(each.coverage))
        rows.append((name, str(each.count), *cells))
    return (
        "## By true tilt\n\nA contour says only part of a tilt, so the best guess lies nearer the mean than "
        "the truth does: small tilts are read too large and large ones too small.\n\n"
        + _table(("true tilt", "pictures", "bias °", "MAE °", "interval holds"), rows)
        + "\n\n![Bias by true tilt](plots/bias.png)"
    )


def _grades(found: Findings) -> str:
    table = confusion(found.exam.tilt_deg, found.answers.tilt)
    rows = [
        (f"truly {_GRADES[at]}", *(str(count) for count in row), _percent(row[at] / max(row.sum(), 1)))
        for at, row in enumerate(table)
    ]
    return "## Grades (cuts at 10° and 15°)\n\n" + _table(
        ("", *(f"called {grade}" for grade in _GRADES), "recall"), rows
    )


def _interval(found: Findings) -> str:
    confidence, error = found.answers.confidence, np.abs(found.answers.tilt - found.exam.tilt_deg)
    rows = []
    for low, high in ((0.0, 0.6), (0.6, 0.9), (0.9, 1.01)):
        here = (confidence >= low) & (confidence < high)
        if here.any():
            name = f"{low:.1f} to {min(high, 1.0):.1f}"
            holds = float((error[here] <= found.answers.half[here]).mean())
            rows.append((name, str(int(here.sum())), f"{error[here].mean():.2f}", _percent(holds)))
    return f"""## Interval and confidence

The 80 % interval is split conformal: the errors of cross-validation on held-out training bodies, each divided
by the size a small second network expects of it, give the factor. It holds 8 times in 10 over all guests, not
for each true tilt: see the table above for how seldom it reaches the rarest ones.

![Coverage by width](plots/interval.png)

{_table(("confidence", "pictures", "MAE °", "interval holds"), rows)}"""


def _shortcuts(found: Findings) -> str:
    truth, estimate, facts = found.exam.tilt_deg, found.answers.tilt, found.exam.facts
    posture = {name: facts[name].astype(np.float64) for name in _POSTURE}
    lean, kyphosis = posture["lean_deg"], posture["kyphosis_deg"]
    rows = [
        ("estimate with truth", f"{np.corrcoef(estimate, truth)[0, 1]:+.2f}"),
        ("... given lean and kyphosis", f"{partial_correlation(estimate, truth, [lean, kyphosis]):+.2f}"),
        (
            "... given lean, kyphosis, lordosis, knees, legs and head",
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
        "exam:\n\n" + _table(("", "r"), rows)
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
| changes of 3° and more within a body whose direction is right | {_percent(signs)} |
| slope of the estimated change on the true change | \
{float((change * true_change).sum() / (true_change**2).sum()):.2f} |"""


def _changes(values: Values, body: NDArray[np.int64]) -> Values:
    """The differences between each picture of a body and the one before it."""
    order = np.argsort(body, kind="stable")
    same = body[order][1:] == body[order][:-1]
    changes: Values = np.diff(values[order])[same]
    return changes


def _bodies(found: Findings) -> str:
    rows = [(str(bodies), f"{mae:.2f}") for bodies, mae in found.curve.items()]
    return (
        "## More bodies\n\n"
        + _table(("training bodies", "MAE ° on the exam"), rows)
        + "\n\n![Learning curve](plots/learning.png)"
    )


def _limits(found: Findings) -> str:
    bone_deg = float(found.exam.facts["bone_offset_deg"].std())
    return f"""## What this does not show

- **Anything about people.** Every body, garment and room here is drawn by one generator, and the exam is
  drawn by the same one with another seed. It shows that the chain works on bodies it has not seen, not that
  it works on guests; on bodies from elsewhere expect a larger error.
- **The bone.** People's pelvic bones differ in shape by about ±5° (SD) in ways no outline shows; the
  generator's bodies differ too (SD {bone_deg:.1f}°), in its own way. The page therefore never shows an
  interval narrower than ±5°.
- **A clinical meaning.** The cuts at 10° and 15° are conventions, not thresholds of disease.
- **Several frames.** Scores are for one frame; a capture averages many, which removes the pose model's jitter
  but none of the error between people.
- **Running, sitting, turning.** All bodies stand, within 10° of side-on."""
