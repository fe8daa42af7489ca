"""One small plot a check: its number where it can be measured, where it must not be, and the limit."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models.refusals.judge import Verdict
from models.refusals.report import spread
from models.refusals.statistic import STATISTICS


def draw(out: Path, verdicts: Sequence[Verdict]) -> None:
    """Write plots/NAME.png for every check."""
    import matplotlib  # noqa: PLC0415 - a second that only the report needs

    matplotlib.use("Agg")
    from matplotlib import pyplot  # noqa: PLC0415

    out.mkdir(parents=True, exist_ok=True)
    jitter = np.random.default_rng(0)
    for statistic in STATISTICS:
        fine, spoiled = spread(statistic, verdicts)
        figure, axes = pyplot.subplots(figsize=(5.2, 1.7), dpi=90)
        for row, (values, colour) in enumerate(((spoiled, "#d1495b"), (fine, "#2a7f9e"))):
            axes.scatter(values, row + jitter.uniform(-0.25, 0.25, len(values)), s=7, c=colour, alpha=0.6)
        axes.axvline(statistic.limit, color="black", linewidth=1.0)
        axes.set_yticks([0, 1], ["refuse", "measure"])
        axes.set_xlabel(f"{statistic.axis} (limit {statistic.limit:g})", fontsize=8)
        axes.tick_params(labelsize=8)
        figure.tight_layout()
        figure.savefig(out / f"{statistic.name}.png", metadata={"Software": None})
        pyplot.close(figure)
