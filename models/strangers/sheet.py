"""A contact sheet of strangers: many pictures in one, each with its truth in a line, to be looked at."""

import json
from pathlib import Path
from typing import Any

import click
import cv2
import numpy as np

from models.strangers.generate import TRUTH_FILE


def words(truth: dict[str, Any]) -> str:
    """One line on what a picture shows."""
    pose = "" if truth["triple"] is None else f" {truth['pose']}"
    who = f"{truth['body']}-{truth['image']}{pose} {truth['tilt_deg']:.0f}"
    return f"{who} {truth['arms'][:5]} {truth['top']} {truth['bottom'][:6]}"


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Where the sheet goes.")
@click.option("--first", default=0, show_default=True, help="Begin with this line of truth.")
@click.option("--rows", default=3, show_default=True)
@click.option("--columns", default=8, show_default=True)
@click.option("--scale", default=0.4, show_default=True)
def main(folder: Path, out: Path, first: int, rows: int, columns: int, scale: float) -> None:
    """Lay out pictures of FOLDER in rows."""
    lines = (folder / TRUTH_FILE).read_text(encoding="utf-8").splitlines()[first : first + rows * columns]
    tiles = []
    for truth in map(json.loads, lines):
        image = cv2.imread(str(folder / truth["file"]))
        if image is None:
            raise click.ClickException(f"{folder / truth['file']} is missing or no picture")
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        strip = np.zeros((16, small.shape[1], 3), np.uint8)
        cv2.putText(
            strip, words(truth), (2, 12), cv2.FONT_HERSHEY_SIMPLEX, 0.33, (240, 240, 240), 1, cv2.LINE_AA
        )
        tiles.append(np.concatenate([small, strip]))
    if not tiles:
        raise click.ClickException(f"{folder} holds no picture from line {first} on")
    blank = np.zeros_like(tiles[0])
    tiles += [blank] * (-len(tiles) % columns)
    sheet = np.concatenate(
        [np.concatenate(tiles[i : i + columns], axis=1) for i in range(0, len(tiles), columns)]
    )
    cv2.imwrite(str(out), sheet)
    click.echo(f"{len(lines)} pictures on {out}")


if __name__ == "__main__":
    main()
