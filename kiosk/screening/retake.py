"""A photograph is looked at several times, a little moved and mirrored: what a film does by itself."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.frame import Frame
from kiosk.pose.body import Body
from kiosk.screening.checks import body_height_px
from kiosk.screening.ports import Observation, Sight

# Shares of the picture's height to the right and down, and the scale. One look wavers by half a degree of
# tilt with its place in the picture, and by one from that to its mirror image's; all together by a third
# of a degree (models/tilt/report.md). No direction is favoured.
_LOOKS = ((0.006, -0.004, 1.0), (-0.004, 0.006, 0.98), (-0.002, -0.002, 1.02))


# A look whose keypoints lie farther off than this share of the guest's height, on average, is at something
# else: a roof or a picture on the wall that the model takes for a body in one of the looks.
_SAME_GUEST = 0.06


def retaken(
    frame: Frame, guest: Body, sight: Sight, observe: Callable[[Body], Observation | None]
) -> list[Observation]:
    """What further looks at a photograph say; the sight must have seen the guest in it last.

    Raises:
        ModelError: a model fails.
    """
    bodies = list(_looks(frame, sight))
    mirror = replace(frame, image=np.ascontiguousarray(frame.image[:, ::-1]))
    sight.forget()
    first = sight.see(mirror).body
    if first is not None:
        bodies += [body.mirrored() for body in (first, *_looks(mirror, sight))]
    sight.forget()
    found = [observe(body) for body in bodies if _apart(guest, body) <= _SAME_GUEST]
    return [seen for seen in found if seen is not None]


def _apart(one: Body, other: Body) -> float:
    """How far the keypoints of two bodies lie apart on average, in heights of the first."""
    return float(np.linalg.norm(one.points - other.points, axis=1).mean()) / max(body_height_px(one), 1.0)


def _looks(frame: Frame, sight: Sight) -> Iterator[Body]:
    for right, down, scale in _LOOKS:
        body = sight.see(replace(frame, image=moved(frame.image, right, down, scale))).body
        if body is not None:
            yield body


def moved(image: NDArray[np.uint8], right: float, down: float, scale: float) -> NDArray[np.uint8]:
    """The picture scaled about its middle and shifted by shares of its height; its edges run on."""
    height, width = image.shape[:2]
    across = right * height + (1.0 - scale) * (width - 1) / 2
    along = down * height + (1.0 - scale) * (height - 1) / 2
    matrix = np.array([[scale, 0.0, across], [0.0, scale, along]])
    return np.asarray(
        cv2.warpAffine(image, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8
    )
