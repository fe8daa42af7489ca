"""A stranger standing: spine, legs and neck turned by the law, the skin moved along."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.bodies.rotation import Matrix, Points, about_x, about_y, about_z
from models.bodies.skeleton import Pose, skin, stand
from models.bodies.truth import LEFT_ASIS, LEFT_PSIS, RIGHT_ASIS, RIGHT_PSIS, tilt_deg
from models.strangers.anatomy import Anatomy
from models.strangers.law import SPINE, Habit, Stance, carry

SPINES = (LEFT_ASIS, LEFT_PSIS, RIGHT_ASIS, RIGHT_PSIS)
JOINTS = (
    *("head", "neck01"),
    *(f"{bone}.{side}" for bone in ("upperarm01", "lowerarm01", "wrist") for side in "LR"),
    *(f"{bone}.{side}" for bone in ("upperleg01", "lowerleg01", "foot") for side in "LR"),
)


@dataclass(frozen=True)
class Standing:
    """A posed body: skin (V, 3) and bones in metres, hip joints over the origin, soles on z = 0."""

    anatomy: Anatomy
    stance: Stance
    turns: dict[str, Matrix]
    vertices: NDArray[np.float64]
    pose: Pose

    @property
    def tilt_deg(self) -> float:
        """Mean tilt of both ASIS-PSIS lines, off the posed skin."""
        return tilt_deg(self.vertices)

    def joint(self, bone: str) -> Points:
        """A posed bone's head (3,)."""
        return np.asarray(self.pose.heads[self.anatomy.rig.index(bone)])


def _trunk_turns(stance: Stance) -> dict[str, Matrix]:
    habit = stance.habit
    turns = {"root": about_x(habit.pelvis_deg)}
    turns |= {bone: about_x(deg) for bone, deg in zip(SPINE, stance.spine_deg, strict=True)}
    chest = habit.pelvis_deg + sum(stance.spine_deg)
    # The neck makes up for the chest, so that the eyes look ahead.
    turns["neck01"] = about_x(0.6 * (habit.neck_deg - chest))
    turns["neck02"] = about_x(0.4 * (habit.neck_deg - chest))
    turns["head"] = about_x(habit.gaze_deg - habit.neck_deg)
    return turns


def _leg_turns(habit: Habit) -> dict[str, Matrix]:
    thigh = habit.leg_lean_deg - habit.knee_deg / 2.0
    shank = habit.leg_lean_deg + habit.knee_deg / 2.0
    turns: dict[str, Matrix] = {}
    for name, side in (("L", 1.0), ("R", -1.0)):
        inward = about_y(side * habit.feet_apart_deg)
        turns[f"upperleg01.{name}"] = about_x(-habit.pelvis_deg) @ inward @ about_x(thigh)
        turns[f"lowerleg01.{name}"] = about_x(shank - thigh)
        turns[f"foot.{name}"] = (inward @ about_x(shank)).T @ about_z(side * habit.toes_out_deg)
    return turns


def stand_up(anatomy: Anatomy, habit: Habit) -> Standing:
    """The body in a habit, its arms not yet placed."""
    stance = carry(anatomy.rig, anatomy.figure.heads, habit)
    return settle(anatomy, stance, _trunk_turns(stance) | _leg_turns(habit))


def settle(anatomy: Anatomy, stance: Stance, turns: dict[str, Matrix]) -> Standing:
    """Skin a body with the given turns and set it on the floor over the origin."""
    rig, figure = anatomy.rig, anatomy.figure
    pose = stand(rig, figure.heads, turns)
    vertices = skin(rig, figure.vertices, figure.heads, pose)
    hips = (pose.heads[rig.index("upperleg01.L")] + pose.heads[rig.index("upperleg01.R")]) / 2.0
    shift = -np.array([hips[0], hips[1], float(vertices[:, 2].min())])
    return Standing(anatomy, stance, turns, vertices + shift, Pose(pose.turns, pose.heads + shift))
