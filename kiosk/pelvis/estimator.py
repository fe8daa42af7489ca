"""Many frames of one stance become one tilt."""

from collections.abc import Callable, Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.capture import Observation, pooled
from kiosk.pelvis.features import features_of
from kiosk.pelvis.head import LEVEL, Answer
from kiosk.pelvis.notes import notes
from kiosk.pelvis.tilt import Facing, Tilt
from kiosk.pelvis.upright import upright
from kiosk.pose.body import Body

SEM_DEG = 1.5  # between repeats of a stance, until a site has measured its own
_STRANGE = 2.5  # so many times the training bodies' 95th percentile is nothing the model knows
_RESTLESS_DEG = 3.0  # a spread over frames that halves the confidence: as large as the error itself


def observation_of(body: Body, side: Facing | None = None) -> Observation | None:
    """What a frame's body adds to a capture, or None when its contour cannot be read; ``side`` as known."""
    person = upright(body, side)
    values = features_of(person)
    return None if values is None else Observation(body.at_s, person.facing, values)


class TiltEstimator:
    """Reads a tilt from the contours of one capture."""

    def __init__(
        self,
        head: Callable[[NDArray[np.float32]], Answer],
        sem_deg: float = SEM_DEG,
        facing: Facing | None = None,
    ) -> None:
        """Use a head, such as ``kiosk.pelvis.head.Head`` around the trained model.

        ``facing`` is the side everyone looks to, when someone knows better than the keypoints.
        """
        self._head = head
        self._sem_deg = sem_deg
        self._facing = facing

    def observe(self, body: Body) -> Observation | None:
        """What a frame's body adds, or None when its contour cannot be read."""
        return observation_of(body, self._facing)

    def estimate(self, observations: Sequence[Observation]) -> Tilt:
        """The tilt of a capture.

        Frames that face the other way than most are left out; of the rest each feature is averaged without
        its extremes, and the head is asked once. Asked again for some single frames it tells how far they
        agree: that spread widens the interval and lowers the confidence.

        Raises:
            ValueError: there is no observation.
        """
        capture = pooled(observations)
        answer = self._head(capture.features)
        spread = float(np.std([self._head(frame).tilt_deg for frame in capture.singles]))
        z = NormalDist().inv_cdf((1 + LEVEL) / 2)
        sd = float(np.hypot(answer.half_deg / z, spread))
        agreement = 1 / (1 + (spread / _RESTLESS_DEG) ** 2)
        familiar = float(np.clip((_STRANGE - answer.strangeness) / (_STRANGE - 1), 0, 1))
        return Tilt(
            deg=answer.tilt_deg,
            low_deg=answer.tilt_deg - z * sd,
            high_deg=answer.tilt_deg + z * sd,
            level=LEVEL,
            sd_deg=sd,
            sem_deg=self._sem_deg,
            facing=capture.facing,
            frames=capture.frames,
            confidence=agreement * familiar * capture.frames / len(observations),
            notes=notes(capture.features, answer),
        )
