"""One capture on the mat: what each frame adds to it, and what it gives in the end."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kiosk.camera.frame import Frame
from kiosk.errors import ModelError
from kiosk.pelvis.tilt import Method, Tilt
from kiosk.pose.body import Body, Keypoint
from kiosk.screening.ports import Closeup, Gauge, Ranger
from kiosk.screening.reason import Reason
from kiosk.screening.states import End, Errand
from kiosk.screening.view import NoRange, Outline, Portrait, Pose, RangePlace, Result

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Gauges:
    """What reads a capture.

    Attributes:
        by_method: what makes a reading, by what it is made from; the contour's must be there.
        judge: grades a tilt.
        ranger: what makes a range check, where it is offered.
    """

    by_method: Mapping[Method, Gauge[Any] | Closeup[Any]]
    judge: Callable[[Tilt], Result]
    ranger: Ranger | None = None


class Take:
    """The observations of the capture that is going on, if one is, and nothing of its pictures."""

    def __init__(self, gauges: Gauges, least_frames: int) -> None:
        self._gauges = gauges
        self._least_frames = least_frames
        self._observations: list[Any] | None = None
        self._portrait: Portrait | None = None

    def begin(self) -> None:
        """Keep what is observed from now on."""
        self._observations, self._portrait = [], None

    def forget(self) -> None:
        """Lose all of it."""
        self._observations = self._portrait = None

    def add(self, frame: Frame, body: Body, outline: Outline, method: Method) -> Reason | None:
        """Take in a frame in which all is well; what speaks against it after all, if anything.

        Dots are looked for before the capture, too: a guest is told while they can still turn.
        """
        gauge = self._gauges.by_method[method]
        closeup = isinstance(gauge, Closeup)
        if self._observations is None and not closeup:
            return None
        observation = gauge.look(frame.image, body) if isinstance(gauge, Closeup) else gauge.observe(body)
        if observation is None:
            return Reason.DOTS_NOT_FOUND if closeup else None
        if self._observations is not None:
            self._observations.append(observation)
            self._portrait = Portrait(outline, _hip(body))
        return None

    def measure(self, errand: Errand) -> Result | End | RangePlace | NoRange | Reason:
        """What the capture gave; with it the capture is over, and forgotten."""
        observations, portrait = self._observations or [], self._portrait
        self.forget()
        if len(observations) < self._least_frames:
            return Reason.UNREADABLE
        try:
            if errand.pose is not Pose.RELAXED:
                return self._of_range(errand, observations)
            tilt = self._gauges.by_method[errand.method].estimate(observations)
            return replace(self._gauges.judge(tilt), portrait=portrait)
        except ModelError as error:
            log.error("no reading: %s", error)
            return Reason.UNREADABLE

    def _of_range(self, errand: Errand, observations: list[Any]) -> End | RangePlace | NoRange | Reason:
        if self._gauges.ranger is None:
            return Reason.UNREADABLE
        stand = self._gauges.ranger.stand(observations)
        if errand.pose is not Pose.REST:
            return End(stand)
        arch, tuck = errand.ends
        return self._gauges.ranger.place(arch, tuck, stand)


def _hip(body: Body) -> tuple[float, float]:
    """Half-way between the hips, as fractions of the frame."""
    x, y = body.middle(Keypoint.LEFT_HIP, Keypoint.RIGHT_HIP)
    width, height = body.frame_size
    return float(x) / width, float(y) / height
