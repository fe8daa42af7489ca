"""How strangers hold their arms: crossed over the chest, clasped in front or hanging, clear of the body."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from models.bodies.rotation import Matrix, Points, about, aligning, frame, reach, twist_deg
from models.bodies.skeleton import Pose, Rig

Arms = Literal["crossed", "clasped", "hanging"]
SIDES = (("L", 1.0), ("R", -1.0))


@dataclass(frozen=True)
class Bent:
    """Directions (3,) of upper arm, forearm and hand, and how far the forearm turns its palm inward."""

    upper: Points
    fore: Points
    hand: Points
    palm_in_deg: float


@dataclass(frozen=True)
class Hold:
    """One way of holding the arms; lengths in shares of stature / 1.70 m, 0..1 numbers are drawn once a shot.

    `over` is +1 when the left arm lies outside; `clear_m` keeps the arms off cloth.
    """

    arms: Arms
    over: float
    rise: float
    inward: float
    swing_deg: float
    bend_deg: float
    clear_m: float


def draw_hold(rng: np.random.Generator, arms: Arms, clear_m: float) -> Hold:
    """A hold of the given kind, each a little different."""
    return Hold(
        arms=arms,
        over=float(rng.choice([-1.0, 1.0])),
        rise=float(rng.uniform(0.0, 1.0)),
        inward=float(rng.uniform(0.0, 1.0)),
        swing_deg=float(rng.normal(0.0, 5.0)),
        bend_deg=float(rng.uniform(8.0, 26.0)),
        clear_m=clear_m,
    )


def _front(trunk: Points, height: float, low_x: float, high_x: float) -> float:
    """How far forward (least y) the clothed trunk (N, 3) comes in a window of the front."""
    near = (np.abs(trunk[:, 2] - height) < 0.05) & (trunk[:, 0] > low_x) & (trunk[:, 0] < high_x)
    return float(trunk[near, 1].min()) if near.any() else float(np.percentile(trunk[:, 1], 2.0))


def _side(trunk: Points, height: float, side: float) -> float:
    """How far aside the clothed trunk (N, 3) comes at a height, on one side."""
    near = np.abs(trunk[:, 2] - height) < 0.05
    return float((side * trunk[near, 0]).max()) if near.any() else 0.15


def _crossed(hold: Hold, shoulder: Points, arm: tuple[float, float], side: float, trunk: Points) -> Bent:
    upper, fore = arm
    outside = hold.over == side
    height = float(shoulder[2]) - upper * (0.72 + 0.16 * hold.rise) + (0.02 if outside else 0.0)
    across = -side * (0.065 + 0.035 * hold.inward)
    front = _front(trunk, height, -0.13, 0.13)
    layer = 0.030 + hold.clear_m + (0.045 if outside else 0.0)
    target = np.array([across, front - layer, height + (0.035 if outside else 0.01)])
    pole = np.array([side * 0.6, -0.25 if outside else -0.1, -1.0])
    u, f = reach(shoulder, target, upper, fore, pole)
    hand = np.array([-side * 0.5, 0.85, 0.15]) if outside else np.array([-side, 0.42, -0.05])
    return Bent(u, f, hand, 30.0)


def _clasped(hold: Hold, shoulder: Points, arm: tuple[float, float], side: float, trunk: Points) -> Bent:
    upper, fore = arm
    outside = hold.over == side
    height = float(shoulder[2]) - (upper + fore) * (0.76 + 0.14 * hold.rise)
    front = _front(trunk, height, -0.15, 0.15)
    layer = 0.032 + hold.clear_m + (0.03 if outside else 0.0)
    target = np.array([side * (0.075 + 0.015 * hold.inward), front - layer, height])
    pole = np.array([side * 1.0, 0.25, 0.0])
    u, f = reach(shoulder, target, upper, fore, pole)
    return Bent(u, f, np.array([-side * 0.65, 0.05, -0.75]), 30.0)


def _hanging(hold: Hold, shoulder: Points, arm: tuple[float, float], side: float, trunk: Points) -> Bent:
    upper, fore = arm
    span = (upper + fore) * np.cos(np.deg2rad(hold.bend_deg / 2.0))
    swing = np.deg2rad(4.0 + hold.swing_deg + 4.0 * hold.inward * side * hold.over)
    height = float(shoulder[2]) - span * np.cos(swing)
    widest = max(_side(trunk, height + lift, side) for lift in (-0.08, 0.0, 0.08, 0.16))
    aside = max(widest + 0.035 + hold.clear_m, side * float(shoulder[0]) + 0.01)
    target = np.array([side * aside, float(shoulder[1]) - span * np.sin(swing), height])
    pole = np.array([side * 0.35, 1.0, 0.0])
    u, f = reach(shoulder, target, upper, fore, pole)
    return Bent(u, f, f + np.array([-side * 0.1, 0.0, -0.6]), 20.0)


def arm_turns(rig: Rig, rest: Points, trunk_pose: Pose, trunk: Points, hold: Hold) -> dict[str, Matrix]:
    """Turns of the arm bones, relative to their parents, on a body whose trunk stands by `trunk_pose`.

    `rest` (B, 3) are bone heads at rest, `trunk` (N, 3) the clothed trunk's points. The elbow keeps its own
    hinge: upper arm and forearm turn together about it, and the upper arm's twist is shared by its two bones.
    """
    ways = {"crossed": _crossed, "clasped": _clasped, "hanging": _hanging}
    turns: dict[str, Matrix] = {}
    for name, side in SIDES:
        joints = (f"upperarm01.{name}", f"lowerarm01.{name}", f"wrist.{name}")
        top, elbow, wrist = (rest[rig.index(joint)] for joint in joints)
        upper, fore = elbow - top, wrist - elbow
        shoulder = trunk_pose.heads[rig.index(f"upperarm01.{name}")]
        lengths = (float(np.linalg.norm(upper)), float(np.linalg.norm(fore)))
        bent = ways[hold.arms](hold, shoulder, lengths, side, trunk)
        whole = frame(bent.upper, bent.fore) @ frame(upper, fore).T
        lower = frame(bent.fore, bent.upper) @ frame(fore, upper).T
        swing = aligning(upper, bent.upper)
        half = about(upper, twist_deg(swing.T @ whole, upper) / 2.0)
        parent = trunk_pose.turns[rig.index(f"shoulder01.{name}")]
        pronate = about(fore, -side * bent.palm_in_deg)
        turns[f"upperarm01.{name}"] = parent.T @ swing @ half
        turns[f"upperarm02.{name}"] = half
        turns[f"lowerarm01.{name}"] = whole.T @ lower
        turns[f"lowerarm02.{name}"] = pronate
        carried = lower @ pronate @ pronate
        palm = rest[rig.index(f"finger3-1.{name}")] - wrist
        turns[f"wrist.{name}"] = pronate @ carried.T @ aligning(carried @ palm, bent.hand) @ carried
    return turns
