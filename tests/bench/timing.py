"""What both contestants share: the frames of a clip, timed one by one, and the process's peak memory.

This file runs in two environments and therefore imports nothing but what both have.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]


def frames(clip: Path) -> Iterator[tuple[Image, float]]:
    """Each RGB frame with its time, seconds; decoding is nobody's merit, so it is not timed."""
    video = cv2.VideoCapture(str(clip))
    fps = video.get(cv2.CAP_PROP_FPS)
    index = 0
    while True:
        ok, image = video.read()
        if not ok:
            return
        yield np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8), index / fps
        index += 1


def contest(clip: Path, look: Callable[[Image, float], bool]) -> dict[str, Any]:
    """Time ``look`` on every frame; it tells whether it saw a body with its mask."""
    took_ms, seen = [], []
    for image, at_s in frames(clip):
        began = time.perf_counter()
        seen.append(look(image, at_s))
        took_ms.append((time.perf_counter() - began) * 1000)
    return {"took_ms": took_ms, "seen": seen}


def report(result: dict[str, Any]) -> None:
    """Hand the result to the parent process."""
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(result) + "\n")
