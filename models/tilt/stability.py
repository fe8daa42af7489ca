"""How far a tilt moves when only the photograph does: shifted, scaled, lit, noised, coded or mirrored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.frame import Frame
from kiosk.pelvis.estimator import TiltEstimator
from kiosk.pose.tracker import PoseTracker
from kiosk.screening.retake import moved, retaken

Image = NDArray[np.uint8]
SEED = 60
NOISE_SD = 5.0  # of 255, in each channel
JPEG_QUALITY = 70


def _moved(across: float, along: float, scale: float = 1.0) -> Callable[[Image], Image]:
    """Shifted by shares of the picture's height, and scaled about its middle."""
    return lambda image: moved(image, across, along, scale)


def _lit(gain: float) -> Callable[[Image], Image]:
    return lambda image: np.clip(image.astype(np.float32) * gain, 0, 255).astype(np.uint8)


def _noised(image: Image) -> Image:
    noise = np.random.default_rng(SEED).normal(0.0, NOISE_SD, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def _coded(image: Image) -> Image:
    _, data = cv2.imencode(".jpg", image[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[:, :, ::-1], np.uint8)


def _mirrored(image: Image) -> Image:
    return np.ascontiguousarray(image[:, ::-1])


CHANGES: dict[str, Callable[[Image], Image]] = {
    "as it is": lambda image: image,
    "shifted right 1 %": _moved(0.01, 0.0),
    "shifted left 2 %": _moved(-0.02, 0.0),
    "shifted down 1 %": _moved(0.0, 0.01),
    "shifted up 0.5 %": _moved(0.0, -0.005),
    "scaled 0.93": _moved(0.0, 0.0, 0.93),
    "scaled 0.97": _moved(0.0, 0.0, 0.97),
    "scaled 1.03": _moved(0.0, 0.0, 1.03),
    "brighter by a fifth": _lit(1.2),
    "darker by a fifth": _lit(0.8),
    f"noise of {NOISE_SD:.0f} in 255": _noised,
    f"JPEG quality {JPEG_QUALITY}": _coded,
    "mirrored": _mirrored,
}


@dataclass(frozen=True)
class Steadiness:
    """What became of P photographs' tilts.

    Attributes:
        tilt_deg: (P, C) the tilt of each in each of ``CHANGES``; NaN where nobody was read.
    """

    tilt_deg: NDArray[np.float64]

    @property
    def sd_deg(self) -> NDArray[np.float64]:
        """(P,) the standard deviation over the changes of one photograph."""
        return np.asarray(np.nanstd(self.tilt_deg, axis=1))

    @property
    def off_deg(self) -> dict[str, float]:
        """How far each change moves a tilt on average, degrees."""
        off = np.nanmean(np.abs(self.tilt_deg - self.tilt_deg[:, :1]), axis=0)
        return dict(zip(CHANGES, map(float, off), strict=True))


def steadiness(photographs: Iterable[Image], tracker: PoseTracker, estimator: TiltEstimator) -> Steadiness:
    """Put each photograph (H, W, 3) before the kiosk in every change; those with nobody in them do not count.

    It is read as ``kiosk measure`` reads one, only that nothing is refused.
    """
    rows = []
    for photograph in photographs:
        row = [_tilt(change(photograph), tracker, estimator) for change in CHANGES.values()]
        if np.isfinite(row[0]):
            rows.append(row)
    return Steadiness(np.array(rows, np.float64).reshape(-1, len(CHANGES)))


def _tilt(image: Image, tracker: PoseTracker, estimator: TiltEstimator) -> float:
    tracker.forget()
    frame = Frame(image, 0.0, 0)
    body = tracker.see(frame).body
    seen = None if body is None else estimator.observe(body)
    if body is None or seen is None:
        return float("nan")
    return estimator.estimate([seen, *retaken(frame, body, tracker, estimator.observe)]).deg
