"""A figure in a stance: bones placed, skin moved, feet on the floor, and the tilt that was made."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.bodies.arms import Arms, arm_turns
from models.bodies.posture import Leg, Posture, leg_turns, trunk_turns
from models.bodies.regions import Regions
from models.bodies.rotation import Matrix, Points
from models.bodies.skeleton import Pose, skin, stand, vertex_normals
from models.bodies.truth import tilt_deg

# Joints whose pixels go into the truth file, in this order.
JOINTS = (
    "head",
    "neck01",
    "upperarm01.L",
    "upperarm01.R",
    "lowerarm01.L",
    "lowerarm01.R",
    "wrist.L",
    "wrist.R",
    "upperleg01.L",
    "upperleg01.R",
    "lowerleg01.L",
    "lowerleg01.R",
    "foot.L",
    "foot.R",
)


@dataclass(frozen=True)
class Person:
    """A posed body in its own axes (x left, y back, z up), hip joints over the origin, soles on z = 0."""

    regions: Regions
    vertices: NDArray[np.float64]
    normals: NDArray[np.float64]
    pose: Pose
    tilt_deg: float

    def joint(self, bone: str) -> Points:
        """A posed bone's head (3,), metres."""
        return np.asarray(self.pose.heads[self.regions.rig.index(bone)])


def pose_person(
    regions: Regions, posture: Posture, arms: Arms, legs: tuple[Leg, Leg] | None = None
) -> Person:
    """Stand a figure in a posture with its arms held so; the tilt is read off the posed skin.

    `legs` (left, right) replaces the posture's own, for a body that steps.
    """
    turns = body_turns(regions, posture, legs)
    return settle(regions, turns | arms_on(regions, turns, arms))


def body_turns(regions: Regions, posture: Posture, legs: tuple[Leg, Leg] | None = None) -> dict[str, Matrix]:
    """Turns of everything but the arms."""
    return trunk_turns(posture) | leg_turns(regions.rig, regions.figure.heads, posture, legs)


def arms_on(regions: Regions, turns: dict[str, Matrix], arms: Arms) -> dict[str, Matrix]:
    """Turns of the arms on a body that stands by `turns`."""
    rig, figure = regions.rig, regions.figure
    trunk = stand(rig, figure.heads, turns)
    front = (regions.arm_weight < 0.3) & (regions.trunk > -0.1) & (regions.trunk < 1.0)
    chest = skin(rig, figure.vertices, figure.heads, trunk)[front]
    return arm_turns(rig, figure.heads, trunk, chest, arms)


def settle(regions: Regions, turns: dict[str, Matrix]) -> Person:
    """Skin a figure with the given turns of its bones, and set it down over the origin."""
    rig, figure = regions.rig, regions.figure
    pose = stand(rig, figure.heads, turns)
    vertices = skin(rig, figure.vertices, figure.heads, pose)
    hips = (pose.heads[rig.index("upperleg01.L")] + pose.heads[rig.index("upperleg01.R")]) / 2.0
    shift = -np.array([hips[0], hips[1], float(vertices[:, 2].min())])
    vertices = vertices + shift
    normals = vertex_normals(vertices, rig.faces, rig.face_of_vertex)
    return Person(regions, vertices, normals, Pose(pose.turns, pose.heads + shift), tilt_deg(vertices))


def lift(person: Person, height_m: float) -> Person:
    """The same person standing on soles `height_m` thick."""
    up = np.array([0.0, 0.0, height_m])
    pose = Pose(person.pose.turns, person.pose.heads + up)
    return Person(person.regions, person.vertices + up, person.normals, pose, person.tilt_deg)
