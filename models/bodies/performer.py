"""A drawn person who acts: the stance that has a wanted tilt, steps, breath, sway and moving arms."""

from dataclasses import dataclass, replace

import numpy as np

from models.bodies.acting import Moment
from models.bodies.arms import Arms, ArmStyle, draw_arms
from models.bodies.clothing import Outfit
from models.bodies.hair import Hair
from models.bodies.person import Person, arms_on, body_turns, lift, pose_person, settle
from models.bodies.posture import Leg, Posture, standing_legs, take_stance
from models.bodies.rotation import Matrix, part_of
from models.bodies.shot import Placed, Subject

STRIDE_DEG, KNEE_LIFT_DEG, ARM_SWING_DEG = 21.0, 52.0, 18.0


@dataclass(frozen=True)
class Performer:
    """One acting person: who, in what clothes, and `tilt_deg` as the tilt of their own relaxed stance."""

    subject: Subject
    outfit: Outfit
    hair: Hair
    tilt_deg: float
    stance_shift_deg: float
    manner: int

    def posture(self, tip_deg: float = 0.0) -> Posture:
        """The stance with the pelvis tipped by `tip_deg` from the relaxed one."""
        return _stance(self.subject, self.stance_shift_deg + tip_deg, self.manner)

    def arms(self, style: ArmStyle) -> Arms:
        """This performer's way of a style of arms."""
        return draw_arms(np.random.default_rng(self.manner), style)


def _stance(subject: Subject, shift_deg: float, manner: int) -> Posture:
    rng = np.random.default_rng(manner)
    posture = take_stance(subject.regions.rig, subject.figure.heads, subject.habit, shift_deg, rng)
    return replace(posture, step_deg=0.0, head_turn_deg=0.0, head_nod_deg=0.0)


def engage(subject: Subject, outfit: Outfit, hair: Hair, tilt_deg: float, manner: int = 0) -> Performer:
    """A performer whose relaxed stance tilts by `tilt_deg`, to 0.02 degrees.

    Raises:
        ValueError: the tilt lies more than 20 degrees from the body's habit.
    """
    arms = draw_arms(np.random.default_rng(manner), "hanging")

    def tilt_at(shift: float) -> float:
        return pose_person(subject.regions, _stance(subject, shift, manner), arms).tilt_deg

    low, high = 0.0, 4.0
    at_low, at_high = tilt_at(low) - tilt_deg, tilt_at(high) - tilt_deg
    for _ in range(8):
        if abs(at_high) < 0.02:
            break
        low, high, at_low = high, high - at_high * (high - low) / (at_high - at_low), at_high
        at_high = tilt_at(high) - tilt_deg
    if abs(high) > 20.0 or abs(at_high) > 0.1:
        raise ValueError(f"body {subject.body} of seed {subject.seed} does not tilt by {tilt_deg} degrees")
    return Performer(subject, outfit, hair, tilt_deg, high, manner)


def perform(performer: Performer, moment: Moment, at_s: float) -> Placed:
    """The performer at a moment, `at_s` seconds into the clip, dressed and placed."""
    posture = _alive(performer.posture(moment.tip_deg), moment, at_s)
    person = _posed(performer, posture, moment)
    return Placed(
        lift(person, performer.outfit.sole_m),
        performer.subject.look,
        performer.outfit,
        performer.hair,
        yaw_deg=moment.heading_deg + 0.25 * float(np.sin(0.9 * at_s)),
        at=moment.at,
        cloth_seed=performer.manner,
    )


def _alive(posture: Posture, moment: Moment, at_s: float) -> Posture:
    """Breath and sway of quiet standing: a quarter of a degree, the pelvis itself at rest."""
    breath = 0.25 * float(np.sin(2.0 * np.pi * 0.25 * at_s))
    sway = 0.15 * float(np.sin(2.0 * np.pi * 0.17 * at_s) + 0.6 * np.sin(2.0 * np.pi * 0.41 * at_s + 1.0))
    s4, s3, s2, s1 = posture.spine
    stepping = 0.3 * moment.gait * float(np.cos(2.0 * moment.phase))
    return replace(
        posture, spine=(s4, s3, s2, s1 - breath + stepping), leg_lean_deg=posture.leg_lean_deg + sway
    )


def _posed(performer: Performer, posture: Posture, moment: Moment) -> Person:
    regions = performer.subject.regions
    legs = stride(posture, moment.phase, moment.gait)
    turns = body_turns(regions, posture, legs)
    arms = arms_on(regions, turns, _swinging(performer.arms(moment.arms_to), moment))
    if moment.arms_share < 1.0:
        before = arms_on(regions, turns, _swinging(performer.arms(moment.arms_from), moment))
        arms = _between(before, arms, moment.arms_share)
    return settle(regions, turns | arms)


def _swinging(arms: Arms, moment: Moment) -> Arms:
    if arms.style != "hanging" or moment.gait <= 0.0:
        return arms
    return replace(arms, near_deg=-ARM_SWING_DEG * moment.gait * float(np.sin(moment.phase)))


def _between(before: dict[str, Matrix], after: dict[str, Matrix], share: float) -> dict[str, Matrix]:
    return {
        bone: start @ part_of(start.T @ after[bone], share) for bone, start in before.items() if bone in after
    }


def stride(posture: Posture, phase: float, gait: float) -> tuple[Leg, Leg]:
    """Left and right leg at a phase of the walk; size 0 is standing, 1 a full step.

    The thigh swings as a sine; the knee lifts while its leg travels forward; the sole follows the shank.
    """
    stood = standing_legs(posture)
    if gait <= 0.0:
        return stood
    legs = []
    for leg, own in zip(stood, (phase, phase + np.pi), strict=True):
        thigh = (1.0 - gait) * leg.thigh_deg - gait * (STRIDE_DEG * float(np.sin(own)) + 3.0)
        lifted = max(0.0, float(np.cos(own))) ** 1.4
        knee = leg.shank_deg - leg.thigh_deg + gait * (6.0 + KNEE_LIFT_DEG * lifted)
        toe = gait * (0.5 * (thigh + knee) * lifted + 0.35 * max(0.0, thigh + knee))
        legs.append(Leg(thigh, thigh + knee, toe))
    return legs[0], legs[1]
