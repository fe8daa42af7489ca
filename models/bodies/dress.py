"""Skin, clothes and shoes as surfaces to draw on a posed person."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.bodies.chance import pick
from models.bodies.clothing import Bottom, Outfit, Top
from models.bodies.drape import drape, survey
from models.bodies.person import Person
from models.bodies.render import Layer
from models.bodies.skeleton import vertex_normals
from models.bodies.trimmings import bumps, hood, skirt

SKIN_TONES = (
    (0.93, 0.76, 0.66),
    (0.87, 0.67, 0.54),
    (0.76, 0.56, 0.43),
    (0.58, 0.40, 0.29),
    (0.40, 0.27, 0.20),
    (0.28, 0.18, 0.14),
)


@dataclass(frozen=True)
class Look:
    """What stays with a body from picture to picture: the tone of its skin."""

    tone: int
    skin: tuple[float, float, float]


def draw_look(rng: np.random.Generator) -> Look:
    """A random skin tone, 0 the lightest of six."""
    tone = int(pick(rng, range(len(SKIN_TONES)), (0.2, 0.2, 0.2, 0.16, 0.14, 0.10)))
    r, g, b = np.clip(
        np.array(SKIN_TONES[tone]) * rng.uniform(0.92, 1.06) + rng.normal(0.0, 0.01, 3), 0.05, 0.98
    )
    return Look(tone, (float(r), float(g), float(b)))


def dress(person: Person, look: Look, outfit: Outfit, rng: np.random.Generator) -> list[Layer]:
    """The layers of a person in an outfit, skin first; `rng` shapes the folds."""
    worn = np.maximum(_bottom_cover(person, outfit.bottom), _top_cover(person, outfit.top))
    layers = [_skin_layer(person, look, worn, _foot_cover(person, outfit))]
    layers += _bottom_layers(person, outfit.bottom, rng)
    if outfit.top.kind != "bare":
        layers += _top_layers(person, outfit.top, rng)
    if outfit.over is not None:
        layers += _top_layers(person, outfit.over, rng)
    if outfit.feet != "bare":
        layers.append(_foot_layer(person, outfit))
    return layers


def _skin_layer(person: Person, look: Look, worn: NDArray[np.float64], shod: NDArray[np.float64]) -> Layer:
    regions = person.regions
    rest = regions.figure.vertices
    colours = np.tile(np.array(look.skin), (len(rest), 1))
    head = rest[regions.head_weight > 0.8]
    front = float(head[:, 1].min())
    face = (regions.head_weight > 0.6) & (rest[:, 1] < front + 0.06)
    up = rest[:, 2] - regions.eye_height
    side = np.abs(rest[:, 0])
    brow = face & (np.abs(up - 0.022) < 0.006) & (side > 0.012) & (side < 0.05)
    lips = face & (np.abs(up + 0.068) < 0.008) & (side < 0.024)
    colours[brow] *= 0.45
    colours[lips] = colours[lips] * 0.6 + np.array([0.35, 0.08, 0.09]) * 0.6
    colours[regions.rig.weight_of("eye") > 0.5] = (0.12, 0.10, 0.10)
    # Skin under cloth is drawn in by a few millimetres so that it never pokes through.
    inward = -0.004 * np.clip(worn / 0.02, 0.0, 1.0)
    vertices = person.vertices + person.normals * inward[:, None]
    # What lies deep under cloth or shoe is not drawn at all.
    bare = np.where((shod > 0.012) | (worn > 0.06), -1.0, 1.0)
    return Layer(vertices, person.normals, colours, regions.rig.faces, bare, rest, gloss=0.05)


def _top_cover(person: Person, top: Top) -> NDArray[np.float64]:
    """Positive under the top (V,), about metres to its edge."""
    regions = person.regions
    if top.kind == "bare":
        return np.full(len(person.vertices), -1.0)
    on_neck = regions.neck_weight + regions.head_weight
    rest = regions.figure.vertices
    behind = rest[:, 1] - float(regions.joint("upperleg01.L")[1])
    edge = np.full(len(behind), top.hem)
    if top.half_tuck != "none":  # the other side hangs out, the hem slanting over the flank
        tucked = np.clip(0.5 + (behind if top.half_tuck == "back" else -behind) / 0.10, 0.0, 1.0)
        edge = edge + tucked * np.maximum(0.0, 0.17 - top.hem)
    hem = np.where(regions.arm >= 0.0, 1.0, (regions.trunk - edge) * 0.5)
    if top.open_deg > 0.0:
        aside = np.rad2deg(np.arctan2(np.abs(rest[:, 0]), np.maximum(-behind, 1e-6)))
        front = np.where(behind < 0.0, (aside - top.open_deg) * 0.003, 1.0)
        hem = np.where(regions.arm >= 0.0, hem, np.minimum(hem, front))
    sleeve = np.where(regions.arm >= 0.0, (top.sleeve - regions.arm) * 0.28, 1.0)
    return np.minimum(np.minimum(hem, sleeve), (top.neck - on_neck) * 0.1)


def _bottom_cover(person: Person, bottom: Bottom) -> NDArray[np.float64]:
    regions = person.regions
    waist = np.where(regions.arm_weight > 0.4, -1.0, (bottom.waist - regions.trunk) * 0.5)
    # Skin under a skirt is not drawn in: its cloth stands off by itself.
    reach = -1.0 if bottom.kind == "skirt" else bottom.leg
    leg = np.where(regions.leg >= 0.0, (reach - regions.leg) * 0.42, 1.0)
    return np.minimum(waist, leg)


def _heights(person: Person) -> tuple[float, float]:
    """Heights of hip and shoulder joints, metres."""
    hips = (person.joint("upperleg01.L") + person.joint("upperleg01.R")) / 2.0
    shoulders = (person.joint("upperarm01.L") + person.joint("upperarm01.R")) / 2.0
    return float(hips[2]), float(shoulders[2])


def _top_layers(person: Person, top: Top, rng: np.random.Generator) -> list[Layer]:
    regions = person.regions
    hip, shoulder = _heights(person)
    cover = _top_cover(person, top)
    on_trunk = (regions.arm_weight < 0.35) & (regions.head_weight < 0.05)
    low = hip + top.hem * (shoulder - hip)
    trunk = survey(person.vertices[on_trunk], low, shoulder + 0.03)
    bare_arm = np.clip(1.0 - regions.arm_weight * 2.0, 0.0, 1.0)
    fade = np.asarray(bare_arm * np.clip((1.12 - regions.trunk) / 0.2, 0.0, 1.0), np.float64)
    vertices = drape(
        person.vertices,
        person.normals,
        trunk,
        top.sheet,
        on_trunk=fade,
        neighbours=regions.rig.neighbours,
        rng=rng,
    )
    if top.fit == "loose":
        flare = top.sleeve_ease_m * np.clip(regions.arm, 0.0, 1.0)
        vertices = vertices + person.normals * flare[:, None]
    layers = [_cloth_layer(person, vertices, cover, top)]
    if top.hood_m > 0.0:
        layers.append(hood(person, top, vertices))
    return layers


def _bottom_layers(person: Person, bottom: Bottom, rng: np.random.Generator) -> list[Layer]:
    if bottom.kind == "skirt":
        return [skirt(person, bottom, rng)]
    regions = person.regions
    hip, shoulder = _heights(person)
    cover = _bottom_cover(person, bottom)
    on_trunk = (regions.arm_weight < 0.35) & (regions.leg < 0.6)
    knee = float(person.joint("lowerleg01.L")[2])
    trunk = survey(
        person.vertices[on_trunk], hip - 0.45 * (hip - knee), hip + bottom.waist * (shoulder - hip)
    )
    fade = np.clip((1.2 - regions.leg) / 0.8, 0.0, 1.0)
    vertices = drape(
        person.vertices,
        person.normals,
        trunk,
        bottom.sheet,
        on_trunk=fade,
        neighbours=regions.rig.neighbours,
        rng=rng,
    )
    down = np.clip(regions.leg / max(bottom.leg, 0.1), 0.0, 1.0)
    if bottom.kind == "sweatpants":  # gathered at the ankle
        down = down * np.clip((bottom.leg - regions.leg) / 0.12, 0.0, 1.0)
    extra = bottom.flare_m * down + bumps(person, bottom)
    return [_cloth_layer(person, vertices + person.normals * extra[:, None], cover, bottom)]


def _cloth_layer(
    person: Person, vertices: NDArray[np.float64], cover: NDArray[np.float64], worn: Top | Bottom
) -> Layer:
    rig = person.regions.rig
    normals = vertex_normals(vertices, rig.faces, rig.face_of_vertex)
    cloth = worn.cloth
    colours = np.tile(np.array(cloth.colour), (len(vertices), 1))
    if isinstance(worn, Bottom) and (worn.band_m > 0.003 or worn.band_colour is not None):
        band = (worn.waist - person.regions.trunk) * 0.5 < 0.012 + worn.band_high_m
        colours[band] = colours[band] * 0.7 if worn.band_colour is None else worn.band_colour
    return Layer(
        vertices,
        normals,
        colours,
        rig.faces,
        cover,
        person.regions.figure.vertices,
        gloss=cloth.gloss,
        pattern=cloth.pattern,
        pattern_colour=cloth.pattern_colour,
    )


def _foot_layer(person: Person, outfit: Outfit) -> Layer:
    """Socks, or shoes whose soles reach the floor that the lifted foot stands above."""
    regions = person.regions
    rig = regions.rig
    cover = _foot_cover(person, outfit)
    vertices = person.vertices.copy()
    rounds, thick = (3, 0.006) if outfit.feet == "socks" else (8, 0.010)
    for _ in range(rounds):  # no sock or shoe shows every toe
        vertices = np.where(
            cover[:, None] > 0.0, 0.4 * vertices + 0.6 * np.asarray(rig.neighbours @ vertices), vertices
        )
    vertices = vertices + person.normals * thick
    colours = np.tile(np.array(outfit.feet_colour), (len(vertices), 1))
    if outfit.feet == "shoes":
        above = np.clip((person.vertices[:, 2] - outfit.sole_m) / 0.03, 0.0, 1.0)
        vertices[:, 2] -= (outfit.sole_m + thick) * (1.0 - above)
        vertices[:, 2] = np.maximum(vertices[:, 2], 0.0)
        colours[(above < 0.25) & (regions.foot_weight > 0.3)] = (0.9, 0.9, 0.88)
    normals = vertex_normals(vertices, rig.faces, rig.face_of_vertex)
    return Layer(vertices, normals, colours, rig.faces, cover, regions.figure.vertices, gloss=0.06)


def _foot_cover(person: Person, outfit: Outfit) -> NDArray[np.float64]:
    """Positive under sock or shoe (V,)."""
    regions = person.regions
    if outfit.feet == "bare":
        return np.full(len(person.vertices), -1.0)
    ankle = 1.80 if outfit.feet == "socks" else 1.93
    cover = np.where(regions.leg >= 0.0, (regions.leg - ankle) * 0.4, -1.0)
    return np.where(regions.foot_weight > 0.5, np.maximum(cover, 0.02), cover)
