"""Cloth falls as its sheet says, on a trunk that was drawn by hand."""

import numpy as np
import pytest

from models.bodies.drape import AZIMUTHS, LEVELS, ClothWay, Sheet, Trunk, slack

pytest.importorskip("scipy")
BACK, FRONT = AZIMUTHS // 4, 3 * AZIMUTHS // 4
# Wide above (0.15 m), a hollow of 0.10 m in the middle third, wide below (0.13 m); 0.43 m high.
PROFILE = np.repeat([0.13, 0.10, 0.15], [14, 15, 15])
TRUNK = Trunk(np.tile(PROFILE, (AZIMUTHS, 1)), np.zeros(LEVELS), 0.9, 1.33)
HOLLOW = 21


def _sheet(way: ClothWay, flare: float = 0.0, lopsided: float = 0.0, heavy_deg: float = 90.0) -> Sheet:
    return Sheet(1.0, 0.0, 0.0, 0.0, way=way, flare=flare, lopsided=lopsided, heavy_deg=heavy_deg)


def test_clinging_cloth_stands_off_nowhere() -> None:
    assert slack(TRUNK, _sheet("clinging")).max() == 0.0


def test_bridged_cloth_spans_the_hollow_from_one_bump_to_the_other() -> None:
    # The hull runs from 0.13 at the hem, level 0, to 0.15 at level 29: 0.1445 at level 21.
    assert slack(TRUNK, _sheet("bridged"))[BACK, HOLLOW] == pytest.approx(0.0445, abs=0.0005)


def test_straight_cloth_falls_plumb_from_the_widest_place_above() -> None:
    gap = slack(TRUNK, _sheet("straight"))

    assert gap[BACK, HOLLOW] == pytest.approx(0.05, abs=0.001)
    assert gap[BACK, 2] == pytest.approx(0.02, abs=0.001)
    assert gap[BACK, LEVELS - 4] == pytest.approx(0.0, abs=0.001)


def test_flared_cloth_widens_on_its_way_down() -> None:
    # From the top, as wide as the chest, to level 2 it is 0.41 m: 0.041 m on top of the plumb 0.02 m.
    assert slack(TRUNK, _sheet("straight", flare=0.1))[BACK, 2] == pytest.approx(0.061, abs=0.001)


def test_lopsided_cloth_has_its_slack_on_the_heavy_side() -> None:
    gap = slack(TRUNK, _sheet("straight", lopsided=1.0, heavy_deg=90.0))

    assert gap[BACK, HOLLOW] == pytest.approx(0.05, abs=0.001)
    assert gap[FRONT, HOLLOW] == pytest.approx(0.0, abs=0.001)
