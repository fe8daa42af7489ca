"""Hair that hangs or is tied: curtains, buns, tails and braids as grids of strands on a posed person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from models.bodies.person import Person
from models.bodies.render import Layer
from models.bodies.rotation import Points
from models.bodies.skeleton import adjacency, vertex_normals

if TYPE_CHECKING:  # hair.py draws with this module
    from models.bodies.hair import Hair


def _back_of(person: Person) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far back neck and trunk reach by height: heights (N,) ascending and y (N,), metres."""
    regions = person.regions
    middle = (regions.arm_weight < 0.4) & (regions.head_weight < 0.6) & (np.abs(person.vertices[:, 0]) < 0.10)
    skin = person.vertices[middle & (regions.trunk > 0.2)]
    edges = np.linspace(skin[:, 2].min(), skin[:, 2].max(), 40)
    bins = np.clip(np.digitize(skin[:, 2], edges) - 1, 0, 38)
    reach = np.full(39, -np.inf)
    np.maximum.at(reach, bins, skin[:, 1])
    centres = (edges[:-1] + edges[1:]) / 2.0
    found = np.isfinite(reach)
    return centres[found], reach[found]


def _head_ring(person: Person, height: float) -> tuple[Points, float, float]:
    """Centre (3,), half width and half depth of the resting head at a height above the eyes, metres."""
    regions = person.regions
    rest = regions.figure.vertices
    level = regions.eye_height + height
    near = rest[(regions.head_weight > 0.7) & (np.abs(rest[:, 2] - level) < 0.02)]
    low, high = near.min(axis=0), near.max(axis=0)
    centre = np.array([0.0, (low[1] + high[1]) / 2.0, level])
    return centre, float(high[0] - low[0]) / 2.0, float(high[1] - low[1]) / 2.0


def with_head(person: Person, points: Points) -> Points:
    """Points (N, 3) given on the resting head, where the posed head carries them."""
    rig = person.regions.rig
    i = rig.index("head")
    return np.asarray(
        (points - person.regions.figure.heads[i]) @ person.pose.turns[i].T + person.pose.heads[i]
    )


def _surface(vertices: Points, rows: int, columns: int, hair: Hair, *, closed: bool) -> Layer:
    """A grid of vertices (rows * columns, 3) as a layer of strands; `closed` joins last column and first."""
    index = np.arange(rows * columns).reshape(rows, columns)
    right = np.roll(index, -1, axis=1)
    last = columns if closed else columns - 1
    a, b = index[:-1, :last].ravel(), right[:-1, :last].ravel()
    c, d = index[1:, :last].ravel(), right[1:, :last].ravel()
    faces = np.concatenate([np.stack([a, c, b], 1), np.stack([b, c, d], 1)]).astype(np.int32)
    _, incidence = adjacency(faces, len(vertices))
    normals = vertex_normals(vertices, faces, incidence)
    strand = np.tile(0.8 + 0.35 * np.abs(np.sin(np.arange(columns) * 2.1 + hair.wave)), rows)
    colours = np.array(hair.colour) * strand[:, None]
    return Layer(vertices, normals, colours, faces, np.ones(len(vertices)), vertices, gloss=0.15)


def curtain(person: Person, hair: Hair) -> Layer:
    """Hair that falls from the head's sides and back, over the back or in front of the shoulders."""
    rows, columns = 16, 25
    centre, wide, deep = _head_ring(person, 0.04)
    around = np.deg2rad(
        np.linspace(-14.0, 194.0, columns)
    )  # from the left temple round the back to the right
    flat = np.stack([np.cos(around), np.sin(around), np.zeros(columns)], axis=1)
    ring = centre + flat * np.array([wide + hair.thick_m, deep + hair.thick_m, 0.0])
    top = with_head(person, ring)
    middle = top.mean(axis=0)
    heights, reach = _back_of(person)
    grid = np.empty((rows, columns, 3))
    for k in range(rows):
        s = k / (rows - 1)
        ragged = 1.0 + 0.06 * np.sin(3.0 * np.arange(columns) + hair.wave)
        drop = s * (hair.length_m + 0.06) * ragged
        bulge = 1.0 + 0.10 * np.sin(np.pi * min(1.0, s * 1.6)) - 0.22 * s
        row = middle + (top - middle) * np.array([bulge, bulge, 1.0])
        row[:, 2] = top[:, 2] - drop
        behind = (
            np.interp(row[:, 2], heights, reach, left=float(reach[0]))
            + hair.stand_m
            + 0.012 * np.abs(np.cos(4.0 * around))
        )
        is_back = np.sin(around) > 0.35
        row[:, 1] = np.where(is_back, np.maximum(row[:, 1] - 0.02 * s, behind), row[:, 1])
        row[:, :2] += s * s * np.array(hair.swing_m)
        if hair.before > 0.0:
            row = _before_shoulders(person, row, around, s, hair)
        grid[k] = row
    return _surface(grid.reshape(-1, 3), rows, columns, hair, closed=False)


def _before_shoulders(
    person: Person, row: Points, around: NDArray[np.float64], share: float, hair: Hair
) -> Points:
    """A row of a curtain with the hair of the flanks (one or both) brought in front of the shoulders."""
    sides = np.cos(around)
    chosen = np.abs(sides) if hair.before > 0.5 else np.clip(sides * np.sign(np.sin(hair.wave)), 0.0, 1.0)
    moved = np.clip((chosen - 0.55) / 0.2, 0.0, 1.0) * np.clip(share * 1.8, 0.0, 1.0)
    ahead = float(person.joint("neck01")[1]) - 0.13
    out = row.copy()
    out[:, 1] += moved * np.minimum(0.0, ahead - row[:, 1])
    return out


def _knot(person: Person, hair: Hair, out: float) -> tuple[Points, Points]:
    """Where bun or tail is tied (3,), and the direction (3,) away from the head there."""
    centre, _, deep = _head_ring(person, min(hair.knot_height_m, 0.10))
    lean = np.clip((hair.knot_height_m + 0.02) / 0.14, -0.2, 1.0) * 1.1
    away = np.array([0.0, np.cos(lean), np.sin(lean)])
    tied = centre + away * np.array([0.0, deep + hair.thick_m + out, 0.02 + out])
    turned = person.pose.turns[person.regions.rig.index("head")]
    return with_head(person, tied[None])[0], np.asarray(turned @ away)


def bun(person: Person, hair: Hair) -> Layer:
    rows, columns = 9, 14
    at, away = _knot(person, hair, 0.45 * hair.knot_m)
    polar, around = np.meshgrid(
        np.linspace(0.02, np.pi - 0.02, rows),
        np.linspace(0, 2 * np.pi, columns, endpoint=False),
        indexing="ij",
    )
    ball = np.stack([np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), np.cos(polar)], axis=-1)
    rough = 1.0 + 0.10 * np.sin(4.0 * around + 3.0 * polar + hair.wave)
    vertices = (
        at
        + (ball * rough[..., None] * hair.knot_m).reshape(-1, 3) * np.array([1.1, 1.0 / hair.squash, 0.95])
        + away * 0.005
    )
    return _surface(vertices, rows, columns, hair, closed=True)


def tail(person: Person, hair: Hair) -> Layer:
    """A ponytail or braid: thrown back from its tie, then falling, lying on the back where it meets it."""
    rows, columns = (30 if hair.style == "braid" else 14), 10
    at, away = _knot(person, hair, 0.004)
    heights, reach = _back_of(person)
    spine = np.empty((rows, 3))
    radius = np.empty(rows)
    for k in range(rows):
        s = k / (rows - 1)
        throw = 0.05 + 0.35 * hair.knot_m
        spine[k] = (
            at
            + away * throw * (1.0 - np.exp(-4.0 * s))
            + np.array([0.012 * np.sin(hair.wave + 3 * s), 0.0, -hair.length_m * (s**1.5)])
        )
        radius[k] = hair.knot_m * np.interp(s, [0.0, 0.12, 0.5, 1.0], [0.55, 0.9, 1.15, 0.3])
        if hair.style == "braid":
            radius[k] = hair.knot_m * (0.62 + 0.28 * abs(np.sin(9.0 * np.pi * s))) * (1.0 - 0.5 * s**4)
        if hair.before > 0.0:
            eased = np.clip(1.6 * s, 0.0, 1.0) ** 2
            aside = np.array([np.sign(np.sin(hair.wave)) * 0.11, float(person.joint("neck01")[1]) - 0.13])
            spine[k, :2] += eased * (aside - spine[k, :2])
            continue
        spine[k, :2] += s * s * np.array(hair.swing_m)
        behind = float(np.interp(spine[k, 2], heights, reach, left=float(reach[0]), right=-9.0))
        spine[k, 1] = max(spine[k, 1], behind + 0.8 * radius[k] + hair.stand_m - 0.01)
    around = np.linspace(0.0, 2.0 * np.pi, columns, endpoint=False)
    circle = np.stack([np.cos(around), np.sin(around), np.zeros(columns)], axis=1)
    along = np.gradient(spine, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = np.array([1.0, 0.0, 0.0])
    grid = np.empty((rows, columns, 3))
    for k in range(rows):
        across = np.cross(along[k], side)
        grid[k] = spine[k] + radius[k] * (circle[:, :1] * side + circle[:, 1:2] * across)
    return _surface(grid.reshape(-1, 3), rows, columns, hair, closed=True)
