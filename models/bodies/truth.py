"""What renders are labelled with: the ASIS-PSIS line against the horizontal, read off the posed skin."""

import numpy as np
from numpy.typing import NDArray

# Skin vertices over the iliac spines of the body model's mesh (its own topology, 13 718 vertices).
LEFT_ASIS, LEFT_PSIS = 10872, 10799
RIGHT_ASIS, RIGHT_PSIS = 4258, 4176


def line_tilt_deg(asis: NDArray[np.float64], psis: NDArray[np.float64]) -> float:
    """Sagittal angle of one ASIS-PSIS line, degrees, positive when the ASIS is the lower of the two.

    `asis` and `psis` are (3,), metres, in body axes (x left, y back, z up): what the body's left-right
    axis hides does not count, so a pelvis seen turned keeps its tilt.
    """
    rise = float(psis[2] - asis[2])
    run = float(psis[1] - asis[1])
    return float(np.rad2deg(np.arctan2(rise, run)))


def tilt_deg(vertices: NDArray[np.float64]) -> float:
    """Mean tilt of the left and right ASIS-PSIS lines of posed skin vertices (13718, 3), degrees."""
    left = line_tilt_deg(vertices[LEFT_ASIS], vertices[LEFT_PSIS])
    right = line_tilt_deg(vertices[RIGHT_ASIS], vertices[RIGHT_PSIS])
    return (left + right) / 2.0
