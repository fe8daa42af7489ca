"""Who else is in view: the guest is covered up, and what the detector then finds is looked at closely."""

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.frame import Frame
from kiosk.pose.body import MASK_SIZE, Body
from kiosk.pose.detector import Detector, Sighting
from kiosk.pose.landmarker import Landmarked, Landmarker
from kiosk.pose.region import Region, transform

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
# What the detector and the landmark model must make of somebody. Drawn: 0.74 and 1.0 or more for all others
# in view; clutter that neither knows scores up to 0.67 and 0.75.
_SEEN, _THERE = 0.7, 0.85
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

    def sizes(self, frame: Frame, guest: Landmarked, seen: Sequence[Sighting] = ()) -> tuple[float, ...]:
        """How large each other person is beside the guest (1.0: as large), by their regions.

        Args:
            frame: the picture.
            guest: who is the guest in it.
            seen: whom the detector sees in the whole picture, for a closer look than usual.

        Raises:
            ModelError: a model fails.
        """
        sizes = self._measured(frame, guest, _TRIMMED)
        if not sizes and seen:
            sizes = self._measured(frame, guest, _TRIMMED_MORE)
        if max(sizes, default=0.0) >= _ALIKE:
            return sizes
        return sizes + alike(seen, guest.next_region)

    def _measured(self, frame: Frame, guest: Landmarked, trimmed_aside: float) -> tuple[float, ...]:
        image = covered(frame.image, guest.body, trimmed_aside)
        alone = Frame(image, frame.at_s, frame.index)
        own = guest.next_region
        sizes = []
        for sighting in self._detector.find(image, _MOST_OTHERS):
            if sighting.region.size < _LEAST * own.size or sighting.score < _SEEN:
                continue
            found = self._landmarker.find(alone, sighting.region)
            region = found.next_region
            if found.body.score < _THERE or region.size > _LARGEST * own.size:
                continue
            apart = math.hypot(region.x - own.x, region.y - own.y) > _SAME_PLACE * own.size
            if apart and shared(found.body, guest.body) < _SAME_MASK:
                sizes.append(region.size / own.size)
        return tuple(sizes)


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
