"""The set that clips and test pictures are taken on: a level camera, a room, a light, and a small cast."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from models.bodies.camera import Camera, Facing, focal_for
from models.bodies.clothing import Bottom, BottomKind, Cloth, Colour, Fit, Outfit, Top, TopKind, fit_together
from models.bodies.drape import Sheet
from models.bodies.finish import Finish, develop
from models.bodies.hair import Hair, HairStyle
from models.bodies.performer import Performer, engage
from models.bodies.render import Light, renderer_for
from models.bodies.room import Room, paint_room
from models.bodies.shot import Placed, compose, make_subject

# Neither the training worlds nor the evaluation's draw from this seed.
CAST_SEED = 9
LENS_M, DISTANCE_M, VIEW_DEG = 1.0, 2.7, 50.0
ROOM = Room("furnished", 1.8, 200)


@dataclass(frozen=True)
class Stage:
    """A picture size, the camera that takes it, and the painted room (H, W, 3) float32 behind the people."""

    camera: Camera
    light: Light
    room: NDArray[np.float32]

    def take(self, people: list[Placed], finish: Finish) -> NDArray[np.uint8]:
        """One picture of the people on the stage, RGB uint8 (H, W, 3)."""
        renderer = renderer_for(self.camera.width, self.camera.height)
        canvas, _ = compose(renderer, people, self.room, self.camera, self.light)
        return develop(canvas, finish)


def set_stage(
    width: int, height: int, facing: Facing = "left", distance_m: float = DISTANCE_M, room: Room = ROOM
) -> Stage:
    """The stage with a level camera at pelvis height, `distance_m` from the mat."""
    camera = Camera(facing, distance_m, LENS_M, focal_for(height, VIEW_DEG), width, height)
    seen = 1.0 if facing == "left" else -1.0
    key, fill = np.array([seen * 0.7, -0.5, 0.7]), np.array([seen * 0.4, 0.9, 0.2])
    light = Light(key / np.linalg.norm(key), fill / np.linalg.norm(fill), (0.68, 0.66, 0.62), 0.50)
    return Stage(camera, light, paint_room(room, camera))


def _plain(colour: Colour) -> Cloth:
    return Cloth(colour, 0, (0.0, 0.0, 0.0), 0.03)


def fitted(top: Colour, bottom: Colour, kinds: tuple[TopKind, BottomKind] = ("tee", "leggings")) -> Outfit:
    """Fitted clothes and socks, as the kiosk asks guests to wear."""
    close = Sheet(bridge=0.05, hang=0.0, ease_m=0.003, fold_m=0.001)
    fit: Fit = "tight"
    leg = 1.85 if kinds[1] == "leggings" else 0.7
    above = Top(kinds[0], fit, 0.05, 0.4, 0.55 if kinds[0] == "tee" else 0.08, False, close, _plain(top))
    below = Bottom(kinds[1], fit, 0.28, leg, 0.0, 0.003, close, _plain(bottom))
    return fit_together(Outfit(above, below, "socks", (0.86, 0.86, 0.84), 0.0))


@cache
def guest(tilt_deg: float, body: int = 6, seed: int = CAST_SEED) -> Performer:
    """The one who is measured: teal top, dark leggings, hair up, standing at a tilt asked for."""
    hair = Hair("bun", (0.20, 0.12, 0.07), 0.010, 0.0, 0.040, 0.06, 1.0)
    return engage(
        make_subject(seed, body), fitted((0.08, 0.45, 0.46), (0.07, 0.07, 0.10)), hair, tilt_deg, body
    )


@cache
def bystander(
    tilt_deg: float = 14.0, body: int = 10, seed: int = CAST_SEED, style: HairStyle = "short"
) -> Performer:
    """Someone else in the room: red top, grey shorts."""
    hair = Hair(style, (0.10, 0.07, 0.05), 0.015, 0.0, 0.03, 0.05, 2.0)
    outfit = fitted((0.62, 0.16, 0.14), (0.35, 0.36, 0.40), ("tee", "tight_shorts"))
    return engage(make_subject(seed, body), outfit, hair, tilt_deg, body)
