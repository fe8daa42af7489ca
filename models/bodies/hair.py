"""Hair that changes the outline at head, nape and back, cropped or waist-long, tied, braided or covered."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from models.bodies.chance import pick
from models.bodies.headwear import cap_with_bill, headband, scarf
from models.bodies.person import Person
from models.bodies.render import Layer
from models.bodies.skeleton import vertex_normals
from models.bodies.tresses import bun, curtain, tail

HairStyle = Literal["bald", "short", "full", "bob", "long", "bun", "ponytail", "braid", "curls"]
Headwear = Literal["none", "cap", "band", "scarf"]
HAIR_STYLES: tuple[HairStyle, ...] = get_args(HairStyle)
_WOMEN = (0.01, 0.09, 0.05, 0.12, 0.23, 0.16, 0.19, 0.09, 0.06)
_MEN = (0.11, 0.54, 0.14, 0.03, 0.05, 0.04, 0.03, 0.02, 0.04)
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
    above the eyes where it is tied, `wave` the phase of the hair's irregularities. What hangs stands off the
    back by `stand_m` and is swung by `swing_m` (left, back) at its tips; `before` above 0 brings it in front
    of one shoulder, above 0.5 of both. A bun is flattened by `squash`.
    """

    style: HairStyle
    colour: tuple[float, float, float]
    thick_m: float
    length_m: float
    knot_m: float
    knot_height_m: float
    wave: float
    stand_m: float = 0.010
    swing_m: tuple[float, float] = (0.0, 0.0)
    before: float = 0.0
    squash: float = 1.0
    headwear: Headwear = "none"
    headwear_colour: tuple[float, float, float] = (0.1, 0.1, 0.1)


def draw_hair(rng: np.random.Generator, femaleness: float) -> Hair:
    """Random hair, by the styles' shares among men and women."""
    shares = np.array(_MEN) * (1.0 - femaleness) + np.array(_WOMEN) * femaleness
    style = pick(rng, HAIR_STYLES, [float(share) for share in shares / shares.sum()])
    r, g, b = np.array(pick(rng, _COLOURS, (0.24, 0.26, 0.22, 0.13, 0.10, 0.05))) * rng.uniform(0.7, 1.25)
    thick = {"bald": 0.0, "short": rng.uniform(0.003, 0.024), "full": rng.uniform(0.025, 0.07)}
    thick["curls"] = rng.uniform(0.045, 0.12)
    length = {
        "bob": rng.uniform(0.08, 0.20),
        "long": rng.uniform(0.20, 0.62),
        "ponytail": rng.uniform(0.10, 0.50),
        "braid": rng.uniform(0.20, 0.60),
    }
    knot = {"bun": rng.uniform(0.024, 0.075), "braid": rng.uniform(0.016, 0.032)}
    swung = rng.random() < 0.4
    headwear: Headwear = pick(rng, ("none", "cap", "band", "scarf"), (0.86, 0.07, 0.04, 0.03))
    r2, g2, b2 = rng.uniform(0.03, 0.9, 3)
    return Hair(
        style=style,
        colour=(float(r), float(g), float(b)),
        thick_m=float(thick.get(style, rng.uniform(0.004, 0.022))),
        length_m=float(length.get(style, 0.0)),
        knot_m=float(knot.get(style, rng.uniform(0.012, 0.042))),
        knot_height_m=float(rng.uniform(-0.08, 0.14)),
        wave=float(rng.uniform(0.0, 6.28)),
        stand_m=float(rng.uniform(0.004, 0.035)),
        swing_m=(float(rng.normal(0.0, 0.05)), float(rng.uniform(-0.02, 0.10))) if swung else (0.0, 0.0),
        before=float(rng.uniform(0.0, 1.0)) if rng.random() < 0.25 else 0.0,
        squash=float(rng.uniform(0.8, 1.7)),
        headwear=headwear,
        headwear_colour=(float(r2), float(g2), float(b2)),
    )


def hair_layers(person: Person, hair: Hair) -> list[Layer]:
    """The surfaces of hair and what is worn over it; none when bald and bareheaded."""
    if hair.headwear == "scarf":
        return [scarf(person, hair)]
    layers = [] if hair.style == "bald" else [_cap(person, hair)]
    if hair.style in ("bob", "long"):
        layers.append(curtain(person, hair))
    elif hair.style == "bun":
        layers.append(bun(person, hair))
    elif hair.style in ("ponytail", "braid"):
        layers.append(tail(person, hair))
    if hair.headwear == "cap":
        layers += cap_with_bill(person, hair)
    elif hair.headwear == "band":
        layers.append(headband(person, hair))
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
    if hair.style == "curls":
        rough = 1.0 + 0.22 * np.sin(150.0 * rest[:, 2] + hair.wave) * np.sin(130.0 * rest[:, 1])
    grown = np.clip(cover / 0.035, 0.0, 1.0)
    thick = (0.003 + hair.thick_m * grown) * rough
    smooth = person.normals
    for _ in range(3):
        smooth = 0.5 * smooth + 0.5 * np.asarray(regions.rig.neighbours @ smooth)
    vertices = person.vertices + smooth * thick[:, None]
    if hair.headwear == "cap":  # flat under it
        vertices = np.where((cover > 0.02)[:, None], person.vertices + 0.004 * smooth, vertices)
    normals = vertex_normals(vertices, regions.rig.faces, regions.rig.face_of_vertex)
    strands = 0.85 + 0.3 * np.abs(np.sin(160.0 * rest[:, 1] + 80.0 * rest[:, 0]))
    colours = np.array(hair.colour) * strands[:, None]
    return Layer(vertices, normals, colours, regions.rig.faces, cover, rest, gloss=0.12)
