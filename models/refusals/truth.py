"""Where a drawn guest is in the picture, and which other reason for refusing it is then true as well."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from kiosk.screening.checks import Limits
from kiosk.screening.reason import Reason
from models.bodies.shot import in_room
from models.refusals.draw import Draw, tall_m
from models.refusals.picture import Picture
from models.refusals.views import share_of

Point = tuple[float, float]
_ABOUT_THE_FRAME = {Reason.NOT_IN_FRAME, Reason.TOO_CLOSE}


@dataclass(frozen=True)
class Truth:
    """A guest as drawn, pixels of the first frame.

    Attributes:
        hip_px: the middle of the hip joints.
        head_px: the joint between neck and head, about the height of the mouth.
        feet_px: both ankle joints.
        tall: how much of the picture's height the guest takes up when they stand upright there.
    """

    hip_px: Point
    head_px: Point
    feet_px: tuple[Point, Point]
    tall: float

    @classmethod
    def of(cls, draw: Draw, picture: Picture) -> "Truth | None":
        """The guest of a picture; None where there is none."""
        hip = picture.guest_hip_px()
        if hip is None:
            return None
        head, left, right = (_joint_px(picture, name) for name in ("head", "foot.L", "foot.R"))
        return cls(hip, head, (left, right), share_of(picture.scenery.camera, tall_m(draw.guest)))

    @classmethod
    def loaded(cls, kept: dict[str, Any]) -> "Truth":
        """What was kept of a truth as JSON."""
        left, right = kept["feet_px"]
        return cls(
            _point(kept["hip_px"]), _point(kept["head_px"]), (_point(left), _point(right)), kept["tall"]
        )


def _point(kept: list[float]) -> Point:
    return kept[0], kept[1]


def _joint_px(picture: Picture, name: str) -> Point:
    guest = picture.people[0]
    place = in_room(guest, guest.person.joint(name)[np.newaxis])
    x, y = picture.scenery.camera.project(place)[0]
    return float(x), float(y)


def also_right(right: tuple[Reason, ...], truth: Truth | None, size: tuple[int, int]) -> tuple[Reason, ...]:
    """The reasons besides a case's own that its picture bears out: they are right answers, too.

    A guest who bends, turns or meets somebody may do so at the picture's edge or far off by chance. "Not in
    frame" is true where the joint under the head or an ankle lies outside the picture, "too far" where the
    guest would stand smaller in it than the kiosk measures (``Limits.far``). Cases that are themselves about
    what of the guest is in the picture are left as they are, and no measurable picture becomes one to refuse.

    Args:
        right: the case's own reasons; none where it can be measured.
        truth: the guest.
        size: the picture's width and height, pixels.
    """
    if not right or truth is None or _ABOUT_THE_FRAME & set(right):
        return ()
    ends = (truth.head_px, *truth.feet_px)
    out = any(not (0 <= x < size[0] and 0 <= y < size[1]) for x, y in ends)
    found = (Reason.NOT_IN_FRAME,) * out + (Reason.TOO_FAR,) * (truth.tall < Limits().far)
    return tuple(reason for reason in found if reason not in right)
