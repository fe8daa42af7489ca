"""Turns in a body's own axes: x to its left, y to its back, z up; degrees in, matrices out."""

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Points = NDArray[np.float64]


def about_x(deg: float) -> Matrix:
    """Turn about the left axis, (3, 3): positive leans forward, and tips a pelvis anteriorly."""
    c, s = np.cos(np.deg2rad(deg)), np.sin(np.deg2rad(deg))
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def about_y(deg: float) -> Matrix:
    """Turn about the back axis, (3, 3): positive swings a hanging limb towards the body's right."""
    c, s = np.cos(np.deg2rad(deg)), np.sin(np.deg2rad(deg))
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def about_z(deg: float) -> Matrix:
    """Turn about the upward axis, (3, 3): positive turns the face from forward towards the body's left."""
    c, s = np.cos(np.deg2rad(deg)), np.sin(np.deg2rad(deg))
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def aligning(start: Points, end: Points) -> Matrix:
    """The smallest turn that brings the direction `start` (3,) onto `end` (3,), as (3, 3).

    Rodrigues' formula without the trigonometry.

    Raises:
        ValueError: the directions are opposite, and no turn between them is the smallest.
    """
    a = start / np.linalg.norm(start)
    b = end / np.linalg.norm(end)
    cosine = float(a @ b)
    if cosine < -1.0 + 1e-9:
        raise ValueError("opposite directions have no smallest turn between them")
    v = np.cross(a, b)
    cross = np.array([[0.0, -v[2], v[1]], [v[2], 0.0, -v[0]], [-v[1], v[0], 0.0]])
    turn: Matrix = np.eye(3) + cross + cross @ cross / (1.0 + cosine)
    return turn


def reach(shoulder: Points, target: Points, upper: float, fore: float, pole: Points) -> tuple[Points, Points]:
    """Directions (3,), (3,) of upper and fore limb that put the end of a two-bone limb at `target`.

    Law of cosines; the middle joint bends towards `pole` (3,). A target out of reach is approached with
    the limb almost straight, one too near with the limb folded as far as it goes. Lengths in metres.
    """
    to_target = target - shoulder
    span = float(np.linalg.norm(to_target))
    along = to_target / max(span, 1e-9)
    span = float(np.clip(span, abs(upper - fore) * 1.001 + 1e-6, (upper + fore) * 0.999))
    aside = pole - (pole @ along) * along
    aside = aside / max(float(np.linalg.norm(aside)), 1e-9)
    forward = (upper**2 + span**2 - fore**2) / (2.0 * span)
    height = np.sqrt(max(upper**2 - forward**2, 0.0))
    elbow = along * forward + aside * height
    rest = along * span - elbow
    return elbow / np.linalg.norm(elbow), rest / np.linalg.norm(rest)


def about(axis: Points, deg: float) -> Matrix:
    """Turn about any axis (3,), right-handed, as (3, 3): Rodrigues' formula."""
    x, y, z = axis / np.linalg.norm(axis)
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    angle = np.deg2rad(deg)
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1.0 - np.cos(angle)) * cross @ cross)


def frame(along: Points, towards: Points) -> Matrix:
    """Orthonormal columns (3, 3): `along`, what of `towards` is square to it, and their cross product."""
    first = along / np.linalg.norm(along)
    second = towards - (towards @ first) * first
    second = second / np.linalg.norm(second)
    return np.stack([first, second, np.cross(first, second)], axis=1)


def twist_deg(turn: Matrix, axis: Points) -> float:
    """How far a turn (3, 3) goes about an axis (3,), by the swing-twist split."""
    unit = axis / np.linalg.norm(axis)
    spin = np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]]) / 2.0
    return float(np.rad2deg(2.0 * np.arctan2(spin @ unit / 2.0, (1.0 + float(np.trace(turn))) / 4.0)))


def part_of(turn: Matrix, share: float) -> Matrix:
    """The turn (3, 3) gone only `share` (0..1) of its way about its own axis; half turns have no one axis."""
    cosine = float(np.clip((np.trace(turn) - 1.0) / 2.0, -1.0, 1.0))
    angle = float(np.rad2deg(np.arccos(cosine)))
    axis = np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]])
    if np.linalg.norm(axis) < 1e-9:
        return np.eye(3)
    return about(axis, angle * share)
