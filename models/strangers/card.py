"""The data card of a set of strangers: how every factor and the true tilt are spread."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from models.strangers.generate import TRUTH_FILE

NUMBERS = (
    *("tilt_deg", "pelvis_deg", "bone_offset_deg", "lordosis_deg", "kyphosis_deg", "lean_deg"),
    *("knee_deg", "leg_lean_deg", "femaleness", "height_m", "weight", "age"),
    *("yaw_deg", "pitch_deg", "roll_deg", "camera_height_m", "distance_m", "focal_px"),
)
CHOICES = ("fit", "top", "bottom", "arms", "hair", "facing", "room", "pose")
OF_BODIES = NUMBERS[:12]


def by_body(truths: list[dict[str, Any]], name: str) -> NDArray[np.float64]:
    """Mean of a number in each body's free standings (no triples), in the order of the bodies."""
    values: dict[int, list[float]] = {}
    for truth in truths:
        if truth["triple"] is None:
            values.setdefault(truth["body"], []).append(float(truth[name]))
    return np.array([np.mean(values[body]) for body in sorted(values)])


def r(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Pearson's correlation of two samples (N,); 0 when either does not vary."""
    return float(np.corrcoef(x, y)[0, 1]) if np.ptp(x) > 0.0 and np.ptp(y) > 0.0 else 0.0


def follow(truths: list[dict[str, Any]]) -> tuple[float, float]:
    """Within triples, arch against tuck: mean change of tilt, and degrees of lordosis a degree of pelvis."""
    poses: dict[int, dict[str, dict[str, Any]]] = {}
    for truth in truths:
        if truth["triple"] is not None:
            poses.setdefault(truth["triple"], {})[truth["pose"]] = truth
    whole = [triple for triple in poses.values() if {"arch", "tuck"} <= triple.keys()]
    change = {
        name: np.array([triple["arch"][name] - triple["tuck"][name] for triple in whole])
        for name in ("tilt_deg", "lordosis_deg", "pelvis_deg")
    }
    if not whole:
        return 0.0, 0.0
    return float(change["tilt_deg"].mean()), float((change["lordosis_deg"] / change["pelvis_deg"]).mean())


def card(truths: list[dict[str, Any]], title: str, plot_name: str) -> str:
    """The card as Markdown."""
    tilt = by_body(truths, "tilt_deg")
    standing = np.array([truth["tilt_deg"] for truth in truths if truth["triple"] is None])
    span, slope = follow(truths)
    seeds = ", ".join(str(seed) for seed in sorted({truth["seed"] for truth in truths}))
    low, high = (float((standing < 10.0).mean()), float((standing > 15.0).mean()))
    lines = [
        f"# Data card: strangers, {title}",
        "",
        "People drawn by `models/strangers`, a world that shares only the body model (anny: Apache-2.0 code,"
        " CC0 shapes), the landmarks and the skinning with the training world. The tilt estimator is never"
        " trained on them, and nothing in this world was tuned by what it makes of them; what some of its"
        " bodies were looked at for is said in models/tilt/report.md.",
        "",
        f"- {len(truths)} pictures of {len(tilt)} bodies, seed {seeds}, {truths[0]['width']} x"
        f" {truths[0]['height']} pixels.",
        f"- True tilt of those standing: mean {standing.mean():.1f}, SD {standing.std():.1f} degrees;"
        f" neutral {100 * low:.0f} %, mild {100 * (1 - low - high):.0f} %, pronounced {100 * high:.0f} %.",
        f"- Guessing the mean costs {np.abs(standing - standing.mean()).mean():.2f} degrees.",
        f"- Between bodies r(lordosis, tilt) = {r(by_body(truths, 'lordosis_deg'), tilt):+.2f},"
        f" r(kyphosis, tilt) = {r(by_body(truths, 'kyphosis_deg'), tilt):+.2f},"
        f" r(lean, tilt) = {r(by_body(truths, 'lean_deg'), tilt):+.2f}.",
        f"- Arch against tuck: tilt changes by {span:.1f} degrees on average; lordosis follows the pelvis"
        f" {slope:.2f} to 1.",
        "- Backgrounds: CC0 panoramas and pictures that ship in registry packages, and drawn clutter.",
        "",
        f"![Distributions]({plot_name})",
        "",
        "| Factor | Mean | SD | 5 % | 95 % | r with tilt between bodies |",
        "|---|---|---|---|---|---|",
    ]
    for name in NUMBERS:
        values = np.array([float(truth[name]) for truth in truths])
        first, last = np.percentile(values, [5.0, 95.0])
        tie = f"{r(by_body(truths, name), tilt):+.2f}" if name in OF_BODIES else ""
        lines.append(
            f"| {name} | {values.mean():.2f} | {values.std():.2f} | {first:.2f} | {last:.2f} | {tie} |"
        )
    lines += ["", "| Choice | Shares (mean tilt) |", "|---|---|"]
    for name in CHOICES:
        parts = []
        for key, count in Counter(str(truth[name]) for truth in truths).most_common():
            mean = np.mean([truth["tilt_deg"] for truth in truths if str(truth[name]) == key])
            parts.append(f"{key} {100 * count / len(truths):.0f} % ({mean:.1f})")
        lines.append(f"| {name} | {', '.join(parts)} |")
    return "\n".join(lines) + "\n"


def plot(truths: list[dict[str, Any]], path: Path) -> None:
    """A histogram of every number."""
    import matplotlib as mpl  # noqa: PLC0415 - the card's arithmetic is used without it

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(3, 6, figsize=(15.0, 7.0))
    for axis, name in zip(axes.ravel(), NUMBERS, strict=True):
        axis.hist(
            [float(truth[name]) for truth in truths],
            bins=28,
            color="#7a5c99" if name == "tilt_deg" else "#9aa7b0",
        )
        axis.set_title(name, fontsize=9)
        axis.tick_params(labelsize=7)
    figure.tight_layout()
    figure.savefig(path, dpi=70)
    plt.close(figure)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--title", default="exam", show_default=True)
@click.option(
    "--out",
    default=Path(__file__).with_name("datacard.md"),
    show_default=False,
    type=click.Path(path_type=Path),
    help="Where the card goes; its plot lies beside it.",
)
def main(folder: Path, title: str, out: Path) -> None:
    """Write the data card of the set in FOLDER."""
    lines = (folder / TRUTH_FILE).read_text(encoding="utf-8").splitlines(keepends=True)
    truths = [json.loads(line) for line in lines if line.endswith("}\n")]
    if not truths:
        raise click.ClickException(f"{folder} holds no pictures yet")
    plot(truths, out.with_suffix(".png"))
    out.write_text(card(truths, title, out.with_suffix(".png").name), encoding="utf-8")
    click.echo(f"{len(truths)} pictures described in {out}")


if __name__ == "__main__":
    main()
