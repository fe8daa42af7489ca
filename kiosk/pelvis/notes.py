"""Reasons to doubt a reading, seen in what it was made of."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.features import back_edge_at, edge_softness, placed
from kiosk.pelvis.head import Answer
from kiosk.pose.body import Keypoint

LIKELY = 0.5  # a learnt doubt is said when it is likelier than not
ARM_REACH = 0.08  # of the trunk's length, about 4 cm: an elbow's or wrist's own half thickness
TURNED = 0.18  # shoulders so far apart, in trunk lengths; shoulders and hips 0.21 apart are refused
SOFT_PX = 1.3  # pixels of the mask an edge is undecided over: more than in 97 of 100 drawn bodies

_ARMS = (Keypoint.LEFT_ELBOW, Keypoint.RIGHT_ELBOW, Keypoint.LEFT_WRIST, Keypoint.RIGHT_WRIST)
_TRUNK = 0.05, 1.1  # from below the shoulders (0) to below the hips (1), where the back's edge counts


class Note(StrEnum):
    """What may have disturbed a reading."""

    LOOSE_TOP = "loose_top"
    HAIR_ON_BACK = "hair_on_back"
    ARM_ON_BACK = "arm_on_back"
    LOW_CONTRAST = "low_contrast"
    TURNED = "turned"


def notes(features: NDArray[np.float32], answer: Answer) -> tuple[Note, ...]:
    """What speaks for doubt in (FEATURE_COUNT,) features and the head's answer to them, in a fixed order."""
    signs = {
        Note.LOOSE_TOP: answer.loose_top > LIKELY,
        Note.HAIR_ON_BACK: answer.hair_on_back > LIKELY,
        Note.ARM_ON_BACK: _arm_on_back(features),
        Note.LOW_CONTRAST: max(edge_softness(features)) > SOFT_PX,
        Note.TURNED: _shoulders_apart(features) > TURNED,
    }
    return tuple(note for note, holds in signs.items() if holds)


def _arm_on_back(features: NDArray[np.float32]) -> bool:
    """Whether an elbow or a wrist lies at the back's edge, or behind it, between shoulders and hips."""
    for joint in _ARMS:
        x, y = placed(features, joint)
        level = 1.0 + y
        if _TRUNK[0] < level < _TRUNK[1] and x < back_edge_at(features, level) + ARM_REACH:
            return True
    return False


def _shoulders_apart(features: NDArray[np.float32]) -> float:
    left, right = placed(features, Keypoint.LEFT_SHOULDER), placed(features, Keypoint.RIGHT_SHOULDER)
    return abs(left[0] - right[0])
