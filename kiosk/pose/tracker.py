"""Follow the guest from frame to frame, so that the detector seldom has to run."""

import math
from dataclasses import dataclass

from kiosk.camera.frame import Frame
from kiosk.pose.body import Scene
from kiosk.pose.detector import Detector, Sighting
from kiosk.pose.landmarker import Landmarked, Landmarker
from kiosk.pose.region import Region

MIN_BODY_SCORE = 0.5  # MediaPipe's min_tracking_confidence
_SAME_PLACE = 0.1  # hips closer than this share of the guest's region: the sighting is the guest


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the detector looks at a frame in which it need not: to count the people in view, seconds."""

    recount_s: float = 2.0


class PoseTracker:
    """Turns frames, in order, into scenes; owned by one thread."""

    def __init__(self, detector: Detector, landmarker: Landmarker, pace: Pace | None = None) -> None:
        self._detector = detector
        self._landmarker = landmarker
        self._pace = pace or Pace()
        self._region: Region | None = None
        self._others: tuple[float, ...] = ()
        self._counted_at_s = -math.inf

    def forget(self) -> None:
        """Lose the guest: the next frame is looked at with fresh eyes."""
        self._region = None
        self._others = ()
        self._counted_at_s = -math.inf

    def see(self, frame: Frame) -> Scene:
        """What is in the frame.

        Raises:
            ModelError: a model fails.
        """
        found = self._follow(frame) or self._acquire(frame)
        if found is None:
            self.forget()
            return Scene(frame.at_s, frame.size, None, ())
        self._region = found.next_region
        waited_s = frame.at_s - self._counted_at_s
        # Someone else in view is looked for again at once: a slip of the detector must not last.
        if waited_s >= self._pace.recount_s or waited_s < 0 or (self._others and waited_s > 0):
            self._count(frame, self._detector.find(frame.image), found.next_region)
        return Scene(frame.at_s, frame.size, found.body, self._others)

    def _follow(self, frame: Frame) -> Landmarked | None:
        return self._find(frame, self._region) if self._region else None

    def _acquire(self, frame: Frame) -> Landmarked | None:
        """A body found by the detector, whose region often cuts the feet off: looked at again in its own."""
        region = self._look(frame)
        rough = self._find(frame, region) if region else None
        return self._find(frame, rough.next_region) if rough else None

    def _find(self, frame: Frame, region: Region) -> Landmarked | None:
        found = self._landmarker.find(frame, region)
        return found if found.body.score >= MIN_BODY_SCORE else None

    def _look(self, frame: Frame) -> Region | None:
        """Pick the guest among the people in view: the one who fills the frame most, near its middle."""
        seen = self._detector.find(frame.image)
        if not seen:
            return None
        width = frame.size[0]

        def weight(sighting: Sighting) -> float:
            off_centre = abs(sighting.region.x / width - 0.5)
            return sighting.region.size * (1.0 - off_centre)

        guest = max(seen, key=weight).region
        self._count(frame, seen, guest)
        return guest

    def _count(self, frame: Frame, seen: list[Sighting], guest: Region) -> None:
        self._counted_at_s = frame.at_s
        self._others = tuple(
            sighting.region.size / guest.size
            for sighting in seen
            if math.hypot(sighting.region.x - guest.x, sighting.region.y - guest.y) > _SAME_PLACE * guest.size
        )
