"""Many frames of one stance with dots become one tilt, alone or together with the contour's."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.capture import Observation, commonest_facing, trimmed_mean
from kiosk.pelvis.dot_doubt import line_sd_deg, reach_deg
from kiosk.pelvis.dot_finder import find_dots
from kiosk.pelvis.dot_line import Lens, angle_deg
from kiosk.pelvis.dot_turn import turn_deg
from kiosk.pelvis.estimator import SEM_DEG, TiltEstimator
from kiosk.pelvis.head import LEVEL
from kiosk.pelvis.tilt import Facing, Method, Tilt
from kiosk.pose.body import Body

# A dot that sits 5 mm off the bone's height turns a line of 15 cm by this much: a practised hand may err so.
PLACED_SD_DEG = 1.9
# A camera mounted by eye: 1 degree of roll, 10 cm off the pelvis's height at 2.5 m, together 1.64 (cameras
# drawn for models/dots, pitched up to 6 degrees, add 1.62); one calibrated.
_MOUNTED_SD_DEG, _CALIBRATED_SD_DEG = math.hypot(1.0, 1.3), 0.4
_RESTLESS_DEG = 1.5  # a spread over frames that halves the confidence: dots jump when they are mistaken
_FAINT = 8.0  # times the noise: a spot no clearer than this halves the confidence


@dataclass(frozen=True, slots=True)
class DotObservation:
    """What one frame adds to a reading, and nothing of the picture.

    Attributes:
        at_s: the frame's time, seconds.
        facing: the side the guest looked to.
        deg: the angle of the dots' line, cloth and the guest's turn taken back.
        sd_deg: how far the centres, cloth and the turn leave it open.
        clear: how far the fainter dot stands out of the noise, in its standard deviations.
    """

    at_s: float
    facing: Facing
    deg: float
    sd_deg: float
    clear: float


class DotEstimator:
    """Reads a tilt from two dots on the near ASIS and PSIS."""

    def __init__(
        self, facing: Facing | None = None, lens: Lens | None = None, sem_deg: float = SEM_DEG
    ) -> None:
        """Read with or without a calibrated camera.

        Args:
            facing: the side everyone looks to, when someone knows better than the keypoints.
            lens: the camera, when it is known; without it roll and perspective stay in the angle, and the
                interval is wider.
            sem_deg: how much repeats of a stance differ.
        """
        self._facing = facing
        self._lens = lens
        self._sem_deg = sem_deg

    def look(self, image: NDArray[np.uint8], body: Body) -> DotObservation | None:
        """What a frame (H, W, 3) uint8 RGB says, or None when it does not show exactly two dots."""
        pair = find_dots(image, body, self._facing)
        if pair is None:
            return None
        optics = self._lens.optics(body.frame_size) if self._lens else None
        deg = angle_deg(pair, body.frame_size, optics, turn_deg(pair, body))
        clear = min(pair.asis.clear, pair.psis.clear)
        return DotObservation(body.at_s, pair.facing, deg, line_sd_deg(pair, deg), clear)

    def estimate(self, observations: Sequence[DotObservation]) -> Tilt:
        """The tilt of a capture: the mean of its frames' angles without the extremes.

        The interval holds what centres, cloth and the guest's turn leave open (``line_sd_deg``), what frames
        disagree by, what a hand that sticks dots on may err by and, without a known lens, what a camera that
        is mounted by eye adds: all independent, so that their squares add.

        Raises:
            ValueError: there is no observation.
        """
        if not observations:
            raise ValueError("a tilt needs at least one frame with two dots")
        facing = commonest_facing([seen.facing for seen in observations])
        kept = [seen for seen in observations if seen.facing is facing]
        angles = np.array([seen.deg for seen in kept], np.float64)
        deg = float(trimmed_mean(angles))
        spread = float(angles.std())
        line = float(np.median([seen.sd_deg for seen in kept]))
        mounted = _MOUNTED_SD_DEG if self._lens is None else _CALIBRATED_SD_DEG
        sd = math.hypot(PLACED_SD_DEG, mounted, line, spread)
        clear = float(np.median([seen.clear for seen in kept]))
        agreement = 1 / (1 + (spread / _RESTLESS_DEG) ** 2)
        reach = reach_deg(sd)
        return Tilt(
            deg=deg,
            low_deg=deg - reach,
            high_deg=deg + reach,
            level=LEVEL,
            sd_deg=sd,
            sem_deg=self._sem_deg,
            facing=facing,
            frames=len(kept),
            confidence=agreement * clear / (clear + _FAINT) * len(kept) / len(observations),
            method=Method.DOTS,
        )


@dataclass(frozen=True, slots=True, eq=False)
class BothObservation:
    """What one frame adds to a reading by dots and contour; the contour may be unreadable."""

    dots: DotObservation
    contour: Observation | None


class DotsAndContour:
    """Reads a tilt from dots and contour together."""

    def __init__(self, dots: DotEstimator, contour: TiltEstimator) -> None:
        self._dots = dots
        self._contour = contour

    def look(self, image: NDArray[np.uint8], body: Body) -> BothObservation | None:
        """What a frame says, or None when it does not show exactly two dots."""
        seen = self._dots.look(image, body)
        return None if seen is None else BothObservation(seen, self._contour.observe(body))

    def estimate(self, observations: Sequence[BothObservation]) -> Tilt:
        """The tilt of a capture; by the dots alone when no frame's contour can be read.

        Raises:
            ValueError: there is no observation.
        """
        dots = self._dots.estimate([seen.dots for seen in observations])
        contours = [seen.contour for seen in observations if seen.contour is not None]
        return combined(dots, self._contour.estimate(contours)) if contours else dots


def combined(dots: Tilt, contour: Tilt) -> Tilt:
    """Two independent readings of one stance, each weighed with the inverse of its variance."""
    weight = 1.0 / dots.sd_deg**2, 1.0 / contour.sd_deg**2
    deg = (weight[0] * dots.deg + weight[1] * contour.deg) / sum(weight)
    sd = 1.0 / math.sqrt(sum(weight))
    reach = reach_deg(sd)
    return replace(
        dots,
        deg=deg,
        low_deg=deg - reach,
        high_deg=deg + reach,
        sd_deg=sd,
        confidence=min(dots.confidence, contour.confidence),
        notes=contour.notes,
        method=Method.DOTS_AND_CONTOUR,
    )
