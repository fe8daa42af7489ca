"""Things right behind and beside the guest that outlines must be told from: bars, edges, leaves, stripes."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from models.bodies.camera import Camera

Canvas = NDArray[np.float32]
Colour = NDArray[np.float64]


def _behind(camera: Camera, depth: float) -> float:
    return -depth if camera.facing == "left" else depth


def _pixels(camera: Camera, points: list[list[float]]) -> NDArray[np.int32]:
    seen = camera.project(np.array(points, dtype=float))
    return np.asarray(np.round(np.clip(np.nan_to_num(seen), -3000, 3000) * 16.0), np.int32)


def _board(
    canvas: Canvas, camera: Camera, depth: float, span: tuple[float, float, float, float], colour: Colour
) -> None:
    """An upright rectangle `depth` behind the guest: from y0 to y1 across and z0 to z1 up, metres."""
    y0, y1, z0, z1 = span
    x = _behind(camera, depth)
    corners = _pixels(camera, [[x, y0, z0], [x, y1, z0], [x, y1, z1], [x, y0, z1]])
    cv2.fillPoly(canvas, [corners], [float(c) for c in colour], cv2.LINE_AA, 4)


def add_clutter(
    canvas: Canvas, rng: np.random.Generator, camera: Camera, clothes: tuple[tuple[float, ...], ...]
) -> None:
    """Put one to five things close behind the guest, some in the colours of the `clothes`."""
    for _ in range(int(rng.integers(1, 6))):
        depth = float(rng.uniform(0.3, 1.3))
        y = float(rng.normal(0.0, 0.45))
        colour = rng.uniform(0.03, 0.95, 3)
        colour = colour + rng.uniform(0.2, 1.0) * (colour.mean() - colour)
        if clothes and rng.random() < 0.35:
            colour = np.array(clothes[int(rng.integers(0, len(clothes)))]) * rng.uniform(0.7, 1.2)
        thing = _THINGS[int(rng.integers(0, len(_THINGS)))]
        thing(canvas, rng, camera, depth, y, np.clip(colour, 0.02, 0.98))


def _bar(
    canvas: Canvas, rng: np.random.Generator, camera: Camera, depth: float, y: float, colour: Colour
) -> None:
    wide = float(rng.uniform(0.015, 0.14))
    low, high = float(rng.choice([0.0, 0.0, rng.uniform(0.3, 1.0)])), float(rng.uniform(1.0, 2.8))
    _board(canvas, camera, depth, (y, y + wide, low, high), colour)
    _board(canvas, camera, depth, (y, y + 0.3 * wide, low, high), np.clip(colour * 1.25, 0, 1))


def _rungs(
    canvas: Canvas, rng: np.random.Generator, camera: Camera, depth: float, y: float, colour: Colour
) -> None:
    """Wall bars, a rack or shelves."""
    wide, step = float(rng.uniform(0.5, 1.6)), float(rng.uniform(0.10, 0.45))
    thick = float(rng.uniform(0.015, 0.05))
    left = y - wide * float(rng.random())
    for z in np.arange(float(rng.uniform(0.05, 0.8)), float(rng.uniform(1.2, 2.5)), step):
        _board(canvas, camera, depth, (left, left + wide, float(z), float(z) + thick), colour)
    for end in (left, left + wide):
        _board(canvas, camera, depth, (end - 0.03, end + 0.03, 0.0, 2.4), colour * 0.8)


def _stripes(
    canvas: Canvas, rng: np.random.Generator, camera: Camera, depth: float, y: float, colour: Colour
) -> None:
    """A curtain, slats or panelling."""
    wide, count = float(rng.uniform(0.4, 2.0)), int(rng.integers(4, 22))
    other = np.clip(colour * rng.uniform(0.6, 1.4), 0, 1)
    left = y - wide * float(rng.random())
    high = float(rng.uniform(1.5, 2.8))
    for k in range(count):
        span = (left + wide * k / count, left + wide * (k + 1) / count, 0.0, high)
        _board(canvas, camera, depth, span, colour if k % 2 else other)


def _leaves(
    canvas: Canvas, rng: np.random.Generator, camera: Camera, depth: float, y: float, colour: Colour
) -> None:
    """A plant in a pot."""
    x, size = _behind(camera, depth), float(rng.uniform(0.05, 0.16))
    green = np.array([0.15, 0.35, 0.12]) * rng.uniform(0.5, 2.0) + rng.normal(0.0, 0.04, 3)
    middle = float(rng.uniform(0.6, 1.6))
    _board(canvas, camera, depth, (y - 0.14, y + 0.14, 0.0, 0.35), colour)
    _board(canvas, camera, depth, (y - 0.012, y + 0.012, 0.3, middle), green * 0.6)
    spread = rng.normal(0.0, 1.0, (int(rng.integers(12, 50)), 2)) * [0.18, 0.28]
    for dy, dz in spread:
        turn = np.linspace(0.0, 2.0 * np.pi, 10, endpoint=False) + rng.uniform(0.0, 3.0)
        slim, lean = float(rng.uniform(0.2, 0.6)), float(rng.uniform(-1.0, 1.0))
        ring = [
            [
                x,
                y + dy + size * (np.cos(t) + lean * slim * np.sin(t)),
                max(0.3, middle + dz + size * slim * np.sin(t)),
            ]
            for t in turn
        ]
        shade = np.clip(green * rng.uniform(0.6, 1.4), 0.02, 0.95)
        cv2.fillPoly(canvas, [_pixels(camera, ring)], [float(c) for c in shade], cv2.LINE_AA, 4)


def _pane(
    canvas: Canvas, rng: np.random.Generator, camera: Camera, depth: float, y: float, colour: Colour
) -> None:
    """A mirror, door, window or screen: its upright edge beside the guest's outline."""
    wide = float(rng.uniform(0.4, 1.6)) * float(rng.choice([-1.0, 1.0]))
    low = float(rng.choice([0.0, rng.uniform(0.2, 1.0)]))
    high = low + float(rng.uniform(0.8, 2.0))
    rim = 0.03 * float(np.sign(wide))
    _board(canvas, camera, depth, (y - rim, y + wide + rim, low - 0.03, high + 0.03), colour * 0.5)
    pale = colour + rng.uniform(0.0, 1.0) * (np.array([0.85, 0.9, 0.95]) - colour)
    _board(canvas, camera, depth, (y, y + wide, low, high), pale)
    for share in rng.random(int(rng.integers(0, 4))):
        span = (y + wide * share, y + wide * min(1.0, share + 0.15), low, high)
        _board(canvas, camera, depth, span, np.clip(pale * rng.uniform(0.6, 1.2), 0, 1))


def _bulk(
    canvas: Canvas, rng: np.random.Generator, camera: Camera, depth: float, y: float, colour: Colour
) -> None:
    """Something large at the height of trunk or seat: a bag, a ball, a bench, a machine's body."""
    x, tall, wide = _behind(camera, depth), float(rng.uniform(0.15, 0.6)), float(rng.uniform(0.1, 0.5))
    z = float(rng.uniform(0.1, 1.4))
    power = float(rng.uniform(0.4, 1.0))
    turn = np.linspace(0.0, 2.0 * np.pi, 28, endpoint=False)
    for scale, tone in ((1.0, 0.8), (0.8, 1.0)):
        ring = [
            [
                x,
                y + scale * wide * np.sign(np.cos(t)) * abs(np.cos(t)) ** power,
                z + scale * tall * np.sign(np.sin(t)) * abs(np.sin(t)) ** power,
            ]
            for t in turn
        ]
        shade = np.clip(colour * tone, 0, 1)
        cv2.fillPoly(canvas, [_pixels(camera, ring)], [float(c) for c in shade], cv2.LINE_AA, 4)


def _cables(
    canvas: Canvas, rng: np.random.Generator, camera: Camera, depth: float, y: float, colour: Colour
) -> None:
    """Ropes, bands or cables that hang or slant."""
    x = _behind(camera, depth)
    for _ in range(int(rng.integers(1, 5))):
        top, foot = y + float(rng.normal(0.0, 0.15)), y + float(rng.normal(0.0, 0.3))
        sag = float(rng.normal(0.0, 0.15))
        z = np.linspace(float(rng.uniform(1.4, 2.6)), float(rng.uniform(0.0, 0.9)), 12)
        s = np.linspace(0.0, 1.0, 12)
        line = [[x, top + (foot - top) * a + sag * np.sin(np.pi * a), b] for a, b in zip(s, z, strict=True)]
        thick = int(rng.integers(1, 6))
        cv2.polylines(
            canvas, [_pixels(camera, line)], False, [float(c) for c in colour], thick, cv2.LINE_AA, 4
        )


_Thing = Callable[[Canvas, np.random.Generator, Camera, float, float, Colour], None]
_THINGS: tuple[_Thing, ...] = (_bar, _bar, _rungs, _stripes, _leaves, _pane, _pane, _bulk, _bulk, _cables)
