"""What a drawn person wears: tight or loose tops, shorts, leggings, trousers, jackets and shoes."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from models.bodies.chance import pick
from models.bodies.drape import Sheet

Fit = Literal["tight", "loose"]
TopKind = Literal["bare", "bra", "tank", "tee", "long", "jacket"]
BottomKind = Literal["briefs", "tight_shorts", "leggings", "shorts", "trousers"]
FootKind = Literal["bare", "socks", "shoes"]
Colour = tuple[float, float, float]
# Fit above and below the waist: the first is what "tight" means, the others make "loose".
FIT_PAIRS: tuple[tuple[Fit, Fit], ...] = (
    ("tight", "tight"),
    ("loose", "loose"),
    ("loose", "tight"),
    ("tight", "loose"),
)


@dataclass(frozen=True)
class Cloth:
    """A dyed piece of cloth: colour, the pattern's number (see render.Layer) and its colour, and gloss."""

    colour: Colour
    pattern: int
    pattern_colour: Colour
    gloss: float


@dataclass(frozen=True)
class Top:
    """A top: `hem` in trunk coordinates, `sleeve` in arm coordinates (see regions.Regions).

    `neck` is the share of a vertex hanging on neck and head at which the neckline runs: low is wide.
    """

    kind: TopKind
    fit: Fit
    hem: float
    neck: float
    sleeve: float
    tucked: bool
    sheet: Sheet
    cloth: Cloth


@dataclass(frozen=True)
class Bottom:
    """A bottom: `waist` in trunk coordinates, `leg` in leg coordinates, `flare_m` their hems' ease."""

    kind: BottomKind
    fit: Fit
    waist: float
    leg: float
    flare_m: float
    band_m: float
    sheet: Sheet
    cloth: Cloth


@dataclass(frozen=True)
class Outfit:
    """All that is worn in one picture."""

    top: Top
    bottom: Bottom
    feet: FootKind
    feet_colour: Colour
    sole_m: float

    @property
    def fit(self) -> Fit:
        """Loose when the cloth over trunk or buttocks is."""
        return "loose" if "loose" in (self.top.fit, self.bottom.fit) else "tight"


def draw_colour(rng: np.random.Generator) -> Colour:
    """Clothes' colours: a third near black, some white or grey, the rest anything."""
    kind = rng.random()
    if kind < 0.30:
        return _tinted(rng, float(rng.uniform(0.04, 0.16)), 0.02)
    if kind < 0.48:
        return _tinted(rng, float(rng.uniform(0.35, 0.95)), 0.03)
    hue = rng.uniform(0.0, 1.0, 3)
    hue = 0.15 + 0.75 * (hue - hue.min()) / max(float(np.ptp(hue)), 1e-6)
    hue = hue + rng.uniform(0.1, 0.85) * (hue.mean() - hue)  # most dyes are dull
    r, g, b = np.clip(hue * rng.uniform(0.35, 1.1), 0.02, 0.98)
    return (float(r), float(g), float(b))


def _tinted(rng: np.random.Generator, level: float, spread: float) -> Colour:
    r, g, b = np.clip(level + rng.normal(0.0, spread, 3), 0.01, 0.98)
    return (float(r), float(g), float(b))


def _cloth(rng: np.random.Generator, glossy: bool) -> Cloth:
    pattern = int(rng.choice(4, p=[0.76, 0.08, 0.05, 0.11]))
    gloss = float(rng.uniform(0.0, 0.22)) if glossy else float(rng.uniform(0.0, 0.05))
    return Cloth(draw_colour(rng), pattern, draw_colour(rng), gloss)


def _tight_sheet(rng: np.random.Generator) -> Sheet:
    return Sheet(
        bridge=float(rng.uniform(0.0, 0.15)),
        hang=0.0,
        ease_m=float(rng.uniform(0.002, 0.005)),
        fold_m=float(rng.uniform(0.0, 0.002)),
    )


def _loose_sheet(rng: np.random.Generator, tucked: bool, thick: float) -> Sheet:
    return Sheet(
        bridge=float(rng.uniform(0.25, 0.95)),
        hang=0.0 if tucked else float(rng.uniform(0.2, 1.0)),
        ease_m=float(rng.uniform(0.004, 0.016)) + thick,
        fold_m=float(rng.uniform(0.003, 0.014)),
        blouse_m=float(rng.uniform(0.0, 0.03)) if tucked else 0.0,
    )


def _top(rng: np.random.Generator, fit: Fit, femaleness: float) -> Top:
    kind: TopKind
    if fit == "tight":
        bare: TopKind = "bra" if femaleness > 0.5 else "bare"
        kind = pick(rng, (bare, "tank", "tee", "long"), (0.18, 0.37, 0.28, 0.17))
    else:
        kind = pick(rng, ("tank", "tee", "long", "jacket"), (0.18, 0.47, 0.17, 0.18))
    sleeve = {
        "bare": 0.0,
        "bra": 0.0,
        "tank": float(rng.uniform(0.02, 0.14)),
        "tee": float(rng.uniform(0.35, 0.85)),
    }
    tucked = bool(rng.random() < (0.5 if fit == "tight" else 0.25)) and kind not in ("bare", "bra", "jacket")
    if kind == "bra":
        hem = float(rng.uniform(0.52, 0.62))
    elif tucked:
        hem = float(rng.uniform(0.12, 0.22))
    else:
        hem = float(rng.uniform(-0.05, 0.12) if fit == "tight" else rng.uniform(-0.28, 0.06))
    thick = float(rng.uniform(0.004, 0.012)) if kind == "jacket" else 0.0
    return Top(
        kind=kind,
        fit=fit,
        hem=hem,
        neck=float(rng.uniform(0.15, 0.65)),
        sleeve=sleeve.get(kind, float(rng.uniform(1.7, 1.97))),
        tucked=tucked,
        sheet=_tight_sheet(rng) if fit == "tight" else _loose_sheet(rng, tucked, thick),
        cloth=_cloth(rng, glossy=fit == "tight"),
    )


def _bottom(rng: np.random.Generator, fit: Fit) -> Bottom:
    kind: BottomKind
    if fit == "tight":
        kind = pick(rng, ("briefs", "tight_shorts", "leggings"), (0.12, 0.36, 0.52))
    else:
        kind = pick(rng, ("shorts", "trousers"), (0.62, 0.38))
    reach = {"briefs": 0.02, "tight_shorts": rng.uniform(0.2, 0.9), "leggings": rng.uniform(1.4, 1.93)}
    reach |= {"shorts": rng.uniform(0.4, 1.0), "trousers": rng.uniform(1.75, 1.95)}
    loose = Sheet(
        bridge=float(rng.uniform(0.2, 0.8)),
        hang=float(rng.uniform(0.1, 0.8)),
        ease_m=float(rng.uniform(0.004, 0.012)),
        fold_m=float(rng.uniform(0.002, 0.010)),
    )
    return Bottom(
        kind=kind,
        fit=fit,
        waist=float(rng.uniform(0.14, 0.42) if fit == "tight" else rng.uniform(0.14, 0.34)),
        leg=float(reach[kind]),
        flare_m=float(rng.uniform(0.005, 0.035)) if fit == "loose" else 0.0,
        band_m=float(rng.uniform(0.0, 0.006)),
        sheet=_tight_sheet(rng) if fit == "tight" else loose,
        cloth=_cloth(rng, glossy=fit == "tight"),
    )


def draw_outfit(rng: np.random.Generator, femaleness: float, fit: Fit | None = None) -> Outfit:
    """Random clothes; `fit` asks for tight throughout, or for loose above or below or both."""
    chosen: Fit = fit or ("tight" if rng.random() < 0.5 else "loose")
    above, below = FIT_PAIRS[0] if chosen == "tight" else pick(rng, FIT_PAIRS[1:], (0.5, 0.35, 0.15))
    feet: FootKind = pick(rng, ("bare", "socks", "shoes"), (0.25, 0.25, 0.5))
    sole = float(rng.uniform(0.012, 0.032)) if feet == "shoes" else 0.0
    return fit_together(
        Outfit(_top(rng, above, femaleness), _bottom(rng, below), feet, draw_colour(rng), sole)
    )


def fit_together(outfit: Outfit) -> Outfit:
    """The outfit with its pieces made to go into and over one another.

    A tight top goes into a loose waistband; what stays out stands off at least as far as what it covers.
    """
    top, bottom = outfit.top, outfit.bottom
    if top.kind in ("bare", "bra"):
        return outfit
    if top.tucked or (top.fit == "tight" and bottom.fit == "loose"):
        return replace(outfit, top=replace(top, tucked=True, hem=bottom.waist - 0.03))
    under = bottom.sheet.ease_m + bottom.sheet.fold_m + bottom.band_m
    sheet = replace(
        top.sheet,
        ease_m=max(top.sheet.ease_m, under + 0.002),
        bridge=max(top.sheet.bridge, bottom.sheet.bridge),
        hang=max(top.sheet.hang, bottom.sheet.hang),
    )
    return replace(outfit, top=replace(top, sheet=sheet))
