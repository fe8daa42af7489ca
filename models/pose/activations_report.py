"""Write the report on int8 activations: the curve, the times, and what an aarch64 processor would run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from models.pose.compare import Difference, compare
from models.pose.curve import SHIPPED, Evidence, Point
from models.pose.kernels import MULTIPLICATIONS, multiply_adds
from models.pose.report import SIDE_ON, TITLES, table
from models.pose.report import figures as fidelity_figures

HIP_MEDIAN_PX, HIP_P95_PX, MASK_IOU, SPEED = 0.6, 1.5, 0.985, 1.15
# What XNNPACK picks by what a processor can do, and whose processor that is.
_KERNELS = (
    ("matrix, float", "any", "f32_gemm_minmax_ukernel_6x8__asm_aarch64_neonfma_cortex_a75_prfm"),
    (
        "matrix, int8",
        "any, as Pi 4",
        "qs8_qc8w_gemm_minmax_fp32_ukernel_4x16__asm_aarch64_neon_mlal_lane_ld64",
    ),
    (
        "matrix, int8",
        "dot product, as Pi 5",
        "qs8_qc8w_gemm_minmax_fp32_ukernel_4x16c4__asm_aarch64_neondot_ld128",
    ),
    ("matrix, int8", "int8 matrix, newer", "qs8_qc8w_gemm_minmax_fp32_ukernel_4x16c8__neoni8mm"),
    ("depthwise 3x3, float", "any", "f32_dwconv_minmax_ukernel_9p8c__neonfma"),
    ("depthwise 3x3, int8", "any", "qs8_qc8w_dwconv_minmax_fp32_ukernel_9p16c__neonv8_mla8_ld64"),
)
_INTRODUCTION = f"""\
Written by `python -m models.pose.activations`. Distances are pixels of the 256x256 crop, in which a
standing adult is about 200 px tall; each model is compared with the published fp16 one. Bars, on side-on
views: hip median at most {HIP_MEDIAN_PX} px, 95th percentile at most {HIP_P95_PX} px, mean mask IoU at
least {MASK_IOU}, and {SPEED} times as fast as the weight-only file on LiteRT, one thread."""
_CURVE = """\
*Int8 work* is the share of the multiplications done on int8 activations; all points have int8 weights.
*Speed* is the weight-only file's time over the point's, the median over rounds in which all took turns on
one core.

What makes the file faster is int8 in the trunk's 1x1 convolutions at 16x16 and 8x8, which one by one are 3
to 6 times as fast on this processor (AVX-512 VNNI). The mask's last layers, in a file of their own
([pose_mask](../pose_mask.md)), are the same for every row and run as the kiosk runs them, around the person.

Int8 depthwise convolutions are 0.4 to 1.0 times as fast as float ones here, and larger pictures have few
channels for a matrix product to gain on: at 32x32 and 64x64 more int8 work saves no time and costs the
mask's edge, so the file stops at 16x16; at 128x128 and 256x256 (the stem and the decoder's end) single
layers took 2 to 10 times as long. In the head, int8 activations cost several pixels: its last layers see a
2x2 grid, where no error averages out. That would take training, for 7 % of the work; it was not done. A
processor whose int8 depthwise kernels are better than these may gain from more int8 than this file has."""
_SETS = """\
The crops of [report.md](report.md), none of them calibrated on; *other people* are beside the task."""
_ARM = """\
Read from the machine code of the wheels for aarch64, not timed: no Raspberry Pi was at hand. The names are
XNNPACK's own. *At once* is how many multiplications one instruction does on a 128-bit register."""
_ARM_READING = """\
With dot products (Cortex-A76, Raspberry Pi 5) an instruction of an int8 matrix product does 4 times the
float one's multiplications; without them (Cortex-A72, Raspberry Pi 4) it does no more, and what int8 saves
is memory traffic, a quarter of the bytes. Int8 depthwise convolutions do 8 at once instead of 4, but add up
in twice the width now and then. So a gain is likely on a Pi 5 and open on a Pi 4; the kiosk tries both
files when it starts and does not rely on this."""


def figures(evidence: Evidence) -> dict[str, float | int]:
    """The file's figures for the manifest."""
    point = evidence.curve[SHIPPED]
    found = fidelity_figures(point.sets)
    return {
        "int8_work_share": round(point.share, 3),
        **found,
        "speed_over_weights_only": round(_speed(evidence, point), 2),
    }


def missed(evidence: Evidence) -> list[str]:
    """Which bars the file misses, in words; empty when all are met."""
    point, short = evidence.curve[SHIPPED], []
    for name in SIDE_ON:
        each = point.sets[name]
        median, p95, iou = np.median(each.hips_px), np.percentile(each.hips_px, 95), each.iou.mean()
        if median > HIP_MEDIAN_PX:
            short.append(f"{name}: hip median {median:.2f} px is over {HIP_MEDIAN_PX}")
        if p95 > HIP_P95_PX:
            short.append(f"{name}: hip 95th percentile {p95:.2f} px is over {HIP_P95_PX}")
        if iou < MASK_IOU:
            short.append(f"{name}: mean mask IoU {iou:.4f} is under {MASK_IOU}")
    if (speed := _speed(evidence, point)) < SPEED:
        short.append(f"{speed:.2f} times as fast as the weight-only file, not {SPEED}")
    return short


def write(evidence: Evidence, path: Path) -> None:
    """Write the report and, beside it, its plot."""
    plot = path.with_suffix(".png")
    draw(evidence, plot)
    short = missed(evidence)
    parts = [
        "# Int8 activations in the pose model",
        _INTRODUCTION,
        "**All bars are met.**" if not short else "**Not all bars are met:** " + "; ".join(short) + ".",
        f"## From none to many, on {evidence.timed_on}",
        _curve_table(evidence),
        _CURVE,
        f"![Hip distance, mask overlap and speed over the share of int8 work]({plot.name})",
        "## The file, by crops",
        _sets_table(evidence.curve[SHIPPED].sets),
        _SETS,
        "## Time on both runtimes, one thread, one core",
        _time_table(evidence),
        _apart(evidence),
        "## What a Raspberry Pi would run",
        _ARM,
        _kernel_table(evidence.litert),
        _ARM_READING,
        _tflite_runtime(evidence.tflite_runtime),
    ]
    path.write_text("\n\n".join(parts) + "\n")


def _speed(evidence: Evidence, point: Point) -> float:
    return float(np.median(evidence.curve[0].took_ms / point.took_ms))


def _curve_table(evidence: Evidence) -> str:
    rows = []
    for point in evidence.curve:
        hips = [point.sets[name].hips_px for name in SIDE_ON]
        rows.append(
            [
                point.title,
                f"{100 * point.share:.0f} %",
                f"{point.size / 1e6:.2f}",
                " / ".join(f"{np.median(each):.2f}" for each in hips),
                " / ".join(f"{np.percentile(each, 95):.2f}" for each in hips),
                " / ".join(f"{point.sets[name].iou.mean():.4f}" for name in SIDE_ON),
                f"{np.median(point.took_ms):.1f}",
                f"{_speed(evidence, point):.2f}",
            ]
        )
    head = ["int8 activations in", "int8 work", "MB", "hip median, drawn / walker", "hip 95 %", "mask IoU"]
    return table([*head, "ms", "speed"], rows)


def _sets_table(sets: Mapping[str, Difference]) -> str:
    rows = [
        [
            TITLES[name],
            str(len(each.iou)),
            f"{np.median(each.hips_px):.2f}",
            f"{np.percentile(each.hips_px, 95):.2f}",
            f"{each.hips_px.max():.2f}",
            f"{each.iou.mean():.4f}",
            f"{each.iou.min():.4f}",
            f"{each.edge_px.mean():+.3f}",
            f"{each.score.max():.4f}",
        ]
        for name, each in sets.items()
    ]
    head = ["crops of", "n", "hip median", "hip 95 %", "hip worst", "mask IoU mean", "IoU worst"]
    return table([*head, "edge mean", "score worst"], rows)


def _time_table(evidence: Evidence) -> str:
    rows = []
    for runtime in evidence.runtimes:
        weights, activations = np.median(runtime.took_ms, axis=0)
        speed = np.median(runtime.took_ms[:, 0] / runtime.took_ms[:, 1])
        pairs = str(len(runtime.took_ms))
        rows.append([runtime.name, pairs, f"{weights:.1f}", f"{activations:.1f}", f"{speed:.2f}"])
    return table(["runtime", "pairs", "weight-only ms", "int8 activations ms", "speed"], rows)


def _apart(evidence: Evidence) -> str:
    said = (
        "In turns in one run. Compare the ratios: the milliseconds are those of a machine with other work. "
        "On tflite-runtime the kiosk never takes this file by itself."
    )
    if len(evidence.runtimes) < 2:
        return said
    apart = compare(evidence.runtimes[0].answers, evidence.runtimes[1].answers)
    return (
        f"{said} On {len(apart.iou)} crops the file's hips lie {np.median(apart.hips_px):.2f} px apart "
        f"(median) between the two runtimes, which round differently, and the mean mask IoU is "
        f"{apart.iou.mean():.4f}."
    )


def _kernel_table(litert: Mapping[str, bytes]) -> str:
    rows = []
    for use, processor, name in _KERNELS:
        counts = multiply_adds(litert[name])
        total = sum(counts.values())
        at_once = sum(MULTIPLICATIONS[each] * count for each, count in counts.items()) / total
        found = ", ".join(f"{count} {each}" for each, count in sorted(counts.items()))
        rows.append([use, processor, f"`{name}`", found, f"{at_once:.0f}"])
    return table(["for", "processor", "kernel in LiteRT 2.3.0", "multiply-adds in it", "at once"], rows)


def _tflite_runtime(names: Mapping[str, bytes]) -> str:
    count = sum(name.startswith(("qc8_gemm", "qc8_igemm")) for name in names)
    return (
        f"tflite-runtime 2.14.0 for aarch64 brings {count} int8 matrix kernels with a scale per channel, too "
        "(it calls them `qc8`). But on x86 its int8 convolutions run far slower than float ones (above), so "
        "its Interpreter seems not to hand them to XNNPACK, and nothing suggests otherwise for aarch64."
    )


def draw(evidence: Evidence, path: Path) -> None:
    """Plot hip distance, mask overlap and speed over the share of int8 work."""
    figure = Figure(figsize=(12, 3.8), layout="constrained")
    hips, masks, speeds = figure.subplots(1, 3)
    points = sorted(evidence.curve, key=lambda point: point.share)
    shares = [100 * point.share for point in points]
    for name, colour in zip(SIDE_ON, ("#0a7d5c", "#b8600b"), strict=True):
        sets = [point.sets[name] for point in points]
        style = {"color": colour, "marker": "o"}
        hips.plot(shares, [np.median(each.hips_px) for each in sets], label=f"median, {name}", **style)
        p95 = [np.percentile(each.hips_px, 95) for each in sets]
        hips.plot(shares, p95, linestyle="--", label=f"95 %, {name}", **style)
        masks.plot(shares, [each.iou.mean() for each in sets], label=TITLES[name], **style)
    speeds.plot(shares, [_speed(evidence, point) for point in points], color="#2b5fa8", marker="o")
    _bars(hips, [HIP_MEDIAN_PX, HIP_P95_PX])
    _bars(masks, [MASK_IOU])
    _bars(speeds, [SPEED])
    hips.set(ylabel="hip distance to the original, px of 256", yscale="log")
    masks.set(ylabel="mean mask IoU with the original")
    speeds.set(ylabel="times as fast as the weight-only file")
    for axes in (hips, masks, speeds):
        axes.axvline(100 * evidence.curve[SHIPPED].share, color="#888888", linewidth=1, linestyle=":")
        axes.set(xlabel="int8 work, % of multiplications (dotted: the file)")
        axes.grid(alpha=0.3)
    hips.legend(fontsize=8)
    masks.legend(fontsize=8)
    figure.savefig(path, dpi=110, metadata={"Software": None})


def _bars(axes: Any, values: Sequence[float]) -> None:
    for value in values:
        axes.axhline(value, color="k", linewidth=1)
