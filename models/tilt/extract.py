"""Show a data set's pictures to the kiosk's own pose model and keep what it saw; goes on where it stopped."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
import cv2
import numpy as np

from kiosk import instruments
from kiosk.camera.frame import Frame
from kiosk.pose.manifest import Manifest
from kiosk.pose.tracker import PoseTracker
from models.tilt import seen as store
from models.tilt.seen import Seen

MODELS = Path(__file__).resolve().parents[1]
TRUTH_FILE = "truth.jsonl"
_PER_CHUNK = 200


def truth(data: Path) -> list[dict[str, Any]]:
    """The lines of truth of a data set that may still grow: a last line cut short does not count yet."""
    path = data / TRUTH_FILE
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("}\n")]


def load_tracker() -> PoseTracker:
    """The pose model as the kiosk runs it, from the committed files."""
    return instruments.tracker(Manifest.load(MODELS), threads=1, variant="weights")


def picture(path: Path) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """A picture's file as RGB.

    Raises:
        FileNotFoundError: it is gone.
    """
    image = cv2.imread(str(path))
    if image is None:
        raise FileNotFoundError(path)
    return np.ascontiguousarray(image[:, :, ::-1], np.uint8)


def see(tracker: PoseTracker, file: str, image: np.ndarray[Any, np.dtype[np.uint8]]) -> list[Seen]:
    """One picture seen twice: found by the detector, then followed, as every later frame of a video is."""
    tracker.forget()
    frame = Frame(image, 0.0, 0)
    return [Seen(file, view, tracker.see(frame).body) for view in (0, 1)]


def see_chunk(data: Path, files: list[str], out: Path) -> int:
    """Look at some pictures and write the chunk ``out``; how many bodies were found."""
    cv2.setNumThreads(1)
    tracker = load_tracker()
    seen: list[Seen] = []
    for file in files:
        try:
            image = picture(data / file)
        except FileNotFoundError as error:
            raise click.ClickException(f"{error} is not a picture: render the data set again") from error
        seen += see(tracker, file, image)
    store.write(out, seen)
    return sum(each.body is not None for each in seen)


def chunks(data: Path, out: Path, whole_only: bool) -> Iterator[tuple[Path, list[str]]]:
    """The pictures not yet seen, in chunks; with ``whole_only`` no half-full one."""
    done = store.names(out)
    missing = [line["file"] for line in truth(data) if line["file"] not in done]
    first = len(list(out.glob("chunk_*.npz")))
    for number, start in enumerate(range(0, len(missing), _PER_CHUNK)):
        files = missing[start : start + _PER_CHUNK]
        if len(files) == _PER_CHUNK or not whole_only:
            yield out / f"chunk_{first + number:05d}.npz", files


@click.command()
@click.option("--data", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1))
@click.option("--whole-only", is_flag=True, help="Leave a last, half-full chunk for when more is rendered.")
def main(data: Path, out: Path, workers: int, whole_only: bool) -> None:
    """Extract the bodies of a rendered data set."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    out.mkdir(parents=True, exist_ok=True)
    todo = list(chunks(data, out, whole_only))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        jobs = [(pool.submit(see_chunk, data, files, path), path, len(files)) for path, files in todo]
        for job, path, count in jobs:
            click.echo(f"{path.name}: {job.result()} bodies in {2 * count} looks")


if __name__ == "__main__":
    main()
