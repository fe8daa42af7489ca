"""The demo camera: a bundled clip of a person who walks in, turns side-on and stands still, in a loop."""

import time
from collections.abc import Callable
from pathlib import Path

from kiosk.camera.looped import Looped

CLIP = Path(__file__).with_name("demo_clip.mp4")


def demo_camera(
    clip: Path = CLIP,
    clock: Callable[[], float] = time.monotonic,
    wait: Callable[[float], object] = time.sleep,
) -> Looped:
    """The clip in real time, over and over; ``simulated``, as every page then says."""
    return Looped(clip, name="demo", clock=clock, wait=wait)
