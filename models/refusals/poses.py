"""Poses that are not standing: seated, squatting, in a lunge, bent forward; and small movements."""

from dataclasses import replace

import numpy as np

from models.bodies.arms import Arms, draw_arms
from models.bodies.performer import stride
from models.bodies.person import Person, pose_person
from models.bodies.posture import Leg, Posture, standing_legs
from models.bodies.shot import Subject


def seated(subject: Subject, posture: Posture, arms: Arms, rng: np.random.Generator) -> Person:
    """On a stool: thighs level, shanks near upright."""
    legs = [Leg(-float(rng.uniform(72.0, 92.0)), float(rng.uniform(-12.0, 12.0))) for _ in range(2)]
    return pose_person(subject.regions, posture, arms, (legs[0], legs[1]))


def squat(subject: Subject, posture: Posture, arms: Arms, rng: np.random.Generator) -> Person:
    """A squat with the knees between 65 and 130 degrees, the trunk forward for balance."""
    bend = float(rng.uniform(50.0, 115.0))
    thigh = bend * float(rng.uniform(0.62, 0.72))
    leaning = replace(posture, pelvis_deg=posture.pelvis_deg + float(rng.uniform(10.0, 15.0)) + 0.15 * bend)
    leg = Leg(-thigh, bend - thigh)
    return pose_person(subject.regions, leaning, arms, (leg, leg))


def lunge(subject: Subject, posture: Posture, arms: Arms, rng: np.random.Generator) -> Person:
    """One foot far ahead with its knee bent, the other behind on its toes."""
    ahead = Leg(-float(rng.uniform(45.0, 75.0)), float(rng.uniform(-5.0, 12.0)))
    thigh = float(rng.uniform(5.0, 22.0))
    behind = Leg(thigh, thigh + float(rng.uniform(25.0, 55.0)), float(rng.uniform(20.0, 45.0)))
    legs = (ahead, behind) if rng.random() < 0.5 else (behind, ahead)
    return pose_person(subject.regions, posture, arms, legs)


def bent(subject: Subject, posture: Posture, _arms: Arms, rng: np.random.Generator) -> Person:
    """Bent forward from the hips by 35 to 85 degrees, arms down, legs straight."""
    forward = float(rng.uniform(35.0, 85.0))
    hanging = draw_arms(rng, "hanging")
    leaning = replace(posture, pelvis_deg=posture.pelvis_deg + forward)
    return pose_person(subject.regions, leaning, hanging, standing_legs(posture))


def stepping(subject: Subject, posture: Posture, arms: Arms, phase: float, gait: float) -> Person:
    """In mid step."""
    return pose_person(subject.regions, posture, arms, stride(posture, phase, gait))


def rocking(subject: Subject, posture: Posture, arms: Arms, lean_deg: float) -> Person:
    """The trunk leaning by so much more than it did, the legs as they were."""
    moved = replace(posture, pelvis_deg=posture.pelvis_deg + lean_deg)
    return pose_person(subject.regions, moved, arms, standing_legs(posture))
