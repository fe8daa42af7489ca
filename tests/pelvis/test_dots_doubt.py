"""How far a line between two dots may be off, worked out by hand."""

import math
from dataclasses import replace

import pytest

from kiosk.pelvis.dot_blobs import Blob
from kiosk.pelvis.dot_colour import Hue
from kiosk.pelvis.dot_doubt import line_sd_deg, reach_deg
from kiosk.pelvis.dot_finder import DotPair
from kiosk.pelvis.tilt import Facing

# Centres 0.05 x 12 + 1 / 50 = 0.62 px each, 0.8768 together; over 96 px 0.5233 degrees, over 108 px 0.4652.
CENTRES_DEG = {96.0: 0.5233, 108.0: 0.4652, 144.0: 0.3489}


def pair(apart_px: float, width: float = 12.0) -> DotPair:
    asis, psis = (
        Blob(x, 600.0, 12.0, width, 1.0, 0.0, 0.5, 50.0, 100.0, 1.0, 120.0, 1.0)
        for x in (320.0 + apart_px, 320.0)
    )
    return DotPair(Facing.RIGHT, Hue.GREEN, asis, psis, dot_px=12.0, score=0.0)


def test_a_level_line_on_skin_is_left_open_by_centres_and_fitted_cloth_alone() -> None:
    # 8 dot widths apart: no cloth beyond the 1.1 degrees of what fits; a turn does not move a level line.
    assert line_sd_deg(pair(96.0), 0.0) == pytest.approx(math.hypot(CENTRES_DEG[96.0], 1.1), abs=1e-3)


def test_a_steep_line_is_left_open_by_a_turn_too() -> None:
    # 0.6 x 4.5 x sin 30 cos 30 = 1.1691 degrees for two half-balls.
    expected = math.hypot(CENTRES_DEG[96.0], 1.1, 1.1691)

    assert line_sd_deg(pair(96.0), 30.0) == pytest.approx(expected, abs=1e-3)


def test_stickers_tell_nothing_of_the_turn_and_leave_it_wider_open() -> None:
    # 0.6 x 5.7 x sin 30 cos 30 = 1.4809.
    expected = math.hypot(CENTRES_DEG[96.0], 1.1, 1.4809)

    assert line_sd_deg(pair(96.0, width=4.0), 30.0) == pytest.approx(expected, abs=1e-3)


def test_cloth_that_carries_the_dots_apart_leaves_more_open_up_to_what_it_ever_does() -> None:
    # 9 dot widths, 1 too many: hypot(1.1, 0.6) = 1.2530; 12 widths, 4 too many, would be 2.64: 2.1 at most.
    assert line_sd_deg(pair(108.0), 0.0) == pytest.approx(math.hypot(CENTRES_DEG[108.0], 1.2530), abs=1e-3)
    assert line_sd_deg(pair(144.0), 0.0) == pytest.approx(math.hypot(CENTRES_DEG[144.0], 2.1), abs=1e-3)


def test_a_sliver_widens_the_interval_for_those_that_are_none() -> None:
    # Its centre: 0.09 x 12 + 0.02 = 1.1 px, with the front dot's 0.62 1.2627, over 96 px 0.7536 degrees. For
    # 80 of 100 with 7 strays, 86.02 % of the rest must lie inside: 1.4768 deviations instead of 1.2816.
    expected = math.hypot(0.7536, 1.1) * 1.4768 / 1.2816

    assert line_sd_deg(replace(pair(96.0), sliver=True), 0.0) == pytest.approx(expected, abs=1e-3)


def test_eight_in_ten_normal_errors_lie_within_1_28_deviations() -> None:
    assert reach_deg(2.0) == pytest.approx(2.5631, abs=1e-4)
