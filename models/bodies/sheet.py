"""A contact sheet: many renders in one picture, each with its tilt, to be looked at."""

import json
from pathlib import Path
from typing import Any

import click
import cv2
import numpy as np
from numpy.typing import NDArray


def contact_sheet(tiles: list[NDArray[np.uint8]], captions: list[str], columns: int) -> NDArray[np.uint8]:
    """RGB pictures of one size in rows, each with its caption on a dark strip; returns uint8 (H, W, 3)."""
    height, width = tiles[0].shape[:2]
    rows = -(-len(tiles) // columns)
    sheet = np.full((rows * (height + 18), columns * width, 3), 24, np.uint8)
    for i, (tile, caption) in enumerate(zip(tiles, captions, strict=True)):
        top, left = (i // columns) * (height + 18), (i % columns) * width
        sheet[top : top + height, left : left + width] = tile
        cv2.putText(
            sheet,
            caption,
            (left + 3, top + height + 13),
            cv2.FONT_HERSHEY_SIMPLEX,
            0.38,
            (235, 235, 235),
            1,
            cv2.LINE_AA,
        )
    return sheet


def caption_of(truth: dict[str, Any]) -> str:
    """One line on what a render shows."""
    who = f"{truth['body']}.{truth['image']} {truth['tilt_deg']:.0f}"
    return f"{who} {truth['arms'][:5]} {truth['top'][:4]} {truth['cloth_way'][:5]} {truth['hair'][:5]}"


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="Where the sheet goes (default FOLDER/sheet.png).",
)
@click.option("--count", default=24, show_default=True, help="How many renders.")
@click.option("--columns", default=8, show_default=True)
@click.option("--skip", default=0, show_default=True, help="Start after this many.")
@click.option("--scale", default=0.5, show_default=True)
def main(folder: Path, out: Path | None, count: int, columns: int, skip: int, scale: float) -> None:
    """Lay out the renders of FOLDER as one picture."""
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()[skip : skip + count]
    truths = [json.loads(line) for line in lines]
    tiles = []
    for truth in truths:
        picture = cv2.imread(str(folder / truth["file"]))
        if picture is None:
            raise click.ClickException(f"{folder / truth['file']} is missing or unreadable")
        shrunk = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        tiles.append(np.asarray(cv2.cvtColor(shrunk, cv2.COLOR_BGR2RGB), np.uint8))
    sheet = contact_sheet(tiles, [caption_of(truth) for truth in truths], columns)
    path = out or folder / "sheet.png"
    cv2.imwrite(str(path), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))
    click.echo(f"{len(tiles)} renders on {path}")


if __name__ == "__main__":
    main()
