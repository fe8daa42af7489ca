"""What people wear on the head: a cap with a bill, a sweatband, or a scarf over hair and neck."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from models.bodies.person import Person
from models.bodies.render import Layer
from models.bodies.rotation import Points
from models.bodies.skeleton import adjacency, vertex_normals
from models.bodies.tresses import with_head

if TYPE_CHECKING:  # hair.py draws with this module
    from models.bodies.hair import Hair


def _shell(
    person: Person, hair: Hair, cover: NDArray[np.float64], thick: NDArray[np.float64], rounds: int
) -> Layer:
    """Smoothed skin moved out by `thick` (V,) metres where `cover` (V,) is positive."""
    rig = person.regions.rig
    vertices = person.vertices + person.normals * thick[:, None]
    for _ in range(rounds):
        near = np.asarray(rig.neighbours @ vertices)
        vertices = np.where(cover[:, None] > -0.02, 0.4 * vertices + 0.6 * near, vertices)
    normals = vertex_normals(vertices, rig.faces, rig.face_of_vertex)
    colours = np.tile(np.array(hair.headwear_colour), (len(vertices), 1))
    return Layer(vertices, normals, colours, rig.faces, cover, person.regions.figure.vertices, gloss=0.04)


def _head_depth(person: Person) -> tuple[NDArray[np.float64], float, float]:
    """How far back on the head vertices lie (V,), 0 front to 1 back; the head's front and back, metres."""
    regions = person.regions
    rest = regions.figure.vertices
    head = rest[regions.head_weight > 0.8]
    front, back = float(head[:, 1].min()), float(head[:, 1].max())
    return (rest[:, 1] - front) / (back - front), front, back


def cap_with_bill(person: Person, hair: Hair) -> list[Layer]:
    """A cap pulled down to the brow, its bill to the front (or, one in four, to the back)."""
    regions = person.regions
    rest = regions.figure.vertices
    depth, front, back = _head_depth(person)
    line = regions.eye_height + np.interp(depth, [0.0, 1.0], [0.045, 0.015])
    cover = np.where(regions.head_weight > 0.5, rest[:, 2] - line, -1.0)
    crown = _shell(person, hair, cover, np.full(len(rest), 0.014), 3)
    rows, columns = 5, 13
    turned = np.sin(3.0 * hair.wave) > 0.7
    around = np.linspace(-1.0, 1.0, columns)
    grid = np.empty((rows, columns, 3))
    for k, s in enumerate(np.linspace(0.0, 1.0, rows)):
        grid[k, :, 0] = 0.072 * around
        reach = 0.02 + (0.055 + 0.03 * abs(np.sin(hair.wave))) * s * (1.0 - around**2)
        grid[k, :, 1] = back + reach - 0.045 if turned else front - reach + 0.045 * around**2 + 0.01
        grid[k, :, 2] = regions.eye_height + 0.048 - 0.02 * s - 0.015 * around**2
    index = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (part.ravel() for part in (index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]))
    faces = np.concatenate([np.stack([a, c, b], 1), np.stack([b, c, d], 1)]).astype(np.int32)
    bill: Points = with_head(person, grid.reshape(-1, 3))
    _, incidence = adjacency(faces, len(bill))
    colours = np.tile(0.8 * np.array(hair.headwear_colour), (len(bill), 1))
    flat = Layer(bill, vertex_normals(bill, faces, incidence), colours, faces, np.ones(len(bill)), bill)
    return [crown, flat]


def headband(person: Person, hair: Hair) -> Layer:
    """A sweatband or headphones' band round the head above the ears."""
    regions = person.regions
    off = np.abs(regions.figure.vertices[:, 2] - regions.eye_height - 0.055)
    cover = np.where(regions.head_weight > 0.5, 0.022 - off, -1.0)
    return _shell(person, hair, cover, np.full(len(off), 0.010 + 0.5 * min(hair.thick_m, 0.02)), 1)


def scarf(person: Person, hair: Hair) -> Layer:
    """A scarf that covers hair, neck and the top of the shoulders, and leaves the face free."""
    regions = person.regions
    rest = regions.figure.vertices
    depth, _, _ = _head_depth(person)
    up = rest[:, 2] - regions.eye_height
    face = np.sqrt((np.maximum(depth, 0.0) / 0.40) ** 2 + ((up + 0.025) / 0.095) ** 2) - 1.0
    fall = 0.94 - 0.22 * abs(np.sin(2.0 * hair.wave))
    low = np.where(regions.arm_weight > 0.3, -1.0, (regions.trunk - fall) * 0.5)
    on_head = regions.head_weight > 0.5
    cover = np.where(on_head, np.clip(face, -1.0, 0.2) * 0.1, low)
    thick = np.where(on_head, 0.012 + 0.6 * hair.thick_m, 0.014 + hair.stand_m)
    return _shell(person, hair, cover, thick, 8)
