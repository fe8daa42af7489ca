"""How green or magenta each pixel is beside what lies around it, whatever the light."""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

_FLOOR = 0.10  # of white: keeps the noise of dark pixels from looking like colour
_GRAIN = 0.08  # of a dot's width: finer than this is noise, and coarser would wash out a sticker's sliver
_AROUND = 1.7  # dot widths: what is larger than this is cloth or room and no dot
_SIGMA_OF_MAD = 1.4826


class Hue(StrEnum):
    """The colours dots are made in: neither skin nor wood nor denim has them."""

    GREEN = "green"
    MAGENTA = "magenta"


def lead(image: NDArray[np.uint8], hue: Hue) -> NDArray[np.float32]:
    """(H, W) float32, -1..1: by how much green leads the other two primaries, or trails them.

    Divided by the pixel's own brightness, so that a dot in the shade is as green as one in the light; yellow,
    cyan and orange score nothing for green, red and blue nothing for magenta.
    """
    picture = image.astype(np.float32) / np.float32(255)
    red, green, blue = picture[:, :, 0], picture[:, :, 1], picture[:, :, 2]
    brightest = picture.max(axis=2) + np.float32(_FLOOR)
    ahead = green - np.maximum(red, blue) if hue is Hue.GREEN else np.minimum(red, blue) - green
    score: NDArray[np.float32] = ahead / brightest
    return score


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """A picture as a landscape of one colour.

    Attributes:
        score: (H, W) float32, 0..1, how green (magenta) each pixel is.
        risen: (H, W) float32, how much more so than everything larger than a dot about it.
        noise: the standard deviation of the score's grain.
    """

    score: NDArray[np.float32]
    risen: NDArray[np.float32]
    noise: float


def saliency(image: NDArray[np.uint8], hue: Hue, dot_px: float) -> Relief:
    """How much greener (more magenta) a pixel is than everything larger than a dot about it.

    A white top-hat: the lead without its opening by a disc somewhat wider than a dot, so that a shirt or a
    wall of a similar colour, or a lamp that tints everything, is level ground.

    Args:
        image: (H, W, 3) uint8 RGB.
        hue: which colour is looked for.
        dot_px: how wide a dot is expected to be, pixels.
    """
    smooth = np.asarray(cv2.GaussianBlur(image, (0, 0), max(_GRAIN * dot_px, 0.6)), np.uint8)
    ahead = lead(smooth, hue)
    fine = ahead - cv2.GaussianBlur(ahead, (0, 0), dot_px / 2)
    noise = _SIGMA_OF_MAD * float(np.median(np.abs(fine)))
    score = np.maximum(ahead, np.float32(0))
    reach = 2 * round(_AROUND * dot_px / 2) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    risen: NDArray[np.float32] = score - np.asarray(cv2.morphologyEx(score, cv2.MORPH_OPEN, disc), np.float32)
    return Relief(score, risen, noise)
