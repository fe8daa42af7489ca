"""Who else is in view: the guest is covered up, and what the detector then finds is looked at closely."""

import math
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.frame import Frame
from kiosk.pose.body import MASK_SIZE, Body
from kiosk.pose.detector import Detector, Sighting
from kiosk.pose.landmarker import Landmarked, Landmarker
from kiosk.pose.proof import IN_VIEW, moved, proven
from kiosk.pose.region import Region, transform
from kiosk.pose.settle import looks

_IN_MASK = 0.5
_MOST_OTHERS = 3  # each costs a run of the landmark model
# By the detector, of the guest's region: whoever looks smaller stands too far behind to be taken for the
# guest, even where it is 40 % off; not worth a run of the landmark model.
_LEAST = 0.4
_LARGEST = 3.0  # of the guest's region: someone right before the lens; more is a slip of the model
_SAME_PLACE = 0.1  # hips closer than this share of the guest's region: a rest of the guest, not someone else
# So much of the smaller mask inside the other's: a rest of the guest. Drawn: 0.43 and more for those, 0.17
# and less for others in view.
_SAME_MASK = 0.25
# What the detector and the landmark model must make of somebody who counts without proof; clutter that
# neither knows scores up to 0.67 and 0.75.
_SEEN, _THERE = 0.7, 0.85
_ASIDE = 0.3  # of the guest's region: who is closer shares its crop, who is further off is detected
# Of the other's region: with the guest uncovered the model, too, may take the two for one. Drawn (seeds 75
# and 76): 0.057 and less for 6 of 8 people close by, 0.089 and more for 2 slips beside 332 guests.
_SAME = 0.06
_SELDOM = 4  # counts of a guest who was alone before to a look beside them
# Per cent of the mask that may stick out of the cover at each end: fingertips, a wisp of hair. Where that
# finds nobody, more at the sides: an arm held out, or what the mask took of somebody else's legs, would cover
# the other one up, too.
_TRIMMED, _TRIMMED_MORE = 3.0, 14.0
# Two whom the detector tells apart and the landmark model takes for one body are about as large, and further
# apart than twice the same one. Drawn: 0.92-1.03 and 0.08 for those; seen twice 0.02.
_ALIKE, _APART = 0.8, 0.05


class Company:
    """Measures the other people in a frame beside the guest.

    The detector alone sees one person where two stand close, and gives sizes that are 10-40 % off (on drawn
    pictures); on the covered picture it finds the second, whom the landmark model then measures. Where the
    landmark model makes one body of two, the cover hides both: then what the detector tells apart counts.
    """

    def __init__(self, detector: Detector, landmarker: Landmarker) -> None:
        self._detector = detector
        self._landmarker = landmarker
        self._turn = 0

    def sizes(
        self, frame: Frame, guest: Landmarked, seen: Sequence[Sighting] = (), *, anew: bool = True
    ) -> tuple[float, ...]:
        """How large each other person is beside the guest (1.0: as large), by their regions.

        Args:
            frame: the picture.
            guest: who is the guest in it.
            seen: whom the detector sees in the whole picture, for a closer look than usual.
            anew: look at both sides of the guest, as of somebody new or with others seen before; else at one
                of them, by turns and seldom.

        Raises:
            ModelError: a model fails.
        """
        ways = self._ways(anew)
        sizes = self._measured(frame, guest, _TRIMMED) or self._beside(frame, guest, ways)
        if not sizes and seen:
            sizes = self._measured(frame, guest, _TRIMMED_MORE)
        if max(sizes, default=0.0) >= _ALIKE:
            return sizes
        return sizes + alike(seen, guest.next_region)

    def _ways(self, anew: bool) -> tuple[float, ...]:
        if anew:
            self._turn = 0
            return -1.0, 1.0
        self._turn += 1
        turn, rest = divmod(self._turn, _SELDOM)
        return () if rest else ((-1.0) ** turn,)

    def _measured(self, frame: Frame, guest: Landmarked, trimmed_aside: float) -> tuple[float, ...]:
        alone = replace(frame, image=covered(frame.image, guest.body, trimmed_aside))
        sizes: list[float] = []
        for sighting in self._detector.find(alone.image, _MOST_OTHERS):
            if sighting.region.size < _LEAST * guest.next_region.size:
                continue
            found = self._other(alone, sighting.region, guest)
            if found and (sighting.score >= _SEEN or self._proven(alone, *found)):
                sizes.append(found[0].next_region.size / guest.next_region.size)
        return tuple(sizes)

    def _beside(self, frame: Frame, guest: Landmarked, ways: tuple[float, ...]) -> tuple[float, ...]:
        """Somebody right beside the guest, to the left or right of them, whom the detector missed there.

        The cover has edges of its own, beside which the model imagines bodies: who is there is there without
        it, too.
        """
        own = guest.next_region
        alone = replace(frame, image=covered(frame.image, guest.body))
        for way in ways:
            aside = replace(own, x=own.x + way * _ASIDE * own.size, angle_rad=0.0)
            found = self._other(alone, aside, guest)
            if found and self._proven(alone, *found) and self._uncovered(frame, *found):
                return (found[0].next_region.size / own.size,)
        return ()

    def _other(self, alone: Frame, region: Region, guest: Landmarked) -> tuple[Landmarked, Region] | None:
        """Somebody else in a region of the covered picture, and the region that shows them.

        A first look takes the size of the region for the body's by a third: it is looked at until it settles.
        """
        other: tuple[Landmarked, Region] | None = None
        for found, where in looks(self._landmarker, alone, region):
            if not _is_other(found, guest):
                break
            other = found, where
        return other

    def _proven(self, alone: Frame, found: Landmarked, where: Region) -> bool:
        return proven(self._landmarker, alone, found.body, where, IN_VIEW)

    def _uncovered(self, frame: Frame, found: Landmarked, where: Region) -> bool:
        again = self._landmarker.find(frame, where).body
        return again.score >= _THERE and moved(found.body, again) <= _SAME * where.size


def _is_other(found: Landmarked, guest: Landmarked) -> bool:
    """Whether a body in the covered picture is somebody else, no rest of the guest or slip of the model."""
    region, own = found.next_region, guest.next_region
    if found.body.score < _THERE or region.size > _LARGEST * own.size:
        return False
    apart = math.hypot(region.x - own.x, region.y - own.y) > _SAME_PLACE * own.size
    return apart and shared(found.body, guest.body) < _SAME_MASK


def alike(seen: Sequence[Sighting], guest: Region) -> tuple[float, ...]:
    """How large others are beside the one of these sightings that is nearest to the guest, if about as large.

    The detector's sizes are too coarse to tell how far behind a smaller one stands.
    """
    seen = [one for one in seen if one.score >= _SEEN]
    if len(seen) < 2:
        return ()

    def off(one: Region, other: Region) -> float:
        return math.hypot(one.x - other.x, one.y - other.y)

    own = min(seen, key=lambda one: off(one.region, guest)).region
    return tuple(
        one.region.size / own.size
        for one in seen
        if off(one.region, own) >= _APART * own.size and _ALIKE <= one.region.size / own.size <= 1 / _ALIKE
    )


def shared(one: Body, other: Body) -> float:
    """How much of the smaller of two masks lies within the other, 0..1; 0 where either is empty."""
    to_other = np.linalg.inv(np.vstack([other.to_frame, [0.0, 0.0, 1.0]])) @ np.vstack(
        [one.to_frame, [0.0, 0.0, 1.0]]
    )
    moved = cv2.warpAffine(one.mask, to_other[:2], (MASK_SIZE, MASK_SIZE)) > _IN_MASK
    own = other.mask > _IN_MASK
    least = min(np.count_nonzero(own), np.count_nonzero(moved))
    return np.count_nonzero(own & moved) / least if least else 0.0


def covered(image: NDArray[np.uint8], body: Body, trimmed_aside: float = _TRIMMED) -> NDArray[np.uint8]:
    """The frame with the box around most of a body's mask painted in the frame's mean colour.

    A box, since a patch of the body's own shape is taken for a person again; ``trimmed_aside`` per cent of
    the mask may lie beyond it at each side.
    """
    rows, columns = np.nonzero(body.mask > _IN_MASK)
    out = image.copy()
    if not len(rows):
        return out
    places = transform(np.stack([columns, rows], axis=1).astype(np.float32), body.to_frame)
    left, right = _middle(places[:, 0], trimmed_aside)
    top, bottom = _middle(places[:, 1], _TRIMMED)
    out[top:bottom, left:right] = image[::8, ::8].reshape(-1, image.shape[2]).mean(axis=0)
    return out


def _middle(values: NDArray[np.float32], trimmed: float) -> tuple[int, int]:
    low, high = np.percentile(values, [trimmed, 100.0 - trimmed])
    return max(0, int(low)), max(0, int(high))
