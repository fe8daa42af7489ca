"""Where a point of skin lies on the body at rest: the coordinates that clothes and hair are cut by."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.bodies.body import Figure
from models.bodies.rotation import Points
from models.bodies.skeleton import Rig

Field = NDArray[np.float64]
ARM = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
LEG = ("upperleg", "lowerleg", "foot", "toe")


@dataclass(frozen=True)
class Anatomy:
    """Fields (V,) over the skin of one body at rest, lengths in metres."""

    rig: Rig
    figure: Figure

    def joint(self, bone: str) -> Points:
        """A bone's head at rest (3,)."""
        return np.asarray(self.figure.heads[self.rig.index(bone)])

    @cached_property
    def scale(self) -> float:
        """Stature over 1.70 m: what clothes are cut to."""
        return self.figure.height_m / 1.70

    @cached_property
    def arm(self) -> Field:
        """How much of a vertex hangs on arm and hand."""
        return self.rig.weight_of(*ARM)

    @cached_property
    def hand(self) -> Field:
        """How much of a vertex hangs on the hand."""
        return self.rig.weight_of("wrist", "finger", "metacarpal")

    @cached_property
    def leg(self) -> Field:
        """How much of a vertex hangs on thigh, shank and foot."""
        return self.rig.weight_of(*LEG)

    @cached_property
    def foot(self) -> Field:
        """How much of a vertex hangs on foot and toes."""
        return self.rig.weight_of("foot", "toe")

    @cached_property
    def head(self) -> Field:
        """How much of a vertex hangs on the head and the top of the neck."""
        return self.rig.weight_of("head", "eye", "neck03")

    @cached_property
    def below_neck(self) -> Field:
        """Distance from the neck's base in collar widths, minus one: positive outside a round collar."""
        away = (self.figure.vertices - self.joint("neck01")) / (np.array([0.078, 0.085, 0.062]) * self.scale)
        return np.asarray(np.linalg.norm(away, axis=1)) - 1.0

    @cached_property
    def shoulder_gap(self) -> Field:
        """Distance from the nearer shoulder joint."""
        away = [np.linalg.norm(self.figure.vertices - self.joint(f"upperarm01.{s}"), axis=1) for s in "LR"]
        return np.asarray(np.minimum(*away))

    @cached_property
    def down_arm(self) -> Field:
        """Distance down the arm from the shoulder joint; far below zero off the arms."""
        return np.where(self.arm > 0.35, self._down(("upperarm01", "lowerarm01", "wrist")), -1.0)

    @cached_property
    def down_leg(self) -> Field:
        """Distance down the leg from the hip joint; negative above it."""
        return self._down(("upperleg01", "lowerleg01", "foot"))

    def length(self, upper: str, lower: str) -> float:
        """Distance between two left bones' heads."""
        return float(np.linalg.norm(self.joint(f"{upper}.L") - self.joint(f"{lower}.L")))

    def _down(self, bones: tuple[str, str, str]) -> Field:
        skin = self.figure.vertices
        total = np.zeros(len(skin))
        for side, mine in (("L", skin[:, 0] >= 0.0), ("R", skin[:, 0] < 0.0)):
            root, middle, end = (self.joint(f"{bone}.{side}") for bone in bones)
            first, second = middle - root, end - middle
            upper = (skin - root) @ (first / np.linalg.norm(first))
            lower = (skin - middle) @ (second / np.linalg.norm(second))
            nearer_second = lower > 0.0
            along = np.where(nearer_second, np.linalg.norm(first) + lower, np.minimum(upper, 10.0))
            total = np.where(mine, along, total)
        return total
