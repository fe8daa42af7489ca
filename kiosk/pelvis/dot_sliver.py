"""Finds a flat sticker's sliver at the back's edge by the dye that the round dot in front gives."""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.dot_blobs import Blob
from kiosk.pelvis.dot_coding import Coding

# Of the three primaries' sum, at most 765: keeps the noise of dark pixels from looking like colour.
_FLOOR = 60.0
_CORE = 0.3  # dot widths about the front dot's centre that show its dye alone
_FINE_PX, _TALL = 0.7, 0.15  # the kernel: pixels across the edge, and dot widths along it
_ASIDE = 0.35  # dot widths to what lies on either side of a sliver ...
_ASIDE_PX = 1.0  # ... and how much of that is averaged
_APART = 1.1  # dot widths above and below that a sliver leads
# Where slivers lie: from the pose model's outline inwards, pixels of a 1280 pixel frame.
_BACK_PX = (-3.0, 12.0)
_FRAME_PX = 1280.0
_STEPS = 8  # towards the nearest mixture of neighbours
_LEAST_DYE = 0.05  # of chromaticity: a dye no farther from what is about it cannot be told
_SIGMA_OF_MAD = 1.4826
_EDGE = 0.4  # of a sliver's top: where it ends
_REACH = 0.75, 3.0  # dot widths along the edge and pixels across it that belong to one sliver


@dataclass(frozen=True, slots=True)
class SliverDemands:
    """What a place along the back must show to be taken for a sticker's sliver.

    Attributes:
        share: of the dye's own colour, at least.
        clear: standard deviations above the rest of the back's edge, in a picture that was never coded.
        rival: the most that any other place a dot may be at shows, beside it.
        good: both where good coding has halved the colour's resolution and left faint blocks along edges.
        rough: both where the blocks look like slivers themselves.
    """

    share: float = 0.05
    clear: float = 7.0
    rival: float = 0.45
    good: tuple[float, float] = (12.0, 0.29)
    rough: tuple[float, float] = (40.0, 0.45)

    def of(self, coding: Coding) -> tuple[float, float]:
        """How clear a place must be, and how clear another may be beside it."""
        return {Coding.NONE: (self.clear, self.rival), Coding.GOOD: self.good, Coding.ROUGH: self.rough}[
            coding
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Back:
    """The back's edge in a picture.

    Attributes:
        mask: (H, W) float32, 0..1, the person.
        forward: 1 when the person looks to the right of the picture, -1 when to the left.
        dot_px: how wide a dot is expected to be.
        frame_px: how tall the whole frame is.
    """

    mask: NDArray[np.float32]
    forward: float
    dot_px: float
    frame_px: float


def find_sliver(
    image: NDArray[np.uint8],
    back: Back,
    asis: Blob,
    likely: NDArray[np.float32],
    coding: Coding = Coding.NONE,
    demands: SliverDemands | None = None,
) -> Blob | None:
    """The one place along the back's edge that shows the dye of the dot in front, or None.

    Args:
        image: (H, W, 3) uint8 RGB.
        back: where the person ends in it.
        asis: the dot in front, well seen.
        likely: (H, W) float32, 0..1, how likely a dot's partner lies at a pixel; 0 where it cannot.
        coding: what coding has left of the picture's fine colour.
        demands: what it must show.
    """
    demands = demands or SliverDemands()
    near = _near_edge(back)
    columns = np.flatnonzero(near.any(axis=0))
    margin = int(np.ceil(back.dot_px))
    if not len(columns):
        return None
    left, right = max(int(columns[0]) - margin, 0), int(columns[-1]) + margin + 1
    shares = dye_shares(image[:, left:right], _dye(image, asis, back.dot_px), back.dot_px)
    near, likely = near[:, left:right], likely[:, left:right]
    leads = np.where(near, _leads(shares, back.dot_px), -np.inf)
    along = leads.max(axis=1)
    seen = np.isfinite(along)
    possible = np.where(near & (likely > 0.0), leads, np.float32(-np.inf))
    weighed = np.maximum(possible, 0.0) * likely
    y, x = np.unravel_index(int(weighed.argmax()), weighed.shape)
    top = float(possible[y, x])
    if not seen.any() or not np.isfinite(top) or top < demands.share:
        return None
    middle = float(np.median(along[seen]))
    noise = _SIGMA_OF_MAD * float(np.median(np.abs(along[seen] - middle))) + 1e-4
    possible[max(int(y) - margin, 0) : int(y) + margin + 1] = -np.inf
    rival, clear = max(float(possible.max()) / top, 0.0), (top - middle) / noise
    least, most = demands.of(coding)
    if clear < least or rival > most:
        return None
    spot = _measured(shares, (int(x), int(y)), back.dot_px, asis)
    return replace(spot, x=spot.x + left, clear=clear, alone=1.0 - rival)


def dye_shares(image: NDArray[np.uint8], dye: NDArray[np.float64], dot_px: float) -> NDArray[np.float32]:
    """(H, W) float32: what share of a dye each pixel holds that no mixture of what lies about it explains.

    Whatever the light, a pixel that shows several surfaces has a chromaticity inside the polygon that theirs
    span. So how far it lies outside its neighbours' polygon, in the direction of the dye, is what something
    else of that dye adds; the edge of cloth before a wall, or a hem's corner, adds nothing.

    Args:
        image: (H, W, 3) uint8 RGB.
        dye: (2,) the dye's chromaticity.
        dot_px: how wide a dot is expected to be.
    """
    picture, tall = image.astype(np.float32), max(_TALL * dot_px, 0.5)
    here = chromaticity(cv2.GaussianBlur(picture, (0, 0), sigmaX=_FINE_PX, sigmaY=tall))
    about = chromaticity(cv2.GaussianBlur(picture, (0, 0), sigmaX=_ASIDE_PX, sigmaY=tall))
    base = _nearest_mixture(here, _neighbours(about, max(round(_ASIDE * dot_px), 2), round(_APART * dot_px)))
    way = dye.astype(np.float32) - base
    far = np.linalg.norm(way, axis=2)
    shares: NDArray[np.float32] = ((here - base) * way).sum(axis=2) / np.maximum(far, np.float32(1e-6))
    shares /= np.maximum(far, np.float32(_LEAST_DYE))
    return shares


def _neighbours(about: NDArray[np.float32], aside: int, apart: int) -> list[NDArray[np.float32]]:
    """What lies to the left and right, and above and below, of every pixel (H, W, 2)."""
    height, width = about.shape[:2]
    padded = np.pad(about, ((apart, apart), (aside, aside), (0, 0)), "edge")
    return [
        padded[apart + dy : apart + dy + height, aside + dx : aside + dx + width]
        for dy in (0, -apart, apart)
        for dx in (-aside, aside, 0)
        if dx or dy
    ]


def _nearest_mixture(here: NDArray[np.float32], neighbours: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    """The point of the polygon of each pixel's neighbours that is nearest to it, (H, W, 2).

    By Frank and Wolfe's steps: always as far as helps towards the neighbour that lies most that way.
    """
    corners = np.stack(neighbours)
    base: NDArray[np.float32] = corners[0].copy()
    for _ in range(_STEPS):
        left = here - base
        best = ((corners - base) * left).sum(axis=3).argmax(axis=0)
        way = np.take_along_axis(corners, best[None, :, :, None], axis=0)[0] - base
        reach = (way * left).sum(axis=2) / np.maximum((way**2).sum(axis=2), np.float32(1e-12))
        base += np.clip(reach, 0.0, 1.0)[:, :, None] * way
    return base


def chromaticity(picture: NDArray[Any]) -> NDArray[np.float32]:
    """(..., 2) colour without its brightness, of (..., 3) RGB 0..255, in the plane of a colour wheel."""
    whole = picture.sum(axis=-1) + np.float32(_FLOOR)
    red, green, blue = (picture[..., part] / whole for part in range(3))
    plane: NDArray[np.float32] = np.stack(
        [red - (green + blue) / 2, np.float32(np.sqrt(0.75)) * (green - blue)], axis=-1
    )
    return plane


def _dye(image: NDArray[np.uint8], asis: Blob, dot_px: float) -> NDArray[np.float64]:
    """(2,) the chromaticity of a dot's middle."""
    reach = max(_CORE * dot_px, 1.0)
    top, left = max(int(asis.y - reach), 0), max(int(asis.x - reach), 0)
    around = image[top : int(asis.y + reach) + 2, left : int(asis.x + reach) + 2]
    dy, dx = np.mgrid[0 : around.shape[0], 0 : around.shape[1]]
    core = np.hypot(dx + left - asis.x, dy + top - asis.y) <= reach
    return np.asarray(chromaticity(around[core].mean(axis=0).astype(np.float32)), np.float64)


def _near_edge(back: Back) -> NDArray[np.bool_]:
    """(H, W) the strip along the person's last pixels behind, row by row."""
    person = back.mask > 0.5
    width = person.shape[1]
    last = person.argmax(axis=1) if back.forward > 0 else width - 1 - person[:, ::-1].argmax(axis=1)
    inwards = back.forward * (np.arange(width)[None, :] - last[:, None]) * (_FRAME_PX / back.frame_px)
    near: NDArray[np.bool_] = (
        (inwards >= _BACK_PX[0]) & (inwards <= _BACK_PX[1]) & person.any(axis=1)[:, None]
    )
    margin = int(np.ceil(_APART * back.dot_px))
    near[:margin] = near[-margin:] = False
    return near


def _leads(shares: NDArray[np.float32], dot_px: float) -> NDArray[np.float32]:
    """By how much each pixel leads what lies a dot above and below: a seam or a stripe leads nothing."""
    apart = round(_APART * dot_px)
    about = np.pad(cv2.dilate(shares, np.ones((1, 7), np.uint8)), ((apart, apart), (0, 0)), "edge")
    leads: NDArray[np.float32] = shares - np.maximum(
        np.maximum(about[: -2 * apart], about[2 * apart :]), np.float32(0)
    )
    return leads


def _measured(shares: NDArray[np.float32], top: tuple[int, int], dot_px: float, asis: Blob) -> Blob:
    """The spot about a sliver's top, its centre weighted by the dye's share."""
    (x, y), tall, wide = top, int(np.ceil(_REACH[0] * dot_px)), int(_REACH[1])
    above, before = max(y - tall, 0), max(x - wide, 0)
    box = shares[above : y + tall + 1, before : x + wide + 1]
    best = float(shares[y, x])
    _, pieces = cv2.connectedComponents((box > _EDGE * best).astype(np.uint8), connectivity=8)
    cover = np.where(pieces == pieces[y - above, x - before], box, 0.0).astype(np.float64)
    cover /= cover.sum()
    rows, columns = np.mgrid[0 : box.shape[0], 0 : box.shape[1]].astype(np.float64)
    cx, cy = float((cover * columns).sum()), float((cover * rows).sum())
    return Blob(
        x=cx + before,
        y=cy + above,
        length=4.0 * float(np.sqrt((cover * (rows - cy) ** 2).sum())),
        width=4.0 * float(np.sqrt((cover * (columns - cx) ** 2).sum())),
        along_x=1.0,
        along_y=0.0,
        top=best * asis.top,
        clear=0.0,
        area=float((cover > 0.0).sum()),
        fill=1.0,
        shade_deg=asis.shade_deg,
        alone=1.0,
    )
