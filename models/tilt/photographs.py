"""Read a world's pictures as ``kiosk measure`` reads a photograph: several looks become one sample."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.frame import Frame
from kiosk.pelvis.capture import pooled
from kiosk.pelvis.estimator import observation_of
from kiosk.pelvis.features import FEATURE_COUNT, FEATURE_VERSION
from kiosk.pose.tracker import PoseTracker
from kiosk.screening.retake import retaken
from models.tilt.extract import load_tracker, picture, truth
from models.tilt.prepare import World
from models.tilt.samples import Samples, samples_of

_PER_JOB = 60


def look_at(image: NDArray[np.uint8], tracker: PoseTracker) -> NDArray[np.float32] | None:
    """(FEATURE_COUNT,) features of a photograph (H, W, 3) RGB, or None when nobody is read in it."""
    tracker.forget()
    frame = Frame(image, 0.0, 0)
    body = tracker.see(frame).body
    first = observation_of(body) if body is not None else None
    if body is None or first is None:
        return None
    return pooled([first, *retaken(frame, body, tracker, observation_of)]).features


def read(world: World, workers: int) -> Samples:
    """The samples of a rendered world, one a picture; they are cached beside what was seen of it.

    Raises:
        FileNotFoundError: a picture of the world is gone.
    """
    cache = world.seen / f"photographs{FEATURE_VERSION}.npz"
    if not cache.exists():
        files = [line["file"] for line in truth(world.data)]
        parts = [files[at : at + _PER_JOB] for at in range(0, len(files), _PER_JOB)]
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            rows = np.concatenate(list(pool.map(_rows, [world.data] * len(parts), parts)))
        cache.parent.mkdir(parents=True, exist_ok=True)
        np.savez(cache, picture=files, rows=rows)
    with np.load(cache) as file:
        names, rows = [str(name) for name in file["picture"]], file["rows"]
    facts = {line["file"]: line for line in truth(world.data)}
    read_ones = np.isfinite(rows[:, 0])
    lines = [facts[name] for name, found in zip(names, read_ones, strict=True) if found]
    return samples_of(lines, np.ones(len(lines), np.int8), rows[read_ones], len(names))


def _rows(data: Path, files: list[str]) -> NDArray[np.float32]:
    cv2.setNumThreads(1)
    tracker = load_tracker()
    rows = np.full((len(files), FEATURE_COUNT), np.nan, np.float32)
    for at, file in enumerate(files):
        values = look_at(picture(data / file), tracker)
        if values is not None:
            rows[at] = values
    return rows
