"""What the kiosk reads in the drawn pictures, uncoded and as JPEGs, beside what is true of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from kiosk.camera.frame import Frame
from kiosk.pelvis.dot_finder import DotPair, find_dots
from kiosk.pelvis.dot_line import Optics, angle_deg, line_deg
from kiosk.pose.tracker import PoseTracker
from models.dots.scene import jpeg_coded
from models.tilt.extract import load_tracker, picture

Coding = Literal["uncoded", "good", "jpeg"]
CODINGS: tuple[Coding, ...] = get_args(Coding)
GOOD_QUALITY = 95
MISTAKEN = 0.7  # dot widths from where a dot is: the spot is another


@dataclass(frozen=True)
class Read:
    """One picture's reading; both angles are None when it was refused.

    `coding` is how the picture reached the kiosk: as the camera gave it, as JPEG of quality 95, or of its own
    quality. `plain_deg` is what `kiosk measure --dots` says, `calibrated_deg` with the camera's focal length,
    pitch and roll known; `plain_line_deg` and `calibrated_line_deg` are the same of the line between the dots
    themselves, cloth and all; `ideal_deg` is the angle in the picture between the dots' true places.
    """

    truth: dict[str, Any]
    coding: Coding
    plain_deg: float | None
    calibrated_deg: float | None
    plain_line_deg: float | None
    calibrated_line_deg: float | None
    ideal_deg: float
    mistaken: bool

    @property
    def refused(self) -> bool:
        """Whether no two dots were found."""
        return self.plain_deg is None


def read_pictures(folder: Path, truths: Iterable[dict[str, Any]]) -> Iterator[Read]:
    """Show each picture to the pose model and the dot finder, as the kiosk does, once in each coding."""
    tracker = load_tracker()
    for truth in truths:
        image = rgb(folder, truth)
        for coding in CODINGS:
            yield _read(tracker, coded(image, truth, coding), truth, coding)


def coded(image: NDArray[np.uint8], truth: dict[str, Any], coding: Coding) -> NDArray[np.uint8]:
    """RGB uint8 (H, W, 3) as it reaches the kiosk."""
    if coding == "uncoded":
        return image
    return jpeg_coded(image, GOOD_QUALITY if coding == "good" else truth["jpeg"])


def _read(tracker: PoseTracker, image: NDArray[np.uint8], truth: dict[str, Any], coding: Coding) -> Read:
    tracker.forget()
    body = tracker.see(Frame(image, 0.0, 0)).body
    pair = None if body is None else find_dots(image, body)
    size = (image.shape[1], image.shape[0])
    optics = Optics(truth["focal_px"], truth["pitch_deg"], truth["roll_deg"])
    return Read(
        truth,
        coding,
        None if pair is None else angle_deg(pair, size),
        None if pair is None else angle_deg(pair, size, optics),
        None if pair is None else line_deg(pair, size),
        None if pair is None else line_deg(pair, size, optics),
        _ideal_deg(truth),
        pair is not None and _mistaken(pair, truth),
    )


def rgb(folder: Path, truth: dict[str, Any]) -> NDArray[np.uint8]:
    """A picture of the set as it left the camera, RGB uint8 (H, W, 3); FileNotFoundError when it is gone."""
    return picture(folder / truth["file"])


def _ideal_deg(truth: dict[str, Any]) -> float:
    (ax, ay), (px, py) = truth["asis_px"], truth["psis_px"]
    forward = 1.0 if truth["facing"] == "right" else -1.0
    return float(np.rad2deg(np.arctan2(ay - py, forward * (ax - px))))


def _mistaken(pair: DotPair, truth: dict[str, Any]) -> bool:
    off = [
        float(np.hypot(blob.x - place[0], blob.y - place[1]))
        for blob, place in ((pair.asis, truth["asis_px"]), (pair.psis, truth["psis_px"]))
    ]
    return max(off) > MISTAKEN * pair.dot_px
