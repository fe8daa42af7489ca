"""Arms: crossed, hugging, clasped before or behind, hanging, on hips or in pockets, on any trunk."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from models.bodies.chance import pick
from models.bodies.rotation import Matrix, Points, about, about_x, aligning, frame, reach, twist_deg
from models.bodies.skeleton import Pose, Rig

ArmStyle = Literal[
    "crossed", "folded", "clasped", "hanging", "forward", "hugging", "thighs", "pockets", "hips", "behind"
]
ARM_STYLES: tuple[ArmStyle, ...] = get_args(ArmStyle)
_SHARES = (0.24, 0.13, 0.12, 0.22, 0.06, 0.06, 0.05, 0.05, 0.04, 0.03)
_FREE = ("hanging", "forward")
# Styles of which one arm may do one and the other another.
_SINGLE: tuple[ArmStyle, ...] = ("hanging", "forward", "thighs", "pockets", "hips", "hugging", "clasped")


@dataclass(frozen=True)
class Arms:
    """One way to hold the arms: the style and the small differences that make it a person's own.

    `raise_share` moves the hands within what the style allows (0..1), `spread_deg` moves the elbows out,
    `near_deg` swings the two arms apart, `over` says which forearm lies in front. `across` is how far hands
    go past the middle (1: as far as is usual), `uneven` how much higher the left hand is than the right, of
    the trunk's length, `elbow_back` how far bent elbows point backwards (1) rather than outwards (0).
    `right` is what the right arm does when that is something else.
    """

    style: ArmStyle
    raise_share: float
    spread_deg: float
    swing_deg: float
    near_deg: float
    bend_deg: float
    over: Literal["L", "R"]
    across: float = 1.0
    uneven: float = 0.0
    elbow_back: float = 0.0
    right: "Arms | None" = None

    def of(self, side: str) -> "Arms":
        """How one arm is held, L or R."""
        return self.right if side == "R" and self.right is not None else self


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


def draw_any_arms(rng: np.random.Generator, breadth: float = 1.0) -> Arms:
    """Arms as people hold them, every style in many ways: `draw_arms` with wider spreads, or one arm each.

    `breadth` (0..1) narrows how far from usual they are held.
    """
    arms = _varied(rng, draw_arms(rng), breadth)
    if arms.style in _SINGLE and rng.random() < 0.16:
        other = _SINGLE[int(rng.integers(0, len(_SINGLE)))]
        return replace(arms, right=_varied(rng, draw_arms(rng, other), breadth))
    return arms


def _varied(rng: np.random.Generator, arms: Arms, breadth: float) -> Arms:
    swing = rng.uniform(-38.0, 14.0) if rng.random() < 0.55 else rng.normal(-1.0, 5.0)
    bend = rng.uniform(25.0, 80.0) if swing < -12.0 and rng.random() < 0.6 else rng.uniform(3.0, 32.0)
    return replace(
        arms,
        spread_deg=float(rng.uniform(3.0, 24.0)),
        swing_deg=float(breadth * swing),
        bend_deg=float(bend),
        near_deg=float(breadth * rng.normal(0.0, 7.0)),
        across=float(1.0 + breadth * (rng.uniform(0.45, 1.45) - 1.0)),
        uneven=float(breadth * rng.normal(0.0, 0.05)),
        elbow_back=float(breadth * rng.uniform(0.0, 1.0)),
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
        at, own = trunk.heads[bones[0]], arms.of(side)
        if own.style in _FREE:
            upper_way, fore_way = _swung(own, sign)
        else:
            target = _hand(own, trunk, rig, chest, side, sign)
            pole = _elbow(own, sign)
            upper_way, fore_way = reach(
                at, target, float(np.linalg.norm(upper)), float(np.linalg.norm(fore)), pole
            )
        world_upper = aligning(upper, upper_way)
        world_fore = aligning(world_upper @ fore, fore_way) @ world_upper
        parent = trunk.turns[rig.parents[bones[0]]]
        turns[f"upperarm01.{side}"] = parent.T @ world_upper
        turns[f"lowerarm01.{side}"] = world_upper.T @ world_fore
        turns |= _hand_turns(rig, rest_heads, own, side, world_fore, fore_way)
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
    if arms.style in _FREE or arms.style in ("thighs", "pockets"):
        ahead, faces = fore_way + np.array([0.0, -0.1, -0.1]), np.array([-sign, 0.25, -0.1])
    elif arms.style == "clasped":
        ahead, faces = fore_way + np.array([-sign * 0.6, 0.0, -0.2]), np.array([0.0, 1.0, 0.2])
    elif arms.style == "behind":
        ahead, faces = fore_way + np.array([-sign * 0.6, 0.0, -0.2]), np.array([0.0, 1.0, 0.0])
    elif arms.style == "hips":
        ahead, faces = fore_way + np.array([0.0, -0.6, -0.3]), np.array([-sign, 0.1, -0.2])
    else:
        ahead, faces = fore_way + np.array([-sign * 0.2, 0.45, 0.0]), np.array([-sign * 0.1, 1.0, -0.1])
    world_hand = frame(ahead, faces) @ frame(along, palm).T
    half = about(fore_way, 0.5 * twist_deg(world_hand @ world_fore.T, fore_way)) @ world_fore
    turns = {f"lowerarm02.{side}": world_fore.T @ half, f"wrist.{side}": half.T @ world_hand}
    curl = about(np.cross(along, palm), 12.0 + 0.8 * min(arms.bend_deg, 40.0))
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


def _elbow(arms: Arms, sign: float) -> Points:
    """Where a bent elbow points (3,)."""
    out = np.tan(np.deg2rad(20.0 + 1.5 * arms.spread_deg))
    if arms.style in ("pockets", "hips", "behind"):
        return np.array([sign * (1.2 - 0.9 * arms.elbow_back), 0.3 + 0.9 * arms.elbow_back, -0.2])
    if arms.style == "thighs":
        return np.array([sign * 0.5, 0.2 + arms.elbow_back, -0.1])
    return np.array([sign * out, -0.1 + 0.55 * arms.elbow_back * (arms.style == "clasped"), -1.0])


def _hand(arms: Arms, trunk: Pose, rig: Rig, chest: NDArray[np.float64], side: str, sign: float) -> Points:
    """Where a wrist goes, for hands that meet the trunk or the thighs."""
    left, right = (trunk.heads[rig.index(f"upperarm01.{s}")] for s in ("L", "R"))
    hips = (trunk.heads[rig.index("upperleg01.L")] + trunk.heads[rig.index("upperleg01.R")]) / 2.0
    shoulders = (left + right) / 2.0
    length = float(shoulders[2] - hips[2])
    width = abs(float(left[0]))
    raised = 1.0 - arms.raise_share - sign * arms.uneven / 0.2
    if arms.style in ("pockets", "hips", "behind", "thighs"):
        return _low_hand(arms, chest, hips, length, sign)
    if arms.style == "crossed":  # hands towards the opposite shoulders
        height = shoulders[2] - length * (0.14 + 0.16 * raised)
        across = -sign * width * min(0.62 * arms.across, 0.85)
    elif arms.style == "folded":  # forearms level, hands at the opposite elbows
        height = shoulders[2] - length * (0.40 + 0.10 * raised)
        across = -sign * width * min(0.70 * arms.across, 0.9)
    elif arms.style == "hugging":  # hands on the opposite shoulder, upper arm or flank
        height = shoulders[2] - length * (0.02 + 0.55 * raised)
        across = -sign * width * (0.85 + 0.2 * arms.across)
    else:  # clasped, from the breastbone down to the groin
        height = shoulders[2] - length * (0.60 + 0.40 * raised) + 0.15 * length * max(0.0, arms.across - 1.0)
        across = -sign * 0.01
    front = surface_front(chest, float(height), width * 0.9)
    clear = 0.075 if side == arms.over and arms.style != "clasped" else 0.045
    return np.array([across, front - clear, height])


def _low_hand(arms: Arms, chest: NDArray[np.float64], hips: Points, length: float, sign: float) -> Points:
    """Where a wrist goes for hands on hips, in pockets, on the thighs or behind the back."""
    up = 1.0 - arms.raise_share
    if arms.style == "thighs":
        height = float(hips[2]) - length * (0.02 + 0.25 * up)
        level = max(height, float(hips[2]) - 0.03)
        near = chest[(np.abs(chest[:, 2] - level) < 0.05) & (np.abs(sign * chest[:, 0] - 0.13) < 0.05)]
        front = float(near[:, 1].min()) if len(near) else float(hips[1]) - 0.10
        return np.array([sign * 0.13, front - 0.035, height])
    if arms.style == "behind":
        height = float(hips[2]) + length * (0.02 + 0.35 * arms.raise_share)
        near = chest[np.abs(chest[:, 2] - height) < 0.05]
        back = float(near[:, 1].max()) if len(near) else float(hips[1]) + 0.12
        return np.array([sign * 0.03, back + 0.05, height])
    raised = 0.12 + 0.35 * arms.raise_share if arms.style == "hips" else -0.10 + 0.16 * arms.raise_share
    height = float(hips[2]) + length * raised
    near = chest[np.abs(chest[:, 2] - height) < 0.05]
    beside = float(np.abs(near[:, 0]).max()) if len(near) else 0.17
    middle = float(hips[1]) + 0.06 * (1.0 - 2.0 * up) - 0.02
    return np.array([sign * (beside + 0.025), middle, height])


def surface_front(chest: NDArray[np.float64], height: float, half_width: float) -> float:
    """The most forward y, metres, of trunk skin (N, 3) near a height, within `half_width` of the middle."""
    near = chest[(np.abs(chest[:, 2] - height) < 0.05) & (np.abs(chest[:, 0]) < half_width)]
    return float(near[:, 1].min()) if len(near) else float(chest[:, 1].min())
