"""Put the finished head to the exam: bodies it was not trained on, through the kiosk's own code."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.capture import Observation
from kiosk.pelvis.estimator import TiltEstimator
from kiosk.pelvis.grade import grade
from kiosk.pelvis.head import Head
from kiosk.pelvis.tilt import Cuts, Facing, Grade
from kiosk.pose.runtime import Network
from models.tilt.metrics import Scores, Values, score
from models.tilt.samples import Samples


@dataclass(frozen=True)
class Answers:
    """The kiosk's answer to each of N pictures.

    Attributes:
        tilt, half: the estimate and half the width of its interval, degrees.
        confidence: 0..1.
        called: the grade, 0 neutral, 1 mild, 2 pronounced.
        likely: (N, 3) the probability of each grade.
        notes: the reasons for doubt.
    """

    tilt: Values
    half: Values
    confidence: Values
    called: NDArray[np.int64]
    likely: Values
    notes: tuple[tuple[str, ...], ...]

    def take(self, rows: NDArray[np.bool_]) -> Answers:
        """Some of the answers."""
        notes = tuple(self.notes[at] for at in np.flatnonzero(rows))
        return Answers(
            self.tilt[rows],
            self.half[rows],
            self.confidence[rows],
            self.called[rows],
            self.likely[rows],
            notes,
        )


def scores_of(samples: Samples, answers: Answers) -> Scores:
    """How the answers compare with the truth."""
    return score(samples.tilt_deg, answers.tilt, answers.half, answers.called)


def answer(content: bytes, samples: Samples) -> Answers:
    """Ask the TFLite head as the kiosk does, one picture at a time."""
    estimator = TiltEstimator(Head(Network(content)))
    tilts = [estimator.estimate([Observation(0.0, Facing.RIGHT, features)]) for features in samples.features]
    graded = [grade(tilt, Cuts()) for tilt in tilts]
    order = list(Grade)
    return Answers(
        tilt=np.array([tilt.deg for tilt in tilts]),
        half=np.array([(tilt.high_deg - tilt.low_deg) / 2 for tilt in tilts]),
        confidence=np.array([tilt.confidence for tilt in tilts]),
        called=np.array([order.index(each.grade) for each in graded]),
        likely=np.array([[each.probabilities[name] for name in order] for each in graded]),
        notes=tuple(tilt.notes for tilt in tilts),
    )


@dataclass(frozen=True)
class Row:
    """The scores of one level of one factor."""

    factor: str
    level: str
    scores: Scores


def by_factor(samples: Samples, answers: Answers, fewest: int = 25) -> list[Row]:
    """Scores within each level of each factor that has at least ``fewest`` pictures."""
    rows: list[Row] = []
    for factor, levels in _levels(samples).items():
        for level in sorted(set(levels.tolist())):
            here = levels == level
            if here.sum() >= fewest:
                rows.append(Row(factor, _label(level), scores_of(samples.take(here), answers.take(here))))
    return rows


def _levels(samples: Samples) -> dict[str, NDArray[np.str_]]:
    """Each factor's level of each picture; the leading digit orders what is a number."""
    facts = samples.facts
    plain = {
        "clothing": "fit",
        "top": "top",
        "bottom": "bottom",
        "arms": "arms",
        "hair": "hair",
        "facing": "facing",
        "room": "room",
    }
    binned: dict[str, tuple[str, list[float], str]] = {
        "height": ("height_m", [1.6, 1.75], "m"),
        "weight (shape parameter)": ("weight", [0.4, 0.6], ""),
        "belly (shape parameter)": ("belly", [0.1, 0.4], ""),
        "camera pitch": ("pitch_deg", [-2.0, 2.0], "°"),
        "camera roll": ("roll_deg", [-0.5, 0.5], "°"),
        "camera height": ("camera_height_m", [0.9, 1.0], "m"),
    }
    levels = {name: facts[fact] for name, fact in plain.items() if fact in facts}
    levels["clothing and arms"] = clothing_and_arms(samples)
    levels["sex"] = np.where(facts["femaleness"] >= 0.5, "female", "male")
    levels["turned away from side-on"] = _binned(np.abs(facts["yaw_deg"]), [3.0, 6.0], "°")
    levels |= {
        name: _binned(facts[fact], edges, unit)
        for name, (fact, edges, unit) in binned.items()
        if fact in facts
    }
    return {name: np.asarray(level).astype(str) for name, level in levels.items()}


def clothing_and_arms(samples: Samples) -> NDArray[np.str_]:
    """(N,) "tight, crossed" and the like: the groups the bars are set for."""
    facts = samples.facts
    return np.char.add(np.char.add(facts["fit"].astype(str), ", "), facts["arms"].astype(str))


def _binned(values: NDArray[np.float64], edges: list[float], unit: str) -> NDArray[np.str_]:
    unit = unit if unit in {"", "°"} else f" {unit}"
    names = [f"0below {edges[0]:g}{unit}"]
    names += [
        f"{at + 1}{low:g} to {high:g}{unit}" for at, (low, high) in enumerate(itertools.pairwise(edges))
    ]
    names.append(f"{len(edges)}above {edges[-1]:g}{unit}")
    return np.array(names)[np.digitize(values, edges)]


def _label(level: str) -> str:
    return level[1:] if level[:1].isdigit() else level


@dataclass(frozen=True)
class Bin:
    """The estimates of the pictures whose true tilt lies in one range, degrees."""

    low: float
    high: float
    count: int
    bias: float
    mae: float
    coverage: float


def by_true_tilt(samples: Samples, answers: Answers) -> list[Bin]:
    """Bias by true tilt: how far estimates are drawn to the middle."""
    edges = [-np.inf, 0.0, 5.0, 10.0, 15.0, 20.0, np.inf]
    bins = []
    for low, high in itertools.pairwise(edges):
        here = (samples.tilt_deg >= low) & (samples.tilt_deg < high)
        if not here.any():
            continue
        error = answers.tilt[here] - samples.tilt_deg[here]
        covered = float((np.abs(error) <= answers.half[here]).mean())
        bins.append(
            Bin(low, high, int(here.sum()), float(error.mean()), float(np.abs(error).mean()), covered)
        )
    return bins
