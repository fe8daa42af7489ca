"""The report's pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from models.tilt.exam import Answers, Bin
from models.tilt.metrics import Values, grades
from models.tilt.samples import Samples

_COLOURS = np.array(["#1b8a63", "#c98a00", "#d1501e"])
_GREY, _LINE = "#8a8f98", "#20242b"
_DPI = 80


def agreement(samples: Samples, answers: Answers, path: Path) -> tuple[float, float, float]:
    """Scatter and Bland-Altman plots; returns bias and the 95 % limits of agreement, degrees."""
    truth, estimate = samples.tilt_deg, answers.tilt
    error = estimate - truth
    bias, reach = float(error.mean()), 1.96 * float(error.std(ddof=1))
    figure, (left, right) = _axes(10, 4.6, 2)
    colours = _COLOURS[grades(truth)]
    ends = [float(min(truth.min(), estimate.min())) - 1, float(max(truth.max(), estimate.max())) + 1]
    left.scatter(truth, estimate, s=6, c=colours, alpha=0.5, linewidths=0)
    left.plot(ends, ends, color=_LINE, lw=1)
    for cut in (10, 15):
        left.axhline(cut, color=_GREY, lw=0.6, ls=":")
        left.axvline(cut, color=_GREY, lw=0.6, ls=":")
    left.set(xlabel="true tilt (°)", ylabel="estimate (°)", xlim=ends, ylim=ends, title="Estimate and truth")
    right.scatter((truth + estimate) / 2, error, s=6, c=colours, alpha=0.5, linewidths=0)
    for level, style in ((bias, "-"), (bias - reach, "--"), (bias + reach, "--")):
        right.axhline(level, color=_LINE, lw=1, ls=style)
        right.annotate(
            f"{level:+.1f}", (1.0, level), xycoords=("axes fraction", "data"), va="bottom", ha="right"
        )
    right.set(xlabel="mean of truth and estimate (°)", ylabel="estimate - truth (°)", title="Bland-Altman")
    _save(figure, path)
    return bias, bias - reach, bias + reach


def bias_by_tilt(bins: list[Bin], path: Path) -> None:
    """Bias and MAE by true tilt."""
    names = [
        f"{b.low:g} to {b.high:g}".replace("-inf to", "below").replace(" to inf", " and more") for b in bins
    ]
    places = np.arange(len(bins))
    figure, (axis,) = _axes(6.4, 3.4, 1)
    axis.bar(places - 0.2, [b.bias for b in bins], 0.4, color="#4878a8", label="bias")
    axis.bar(places + 0.2, [b.mae for b in bins], 0.4, color="#c8ccd2", label="MAE")
    axis.axhline(0, color=_LINE, lw=0.8)
    axis.set_xticks(places, [f"{name}\nn={b.count}" for name, b in zip(names, bins, strict=True)], fontsize=8)
    axis.set(xlabel="true tilt (°)", ylabel="degrees", title="Estimates are drawn to the middle")
    axis.legend(frameon=False)
    _save(figure, path)


def reliability(truth: Values, answers: Answers, path: Path) -> None:
    """How often a grade is the true one, by the probability it was given."""
    figure, (axis,) = _axes(4.6, 4.2, 1)
    edges = np.linspace(0, 1, 9)
    for at, name in enumerate(("neutral", "mild", "pronounced")):
        likely, true = answers.likely[:, at], grades(truth) == at
        places = np.digitize(likely, edges[1:-1])
        filled = [place for place in range(8) if (places == place).sum() >= 10]
        axis.plot(
            [likely[places == place].mean() for place in filled],
            [true[places == place].mean() for place in filled],
            marker="o",
            ms=4,
            color=_COLOURS[at],
            label=name,
        )
    axis.plot([0, 1], [0, 1], color=_GREY, lw=0.8, ls=":")
    axis.set(xlabel="probability given", ylabel="share that were", title="Grades are as likely as said")
    axis.legend(frameon=False)
    _save(figure, path)


def learning_curve(points: Mapping[int, float], path: Path) -> None:
    """MAE against the number of training bodies."""
    figure, (axis,) = _axes(5.4, 3.4, 1)
    axis.plot(list(points), list(points.values()), "o-", color="#4878a8")
    for bodies, mae in points.items():
        axis.annotate(f"{mae:.2f}", (bodies, mae), textcoords="offset points", xytext=(4, 6), fontsize=8)
    axis.set_xscale("log", base=2)
    axis.set_xticks(list(points), [str(bodies) for bodies in points])
    axis.minorticks_off()
    axis.set(xlabel="training bodies", ylabel="MAE on unseen bodies (°)", title="Learning curve")
    axis.margins(0.1, 0.2)
    _save(figure, path)


def intervals(truth: Values, answers: Answers, path: Path) -> None:
    """How often the interval holds, by its width: a flat line at 80 % is what is wanted."""
    order = np.argsort(answers.half)
    groups = np.array_split(order, 8)
    widths = [float(2 * answers.half[group].mean()) for group in groups]
    inside = [float((np.abs(answers.tilt[g] - truth[g]) <= answers.half[g]).mean()) for g in groups]
    figure, (axis,) = _axes(5.4, 3.4, 1)
    axis.plot(widths, inside, "o-", color="#4878a8")
    axis.axhline(0.8, color=_LINE, lw=1, ls="--")
    axis.set(xlabel="width of the interval (°)", ylabel="share that holds the truth", ylim=(0.5, 1.0))
    axis.set_title("The 80 % interval, narrow to wide")
    _save(figure, path)


def _axes(width: float, height: float, count: int) -> tuple[Figure, list[Any]]:
    """A figure, in inches, with axes side by side; drawn without a window or any global state."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, [figure.add_subplot(1, count, at + 1) for at in range(count)]


def _save(figure: Figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=_DPI, metadata={"Software": None})
