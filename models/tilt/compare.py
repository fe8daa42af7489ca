"""What the head's parts are worth: the same recipe with less to read, or with fewer bodies to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.features import GROUPS
from models.tilt import validate
from models.tilt.metrics import Scores, score
from models.tilt.samples import Samples, together
from models.tilt.validate import Recipe

MEMBERS = 1  # fewer than the head's own, alike for all that are compared
READINGS: dict[str, tuple[str, ...]] = {
    "contour and keypoints": tuple(GROUPS),
    "contour only": ("trunk_contour", "height_contour", "quality"),
    "contour by keypoints only (shoulder to knee), with keypoints": ("trunk_contour", "keypoints"),
    "contour by height only, with keypoints": ("height_contour", "keypoints"),
    "keypoints only": ("keypoints",),
}


def only(samples: Samples, groups: Sequence[str]) -> Samples:
    """The samples with some groups of features alone."""
    columns = np.concatenate([np.arange(samples.features.shape[1])[GROUPS[group]] for group in groups])
    return replace(samples, features=np.ascontiguousarray(samples.features[:, columns]))


def examined(train: Samples, exam: Samples, recipe: Recipe, seed: int) -> Scores:
    """Train on one set, score on the other."""
    ensemble = validate.train(train, recipe, MEMBERS, seed)
    return score(exam.tilt_deg, ensemble(exam.features))


def readings(train: Samples, exam: Samples, recipe: Recipe, seed: int) -> dict[str, Scores]:
    """The exam's scores of each choice of features."""
    return {
        name: examined(only(train, groups), only(exam, groups), recipe, seed)
        for name, groups in READINGS.items()
    }


def learning_curve(train: Samples, exam: Samples, recipe: Recipe, seed: int) -> dict[int, float]:
    """The exam's MAE by the number of training bodies, doubling from 50 up to all of them."""
    bodies = np.random.default_rng(seed).permutation(np.unique(train.body))
    counts = [50 * 2**step for step in range(12) if 50 * 2**step < 0.8 * len(bodies)] + [len(bodies)]
    return {
        count: examined(train.take(np.isin(train.body, bodies[:count])), exam, recipe, seed).mae
        for count in counts
    }


def mean_guess(train: Samples, exam: Samples) -> Scores:
    """What guessing the training bodies' mean, weighted as in training, for everyone scores."""
    mean = np.average(train.tilt_deg, weights=validate.guest_weights(train.tilt_deg))
    return score(exam.tilt_deg, np.full(len(exam), mean))


def attempts(train: Samples, various: Samples, exam: Samples, recipe: Recipe, seed: int) -> dict[str, Scores]:
    """The exam's scores with other bodies to learn from, inside its own world, and with more to know.

    The last two are judged by five-fold cross-validation, by body, on the exam's own pictures.
    """
    every = together([train, various])
    inside = validate.held_out(exam, recipe, MEMBERS, seed=seed)
    return {
        f"the head's {_bodies(train)} bodies": examined(train, exam, recipe, seed),
        f"{_bodies(various)} bodies of the present generator": examined(various, exam, recipe, seed),
        f"all {_bodies(every)} of them": examined(every, exam, recipe, seed),
        f"inside the other world: 4 in 5 of its {_bodies(exam)}": score(exam.tilt_deg, inside),
        "no outline, but the pelvis's true turn and the sex": score(exam.tilt_deg, told(exam, seed)),
    }


def told(exam: Samples, seed: int) -> NDArray[np.float64]:
    """(N,) straight lines in what no outline gives away for certain: the pelvis's turn, and the sex."""
    facts = exam.facts
    known = np.column_stack([np.ones(len(exam)), facts["pelvis_deg"], facts["femaleness"]]).astype(float)
    estimate: NDArray[np.float64] = np.full(len(exam), np.nan)
    for kept, held in validate.folds(exam.body, 5, seed):
        line = np.linalg.lstsq(known[kept], exam.tilt_deg[kept], rcond=None)[0]
        estimate[held] = known[held] @ line
    return estimate


def _bodies(samples: Samples) -> int:
    return len(np.unique(samples.body))
