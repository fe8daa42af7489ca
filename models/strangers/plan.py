"""Which pictures each stranger has: three standing, and for every third an arch, a rest and a tuck."""

from dataclasses import dataclass
from typing import Literal

PoseName = Literal["rest", "arch", "tuck"]
STANDING = 3  # pictures of each body standing at rest, each in new clothes
TRIPLE: tuple[PoseName, ...] = ("arch", "rest", "tuck")
TRIPLE_EVERY = 3  # bodies


@dataclass(frozen=True)
class Plan:
    """Which picture of a body this is: `image` numbers it, `triple` tells the three that belong together."""

    body: int
    image: int
    pose: PoseName
    triple: int | None


def plans(body: int) -> list[Plan]:
    """The pictures of a body, in the order of their numbers."""
    planned = [Plan(body, image, "rest", None) for image in range(STANDING)]
    if body % TRIPLE_EVERY == 0:
        planned += [Plan(body, STANDING + i, pose, body) for i, pose in enumerate(TRIPLE)]
    return planned


def pictures_of(body: int) -> int:
    """How many pictures a body has."""
    return len(plans(body))
