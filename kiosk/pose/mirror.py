"""Look at the guest in the frame's mirror image, too: where the model errs in one it seldom does in both."""

from dataclasses import replace

import numpy as np

from kiosk.camera.frame import Frame
from kiosk.pose.body import Body, Keypoint
from kiosk.pose.landmarker import Landmarked, Landmarker
from kiosk.pose.proof import moved
from kiosk.pose.region import Region

_SURE = 0.5  # MediaPipe's min_tracking_confidence
_SHIFTED = 0.015  # of the region: more than the model's jitter (0.008), less than turning by 20 degrees

# Of the trunk, and as a slope: two thirds of what the position checks let pass, so that no look is missed
# that could change what they say.
_ACROSS, _ALONG = 0.12, 0.38


class Mirror:
    """The guest as the mirror image shows them, looked at again when they moved and now and then.

    Args:
        landmarker: finds the body.
        again_s: one who moved is looked at again after so many seconds ...
        anew_s: ... and one who did not after so many.
    """

    def __init__(self, landmarker: Landmarker, again_s: float, anew_s: float) -> None:
        self._landmarker = landmarker
        self._again_s = again_s
        self._anew_s = anew_s
        self.forget()

    def forget(self) -> None:
        """Look at the next guest at once."""
        self._of: Body | None = None
        self._seen: Body | None = None

    def see(self, frame: Frame, guest: Landmarked) -> Body | None:
        """The guest by the last look at a mirror image, in the frame's own pixels.

        None if they were not found in it, or stand so plainly side-on that nobody need look.

        Raises:
            ModelError: the model fails.
        """
        if not _may_be_turned(guest.body):
            return None
        if self._due(frame.at_s, guest):
            image = np.ascontiguousarray(frame.image[:, ::-1])
            region = mirrored(guest.next_region, frame.size[0])
            body = self._landmarker.find(replace(frame, image=image), region).body
            self._seen = body.mirrored() if body.score >= _SURE else None
            self._of = guest.body
        return self._seen

    def _due(self, at_s: float, guest: Landmarked) -> bool:
        if self._of is None:
            return True
        shifted = moved(self._of, guest.body) > _SHIFTED * guest.next_region.size
        return not 0 <= at_s - self._of.at_s < (self._again_s if shifted else self._anew_s)


def _may_be_turned(body: Body) -> bool:
    """Whether shoulders or hips lie apart across the image, or along it in the model's 3-D guess."""
    pairs = (
        (Keypoint.LEFT_SHOULDER, Keypoint.RIGHT_SHOULDER),
        (Keypoint.LEFT_HIP, Keypoint.RIGHT_HIP),
    )
    trunk = float(np.hypot(*(body.middle(*pairs[0]) - body.middle(*pairs[1]))))
    across = max(abs(float(body.point(left)[0] - body.point(right)[0])) for left, right in pairs)
    left, right = (body.world[keypoint] for keypoint in pairs[0])
    along = abs(float(left[0] - right[0])) > _ALONG * abs(float(left[2] - right[2]))
    return along or across > _ACROSS * trunk


def mirrored(region: Region, width: int) -> Region:
    """Where a region lies in the mirror image of a frame so wide."""
    return replace(region, x=width - region.x, angle_rad=-region.angle_rad)
