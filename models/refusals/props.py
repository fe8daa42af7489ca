"""Things that look like a person and are none (a mirror, a poster, a coat on a stand), and a stool."""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from models.bodies.camera import Camera
from models.bodies.hair import Hair
from models.bodies.render import Layer, Light, Renderer
from models.bodies.shot import Placed, layers_of

Canvas = NDArray[np.float32]
_UP = np.array([0.0, 0.0, 1.0])
_BALD = Hair("bald", (0.0, 0.0, 0.0), 0.0, 0.0, 0.0, 0.0, 0.0)


def _polygon(camera: Camera, corners: NDArray[np.float64]) -> NDArray[np.float32]:
    """Coverage (H, W, 1), 0..1, of room corners (N, 3)."""
    cover = np.zeros((camera.height, camera.width), np.float32)
    pixels = np.round(np.clip(camera.project(corners), -4000, 4000) * 16.0).astype(np.int32)
    cv2.fillPoly(cover, [pixels], (1.0,), cv2.LINE_AA, 4)
    return cover[:, :, np.newaxis]


def _blend(canvas: Canvas, cover: NDArray[np.float32], colour: NDArray[Any]) -> None:
    canvas += cover * (np.asarray(colour, np.float32) - canvas)


def _draw(
    canvas: Canvas,
    layers: list[Layer],
    renderer: Renderer,
    camera: Camera,
    light: Light,
    inside: Canvas | None,
) -> None:
    """Layers onto a canvas, as far as they lie ``inside`` a coverage (H, W, 1)."""
    drawn = renderer.draw(layers, camera, light).astype(np.float32) / np.float32(255)
    share = np.ones_like(drawn[:, :, 3:]) if inside is None else inside
    canvas *= 1.0 - drawn[:, :, 3:] * share
    canvas += drawn[:, :, :3] * share


def _middle_m(layer: Layer) -> float:
    """How high a surface hangs, metres."""
    return float(layer.vertices[layer.cover >= 0.0, 2].mean())


def _upright_quad(
    centre: NDArray[np.float64], along: NDArray[np.float64], wide_m: float, high_m: float
) -> NDArray[np.float64]:
    """Corners (4, 3) of an upright rectangle."""
    half, up = along * wide_m / 2.0, _UP * high_m / 2.0
    return np.stack([centre - half - up, centre + half - up, centre + half + up, centre - half + up])


@dataclass(frozen=True)
class Mirror:
    """An upright mirror turned so that the camera sees a person's image in its middle.

    ``centre`` is its middle in room axes, metres; the image is the person reflected in its plane, so it is
    flipped, and as much smaller as the way over the mirror is longer.
    """

    shown: Placed
    centre: tuple[float, float, float]
    wide_m: float
    high_m: float

    def normal(self, camera: Camera) -> NDArray[np.float64]:
        """(3,) the level direction that halves the angle between the camera and the person."""
        middle = np.array(self.centre)
        to_camera = (camera.place() - middle) * [1.0, 1.0, 0.0]
        to_person = np.array([*self.shown.at, 0.0]) - middle * [1.0, 1.0, 0.0]
        normal = to_camera / np.linalg.norm(to_camera) + to_person / np.linalg.norm(to_person)
        return np.asarray(normal / np.linalg.norm(normal))

    def paint(self, canvas: Canvas, renderer: Renderer, camera: Camera, light: Light) -> None:
        """Frame, glass with a dim flipped room, and the person's image."""
        normal, middle = self.normal(camera), np.array(self.centre)
        along = np.cross(_UP, normal)
        frame = _polygon(camera, _upright_quad(middle, along, self.wide_m + 0.06, self.high_m + 0.06))
        glass = _polygon(camera, _upright_quad(middle, along, self.wide_m, self.high_m))
        flipped = cv2.GaussianBlur(np.ascontiguousarray(canvas[:, ::-1]), (0, 0), 4.0) * np.float32(0.9)
        _blend(canvas, frame, np.array([0.16, 0.12, 0.09]))
        _blend(canvas, glass, np.asarray(flipped, np.float32))
        _draw(canvas, self.image(camera), renderer, camera, light, glass)

    def image(self, camera: Camera) -> list[Layer]:
        """The person's surfaces reflected in the mirror's plane."""
        normal, middle = self.normal(camera), np.array(self.centre)
        flip = np.eye(3) - 2.0 * np.outer(normal, normal)
        return [
            Layer(
                (layer.vertices - middle) @ flip.T + middle,
                layer.normals @ flip.T,
                layer.colours,
                # A reflection turns the corners' order about.
                np.ascontiguousarray(layer.faces[:, ::-1]),
                layer.cover,
                layer.cloth,
                layer.gloss,
                layer.pattern,
                layer.pattern_colour,
            )
            for layer in layers_of(self.shown)
        ]


@dataclass(frozen=True)
class Poster:
    """A printed person on the wall: their figure ``high_m`` tall, standing ``foot_m`` above the floor."""

    shown: Placed
    wall_m: float
    aside_m: float
    foot_m: float
    high_m: float
    paper: tuple[float, float, float]

    def paint(self, canvas: Canvas, renderer: Renderer, camera: Camera, light: Light) -> None:
        """Paper, then the figure pressed flat onto it."""
        layers = layers_of(self.shown)
        tall = max(float(layer.vertices[:, 2].max()) for layer in layers)
        scale = self.high_m / tall
        toward = 1.0 if camera.facing == "left" else -1.0
        foot = np.array([-toward * self.wall_m, self.aside_m, self.foot_m])
        middle = foot + _UP * self.high_m / 2.0
        paper = _upright_quad(middle, np.array([0.0, 1.0, 0.0]), 0.62 * self.high_m, 1.16 * self.high_m)
        _blend(canvas, _polygon(camera, paper), np.array(self.paper))
        # A hundredth of the depth stays, for the nearer limb to hide the further one.
        press = np.array([0.01, 1.0, 1.0]) * scale
        flat = [replace(layer, vertices=layer.vertices * press + foot) for layer in layers]
        _draw(canvas, flat, renderer, camera, light, None)


@dataclass(frozen=True)
class CoatStand:
    """A stand with the top clothes of ``worn`` hung on it, nobody inside."""

    worn: Placed

    def paint(self, canvas: Canvas, renderer: Renderer, camera: Camera, light: Light) -> None:
        """The pole and its foot, then the clothes."""
        x, y = self.worn.at
        across = np.array([0.0, 1.0, 0.0])
        wood = np.array([0.25, 0.17, 0.10])
        for height, wide, high in ((0.9, 0.05, 1.8), (0.03, 0.5, 0.06), (1.72, 0.4, 0.03)):
            quad = _upright_quad(np.array([x, y, height]), across, wide, high)
            _blend(canvas, _polygon(camera, quad), wood)
        # The first layer is skin; the highest of the others is the top.
        shirt = max(layers_of(replace(self.worn, hair=_BALD))[1:], key=_middle_m)
        _draw(canvas, [shirt], renderer, camera, light, None)


@dataclass(frozen=True)
class Stool:
    """A stool with its seat ``seat_m`` above the floor, under (x, y)."""

    at: tuple[float, float]
    seat_m: float
    colour: tuple[float, float, float]

    def paint(self, canvas: Canvas, renderer: Renderer, camera: Camera, light: Light) -> None:  # noqa: ARG002
        """Seat and legs, seen square on."""
        across, colour = np.array([0.0, 1.0, 0.0]), np.array(self.colour)
        for aside in (-0.15, 0.15):
            leg = np.array([self.at[0], self.at[1] + aside, self.seat_m / 2.0])
            _blend(canvas, _polygon(camera, _upright_quad(leg, across, 0.04, self.seat_m)), colour * 0.7)
        seat = np.array([self.at[0], self.at[1], self.seat_m - 0.03])
        _blend(canvas, _polygon(camera, _upright_quad(seat, across, 0.38, 0.06)), colour)
