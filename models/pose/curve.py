"""Measure the pose model on the way from no int8 activations to many: error, size and time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.pose.landmarker import Landmarker
from kiosk.pose.runtime import Network, runtime_name
from models.pose import crops, fetch, graph, kernels
from models.pose.build import TRUNK, committed, folded, with_activations
from models.pose.compare import Difference, Images, Published, ask, compare
from models.pose.cut import Cut
from models.pose.measure import Runtime, time_runtimes
from models.pose.scenes import landmarker

_ROUNDS = 60
_CROPS_ON_BOTH = 12
# Operators as in build.py. The last two each add to the whole trunk.
_WHOLE_TRUNK = frozenset(range(14, 71))
CURVE = (
    ("nothing: the weight-only file", None),
    ("16x16 and 8x8: **the file**", TRUNK),
    ("32x32 to 8x8", frozenset(range(19, 71))),
    ("64x64 to 8x8", _WHOLE_TRUNK),
    ("64x64 to 8x8, and the decoder up to 64x64", _WHOLE_TRUNK | frozenset(range(12, 77)) | {95}),
    ("64x64 to 8x8, and the head", _WHOLE_TRUNK | frozenset(range(96, 133))),
)
SHIPPED = 1


@dataclass(frozen=True)
class Point:
    """One model of the curve.

    ``share`` is the share of multiplications on int8 activations, 0..1; ``took_ms`` (rounds,) times of one
    inference, in turns with the other points.
    """

    title: str
    share: float
    size: int
    sets: Mapping[str, Difference]
    took_ms: NDArray[np.float64]


@dataclass(frozen=True)
class Evidence:
    """All that the report is written from; ``runtimes`` compare the weight-only file with the int8 one."""

    curve: tuple[Point, ...]
    timed_on: str
    runtimes: tuple[Runtime, ...]
    litert: Mapping[str, bytes]
    tflite_runtime: Mapping[str, bytes]


def share_of_work(network: graph.Graph, integer: frozenset[int]) -> float:
    """The share, 0..1, of an inference's multiplications that the ``integer`` operators do."""
    work = {
        op.index: network.weights[op.index].size * op.size[0] * op.size[1]
        for op in network.ops
        if op.convolution
    }
    return sum(count for index, count in work.items() if index in integer) / sum(work.values())


def curve_models() -> list[Cut]:
    """The model of each point, built anew but for the two that the kiosk has."""
    images = crops.as_input(crops.calibration())
    models = []
    for place, (_, integer) in enumerate(CURVE):
        if integer is None:
            models.append(committed("pose_landmark"))
        elif place == SHIPPED:
            models.append(committed("pose_landmark_int8"))
        else:
            models.append(with_activations(images, integer))
    return models


def measure(crop_sets: Mapping[str, Images]) -> Evidence:
    """Compare every point with the original on each set, and time them."""
    files, network = curve_models(), graph.load(folded())
    original = Published(Network(fetch.read(fetch.LANDMARKS)))
    expected = {name: ask(original, images) for name, images in crop_sets.items()}
    models = [landmarker(each) for each in files]
    sets = [
        {name: compare(expected[name], ask(model, images)) for name, images in crop_sets.items()}
        for model in models
    ]
    some = next(iter(crop_sets.values()))[:_CROPS_ON_BOTH]
    with on_one_core():
        took_ms = in_turns(models, some[0])
        runtimes = time_runtimes(files[0], files[SHIPPED], some)
    curve = tuple(
        Point(title, share_of_work(network, integer or frozenset()), each.size, found, took)
        for (title, integer), each, found, took in zip(CURVE, files, sets, took_ms.T, strict=True)
    )
    arm = kernels.of_runtime(kernels.LITERT), kernels.of_runtime(kernels.TFLITE_RUNTIME)
    return Evidence(curve, runtime_name(), runtimes, *arm)


@contextmanager
def on_one_core() -> Iterator[None]:
    """Keep this process and those it starts on one processor core, the last it may use."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def in_turns(models: Sequence[Landmarker], crop: Images) -> NDArray[np.float64]:
    """(rounds, models) milliseconds of one crop's answer each; every round begins with another model."""
    took_ms = np.zeros((_ROUNDS, len(models)))
    for model in models:
        model.read(crop)
    for turn in range(_ROUNDS):
        for step in range(len(models)):
            which = (turn + step) % len(models)
            started = time.perf_counter()
            models[which].read(crop)
            took_ms[turn, which] = 1000 * (time.perf_counter() - started)
    return took_ms
