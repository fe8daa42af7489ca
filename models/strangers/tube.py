"""Hanging cloth and hair: a polar curtain around a trunk, a leg or a head that falls from what sticks out."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from models.bodies.rotation import Points

ANGLES = 96
ROW_M = 0.012
Radii = NDArray[np.float64]


@dataclass(frozen=True)
class Tube:
    """A curtain in rows from the top down: `centres` (R, 2) x and y, `heights` (R,), `radii` (R, ANGLES)."""

    centres: NDArray[np.float64]
    heights: NDArray[np.float64]
    radii: Radii

    def points(self) -> Points:
        """Its vertices (R * ANGLES, 3), row by row."""
        angle = _angles()
        x = self.centres[:, :1] + self.radii * np.sin(angle)
        y = self.centres[:, 1:] + self.radii * np.cos(angle)
        z = np.repeat(self.heights[:, None], ANGLES, axis=1)
        points: Points = np.stack([x, y, z], axis=2).reshape(-1, 3)
        return points


def _angles() -> Radii:
    """Angle of each column: 0 is the body's back, a quarter turn its left."""
    return np.asarray(np.arange(ANGLES) * (2.0 * np.pi / ANGLES))


@cache
def tube_faces(rows: int) -> NDArray[np.int32]:
    """Triangles (F, 3) of a tube of so many rows."""
    row, column = np.meshgrid(np.arange(rows - 1), np.arange(ANGLES), indexing="ij")
    a = row * ANGLES + column
    b = row * ANGLES + (column + 1) % ANGLES
    quads = np.stack([a, b, a + ANGLES, b, b + ANGLES, a + ANGLES], axis=-1)
    return np.asarray(quads.reshape(-1, 3), np.int32)


def _fill(row: Radii) -> Radii:
    """Empty columns (NaN) of one ring taken from their neighbours round the ring."""
    known = np.flatnonzero(~np.isnan(row))
    if not len(known):
        return np.full(ANGLES, 0.02, np.float64)
    around = np.concatenate([known - ANGLES, known, known + ANGLES])
    return np.asarray(np.interp(np.arange(ANGLES), around, np.tile(row[known], 3)))


def bridged(radii: Radii) -> Radii:
    """The convex hull of each ring (R, ANGLES): cloth spans a hollow, by support lines in every direction."""
    apart = _angles()[:, None] - _angles()[None, :]
    facing = np.cos(apart)
    support = np.max(radii[:, :, None] * facing[None], axis=1)
    with np.errstate(divide="ignore"):
        reach = np.where(facing > 0.2, 1.0 / np.maximum(facing, 0.2), np.inf)
    return np.asarray(np.min(support[:, None, :] * reach[None], axis=2))


def measured(points: Points, top_m: float, bottom_m: float) -> Tube:
    """The rings that just hold a cloud of points (N, 3) between two heights; centres follow the cloud."""
    rows = max(4, int(np.ceil((top_m - bottom_m) / ROW_M)) + 1)
    heights = np.linspace(top_m, bottom_m, rows)
    centres = np.zeros((rows, 2))
    for i, height in enumerate(heights):
        near = points[np.abs(points[:, 2] - height) < 0.03]
        if len(near):
            centres[i] = (near[:, :2].min(axis=0) + near[:, :2].max(axis=0)) / 2.0
        elif i:
            centres[i] = centres[i - 1]
    centres = ndimage.gaussian_filter1d(centres, 4.0, axis=0, mode="nearest")
    return about(points, Tube(centres, heights, np.zeros((rows, ANGLES))))


def about(points: Points, tube: Tube) -> Tube:
    """The same rows about the same centres with the radii that just hold a cloud of points (N, 3)."""
    radii = np.empty((len(tube.heights), ANGLES))
    for i, height in enumerate(tube.heights):
        near = points[np.abs(points[:, 2] - height) < 0.75 * ROW_M + 0.006, :2] - tube.centres[i]
        column = np.round(np.arctan2(near[:, 0], near[:, 1]) / (2.0 * np.pi / ANGLES)).astype(int) % ANGLES
        farthest = np.zeros(ANGLES)
        np.maximum.at(farthest, column, np.linalg.norm(near, axis=1))
        radii[i] = _fill(np.where(farthest > 0.0, farthest, np.nan))
    return Tube(tube.centres, tube.heights, radii)


def fallen(radii: Radii, cling: float, row_m: float) -> Radii:
    """What hangs from rings (R, ANGLES): each row keeps the reach of the row above, less `cling` a metre."""
    hung = radii.copy()
    for i in range(1, len(hung)):
        hung[i] = np.maximum(hung[i], hung[i - 1] - cling * row_m)
    return hung


def folds(rng: np.random.Generator, rows: int, around: float, along: float) -> Radii:
    """Smooth noise (rows, ANGLES) of unit SD whose grain is so many columns and rows wide."""
    noise = rng.normal(size=(rows, ANGLES))
    smooth = ndimage.gaussian_filter(noise, (along, around), mode=("nearest", "wrap"))
    return np.asarray(smooth / max(float(smooth.std()), 1e-9))


@dataclass(frozen=True)
class Drop:
    """How cloth hangs.

    `ease_m` off the skin, `cling` metres inward a metre of fall, `slack` 0..1 how much of the fall is kept,
    `fold_m` depth of its folds, `gather` 0..1 how far the hem is drawn in again, `start_m` off the skin
    where it begins.
    """

    ease_m: float
    cling: float
    slack: float
    fold_m: float
    gather: float = 0.0
    start_m: float = -0.010


def hang(rng: np.random.Generator, body: Tube, drop: Drop) -> Tube:
    """The curtain of a cloth over the rings of a body: bridged round, fallen down, folded where free."""
    row = float(abs(body.heights[0] - body.heights[1]))
    skin = ndimage.maximum_filter1d(body.radii, 3, axis=1, mode="wrap")
    tight = ndimage.gaussian_filter(bridged(skin), (1.0, 1.0), mode=("nearest", "wrap"))
    loose = fallen(tight, drop.cling, row)
    below = np.linspace(0.0, 1.0, len(tight))[:, None]
    drawn_in = drop.gather * np.clip((below - 0.8) / 0.2, 0.0, 1.0)
    free = (loose - tight) * (1.0 - 0.55 * (1.0 - drop.slack)) * (1.0 - drawn_in)
    room = np.clip(free / 0.03, 0.0, 1.0)
    upright = folds(rng, len(tight), 1.6, 14.0) * (0.25 + 0.75 * below)
    slanted = folds(rng, len(tight), 4.0, 3.0)
    crease = drop.fold_m * ((0.35 + 0.65 * room) * upright + 0.5 * slanted)
    eased = tight + free + drop.ease_m * (1.0 + 0.5 * below)
    radii = np.maximum(eased + crease, tight + np.minimum(drop.ease_m, 0.006))
    # A top begins under its yoke and comes out of it gently, so that no ledge shows; a waistband just clings.
    start = np.clip(np.arange(len(tight)) / 9.0, 0.0, 1.0)[:, None]
    radii = start * radii + (1.0 - start) * (body.radii + drop.start_m)
    return Tube(
        body.centres, body.heights, ndimage.gaussian_filter(radii, (0.7, 0.6), mode=("nearest", "wrap"))
    )
