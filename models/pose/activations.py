"""Measure the pose model with int8 activations: ``python -m models.pose.activations``."""

from __future__ import annotations

from pathlib import Path

import click
import cv2

from models import manifest
from models.pose import activations_report
from models.pose.build import MODELS
from models.pose.curve import measure
from models.pose.fidelity import crop_sets


@click.command()
@click.option(
    "--renders",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of images of drawn bodies, instead of drawing some.",
)
@click.option("--most", default=100, show_default=True, help="How many of the drawn bodies to use.")
def main(renders: Path | None, most: int) -> None:
    """Write models/pose/activations.md with its plot, and the figures into the manifest."""
    cv2.setNumThreads(1)
    evidence = measure(crop_sets(renders, most))
    manifest.add_figures("pose_landmark_int8", activations_report.figures(evidence))
    activations_report.write(evidence, MODELS / "pose" / "activations.md")
    if missed := activations_report.missed(evidence):
        raise click.ClickException("below the bar: " + "; ".join(missed))


if __name__ == "__main__":
    main()
