"""Arch, rest and tuck of one body: whether differences keep their order and their size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.change_head import ChangeHead
from kiosk.pose.runtime import Network
from models.tilt.metrics import Values
from models.tilt.samples import Samples

POSES = ("arch", "rest", "tuck")


@dataclass(frozen=True)
class Differences:
    """How the three differences of each triple were estimated.

    Attributes:
        ordered: share of triples whose arch is above rest and rest above tuck.
        mae: mean absolute error of a difference, degrees.
        slope: of the estimated on the true differences, through the origin.
    """

    ordered: float
    mae: float
    slope: float


@dataclass(frozen=True)
class Triples:
    """``count`` bodies, by the change head and by the absolute one."""

    count: int
    change_head: Differences
    absolute_head: Differences


def rows_of(samples: Samples) -> NDArray[np.int64]:
    """(T, 3) the rows of each whole triple, in the order of ``POSES``."""
    facts = samples.facts
    place = {
        (int(body), str(pose), int(image)): row
        for row, (body, pose, image) in enumerate(
            zip(samples.body, facts["pose"], facts["image"], strict=True)
        )
    }
    found = []
    for body, pose, image in place:
        if pose == POSES[0]:  # rest and tuck are the two pictures after the arch
            triple = [place.get((body, name, image + later)) for later, name in enumerate(POSES)]
            if None not in triple:
                found.append(triple)
    return np.array(found, np.int64).reshape(-1, 3)


def slope(true: Values, estimate: Values) -> float:
    """Of estimated on true differences of any shape, through the origin."""
    return float((estimate * true).sum() / (true**2).sum())


def differences(true: Values, estimate: Values) -> Differences:
    """Compare (T, 3) estimates with (T, 3) true tilts."""
    truly, said = _steps(true), _steps(estimate)
    return Differences(
        ordered=float((np.diff(estimate, axis=1) < 0).all(axis=1).mean()),
        mae=float(np.abs(said - truly).mean()),
        slope=slope(truly, said),
    )


def _steps(tilts: Values) -> Values:
    """(T, 3) arch less rest, arch less tuck, rest less tuck of (T, 3) tilts."""
    steps: Values = tilts[:, [0, 0, 1]] - tilts[:, [1, 2, 2]]
    return steps


def slope_of(samples: Samples, estimate: Values) -> float:
    """The slope of (N,) estimates' differences within the samples' triples."""
    rows = rows_of(samples)
    return slope(_steps(samples.tilt_deg[rows]), _steps(estimate[rows]))


def judge(content: bytes, samples: Samples, absolute: Values) -> Triples:
    """Examine a change head's bytes, and the absolute head's (N,) answers, on the triples of a world."""
    rows = rows_of(samples)
    head = ChangeHead(Network(content))
    relative = np.array([[head(samples.features[row]).deg for row in triple] for triple in rows])
    true = samples.tilt_deg[rows]
    return Triples(len(rows), differences(true, relative), differences(true, absolute[rows]))
