"""Write the pose model's fidelity report: tables, plots, and the figures that go into the manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from models.pose.compare import Difference, compare
from models.pose.measure import Fidelity, Runtime

HIP_MEDIAN_PX, HIP_P95_PX, MASK_IOU = 0.5, 1.0, 0.990
# The bars hold for what the kiosk measures: standing or walking side-on.
SIDE_ON = ("renders", "walker")
TITLES = {
    "renders": "drawn bodies, side-on",
    "walker": "a real walker, side-on",
    "strangers": "other people, any view",
}
_COLOURS = {"renders": "#0a7d5c", "walker": "#b8600b", "strangers": "#7a7a86"}

_PIXELS = """\
Written by `python -m models.pose.fidelity`. Distances are pixels of the 256x256 crop the model sees, in which
a standing adult is about 200 px tall: 1 px is 8 to 9 mm."""
_SETS = """\
*Drawn bodies* are renders; nothing drawn is calibrated on. *A real walker* is the later part of the clip in
sports2d, before another background and half a second after the last of the 18 frames calibrated on. *Other
people* are two others in the clips of pose2sim, moving and seen from all sides: not what the kiosk measures,
but a check that calibrating on one walker did not overfit to her. The edge is the mask's outline: positive is
outside the original's."""
_TIMES = """\
Both models in turns in one run, runtimes in turns as well. Compare the ratios: the milliseconds are those of
the machine that wrote this report, which had other work."""


def figures(sets: Mapping[str, Difference]) -> dict[str, float | int]:
    """The figures of each set for the manifest: pixels of the 256x256 crop, and mask IoU."""
    found: dict[str, float | int] = {}
    for name, difference in sets.items():
        found[f"{name}_crops"] = len(difference.iou)
        found[f"{name}_hip_median_px"] = round(_median(difference.hips_px), 3)
        found[f"{name}_hip_p95_px"] = round(_p95(difference.hips_px), 3)
        found[f"{name}_mask_iou_mean"] = round(float(difference.iou.mean()), 4)
    return found


def missed(sets: Mapping[str, Difference]) -> list[str]:
    """What falls short of the bars, in words; empty when all are met."""
    short = []
    for name in SIDE_ON:
        difference = sets[name]
        median, p95, iou = _median(difference.hips_px), _p95(difference.hips_px), difference.iou.mean()
        if median > HIP_MEDIAN_PX:
            short.append(f"{name}: hip median {median:.2f} px is over {HIP_MEDIAN_PX}")
        if p95 > HIP_P95_PX:
            short.append(f"{name}: hip 95th percentile {p95:.2f} px is over {HIP_P95_PX}")
        if iou < MASK_IOU:
            short.append(f"{name}: mean mask IoU {iou:.4f} is under {MASK_IOU}")
    return short


def summary(sets: Mapping[str, Difference]) -> str:
    """One line a set, for the terminal."""
    return "\n".join(
        f"{TITLES[name]}: {len(each.iou)} crops, hip median {_median(each.hips_px):.2f} px, "
        f"95 % {_p95(each.hips_px):.2f} px, mask IoU {each.iou.mean():.4f}"
        for name, each in sets.items()
    )


def write(fidelity: Fidelity, share: float, path: Path) -> None:
    """Write the report and, beside it, its plots.

    ``share`` is the share of convolution weights stored as int8, 0..1.
    """
    plot = path.with_name("fidelity.png")
    draw(fidelity.sets, plot)
    verdict = "All bars are met." if not missed(fidelity.sets) else "Not all bars are met, see below."
    parts = [
        "# How faithful the int8 pose model is",
        _PIXELS,
        f"**{verdict}** {100 * share:.2f} % of the convolution weights are int8. Bars, on side-on views: "
        f"hip median at most {HIP_MEDIAN_PX} px, 95th percentile at most {HIP_P95_PX} px, "
        f"mean mask IoU at least {MASK_IOU:.3f}.",
        "## int8 against the original",
        _difference_table(fidelity.sets),
        _SETS,
        f"![Distributions of hip distance and mask overlap]({plot.name})",
        "## The original against itself",
        "How far the original's own answer moves when the picture hardly changes, on the same crops.",
        _yardstick_table(fidelity),
        "## Time, one thread",
        _time_table(fidelity.runtimes),
        _TIMES,
    ]
    if len(fidelity.runtimes) > 1:
        parts.append(_agreement(fidelity.runtimes))
    path.write_text("\n\n".join(parts) + "\n")


def _difference_table(sets: Mapping[str, Difference]) -> str:
    rows = [
        [
            TITLES[name],
            str(len(each.iou)),
            f"{_median(each.hips_px):.2f}",
            f"{_p95(each.hips_px):.2f}",
            f"{each.hips_px.max():.2f}",
            f"{_median(each.points_px):.2f}",
            f"{_p95(each.points_px):.2f}",
            f"{each.iou.mean():.4f}",
            f"{each.iou.min():.4f}",
            f"{each.edge_px.mean():+.3f}",
            f"{each.score.max():.4f}",
        ]
        for name, each in sets.items()
    ]
    head = ["crops of", "n", "hip median", "hip 95 %", "hip worst", "all 33 median", "all 33 95 %"]
    return table([*head, "mask IoU mean", "IoU worst", "edge mean", "score worst"], rows)


def _yardstick_table(fidelity: Fidelity) -> str:
    rows = []
    for title, sets in (("JPEG, quality 90", fidelity.jpeg), ("moved by 1 px", fidelity.shift)):
        for name, each in sets.items():
            hips = f"{_median(each.hips_px):.2f}", f"{_p95(each.hips_px):.2f}"
            rows.append([TITLES[name], title, *hips, f"{each.iou.mean():.4f}"])
    return table(["crops of", "change", "hip median", "hip 95 %", "mask IoU mean"], rows)


def _time_table(runtimes: Sequence[Runtime]) -> str:
    rows = []
    for runtime in runtimes:
        original, int8 = np.median(runtime.took_ms, axis=0)
        ratio = np.median(runtime.took_ms[:, 1] / runtime.took_ms[:, 0])
        pairs = str(len(runtime.took_ms))
        rows.append([runtime.name, pairs, f"{original:.1f}", f"{int8:.1f}", f"{ratio:.2f}"])
    return table(["runtime", "pairs", "original ms", "int8 ms", "int8 / original"], rows)


def _agreement(runtimes: Sequence[Runtime]) -> str:
    apart = compare(runtimes[0].answers, runtimes[1].answers)
    return (
        f"The int8 model answers alike on both: on {len(apart.iou)} crops no point moves by more than "
        f"{apart.points_px.max():.4f} px, and the least mask IoU is {apart.iou.min():.5f}."
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def draw(sets: Mapping[str, Difference], path: Path) -> None:
    """Plot, per set, the share of hips within a distance and the share of masks above an overlap."""
    figure = Figure(figsize=(10, 4), layout="constrained")
    hips, masks = figure.subplots(1, 2)
    for name, each in sets.items():
        style = {"color": _COLOURS[name], "label": TITLES[name]}
        hips.plot(*_cumulative(each.hips_px), **style)
        masks.plot(*_cumulative(each.iou), **style)
    for distance, share in ((HIP_MEDIAN_PX, 0.5), (HIP_P95_PX, 0.95)):
        hips.plot([distance], [share], "k>", label="bar" if share == 0.5 else None)
    hips.set(xlabel="hip distance to the original, px of 256", ylabel="share of hips", xlim=(0, 1.5))
    masks.axvline(MASK_IOU, color="k", linewidth=1, label="bar for the mean")
    masks.set(xlabel="mask IoU with the original", ylabel="share of crops", xlim=(0.97, 1))
    for axes in (hips, masks):
        axes.grid(alpha=0.3)
        axes.legend()
    figure.savefig(path, dpi=110, metadata={"Software": None})


def _cumulative(values: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    ordered = np.sort(values, axis=None)
    return ordered, np.arange(1, len(ordered) + 1) / len(ordered)


def _median(values: NDArray[np.float32]) -> float:
    return float(np.median(values))


def _p95(values: NDArray[np.float32]) -> float:
    return float(np.percentile(values, 95))
