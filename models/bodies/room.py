"""Rooms behind a person in true perspective: walls, floors, equipment, gradients, or a photograph."""

from dataclasses import dataclass
from typing import Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from models.bodies.backdrop import paint_backdrop
from models.bodies.camera import Camera
from models.bodies.chance import pick
from models.bodies.clutter import add_clutter

RoomKind = Literal["plain", "furnished", "gym", "gradient", "photo", "mural"]
ROOM_KINDS: tuple[RoomKind, ...] = get_args(RoomKind)
Canvas = NDArray[np.float32]
Colour = NDArray[np.float64]


@dataclass(frozen=True)
class Room:
    """One room: its kind, how far behind the mat its wall is, metres, and the number it grows from.

    "photo" is a photograph all over, "mural" one over a painted floor. `wall` is the wall's colour where the
    guest's clothes choose it; `cluttered` puts things close behind the guest, some in the `clothes`' colours.
    """

    kind: RoomKind
    wall_m: float
    seed: int
    wall: tuple[float, float, float] | None = None
    cluttered: bool = False
    clothes: tuple[tuple[float, float, float], ...] = ()


def draw_room(
    rng: np.random.Generator,
    kind: RoomKind | None = None,
    clothes: tuple[tuple[float, float, float], ...] = (),
) -> Room:
    """A random room, of the kind asked for or any; one in five painted walls nearly matches the clothes."""
    chosen = pick(rng, ROOM_KINDS, (0.14, 0.14, 0.16, 0.06, 0.36, 0.14)) if kind is None else kind
    wall = None
    if clothes and rng.random() < 0.2:
        match = np.array(clothes[int(rng.integers(0, len(clothes)))]) * rng.uniform(0.8, 1.2)
        r, g, b = np.clip(match + rng.normal(0.0, 0.05, 3), 0.02, 1.0)
        wall = (float(r), float(g), float(b))
    return Room(
        chosen,
        float(rng.uniform(0.4, 3.5)),
        int(rng.integers(0, 2**31)),
        wall,
        cluttered=bool(rng.random() < (0.3 if chosen == "plain" else 0.5)),
        clothes=clothes,
    )


def paint_room(room: Room, camera: Camera) -> Canvas:
    """The empty room as the camera sees it, float32 RGB (H, W, 3) in 0..1."""
    rng = np.random.default_rng(room.seed)
    # Grain is as large as the picture; drawn apart, it leaves the room the same at every picture size.
    grain = np.random.default_rng([room.seed, 1])
    if room.kind == "gradient":
        canvas = _gradient(rng, grain, camera)
    elif room.kind == "photo":
        canvas = paint_backdrop(rng, camera)
    else:
        canvas = _shell(rng, grain, room, camera)
    if room.kind in ("furnished", "gym"):
        _hang_on_wall(canvas, rng, room, camera)
        count = int(rng.integers(2, 6)) if room.kind == "furnished" else int(rng.integers(5, 13))
        depths = np.sort(rng.uniform(0.45, max(0.6, room.wall_m), count))[::-1]
        for depth in depths:
            _place_thing(canvas, rng, room.kind, camera, float(depth))
    if room.cluttered:
        add_clutter(canvas, np.random.default_rng([room.seed, 2]), camera, room.clothes)
    return np.clip(canvas, 0.0, 1.0)


def wall_colour(rng: np.random.Generator) -> Colour:
    """A painted wall's colour (3,), most of them pale."""
    level = float(rng.uniform(0.55, 0.95)) if rng.random() < 0.7 else float(rng.uniform(0.12, 0.5))
    return np.clip(level + rng.normal(0.0, 0.06, 3), 0.03, 1.0)


def _dull(rng: np.random.Generator, colour: Colour) -> Colour:
    """A colour with most of its brilliance taken off, as things in rooms have it."""
    return np.asarray(colour + rng.uniform(0.2, 1.0) * (colour.mean() - colour))


def _noise(grain: np.random.Generator, camera: Camera, cell: int, size: float) -> Canvas:
    coarse = grain.normal(0.0, size, (camera.height // cell + 2, camera.width // cell + 2, 1)).astype(
        np.float32
    )
    grown = cv2.resize(coarse, (camera.width, camera.height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(grown[:, :, None], dtype=np.float32)


def _gradient(rng: np.random.Generator, grain: np.random.Generator, camera: Camera) -> Canvas:
    corners = np.stack([wall_colour(rng) for _ in range(4)]).reshape(2, 2, 3).astype(np.float32)
    canvas = cv2.resize(corners, (camera.width, camera.height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(
        canvas + _noise(grain, camera, int(rng.integers(8, 90)), float(rng.uniform(0.0, 0.08))), np.float32
    )


def _behind(camera: Camera, depth: float) -> float:
    """The x of a plane `depth` metres behind the mat, seen from the camera."""
    return -depth if camera.facing == "left" else depth


def _fill(
    canvas: Canvas, camera: Camera, corners: NDArray[np.float64], colour: Colour, mix: float = 1.0
) -> None:
    """Fill a room polygon (N, 3) with a colour, anti-aliased; polygons partly behind the lens are skipped."""
    pixels = camera.project(corners)
    if not np.isfinite(pixels).all():
        return
    points = np.round(np.clip(pixels, -4000, 4000) * 16.0).astype(np.int32)
    if mix >= 1.0:
        cv2.fillPoly(canvas, [points], [float(c) for c in colour], lineType=cv2.LINE_AA, shift=4)
        return
    layer = canvas.copy()
    cv2.fillPoly(layer, [points], [float(c) for c in colour], lineType=cv2.LINE_AA, shift=4)
    canvas += mix * (layer - canvas)


def _line(
    canvas: Canvas, camera: Camera, start: list[float], end: list[float], colour: Colour, thick: int
) -> None:
    pixels = camera.project(np.array([start, end]))
    if not np.isfinite(pixels).all():
        return
    a, b = (tuple(int(v) for v in np.round(np.clip(p, -2000, 2000) * 16.0)) for p in pixels)
    cv2.line(canvas, a, b, [float(c) for c in colour], thick, cv2.LINE_AA, 4)


def _shell(rng: np.random.Generator, grain: np.random.Generator, room: Room, camera: Camera) -> Canvas:
    """Wall and floor with their texture and light."""
    wall, floor = wall_colour(rng), np.clip(wall_colour(rng) * rng.uniform(0.4, 0.95), 0.05, 1.0)
    if room.wall is not None:
        wall = np.array(room.wall)
    canvas = np.empty((camera.height, camera.width, 3), np.float32)
    canvas[:] = paint_backdrop(rng, camera) if room.kind == "mural" else wall
    x = _behind(camera, room.wall_m)
    if room.kind != "mural" and rng.random() < 0.4:
        _wall_texture(canvas, rng, camera, x, wall)
    near = _behind(camera, 0.35 - camera.distance_m)
    _fill(canvas, camera, np.array([[x, -9, 0], [x, 9, 0], [near, 9, 0], [near, -9, 0]], dtype=float), floor)
    _floor_texture(canvas, rng, camera, (x, near), floor)
    if rng.random() < 0.6:
        skirting = np.clip(wall * rng.uniform(0.5, 1.3), 0, 1)
        high = float(rng.uniform(0.06, 0.14))
        _fill(
            canvas,
            camera,
            np.array([[x, -9, 0], [x, 9, 0], [x, 9, high], [x, -9, high]], dtype=float),
            skirting,
        )
    canvas *= 1.0 + _noise(grain, camera, 120, 0.025) + _noise(grain, camera, 6, 0.012)
    across = np.linspace(rng.uniform(0.8, 1.1), rng.uniform(0.8, 1.1), camera.width, dtype=np.float32)
    down = np.linspace(rng.uniform(0.85, 1.1), rng.uniform(0.85, 1.1), camera.height, dtype=np.float32)
    return np.asarray(canvas * across[None, :, None] * down[:, None, None], np.float32)


def _wall_texture(canvas: Canvas, rng: np.random.Generator, camera: Camera, x: float, wall: Colour) -> None:
    """Bricks, panels or wallpaper stripes."""
    joint = np.clip(wall * rng.uniform(0.75, 1.2), 0, 1)
    if rng.random() < 0.5:
        course = float(rng.uniform(0.08, 0.3))
        for k in range(int(3.0 / course)):
            _line(canvas, camera, [x, -6, k * course], [x, 6, k * course], joint, 1)
    step = float(rng.uniform(0.15, 1.2))
    for y in np.arange(-5.0, 5.0, step):
        _line(canvas, camera, [x, float(y), 0.0], [x, float(y), 3.2], joint, int(rng.integers(1, 3)))


def _floor_texture(
    canvas: Canvas, rng: np.random.Generator, camera: Camera, span: tuple[float, float], floor: Colour
) -> None:
    """Planks, tiles or nothing."""
    kind = rng.random()
    joint = np.clip(floor * rng.uniform(0.7, 1.15), 0, 1)
    low, high = min(span), max(span)
    step = float(rng.uniform(0.12, 0.8))
    if kind < 0.65:
        for x in np.arange(low, high, step):
            _line(canvas, camera, [float(x), -6.0, 0.0], [float(x), 6.0, 0.0], joint, 1)
    if kind < 0.4:
        for y in np.arange(-4.0, 4.0, step):
            _line(canvas, camera, [low, float(y), 0.0], [high, float(y), 0.0], joint, 1)


def _hang_on_wall(canvas: Canvas, rng: np.random.Generator, room: Room, camera: Camera) -> None:
    """Windows, doors, posters, mirrors and shelves on the wall."""
    x = _behind(camera, room.wall_m)
    for _ in range(int(rng.integers(1, 5))):
        kind = rng.choice(["window", "door", "poster", "mirror", "shelf"])
        y, wide = float(rng.uniform(-2.5, 2.5)), float(rng.uniform(0.3, 1.4))
        low, high = (
            (0.0, 2.05) if kind == "door" else (float(rng.uniform(0.5, 1.4)), float(rng.uniform(1.6, 2.5)))
        )
        if kind == "shelf":
            high = low + 0.04
        colour = (
            rng.uniform(0.75, 1.0, 3)
            if kind in ("window", "mirror")
            else _dull(rng, rng.uniform(0.05, 0.95, 3))
        )
        quad = np.array([[x, y, low], [x, y + wide, low], [x, y + wide, high], [x, y, high]])
        frame = quad + np.array([0, -1, -1]) * 0.04 * np.array(
            [[1, 1, 1], [1, -1, 1], [1, -1, -1], [1, 1, -1]]
        )
        _fill(canvas, camera, frame, np.clip(colour * rng.uniform(0.3, 0.9), 0, 1))
        _fill(canvas, camera, quad, colour)
        if kind == "window":
            for share in (0.33, 0.66):
                _line(
                    canvas, camera, [x, y + wide * share, low], [x, y + wide * share, high], colour * 0.4, 2
                )
        if kind == "poster":
            for _ in range(int(rng.integers(1, 5))):
                a, b = np.sort(rng.uniform(0.1, 0.9, 2)), np.sort(rng.uniform(0.1, 0.9, 2))
                part = np.array(
                    [
                        [x, y + wide * u, low + (high - low) * v]
                        for u, v in ((a[0], b[0]), (a[1], b[0]), (a[1], b[1]), (a[0], b[1]))
                    ]
                )
                _fill(canvas, camera, part, rng.uniform(0.05, 0.95, 3))


def _box(
    canvas: Canvas,
    camera: Camera,
    at: tuple[float, float, float],
    size: tuple[float, float, float],
    colour: Colour,
) -> None:
    """A cuboid's visible faces: top, the two ends' nearer one, and the front; `at` is its middle's foot."""
    toward = 1.0 if camera.facing == "left" else -1.0
    x, y, z = at
    deep, wide, high = size[0] / 2.0, size[1] / 2.0, size[2]
    front = x + toward * deep
    end = y - wide if y > 0 else y + wide
    top = [
        [x - deep, y - wide, z + high],
        [x + deep, y - wide, z + high],
        [x + deep, y + wide, z + high],
        [x - deep, y + wide, z + high],
    ]
    side = [[x - deep, end, z], [x + deep, end, z], [x + deep, end, z + high], [x - deep, end, z + high]]
    face = [
        [front, y - wide, z],
        [front, y + wide, z],
        [front, y + wide, z + high],
        [front, y - wide, z + high],
    ]
    _fill(canvas, camera, np.array(top), np.clip(colour * 1.15, 0, 1))
    _fill(canvas, camera, np.array(side), colour * 0.7)
    _fill(canvas, camera, np.array(face), colour)


def _disc(canvas: Canvas, camera: Camera, centre: list[float], radius_m: float, colour: Colour) -> None:
    turn = np.linspace(0.0, 2.0 * np.pi, 22, endpoint=False)
    ring = np.array(centre) + radius_m * np.stack([np.zeros(22), np.cos(turn), np.sin(turn)], axis=1)
    _fill(canvas, camera, ring, colour)


def _place_thing(
    canvas: Canvas, rng: np.random.Generator, kind: RoomKind, camera: Camera, depth: float
) -> None:
    """One piece of furniture or equipment behind the guest."""
    x, y = _behind(camera, depth), float(rng.uniform(-2.2, 2.2))
    colour = np.clip(_dull(rng, rng.uniform(0.03, 0.9, 3)) * rng.uniform(0.3, 1.0), 0.02, 1.0)
    thing = rng.choice(
        ["box", "box", "rack", "ball", "pole", "machine"]
        if kind == "gym"
        else ["box", "box", "table", "pole", "ball"]
    )
    if thing == "box":
        size = (float(rng.uniform(0.2, 0.7)), float(rng.uniform(0.2, 1.1)), float(rng.uniform(0.2, 1.9)))
        _box(canvas, camera, (x, y, 0.0), size, colour)
    elif thing == "ball":
        radius = float(rng.uniform(0.12, 0.38))
        _disc(canvas, camera, [x, y, radius], radius, colour * 0.8)
        _disc(
            canvas, camera, [x, y + 0.15 * radius, 1.2 * radius], radius * 0.7, np.clip(colour * 1.05, 0, 1)
        )
    elif thing == "pole":
        high = float(rng.uniform(1.0, 2.6))
        _box(canvas, camera, (x, y, 0.0), (0.05, float(rng.uniform(0.03, 0.1)), high), colour)
    elif thing == "table":
        high = float(rng.uniform(0.6, 1.0))
        wide = float(rng.uniform(0.6, 1.6))
        for end in (-0.45, 0.45):
            _box(canvas, camera, (x, y + end * wide, 0.0), (0.06, 0.05, high), colour * 0.8)
        _box(canvas, camera, (x, y, high), (0.5, wide, 0.05), colour)
    elif thing == "rack":
        wide = float(rng.uniform(0.8, 1.8))
        for level in np.arange(0.3, float(rng.uniform(0.7, 1.6)), 0.4):
            _box(canvas, camera, (x, y, float(level)), (0.3, wide, 0.05), np.array([0.15, 0.15, 0.16]))
            for share in np.arange(-0.45, 0.46, 0.15):
                _disc(
                    canvas,
                    camera,
                    [x, y + share * wide, float(level) + 0.12],
                    float(rng.uniform(0.05, 0.09)),
                    colour,
                )
    else:
        _box(canvas, camera, (x, y, 0.0), (0.9, 0.6, 0.22), np.array([0.12, 0.12, 0.13]))
        for end in (-0.27, 0.27):
            _box(canvas, camera, (x, y + end, 0.2), (0.05, 0.05, 1.1), np.array([0.2, 0.2, 0.21]))
        _box(canvas, camera, (x, y, 1.25), (0.15, 0.65, 0.25), colour)
