"""How a drawn person stands: the pelvis, the spine's curves above it, legs below, head and lean.

Between people lordosis says little about pelvic tilt (Walker 1987, r = 0.32; Youdas 1996, none); within one
person the lumbar spine follows the pelvis about 1:1 (Levine & Whittle 1996). A trunk that stays upright links
pelvis, lordosis and kyphosis, so they cannot all be drawn apart: here kyphosis, lean, knees, legs and head
are, and lordosis is what then carries the trunk.

At which joints a spine bends is not known for people in general, and an estimator trained on one answer fails
on the next. So every body has its own: the shares of the joints that carry the trunk, of those that follow
the pelvis, the place and size of a hollow and where above it is undone are all drawn broadly, as are the
spreads themselves. With the bone's offset, which no posture shows, that leaves lordosis and tilt loosely tied
between bodies (the data card reports r), and nothing else: an estimator that read lean or kyphosis would have
learnt the generator.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from models.bodies.rotation import Matrix, Points, about_x, about_y, about_z, aligning
from models.bodies.skeleton import Rig

# Bone offset (tilt of the unturned pelvis) of anny's bodies against femaleness, fitted over 400 bodies.
OFFSET_AT_MALE_DEG, OFFSET_SLOPE_DEG = 17.9, -10.3
# Women stand 2 degrees more anterior than men on average (Nguyen & Shultz 2007; Medina McKeon & Hertel
# 2009). The mean lies below cadaver pelves' 13 (Preece 2008): one in five healthy adults does not tip
# forward at all (Herrington 2011). Tilts are spread wider than people's so that an estimator sees the rare
# ones often enough; training weighs them back.
MALE_TILT_DEG, FEMALE_TILT_DEG = 9.5, 11.5
BETWEEN_BODIES_SD_DEG, WITHIN_BODY_SD_DEG = 4.4, 4.6
SPINE = ("root", "spine05", "spine04", "spine03", "spine02", "spine01", "neck01")


Bends = tuple[float, float, float, float]  # flexion or shares at spine04, 03, 02, 01


@dataclass(frozen=True)
class Habit:
    """How one body stands day in, day out; angles in degrees, forward and flexion positive.

    `curve` are bends that carry nothing, a hollow undone above it; `carry_shares` tell how the bend that
    carries the trunk is shared among the joints, `follow_shares` the one that follows when the pelvis moves
    (each sums to 1). `follow_kyphosis` is how much of the pelvis's movement the thorax answers.
    """

    pelvis_deg: float
    curve: Bends
    kyphosis_deg: float
    carry_shares: Bends
    follow_shares: Bends
    follow_kyphosis: float
    lean_deg: float
    knee_deg: float
    leg_lean_deg: float
    head_forward_deg: float
    stance_m: float
    toe_out_deg: float


@dataclass(frozen=True)
class Posture:
    """One stance of a body: `spine` holds the flexion at spine04, 03, 02, 01; degrees throughout."""

    pelvis_deg: float
    spine: Bends
    lean_deg: float
    knee_deg: float
    leg_lean_deg: float
    step_deg: float
    head_forward_deg: float
    head_turn_deg: float
    head_nod_deg: float
    stance_m: float
    toe_out_deg: float

    @property
    def lordosis_deg(self) -> float:
        """Lumbar extension: spine04, spine03, and half of spine02, the thoracolumbar junction."""
        return -(self.spine[0] + self.spine[1] + 0.5 * self.spine[2])

    @property
    def kyphosis_deg(self) -> float:
        """Thoracic flexion: the bend of spine01 forwards."""
        return self.spine[3]


def draw_habit(rng: np.random.Generator, femaleness: float, breadth: float = 1.0) -> Habit:
    """A body's own way to stand; the pelvis is drawn so that tilts (pelvis + bone) have people's mean.

    `breadth` (0..1) narrows how far bodies differ in all that hides the pelvis from an onlooker.
    """
    mean_tilt = MALE_TILT_DEG + (FEMALE_TILT_DEG - MALE_TILT_DEG) * femaleness
    offset = OFFSET_AT_MALE_DEG + OFFSET_SLOPE_DEG * femaleness
    spread = rng.uniform(0.4, 1.6)
    return Habit(
        pelvis_deg=float(rng.normal(mean_tilt - offset, BETWEEN_BODIES_SD_DEG)),
        curve=_draw_curve(rng, breadth * float(np.clip(rng.normal(0.0, 17.0), -38.0, 38.0))),
        kyphosis_deg=float(rng.normal(2.0, 8.0 * spread)),
        carry_shares=_draw_shares(rng, (0.3, 3.0, 3.6, 1.2), breadth),
        follow_shares=_draw_shares(rng, (0.4, 2.6, 4.0, 0.2), breadth),
        follow_kyphosis=float(rng.uniform(0.0, 0.5)),
        lean_deg=float(rng.normal(-1.0, 2.0)),
        knee_deg=float(np.clip(rng.normal(2.0, 3.5 * breadth), -6.0, 14.0)),
        leg_lean_deg=float(rng.normal(1.0, breadth * rng.choice([1.0, 2.0, 3.0]))),
        head_forward_deg=float(rng.normal(6.0, 8.0)),
        stance_m=float(rng.uniform(0.05, 0.13)),
        toe_out_deg=float(rng.normal(7.0, 4.0)),
    )


def _draw_shares(rng: np.random.Generator, usual: Bends, breadth: float) -> Bends:
    """Shares of the four joints that sum to 1, around the usual ones, between firmly and hardly so."""
    drawn = rng.dirichlet(np.array(usual) * rng.uniform(0.5, 2.0))
    shares = breadth * drawn + (1.0 - breadth) * np.array(usual) / sum(usual)
    s4, s3, s2, s1 = (float(share) for share in shares)
    return (s4, s3, s2, s1)


def _draw_curve(rng: np.random.Generator, hollow_deg: float) -> Bends:
    """A hollow low or high in the lumbar spine, undone at the joints above it, some of it in the neck."""
    low = float(rng.beta(2.0, 1.2))
    junction = float(rng.uniform(0.0, 0.9))
    rest = (1.0 - junction) * float(rng.uniform(0.5, 1.0))
    upper = hollow_deg * (junction - (1.0 - low))
    return (0.0, -low * hollow_deg, upper, rest * hollow_deg)


def trunk_lean_deg(rig: Rig, rest_heads: Points, pelvis_deg: float, spine: tuple[float, ...]) -> float:
    """Lean of the line from hip joints to the base of the neck, degrees, forward positive."""
    order = [rig.index(bone) for bone in SPINE]
    hips = (rest_heads[rig.index("upperleg01.L")] + rest_heads[rig.index("upperleg01.R")]) / 2.0
    bends = (0.0, *spine)
    turn, at = pelvis_deg, rest_heads[order[0]][1:]
    hip = at + _planar(turn) @ (hips[1:] - at)
    for parent, child, bend in zip(order[:-1], order[1:], (*bends, 0.0), strict=True):
        at = at + _planar(turn) @ (rest_heads[child] - rest_heads[parent])[1:]
        turn += bend
    rise = at - hip
    return float(np.rad2deg(np.arctan2(-rise[0], rise[1])))


def _planar(deg: float) -> Matrix:
    return about_x(deg)[1:, 1:]


def _solve(target: float, lean_at: Callable[[float], float], start: float) -> float:
    """The bend at which the trunk leans by `target`: secant steps, the lean being all but linear in it."""
    x0, x1 = start, start + 3.0
    y0, y1 = lean_at(x0) - target, lean_at(x1) - target
    for _ in range(6):
        if abs(y1) < 0.01 or abs(y1 - y0) < 1e-9:
            break
        x0, x1, y0 = x1, x1 - y1 * (x1 - x0) / (y1 - y0), y1
        y1 = lean_at(x1) - target
    return x1


def carry(rig: Rig, rest_heads: Points, habit: Habit, lean_deg: float) -> Bends:
    """The habitual bends of the spine, leaning by `lean_deg`: its own curves, and what carries the trunk."""
    c4, c3, c2, c1 = habit.curve

    def bends(x: float) -> Bends:
        s4, s3, s2, s1 = (share * x for share in habit.carry_shares)
        return (c4 - s4, c3 - s3, c2 - s2, c1 + habit.kyphosis_deg - s1)

    x = _solve(
        lean_deg, lambda x: trunk_lean_deg(rig, rest_heads, habit.pelvis_deg, bends(x)), habit.pelvis_deg
    )
    return bends(x)


def take_stance(
    rig: Rig, rest_heads: Points, habit: Habit, shift_deg: float, rng: np.random.Generator
) -> Posture:
    """A stance with the pelvis `shift_deg` away from the habit; the lumbar spine follows it about 1:1."""
    lean = float(habit.lean_deg + rng.normal(0.0, 1.5))
    b4, b3, b2, b1 = carry(rig, rest_heads, habit, lean)
    pelvis = habit.pelvis_deg + shift_deg
    kyphosis = b1 + float(rng.normal(0.0, 1.5)) - habit.follow_kyphosis * shift_deg

    def bends(x: float) -> Bends:
        s4, s3, s2, s1 = (share * x for share in habit.follow_shares)
        return (b4 - s4, b3 - s3, b2 - s2, kyphosis - s1)

    x = _solve(lean, lambda x: trunk_lean_deg(rig, rest_heads, pelvis, bends(x)), shift_deg)
    return Posture(
        pelvis_deg=pelvis,
        spine=bends(x),
        lean_deg=lean,
        knee_deg=float(np.clip(habit.knee_deg + rng.normal(0.0, 1.5), -7.0, 16.0)),
        leg_lean_deg=float(habit.leg_lean_deg + rng.normal(0.0, 1.2)),
        step_deg=float(rng.normal(0.0, 1.8)),
        head_forward_deg=float(habit.head_forward_deg + rng.normal(0.0, 3.0)),
        head_turn_deg=float(rng.normal(0.0, 6.0)),
        head_nod_deg=float(rng.normal(0.0, 4.0)),
        stance_m=float(max(0.02, habit.stance_m + rng.normal(0.0, 0.02))),
        toe_out_deg=habit.toe_out_deg,
    )


def trunk_turns(posture: Posture) -> dict[str, Matrix]:
    """Turns of pelvis, spine, neck and head, each relative to its parent bone."""
    thorax = posture.pelvis_deg + sum(posture.spine)
    # The gaze stays level whatever the thorax does; the neck shares out the difference.
    forward = posture.head_forward_deg
    turns = {bone: about_x(bend) for bone, bend in zip(SPINE[2:6], posture.spine, strict=True)}
    turns["root"] = about_x(posture.pelvis_deg)
    turns["neck01"] = about_x(0.6 * forward - 0.5 * thorax)
    turns["neck02"] = about_x(0.4 * forward - 0.2 * thorax)
    turns["head"] = about_z(posture.head_turn_deg) @ about_x(posture.head_nod_deg - forward - 0.3 * thorax)
    return turns


@dataclass(frozen=True)
class Leg:
    """One leg from the side: leans of thigh and shank (upper end forward positive) and pitch of the foot."""

    thigh_deg: float
    shank_deg: float
    foot_deg: float = 0.0


def standing_legs(posture: Posture) -> tuple[Leg, Leg]:
    """Left and right leg of a standing posture, soles flat."""
    half = posture.knee_deg / 2.0
    left, right = posture.leg_lean_deg + posture.step_deg, posture.leg_lean_deg - posture.step_deg
    return Leg(left - half, left + half), Leg(right - half, right + half)


def leg_turns(
    rig: Rig, rest_heads: Points, posture: Posture, legs: tuple[Leg, Leg] | None = None
) -> dict[str, Matrix]:
    """Turns of thighs, shanks and feet that put the legs where they should be whatever the pelvis does.

    `legs` (left, right) replaces the posture's own, for a body that steps.
    """
    turns: dict[str, Matrix] = {}
    for side, sign, leg in zip("LR", (1.0, -1.0), legs or standing_legs(posture), strict=True):
        hip, knee, ankle = (
            rest_heads[rig.index(f"{bone}.{side}")] for bone in ("upperleg01", "lowerleg01", "foot")
        )
        out = np.rad2deg(np.arctan2(posture.stance_m - hip[0] * sign, hip[2] - ankle[2]))
        thigh = _limb(leg.thigh_deg, sign * out)
        shank = _limb(leg.shank_deg, sign * out)
        world_thigh = about_z(sign * posture.toe_out_deg) @ aligning(knee - hip, thigh)
        world_thigh = aligning(world_thigh @ (knee - hip), thigh) @ world_thigh
        world_shank = aligning(world_thigh @ (ankle - knee), shank) @ world_thigh
        turns[f"upperleg01.{side}"] = about_x(-posture.pelvis_deg) @ world_thigh
        turns[f"lowerleg01.{side}"] = world_thigh.T @ world_shank
        turns[f"foot.{side}"] = world_shank.T @ about_x(leg.foot_deg) @ about_z(sign * posture.toe_out_deg)
    return turns


def _limb(lean_deg: float, out_deg: float) -> Points:
    """Direction of a hanging limb whose upper end leans forward by `lean_deg` and whose foot is set out."""
    down = np.array([0.0, 0.0, -1.0])
    return np.asarray(about_x(lean_deg) @ about_y(-out_deg) @ down)
