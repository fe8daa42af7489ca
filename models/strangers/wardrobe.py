"""What strangers wear, drawn shot by shot: tops, bottoms, feet and their cuts and colours."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

Fit = Literal["tight", "loose"]
Top = Literal["bare", "bra", "singlet", "compression", "tee", "longsleeve", "hoodie", "polo"]
Bottom = Literal["leggings", "bike_shorts", "briefs", "gym_shorts", "joggers"]
Colour = tuple[float, float, float]
TIGHT_TOPS = ("bare", "bra", "singlet", "compression")
LOOSE_BOTTOMS = ("gym_shorts", "joggers")
# Sleeves in shares of the way from shoulder (0) over elbow (1) to wrist (2); none where 0.
SLEEVES = {"bare": 0.0, "bra": 0.0, "singlet": 0.0, "compression": 0.5, "tee": 0.62, "polo": 0.55}


@dataclass(frozen=True)
class Dress:
    """One outfit. `hem` 0..1 runs from the iliac crest to below the crotch; lengths in metres."""

    fit: Fit
    top: Top
    bottom: Bottom
    hem: float
    sleeve: float
    ease_m: float
    cling: float
    fold_m: float
    slack: float
    bottom_ease_m: float
    leg: float
    tail_m: float
    shoes: bool
    top_colour: Colour
    bottom_colour: Colour
    shoe_colour: Colour
    pattern: int
    pattern_colour: Colour

    @property
    def clear_m(self) -> float:
        """How far the cloth over the chest may stand off: arms keep this much more away."""
        return 0.004 if self.top in TIGHT_TOPS else 0.012 + 1.0 * self.ease_m

    @property
    def hangs(self) -> bool:
        """Whether the top hangs free of the trunk."""
        return self.top not in TIGHT_TOPS


def _colour(rng: np.random.Generator) -> Colour:
    """Gym colours: half black, grey or white, half dyed."""
    if rng.random() < 0.45:
        grey = float(rng.choice([0.06, 0.12, 0.25, 0.5, 0.75, 0.9])) * float(rng.uniform(0.85, 1.1))
        return (min(grey, 1.0), min(grey * 1.01, 1.0), min(grey * 1.03, 1.0))
    hue, depth, value = rng.uniform(0.0, 6.0), rng.uniform(0.25, 0.85), rng.uniform(0.25, 0.9)
    wheel = [float(np.clip(abs((hue + shift) % 6.0 - 3.0) - 1.0, 0.0, 1.0)) for shift in (0.0, 4.0, 2.0)]
    r, g, b = (float(value * (1.0 - depth + depth * part)) for part in wheel)
    return (r, g, b)


def _one(rng: np.random.Generator, shares: dict[str, float]) -> str:
    names = list(shares)
    weights = np.array([shares[name] for name in names])
    return names[int(rng.choice(len(names), p=weights / weights.sum()))]


def _top(rng: np.random.Generator, fit: Fit, woman: bool, loose_bottom: bool) -> str:
    if fit == "tight" or (loose_bottom and rng.random() < 0.3):
        bra, bare = (3.0, 0.0) if woman else (0.0, 1.5)
        return _one(rng, {"compression": 4.0, "singlet": 4.0, "bra": bra, "bare": bare})
    return _one(rng, {"tee": 5.0, "hoodie": 2.0, "longsleeve": 2.0, "polo": 1.0})


def draw_dress(rng: np.random.Generator, femaleness: float, fit: Fit) -> Dress:
    """An outfit of the fit asked for: loose when cloth hangs free over the trunk or over the buttocks."""
    woman = femaleness > 0.5
    if fit == "tight":
        bottom = _one(rng, {"leggings": 5.0 if woman else 2.5, "bike_shorts": 4.0, "briefs": 1.0})
    else:
        shorts = 4.0 if woman else 5.0
        bottom = _one(
            rng, {"gym_shorts": shorts, "joggers": 2.5, "leggings": 3.5 if woman else 1.0, "bike_shorts": 1.5}
        )
    top = _top(rng, fit, woman, bottom in LOOSE_BOTTOMS)
    heavy = top == "hoodie"
    return Dress(
        fit=fit,
        top=top,  # type: ignore[arg-type]  # drawn from the closed set above
        bottom=bottom,  # type: ignore[arg-type]  # drawn from the closed set above
        hem=float(rng.uniform(0.25, 0.75) if heavy else rng.uniform(0.1, 1.0)),
        sleeve=float(
            {"hoodie": 1.92, "longsleeve": 1.9}.get(top, SLEEVES.get(top, 0.0)) + rng.normal(0.0, 0.06)
        ),
        ease_m=float(rng.uniform(0.012, 0.024) if heavy else rng.uniform(0.004, 0.016)),
        cling=float(rng.uniform(0.02, 0.18) if heavy else rng.uniform(0.03, 0.40)),
        fold_m=float(rng.uniform(0.002, 0.006)),
        slack=float(rng.uniform(0.1, 1.0)),
        bottom_ease_m=float(rng.uniform(0.004, 0.014)),
        leg=float(rng.uniform(0.45, 0.95) if bottom == "gym_shorts" else rng.uniform(0.25, 0.8)),
        tail_m=float(max(0.0, rng.normal(0.01, 0.02))),
        shoes=bool(rng.random() < 0.6),
        top_colour=_colour(rng),
        bottom_colour=_colour(rng),
        shoe_colour=_colour(rng),
        pattern=int(rng.choice(5, p=[0.55, 0.12, 0.08, 0.1, 0.15])),
        pattern_colour=_colour(rng),
    )
