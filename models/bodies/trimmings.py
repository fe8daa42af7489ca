"""What is sewn, tied or put onto clothes and changes their outline: hoods, skirts, knots, full pockets."""

import numpy as np
from numpy.typing import NDArray

from models.bodies.clothing import Bottom, Cloth, Top
from models.bodies.drape import AZIMUTHS, LEVELS, folds, slack, survey
from models.bodies.person import Person
from models.bodies.render import Layer
from models.bodies.rotation import Points
from models.bodies.skeleton import adjacency, vertex_normals


def grid_layer(points: Points, cloth: Cloth, *, closed: bool) -> Layer:
    """A grid of cloth (rows, columns, 3) as a layer; `closed` joins its last column to its first."""
    rows, columns = points.shape[:2]
    index = np.arange(rows * columns).reshape(rows, columns)
    right = np.roll(index, -1, axis=1)
    last = columns if closed else columns - 1
    a, b = index[:-1, :last].ravel(), right[:-1, :last].ravel()
    c, d = index[1:, :last].ravel(), right[1:, :last].ravel()
    faces = np.concatenate([np.stack([a, b, c], 1), np.stack([b, d, c], 1)]).astype(np.int32)
    vertices = points.reshape(-1, 3)
    _, incidence = adjacency(faces, len(vertices))
    return Layer(
        vertices,
        vertex_normals(vertices, faces, incidence),
        np.tile(np.array(cloth.colour), (len(vertices), 1)),
        faces,
        np.ones(len(vertices)),
        vertices,
        gloss=cloth.gloss,
        pattern=cloth.pattern,
        pattern_colour=cloth.pattern_colour,
    )


def skirt(person: Person, bottom: Bottom, rng: np.random.Generator) -> Layer:
    """A skirt from the waist down about both legs, falling as its sheet says; the folds deepen downwards."""
    regions = person.regions
    hips = (person.joint("upperleg01.L") + person.joint("upperleg01.R")) / 2.0
    shoulders = (person.joint("upperarm01.L") + person.joint("upperarm01.R")) / 2.0
    knee, ankle = person.joint("lowerleg01.L"), person.joint("foot.L")
    top_m = float(hips[2] + bottom.waist * (shoulders[2] - hips[2]))
    low = np.interp(bottom.leg, [0.0, 1.0, 2.0], [hips[2], knee[2], ankle[2]])
    bare = (regions.arm_weight < 0.35) & (regions.head_weight < 0.05)
    trunk = survey(person.vertices[bare], float(low), top_m)
    sheet = bottom.sheet
    levels = np.arange(LEVELS)
    drop = (1.0 - levels / (LEVELS - 1)) * (top_m - low)
    gap = slack(trunk, sheet) if sheet.way != "clinging" else np.zeros_like(trunk.radius)
    azimuth, level = np.meshgrid(np.arange(AZIMUTHS), levels, indexing="ij")
    ridges = folds(
        azimuth.ravel().astype(np.float64), np.asarray(level.ravel() * 0.3, np.float64), rng
    ).reshape(gap.shape)
    radius = trunk.radius + gap * max(0.4, sheet.bridge) + sheet.ease_m + 0.004
    radius = radius + drop * (0.8 * bottom.flare_m + (sheet.fold_m + 0.2 * bottom.flare_m) * ridges * 4.0)
    radius[:, -4:] += bottom.band_m
    angle = 2.0 * np.pi * (np.arange(AZIMUTHS) + 0.5) / AZIMUTHS
    grid = np.empty((LEVELS, AZIMUTHS, 3))
    grid[:, :, 0] = (radius * np.cos(angle)[:, None]).T
    grid[:, :, 1] = (radius * np.sin(angle)[:, None]).T + trunk.axis_y[:, None]
    grid[:, :, 2] = (low + levels / (LEVELS - 1) * (top_m - low))[:, None]
    return grid_layer(grid, bottom.cloth, closed=True)


def hood(person: Person, top: Top, clothed: Points) -> Layer:
    """A hood let down: a roll of cloth round the nape that lies on the upper back, over `clothed` (V, 3)."""
    regions = person.regions
    neck = person.joint("neck01")
    size = top.hood_m
    back = clothed[(np.abs(clothed[:, 0]) < 0.05) & (regions.arm_weight < 0.3) & (regions.trunk > 0.7)]
    rows, columns = 12, 17
    side = np.linspace(-1.0, 1.0, columns)
    along = np.linspace(0.0, 1.0, rows)
    grid = np.empty((rows, columns, 3))
    for k, s in enumerate(along):
        height = neck[2] + 0.03 - s * (0.06 + 2.6 * size)
        near = back[np.abs(back[:, 2] - height) < 0.03]
        behind = float(near[:, 1].max()) if len(near) else float(neck[1]) + 0.06
        wide = 0.075 + 0.055 * np.sin(np.pi * min(1.0, 0.25 + s))
        stand = size * np.sin(np.pi * min(1.0, 0.12 + 0.88 * s)) ** 0.7
        grid[k, :, 0] = wide * side
        grid[k, :, 1] = behind - 0.02 + (0.02 + stand) * (1.0 - side**4) - 0.05 * side**2
        grid[k, :, 2] = height + 0.02 * side**2
    return grid_layer(grid, top.cloth, closed=False)


def bumps(person: Person, bottom: Bottom) -> NDArray[np.float64]:
    """How far waistband, knot and pockets push the cloth of a bottom outwards, (V,) metres."""
    regions = person.regions
    rest = regions.figure.vertices
    below = (bottom.waist - regions.trunk) * 0.5
    extra = bottom.band_m * np.exp(-((below / bottom.band_high_m) ** 2))
    angle = np.arctan2(rest[:, 1] - float(regions.joint("upperleg01.L")[1]), rest[:, 0])
    if bottom.knot_m > 0.0:
        off = np.abs(np.angle(np.exp(1j * (angle + np.pi / 2.0)))) / 0.22
        extra = extra + bottom.knot_m * np.exp(-(off**2) - ((below - 0.03) / 0.025) ** 2)
    if bottom.pocket_m > 0.0:
        off = np.abs(np.angle(np.exp(1j * (angle - np.deg2rad(bottom.pocket_deg))))) / 0.45
        extra = extra + bottom.pocket_m * np.exp(-(off**4) - ((regions.trunk + 0.05) / 0.13) ** 4)
    return np.asarray(extra)
