"""Scripted stand-ins for the two pose networks, and what a tracker is shown."""

import dataclasses
import math

import numpy as np

from kiosk.camera.frame import Frame
from kiosk.pose.body import Keypoint
from kiosk.pose.detector import Sighting
from kiosk.pose.landmarker import Landmarked
from kiosk.pose.proof import recut
from kiosk.pose.search import MAT
from tests.bodies import moved, standing

IMAGE = np.zeros((1280, 720, 3), np.uint8)
IMAGE[:200, :200] = 255
GUEST_MASK = np.zeros((256, 256), np.float32)
GUEST_MASK[40:240, 110:140] = 1
CUT_OFF_MASK = np.zeros((256, 256), np.float32)
CUT_OFF_MASK[:, 110:140] = 1


class ScriptedDetector:
    """Sees ``people``, and ``others`` once the guest is covered up: every second look."""

    def __init__(self, *people, others=()):
        self.people, self.others, self.pictures = list(people), list(others), []

    @property
    def runs(self):
        return len(self.pictures)

    def find(self, image, most=5):
        self.pictures.append(image)
        seen = self.others if covered_up(image) else self.people
        return [Sighting(0.9, np.zeros(4, np.float32), region) for region in seen]


def covered_up(image):
    """The frames here are black but for one white corner, so their mean, which covers the guest, is not."""
    return image.shape == IMAGE.shape and image[640].any()


class ScriptedLandmarker:
    """Finds a body in every region unless ``empty``, ``shift`` px further on; remembers where it looked.

    At the mat, beside the covered guest and at the frame's edges it finds nobody, and ``asides`` counts those
    looks. Looks at other crops of what it saw, and at the mirror image, are not among those ``looked``:
    test_proof and test_mirror have those.
    """

    def __init__(self, shift=1, score=0.9, mask=GUEST_MASK, again=None):
        self.looked, self.empty, self.shift, self.score, self.mask = [], False, shift, score, mask
        self.asides, self.again, self.half = 0, again, 0.1

    def find(self, frame, region):
        mat = MAT.region(frame.size)
        at_edge = not (frame.image[0, 0].any() or frame.image[0, -1].any())
        aside = at_edge or (region.y, region.size) == (mat.y, mat.size) or self._beside(frame, region)
        self.asides += aside
        again = any(region in recut(look) for look in self.looked)
        if not aside and not again and not (frame.image[0, -1] == 255).all():
            self.looked.append(region)
        score = self.again if again and self.again else self.score
        score = 0.1 if self.empty or aside else score
        body = dataclasses.replace(standing(at_s=frame.at_s), score=score, mask=self.mask)
        return Landmarked(body, dataclasses.replace(region, x=region.x + self.shift))

    def _beside(self, frame, region):
        """Whether a region of the covered picture is 0.3 of its size from where the guest was seen."""
        if not covered_up(frame.image):
            return False
        away = (abs(region.x - (guest.x + self.shift)) / region.size for guest in self.looked)
        return any(math.isclose(share, 0.3, abs_tol=1e-9) for share in away)


class RegionLandmarker(ScriptedLandmarker):
    """Draws each body's mask in its own region: those who stand apart share none of it."""

    def find(self, frame, region):
        found = super().find(frame, region)
        body = dataclasses.replace(found.body, to_frame=region.to_frame(256))
        return dataclasses.replace(found, body=body)


def on_their_head():
    """The shoulders 290 px below the hips."""
    body = standing()
    for keypoint in (Keypoint.LEFT_SHOULDER, Keypoint.RIGHT_SHOULDER):
        body = moved(body, keypoint, 360, body.point(Keypoint.LEFT_HIP)[1] + 290)
    return body


def frame(at_s):
    return Frame(IMAGE, at_s, int(at_s * 100))


class HalfOut(ScriptedLandmarker):
    """Somebody of whom half stands at the right edge: seen beside their mirror image only."""

    def find(self, frame, region):
        self.score = 0.1
        found = super().find(frame, region)
        if frame.image[0].any():
            return found
        return dataclasses.replace(found, body=dataclasses.replace(found.body, score=0.95))


class AtTheMat(RegionLandmarker):
    """Somebody stands at the mat, ``larger`` times as large as the region of the others."""

    def __init__(self, larger, score=0.95):
        super().__init__(shift=0)
        self.larger, self.sure = larger, score

    def find(self, frame, region):
        mat = MAT.region(frame.size)
        there = dataclasses.replace(mat, size=self.larger)
        if region in (mat, there, *recut(there)):
            self.asides += 1
            body = dataclasses.replace(standing(at_s=frame.at_s), score=self.sure, mask=self.mask)
            return Landmarked(dataclasses.replace(body, to_frame=there.to_frame(256)), there)
        self.score = 0.9 if region.size < 600 else 0.1
        return super().find(frame, region)
