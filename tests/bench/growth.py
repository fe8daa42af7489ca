"""Where a frame's time goes, and how it grows with the picture, the people in view and the clip's length."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from kiosk import instruments
from kiosk.camera.frame import Frame
from kiosk.pelvis.capture import Observation
from kiosk.pose.detector import Detector
from kiosk.pose.landmarker import INPUT_SIDE
from kiosk.pose.manifest import Manifest
from kiosk.pose.mask import CHANNELS, FEATURES_SIDE, MaskDecoder
from kiosk.pose.region import Region
from kiosk.pose.runtime import Network
from kiosk.screening.checks import check, mean_luma
from tests.bench.clips import Image, beside_each_other, looped, resized

ROOT = Path(__file__).resolve().parents[2]
HEIGHTS = (640, 1280, 1920, 2560)
PEOPLE = (1, 2, 3)
LENGTHS_S = (6.0, 60.0, 600.0)
_STANDS = 100.0, 156.0  # the mask's columns someone side-on fills
_LONG_FPS = 5.0  # ten minutes at the camera's own rate would be nothing but waiting
# A process starts with its parent's peak memory on its account: a small parent keeps that out.
_LAUNCH = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:]); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)
T = TypeVar("T")


@dataclass(frozen=True)
class Length:
    """What ``kiosk measure`` took for a clip.

    Attributes:
        length_s: how long the clip plays.
        took_s: wall seconds of the whole command.
        peak_mb: its highest resident memory.
        status: its answer.
    """

    length_s: float
    took_s: float
    peak_mb: float
    status: str


def stages(frames: list[Image]) -> dict[str, float]:
    """Milliseconds (median) of each step on the way from a frame to a tilt, the body being followed."""
    manifest = Manifest.load()
    sight, gauge = instruments.tracker(manifest, threads=1, variant="weights"), instruments.gauge(manifest)
    network = Network(manifest.read("pose_landmark"), 1)
    detector = Detector(Network(manifest.read("pose_detection"), 1))
    decoder = MaskDecoder(Network(manifest.read("pose_mask"), 1))
    features = np.zeros((FEATURES_SIDE, FEATURES_SIDE, CHANNELS), np.float32)
    took: dict[str, list[float]] = {}
    observations: list[Observation] = []

    def timed(name: str, step: Callable[[], T]) -> T:
        began_s = time.perf_counter()
        result = step()
        took.setdefault(name, []).append((time.perf_counter() - began_s) * 1000)
        return result

    height, width = frames[0].shape[:2]
    region = Region(width / 2, height / 2, float(height), 0.0)
    picture = np.zeros(network.input_shape, np.float32)
    sight.see(Frame(frames[0], 0.0, 0))
    for index, image in enumerate(frames, 1):
        frame = Frame(image, index / 1000, index)  # so fast that nobody is counted again
        scene = timed("frame to body, followed", partial(sight.see, frame))
        timed("- of it cutting the region out", partial(region.crop, image, INPUT_SIDE))
        timed("- of it the network", partial(network, picture))
        timed("- of it the mask", partial(decoder.mask, features, *_STANDS))
        timed("detector (new guests, company)", partial(detector.find, image))
        timed("brightness, place and stance", lambda image=image, scene=scene: check(scene, mean_luma(image)))
        if scene.body is not None:
            seen = timed("contour to features", partial(gauge.observe, scene.body))
            observations += [seen] if seen is not None else []
    for _ in range(5):
        timed("features to tilt (once a capture)", partial(gauge.estimate, observations))
    return {name: statistics.median(times) for name, times in took.items()}


def by_height(frames: list[Image]) -> dict[int, float]:
    """Milliseconds (median) from frame to body, followed, for pictures of so many rows."""
    return {height: _followed_ms([resized(image, height) for image in frames]) for height in HEIGHTS}


def by_people(frames: list[Image]) -> dict[int, float]:
    """The same, on average, with so many people side by side in a wide picture: others are counted often."""
    return {
        people: _followed_ms([beside_each_other(image, people) for image in frames], statistics.fmean)
        for people in PEOPLE
    }


def _followed_ms(frames: list[Image], middle: Callable[[list[float]], float] = statistics.median) -> float:
    sight = instruments.tracker(Manifest.load(), threads=1, variant="weights")
    took = []
    for index, image in enumerate(frames):
        frame = Frame(image, index / 15, index)
        began_s = time.perf_counter()
        sight.see(frame)
        took.append((time.perf_counter() - began_s) * 1000)
    return middle(took[1:])


def by_length(frames: list[Image], fps: float, folder: Path) -> list[Length]:
    """``kiosk measure`` of ever longer clips of someone standing."""
    lengths = []
    for length_s in LENGTHS_S:
        rate = fps if length_s < 100 else _LONG_FPS
        clip = looped(frames, rate, length_s, folder / f"{length_s:.0f}.mp4")
        lengths.append(measured(clip, length_s))
        clip.unlink()
    return lengths


def measured(clip: Path, length_s: float) -> Length:
    """Run ``kiosk measure`` on a clip in a process of its own."""
    began_s = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _LAUNCH, sys.executable, "-m", "kiosk", "measure", "--json", str(clip)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    answer, peak_kb = done.stdout.splitlines()
    return Length(length_s, time.perf_counter() - began_s, int(peak_kb) / 1024, json.loads(answer)["status"])
