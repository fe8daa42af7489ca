"""Measure the int8 pose model against the original: answers on crops, and time on both runtimes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kiosk.pose.runtime import Network
from models.pose import fetch
from models.pose.compare import (
    Answers,
    Difference,
    Images,
    Published,
    ask,
    compare,
    jpeg_coded,
    shifted,
    shifted_back,
)
from models.pose.cut import Cut, cut
from models.pose.scenes import landmarker

ROOT = Path(__file__).resolve().parents[2]
KIOSK_PYTHON = ROOT / ".venv" / "bin" / "python"
_BOUTS = 4
_CROPS_ON_BOTH = 12


@dataclass(frozen=True)
class Runtime:
    """One runtime: milliseconds (rounds, 2) of original and int8, and the int8 model's answers."""

    name: str
    took_ms: NDArray[np.float64]
    answers: Answers


@dataclass(frozen=True)
class Fidelity:
    """All that is measured: int8 against the original per set of crops, and the original against itself."""

    sets: Mapping[str, Difference]
    jpeg: Mapping[str, Difference]
    shift: Mapping[str, Difference]
    runtimes: tuple[Runtime, ...]


def measure(crop_sets: Mapping[str, Images], int8: Cut) -> Fidelity:
    """Compare an int8 model with the original on each set, and time both on each runtime there is."""
    original = Published(Network(fetch.read(fetch.LANDMARKS)))
    candidate = landmarker(int8)
    sets, jpeg, shift = {}, {}, {}
    for name, crops in crop_sets.items():
        expected = ask(original, crops)
        sets[name] = compare(expected, ask(candidate, crops))
        jpeg[name] = compare(expected, ask(original, jpeg_coded(crops)))
        shift[name] = compare(expected, shifted_back(ask(original, shifted(crops))))
    both = next(iter(crop_sets.values()))[:_CROPS_ON_BOTH]
    return Fidelity(sets, jpeg, shift, time_runtimes(cut(fetch.read(fetch.LANDMARKS)), int8, both))


def time_runtimes(original: Cut, int8: Cut, crops: Images) -> tuple[Runtime, ...]:
    """Time both models on the kiosk's runtime and on this one, in turns, one thread each."""
    pythons = [path for path in (KIOSK_PYTHON, Path(sys.executable)) if path.exists()]
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        for name, model in {"original": original, "int8": int8}.items():
            (room / f"{name}.tflite").write_bytes(model.landmark)
            (room / f"{name}_mask.tflite").write_bytes(model.mask)
        np.save(room / "crops.npy", crops)
        bouts = [[_bout(python, room) for python in pythons] for _ in range(_BOUTS)]
    return tuple(
        Runtime(each[0].name, np.concatenate([bout.took_ms for bout in each]), each[0].answers)
        for each in zip(*bouts, strict=True)
    )


def _bout(python: Path, room: Path) -> Runtime:
    subprocess.run([str(python), "-m", "models.pose.runtimes", str(room)], check=True, cwd=ROOT)
    with np.load(room / "out.npz") as out:
        answers = Answers(out["points"], out["masks"], out["scores"])
        return Runtime(str(out["runtime"]), out["took_ms"], answers)
