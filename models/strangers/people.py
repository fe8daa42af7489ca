"""Who the strangers are: adult shapes of their own spread, brought to a stature drawn by sex."""

from dataclasses import dataclass

import numpy as np

from models.bodies.body import LOCAL_CHANGES, Figure, Shape, build

STATURE_M = (1.50, 1.95)
# Skins as linear-ish sRGB, from light to dark.
SKINS = ((0.93, 0.77, 0.67), (0.88, 0.69, 0.56), (0.78, 0.57, 0.43), (0.62, 0.43, 0.31), (0.42, 0.28, 0.20))
HAIRS = ((0.07, 0.06, 0.06), (0.16, 0.10, 0.07), (0.33, 0.21, 0.13), (0.62, 0.48, 0.30), (0.52, 0.51, 0.50))


@dataclass(frozen=True)
class Stranger:
    """One body at rest with the colours it was born with."""

    figure: Figure
    femaleness: float
    skin: tuple[float, float, float]
    hair_colour: tuple[float, float, float]


def draw_shape(rng: np.random.Generator, stature: float = 0.3) -> Shape:
    """Anny's numbers for one adult; `stature` is anny's own height number, 0..1."""
    woman = rng.random() < 0.5
    sex = rng.uniform(0.55, 1.0) if woman else rng.uniform(0.0, 0.45)
    origin = rng.dirichlet([0.7, 0.7, 0.7])
    phenotypes = {
        "gender": float(sex),
        "age": float(rng.triangular(0.63, 0.68, 0.94)),
        "muscle": float(rng.beta(4.0, 4.0)),
        "weight": float(np.clip(rng.normal(0.47, 0.15), 0.15, 0.9)),
        "height": stature,
        "proportions": float(rng.uniform(0.35, 0.85)),
        "cupsize": float(rng.beta(3.0, 3.0)),
        "firmness": float(rng.uniform(0.35, 0.75)),
        "african": float(origin[0]),
        "asian": float(origin[1]),
        "caucasian": float(origin[2]),
    }
    changes = {
        name: float(
            np.clip(rng.normal(0.0, 0.42 if name.startswith(("hip-", "pelvis-")) else 0.24), -0.9, 0.9)
        )
        for name in LOCAL_CHANGES
    }
    changes["buttocks-volume-incr"] = float(np.clip(rng.normal(0.1, 0.45), -1.0, 1.0))
    changes["stomach-pregnant-incr"] = float(min(abs(rng.normal(0.0, 0.13)), 0.5))
    changes["torso-trans-forward"] = float(np.clip(rng.normal(0.0, 0.3), -0.7, 0.7))
    return Shape(phenotypes, changes)


def _to_stature(shape: Shape, height_m: float) -> Figure:
    """Build the shape at a stature (regula falsi on anny's height number, within a centimetre)."""
    low, high = 0.02, 0.62
    figure = build(shape)
    for _ in range(12):
        number = shape.phenotypes["height"]
        if abs(figure.height_m - height_m) < 0.008:
            break
        low, high = (number, high) if figure.height_m < height_m else (low, number)
        shape = Shape(shape.phenotypes | {"height": (low + high) / 2.0}, shape.changes)
        figure = build(shape)
    return figure


def draw_stranger(rng: np.random.Generator) -> Stranger:
    """A stranger between 1.50 and 1.95 m, women and men about 1.66 and 1.78 m on average."""
    shape = draw_shape(rng)
    female = shape.femaleness
    height = float(np.clip(rng.normal(1.78 - 0.12 * female, 0.075), STATURE_M[0] + 0.01, STATURE_M[1] - 0.01))
    figure = _to_stature(shape, height)
    tone = rng.integers(len(SKINS))
    shade = float(rng.uniform(0.92, 1.06))
    hairs = HAIRS if tone < 2 else HAIRS[:2]
    hair = hairs[int(rng.integers(len(hairs)))]
    tint = rng.uniform(0.8, 1.25)
    return Stranger(
        figure,
        female,
        tuple(float(min(1.0, c * shade)) for c in SKINS[tone]),  # type: ignore[arg-type]  # three in, three out
        tuple(float(min(1.0, c * tint)) for c in hair),  # type: ignore[arg-type]  # three in, three out
    )
