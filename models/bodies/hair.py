"""Hair that changes the outline at head, nape and back: cropped, full, bob, long, bun and ponytail."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from models.bodies.chance import pick
from models.bodies.person import Person
from models.bodies.render import Layer
from models.bodies.rotation import Points
from models.bodies.skeleton import adjacency, vertex_normals

HairStyle = Literal["bald", "short", "full", "bob", "long", "bun", "ponytail"]
HAIR_STYLES: tuple[HairStyle, ...] = get_args(HairStyle)
_WOMEN = (0.01, 0.10, 0.06, 0.16, 0.23, 0.20, 0.24)
_MEN = (0.12, 0.62, 0.15, 0.02, 0.03, 0.03, 0.03)
_COLOURS = (
    (0.05, 0.04, 0.04),
    (0.13, 0.08, 0.05),
    (0.26, 0.16, 0.09),
    (0.62, 0.48, 0.28),
    (0.45, 0.45, 0.46),
    (0.42, 0.18, 0.08),
)


@dataclass(frozen=True)
class Hair:
    """One head of hair.

    `thick_m` over the scalp, `length_m` of what hangs, `knot_m` the radius of bun or tail and `knot_height_m`
    above the eyes where it is tied, `wave` the phase of the hair's irregularities.
    """

    style: HairStyle
    colour: tuple[float, float, float]
    thick_m: float
    length_m: float
    knot_m: float
    knot_height_m: float
    wave: float


def draw_hair(rng: np.random.Generator, femaleness: float) -> Hair:
    """Random hair, by the styles' shares among men and women."""
    shares = np.array(_MEN) * (1.0 - femaleness) + np.array(_WOMEN) * femaleness
    style = pick(rng, HAIR_STYLES, [float(share) for share in shares / shares.sum()])
    r, g, b = np.array(pick(rng, _COLOURS, (0.24, 0.26, 0.22, 0.13, 0.10, 0.05))) * rng.uniform(0.7, 1.25)
    thick = {"bald": 0.0, "short": rng.uniform(0.004, 0.022), "full": rng.uniform(0.025, 0.065)}
    length = {
        "bob": rng.uniform(0.10, 0.19),
        "long": rng.uniform(0.22, 0.46),
        "ponytail": rng.uniform(0.15, 0.42),
    }
    return Hair(
        style=style,
        colour=(float(r), float(g), float(b)),
        thick_m=float(thick.get(style, rng.uniform(0.006, 0.016))),
        length_m=float(length.get(style, 0.0)),
        knot_m=float(rng.uniform(0.03, 0.055) if style == "bun" else rng.uniform(0.016, 0.034)),
        knot_height_m=float(rng.uniform(-0.035, 0.12)),
        wave=float(rng.uniform(0.0, 6.28)),
    )


def hair_layers(person: Person, hair: Hair) -> list[Layer]:
    """The hair's surfaces on a posed person; none when bald."""
    if hair.style == "bald":
        return []
    layers = [_cap(person, hair)]
    if hair.style in ("bob", "long"):
        layers.append(_curtain(person, hair))
    elif hair.style == "bun":
        layers.append(_bun(person, hair))
    elif hair.style == "ponytail":
        layers.append(_tail(person, hair))
    return layers


def scalp(person: Person) -> NDArray[np.float64]:
    """Positive where hair grows (V,): behind a hairline from the forehead over the ears to the nape."""
    regions = person.regions
    rest = regions.figure.vertices
    head = rest[regions.head_weight > 0.8]
    front, back = float(head[:, 1].min()), float(head[:, 1].max())
    eyes = regions.eye_height
    depth = (rest[:, 1] - front) / (back - front)
    line = eyes + np.interp(depth, [0.12, 0.38, 0.46, 0.62, 0.95], [0.055, 0.045, 0.0, -0.045, -0.085])
    return np.where(regions.head_weight + regions.neck_weight > 0.5, rest[:, 2] - line, -1.0)


def _cap(person: Person, hair: Hair) -> Layer:
    regions = person.regions
    rest = regions.figure.vertices
    cover = scalp(person)
    rough = 1.0 + 0.18 * np.sin(90.0 * rest[:, 2] + hair.wave) * np.sin(70.0 * rest[:, 1] + 50.0 * rest[:, 0])
    grown = np.clip(cover / 0.035, 0.0, 1.0)
    thick = (0.003 + hair.thick_m * grown) * rough
    smooth = person.normals
    for _ in range(3):
        smooth = 0.5 * smooth + 0.5 * np.asarray(regions.rig.neighbours @ smooth)
    vertices = person.vertices + smooth * thick[:, None]
    normals = vertex_normals(vertices, regions.rig.faces, regions.rig.face_of_vertex)
    strands = 0.85 + 0.3 * np.abs(np.sin(160.0 * rest[:, 1] + 80.0 * rest[:, 0]))
    colours = np.array(hair.colour) * strands[:, None]
    return Layer(vertices, normals, colours, regions.rig.faces, cover, rest, gloss=0.12)


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


def _with_head(person: Person, points: Points) -> Points:
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


def _curtain(person: Person, hair: Hair) -> Layer:
    """Hair that falls from the head's sides and back, past the neck and over the back."""
    rows, columns = 16, 25
    centre, wide, deep = _head_ring(person, 0.04)
    around = np.deg2rad(
        np.linspace(-14.0, 194.0, columns)
    )  # from the left temple round the back to the right
    flat = np.stack([np.cos(around), np.sin(around), np.zeros(columns)], axis=1)
    ring = centre + flat * np.array([wide + hair.thick_m, deep + hair.thick_m, 0.0])
    top = _with_head(person, ring)
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
            + 0.010
            + 0.012 * np.abs(np.cos(4.0 * around))
        )
        is_back = np.sin(around) > 0.35
        row[:, 1] = np.where(is_back, np.maximum(row[:, 1] - 0.02 * s, behind), row[:, 1])
        grid[k] = row
    return _surface(grid.reshape(-1, 3), rows, columns, hair, closed=False)


def _knot(person: Person, hair: Hair, out: float) -> tuple[Points, Points]:
    """Where bun or tail is tied (3,), and the direction (3,) away from the head there."""
    centre, _, deep = _head_ring(person, min(hair.knot_height_m, 0.10))
    lean = np.clip((hair.knot_height_m + 0.02) / 0.14, -0.2, 1.0) * 1.1
    away = np.array([0.0, np.cos(lean), np.sin(lean)])
    tied = centre + away * np.array([0.0, deep + hair.thick_m + out, 0.02 + out])
    turned = person.pose.turns[person.regions.rig.index("head")]
    return _with_head(person, tied[None])[0], np.asarray(turned @ away)


def _bun(person: Person, hair: Hair) -> Layer:
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
        + (ball * rough[..., None] * hair.knot_m).reshape(-1, 3) * np.array([1.1, 1.0, 0.95])
        + away * 0.005
    )
    return _surface(vertices, rows, columns, hair, closed=True)


def _tail(person: Person, hair: Hair) -> Layer:
    """A ponytail: thrown back from its tie, then falling, lying on the back where it meets it."""
    rows, columns = 14, 10
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
        behind = float(np.interp(spine[k, 2], heights, reach, left=float(reach[0]), right=-9.0))
        spine[k, 1] = max(spine[k, 1], behind + 0.8 * radius[k])
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
