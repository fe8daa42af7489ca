"""How strangers stand: the posture law of this world, in degrees, and the spine it bends to keep its lean."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.bodies.rotation import Points
from models.bodies.skeleton import Rig

# Bones of the spine from the pelvis up; the pelvis itself is the root.
SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")
# How much of a turn of the pelvis the whole trunk leans after it: the lumbar spine does not make up for all.
# Within a body this brings lordosis to follow about 1:1 (Levine & Whittle 1996).
LEAN_BETWEEN, LEAN_WITHIN = 0.05, 0.25
# Bodies that tip forward take less of the bend at the thoracolumbar junction: between bodies lordosis
# then tells little of the tilt (Walker 1987: r = 0.32), and the upper back that makes up for it next to none.
RIBS_BETWEEN = -0.8
ARCH_DEG, TUCK_DEG = (8.0, 12.0), (-12.0, -8.0)
# The mean turn of the pelvis by sex. The model's women have flatter pelves by bone than its men; these means
# bring women to about 11 and men to about 10 degrees of tilt (Nguyen & Shultz 2007: women more anterior).
MEN_PELVIS_DEG, WOMEN_PELVIS_DEG = -8.6, 0.4


@dataclass(frozen=True)
class Habit:
    """How one body holds itself when nobody asks for anything.

    `pelvis_deg` turns the pelvis anteriorly from the model's rest; `lean_deg` is the line from the hip joints
    to the base of the neck against the vertical, forward positive; `kyphosis_deg` rounds the upper back and
    `ribs_deg` bends the thoracolumbar junction back and the upper back forward by as much; `shares` tells how
    three lumbar joints split what the lean asks for.
    """

    pelvis_deg: float
    lean_deg: float
    kyphosis_deg: float
    ribs_deg: float
    shares: tuple[float, float, float]
    knee_deg: float
    leg_lean_deg: float
    neck_deg: float
    gaze_deg: float
    feet_apart_deg: float
    toes_out_deg: float


@dataclass(frozen=True)
class Stance:
    """A habit carried out: the bends (5,) of `SPINE`, each relative to the bone below, forward positive."""

    habit: Habit
    spine_deg: tuple[float, float, float, float, float]

    @property
    def lordosis_deg(self) -> float:
        """How far the four lower spine joints bend backward from the model's rest."""
        return -sum(self.spine_deg[:4])

    @property
    def kyphosis_deg(self) -> float:
        """How far the upper back bends forward from the model's rest."""
        return self.spine_deg[4]


def mean_pelvis_deg(femaleness: float) -> float:
    """The mean turn of the pelvis that brings bodies of this sex to their mean tilt."""
    return WOMEN_PELVIS_DEG if femaleness > 0.5 else MEN_PELVIS_DEG


def draw_habit(rng: np.random.Generator, femaleness: float) -> Habit:
    """One body's habit: only the lumbar bends, and traces elsewhere, know of the pelvis."""
    a, b, c = rng.dirichlet([1.5, 12.0, 3.5])
    turn = float(np.clip(rng.normal(0.0, 5.6), -16.0, 16.0))
    return Habit(
        pelvis_deg=mean_pelvis_deg(femaleness) + turn,
        lean_deg=float(rng.normal(1.0, 2.0)) + LEAN_BETWEEN * turn,
        kyphosis_deg=float(np.clip(rng.normal(0.0, 6.5), -14.0, 14.0)),
        ribs_deg=float(np.clip(rng.normal(RIBS_BETWEEN * turn, 13.0), -25.0, 25.0)),
        shares=(float(a), float(b), float(c)),
        knee_deg=float(np.clip(rng.normal(1.0, 1.6), -3.0, 6.0)),
        leg_lean_deg=float(rng.normal(1.2, 0.9)),
        neck_deg=float(rng.normal(4.0, 5.0)),
        gaze_deg=float(rng.normal(0.0, 3.0)),
        feet_apart_deg=float(rng.uniform(2.0, 5.0)),
        toes_out_deg=float(rng.uniform(0.0, 12.0)),
    )


def stand_again(rng: np.random.Generator, habit: Habit) -> Habit:
    """The same body stepping off and on: repositioning moves a standing pelvis by a degree or so."""
    return replace(
        habit,
        pelvis_deg=habit.pelvis_deg + float(rng.normal(0.0, 1.2)),
        lean_deg=habit.lean_deg + float(rng.normal(0.0, 0.6)),
        kyphosis_deg=habit.kyphosis_deg + float(rng.normal(0.0, 1.0)),
        neck_deg=habit.neck_deg + float(rng.normal(0.0, 1.5)),
        leg_lean_deg=habit.leg_lean_deg + float(rng.normal(0.0, 0.4)),
    )


def tipped(rng: np.random.Generator, habit: Habit, pose: str) -> Habit:
    """The habit with the pelvis arched or tucked on request, all else within a fidget of where it was.

    Raises:
        ValueError: `pose` is none of rest, arch, tuck.
    """
    spans = {"rest": (0.0, 0.0), "arch": ARCH_DEG, "tuck": TUCK_DEG}
    if pose not in spans:
        raise ValueError(f"a body rests, arches or tucks; {pose!r} is none of these")
    turn = float(rng.uniform(*spans[pose]))
    return replace(
        habit,
        pelvis_deg=habit.pelvis_deg + turn,
        lean_deg=habit.lean_deg + LEAN_WITHIN * turn + float(rng.normal(0.0, 0.4)),
        kyphosis_deg=habit.kyphosis_deg + float(rng.normal(0.0, 0.5)),
    )


def _chain(rig: Rig, heads: Points) -> NDArray[np.float64]:
    """Sagittal links (6, 2), back and up, from the hip joints up the spine to the base of the neck."""
    hips = (heads[rig.index("upperleg01.L")] + heads[rig.index("upperleg01.R")]) / 2.0
    points = [hips, *(heads[rig.index(bone)] for bone in SPINE), heads[rig.index("neck01")]]
    return np.diff(np.array(points)[:, 1:], axis=0)


def lean_deg(links: NDArray[np.float64], pelvis_deg: float, spine_deg: tuple[float, ...]) -> float:
    """Forward lean, hip joints to base of neck, when links (6, 2) turn by the pelvis, then joint by joint.

    The first link goes with the pelvis alone.
    """
    turned = np.deg2rad(np.concatenate([[pelvis_deg], pelvis_deg + np.cumsum(spine_deg)]))
    back = float((np.cos(turned) * links[:, 0] - np.sin(turned) * links[:, 1]).sum())
    up = float((np.sin(turned) * links[:, 0] + np.cos(turned) * links[:, 1]).sum())
    return float(np.rad2deg(np.arctan2(-back, up)))


def _bends(habit: Habit, lumbar_deg: float) -> tuple[float, float, float, float, float]:
    low, middle, high = habit.shares
    junction = high * lumbar_deg - habit.ribs_deg
    return (0.0, low * lumbar_deg, middle * lumbar_deg, junction, habit.kyphosis_deg + habit.ribs_deg)


def carry(rig: Rig, heads: Points, habit: Habit) -> Stance:
    """Bend the lumbar spine until the trunk leans as the habit says (bisection; lean rises with the bend)."""
    links = _chain(rig, heads)
    low, high = -90.0, 90.0
    for _ in range(36):
        middle = (low + high) / 2.0
        if lean_deg(links, habit.pelvis_deg, _bends(habit, middle)) < habit.lean_deg:
            low = middle
        else:
            high = middle
    return Stance(habit, _bends(habit, (low + high) / 2.0))
