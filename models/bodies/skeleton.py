"""A rest body hung on its bones, and the bones turned: forward kinematics and linear blend skinning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:  # scipy is the workshop's; what does not skin or sum must import without it
    from scipy import sparse

from models.bodies.rotation import Matrix, Points


@dataclass(frozen=True)
class Rig:
    """What all bodies share: bone names, the bones' parents, faces and skinning weights.

    `faces` is (F, 3) int32; `weights` a sparse (V, B) matrix whose rows sum to 1; `parents` has -1 at the
    root and lists every bone after its parent.
    """

    bones: tuple[str, ...]
    parents: tuple[int, ...]
    faces: NDArray[np.int32]
    weights: sparse.csr_matrix
    neighbours: sparse.csr_matrix
    face_of_vertex: sparse.csr_matrix

    def index(self, bone: str) -> int:
        """The row of a bone by its name; ValueError when there is none."""
        return self.bones.index(bone)

    def weight_of(self, *prefixes: str) -> NDArray[np.float64]:
        """How much of each vertex (V,) hangs on the bones whose names begin with any of `prefixes`."""
        chosen = np.array([bone.startswith(prefixes) for bone in self.bones], dtype=np.float64)
        return np.asarray(self.weights @ chosen)


@dataclass(frozen=True)
class Pose:
    """Bones in place: `turns` (B, 3, 3) from rest to posed axes, `heads` (B, 3) metres."""

    turns: NDArray[np.float64]
    heads: NDArray[np.float64]


def adjacency(faces: NDArray[np.int32], vertices: int) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Row-normalised neighbour matrix (V, V), and the incidence (V, F) that sums faces into vertices."""
    from scipy import sparse  # noqa: PLC0415

    a, b, c = faces.T
    rows = np.concatenate([a, b, c, b, c, a])
    columns = np.concatenate([b, c, a, a, b, c])
    touching = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(vertices, vertices))
    touching.data[:] = 1.0
    degree = np.maximum(np.asarray(touching.sum(axis=1)).ravel(), 1.0)
    averaging = sparse.csr_matrix(sparse.diags(1.0 / degree) @ touching)
    owner = np.repeat(np.arange(len(faces)), 3)
    incidence = sparse.csr_matrix((np.ones(faces.size), (faces.ravel(), owner)), shape=(vertices, len(faces)))
    return averaging, incidence


def stand(rig: Rig, rest_heads: Points, turns: Mapping[str, Matrix]) -> Pose:
    """Place the bones when each named bone turns, relative to its parent, by a (3, 3) in rest axes.

    `rest_heads` is (B, 3) metres; bones not named follow their parent. The root's head stays where it was.
    """
    count = len(rig.bones)
    world = np.empty((count, 3, 3))
    heads = np.empty((count, 3))
    for i, (bone, parent) in enumerate(zip(rig.bones, rig.parents, strict=True)):
        own = turns.get(bone)
        if parent < 0:
            world[i] = np.eye(3) if own is None else own
            heads[i] = rest_heads[i]
            continue
        world[i] = world[parent] if own is None else world[parent] @ own
        heads[i] = heads[parent] + world[parent] @ (rest_heads[i] - rest_heads[parent])
    return Pose(world, heads)


def skin(rig: Rig, rest_vertices: Points, rest_heads: Points, pose: Pose) -> Points:
    """Move the rest skin (V, 3) with the bones: linear blend skinning, metres."""
    shift = pose.heads - np.einsum("bij,bj->bi", pose.turns, rest_heads)
    moves = np.concatenate([pose.turns, shift[:, :, None]], axis=2).reshape(len(rig.bones), 12)
    blended = np.asarray(rig.weights @ moves).reshape(-1, 3, 4)
    moved: Points = np.einsum("vij,vj->vi", blended[:, :, :3], rest_vertices) + blended[:, :, 3]
    return moved


def vertex_normals(vertices: Points, faces: NDArray[np.int32], incidence: sparse.csr_matrix) -> Points:
    """Unit outward normals (V, 3), each the area-weighted mean of its faces' normals."""
    a, b, c = vertices[faces[:, 0]], vertices[faces[:, 1]], vertices[faces[:, 2]]
    u, v = b - a, c - a
    across = np.stack(
        [
            u[:, 1] * v[:, 2] - u[:, 2] * v[:, 1],
            u[:, 2] * v[:, 0] - u[:, 0] * v[:, 2],
            u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0],
        ],
        axis=1,
    )
    summed = np.asarray(incidence @ across)
    return np.asarray(summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-12))
