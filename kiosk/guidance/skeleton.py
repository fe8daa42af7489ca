"""A small person as data: joint angles become points, and what the body touches can be measured.

The person is seen from the side and faces right. Lengths are the drawing's own units, x right and y down; the
proportions are about those of an adult. Headings are degrees clockwise from straight up.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

WIDTH: Final = 180.0
HEIGHT: Final = 140.0
FLOOR_Y: Final = 132.0

Point = tuple[float, float]

LENGTHS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "pelvis": 11.0,
        "lumbar": 12.0,
        "chest": 15.0,
        "neck": 15.5,
        "thigh": 29.0,
        "shank": 29.0,
        "upper_arm": 21.0,
        "forearm": 18.0,
        "hand": 7.0,
    }
)
HEEL: Final[Point] = (-3.5, 3.0)  # from the ankle: along the foot, towards the sole
TOE: Final[Point] = (13.0, 3.4)
NOSE: Final = 8.0

RADII: Final[Mapping[str, float]] = MappingProxyType(
    {
        "hip": 9.0,
        "waist": 7.6,
        "loin": 7.8,
        "chest": 8.6,
        "shoulder": 6.6,
        "head": 8.4,
        "thigh": 5.8,
        "knee": 4.6,
        "calf": 4.6,
        "ankle": 3.0,
        "heel": 2.6,
        "toe": 2.2,
        "elbow": 3.3,
        "wrist": 2.7,
        "hand": 2.3,
    }
)
"""How thick the body is around each point: half the width, so that a limb tapers from one to the next."""


@dataclass(frozen=True, slots=True)
class Leg:
    """Degrees: hip forward, knee bent, toes drawn up (0: the foot square to the shin)."""

    hip: float = 0.0
    knee: float = 0.0
    ankle: float = 0.0


@dataclass(frozen=True, slots=True)
class Arm:
    """Degrees: arm raised forward (0 beside the trunk, 180 overhead), elbow bent, hand bent back.

    ``seen`` is the part of the forearm's length that is seen: less than 1 where it lies across the body.
    """

    shoulder: float = 0.0
    elbow: float = 0.0
    wrist: float = 0.0
    seen: float = 1.0


@dataclass(frozen=True, slots=True)
class Flat:
    """A level surface from ``left`` to ``right``: the floor, or a seat ``thick`` units deep on legs."""

    y: float = FLOOR_Y
    left: float = 6.0
    right: float = WIDTH - 6.0
    thick: float = 0.0

    def gap(self, at: Point, radius: float) -> float:
        """How far a round part of the body is above the surface; below zero it has sunk in."""
        return self.y - at[1] - radius


@dataclass(frozen=True, slots=True)
class Wall:
    """An upright surface at ``x``; the person stands on its left, or on its right where ``behind``."""

    x: float
    behind: bool = False

    def gap(self, at: Point, radius: float) -> float:
        """How far a round part of the body is from the wall; below zero it has sunk in."""
        return (at[0] - self.x if self.behind else self.x - at[0]) - radius


@dataclass(frozen=True, slots=True)
class Round:
    """A roller seen from its end, or a ``solid`` ball."""

    x: float
    y: float
    radius: float
    solid: bool = False

    def gap(self, at: Point, radius: float) -> float:
        """How far a round part of the body is from it; below zero it has sunk in."""
        return math.hypot(at[0] - self.x, at[1] - self.y) - self.radius - radius


Prop = Flat | Wall | Round
FLOOR: Final = Flat()


@dataclass(frozen=True, slots=True)
class Pose:
    """A person's joint angles in degrees, and where the person is.

    Attributes:
        pelvis: the pelvis's heading: 0 upright, 90 face down, -90 on the back with the head to the left.
        lumbar, chest, neck: each bent forward against the part below it.
        near_leg, far_leg, near_arm, far_arm: the limbs; near is towards the reader.
        anchor: the point that is placed, and where.
        contacts: which points touch what: a thing, or another point of the body by name.
    """

    anchor: tuple[str, float, float]
    pelvis: float = 0.0
    lumbar: float = 0.0
    chest: float = 0.0
    neck: float = 0.0
    near_leg: Leg = Leg()
    far_leg: Leg = Leg()
    near_arm: Arm = Arm()
    far_arm: Arm = Arm()
    contacts: tuple[tuple[str, Prop | str], ...] = ()


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Where every point of a pose is, and each bone's heading (degrees) and ends."""

    points: Mapping[str, Point]
    bones: Mapping[str, tuple[Point, float]]


@dataclass(slots=True)
class _Walk:
    """Walks from joint to joint, noting where it has been."""

    points: dict[str, Point] = field(default_factory=dict)
    bones: dict[str, tuple[Point, float]] = field(default_factory=dict)

    def step(self, bone: str, start: str, end: str, heading: float, seen: float = 1.0) -> float:
        self.bones[bone] = (self.points[start], heading)
        self.points[end] = ahead(self.points[start], heading, LENGTHS[bone.removeprefix("far_")] * seen)
        return heading


def ahead(start: Point, heading: float, length: float) -> Point:
    """The point ``length`` units from ``start`` along a heading (degrees clockwise from straight up)."""
    turn = math.radians(heading)
    return start[0] + length * math.sin(turn), start[1] - length * math.cos(turn)


def pose_skeleton(pose: Pose) -> Skeleton:
    """Forward kinematics: from joint angles to points, shifted so that the anchor is where it belongs.

    Raises:
        KeyError: the anchor is no point of the body.
    """
    walk = _Walk({"hip": (0.0, 0.0)})
    lumbar = walk.step("pelvis", "hip", "waist", pose.pelvis) + pose.lumbar
    walk.step("lumbar", "waist", "chest", lumbar)
    walk.points["loin"] = ahead(walk.points["waist"], lumbar, LENGTHS["lumbar"] / 2)
    chest = walk.step("chest", "chest", "shoulder", lumbar + pose.chest)
    head = walk.step("neck", "shoulder", "head", chest + pose.neck)
    walk.points["nose"] = ahead(walk.points["head"], head + 94, NOSE)
    for side, leg, arm in (("", pose.near_leg, pose.near_arm), ("far_", pose.far_leg, pose.far_arm)):
        _leg(walk, side, leg, pose.pelvis)
        _arm(walk, side, arm, chest)
    name, x, y = pose.anchor
    right, down = x - walk.points[name][0], y - walk.points[name][1]
    return Skeleton(
        {at: (px + right, py + down) for at, (px, py) in walk.points.items()},
        {bone: ((px + right, py + down), heading) for bone, ((px, py), heading) in walk.bones.items()},
    )


def gap(skeleton: Skeleton, point: str, on: Prop | str) -> float:
    """How far a point's skin is from a thing or from another point's skin; below zero it has sunk in."""
    at, size = skeleton.points[point], radius(point)
    if isinstance(on, str):
        return math.dist(at, skeleton.points[on]) - size - radius(on)
    return on.gap(at, size)


def _leg(walk: _Walk, side: str, leg: Leg, pelvis: float) -> None:
    thigh = walk.step(f"{side}thigh", "hip", f"{side}knee", pelvis + 180 - leg.hip)
    shank = walk.step(f"{side}shank", f"{side}knee", f"{side}ankle", thigh + leg.knee)
    walk.points[f"{side}thigh"] = ahead(walk.points["hip"], thigh, LENGTHS["thigh"] * 0.6)
    walk.points[f"{side}calf"] = ahead(walk.points[f"{side}knee"], shank, LENGTHS["shank"] * 0.35)
    foot = shank - 90 - leg.ankle
    for end, (along, down) in (("heel", HEEL), ("toe", TOE)):
        walk.points[f"{side}{end}"] = ahead(ahead(walk.points[f"{side}ankle"], foot, along), foot + 90, down)


def _arm(walk: _Walk, side: str, arm: Arm, chest: float) -> None:
    upper = walk.step(f"{side}upper_arm", "shoulder", f"{side}elbow", chest + 180 - arm.shoulder)
    fore = walk.step(f"{side}forearm", f"{side}elbow", f"{side}wrist", upper - arm.elbow, arm.seen)
    walk.step(f"{side}hand", f"{side}wrist", f"{side}hand", fore - arm.wrist, arm.seen)


def radius(point: str) -> float:
    """Half the body's width at a point, either side's."""
    return RADII[point.removeprefix("far_")]
