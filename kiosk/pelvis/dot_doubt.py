"""How far one frame's line between two dots may be off, for what the picture itself leaves open."""

import math
from statistics import NormalDist

from kiosk.pelvis.dot_finder import DotPair
from kiosk.pelvis.dot_line import NEARER, beyond_skin_dots
from kiosk.pelvis.dot_turn import two_half_balls
from kiosk.pelvis.head import LEVEL

# All figures are of the tuning pictures of models/dots (seeds 80, 81 and 84), whose dots sit exactly over the
# bones; none is of the pictures that the report examines.
_CENTRE_SD = 0.05  # of a dot's width: how well a centre is found in a clear picture
_SLIVER_SD = 0.09  # the same of a sticker's sliver, along the back's edge (40 slivers)
# Left over in 195 readings of half-balls once the turn's share is taken off: 1.1 degrees where the dots are
# about as far apart as on skin, 2.1 where loose cloth carries them 2 dot widths farther and more.
_FITTED_SD_DEG, _CLOTH_SD_DEG, _MOST_CLOTH_DEG = 1.1, 0.6, 2.1
# Of a guest's turn: guests were drawn with a deviation of 5.7, and half-balls tell 0.37 of its variance.
_TURN_SD_DEG, _TOLD_SD_DEG = 5.7, 4.5
# 3 of 43 slivers believed were something else, degrees away: for all to lie within the interval as often as
# it says, the true ones must oftener.
_NO_SLIVER = 0.07


def line_sd_deg(pair: DotPair, deg: float) -> float:
    """The standard deviation of the error of a line of ``deg`` degrees; hand and camera are not in it.

    Centres, cloth and a turned guest err independently, so their squares add. A turn of s shows the line
    0.6 s too long or too short, which turns one at the angle a by ``0.6 s sin a cos a``. With a sliver among
    the dots the deviation is widened to the interval that the true ones need.
    """
    cloth = min(math.hypot(_FITTED_SD_DEG, _CLOTH_SD_DEG * beyond_skin_dots(pair)), _MOST_CLOTH_DEG)
    turned = _TOLD_SD_DEG if two_half_balls(pair) else _TURN_SD_DEG
    turn = NEARER * turned * math.sin(math.radians(2.0 * deg)) / 2.0
    sd = math.hypot(_centres_sd_deg(pair), cloth, turn)
    return sd * reach_deg(1.0, LEVEL / (1.0 - _NO_SLIVER)) / reach_deg(1.0) if pair.sliver else sd


def reach_deg(sd_deg: float, level: float = LEVEL) -> float:
    """Half the width of the interval that holds a normal error this often."""
    return NormalDist().inv_cdf((1.0 + level) / 2.0) * sd_deg


def _centres_sd_deg(pair: DotPair) -> float:
    run = max(abs(pair.asis.x - pair.psis.x), 1.0)
    shares = (pair.asis, _CENTRE_SD), (pair.psis, _SLIVER_SD if pair.sliver else _CENTRE_SD)
    sd_px = math.hypot(*(share * pair.dot_px + 1.0 / max(blob.clear, 1.0) for blob, share in shares))
    return math.degrees(math.atan2(sd_px, run))
