"""Draw what somebody wears: tight or loose, tucked, half tucked or out, in any colour and way to fall."""

from dataclasses import replace

import numpy as np

from models.bodies.chance import pick
from models.bodies.clothing import (
    Bottom,
    BottomKind,
    Cloth,
    Colour,
    Fit,
    FootKind,
    HalfTuck,
    Outfit,
    Top,
    TopKind,
    fit_together,
)
from models.bodies.drape import ClothWay, Sheet

# Fit above and below the waist: the first is what "tight" means, the others make "loose".
FIT_PAIRS: tuple[tuple[Fit, Fit], ...] = (
    ("tight", "tight"),
    ("loose", "loose"),
    ("loose", "tight"),
    ("tight", "loose"),
)
_THICK: frozenset[TopKind] = frozenset(("jacket", "hoodie"))
_REACH: dict[BottomKind, tuple[float, float]] = {
    "briefs": (0.0, 0.05),
    "tight_shorts": (0.15, 0.95),
    "leggings": (1.3, 1.94),
    "shorts": (0.3, 1.15),
    "trousers": (1.7, 1.96),
    "sweatpants": (1.7, 1.96),
    "skirt": (0.35, 1.7),
}


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
    """Stretch cloth: it may still span a hollow a little, wrinkle, or roll up at the waist."""
    rolls = rng.random() < 0.25
    return Sheet(
        bridge=float(rng.uniform(0.0, 0.30)),
        hang=0.0,
        ease_m=float(rng.uniform(0.001, 0.006)),
        fold_m=float(rng.uniform(0.0, 0.004)),
        bunch_m=float(rng.uniform(0.002, 0.010)) if rolls else 0.0,
        bunch_at=float(rng.uniform(0.05, 0.6)),
        bunch_wide=float(rng.uniform(0.06, 0.2)),
        bunch_count=float(rng.uniform(1.5, 4.0)),
        bunch_deg=float(rng.uniform(0.0, 360.0)),
    )


def _loose_sheet(rng: np.random.Generator, tucked: bool, thick: float) -> Sheet:
    """Cloth with room in it, from a little to a lot."""
    way: ClothWay = pick(rng, ("bridged", "straight", "clinging"), (0.42, 0.38, 0.20))
    size = float(rng.uniform(0.1, 1.0))
    blouses, bunches = rng.random() < 0.7, rng.random() < 0.5
    return Sheet(
        bridge=float(rng.uniform(0.15, 1.0)),
        hang=0.0 if tucked else float(rng.uniform(0.0, 1.0)),
        ease_m=0.003 + 0.020 * size * float(rng.random()) + thick,
        fold_m=0.001 + 0.018 * size * float(rng.random()),
        blouse_m=float(rng.uniform(0.005, 0.05)) if tucked and blouses else 0.0,
        blouse_at=float(rng.uniform(0.06, 0.16)),
        way=way,
        flare=float(rng.uniform(0.0, 0.18)) if rng.random() < 0.5 else 0.0,
        lopsided=float(rng.uniform(0.0, 1.0)) if rng.random() < 0.6 else 0.0,
        heavy_deg=float(rng.uniform(0.0, 360.0)),
        hem_m=0.0 if tucked or rng.random() < 0.5 else float(rng.uniform(0.005, 0.05)),
        bunch_m=float(rng.uniform(0.004, 0.032)) if bunches else 0.0,
        bunch_at=float(rng.uniform(0.05, 0.65)),
        bunch_wide=float(rng.uniform(0.06, 0.25)),
        bunch_count=float(rng.uniform(1.5, 5.0)),
        bunch_deg=float(rng.uniform(0.0, 360.0)) if rng.random() < 0.4 else float(rng.normal(90.0, 40.0)),
    )


def _top(rng: np.random.Generator, fit: Fit, femaleness: float) -> Top:
    kind: TopKind
    if fit == "tight":
        bare: TopKind = "bra" if femaleness > 0.5 else "bare"
        kind = pick(rng, (bare, "tank", "tee", "long"), (0.18, 0.36, 0.28, 0.18))
    else:
        kind = pick(rng, ("tank", "tee", "long", "jacket", "hoodie"), (0.15, 0.45, 0.15, 0.12, 0.13))
    sleeve = {
        "bare": 0.0,
        "bra": 0.0,
        "tank": float(rng.uniform(0.02, 0.14)),
        "tee": float(rng.uniform(0.30, 1.05)),
    }
    tucked = bool(rng.random() < (0.5 if fit == "tight" else 0.28)) and kind not in ("bare", "bra", "jacket")
    half: HalfTuck = "none"
    if fit == "loose" and not tucked and kind != "jacket" and rng.random() < 0.18:
        half = "front" if rng.random() < 0.65 else "back"
    if kind == "bra":
        hem = float(rng.uniform(0.52, 0.62))
    elif tucked:
        hem = float(rng.uniform(0.12, 0.22))
    elif fit == "loose" and rng.random() < 0.12:
        hem = float(rng.uniform(0.10, 0.34))  # cropped
    else:
        hem = float(rng.uniform(-0.06, 0.14) if fit == "tight" else rng.uniform(-0.34, 0.08))
    thick = float(rng.uniform(0.003, 0.014)) if kind in _THICK else 0.0
    return Top(
        kind=kind,
        fit=fit,
        hem=hem,
        neck=float(rng.uniform(0.15, 0.65)),
        sleeve=sleeve.get(kind, float(rng.uniform(1.55, 1.98))),
        tucked=tucked,
        sheet=_tight_sheet(rng) if fit == "tight" else _loose_sheet(rng, tucked, thick),
        cloth=_cloth(rng, glossy=fit == "tight"),
        half_tuck=half,
        hood_m=float(rng.uniform(0.02, 0.07)) if kind == "hoodie" and rng.random() < 0.85 else 0.0,
        sleeve_ease_m=float(rng.uniform(0.004, 0.035)),
    )


def _open_jacket(rng: np.random.Generator) -> Top:
    """An unzipped jacket, cardigan or coat that hangs behind and beside."""
    sheet = _loose_sheet(rng, False, float(rng.uniform(0.006, 0.018)))
    return Top(
        kind="jacket",
        fit="loose",
        hem=float(rng.uniform(-0.55, 0.05)),
        neck=float(rng.uniform(0.2, 0.7)),
        sleeve=float(rng.uniform(0.6, 1.97)),
        tucked=False,
        sheet=replace(sheet, way="straight" if sheet.way == "clinging" else sheet.way),
        cloth=_cloth(rng, glossy=False),
        hood_m=float(rng.uniform(0.02, 0.07)) if rng.random() < 0.35 else 0.0,
        open_deg=float(rng.uniform(15.0, 75.0)),
        sleeve_ease_m=float(rng.uniform(0.012, 0.04)),
    )


def _bottom_sheet(rng: np.random.Generator, fit: Fit) -> Sheet:
    if fit == "tight":
        return replace(_tight_sheet(rng), bridge=float(rng.uniform(0.0, 0.2)))
    way: ClothWay = pick(rng, ("bridged", "straight", "clinging"), (0.4, 0.4, 0.2))
    return Sheet(
        bridge=float(rng.uniform(0.1, 1.0)),
        hang=float(rng.uniform(0.0, 0.9)),
        ease_m=float(rng.uniform(0.002, 0.016)),
        fold_m=float(rng.uniform(0.001, 0.014)),
        way=way,
        flare=float(rng.uniform(0.0, 0.10)) if rng.random() < 0.4 else 0.0,
        lopsided=float(rng.uniform(0.0, 1.0)) if rng.random() < 0.5 else 0.0,
        heavy_deg=float(rng.uniform(0.0, 360.0)),
        bunch_m=float(rng.uniform(0.003, 0.02)) if rng.random() < 0.35 else 0.0,
        bunch_at=float(rng.uniform(0.2, 1.0)),
        bunch_wide=float(rng.uniform(0.08, 0.3)),
        bunch_count=float(rng.uniform(1.5, 4.0)),
        bunch_deg=float(rng.uniform(0.0, 360.0)),
    )


def _bottom(rng: np.random.Generator, fit: Fit, femaleness: float) -> Bottom:
    kind: BottomKind
    if fit == "tight":
        kind = pick(rng, ("briefs", "tight_shorts", "leggings"), (0.12, 0.36, 0.52))
    else:
        skirt = 0.02 + 0.14 * femaleness
        kind = pick(
            rng,
            ("shorts", "trousers", "sweatpants", "skirt"),
            [share * (1.0 - skirt) for share in (0.55, 0.24, 0.21)] + [skirt],
        )
    low, high = _REACH[kind]
    band = rng.random()
    return Bottom(
        kind=kind,
        fit=fit,
        waist=float(rng.uniform(0.12, 0.46) if fit == "tight" else rng.uniform(0.11, 0.42)),
        leg=float(rng.uniform(low, high)),
        flare_m=float(rng.uniform(0.004, 0.06)) if fit == "loose" else 0.0,
        band_m=float(rng.uniform(0.0, 0.004) if band < 0.55 else rng.uniform(0.004, 0.018)),
        sheet=_bottom_sheet(rng, fit),
        cloth=_cloth(rng, glossy=fit == "tight"),
        band_high_m=float(rng.uniform(0.010, 0.055)),
        band_colour=draw_colour(rng) if rng.random() < 0.3 else None,
        knot_m=float(rng.uniform(0.005, 0.025)) if rng.random() < 0.3 else 0.0,
        pocket_m=float(rng.uniform(0.004, 0.022)) if fit == "loose" and rng.random() < 0.35 else 0.0,
        pocket_deg=float(rng.uniform(0.0, 360.0)),
    )


def draw_outfit(rng: np.random.Generator, femaleness: float, fit: Fit | None = None) -> Outfit:
    """Random clothes; `fit` asks for tight throughout, or for loose above or below or both."""
    chosen: Fit = fit or ("tight" if rng.random() < 0.45 else "loose")
    above, below = FIT_PAIRS[0] if chosen == "tight" else pick(rng, FIT_PAIRS[1:], (0.5, 0.35, 0.15))
    feet: FootKind = pick(rng, ("bare", "socks", "shoes"), (0.25, 0.25, 0.5))
    sole = float(rng.uniform(0.008, 0.034)) if feet == "shoes" else 0.0
    top, bottom = _top(rng, above, femaleness), _bottom(rng, below, femaleness)
    if bottom.kind == "skirt" and rng.random() < 0.5:  # a dress: one cloth above and below
        bottom = replace(bottom, cloth=top.cloth, band_colour=None, knot_m=0.0)
    over = _open_jacket(rng) if chosen == "loose" and rng.random() < 0.12 else None
    return fit_together(Outfit(top, bottom, feet, draw_colour(rng), sole, over))
