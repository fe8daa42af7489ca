"""Spots in a saliency map that may be dots: where they are, how large, how round, how clear."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.dot_colour import Relief

_LEAST = 0.035  # saliency that colour coding alone can make where nothing is
_SIGMAS = 4.0  # above the noise: a map has thousands of pixels
_LEVEL = 0.45  # of a spot's top: where its edge is
_REACH = 1.5  # dot widths either way that belong to one spot
_MOST = 40  # spots of a map that are looked at: more are a pattern
_CORE = 0.8  # of a spot's top: its core
_RING = 1.0, 1.5  # dot widths from a spot's middle: what a dot leaves free
_SOFTNESS_PX2 = 0.55  # variance that a pixel's own width and the lens add to a spot's edge


@dataclass(frozen=True, slots=True)
class Blob:
    """One spot.

    Attributes:
        x, y: its centre, weighted by how much of each pixel it covers, pixels of the map.
        length, width: of the ellipse with its second moments, without the blur, pixels.
        along_x, along_y: the unit direction of its width, pixels x right and y down.
        top: how far it stands out.
        clear: the same in standard deviations of the noise.
        area: pixels it covers.
        fill: its area beside that of its ellipse; 1 for an ellipse.
        shade_deg: the colour of its core on the colour wheel, 0..360.
        alone: how far its core leads the most coloured tenth of the ring around it; 1 when that is grey.
    """

    x: float
    y: float
    length: float
    width: float
    along_x: float
    along_y: float
    top: float
    clear: float
    area: float
    fill: float
    shade_deg: float
    alone: float


def blobs(relief: Relief, dot_px: float, image: NDArray[np.uint8]) -> list[Blob]:
    """The clearest spots of a saliency map, first the one that stands out most.

    Args:
        relief: the map.
        dot_px: how wide a dot is expected to be.
        image: (H, W, 3) uint8 RGB, the picture the map was made from.
    """
    left, score, noise = relief.risen.copy(), relief.score, relief.noise
    least = max(_LEAST, _SIGMAS * noise)
    found: list[Blob] = []
    while len(found) < _MOST:
        _, top, _, (x, y) = cv2.minMaxLoc(left)
        if top < least:
            break
        half = int(np.ceil(_REACH * dot_px))
        box = (slice(max(y - half, 0), y + half + 1), slice(max(x - half, 0), x + half + 1))
        inside = (left[box] > _LEVEL * top).astype(np.uint8)
        _, pieces = cv2.connectedComponents(inside, connectivity=4)
        mine = pieces == pieces[y - box[0].start, x - box[1].start]
        blob = _measured(left[box], mine, (box[1].start, box[0].start), noise)
        core = mine & (left[box] >= _CORE * top)
        shade_deg, alone = _shade_deg(image[box], core), _alone(score, core, box, dot_px)
        rim = cv2.dilate(mine.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=2) > 0
        left[box][rim] = 0.0
        if blob is not None:
            found.append(replace(blob, shade_deg=shade_deg, alone=alone))
    return found


def _measured(
    risen: NDArray[np.float32], mine: NDArray[np.bool_], corner: tuple[int, int], noise: float
) -> Blob | None:
    """One spot's figures from the map in its box, or None when it is a single pixel's noise."""
    area = float(mine.sum())
    if area < 3:
        return None
    rim = cv2.dilate(mine.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    level = float(np.percentile(risen[mine], 85))
    cover = np.where(rim, np.clip(risen / level, 0.0, 1.0), 0.0).astype(np.float64)
    total = float(cover.sum())
    y, x = np.mgrid[0 : risen.shape[0], 0 : risen.shape[1]].astype(np.float64)
    cx, cy = float((cover * x).sum()) / total, float((cover * y).sum()) / total
    dx, dy = x - cx, y - cy
    xy = float((cover * dx * dy).sum())
    spread = np.array([[float((cover * dx * dx).sum()), xy], [xy, float((cover * dy * dy).sum())]]) / total
    small, large = np.linalg.eigvalsh(spread)
    _, axes = np.linalg.eigh(spread)
    # A uniform ellipse of diameter d has the variance (d / 4)^2 along it.
    width, length = (4.0 * float(np.sqrt(max(v - _SOFTNESS_PX2, 0.05))) for v in (small, large))
    return Blob(
        x=cx + corner[0],
        y=cy + corner[1],
        length=length,
        width=width,
        along_x=float(axes[0, 0]),
        along_y=float(axes[1, 0]),
        top=level,
        clear=level / max(noise, 1e-3),
        area=total,
        fill=total / max(np.pi / 4.0 * length * width, 1.0),
        shade_deg=0.0,
        alone=0.0,
    )


def _shade_deg(image: NDArray[np.uint8], core: NDArray[np.bool_]) -> float:
    """The hue of a spot's most salient pixels, degrees."""
    red, green, blue = image[core].astype(np.float64).mean(axis=0)
    across, up = red - (green + blue) / 2.0, np.sqrt(0.75) * (green - blue)
    return float(np.degrees(np.arctan2(up, across)) % 360.0)


def _alone(
    score: NDArray[np.float32], core: NDArray[np.bool_], box: tuple[slice, slice], dot_px: float
) -> float:
    """How far a spot's core leads the ring a dot's width out, beside its own height."""
    rows, columns = np.nonzero(core)
    y, x = rows.mean() + box[0].start, columns.mean() + box[1].start
    far = int(np.ceil(_RING[1] * dot_px))
    top, left = max(int(y) - far, 0), max(int(x) - far, 0)
    around = score[top : int(y) + far + 1, left : int(x) + far + 1]
    dy, dx = np.mgrid[0 : around.shape[0], 0 : around.shape[1]]
    away = np.hypot(dy + top - y, dx + left - x)
    ring = around[(away >= _RING[0] * dot_px) & (away <= _RING[1] * dot_px)]
    height = float(score[box][core].mean())
    return 1.0 - float(np.percentile(ring, 90)) / max(height, 1e-6) if ring.size else 1.0
