"""One drawn scene: a camera, a room with things in it, and people; and the picture it makes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.bodies.camera import Camera
from models.bodies.finish import Finish, develop
from models.bodies.render import Light, Renderer, renderer_for
from models.bodies.room import Room, paint_room
from models.bodies.shot import Placed, compose, in_room

WIDTH, HEIGHT = 540, 960


class Prop(Protocol):
    """A thing in the room, behind the people."""

    def paint(self, canvas: NDArray[np.float32], renderer: Renderer, camera: Camera, light: Light) -> None:
        """Draw it onto the room (H, W, 3) in place."""


@dataclass(frozen=True)
class Scenery:
    """What a scene has besides its people."""

    camera: Camera
    light: Light
    room: Room
    finish: Finish
    props: tuple[Prop, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A scene: its people, the guest first."""

    scenery: Scenery
    people: tuple[Placed, ...] = ()

    def guest_hip_px(self) -> tuple[float, float] | None:
        """Where the middle of the guest's hip joints is, pixels; None without a guest."""
        if not self.people:
            return None
        person = self.people[0].person
        hips = (person.joint("upperleg01.L") + person.joint("upperleg01.R")) / 2.0
        x, y = self.scenery.camera.project(in_room(self.people[0], hips[np.newaxis]))[0]
        return float(x), float(y)


def take(picture: Picture, backdrop: NDArray[np.float32] | None = None) -> NDArray[np.uint8]:
    """The picture, RGB uint8 (H, W, 3); ``backdrop`` is the painted scenery when it is known already."""
    scenery = picture.scenery
    renderer = renderer_for(scenery.camera.width, scenery.camera.height)
    room = paint(picture) if backdrop is None else backdrop
    canvas, _ = compose(renderer, list(picture.people), room, scenery.camera, scenery.light)
    return develop(canvas, scenery.finish)


def paint(picture: Picture) -> NDArray[np.float32]:
    """The room with its things and without its people, float32 (H, W, 3) in 0..1."""
    scenery = picture.scenery
    renderer = renderer_for(scenery.camera.width, scenery.camera.height)
    canvas = np.ascontiguousarray(paint_room(scenery.room, scenery.camera), np.float32)
    for prop in scenery.props:
        prop.paint(canvas, renderer, scenery.camera, scenery.light)
    return canvas


def film(pictures: Sequence[Picture]) -> list[NDArray[np.uint8]]:
    """Pictures of one scenery in which only the people move."""
    backdrop = paint(pictures[0])
    return [take(picture, backdrop) for picture in pictures]
