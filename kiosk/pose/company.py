"""Who else is in view: the guest is covered up, and what the detector then finds is looked at closely."""

import math

import numpy as np
from numpy.typing import NDArray

from kiosk.camera.frame import Frame
from kiosk.pose.body import Body
from kiosk.pose.detector import Detector
from kiosk.pose.landmarker import Landmarked, Landmarker
from kiosk.pose.region import transform

_IN_MASK = 0.5
_MOST_OTHERS = 3  # each costs a run of the landmark model
_LARGEST = 3.0  # of the guest's region: someone right before the lens; more is a slip of the model
_SAME_PLACE = 0.1  # hips closer than this share of the guest's region: a rest of the guest, not someone else
_TRIMMED = 3.0  # per cent of the mask that may stick out of the cover: fingertips, a wisp of hair


class Company:
    """Measures the other people in a frame beside the guest.

    The detector alone sees one person where two stand close, and gives sizes that are 10-40 % off (on drawn
    pictures); on the covered picture it finds the second, whom the landmark model then measures.
    """

    def __init__(self, detector: Detector, landmarker: Landmarker, least_score: float) -> None:
        self._detector = detector
        self._landmarker = landmarker
        self._least_score = least_score

    def sizes(self, frame: Frame, guest: Landmarked) -> tuple[float, ...]:
        """How large each other person is beside the guest (1.0: as large), by their regions.

        Raises:
            ModelError: a model fails.
        """
        image = covered(frame.image, guest.body)
        alone = Frame(image, frame.at_s, frame.index)
        own = guest.next_region
        sizes = []
        for sighting in self._detector.find(image, _MOST_OTHERS):
            found = self._landmarker.find(alone, sighting.region)
            if found.body.score < self._least_score:
                continue
            region = found.next_region
            if region.size > _LARGEST * own.size:
                continue
            if math.hypot(region.x - own.x, region.y - own.y) > _SAME_PLACE * own.size:
                sizes.append(region.size / own.size)
        return tuple(sizes)


def covered(image: NDArray[np.uint8], body: Body) -> NDArray[np.uint8]:
    """The frame with the box around a body's mask painted in the frame's mean colour.

    A box, since a patch of the body's own shape is taken for a person again.
    """
    rows, columns = np.nonzero(body.mask > _IN_MASK)
    out = image.copy()
    if not len(rows):
        return out
    places = transform(np.stack([columns, rows], axis=1).astype(np.float32), body.to_frame)
    left, top = (max(0, int(v)) for v in np.percentile(places, _TRIMMED, axis=0))
    right, bottom = (max(0, int(v)) for v in np.percentile(places, 100.0 - _TRIMMED, axis=0))
    out[top:bottom, left:right] = image[::8, ::8].reshape(-1, image.shape[2]).mean(axis=0)
    return out
