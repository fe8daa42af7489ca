"""Things that stand about in gyms and shops, drawn flat onto a wall: racks, shelves, windows, plants."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from models.strangers.photos import pictures

Picture = NDArray[np.float32]
Thing = Callable[[np.random.Generator, Picture, float, float, float], None]
Colour = tuple[float, float, float]


def muted(rng: np.random.Generator) -> Colour:
    """A wall or floor colour: light and dull more often than not."""
    value = float(rng.uniform(0.25, 0.9))
    r, g, b = (float(np.clip(value + rng.normal(0.0, 0.07), 0.03, 0.98)) for _ in range(3))
    return (r, g, b)


def vivid(rng: np.random.Generator) -> Colour:
    """Any colour."""
    r, g, b = (float(part) for part in rng.uniform(0.03, 0.95, 3))
    return (r, g, b)


def cut(rng: np.random.Generator, height: int, width: int) -> Picture:
    """A piece of one of the photographs, turned over or not, at a size (height, width)."""
    names = [name for name in pictures() if name not in ("gravel", "grass")]
    image = pictures()[names[int(rng.integers(len(names)))]]
    share = float(rng.uniform(0.4, 1.0))
    tall = min(int(image.shape[0] * share), int(image.shape[1] * share * height / width))
    wide = max(8, min(int(tall * width / height), image.shape[1]))
    top, left = (int(rng.integers(0, n + 1)) for n in (image.shape[0] - tall, image.shape[1] - wide))
    piece = image[top : top + tall, left : left + wide]
    piece = piece[:, ::-1] if rng.random() < 0.5 else piece
    return np.asarray(
        cv2.resize(np.ascontiguousarray(piece), (width, height), interpolation=cv2.INTER_CUBIC), np.float32
    )


def _box(picture: Picture, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
    cv2.rectangle(picture, (round(left), round(top)), (round(right), round(bottom)), colour, -1, cv2.LINE_AA)


def _shelf(rng: np.random.Generator, picture: Picture, x: float, foot: float, m: float) -> None:
    """Shelves with boxes and bottles."""
    wide, tall, boards = rng.uniform(0.6, 1.4) * m, rng.uniform(0.9, 2.0) * m, int(rng.integers(3, 6))
    _box(picture, x, foot - tall, x + wide, foot, muted(rng))
    for i in range(boards):
        base = foot - tall * i / boards
        at = x + 4.0
        while at < x + wide - 8.0:
            w, h = rng.uniform(0.04, 0.2) * m, rng.uniform(0.4, 0.85) * tall / boards
            _box(picture, at, base - h, min(at + w, x + wide), base - 3, vivid(rng))
            at += w + rng.uniform(0.0, 0.06) * m
        _box(picture, x, base - 4, x + wide, base + 2, (0.15, 0.14, 0.13))


def _rack(rng: np.random.Generator, picture: Picture, x: float, foot: float, m: float) -> None:
    """A squat rack with a loaded bar."""
    wide, tall = rng.uniform(0.9, 1.4) * m, rng.uniform(1.6, 2.3) * m
    post, colour = 0.07 * m, vivid(rng)
    for side in (x, x + wide):
        _box(picture, side, foot - tall, side + post, foot, colour)
        for hole in np.arange(foot - tall, foot, 0.1 * m):
            cv2.circle(
                picture,
                (round(side + post / 2), round(float(hole))),
                max(1, round(0.012 * m)),
                (0.1, 0.1, 0.1),
                -1,
            )
    bar = foot - rng.uniform(0.8, 1.5) * m
    _box(picture, x - 0.3 * m, bar - 0.014 * m, x + wide + 0.3 * m, bar + 0.014 * m, (0.7, 0.7, 0.72))
    for end in (x - 0.15 * m, x + wide + 0.2 * m):
        size = rng.uniform(0.12, 0.23) * m
        _box(picture, end - 0.03 * m, bar - size, end + 0.05 * m, bar + size, vivid(rng))


def _bells(rng: np.random.Generator, picture: Picture, x: float, foot: float, m: float) -> None:
    """Rows of dumb-bells on a stand."""
    wide = rng.uniform(0.8, 1.6) * m
    colour = vivid(rng) if rng.random() < 0.5 else (0.12, 0.12, 0.13)
    for row in range(int(rng.integers(1, 4))):
        base = foot - (0.25 + 0.35 * row) * m
        _box(picture, x, base, x + wide, base + 0.04 * m, (0.3, 0.3, 0.32))
        for at in np.arange(x + 0.1 * m, x + wide, 0.2 * m):
            cv2.circle(
                picture,
                (round(float(at)), round(base - 0.06 * m)),
                max(2, round(0.07 * m)),
                colour,
                -1,
                cv2.LINE_AA,
            )
            cv2.circle(
                picture,
                (round(float(at)), round(base - 0.06 * m)),
                max(1, round(0.025 * m)),
                (0.6, 0.6, 0.6),
                -1,
            )


def _ball(rng: np.random.Generator, picture: Picture, x: float, foot: float, m: float) -> None:
    """An exercise ball or a plate leaning on the wall."""
    size = rng.uniform(0.15, 0.36) * m
    colour = vivid(rng)
    for i in range(12):
        shade = 0.55 + 0.5 * i / 12.0
        at = (round(x - size * 0.02 * i), round(foot - size - size * 0.02 * i))
        cv2.circle(
            picture,
            at,
            round(size * (1.0 - i / 14.0)),
            tuple(min(1.0, c * shade) for c in colour),
            -1,
            cv2.LINE_AA,
        )


def _bars(rng: np.random.Generator, picture: Picture, x: float, foot: float, m: float) -> None:
    """Wall bars or a radiator: many rungs."""
    wide, tall = rng.uniform(0.6, 1.3) * m, rng.uniform(0.7, 2.4) * m
    step, colour = rng.uniform(0.06, 0.2) * m, vivid(rng)
    upright = rng.random() < 0.4
    span = np.arange(0.0, wide if upright else tall, step)
    for at in span:
        if upright:
            _box(picture, x + at, foot - tall, x + at + 0.4 * step, foot, colour)
        else:
            _box(picture, x, foot - at - 0.3 * step, x + wide, foot - at, colour)


def _window(rng: np.random.Generator, picture: Picture, x: float, foot: float, m: float) -> None:
    """A bright window with a view or blinds."""
    wide, tall = rng.uniform(0.6, 1.6) * m, rng.uniform(0.8, 1.6) * m
    top = foot - rng.uniform(1.9, 2.4) * m
    left, right = max(0, round(x)), min(picture.shape[1], round(x + wide))
    first, last = max(0, round(top)), min(picture.shape[0], round(top + tall))
    if right - left > 12 and last - first > 12:
        picture[first:last, left:right] = 0.25 * cut(rng, last - first, right - left) + 0.72
        if rng.random() < 0.5:
            picture[first:last:9, left:right] *= 0.8
        cv2.rectangle(picture, (left, first), (right, last), muted(rng), max(2, round(0.05 * m)))


def _poster(rng: np.random.Generator, picture: Picture, x: float, foot: float, m: float) -> None:
    """A photograph on the wall."""
    wide, tall = rng.uniform(0.4, 1.2) * m, rng.uniform(0.4, 1.3) * m
    top = foot - rng.uniform(1.2, 2.2) * m
    left, right = max(0, round(x)), min(picture.shape[1], round(x + wide))
    first, last = max(0, round(top)), min(picture.shape[0], round(top + tall))
    if right - left > 12 and last - first > 12:
        picture[first:last, left:right] = cut(rng, last - first, right - left)


def _plant(rng: np.random.Generator, picture: Picture, x: float, foot: float, m: float) -> None:
    """A pot plant."""
    _box(picture, x - 0.12 * m, foot - 0.25 * m, x + 0.12 * m, foot, muted(rng))
    for _ in range(40):
        angle, far = float(rng.normal(90.0, 45.0)), rng.uniform(0.15, 0.7) * m
        at = (
            round(x + far * np.cos(np.deg2rad(angle))),
            round(foot - 0.3 * m - abs(far * np.sin(np.deg2rad(angle)))),
        )
        leaf = (float(rng.uniform(0.05, 0.3)), float(rng.uniform(0.25, 0.6)), float(rng.uniform(0.05, 0.25)))
        cv2.ellipse(picture, at, (round(0.12 * m), round(0.03 * m)), -angle, 0, 360, leaf, -1, cv2.LINE_AA)


def _rail(rng: np.random.Generator, picture: Picture, x: float, foot: float, m: float) -> None:
    """Clothes on a rail."""
    wide, top = rng.uniform(0.6, 1.4) * m, foot - rng.uniform(1.3, 1.7) * m
    for at in np.arange(x, x + wide, 0.07 * m):
        long = rng.uniform(0.5, 1.0) * m
        _box(picture, float(at), top, float(at) + rng.uniform(0.05, 0.16) * m, top + long, vivid(rng))
    _box(picture, x - 0.05 * m, top - 0.03 * m, x + wide + 0.1 * m, top, (0.6, 0.6, 0.62))
    _box(picture, x, top, x + 0.03 * m, foot, (0.6, 0.6, 0.62))


GYM: tuple[Thing, ...] = (_rack, _rack, _bells, _bells, _ball, _bars, _window, _poster, _plant, _shelf)
STORE: tuple[Thing, ...] = (_shelf, _shelf, _rail, _rail, _poster, _window, _plant, _ball)


def place(
    rng: np.random.Generator, picture: Picture, kinds: tuple[Thing, ...], foot_px: float, px_per_m: float
) -> Picture:
    """Draw one thing somewhere along the foot of the wall onto a copy of the picture, and return it."""
    drawn = np.ascontiguousarray(picture)
    x = float(rng.uniform(-0.2, 0.95)) * picture.shape[1]
    kinds[int(rng.integers(len(kinds)))](rng, drawn, x, foot_px + float(rng.uniform(-2.0, 8.0)), px_per_m)
    return drawn
