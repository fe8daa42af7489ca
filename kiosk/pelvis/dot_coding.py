"""How a picture was coded, told from its pixels: how much of its fine colour can be believed."""

from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

_FINE_COLOUR = 0.6  # drawn pictures: 0.60 to 0.99 as the camera gave them, 0.46 to 0.59 as JPEG
_BLOCK = 8
_QUALITIES = range(50, 99)
_LEAST_STEP = 3.0  # finer steps drown in the rounding of pixels, whose deviation is 0.3
_LEAST_COEFFICIENTS = 200
_SURE = 0.5  # mean cosine of coefficients over their steps: 1 when all are multiples, 0 by chance
_SOMETHING = 0.6  # steps: what is less is nothing, which is a multiple of any step
_FARTHEST = 6.5  # steps from nothing: what is more holds a neighbouring quality's multiples as well
_MOST_BLOCKS = 2000  # of a picture's, evenly spread
_GOOD = 80  # drawn pictures: below it blocks look like slivers oftener than slivers do

# The luminance table of ITU-T T.81, annex K.1, that nearly every coder scales to its quality.
_TABLE = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ],
    np.float64,
)


class Coding(Enum):
    """What coding has left of a picture's fine colour."""

    NONE = auto()
    GOOD = auto()
    ROUGH = auto()


def coding_of(image: NDArray[np.uint8], part: NDArray[np.uint8]) -> Coding:
    """How a picture was coded: not at all, as a good JPEG, or as a poorer one, video, or something unknown.

    Args:
        image: (H, W, 3) uint8 RGB, the whole picture.
        part: (h, w, 3) the part of it whose colour matters.
    """
    quality = jpeg_quality(image)
    if quality is None:
        return Coding.NONE if has_fine_colour(part) else Coding.ROUGH
    return Coding.GOOD if quality >= _GOOD else Coding.ROUGH


def has_fine_colour(image: NDArray[np.uint8]) -> bool:
    """Whether (H, W, 3) uint8 RGB holds colour of its own in every pixel, not in every other one.

    JPEG and video mostly halve the colour's resolution: steps from pixel to pixel and back are then half as
    strong as steps from pair to pair.
    """
    picture = image.astype(np.float32)
    colour = picture[:, :, ::2] - picture[:, :, 1:2]
    one, two, three, four = (colour[:, at : colour.shape[1] - 3 + at] for at in range(4))
    fine, coarse = np.abs(one - two + three - four).mean(), np.abs(one + two - three - four).mean()
    return bool(fine >= _FINE_COLOUR * coarse)


def jpeg_quality(image: NDArray[np.uint8]) -> int | None:
    """The quality (50 to 98) that a picture was coded with as JPEG, or None when its pixels do not tell.

    The cosine transform of each 8 x 8 block of luminance holds whole multiples of the steps of that quality,
    and of no other. A picture that was never coded, or resized or turned by less than a right angle since,
    holds no multiples of any.

    Args:
        image: (H, W, 3) uint8 RGB, the whole picture or a part whose corner lies on the grid of blocks.
    """
    found = _coefficients(image)
    score, quality = max((_multiples(found, _steps(quality)), quality) for quality in _QUALITIES)
    return quality if score >= _SURE else None


def _coefficients(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(N, 8, 8) the cosine transforms of N blocks of a picture's luminance."""
    high, wide = (side // _BLOCK for side in image.shape[:2])
    rows = image[: high * _BLOCK, : wide * _BLOCK].reshape(high, _BLOCK, wide, _BLOCK, 3)
    blocks = rows.transpose(0, 2, 1, 3, 4).reshape(-1, _BLOCK, _BLOCK, 3)
    some = blocks[:: max(len(blocks) // _MOST_BLOCKS, 1)].astype(np.float32)
    cosines = _cosines()
    found: NDArray[np.float32] = cosines @ (some @ np.array([0.299, 0.587, 0.114], np.float32)) @ cosines.T
    return found


def _steps(quality: int) -> NDArray[np.float64]:
    """(8, 8) the steps of a quality from 50 on, as libjpeg scales the table."""
    steps: NDArray[np.float64] = np.maximum(np.floor((_TABLE * (200 - 2 * quality) + 50) / 100), 1)
    return steps


def _multiples(found: NDArray[np.float32], steps: NDArray[np.float64]) -> float:
    """How nearly the coefficients (N, 8, 8) that are not nothing are multiples of their steps, -1..1."""
    coarse = steps >= _LEAST_STEP
    coarse[0, 0] = False  # the mean, whose multiples lie far from nothing
    ratio = found[:, coarse] / steps[coarse]
    told = ratio[(np.abs(ratio) > _SOMETHING) & (np.abs(ratio) < _FARTHEST)]
    return float(np.cos(2.0 * np.pi * told).mean()) if len(told) >= _LEAST_COEFFICIENTS else 0.0


def _cosines() -> NDArray[np.float32]:
    """(8, 8) the rows of the orthonormal cosine transform."""
    at = np.arange(_BLOCK)
    rows = np.cos(np.pi * (2 * at[None, :] + 1) * at[:, None] / (2 * _BLOCK)) / 2.0
    rows[0] /= np.sqrt(2.0)
    return np.asarray(rows, np.float32)
