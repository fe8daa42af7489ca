"""Crops of a real person walking past, side-on: some calibrate the pose model, later ones test it."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.pose.region import Region
from models.pose import fetch
from models.pose.compare import Images

CROP = 256
REGIONS = Path(__file__).resolve().with_name("walker.csv")

Use = Literal["calibrate", "test"]


@dataclass(frozen=True)
class Sample:
    """Where the walker is in one frame of the clip, and what that frame may be used for."""

    use: Use
    frame: int
    region: Region


def samples(path: Path = REGIONS) -> list[Sample]:
    """The walker's regions, written once by ``models.pose.choose`` so that a rebuild needs no detector."""
    with path.open(newline="") as file:
        return [
            Sample(
                "test" if row["use"] == "test" else "calibrate",
                int(row["frame"]),
                Region(float(row["x"]), float(row["y"]), float(row["size"]), float(row["angle_rad"])),
            )
            for row in csv.DictReader(file)
        ]


def write_samples(found: Sequence[Sample], path: Path = REGIONS) -> None:
    """Write the walker's regions as CSV, to a hundredth of a pixel."""
    with path.open("w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["use", "frame", "x", "y", "size", "angle_rad"])
        for sample in found:
            place = sample.region
            figures = [f"{place.x:.2f}", f"{place.y:.2f}", f"{place.size:.2f}", f"{place.angle_rad:.4f}"]
            rows.writerow([sample.use, sample.frame, *figures])


def clip_frames(video: bytes) -> Iterator[Images]:
    """A video's frames in order, (H, W, 3) uint8 RGB; raises ValueError when it is none."""
    with tempfile.NamedTemporaryFile(suffix=".mp4") as file:
        file.write(video)
        file.flush()
        clip = cv2.VideoCapture(file.name)
        try:
            if not clip.isOpened():
                raise ValueError("This is not a video that can be read.")
            while (read := clip.read())[0]:
                yield np.asarray(cv2.cvtColor(read[1], cv2.COLOR_BGR2RGB), np.uint8)
        finally:
            clip.release()


def walker(use: Use) -> Images:
    """(N, 256, 256, 3) uint8 RGB crops of the walker in the frames meant for one use."""
    wanted = {sample.frame: sample.region for sample in samples() if sample.use == use}
    frames = enumerate(clip_frames(fetch.read(fetch.WALKER)))
    return np.stack([wanted[index].crop(frame, CROP) for index, frame in frames if index in wanted])


def mirrored(crops: Images) -> Images:
    """The crops, then the same facing the other way: a guest may stand either way round."""
    return np.concatenate([crops, crops[:, :, ::-1]])


def calibration() -> Images:
    """(N, 256, 256, 3) uint8 RGB: everything the biases are corrected on."""
    return mirrored(walker("calibrate"))


def as_input(crops: Images) -> NDArray[np.float32]:
    """Crops as the network's input: (N, 256, 256, 3) float32 in 0..1."""
    return np.asarray(crops.astype(np.float32) / 255, np.float32)
