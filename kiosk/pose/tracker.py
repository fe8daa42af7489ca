"""Follow the guest from frame to frame, so that the detector seldom has to run."""

import math
from dataclasses import dataclass, replace

import numpy as np

from kiosk.camera.frame import Frame
from kiosk.pose.body import Body, Scene
from kiosk.pose.company import Company
from kiosk.pose.detector import Detector, Sighting
from kiosk.pose.landmarker import Landmarked, Landmarker
from kiosk.pose.region import Region, transform

MIN_BODY_SCORE = 0.5  # MediaPipe's min_tracking_confidence
# In frame heights, about its middle: where someone too close or half out of the picture is looked for.
_CLOSE_REGIONS = (1.8, 1.4, 1.0)
# What runs out of the frame and is no person scored 0.25 at most on drawn rooms (coats and posters in view
# score up to 1.0, so running out is asked for), people cut off 0.8 and more in the best of the regions.
_CLOSE_SCORE = 0.5
_AT_EDGE = (
    0.02  # within this share of the frame's height from an edge a body runs out of it; masks fade there
)
_CUT_WIDTH = 6  # so many mask pixels there: a limb's width
_MOST_LOOKS = 4
_SETTLED = 0.02  # a region that moves less than this share of its size shows the body as the next frame will


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a frame is looked at more closely than it need be, seconds.

    Attributes:
        recount_s: to count the people in view.
        search_s: with nobody found, to look for someone far off or right before the camera.
    """

    recount_s: float = 1.0
    search_s: float = 0.5


class PoseTracker:
    """Turns frames, in order, into scenes; owned by one thread."""

    def __init__(self, detector: Detector, landmarker: Landmarker, pace: Pace | None = None) -> None:
        self._detector = detector
        self._landmarker = landmarker
        self._company = Company(detector, landmarker, MIN_BODY_SCORE)
        self._pace = pace or Pace()
        self.forget()

    def forget(self) -> None:
        """Lose the guest: the next frame is looked at with fresh eyes."""
        self._lose()
        self._close: Region | None = None
        self._searched_at_s = -math.inf

    def _lose(self) -> None:
        self._region: Region | None = None
        self._others: tuple[float, ...] = ()
        self._counted_at_s = -math.inf

    def see(self, frame: Frame) -> Scene:
        """What is in the frame.

        Raises:
            ModelError: a model fails.
        """
        found = self._follow(frame) or self._acquire(frame)
        if found is None:
            self._lose()
            return Scene(frame.at_s, frame.size, self._right_before(frame), ())
        self._region = found.next_region
        self._close = None
        waited_s = frame.at_s - self._counted_at_s
        # Someone else in view is looked for again at once: a slip of the detector must not last.
        if waited_s >= self._pace.recount_s or waited_s < 0 or (self._others and waited_s > 0):
            self._counted_at_s = frame.at_s
            self._others = self._company.sizes(frame, found)
        return Scene(frame.at_s, frame.size, found.body, self._others)

    def _follow(self, frame: Frame) -> Landmarked | None:
        return self._find(frame, self._region) if self._region else None

    def _acquire(self, frame: Frame) -> Landmarked | None:
        """A body found by the detector, whose region often cuts the feet off: looked at again in its own."""
        region = self._look(frame)
        found = self._find(frame, region) if region else None
        for _ in range(_MOST_LOOKS - 1):
            if found is None or region is None:
                return None
            before, region = region, found.next_region
            found = self._find(frame, region)
            if _settled(before, region):
                break
        return found

    def _find(self, frame: Frame, region: Region) -> Landmarked | None:
        found = self._landmarker.find(frame, region)
        return found if found.body.score >= MIN_BODY_SCORE else None

    def _look(self, frame: Frame) -> Region | None:
        """Pick the guest among the people in view: the one who fills the frame most, near its middle."""
        seen = self._detector.find(frame.image)
        if not seen and self._may_search(frame):
            seen = self._look_far(frame)
        if not seen:
            return None
        width = frame.size[0]

        def weight(sighting: Sighting) -> float:
            off_centre = abs(sighting.region.x / width - 0.5)
            return sighting.region.size * (1.0 - off_centre)

        return max(seen, key=weight).region

    def _may_search(self, frame: Frame) -> bool:
        return not 0 <= frame.at_s - self._searched_at_s < self._pace.search_s

    def _look_far(self, frame: Frame) -> list[Sighting]:
        """The detector on the frame's middle alone, where someone far off is twice as large to it."""
        width, height = frame.size
        side = max(1, max(width, height) // 2)
        left, top = max(0, (width - side) // 2), max(0, (height - side) // 2)
        middle = np.ascontiguousarray(frame.image[top : top + side, left : left + side])
        return [
            replace(one, region=replace(one.region, x=one.region.x + left, y=one.region.y + top))
            for one in self._detector.find(middle)
        ]

    def _right_before(self, frame: Frame) -> Body | None:
        """Someone so close that the detector, which goes by the head, sees nobody; never followed."""
        if self._close is not None:
            found = self._find(frame, self._close)
            if found is not None:
                return found.body
            self._close = None
        if not self._may_search(frame):
            return None
        self._searched_at_s = frame.at_s
        width, height = frame.size
        regions = [Region(width / 2, height / 2, size * height, 0.0) for size in _CLOSE_REGIONS]
        looks = [(self._landmarker.find(frame, region).body, region) for region in regions]
        body, self._close = max(
            ((body, region) for body, region in looks if _runs_out(body)),
            key=lambda look: look[0].score,
            default=(None, None),
        )
        if body is None or body.score < _CLOSE_SCORE:
            self._close = None
            return None
        return body


def _runs_out(body: Body) -> bool:
    """Whether a body is cut off by the frame, as someone too close is and a coat on a stand is not."""
    width, height = body.frame_size
    rows, columns = np.nonzero(body.mask > 0.5)
    places = transform(np.stack([columns, rows], axis=1).astype(np.float32), body.to_frame)
    x, y = places[:, 0], places[:, 1]
    near = _AT_EDGE * height
    return any(int(np.sum(np.abs(way) < near)) >= _CUT_WIDTH for way in (y, y - height, x, x - width))


def _settled(before: Region, after: Region) -> bool:
    moved = math.hypot(after.x - before.x, after.y - before.y)
    return max(moved, abs(after.size - before.size)) < _SETTLED * before.size
