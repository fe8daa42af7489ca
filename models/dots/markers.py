"""Dots as surfaces: half-balls and flat stickers, and look-alikes, set on a dressed body."""

import colorsys
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.bodies.render import Layer

Kind = Literal["half_ball", "flat"]
Hue = Literal["green", "magenta"]
RADIUS_M = 0.010
_LIFT_M = 0.0012  # a sticker's thickness, so that the cloth's facets do not swallow it
_RINGS, _SECTORS = 8, 28
_AROUND_M = 0.022  # a dot bridges folds finer than itself: its base follows the mean of what is about it
_BENT_OVER_M, _BENT_BY = 0.045, 8
_MOST_BENT = 8.0  # per metre: half the curvature of a ball of 6 cm
_LEAST_OF_DYE: dict[Kind, tuple[float, float]] = {"half_ball": (0.45, 0.3), "flat": (0.6, 0.55)}
_HUES = {"green": (95.0, 165.0), "magenta": (290.0, 338.0)}


@dataclass(frozen=True)
class Spot:
    """A place (3,) on the outermost cloth or skin, metres, the unit normal (3,) there, and how it bends.

    `bend` (3,) are the coefficients of u^2, u v and v^2 of the surface's height over its tangent plane, per
    metre, u and v along `frame_of(normal)`.
    """

    place: NDArray[np.float64]
    normal: NDArray[np.float64]
    bend: NDArray[np.float64]


def draw_dye(rng: np.random.Generator, hue: Hue, kind: Kind) -> tuple[float, float, float]:
    """A matte green or magenta, RGB 0..1; half-balls of any brightness, stickers as bright as sold."""
    low, high = _HUES[hue]
    saturation, value = _LEAST_OF_DYE[kind]
    return colorsys.hsv_to_rgb(
        rng.uniform(low, high) / 360.0, rng.uniform(saturation, 0.95), rng.uniform(value, 0.98)
    )


def spot_on(layers: list[Layer], vertex: int) -> Spot:
    """Where a dot sits that someone presses on over a skin vertex: on the outermost layer that covers it.

    `layers` are a placed person's, skin first; those that share the skin's vertices are what is worn.
    """
    skin = layers[0]
    worn = [one for one in layers if len(one.vertices) == len(skin.vertices) and one.cover[vertex] > 0.0]
    outermost = max(
        worn or [skin],
        key=lambda one: float((one.vertices[vertex] - skin.vertices[vertex]) @ skin.normals[vertex]),
    )
    place = outermost.vertices[vertex]
    near = np.linalg.norm(outermost.vertices - place, axis=1) < _AROUND_M
    facing = outermost.normals @ skin.normals[vertex] > 0.0
    normal = outermost.normals[near & facing].sum(axis=0) if (near & facing).any() else skin.normals[vertex]
    normal = normal / np.linalg.norm(normal)
    about = (np.linalg.norm(outermost.vertices - place, axis=1) < _BENT_OVER_M) & facing
    return Spot(place, normal, _bend(outermost.vertices[about] - place, normal))


def _bend(near: NDArray[np.float64], normal: NDArray[np.float64]) -> NDArray[np.float64]:
    """The quadratic surface through points (N, 3) about the origin, short of folds and deep hollows."""
    aside, upward = frame_of(normal)
    u, v, height = near @ aside, near @ upward, near @ normal
    terms = np.stack([u * u, u * v, v * v, u, v], axis=1)
    bend = np.linalg.lstsq(terms, height, rcond=None)[0][:3] if len(near) >= _BENT_BY else np.zeros(3)
    return np.asarray(np.clip(bend, -_MOST_BENT, 0.3 * _MOST_BENT))


def frame_of(normal: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Two unit vectors (3,) along the surface: the second as much upward as the surface allows."""
    up = np.array([0.0, 0.0, 1.0]) if abs(normal[2]) < 0.95 else np.array([0.0, 1.0, 0.0])
    aside = np.cross(up, normal)
    aside = aside / np.linalg.norm(aside)
    return aside, np.cross(normal, aside)


def dot(kind: Kind, spot: Spot, dye: tuple[float, float, float], radius_m: float = RADIUS_M) -> Layer:
    """A half-ball standing its radius out of the surface, or a round sticker that bends with it."""
    latitude = np.linspace(0.0, np.pi / 2.0, _RINGS)
    around = np.linspace(0.0, 2.0 * np.pi, _SECTORS, endpoint=False)
    out, turn = (grid.ravel() for grid in np.meshgrid(latitude, around, indexing="ij"))
    aside, upward = frame_of(spot.normal)
    flat = (np.cos(turn)[:, None] * aside + np.sin(turn)[:, None] * upward) * np.sin(out)[:, None]
    if kind == "half_ball":
        normals = flat + np.cos(out)[:, None] * spot.normal
        vertices = spot.place + radius_m * normals
    else:
        u, v = radius_m * (flat @ aside), radius_m * (flat @ upward)
        height = spot.bend[0] * u * u + spot.bend[1] * u * v + spot.bend[2] * v * v
        slopes = (2.0 * spot.bend[0] * u + spot.bend[1] * v, 2.0 * spot.bend[2] * v + spot.bend[1] * u)
        normals = spot.normal - slopes[0][:, None] * aside - slopes[1][:, None] * upward
        normals = normals / np.linalg.norm(normals, axis=1, keepdims=True)
        vertices = spot.place + radius_m * flat + (_LIFT_M + height)[:, None] * spot.normal
    return _surface(vertices, normals, _grid_faces(_RINGS, _SECTORS), dye)


def patch(
    spot: Spot, width_m: float, height_m: float, turn_deg: float, dye: tuple[float, float, float]
) -> Layer:
    """A printed rectangle on the surface: part of a logo, or a piece of a stripe."""
    aside, upward = frame_of(spot.normal)
    c, s = np.cos(np.deg2rad(turn_deg)), np.sin(np.deg2rad(turn_deg))
    right, up = c * aside + s * upward, c * upward - s * aside
    corners = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]]) / 2.0
    flat = corners[:, :1] * width_m * right + corners[:, 1:] * height_m * up
    vertices = spot.place + flat + 2.0 * _LIFT_M * spot.normal
    faces = np.array([[0, 1, 2], [0, 2, 3]], np.int32)
    return _surface(vertices, np.tile(spot.normal, (4, 1)), faces, dye)


def _grid_faces(rings: int, sectors: int) -> NDArray[np.int32]:
    ring, sector = (
        grid.ravel() for grid in np.meshgrid(np.arange(rings - 1), np.arange(sectors), indexing="ij")
    )
    a, b = ring * sectors + sector, ring * sectors + (sector + 1) % sectors
    c, d = a + sectors, b + sectors
    return np.asarray(np.concatenate([np.stack([a, c, b], axis=1), np.stack([b, c, d], axis=1)]), np.int32)


def _surface(
    vertices: NDArray[np.float64],
    normals: NDArray[np.float64],
    faces: NDArray[np.int32],
    dye: tuple[float, float, float],
) -> Layer:
    count = len(vertices)
    colours = np.tile(np.array(dye), (count, 1))
    return Layer(vertices, normals, colours, faces, np.ones(count), np.zeros((count, 3)))
