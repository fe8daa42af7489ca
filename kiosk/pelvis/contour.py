"""Read a person's back and front edge from the mask, finer than a pixel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_EDGE = 0.5  # the probability at which a pixel is as likely the person as not
_SOFT = 0.25, 0.75  # between these the edge is undecided
MIN_READABLE = 0.8  # share of the levels at which the person must be seen


@dataclass(frozen=True, slots=True, eq=False)
class Contour:
    """The edges of one body at a list of heights.

    Attributes:
        back: (N,) float32, x of the back edge, mask pixels.
        front: (N,) float32, x of the front edge, mask pixels.
        pieces: (N,) float32, how many separate pieces of the person a level cuts (2: an arm stands off).
        softness: (2,) float32, how wide back and front edge are undecided, mask pixels, median over levels.
        readable: share of the levels at which the person was seen, 0..1.
    """

    back: NDArray[np.float32]
    front: NDArray[np.float32]
    pieces: NDArray[np.float32]
    softness: NDArray[np.float32]
    readable: float


def read_contour(
    mask: NDArray[np.float32], levels: NDArray[np.float32], spine: NDArray[np.float32]
) -> Contour | None:
    """The edges of the piece of the mask nearest the spine, at each level.

    An edge is where the probability, interpolated linearly between two pixels, is 0.5. Levels at which nobody
    is seen are filled in from their neighbours.

    Args:
        mask: (H, W) float32, 0..1, of an upright person looking to the right.
        levels: (N,) heights, mask pixels from the top, fractions allowed.
        spine: (N,) x near which the trunk or leg is expected at each level, mask pixels.

    Returns:
        The contour, or None when fewer than ``MIN_READABLE`` of the levels show a person.
    """
    rows = _rows(mask, levels)
    inside = rows > _EDGE
    seen: NDArray[np.bool_] = np.any(inside, axis=1)
    readable = float(seen.mean())
    if readable < MIN_READABLE:
        return None
    columns = np.arange(mask.shape[1], dtype=np.float32)
    away = np.where(inside, np.abs(columns - spine[:, np.newaxis]), np.inf)
    seed = away.argmin(axis=1)[:, np.newaxis]
    back = np.where(~inside & (columns < seed), columns, -1).max(axis=1).astype(np.intp)
    front = np.where(~inside & (columns > seed), columns, mask.shape[1]).min(axis=1).astype(np.intp)
    ramp = _slope(rows, back), _slope(rows, front - 1)
    starts = inside[:, 1:] & ~inside[:, :-1]
    return Contour(
        back=_filled(_crossing(rows, back), seen),
        front=_filled(_crossing(rows, front - 1), seen),
        pieces=starts.sum(axis=1).astype(np.float32),
        softness=np.array(
            [(_SOFT[1] - _SOFT[0]) / max(float(np.median(np.abs(r[seen]))), 0.02) for r in ramp], np.float32
        ),
        readable=readable,
    )


def _rows(mask: NDArray[np.float32], levels: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N, W) the mask along each level, interpolated between the rows above and below; nobody outside it."""
    above = np.floor(levels).astype(np.intp)
    last = mask.shape[0] - 1
    upper, lower = mask[np.clip(above, 0, last)], mask[np.clip(above + 1, 0, last)]
    share = (levels - above).astype(np.float32)[:, np.newaxis]
    rows: NDArray[np.float32] = upper + share * (lower - upper)
    outside = (above < 0) | (above >= last)
    rows[outside] = 0
    return rows


def _crossing(rows: NDArray[np.float32], left: NDArray[np.intp]) -> NDArray[np.float32]:
    """(N,) x at which each row passes 0.5 between column ``left`` and the next; -0.5 or W-0.5 at the rim."""
    width = rows.shape[1]
    rim = (left < 0) | (left >= width - 1)
    lefts = np.clip(left, 0, width - 2)
    at = np.arange(len(rows))
    low, high = rows[at, lefts], rows[at, lefts + 1]
    step = np.where(np.abs(high - low) < 1e-6, 1.0, high - low)
    x = np.where(rim, left + 0.5, lefts + (_EDGE - low) / step)
    return x.astype(np.float32)


def _slope(rows: NDArray[np.float32], left: NDArray[np.intp]) -> NDArray[np.float32]:
    lefts = np.clip(left, 0, rows.shape[1] - 2)
    at = np.arange(len(rows))
    slope: NDArray[np.float32] = rows[at, lefts + 1] - rows[at, lefts]
    return slope


def _filled(x: NDArray[np.float32], seen: NDArray[np.bool_]) -> NDArray[np.float32]:
    if seen.all():
        return x
    at = np.arange(len(x))
    return np.interp(at, at[seen], x[seen]).astype(np.float32)
