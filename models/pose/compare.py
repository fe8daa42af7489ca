"""How far two pose models' answers to the same crops lie apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.pose.body import MASK_SIZE
from kiosk.pose.landmarker import NOBODY, Answer
from kiosk.pose.runtime import sigmoid

Floats = NDArray[np.float32]
Images = NDArray[np.uint8]

KEYPOINTS = 33
HIPS = slice(23, 25)
_ALL_POINTS = 39
_IN_MASK = 0.5


class Model(Protocol):
    """What answers a (256, 256, 3) uint8 RGB crop as the kiosk's ``Landmarker`` does."""

    def read(self, crop: Images, /) -> Answer: ...


class Published:
    """The landmark model as it is published, with the mask of the whole crop among its outputs."""

    def __init__(self, network: Callable[[Floats], list[Floats]]) -> None:
        self._network = network

    def read(self, crop: Images) -> Answer:
        """What the model makes of a (256, 256, 3) uint8 RGB crop."""
        outputs = {out.size: out for out in self._network((crop.astype(np.float32) / 255)[np.newaxis])}
        score = float(outputs[1].ravel()[0])
        mask = sigmoid(outputs[MASK_SIZE * MASK_SIZE].reshape(MASK_SIZE, MASK_SIZE))
        return Answer(
            points=outputs[_ALL_POINTS * 5].reshape(_ALL_POINTS, 5),
            world=outputs[_ALL_POINTS * 3].reshape(_ALL_POINTS, 3),
            score=score,
            mask=mask if score >= NOBODY else np.zeros_like(mask),
        )


@dataclass(frozen=True)
class Answers:
    """One model's answers: (N, 33, 2) crop pixels, (N, 256, 256) masks 0..1, (N,) scores 0..1."""

    points: Floats
    masks: Floats
    scores: Floats


@dataclass(frozen=True)
class Difference:
    """Two models' answers to N crops compared.

    ``points_px`` (N, 33) are distances in crop pixels, ``iou`` (N,) compares the masks, ``edge_px`` (N,) is
    how far the second mask's edge lies outside the first's on average (inside is negative), ``score`` (N,)
    the absolute difference.
    """

    points_px: Floats
    iou: Floats
    edge_px: Floats
    score: Floats

    @property
    def hips_px(self) -> Floats:
        """(2 N,) distances of both hips."""
        return self.points_px[:, HIPS].ravel()


def ask(model: Model, crops: Images) -> Answers:
    """Run a model on (N, 256, 256, 3) uint8 RGB crops."""
    answers = [model.read(crop) for crop in crops]
    return Answers(
        points=np.stack([answer.points[:KEYPOINTS, :2] for answer in answers]),
        masks=np.stack([answer.mask for answer in answers]),
        scores=np.array([answer.score for answer in answers], np.float32),
    )


def compare(first: Answers, second: Answers) -> Difference:
    """The distance of each answer from its counterpart; a mask is where it is above one half."""
    one, two = first.masks > _IN_MASK, second.masks > _IN_MASK
    pairs = list(zip(one, two, strict=True))
    return Difference(
        points_px=np.linalg.norm(first.points - second.points, axis=2).astype(np.float32),
        iou=np.array([overlap(*pair) for pair in pairs], np.float32),
        edge_px=np.array([edge_shift(*pair) for pair in pairs], np.float32),
        score=np.abs(first.scores - second.scores),
    )


def overlap(one: NDArray[np.bool_], two: NDArray[np.bool_]) -> float:
    """Intersection over union of two masks; two empty ones agree."""
    union = np.count_nonzero(one | two)
    return float(np.count_nonzero(one & two) / union) if union else 1.0


def edge_shift(one: NDArray[np.bool_], two: NDArray[np.bool_]) -> float:
    """How far, pixels, the second mask's edge lies outside the first's: gained area over edge length."""
    outlines, _ = cv2.findContours(one.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    length = sum(cv2.arcLength(outline, closed=True) for outline in outlines)
    gained = np.count_nonzero(two) - np.count_nonzero(one)
    return float(gained / length) if length else 0.0


def jpeg_coded(crops: Images, quality: int = 90) -> Images:
    """The crops after JPEG coding: a change nobody would call a change, to hold differences against."""
    settings = [cv2.IMWRITE_JPEG_QUALITY, quality]
    coded = [cv2.imencode(".jpg", crop, settings)[1] for crop in crops]
    return np.stack([np.asarray(cv2.imdecode(data, cv2.IMREAD_UNCHANGED), np.uint8) for data in coded])


def shifted(crops: Images) -> Images:
    """The crops moved one pixel to the right, the left column repeated."""
    moved = np.roll(crops, 1, axis=2)
    moved[:, :, 0] = crops[:, :, 0]
    return moved


def shifted_back(answers: Answers) -> Answers:
    """Answers to ``shifted`` crops, in the unshifted crops' pixels."""
    one_right = np.array([1, 0], np.float32)
    return Answers(answers.points - one_right, np.roll(answers.masks, -1, axis=2), answers.scores)
