"""Look for people whom the detector misses: far off, right before the camera, half out of the picture."""

import math
from dataclasses import dataclass, replace

import numpy as np

from kiosk.camera.frame import Frame
from kiosk.pose.body import Body, Keypoint
from kiosk.pose.detector import Detector, Sighting
from kiosk.pose.landmarker import Landmarker
from kiosk.pose.region import Region, transform

# What runs out of the frame and is no person scored 0.2 at most in these places on drawn empty rooms (coats
# and posters in view score up to 1.0, so running out is asked for), people cut off 0.66 and more in the best.
_SURE = 0.5
# Within this share of the frame's height from an edge a body runs out of it; masks fade there.
_AT_EDGE = 0.02
_DOWN = math.sin(math.radians(30.0))  # drawn: 10 degrees up and more bent forward; 45 and more down for slips
_CUT_WIDTH = 6  # so many mask pixels there: a limb's width


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look: a square of ``size`` frame heights about (x, y), shares of the frame's width and height.

    A ``far`` place is looked at with the detector, to which people are larger there than in the whole frame;
    the others with the landmark model itself, since the detector goes by the head.
    """

    x: float
    y: float
    size: float
    far: bool = False

    def region(self, frame_size: tuple[int, int]) -> Region:
        """The place in a frame."""
        width, height = frame_size
        return Region(self.x * width, self.y * height, self.size * height, 0.0)


# Far off and further; cut off at the head or the feet, little to much; half out at either side. On the tuning
# pictures of models/refusals each of these finds someone whom the others before it miss.
PLACES = (
    Place(0.5, 0.5, 0.75, far=True),
    Place(0.5, 0.5, 0.5, far=True),
    Place(0.5, 0.5, 0.3, far=True),
    Place(0.5, 0.5, 1.4),
    Place(0.5, 0.5, 1.0),
    Place(0.5, 0.5, 1.8),
    Place(0.0, 0.5, 1.0),
    Place(1.0, 0.5, 1.0),
    Place(0.5, 0.25, 1.4),
    Place(0.5, 0.5, 2.4),
)


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """Someone cut off by the frame, and the region that shows them."""

    body: Body
    region: Region


class Search:
    """Takes the places in turn, one a frame, so that no frame costs much more than another."""

    def __init__(self, detector: Detector, landmarker: Landmarker, every_s: float) -> None:
        self._detector = detector
        self._landmarker = landmarker
        self._every_s = every_s
        self.forget()

    def forget(self) -> None:
        """Begin a turn with the next frame in which nobody is found."""
        self._next = len(PLACES)
        self._begun_at_s = self._asked_at_s = -math.inf

    def due(self, at_s: float, everywhere: bool = False) -> tuple[Place, ...]:
        """The places whose turn it is in a frame in which nobody was found so far.

        Args:
            at_s: the frame's time, seconds.
            everywhere: all at once; the frame may be the only one.
        """
        stale = not 0 <= at_s - self._asked_at_s < self._every_s
        self._asked_at_s = at_s
        if everywhere:
            self._next, self._begun_at_s = len(PLACES), at_s
            return PLACES
        over = self._next == len(PLACES) and at_s - self._begun_at_s >= self._every_s
        if stale or over:
            self._next, self._begun_at_s = 0, at_s
        turn = PLACES[self._next : self._next + 1]
        self._next += len(turn)
        return turn

    def far(self, frame: Frame, places: tuple[Place, ...]) -> list[Sighting]:
        """Whom the detector sees in those of the places that are far ones.

        Raises:
            ModelError: the model fails.
        """
        width, height = frame.size
        seen: list[Sighting] = []
        for place in places:
            if not place.far:
                continue
            side = max(1, int(max(width, height) * place.size))
            left = max(0, int(place.x * width - side / 2))
            top = max(0, int(place.y * height - side / 2))
            part = np.ascontiguousarray(frame.image[top : top + side, left : left + side])
            seen += [
                replace(one, region=replace(one.region, x=one.region.x + left, y=one.region.y + top))
                for one in self._detector.find(part)
            ]
        return seen

    def near(self, frame: Frame, places: tuple[Place, ...]) -> Near | None:
        """The surest body that runs out of the frame in those of the places that are near ones.

        Raises:
            ModelError: the model fails.
        """
        regions = [place.region(frame.size) for place in places if not place.far]
        looks = [Near(self._landmarker.find(frame, region).body, region) for region in regions]
        cut_off = [look for look in looks if _sure(look.body) and runs_out(look.body)]
        return max(cut_off, key=lambda look: look.body.score, default=None)


def _sure(body: Body) -> bool:
    return body.score >= _SURE and not upside_down(body)


def upside_down(body: Body) -> bool:
    """Whether the trunk points down by more than 30 degrees, as no guest's does: a slip of the model.

    Someone whose head is out of the picture is often taken for one who stands on it.
    """
    hips = body.middle(Keypoint.LEFT_HIP, Keypoint.RIGHT_HIP)
    x, y = (float(v) for v in body.middle(Keypoint.LEFT_SHOULDER, Keypoint.RIGHT_SHOULDER) - hips)
    return y > _DOWN * math.hypot(x, y)


def runs_out(body: Body) -> bool:
    """Whether a body is cut off by the frame, as someone too close is and a coat on a stand is not."""
    width, height = body.frame_size
    rows, columns = np.nonzero(body.mask > 0.5)
    places = transform(np.stack([columns, rows], axis=1).astype(np.float32), body.to_frame)
    x, y = places[:, 0], places[:, 1]
    near = _AT_EDGE * height
    return any(int(np.sum(np.abs(way) < near)) >= _CUT_WIDTH for way in (y, y - height, x, x - width))
