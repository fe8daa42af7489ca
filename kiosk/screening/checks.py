"""The position checks: what one frame says against measuring, if anything.

Where a threshold comes from is said beside it; models/refusals/report.md shows the distributions.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.pose.body import MASK_SIZE, Body, Keypoint, Scene
from kiosk.screening.reason import Reason

# From the eyes to the heels is this share of a person's height (anthropometric tables: eye height 0.93).
_EYE_TO_HEEL = 0.93
_SIDE_SAMPLES = 128
_INSIDE = 2.0  # crop pixels: right at the frame's edge the mask fades into the black beyond
_TOUCHES = 0.01  # of the frame's height, if that is more: a thin neck's mask often ends so far from the edge
_HALF_OUT = 0.4  # of the frame's height along a side: more than the shank of one who sits (drawn: 0.31)
_SIDES = (
    (Keypoint.LEFT_SHOULDER, Keypoint.LEFT_HIP, Keypoint.LEFT_KNEE, Keypoint.LEFT_ANKLE),
    (Keypoint.RIGHT_SHOULDER, Keypoint.RIGHT_HIP, Keypoint.RIGHT_KNEE, Keypoint.RIGHT_ANKLE),
)

_WATCHED = [
    Keypoint.LEFT_SHOULDER,
    Keypoint.RIGHT_SHOULDER,
    Keypoint.LEFT_HIP,
    Keypoint.RIGHT_HIP,
    Keypoint.LEFT_KNEE,
    Keypoint.RIGHT_KNEE,
]


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a check says no.

    "Drawn" numbers are the extremes on the tuning pictures of models/refusals (seed 71, unless another is
    named), on whose report the limits were set; the report's own pictures are others.

    Attributes:
        luma: mean brightness of the frame, 0..255, below which it is too dark to see an edge. Drawn: 15.7 and
            more on seeds 74 and 75 where it could be measured, 13.8 and less where it could not.
        height_px: a body shorter than this, pixels, has too coarse a contour: it then fills less than
            the landmark model's own 256-pixel crop, which is enlarged instead of reduced.
        near: a body taller than this share of the frame is too close.
        far: a body shorter than this share of the frame is too far. Training pictures go down to 0.35
            (1.5 m tall, 3.6 m away, 62 degrees of view): the estimator has seen nothing smaller. Drawn:
            0.39 and more measurable, 0.33 a poster with nobody there.
        other: another person this large beside the guest could be mistaken for them. Drawn: 0.74 and less
            for bystanders, mirror images and posters, 0.75 and more for people close by (the next 0.82).
        turn: distance of the shoulders, and of the hips, across the image over the trunk's length, the mean
            of the two: the model errs in the one where it does not in the other. What counts is the smaller
            in the frame and in its mirror image. Drawn (seeds 74 and 75): 0.185 and less within 10 degrees
            for 98.6 %, more at 30 degrees for 86 % and at 45 for all. On photographs of 14 people side-on
            the shoulders' alone was 0.01-0.25, visibly turned 0.32, three-quarter 0.58 and more.
        yaw_deg: how far the shoulders are turned from side-on in the model's own 3-D guess, which sees some
            that ``turn`` does not. Drawn: 15 and less within 10 degrees, 38 and more from 45 degrees.
        knee_deg: a knee bent below this angle is not standing. Drawn: 166 and more standing, 110 and less
            seated and squatting.
        stride: distance of the ankles across the image over the leg's length. Drawn: 0.30 and less
            standing, 0.59 and less walking (who moves is told so), 0.79 and more in a lunge.
        lean_deg: a trunk leaning further than this is not standing. Drawn: 12 and less standing, 43 and more
            bent forward.
        cut: a mask covering more than this of the frame's top or bottom, in shares of its height, is cut off.
            Drawn: 0 throughout where all is in view, 0.035 and more at the shins, 0.022 at a thin neck.
        cut_aside: the same of its left or right side; a hand may leave the frame.
        broad: a body cut off at one end that is broader than this, in frame heights, does not fit in whole:
            the guest must step back, wherever the model squeezes the hidden feet in. Drawn (seeds 70, 71 and
            73): 0.13 and less for 98 % of those cut off who would fit, 0.14 and more for 95 % too close.
        drift: how far the body or its shoulders may wander within ``still_s``, as a share of body height.
            Quiet standing sways by about a centimetre (0.006); the pose model's own jitter on still drawn
            pictures is 0.003 (95 %: 0.008), treading or rocking 0.020 and more in the median.
        still_s: how long the guest must have been still, seconds.
    """

    luma: float = 15.0
    height_px: float = 240.0
    near: float = 0.97
    far: float = 0.34
    other: float = 0.75
    turn: float = 0.185
    yaw_deg: float = 30.0
    knee_deg: float = 150.0
    stride: float = 0.65
    lean_deg: float = 20.0
    cut: float = 0.012
    cut_aside: float = 0.1
    broad: float = 0.14
    drift: float = 0.015
    still_s: float = 0.6


def body_height_px(body: Body) -> float:
    """The standing height in the image, pixels, from the eyes to the lower heel."""
    eyes = body.middle(Keypoint.LEFT_EYE, Keypoint.RIGHT_EYE)[1]
    heels = max(body.point(Keypoint.LEFT_HEEL)[1], body.point(Keypoint.RIGHT_HEEL)[1])
    return float(heels - eyes) / _EYE_TO_HEEL


def breadth(body: Body) -> float:
    """How broad a body is, in frame heights: the median width of its mask, row by row of the model's crop."""
    across = np.count_nonzero(body.mask > 0.5, axis=1)
    if not across.any():
        return 0.0
    pixel = float(np.hypot(*body.to_frame[:, 0]))
    return float(np.median(across[across > 0])) * pixel / body.frame_size[1]


def turn(body: Body) -> float:
    """How far from side-on: mean distance of shoulders and hips across the image over the trunk's length."""
    left = body.points[[Keypoint.LEFT_SHOULDER, Keypoint.LEFT_HIP]]
    right = body.points[[Keypoint.RIGHT_SHOULDER, Keypoint.RIGHT_HIP]]
    across = float(np.abs(left[:, 0] - right[:, 0]).mean())
    middle = (left + right) / 2
    return across / max(float(np.hypot(*(middle[0] - middle[1]))), 1.0)


def yaw_deg(body: Body) -> float:
    """How far the shoulders are turned from side-on in the model's 3-D guess, 0..90 degrees."""
    across = body.world[Keypoint.LEFT_SHOULDER] - body.world[Keypoint.RIGHT_SHOULDER]
    return math.degrees(math.atan2(abs(float(across[0])), abs(float(across[2]))))


def _angle_deg(first: NDArray[np.float32], corner: NDArray[np.float32], last: NDArray[np.float32]) -> float:
    """The angle at a corner, 0..180 degrees."""
    a, b = first - corner, last - corner
    cosine = float(a @ b) / max(float(np.hypot(*a) * np.hypot(*b)), 1e-6)
    return math.degrees(math.acos(min(1.0, max(-1.0, cosine))))


def knee_deg(body: Body) -> float:
    """How straight the better seen leg is, degrees (180: straight)."""
    _, hip, knee, ankle = max(_SIDES, key=lambda side: float(np.sum(body.visibility[list(side)])))
    return _angle_deg(body.point(hip), body.point(knee), body.point(ankle))


def stride(body: Body) -> float:
    """How far apart the feet are: the ankles' distance across the image over the longer leg's length."""
    across = abs(float(body.point(Keypoint.LEFT_ANKLE)[0] - body.point(Keypoint.RIGHT_ANKLE)[0]))
    legs = [
        np.diff(np.stack([body.point(hip), body.point(knee), body.point(ankle)]), axis=0)
        for _, hip, knee, ankle in _SIDES
    ]
    return across / max(1.0, *(float(np.hypot(leg[:, 0], leg[:, 1]).sum()) for leg in legs))


def lean_deg(body: Body) -> float:
    """How far the trunk leans from the vertical in the image, degrees, without its direction."""
    shoulders = body.middle(Keypoint.LEFT_SHOULDER, Keypoint.RIGHT_SHOULDER)
    hips = body.middle(Keypoint.LEFT_HIP, Keypoint.RIGHT_HIP)
    dx, dy = (float(v) for v in shoulders - hips)
    return abs(math.degrees(math.atan2(dx, -dy)))


@dataclass(frozen=True, slots=True)
class _Cut:
    """How much of each side of the frame, or of the crop, the mask covers; shares of its height."""

    left: float
    right: float
    top: float
    bottom: float


def _cut(body: Body) -> _Cut:
    """Where the body is cut off; keypoints cannot tell, the model squeezes hidden feet into the picture.

    A body that runs out of the model's crop, which leaves a margin around a whole one, is cut off too.
    """
    width, height = body.frame_size
    to_crop = np.linalg.inv(np.vstack([body.to_frame, [0.0, 0.0, 1.0]]))[:2]
    along_x, along_y = np.linspace(0, width - 1, _SIDE_SAMPLES), np.linspace(0, height - 1, _SIDE_SAMPLES)

    def covered(x: NDArray[np.float64], y: NDArray[np.float64], length: int) -> float:
        columns, rows = np.rint(to_crop @ [x, y, np.ones_like(x)]).astype(int)
        inside = (columns >= 0) & (columns < MASK_SIZE) & (rows >= 0) & (rows < MASK_SIZE)
        return float(np.sum(body.mask[rows[inside], columns[inside]] > 0.5)) / _SIDE_SAMPLES * length / height

    here = np.ones(_SIDE_SAMPLES)
    edge = max(_INSIDE * float(np.hypot(*body.to_frame[:, 0])), _TOUCHES * height)
    crop_top, crop_bottom = (float(np.mean(row > 0.5)) for row in (body.mask[1], body.mask[-2]))
    return _Cut(
        left=covered(here * edge, along_y, height),
        right=covered(here * (width - 1 - edge), along_y, height),
        top=max(covered(along_x, here * edge, width), crop_top),
        bottom=max(covered(along_x, here * (height - 1 - edge), width), crop_bottom),
    )


def _cut_off(body: Body, cut: _Cut, limits: Limits) -> Reason | None:
    """Whether the head or the feet are out of the picture."""
    height = body.frame_size[1]
    tall = body_height_px(body)
    heels = max(body.point(Keypoint.LEFT_HEEL)[1], body.point(Keypoint.RIGHT_HEEL)[1])
    above = heels - tall < 0 or cut.top > limits.cut
    below = heels >= height or cut.bottom > limits.cut
    if tall > limits.near * height or (above and below):
        return Reason.TOO_CLOSE
    if not (above or below):
        return None
    return Reason.TOO_CLOSE if breadth(body) > limits.broad else Reason.NOT_IN_FRAME


def _half_out(cut: _Cut) -> Reason | None:
    return Reason.NOT_IN_FRAME if max(cut.left, cut.right) > _HALF_OUT else None


def _aside(body: Body, cut: _Cut, limits: Limits) -> Reason | None:
    across = body.points[_WATCHED, 0]
    out = bool(np.any((across < 0) | (across >= body.frame_size[0])))
    return Reason.NOT_IN_FRAME if out or max(cut.left, cut.right) > limits.cut_aside else None


def _standing(body: Body, limits: Limits) -> Reason | None:
    upright = lean_deg(body) <= limits.lean_deg
    straight = knee_deg(body) >= limits.knee_deg and stride(body) <= limits.stride
    return None if upright and straight else Reason.NOT_STANDING


def _distance(body: Body, limits: Limits) -> Reason | None:
    least = max(limits.far * body.frame_size[1], limits.height_px)
    return Reason.TOO_FAR if body_height_px(body) < least else None


def _side_on(looks: Sequence[Body], limits: Limits) -> Reason | None:
    """Turned away in every look: in the frame and in its mirror image the model seldom errs alike."""
    turned = all(turn(body) > limits.turn or yaw_deg(body) > limits.yaw_deg for body in looks)
    return Reason.NOT_SIDE_ON if turned else None


def check(scene: Scene, luma: float, limits: Limits | None = None) -> Reason | None:
    """The first thing that speaks against measuring this frame, or None; stillness is judged apart.

    Args:
        scene: what the pose model made of the frame.
        luma: the frame's mean brightness, 0..255.
        limits: where each check says no.
    """
    limits = limits or Limits()
    if scene.body is None:
        return Reason.TOO_DARK if luma < limits.luma else Reason.NOBODY
    if luma < limits.luma:
        return Reason.TOO_DARK
    if any(size >= limits.other for size in scene.others):
        return Reason.MORE_THAN_ONE
    body, cut = scene.body, _cut(scene.body)
    # What is not seen cannot be judged: first whether all is in the picture. Then, before its distance, its
    # pose: who sits or bends is shorter, not further away, and a knee may stick out at a side.
    return (
        _cut_off(body, cut, limits)
        or _half_out(cut)
        or _standing(body, limits)
        or _aside(body, cut, limits)
        or _distance(body, limits)
        or _side_on([body] if scene.twin is None else [body, scene.twin], limits)
    )


_LUMA_STEP = 16  # every sixteenth pixel is enough to tell light from dark


def mean_luma(image: NDArray[np.uint8]) -> float:
    """How bright a frame is, 0..255."""
    return float(np.mean(image[::_LUMA_STEP, ::_LUMA_STEP]))


def watched_point(body: Body) -> NDArray[np.float32]:
    """(2, 2) pixels: the mean of shoulders, hips and knees, and the shoulders' middle.

    The mean wanders when the guest does; a trunk that rocks over still legs shows in the shoulders. Hips and
    knees by themselves wander by 0.02 of the height on a still picture where arms or cloth hide them.
    """
    mean = body.points[_WATCHED].mean(axis=0)
    return np.stack([mean, body.middle(Keypoint.LEFT_SHOULDER, Keypoint.RIGHT_SHOULDER)])


def wander(places: Sequence[NDArray[np.float32]], height_px: float) -> float:
    """How far the (N, 2) points of some frames spread, as a share of body height.

    Of each point the diagonal of the box around its places; of the points the largest.
    """
    stacked = np.array(places)
    extent = stacked.max(axis=0) - stacked.min(axis=0)
    return float(np.hypot(extent[..., 0], extent[..., 1]).max()) / max(height_px, 1.0)


class Stillness:
    """Whether the guest has stood still for long enough, from the keypoints' recent wander."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._recent: deque[tuple[float, NDArray[np.float32]]] = deque(maxlen=240)

    def forget(self) -> None:
        """Start over, as when the guest left the picture."""
        self._recent.clear()

    def still(self, body: Body) -> bool:
        """Take note of a body; whether it and those before it within ``still_s`` hardly moved."""
        if self._recent and body.at_s < self._recent[-1][0]:
            self.forget()
        self._recent.append((body.at_s, watched_point(body)))
        while len(self._recent) > 1 and self._recent[1][0] <= body.at_s - self._limits.still_s:
            self._recent.popleft()
        if body.at_s - self._recent[0][0] < self._limits.still_s:
            return False
        places = [place for _, place in self._recent]
        return wander(places, body_height_px(body)) <= self._limits.drift
