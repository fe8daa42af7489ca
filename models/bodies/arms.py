"""Arms: crossed over the chest, clasped in front, hanging or held forward, on any trunk."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from models.bodies.chance import pick
from models.bodies.rotation import Matrix, Points, about, about_x, aligning, frame, reach, twist_deg
from models.bodies.skeleton import Pose, Rig

ArmStyle = Literal["crossed", "folded", "clasped", "hanging", "forward"]
ARM_STYLES: tuple[ArmStyle, ...] = get_args(ArmStyle)
_SHARES = (0.30, 0.18, 0.17, 0.22, 0.13)


@dataclass(frozen=True)
class Arms:
    """One way to hold the arms: the style and the small differences that make it a person's own.

    `raise_share` moves the hands within what the style allows (0..1), `spread_deg` moves the elbows out,
    `near_deg` swings the two arms apart, `over` says which forearm lies in front.
    """

    style: ArmStyle
    raise_share: float
    spread_deg: float
    swing_deg: float
    near_deg: float
    bend_deg: float
    over: Literal["L", "R"]


def draw_arms(rng: np.random.Generator, style: ArmStyle | None = None) -> Arms:
    """Random arms, of the style asked for or of any."""
    chosen = pick(rng, ARM_STYLES, _SHARES) if style is None else style
    return Arms(
        style=chosen,
        raise_share=float(rng.uniform(0.0, 1.0)),
        spread_deg=float(rng.uniform(4.0, 14.0)),
        swing_deg=float(rng.normal(-1.0, 5.0)),
        near_deg=float(rng.normal(0.0, 4.0)),
        bend_deg=float(rng.uniform(5.0, 25.0)),
        over="L" if rng.random() < 0.5 else "R",
    )


def arm_turns(
    rig: Rig, rest_heads: Points, trunk: Pose, chest: NDArray[np.float64], arms: Arms
) -> dict[str, Matrix]:
    """Turns of upper arms, forearms and hands on a posed trunk, each relative to its parent bone.

    `trunk` is the pose with the arms still at rest; `chest` (N, 3) the posed skin of the trunk's front, which
    hands and forearms must stay in front of.
    """
    turns: dict[str, Matrix] = {}
    for side, sign in (("L", 1.0), ("R", -1.0)):
        bones = [rig.index(f"{bone}.{side}") for bone in ("upperarm01", "lowerarm01", "wrist")]
        shoulder, elbow, wrist = (rest_heads[i] for i in bones)
        upper, fore = elbow - shoulder, wrist - elbow
        at = trunk.heads[bones[0]]
        if arms.style in ("hanging", "forward"):
            upper_way, fore_way = _swung(arms, sign)
        else:
            target = _hand(arms, trunk, rig, chest, side, sign)
            pole = np.array([sign * np.tan(np.deg2rad(20.0 + 1.5 * arms.spread_deg)), -0.1, -1.0])
            upper_way, fore_way = reach(
                at, target, float(np.linalg.norm(upper)), float(np.linalg.norm(fore)), pole
            )
        world_upper = aligning(upper, upper_way)
        world_fore = aligning(world_upper @ fore, fore_way) @ world_upper
        parent = trunk.turns[rig.parents[bones[0]]]
        turns[f"upperarm01.{side}"] = parent.T @ world_upper
        turns[f"lowerarm01.{side}"] = world_upper.T @ world_fore
        turns |= _hand_turns(rig, rest_heads, arms, side, world_fore, fore_way)
    return turns


def _hand_turns(
    rig: Rig, rest_heads: Points, arms: Arms, side: str, world_fore: Matrix, fore_way: Points
) -> dict[str, Matrix]:
    """Turns of forearm twist, hand and fingers: palms to the body (or inwards, arms down), fingers curled."""
    sign = 1.0 if side == "L" else -1.0
    wrist, middle, index, little = (
        rest_heads[rig.index(f"{bone}.{side}")] for bone in ("wrist", "finger3-1", "finger2-1", "finger5-1")
    )
    along = middle - wrist
    palm = sign * np.cross(along, index - little)
    if arms.style in ("hanging", "forward"):
        ahead, faces = fore_way + np.array([0.0, -0.1, -0.1]), np.array([-sign, 0.25, -0.1])
    elif arms.style == "clasped":
        ahead, faces = fore_way + np.array([-sign * 0.6, 0.0, -0.2]), np.array([0.0, 1.0, 0.2])
    else:
        ahead, faces = fore_way + np.array([-sign * 0.2, 0.45, 0.0]), np.array([-sign * 0.1, 1.0, -0.1])
    world_hand = frame(ahead, faces) @ frame(along, palm).T
    half = about(fore_way, 0.5 * twist_deg(world_hand @ world_fore.T, fore_way)) @ world_fore
    turns = {f"lowerarm02.{side}": world_fore.T @ half, f"wrist.{side}": half.T @ world_hand}
    curl = about(np.cross(along, palm), 12.0 + 0.8 * arms.bend_deg)
    for finger in range(2, 6):
        for knuckle in range(1, 4):
            turns[f"finger{finger}-{knuckle}.{side}"] = curl
    return turns


def _swung(arms: Arms, sign: float) -> tuple[Points, Points]:
    """Arms that hang or are held forward: directions of upper arm and forearm."""
    if arms.style == "hanging":
        swing, bend = arms.swing_deg, arms.bend_deg
    else:
        swing, bend = 10.0 + 45.0 * arms.raise_share, 15.0 + 1.6 * arms.bend_deg
    swing += sign * arms.near_deg
    out = np.deg2rad(arms.spread_deg)
    hang = np.array([sign * np.sin(out), 0.0, -np.cos(out)])
    inward = np.array([sign * 0.03, 0.0, -1.0])
    return about_x(-swing) @ hang, about_x(-swing - bend) @ inward


def _hand(arms: Arms, trunk: Pose, rig: Rig, chest: NDArray[np.float64], side: str, sign: float) -> Points:
    """Where a wrist goes, for hands that meet the front of the trunk."""
    left, right = (trunk.heads[rig.index(f"upperarm01.{s}")] for s in ("L", "R"))
    hips = (trunk.heads[rig.index("upperleg01.L")] + trunk.heads[rig.index("upperleg01.R")]) / 2.0
    shoulders = (left + right) / 2.0
    trunk_length = float(shoulders[2] - hips[2])
    width = abs(float(left[0]))
    if arms.style == "crossed":  # hands towards the opposite shoulders
        height = shoulders[2] - trunk_length * (0.14 + 0.16 * (1.0 - arms.raise_share))
        across = -sign * width * 0.62
    elif arms.style == "folded":  # forearms level, hands at the opposite elbows
        height = shoulders[2] - trunk_length * (0.40 + 0.10 * (1.0 - arms.raise_share))
        across = -sign * width * 0.70
    else:  # clasped, from the navel down to the groin
        height = shoulders[2] - trunk_length * (0.60 + 0.40 * (1.0 - arms.raise_share))
        across = -sign * 0.01
    front = surface_front(chest, float(height), width * 0.9)
    clear = 0.075 if side == arms.over and arms.style != "clasped" else 0.045
    return np.array([across, front - clear, height])


def surface_front(chest: NDArray[np.float64], height: float, half_width: float) -> float:
    """The most forward y, metres, of trunk skin (N, 3) near a height, within `half_width` of the middle."""
    near = chest[(np.abs(chest[:, 2] - height) < 0.05) & (np.abs(chest[:, 0]) < half_width)]
    return float(near[:, 1].min()) if len(near) else float(chest[:, 1].min())
