"""Look for people whom the detector misses: at the mat, far off, before the camera, half out of view."""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.frame import Frame
from kiosk.pose.body import Body, Keypoint
from kiosk.pose.detector import Detector, Sighting
from kiosk.pose.edge import completed, placed
from kiosk.pose.landmarker import Landmarker
from kiosk.pose.proof import IN_VIEW, moved, proven, recut
from kiosk.pose.region import Region, transform

# What runs out of the frame and is no person scored less than this in these places on 32 of 35 drawn empty
# rooms (coats and posters in view score up to 1.0, so running out is asked for); people cut off 0.66 and more
# in the best on seed 71 of models/refusals.
_SURE = 0.5
# Looks that show a body within this share of the frame's height, or of another crop, show the same one ...
_SAME = 0.03
# ... and so much must their scores make together. Drawn (seeds 73, 75 and 76): 78 of 109 people cut off and 8
# of 103 rooms, coats and posters reach it; asking two other crops alone of each look finds 63 and 5.
_ENOUGH = 1.5
# The detector knows half a person beside their mirror image. Drawn (as above): 0.7 and more for 25 of 28, and
# for 3 of the 103, of which the landmark model knows two: posters at the edge.
_KNOWN = 0.7
# In the widest place rooms alone scored up to 0.75, people who fill the frame and were missed 0.9 and more.
_SURER = 0.85
# Within this share of the frame's height from an edge a body runs out of it; masks fade there.
_AT_EDGE = 0.02
_DOWN = math.sin(math.radians(30.0))  # drawn: 10 degrees up and more bent forward; 45 and more down for slips
# Means over this many parts each way tell a picture from noise, and vary more than this where there is one.
_PARTS = 16
_PLAIN = 1.5  # of 255
_CUT_WIDTH = 6  # so many mask pixels there: a limb's width


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look: a square of ``size`` frame heights about (x, y), shares of the frame's width and height.

    A ``far`` place is looked at with the detector, to which people are larger there than in the whole frame;
    the others with the landmark model itself, since the detector goes by the head: ``mat`` is where guests
    stand in full view, at the rest people run out of the frame. At an ``edge`` half of somebody is in the
    picture. ``sure`` is the score from which a body found there counts.
    """

    x: float
    y: float
    size: float
    far: bool = False
    mat: bool = False
    edge: bool = False
    sure: float = _SURE

    def region(self, frame_size: tuple[int, int]) -> Region:
        """The place in a frame."""
        width, height = frame_size
        return Region(self.x * width, self.y * height, self.size * height, 0.0)


# On seeds 74 and 75 of models/refusals a look here found every guest whom the detector had missed, or passed
# by for somebody behind them, wherever across the frame they stood.
MAT = Place(0.5, 0.52, 1.0, mat=True)

# At the mat; far off and further; cut off at the head or the feet, little to much; half out at either side.
# On the tuning pictures of models/refusals each of these finds someone whom the others before it miss.
PLACES = (
    MAT,
    Place(0.5, 0.5, 0.75, far=True),
    Place(0.5, 0.5, 0.5, far=True),
    Place(0.5, 0.5, 0.3, far=True),
    Place(0.5, 0.5, 1.4),
    Place(0.5, 0.5, 1.0),
    Place(0.5, 0.5, 1.8),
    Place(0.5, 0.25, 1.4),
    Place(0.5, 0.5, 2.4),
    Place(0.5, 0.15, 1.0),
    Place(0.5, 0.5, 3.0, sure=_SURER),
    Place(0.0, 0.5, 1.0, edge=True),
    Place(1.0, 0.5, 1.0, edge=True),
    Place(0.0, 0.5, 0.75, edge=True),
    Place(1.0, 0.5, 0.75, edge=True),
)


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """Someone cut off by the frame, and the place that shows them."""

    body: Body
    place: Place


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

    def look(self, frame: Frame, place: Place) -> Body | None:
        """Who is in one of the near places, in the frame's pixels; None if nobody is.

        Raises:
            ModelError: the model fails.
        """
        if place.edge:
            picture, region = _completed(frame, place)
            body = placed(self._landmarker.find(picture, region).body, frame, right=place.x > 0.5)
        else:
            body = self._landmarker.find(frame, place.region(frame.size)).body
        return body if body.score >= _SURE and not upside_down(body) else None

    def near(self, frame: Frame, places: tuple[Place, ...]) -> Near | None:
        """Who runs out of the frame in those of the places that are near ones, as most looks show them.

        Raises:
            ModelError: the model fails.
        """
        if plain(frame.image):
            return None
        places = tuple(place for place in places if not (place.far or place.mat))
        bodies = [(self.look(frame, place), place) for place in places]
        looks = [Near(body, place) for body, place in bodies if body is not None]
        cut_off = [look for look in looks if look.body.score >= look.place.sure and runs_out(look.body)]
        halves = [look for look in cut_off if look.place.edge and self._is_half(frame, look)]
        if halves:
            return max(halves, key=lambda look: look.body.score)
        whole = [look for look in cut_off if not look.place.edge]
        weighed = [(self._evidence(frame, look, looks), look) for look in whole]
        evidence, surest = max(weighed, key=lambda pair: pair[0], default=(0.0, None))
        return surest if evidence >= _ENOUGH else None

    def _evidence(self, frame: Frame, one: Near, looks: list[Near]) -> float:
        """What the looks that show a body where one does score together, with two from other crops."""
        near = _SAME * frame.size[1]
        found = sum(look.body.score for look in looks if moved(one.body, look.body) <= near)
        region = one.place.region(frame.size)
        again = [self._landmarker.find(frame, other).body for other in recut(region)]
        near = _SAME * region.size
        return found + sum(b.score for b in again if b.score >= _SURE and moved(one.body, b) <= near)

    def _is_half(self, frame: Frame, look: Near) -> bool:
        """Whether the detector knows the completed body, too, or it stays in other crops."""
        picture, region = _completed(frame, look.place)
        if any(sighting.score >= _KNOWN for sighting in self._detector.find(picture.image)):
            return True
        body = self._landmarker.find(picture, region).body
        return proven(self._landmarker, picture, body, region, IN_VIEW)


def _completed(frame: Frame, place: Place) -> tuple[Frame, Region]:
    """The picture to look at in an edge place, and where in it."""
    picture = completed(frame, right=place.x > 0.5)
    return picture, replace(place, x=0.5).region(picture.size)


def plain(image: NDArray[np.uint8]) -> bool:
    """Whether a frame is all of one colour but for noise; the model takes a white one itself for a body."""
    parts = cv2.resize(image, (_PARTS, _PARTS), interpolation=cv2.INTER_AREA)
    return float(parts.std(axis=(0, 1)).max()) < _PLAIN


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
