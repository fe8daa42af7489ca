"""Where on the body a point of skin lies, in coordinates that clothes are cut by."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.bodies.body import Figure
from models.bodies.rotation import Points
from models.bodies.skeleton import Rig

Field = NDArray[np.float64]


@dataclass(frozen=True)
class Regions:
    """Body coordinates of every skin vertex (V,), the same whatever the pose.

    `trunk` is height between hip joints (0) and shoulder joints (1), running on above and below;
    `arm` distance along the arm: 0 shoulder, 1 elbow, 2 wrist; `leg` along the leg: 0 hip, 1 knee, 2 ankle.
    Where a vertex is on no arm (leg) its coordinate is -1.
    """

    rig: Rig
    figure: Figure

    @cached_property
    def arm_weight(self) -> Field:
        """How much of a vertex hangs on arm and hand."""
        return self.rig.weight_of("upperarm", "lowerarm", "wrist", "finger", "metacarpal")

    @cached_property
    def leg_weight(self) -> Field:
        """How much of a vertex hangs on thigh, shank and foot."""
        return self.rig.weight_of("upperleg", "lowerleg", "foot", "toe")

    @cached_property
    def head_weight(self) -> Field:
        """How much of a vertex hangs on the head."""
        return self.rig.weight_of("head", "eye", "neck03")

    @cached_property
    def neck_weight(self) -> Field:
        """How much of a vertex hangs on the neck below the head."""
        return self.rig.weight_of("neck01", "neck02")

    @cached_property
    def foot_weight(self) -> Field:
        """How much of a vertex hangs on foot and toes."""
        return self.rig.weight_of("foot", "toe")

    @cached_property
    def hand_weight(self) -> Field:
        """How much of a vertex hangs on wrist and fingers."""
        return self.rig.weight_of("wrist", "finger", "metacarpal")

    def joint(self, bone: str) -> Points:
        """A bone's head at rest (3,), metres."""
        return np.asarray(self.figure.heads[self.rig.index(bone)])

    @cached_property
    def trunk(self) -> Field:
        """Height on the trunk, hips 0 to shoulders 1."""
        hip, shoulder = self.joint("upperleg01.L")[2], self.joint("upperarm01.L")[2]
        return np.asarray((self.figure.vertices[:, 2] - hip) / (shoulder - hip))

    @cached_property
    def arm(self) -> Field:
        """Distance along the arm, shoulder 0, elbow 1, wrist 2; -1 off the arms."""
        along = self._along(("upperarm01", "lowerarm01", "wrist"))
        return np.where(self.arm_weight > 0.5, np.maximum(along, 0.0), -1.0)

    @cached_property
    def leg(self) -> Field:
        """Distance along the leg, hip 0, knee 1, ankle 2; -1 off the legs."""
        along = self._along(("upperleg01", "lowerleg01", "foot"))
        return np.where(self.leg_weight > 0.25, np.maximum(along, 0.0), -1.0)

    def _along(self, bones: tuple[str, str, str]) -> Field:
        """Where a vertex projects onto its own side's limb, counted in segments from the limb's root."""
        total = np.zeros(len(self.figure.vertices))
        for side, mine in (("L", self.figure.vertices[:, 0] >= 0), ("R", self.figure.vertices[:, 0] < 0)):
            root, middle, end = (self.joint(f"{bone}.{side}") for bone in bones)
            first, second = middle - root, end - middle
            upper = (self.figure.vertices - root) @ first / (first @ first)
            lower = (self.figure.vertices - middle) @ second / (second @ second)
            along = np.where(upper < 1.0, upper, np.maximum(1.0, 1.0 + lower))
            total = np.where(mine, along, total)
        return total

    @cached_property
    def eye_height(self) -> float:
        """Height of the eyes at rest, metres."""
        return float(self.joint("eye.L")[2])
