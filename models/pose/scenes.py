"""Crops to test the pose model on that no calibration has seen, cut out as the kiosk would cut them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from kiosk.camera.frame import Frame
from kiosk.pose.detector import Detector
from kiosk.pose.landmarker import Landmarker
from kiosk.pose.mask import MaskDecoder
from kiosk.pose.runtime import Network
from models.pose import crops, fetch
from models.pose.compare import Images
from models.pose.crops import CROP
from models.pose.cut import Cut, cut

_SURE = 0.8
_EVERY_FRAME = 10
_PICTURES = (".jpg", ".webp")


def original() -> Landmarker:
    """The published landmark model, cut as the kiosk's are."""
    return landmarker(cut(fetch.read(fetch.LANDMARKS)))


def landmarker(model: Cut) -> Landmarker:
    """A landmark model with its mask's last layers, ready to run."""
    return Landmarker(Network(model.landmark), MaskDecoder(Network(model.mask)))


class Cutter:
    """Finds people with the original models and cuts out what the landmark model would next look at."""

    def __init__(self) -> None:
        self._detector = Detector(Network(fetch.read(fetch.DETECTOR)))
        self._landmarker = original()

    def people(self, image: Images, most: int) -> Iterator[Images]:
        """(256, 256, 3) uint8 RGB crops of the people surely seen in an RGB image."""
        frame = Frame(image, 0.0, 0)
        for sighting in self._detector.find(image, most):
            found = self._landmarker.find(frame, sighting.region)
            if found.body.score >= _SURE:
                yield found.next_region.crop(image, CROP)


def walker() -> Images:
    """The real side-on walker, half a second and more after the last calibration frame."""
    return crops.walker("test")


def renders(folder: Path, most: int) -> Images:
    """Drawn side-on bodies: one person from each image of a folder, evenly over the sorted names.

    Raises ValueError when the folder holds no image with a body in it.
    """
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _PICTURES)
    step = max(1, len(paths) // most)
    cutter = Cutter()
    found = (crop for path in paths[::step] for crop in cutter.people(_picture(path), most=1))
    return _stack(islice(found, most), str(folder))


def strangers() -> Images:
    """Other people, moving and seen from all sides: beside the task, but a check on overfitting."""
    cutter = Cutter()
    found: list[Images] = []
    for member in fetch.STRANGERS:
        for image in islice(crops.clip_frames(fetch.read(member)), 0, None, _EVERY_FRAME):
            found.extend(cutter.people(image, most=2))
    return _stack(found, fetch.POSE2SIM.filename)


def _stack(found: Iterable[Images], source: str) -> Images:
    crops_found = list(found)
    if not crops_found:
        raise ValueError(f"{source} shows nobody.")
    return np.stack(crops_found)


def _picture(path: Path) -> Images:
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError(f"{path} is not an image that can be read.")
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)
