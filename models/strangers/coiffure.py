"""Hair on a stranger's head: close caps, buns, tails, and bobs and long hair that hang like cloth."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from models.bodies.rotation import Points
from models.strangers.anatomy import Field
from models.strangers.figure import Standing
from models.strangers.paint import Piece
from models.strangers.people import Stranger
from models.strangers.tailor import off_skin
from models.strangers.tube import ANGLES, Tube, about, fallen, folds, measured, tube_faces

Style = Literal["bald", "short", "bob", "long", "bun", "ponytail"]
WOMEN = {"short": 0.12, "bob": 0.2, "long": 0.26, "bun": 0.2, "ponytail": 0.22}
MEN = {"bald": 0.2, "short": 0.64, "bob": 0.04, "long": 0.04, "bun": 0.05, "ponytail": 0.03}


@dataclass(frozen=True)
class Hair:
    """One way to wear the hair; `length` and `lift` 0..1 within what the style allows."""

    style: Style
    length: float
    lift: float
    thick_m: float


def draw_hair(rng: np.random.Generator, femaleness: float) -> Hair:
    """A style by sex, its length and where it is tied."""
    shares = WOMEN if femaleness > 0.5 else MEN
    weights = np.array(list(shares.values()))
    style = list(shares)[int(rng.choice(len(weights), p=weights / weights.sum()))]
    return Hair(
        style=style,  # type: ignore[arg-type]  # drawn from the closed set above
        length=float(rng.uniform(0.0, 1.0)),
        lift=float(rng.uniform(0.0, 1.0)),
        thick_m=float(rng.uniform(0.006, 0.016)) if style == "short" else float(rng.uniform(0.006, 0.011)),
    )


@dataclass(frozen=True)
class Head:
    """Where a posed head is, metres: heights of crown and chin, its middle (3,), its back and half depth."""

    crown: float
    chin: float
    middle: Points
    back: float
    depth: float


def find_head(standing: Standing) -> Head:
    """Measure the posed head."""
    skin = standing.vertices[standing.anatomy.head > 0.9]
    crown, chin = float(skin[:, 2].max()), float(skin[:, 2].min())
    upper = skin[skin[:, 2] > crown - 0.55 * (crown - chin)]
    front, back = float(upper[:, 1].min()), float(upper[:, 1].max())
    middle = np.array([float(skin[:, 0].mean()), (front + back) / 2.0, crown - 0.45 * (crown - chin)])
    return Head(crown, chin, middle, back, (back - front) / 2.0)


def _hairline(standing: Standing, low: float) -> Field:
    """Where hair grows (V,), metres inside its line: over the brow, round the ears, down to the nape."""
    anatomy = standing.anatomy
    at = anatomy.figure.vertices
    skull = at[anatomy.head > 0.9]
    crown, size = float(skull[:, 2].max()), float(np.ptp(skull[:, 2]))
    front, back = float(skull[:, 1].min()), float(skull[:, 1].max())
    ahead = (at[:, 1] - front) / (back - front)
    height = (at[:, 2] - (crown - size)) / size
    # From the brow (high) back over the ear to the nape (low): a slanted line with a step at the ear.
    line = np.interp(ahead, [0.0, 0.16, 0.36, 0.46, 0.62, 1.0], [0.86, 0.80, 0.72, 0.52, 0.36, low])
    return np.where(anatomy.head > 0.3, (height - line) * size, -1.0)


def _cap(standing: Standing, stranger: Stranger, hair: Hair, rng: np.random.Generator) -> Piece:
    line = _hairline(standing, 0.12 if hair.style in ("short", "bald") else 0.2)
    grown = np.clip(line / 0.03, 0.0, 1.0)
    thick = 0.001 if hair.style == "bald" else hair.thick_m
    ruffle = 1.0 + 0.25 * rng.normal(size=len(line)) * (hair.style == "short")
    points = off_skin(standing, np.maximum(0.0012, thick * grown * ruffle), 3, line > 0.0)
    colour = np.asarray(stranger.hair_colour)
    if hair.style == "bald":
        colour = 0.72 * np.asarray(stranger.skin) + 0.28 * colour
    colours = np.broadcast_to(colour, points.shape) * (1.0 + 0.05 * rng.normal(size=(len(points), 1)))
    return Piece(
        points, standing.anatomy.rig.faces, colours, standing.anatomy.figure.vertices, line, (0.5, 0.18, 0.0)
    )


def _tinted(points: Points, stranger: Stranger, rng: np.random.Generator, rows: int) -> Points:
    strand = np.tile(0.12 * folds(rng, 1, 0.8, 0.1)[0], rows)[:, None]
    return np.asarray(stranger.hair_colour) * np.clip(1.0 + strand, 0.5, 1.6) * np.ones_like(points)


def _swept(path: Points, widths: Points, stranger: Stranger, rng: np.random.Generator) -> Piece:
    """A strand: ellipses (half width sideways, half depth) swept along a path (R, 3)."""
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    aside = np.array([1.0, 0.0, 0.0])
    out = np.cross(along, aside)
    angle = np.arange(ANGLES) * (2.0 * np.pi / ANGLES)
    ruffle = 1.0 + 0.08 * folds(rng, len(path), 3.0, 3.0)
    ring = aside * (widths[:, 0, None] * np.sin(angle) * ruffle)[..., None]
    ring = ring + out[:, None] * (widths[:, 1, None] * np.cos(angle) * ruffle)[..., None]
    points = (path[:, None] + ring).reshape(-1, 3)
    colours = _tinted(points, stranger, rng, len(path))
    return Piece(points, _outward(points, len(path)), colours, points, np.ones(len(points)), (0.5, 0.18, 0.0))


def _outward(points: Points, rows: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    """A tube's faces turned so that they look outward: the volume they enclose is positive."""
    faces = tube_faces(rows)
    a, b, c = (points[faces[:, i]] - points.mean(axis=0) for i in range(3))
    volume = float((a * np.cross(b, c)).sum())
    return faces if volume > 0.0 else np.ascontiguousarray(faces[:, ::-1])


def _bun(standing: Standing, stranger: Stranger, hair: Hair, rng: np.random.Generator) -> Piece:
    head = find_head(standing)
    angle = np.deg2rad(-15.0 + 75.0 * hair.lift)
    size = 0.030 + 0.016 * hair.length
    tie = head.middle + (head.depth + 0.55 * size) * np.array([0.0, np.cos(angle), 1.1 * np.sin(angle)])
    t = np.linspace(-1.0, 1.0, 16)
    away = np.array([0.0, np.cos(angle), np.sin(angle)])
    path = tie + (t * size * 0.85)[:, None] * away
    girth = size * np.sqrt(np.maximum(1.0 - t**2, 0.002))
    return _swept(path, np.stack([girth * 1.08, girth], axis=1), stranger, rng)


def _behind(skin: Points, height: float) -> float:
    """How far back the body comes near its middle at a height."""
    near = (np.abs(skin[:, 2] - height) < 0.03) & (np.abs(skin[:, 0]) < 0.06)
    return float(skin[near, 1].max()) if near.any() else -1.0


def _tail(
    standing: Standing, stranger: Stranger, hair: Hair, rng: np.random.Generator, cloth_m: float
) -> list[Piece]:
    head = find_head(standing)
    angle = np.deg2rad(-10.0 + 65.0 * hair.lift)
    tie = head.middle + (head.depth + 0.004) * np.array([0.0, np.cos(angle), 1.1 * np.sin(angle)])
    length = 0.16 + 0.24 * hair.length
    t = np.linspace(0.0, 1.0, 26)
    # Out from the tie, then down: a projectile that soon falls straight.
    out = 0.035 + 0.03 * hair.lift
    y = tie[1] + out * (1.0 - np.exp(-6.0 * t)) - 0.01 * t
    z = tie[2] + 0.022 * np.sin(np.minimum(t * 9.0, np.pi)) - length * np.maximum(t - 0.06, 0.0) ** 1.06
    thick = np.interp(t, [0.0, 0.06, 0.2, 0.7, 1.0], [0.014, 0.019, 0.026, 0.021, 0.004]) * (
        0.8 + 0.5 * rng.random()
    )
    body = standing.vertices[standing.anatomy.arm < 0.2]
    rest = np.array([_behind(body, float(height)) for height in z]) + cloth_m + 0.6 * thick
    y = np.where(t > 0.15, np.maximum(y, rest), y)
    y = np.convolve(np.pad(y, 3, mode="edge"), np.ones(7) / 7.0, mode="valid")
    path = np.stack([np.full_like(t, tie[0]) + 0.01 * rng.normal() * t, y, z], axis=1)
    return [_swept(path, np.stack([thick * 1.15, thick], axis=1), stranger, rng)]


def _hanging(
    standing: Standing, stranger: Stranger, hair: Hair, rng: np.random.Generator, cloth_m: float
) -> Piece:
    """Bob and long hair: a curtain off the skull that opens for the face and lies on the back."""
    anatomy, head = standing.anatomy, find_head(standing)
    skull = standing.vertices[(anatomy.head > 0.5) | (anatomy.rig.weight_of("neck") > 0.3)]
    shoulders = float(standing.joint("neck01")[2])
    bob = hair.style == "bob"
    end = head.chin - 0.01 - 0.05 * hair.length if bob else shoulders - 0.05 - 0.19 * hair.length
    top = head.crown - 0.018
    ring = measured(skull, top, end)
    row = float(ring.heights[0] - ring.heights[1])
    ring = Tube(np.broadcast_to(head.middle[:2], ring.centres.shape).copy(), ring.heights, ring.radii)
    hung = fallen(about(skull, ring).radii, 0.10 if bob else 0.22, row) + hair.thick_m + 0.006
    angle = np.arange(ANGLES) * (2.0 * np.pi / ANGLES)
    from_back = np.minimum(angle, 2.0 * np.pi - angle)
    back = standing.vertices[(anatomy.arm < 0.3) & (standing.vertices[:, 2] < shoulders + 0.06)]
    for i, height in enumerate(ring.heights):
        near = back[np.abs(back[:, 2] - height) < 0.02]
        if not len(near):
            continue
        reach = np.interp(head.middle[0] + hung[i] * np.sin(angle), *_profile(near)) + cloth_m + 0.012
        wanted = (reach - head.middle[1]) / np.maximum(np.cos(angle), 0.25)
        hung[i] = np.where(from_back < 1.15, np.maximum(hung[i], np.minimum(wanted, 0.24)), hung[i])
    # Down from the chin it keeps to the neck's sides, however far the shoulders reach.
    low = ring.heights < head.chin + 0.03
    hung[low] = np.minimum(hung[low], 0.088 / np.maximum(np.abs(np.sin(angle)), 0.05))
    hung += 0.003 * folds(rng, len(hung), 1.2, 18.0)
    tube = Tube(ring.centres, ring.heights, hung)
    at = tube.points()
    cover = _opening(standing, hair, head, tube, rng)
    return Piece(
        at,
        tube_faces(len(tube.heights)),
        _tinted(at, stranger, rng, len(tube.heights)),
        at,
        cover,
        (0.5, 0.2, 0.0),
    )


def _opening(standing: Standing, hair: Hair, head: Head, tube: Tube, rng: np.random.Generator) -> Field:
    """Where hanging hair exists (R * ANGLES,), metres: open over the face, ragged at its ends.

    Round the neck it wraps; on the back it lies between the shoulder blades, no wider than the head.
    """
    at, rows = tube.points(), len(tube.heights)
    angle = np.arange(ANGLES) * (2.0 * np.pi / ANGLES)
    from_back = np.tile(np.minimum(angle, 2.0 * np.pi - angle), rows)
    down = np.clip((head.chin + 0.02 - at[:, 2]) / 0.12, 0.0, 1.0) * (hair.style != "bob")
    brow = np.clip((at[:, 2] - (head.crown - 0.30 * (head.crown - head.chin))) / 0.03, 0.0, 1.0)
    limit = np.deg2rad(106.0 - 14.0 * down + 50.0 * brow)
    ragged = 0.012 * np.tile(folds(rng, 1, 1.5, 0.1)[0], rows)
    cover = np.minimum(0.09 * (limit - from_back), at[:, 2] - tube.heights[-1] - 0.02 + ragged)
    base = float(standing.joint("neck01")[2])
    width = np.interp(at[:, 2], [base - 0.11, base - 0.04], [0.09 - 0.02 * hair.length, 0.12]) + ragged
    narrow = np.minimum(cover, width - np.abs(at[:, 0] - head.middle[0]))
    return np.asarray(np.where(at[:, 2] < head.chin, narrow, cover))


def _profile(near: Points) -> tuple[Points, Points]:
    """How far back a slice of the body comes, by place from right to left: x and y, ascending x."""
    places = np.linspace(-0.18, 0.18, 19)
    reach = [near[np.abs(near[:, 0] - x) < 0.02, 1].max(initial=-1.0) for x in places]
    return places, np.asarray(reach)


def hair_pieces(
    standing: Standing, stranger: Stranger, hair: Hair, rng: np.random.Generator, cloth_m: float
) -> list[Piece]:
    """All surfaces of the hair; `cloth_m` is how far cloth stands off the upper back."""
    pieces = [_cap(standing, stranger, hair, rng)]
    if hair.style == "bun":
        pieces.append(_bun(standing, stranger, hair, rng))
    elif hair.style == "ponytail":
        pieces += _tail(standing, stranger, hair, rng, cloth_m)
    elif hair.style in ("bob", "long"):
        pieces.append(_hanging(standing, stranger, hair, rng, cloth_m))
    return pieces
