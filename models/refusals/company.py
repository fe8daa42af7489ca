"""Pictures with more in them than the guest: others, mirrors, posters, coats, a stool."""

from dataclasses import replace

import numpy as np

from models.bodies.person import lift
from models.bodies.shot import Placed
from models.refusals import poses
from models.refusals.draw import Draw, posed, tall_m
from models.refusals.picture import Picture
from models.refusals.props import CoatStand, Mirror, Poster, Stool

CLOSE, APART = 0.78, 0.66
"""Apparent height beside the guest's: from CLOSE on, someone counts as close by; up to APART, as behind."""


def _apparent(draw: Draw, other: Placed, size: float, aside_m: float) -> Placed:
    """Someone put so far from the camera that they look ``size`` times as tall as the guest."""
    away = draw.camera.distance_m * tall_m(other) / (tall_m(draw.guest) * size)
    aside = aside_m * away / draw.camera.distance_m
    return replace(other, at=(draw.behind * (away - draw.camera.distance_m), aside))


def two_guests(draw: Draw) -> Picture:
    """Two people at the mat, about as large, 0.6 to 0.9 m apart, facing any way."""
    apart = draw.uniform(0.6, 0.9) / 2.0
    way = draw.sign()
    other = _apparent(draw, draw.another(1).placed, draw.uniform(0.88, 1.12), -way * apart)
    other = replace(other, yaw_deg=draw.uniform(-180.0, 180.0))
    guest = replace(draw.guest, at=(0.0, way * apart))
    return draw.picture(guest, other, camera=replace(draw.camera, pan_deg=0.0), wall_m=1.2)


def passer(draw: Draw) -> Picture:
    """Someone in mid stride close behind the guest or before them, beside them in the picture."""
    shot = draw.another(1)
    person = poses.stepping(shot.subject, shot.posture, shot.arms, draw.uniform(0.0, 2.0 * np.pi), 1.0)
    way = draw.turned(0.0 if draw.rng.random() < 0.5 else 180.0)
    other = replace(posed(shot.placed, person), yaw_deg=way)
    size = draw.uniform(CLOSE, 1.1)
    way = draw.sign()
    other = _apparent(draw, other, size, way * draw.uniform(0.42, 0.6))
    return draw.picture(draw.guest, other, camera=replace(draw.camera, pan_deg=0.0), wall_m=1.8)


def bystander(draw: Draw) -> Picture:
    """Someone well behind the guest, to one side, standing or walking, facing any way."""
    shot = draw.another(1)
    gait = 1.0 if draw.rng.random() < 0.4 else 0.0
    person = poses.stepping(shot.subject, shot.posture, shot.arms, draw.uniform(0.0, 2.0 * np.pi), gait)
    other = replace(posed(shot.placed, person), yaw_deg=draw.uniform(-180.0, 180.0))
    # At least a metre behind, whoever is the taller.
    size = min(draw.uniform(0.35, APART), _size_at(draw, other, 1.0))
    other = _apparent(draw, other, size, draw.sign() * draw.uniform(0.2, 0.6))
    return draw.picture(draw.guest, other, wall_m=abs(other.at[0]) + 0.4)


def _size_at(draw: Draw, other: Placed, behind_m: float) -> float:
    far = draw.camera.distance_m / (draw.camera.distance_m + behind_m)
    return far * tall_m(other) / tall_m(draw.guest)


def mirror(draw: Draw) -> Picture:
    """The guest's image in a tall mirror at the wall, to one side."""
    wall = max(draw.shot.room.wall_m, draw.uniform(0.9, 2.0))
    reach = (draw.camera.distance_m + wall) * draw.camera.width / (2.0 * draw.camera.focal_px)
    aside = draw.sign() * draw.uniform(0.45, 0.75) * reach
    high = draw.uniform(1.5, 1.9)
    glass = Mirror(draw.guest, (draw.behind * wall, aside, 0.08 + high / 2.0), draw.uniform(0.5, 0.9), high)
    return draw.picture(draw.guest, props=(glass,), wall_m=wall)


def _poster(draw: Draw, person: int, largest: float) -> Poster:
    wall = max(draw.shot.room.wall_m, 0.6)
    shown = replace(draw.another(person).placed, yaw_deg=draw.uniform(-180.0, 180.0), at=(0.0, 0.0))
    size = draw.uniform(0.25, largest)
    far = (draw.camera.distance_m + wall) / draw.camera.distance_m
    paper = tuple(float(v) for v in draw.rng.uniform(0.2, 1.0, 3))
    reach = draw.camera.distance_m * far * draw.camera.width / (2.0 * draw.camera.focal_px)
    return Poster(
        shown,
        wall,
        draw.sign() * draw.uniform(0.4, 0.8) * reach,
        draw.uniform(0.3, 0.9),
        size * tall_m(draw.guest) * far,
        (paper[0], paper[1], paper[2]),
    )


def posters(draw: Draw) -> Picture:
    """One or two printed people on the wall, a quarter to nearly two thirds as large as the guest."""
    count = 1 if draw.rng.random() < 0.6 else 2
    props = tuple(_poster(draw, 1 + at, APART - 0.02) for at in range(count))
    return draw.picture(draw.guest, props=props, wall_m=0.6)


def poster_alone(draw: Draw) -> Picture:
    """A printed person on the wall and nobody in the room."""
    return draw.picture(props=(_poster(draw, 1, 0.5),), wall_m=0.6)


def coat(draw: Draw) -> Picture:
    """A top hung on a stand, and nobody in the room."""
    at = (draw.behind * draw.uniform(0.0, 1.2), draw.uniform(-0.35, 0.35))
    worn = replace(draw.guest, at=at, yaw_deg=draw.uniform(-180.0, 180.0))
    return draw.picture(props=(CoatStand(worn),), wall_m=1.5)


def seated(draw: Draw) -> Picture:
    """The guest on a stool."""
    shot = draw.shot
    person = lift(poses.seated(shot.subject, shot.posture, shot.arms, draw.rng), draw.guest.outfit.sole_m)
    seat = float(person.joint("upperleg01.L")[2]) - 0.1
    stool = Stool(draw.guest.at, seat, (0.35, 0.33, 0.3))
    return draw.picture(replace(draw.guest, person=person), props=(stool,))
