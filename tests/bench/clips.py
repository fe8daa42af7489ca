"""Clips and pictures to run on, cut from the demo clip."""

from itertools import cycle, islice
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
STANDS_S = 6.5
"""Where in the demo clip the person stands still, seconds."""


def standing_frames(clip: Path, start_s: float, length_s: float) -> list[Image]:
    """The RGB frames of a part of a clip."""
    video = cv2.VideoCapture(str(clip))
    count = round(length_s * video.get(cv2.CAP_PROP_FPS))
    video.set(cv2.CAP_PROP_POS_MSEC, start_s * 1000)
    frames = []
    while len(frames) < count:
        ok, image = video.read()
        if not ok:
            break
        frames.append(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8))
    video.release()
    return frames


def frames_per_second(clip: Path) -> float:
    """A clip's own rate."""
    return float(cv2.VideoCapture(str(clip)).get(cv2.CAP_PROP_FPS))


def looped(frames: list[Image], fps: float, length_s: float, path: Path) -> Path:
    """A clip of any length: the frames to and fro, so that nothing jumps where they start again."""
    height, width = frames[0].shape[:2]
    out = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), fps, (width, height))
    for image in islice(cycle([*frames, *frames[-2:0:-1]]), round(length_s * fps)):
        out.write(cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    out.release()
    return path


def beside_each_other(image: Image, people: int) -> Image:
    """A wide picture of so many copies of one."""
    return np.ascontiguousarray(np.hstack([image] * people))


def resized(image: Image, height: int) -> Image:
    """The picture with so many rows."""
    width = round(image.shape[1] * height / image.shape[0] / 2) * 2
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
