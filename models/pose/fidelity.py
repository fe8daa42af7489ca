"""Measure how faithful the int8 pose model is to the original: ``python -m models.pose.fidelity``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import click
import cv2

from models import manifest
from models.pose import report, scenes
from models.pose.build import committed
from models.pose.census import count
from models.pose.compare import Images
from models.pose.measure import measure

MODELS = Path(__file__).resolve().parents[1]
ROOT = MODELS.parent
_BODIES_SEED = 256


def draw_bodies(count: int) -> Path:
    """Draw one picture each of ``count`` bodies of a seed kept for this test, and return their folder."""
    folder = ROOT / ".cache" / "bodies" / "pose-fidelity"
    # What lies there may come from an older version of the drawing.
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "models.bodies.generate", "--images", "1", "--bodies", str(count)]
    command += ["--seed", str(_BODIES_SEED), "--out", str(folder)]
    subprocess.run(command, check=True, cwd=ROOT)
    return folder


def crop_sets(renders: Path | None, most: int) -> dict[str, Images]:
    """What the pose models are compared on: drawn bodies, the real walker, and people seen from any side."""
    return {
        "renders": scenes.renders(renders or draw_bodies(most), most),
        "walker": scenes.walker(),
        "strangers": scenes.strangers(),
    }


@click.command()
@click.option(
    "--renders",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of images of drawn bodies, instead of drawing some.",
)
@click.option("--most", default=100, show_default=True, help="How many of the drawn bodies to use.")
def main(renders: Path | None, most: int) -> None:
    """Write models/pose/report.md with its plots, and the figures into the manifest."""
    cv2.setNumThreads(1)
    int8 = committed("pose_landmark")
    fidelity = measure(crop_sets(renders, most), int8)
    manifest.add_figures("pose_landmark", report.figures(fidelity.sets))
    report.write(fidelity, count(int8.landmark).int8_share, MODELS / "pose" / "report.md")
    click.echo(report.summary(fidelity.sets))
    if missed := report.missed(fidelity.sets):
        raise click.ClickException("below the bar: " + "; ".join(missed))


if __name__ == "__main__":
    main()
