"""The pieces of clothing a drawn person may wear, and how they go into and over one another."""

from dataclasses import dataclass, replace
from typing import Literal

from models.bodies.drape import Sheet

Fit = Literal["tight", "loose"]
TopKind = Literal["bare", "bra", "tank", "tee", "long", "jacket", "hoodie"]
BottomKind = Literal["briefs", "tight_shorts", "leggings", "shorts", "trousers", "sweatpants", "skirt"]
FootKind = Literal["bare", "socks", "shoes"]
HalfTuck = Literal["none", "front", "back"]
Colour = tuple[float, float, float]


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
    `half_tuck` names the side that alone goes into the waistband. `hood_m` is how far a hood lies thick on
    the upper back, `open_deg` the half angle over which a jacket's front stands open.
    """

    kind: TopKind
    fit: Fit
    hem: float
    neck: float
    sleeve: float
    tucked: bool
    sheet: Sheet
    cloth: Cloth
    half_tuck: HalfTuck = "none"
    hood_m: float = 0.0
    open_deg: float = 0.0
    sleeve_ease_m: float = 0.016


@dataclass(frozen=True)
class Bottom:
    """A bottom: `waist` in trunk coordinates, `leg` in leg coordinates, `flare_m` their hems' ease.

    The waistband is `band_m` thick and `band_high_m` high, in `band_colour` where it has one of its own (a
    belt); a knot or buckle stands out by `knot_m` at the front, what is in the pockets by `pocket_m` at the
    angle `pocket_deg` (90 is the back).
    """

    kind: BottomKind
    fit: Fit
    waist: float
    leg: float
    flare_m: float
    band_m: float
    sheet: Sheet
    cloth: Cloth
    band_high_m: float = 0.018
    band_colour: Colour | None = None
    knot_m: float = 0.0
    pocket_m: float = 0.0
    pocket_deg: float = 90.0


@dataclass(frozen=True)
class Outfit:
    """All that is worn in one picture; `over` is an open jacket on top of it all."""

    top: Top
    bottom: Bottom
    feet: FootKind
    feet_colour: Colour
    sole_m: float
    over: Top | None = None

    @property
    def fit(self) -> Fit:
        """Loose when the cloth over trunk or buttocks is."""
        return "loose" if self.over or "loose" in (self.top.fit, self.bottom.fit) else "tight"


def fit_together(outfit: Outfit) -> Outfit:
    """The outfit with its pieces made to go into and over one another.

    A tight top goes into a loose waistband; what stays out stands off at least as far as what it covers.
    """
    top, bottom = outfit.top, outfit.bottom
    if top.kind not in ("bare", "bra"):
        slips_in = top.fit == "tight" and bottom.fit == "loose" and bottom.kind != "skirt"
        if top.tucked or slips_in:
            top = replace(top, tucked=True, half_tuck="none", hem=bottom.waist - 0.03)
        else:
            top = replace(top, sheet=_over(top.sheet, bottom.sheet, bottom.band_m))
    over = outfit.over and replace(outfit.over, sheet=_over(outfit.over.sheet, top.sheet, 0.004))
    return replace(outfit, top=top, over=over)


def _over(outer: Sheet, inner: Sheet, more_m: float) -> Sheet:
    """The outer of two sheets, standing off at least as far as the inner and what it has on it."""
    return replace(
        outer,
        ease_m=max(outer.ease_m, inner.ease_m + inner.fold_m + more_m + 0.002),
        bridge=max(outer.bridge, inner.bridge),
        hang=max(outer.hang, inner.hang),
        # What clings to the skin would let the cloth below it show through.
        way=inner.way if outer.way == "clinging" else outer.way,
    )
