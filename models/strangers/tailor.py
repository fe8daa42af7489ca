"""Cloth on a stranger: close-fitting layers cut from the skin, and curtains where a garment hangs free."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from models.bodies.rotation import Points
from models.bodies.skeleton import vertex_normals
from models.strangers.anatomy import Anatomy, Field
from models.strangers.figure import Standing
from models.strangers.paint import Piece
from models.strangers.people import Stranger
from models.strangers.tube import Drop, Tube, about, bridged, fallen, hang, measured, tube_faces
from models.strangers.wardrobe import LOOSE_BOTTOMS, Colour, Dress

SOLE_M = 0.024
NOWHERE = -1.0


@dataclass(frozen=True)
class Hung:
    """A curtain and where its cloth exists: `cover` (R * ANGLES,) metres."""

    tube: Tube
    cover: Field


def smoothed(anatomy: Anatomy, points: Points, where: NDArray[np.bool_], rounds: int) -> Points:
    """Points (V, 3) relaxed towards their neighbours where asked: cloth spans small furrows."""
    relaxed = points.copy()
    for _ in range(rounds):
        mean = np.asarray(anatomy.rig.neighbours @ relaxed)
        relaxed[where] = 0.4 * relaxed[where] + 0.6 * mean[where]
    return relaxed


def off_skin(standing: Standing, distance_m: Field | float, rounds: int, where: NDArray[np.bool_]) -> Points:
    """The skin's copy (V, 3) at a distance outside it, smoothed where asked but never inside the skin."""
    rig, skin = standing.anatomy.rig, standing.vertices
    normals = vertex_normals(skin, rig.faces, rig.face_of_vertex)
    away = np.broadcast_to(np.asarray(distance_m), (len(skin),))
    lifted = smoothed(standing.anatomy, skin + normals * away[:, None], where, rounds)
    # Along the normals alone: points that crept sideways would take the hems with them.
    depth = np.maximum(((lifted - skin) * normals).sum(axis=1), np.minimum(away, 0.0025))
    return np.asarray(skin + normals * depth[:, None])


def crest_m(anatomy: Anatomy) -> float:
    """Height of the iliac crest at rest, where waistbands sit."""
    return float(anatomy.joint("spine04")[2] + 0.012 * anatomy.scale)


def crotch_m(anatomy: Anatomy) -> float:
    """Height of the crotch at rest: the lowest skin between the legs."""
    middle = np.abs(anatomy.figure.vertices[:, 0]) < 0.012
    return float(anatomy.figure.vertices[middle & (anatomy.leg < 0.6) & (anatomy.head < 0.1), 2].min())


def top_cover(anatomy: Anatomy, dress: Dress) -> Field:
    """Where a top cut from the skin lies (V,): below its neckline, above its hem, down its sleeves."""
    skin = anatomy.figure.vertices
    z, s = skin[:, 2], anatomy.scale
    if dress.top == "bare":
        return np.full(len(skin), NOWHERE)
    # Into a loose bottom's waistband it is tucked, over a tight one it hangs.
    bottom = crest_m(anatomy) - (0.035 if dress.bottom in LOOSE_BOTTOMS else 0.06) * s
    if dress.top == "bra":
        bottom = float(anatomy.joint("spine02")[2] + 0.075 * s)
    low_neck = {"bra": 0.35, "singlet": 0.28, "tee": 0.12, "compression": 0.1}.get(dress.top, 0.0)
    cover = np.minimum(z - bottom, 0.075 * s * (anatomy.below_neck - low_neck))
    cover = np.minimum(cover, float(anatomy.joint("neck01")[2]) + 0.035 * s - z)
    upper = anatomy.length("upperarm01", "lowerarm01")
    if dress.sleeve <= 0.05:
        armhole = anatomy.shoulder_gap - 0.055 * s
        cover = np.minimum(np.minimum(cover, armhole), 0.1 * (0.55 - anatomy.arm))
    else:
        fore = anatomy.length("lowerarm01", "wrist")
        reach = min(dress.sleeve, 1.0) * upper + max(dress.sleeve - 1.0, 0.0) * fore
        on_arm = anatomy.arm > 0.35
        cover = np.where(on_arm, np.minimum(cover, reach - anatomy.down_arm), cover)
    cover = np.where((anatomy.arm > 0.5) | (anatomy.leg < 0.9), cover, NOWHERE)
    return np.where(anatomy.head > 0.5, NOWHERE, cover)


def bottom_cover(anatomy: Anatomy, dress: Dress) -> Field:
    """Where a bottom cut from the skin lies (V,): from the waistband down to its legs' hems."""
    skin = anatomy.figure.vertices
    waist = (
        crest_m(anatomy) + (0.03 if dress.bottom in ("leggings", "bike_shorts") else -0.01) * anatomy.scale
    )
    thigh = anatomy.length("upperleg01", "lowerleg01")
    shank = anatomy.length("lowerleg01", "foot")
    if dress.bottom == "briefs":
        legs = skin[:, 2] - crotch_m(anatomy) + 0.03 - 0.5 * np.maximum(np.abs(skin[:, 0]) - 0.045, 0.0)
    elif dress.bottom == "bike_shorts":
        legs = (0.4 + 0.45 * dress.leg) * thigh - anatomy.down_leg
    else:
        legs = thigh + 0.93 * shank - anatomy.down_leg
    cover = np.minimum(waist - skin[:, 2], np.where(anatomy.leg > 0.02, legs, 1.0))
    return np.where(anatomy.arm > 0.1, NOWHERE, cover)


def _curtain(
    rng: np.random.Generator, points: Points, top_m: float, hem_m: float, drop: Drop, tail_m: float = 0.0
) -> Hung:
    body = measured(points, top_m, hem_m - tail_m - 0.02)
    tube = hang(rng, body, drop)
    at = tube.points()
    angle = np.tile(np.arange(tube.radii.shape[1]) * (2.0 * np.pi / tube.radii.shape[1]), len(tube.heights))
    hem = hem_m - tail_m * np.cos(angle) + 0.004 * np.sin(3.0 * angle + rng.uniform(0.0, 6.0))
    return Hung(tube, at[:, 2] - hem)


def hang_top(rng: np.random.Generator, standing: Standing, dress: Dress, under: list[Points]) -> Hung | None:
    """The free-hanging part of a loose top, from the armpits down; `under` is what it lies over."""
    if not dress.hangs:
        return None
    anatomy, s = standing.anatomy, standing.anatomy.scale
    trunk = standing.vertices[(anatomy.arm < 0.12) & (anatomy.head < 0.1)]
    armpit = min(float(standing.joint(f"upperarm01.{side}")[2]) for side in "LR") - 0.085 * s
    hips = float(standing.joint("upperleg01.L")[2])
    hem = hips + (0.10 - 0.24 * dress.hem) * s
    drop = Drop(dress.ease_m, dress.cling, dress.slack, dress.fold_m, 0.85 if dress.top == "hoodie" else 0.0)
    return _curtain(rng, np.concatenate([trunk, *under]), armpit, hem, drop, dress.tail_m)


def hang_legs(rng: np.random.Generator, standing: Standing, dress: Dress) -> list[Hung]:
    """The two legs of loose shorts or joggers, each from the waistband to its hem."""
    if dress.bottom not in LOOSE_BOTTOMS:
        return []
    anatomy = standing.anatomy
    waist = float(standing.joint("spine04")[2]) + 0.012 * anatomy.scale
    long = dress.bottom == "joggers"
    drop = Drop(
        dress.bottom_ease_m,
        0.12 if long else 0.05 + 0.3 * dress.cling,
        dress.slack,
        0.7 * dress.fold_m,
        0.9 * long,
        start_m=0.008,
    )
    hung = []
    for side, name in ((1.0, "L"), (-1.0, "R")):
        knee, ankle = standing.joint(f"lowerleg01.{name}"), standing.joint(f"foot.{name}")
        hip = standing.joint(f"upperleg01.{name}")
        hem = float(ankle[2]) + 0.03 if long else float(hip[2] + dress.leg * (knee[2] - hip[2]))
        mine = side * anatomy.figure.vertices[:, 0] > -0.012
        points = standing.vertices[mine & (anatomy.arm < 0.12) & (anatomy.foot < 0.5)]
        hung.append(_curtain(rng, points, waist, hem, drop))
    return hung


def piece_of(
    hung: Hung, colour: Colour, weave: tuple[float, float, float], fabric: Points | None = None
) -> Piece:
    """A curtain as a surface to paint; its cloth coordinates are its own place unless given."""
    at = hung.tube.points()
    colours = np.broadcast_to(np.asarray(colour, np.float64), at.shape).copy()
    return Piece(
        at, tube_faces(len(hung.tube.heights)), colours, at if fabric is None else fabric, hung.cover, weave
    )


def _arm_ease(anatomy: Anatomy, dress: Dress, rng: np.random.Generator) -> Field:
    """How far a loose sleeve stands off the arm (V,): wider towards a short sleeve's end, creased."""
    down = np.maximum(anatomy.down_arm, 0.0)
    flare = 1.0 + (1.6 if dress.sleeve < 1.0 else 0.2) * np.clip(down / 0.25, 0.0, 1.0)
    crease = 0.25 * np.sin(down * float(rng.uniform(60.0, 110.0)) + 9.0 * anatomy.figure.vertices[:, 1])
    return np.asarray((0.003 + 0.6 * dress.ease_m) * (flare + crease))


def close_top(rng: np.random.Generator, standing: Standing, dress: Dress, hung: Hung | None) -> Piece | None:
    """The part of a top that follows the skin: all of a tight one, yoke and sleeves of a loose one."""
    anatomy = standing.anatomy
    cover = top_cover(anatomy, dress)
    if not (cover > 0.0).any():
        return None
    inside = (cover > -0.03) & (anatomy.hand < 0.3)
    if hung is None:
        # Over the bottom's waistband it lies one layer further out.
        over = anatomy.figure.vertices[:, 2] < crest_m(anatomy) + 0.05
        over &= dress.bottom not in LOOSE_BOTTOMS
        points = off_skin(standing, np.where(over, 0.0085, 0.0035), 2, inside)
        points = np.where(over[:, None], off_skin(standing, 0.0085, 0, inside), points)
    else:
        away = np.where(anatomy.arm > 0.35, _arm_ease(anatomy, dress, rng), dress.ease_m)
        points = off_skin(standing, away, 6, inside)
        # Under the curtain's first rows it ends.
        lowest = float(hung.tube.heights[0]) - 0.060
        cover = np.where(anatomy.arm > 0.35, cover, np.minimum(cover, standing.vertices[:, 2] - lowest))
    colours = np.broadcast_to(np.asarray(dress.top_colour, np.float64), points.shape).copy()
    stripe = (*dress.pattern_colour, float(dress.pattern))
    sheen = 0.12 if dress.top == "compression" else 0.02
    return Piece(
        points, anatomy.rig.faces, colours, anatomy.figure.vertices, cover, (0.16, sheen, 0.0), stripe
    )


def close_bottom(standing: Standing, dress: Dress) -> Piece | None:
    """A bottom that follows the skin, with a waistband of a darker shade."""
    if dress.bottom in LOOSE_BOTTOMS:
        return None
    anatomy = standing.anatomy
    cover = bottom_cover(anatomy, dress)
    band = (cover < 0.03) & (anatomy.leg < 0.3)
    points = off_skin(standing, np.where(band, 0.0045, 0.0030), 2, cover > -0.03)
    colours = np.broadcast_to(np.asarray(dress.bottom_colour, np.float64), points.shape).copy()
    colours[band] *= 0.75
    return Piece(points, anatomy.rig.faces, colours, anatomy.figure.vertices, cover, (0.12, 0.10, 0.0))


def shoes(standing: Standing, dress: Dress) -> list[Piece]:
    """A shoe around each foot, wide enough at every height, down to a flat sole; none for bare feet."""
    if not dress.shoes:
        return []
    anatomy, made = standing.anatomy, []
    for name, side in (("L", 1.0), ("R", -1.0)):
        mine = (anatomy.foot > 0.25) & (side * anatomy.figure.vertices[:, 0] > 0.0)
        collar = float(standing.joint(f"foot.{name}")[2]) - 0.004
        body = measured(standing.vertices[mine], collar, -SOLE_M)
        # One centre for all heights: the sole lies under the foot, not under the ankle.
        middle = np.broadcast_to(body.centres[len(body.centres) // 2], body.centres.shape).copy()
        body = about(standing.vertices[mine], Tube(middle, body.heights, body.radii))
        row = float(body.heights[0] - body.heights[1])
        radii = ndimage.gaussian_filter(
            fallen(bridged(body.radii), 0.6, row), (1.0, 1.0), mode=("nearest", "wrap")
        )
        tube = Tube(middle, body.heights, radii + 0.005)
        hung = Hung(tube, np.ones(radii.size))
        piece = piece_of(hung, dress.shoe_colour, (0.1, 0.08, 0.0))
        sole = piece.points[:, 2] < 0.004
        piece.colours[sole] = 0.85 if dress.shoe_colour[0] < 0.5 else 0.2
        made.append(piece)
    return made


def skin_piece(standing: Standing, stranger: Stranger, hidden: list[Field]) -> Piece:
    """The skin itself, left out where cloth (fields positive where it lies) covers it well."""
    anatomy = standing.anatomy
    cover = np.ones(len(standing.vertices))
    for field in hidden:
        cover = np.where(field > 0.045, NOWHERE, cover)
    colours = np.broadcast_to(np.asarray(stranger.skin, np.float64), standing.vertices.shape).copy()
    at = anatomy.figure.vertices
    blotch = np.sin(at[:, 2] * 17.0) * np.sin(at[:, 0] * 23.0 + 1.0) * np.sin(at[:, 1] * 29.0)
    colours *= 1.0 + 0.03 * blotch[:, None] * np.array([0.4, 1.0, 1.0])
    face = (anatomy.head > 0.5) & (at[:, 1] < anatomy.joint("head")[1] - 0.05)
    colours[face] *= np.array([1.03, 0.97, 0.96])
    _paint_face(anatomy, stranger, colours)
    return Piece(standing.vertices, anatomy.rig.faces, colours, at, cover, (0.03, 0.05, 1.0))


def _paint_face(anatomy: Anatomy, stranger: Stranger, colours: Points) -> None:
    """Give the skin's colours (V, 3) eyes, brows and lips: detectors of people look for a face first."""
    at, s = anatomy.figure.vertices, anatomy.scale
    ball = anatomy.rig.weight_of("eye") > 0.5
    colours[ball] = (0.88, 0.86, 0.83)
    for name in ("eye.L", "eye.R"):
        eye = anatomy.joint(name)
        away = (at - eye) / s
        aside = np.hypot(away[:, 0], away[:, 2])
        ahead = (away[:, 1] < 0.004) & (anatomy.head > 0.5)
        colours[ball & ahead & (aside < 0.0065)] = (0.12, 0.08, 0.06)
        lash = ~ball & ahead & (aside < 0.017) & (np.abs(away[:, 2] - 0.006) < 0.004)
        brow = ahead & (np.abs(away[:, 0]) < 0.022) & (np.abs(away[:, 2] - 0.021) < 0.005)
        colours[lash | brow] = 0.25 * colours[lash | brow] + 0.5 * np.asarray(stranger.hair_colour)
    mouth = (anatomy.joint("eye.L") + anatomy.joint("eye.R")) / 2.0 - np.array([0.0, 0.0, 0.069 * s])
    lips = (np.abs(at[:, 0]) < 0.024 * s) & (np.abs(at[:, 2] - mouth[2]) < 0.009 * s) & (at[:, 1] < mouth[1])
    colours[lips & (anatomy.head > 0.5)] *= (0.92, 0.66, 0.66)
