"""How cloth leaves the skin: it bridges hollows, hangs from what sticks out, bunches, folds, stands off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:  # scipy is the workshop's; outfits are drawn without it
    from scipy import sparse

from models.bodies.rotation import Points

AZIMUTHS, LEVELS = 36, 44
# How a garment falls: taut from bump to bump, plumb from the widest place above, or along the skin.
ClothWay = Literal["bridged", "straight", "clinging"]


@dataclass(frozen=True)
class Sheet:
    """What a garment does to the skin below it.

    `bridge` 0..1 is how far hollows are filled up to the taut line, `hang` 0..1 how far the lower edge falls
    straight down from the widest place above it, `ease_m` the gap everywhere, `fold_m` the depth of folds,
    `blouse_m` how far a tucked top bulges over the waistband, `blouse_at` 0..1 up the garment.
    `way` is how it falls; one that falls straight widens by `flare` metres a metre downwards. `lopsided` 0..1
    gathers the slack on the side `heavy_deg` (90 is the back, 270 the front). The hem stands off by `hem_m`,
    most on that side. `bunch_m` is the depth of the `bunch_count` rolls in which cloth lies piled up about
    `bunch_at` 0..1 of its height over `bunch_wide` of it, most on the side `bunch_deg`.
    """

    bridge: float
    hang: float
    ease_m: float
    fold_m: float
    blouse_m: float = 0.0
    blouse_at: float = 0.07
    way: ClothWay = "bridged"
    flare: float = 0.0
    lopsided: float = 0.0
    heavy_deg: float = 90.0
    hem_m: float = 0.0
    bunch_m: float = 0.0
    bunch_at: float = 0.4
    bunch_wide: float = 0.15
    bunch_count: float = 3.0
    bunch_deg: float = 90.0


@dataclass(frozen=True)
class Trunk:
    """The trunk's skin about an upright axis: `radius` (A, L) by azimuth and level, `axis_y` (L,); metres."""

    radius: NDArray[np.float64]
    axis_y: NDArray[np.float64]
    bottom_m: float
    top_m: float

    def grid(self, points: Points) -> tuple[NDArray[np.float64], NDArray[np.float64], Points]:
        """Azimuth and level of points (N, 3) in the table (N,), and their outward directions (N, 3)."""
        level = (points[:, 2] - self.bottom_m) / (self.top_m - self.bottom_m) * (LEVELS - 1)
        level = np.clip(level, 0.0, LEVELS - 1.0)
        from_axis = points[:, 1] - np.interp(level, np.arange(LEVELS), self.axis_y)
        azimuth = np.arctan2(from_axis, points[:, 0]) / (2.0 * np.pi) * AZIMUTHS % AZIMUTHS
        away = np.stack([points[:, 0], from_axis, np.zeros(len(points))], axis=1)
        return azimuth, level, away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)


def survey(points: Points, bottom_m: float, top_m: float) -> Trunk:
    """Tabulate how far trunk skin (N, 3) reaches in every direction at every level between two heights."""
    from scipy import ndimage  # noqa: PLC0415

    inside = points[(points[:, 2] > bottom_m - 0.02) & (points[:, 2] < top_m + 0.02)]
    level = np.clip(
        np.round((inside[:, 2] - bottom_m) / (top_m - bottom_m) * (LEVELS - 1)), 0, LEVELS - 1
    ).astype(int)
    front, back = np.full(LEVELS, np.inf), np.full(LEVELS, -np.inf)
    np.minimum.at(front, level, inside[:, 1])
    np.maximum.at(back, level, inside[:, 1])
    found = np.isfinite(front)
    middle = np.interp(np.arange(LEVELS), np.flatnonzero(found), (front[found] + back[found]) / 2.0)
    middle = ndimage.gaussian_filter1d(middle, 3.0)
    from_axis = inside[:, 1] - middle[level]
    azimuth = np.floor(np.arctan2(from_axis, inside[:, 0]) / (2.0 * np.pi) * AZIMUTHS).astype(int) % AZIMUTHS
    radius = np.zeros((AZIMUTHS, LEVELS))
    np.maximum.at(radius, (azimuth, level), np.hypot(inside[:, 0], from_axis))
    for row in radius:
        known = np.flatnonzero(row)
        if len(known):
            row[:] = np.interp(np.arange(LEVELS), known, row[known])
    return Trunk(
        ndimage.gaussian_filter(radius, (0.6, 0.6), mode=("wrap", "nearest")), middle, bottom_m, top_m
    )


def slack(trunk: Trunk, sheet: Sheet) -> NDArray[np.float64]:
    """How far the cloth stands off the skin when it has its way, (A, L) metres.

    Bridged cloth reaches each upright profile's upper hull; its lower edge is free: with `hang` 1 it falls
    straight down from the widest place above. Straight cloth hangs plumb, or flaring, from everything above.
    """
    from scipy import ndimage  # noqa: PLC0415

    gap = np.zeros_like(trunk.radius)
    levels = np.arange(LEVELS)
    if sheet.way == "straight":
        spread = sheet.flare * levels * (trunk.top_m - trunk.bottom_m) / (LEVELS - 1)
        above = np.maximum.accumulate((trunk.radius + spread)[:, ::-1], axis=1)[:, ::-1]
        gap = above - spread - trunk.radius
    elif sheet.way == "bridged":
        for row, out in zip(trunk.radius, gap, strict=True):
            profile = row.copy()
            profile[0] += sheet.hang * (row.max() - row[0])
            corners = _upper_hull(profile)
            out[:] = np.maximum(0.0, np.interp(levels, corners, profile[corners]) - row)
    if sheet.lopsided > 0.0:
        side = np.cos(2.0 * np.pi * np.arange(AZIMUTHS) / AZIMUTHS - np.deg2rad(sheet.heavy_deg))
        gap = gap * (1.0 - 0.5 * sheet.lopsided * (1.0 - side))[:, None]
    return np.asarray(ndimage.gaussian_filter(gap, (0.8, 1.2), mode=("wrap", "nearest")))


def _upper_hull(profile: NDArray[np.float64]) -> list[int]:
    """Indices of the corners of the upper convex hull of a profile (L,) over its own index."""
    corners: list[int] = []
    for i, value in enumerate(profile):
        while len(corners) >= 2:
            a, b = corners[-2], corners[-1]
            if (profile[b] - profile[a]) * (i - a) > (value - profile[a]) * (b - a):
                break
            corners.pop()
        corners.append(i)
    return corners


def folds(
    azimuth: NDArray[np.float64], level: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Ridges of cloth at table coordinates (N,), each about 0..1: slanting, some running round, some down."""
    total = np.zeros(len(azimuth))
    angle = azimuth / AZIMUTHS * 2.0 * np.pi
    for _ in range(4):
        around = int(rng.integers(1, 9))
        down = float(rng.uniform(-0.7, 0.7)) if rng.random() < 0.6 else float(rng.uniform(0.4, 1.2))
        ridge = 1.0 - np.abs(np.sin(around * angle / 2.0 + down * level / 2.0 + rng.uniform(0.0, np.pi)))
        total += float(rng.uniform(0.4, 1.0)) * ridge**1.5
    return total / 2.5


def _piled(
    sheet: Sheet, azimuth: NDArray[np.float64], level: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """What rolls of cloth and a hem that stands off add at table coordinates (N,), metres."""
    angle = azimuth / AZIMUTHS * 2.0 * np.pi
    height = level / (LEVELS - 1)
    extra = np.zeros(len(azimuth))
    if sheet.hem_m > 0.0:
        side = 0.6 + 0.4 * np.cos(angle - np.deg2rad(sheet.heavy_deg))
        extra += sheet.hem_m * side * np.clip(1.0 - height / 0.30, 0.0, 1.0) ** 1.5
    if sheet.bunch_m > 0.0:
        off = (height - sheet.bunch_at) / sheet.bunch_wide
        slant = 0.6 * np.sin(angle + rng.uniform(0.0, 6.28)) + 0.3 * np.sin(
            3.0 * angle + rng.uniform(0, 6.28)
        )
        rolls = np.abs(np.sin(0.5 * np.pi * (sheet.bunch_count * off + slant)))
        side = np.clip(0.5 + 0.6 * np.cos(angle - np.deg2rad(sheet.bunch_deg)), 0.0, 1.0)
        extra += sheet.bunch_m * (0.35 + rolls) * np.exp(-(off**2)) * side
    return extra


def drape(
    skin: Points,
    normals: Points,
    trunk: Trunk,
    sheet: Sheet,
    *,
    on_trunk: NDArray[np.float64],
    neighbours: sparse.csr_matrix,
    rng: np.random.Generator,
) -> Points:
    """Cloth vertices (V, 3) over posed skin (V, 3) and its normals; `on_trunk` (V,) 0..1 fades bridging."""
    from scipy import ndimage  # noqa: PLC0415

    azimuth, level, outward = trunk.grid(skin)
    gap_table = slack(trunk, sheet)
    gap = ndimage.map_coordinates(
        np.concatenate([gap_table, gap_table[:1]]), [azimuth, level], order=1, mode="nearest"
    )
    facing = np.clip((normals * outward).sum(axis=1) * 1.6, 0.0, 1.0)
    bridge = sheet.bridge * gap * facing * on_trunk
    ridges = folds(azimuth, level, rng)
    looseness = 0.5 + np.clip(gap / 0.03, 0.0, 1.0)
    standoff = sheet.ease_m + sheet.fold_m * ridges * looseness
    if sheet.blouse_m > 0.0:
        waist = (level - sheet.blouse_at * LEVELS) / (0.06 * LEVELS)
        standoff = standoff + sheet.blouse_m * np.exp(-(waist**2)) * on_trunk
    standoff = standoff + _piled(sheet, azimuth, level, rng) * on_trunk
    moved = outward * bridge[:, None] + normals * standoff[:, None]
    for _ in range(2):
        moved = 0.5 * moved + 0.5 * np.asarray(neighbours @ moved)
    return np.asarray(skin + moved)
