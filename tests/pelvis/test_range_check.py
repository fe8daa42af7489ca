"""Rest gets its place between tuck and arch, or the reason why there is none."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.pelvis.change import Stand
from kiosk.pelvis.range_check import NoPlace, Place, Unplaceable, place
from kiosk.pelvis.tilt import Facing

Z80 = 1.2815515655446004  # of a normal distribution, 80 % lie within this many standard deviations


def stood(deg: float, sd_deg: float = 1.0, facing: Facing = Facing.LEFT) -> Stand:
    return Stand(deg, sd_deg, 2.9, facing)


def placed(arch: float, tuck: float, rest: float, sd_deg: float = 1.0) -> Place:
    found = place(stood(arch, sd_deg), stood(tuck, sd_deg), stood(rest, sd_deg))
    assert isinstance(found, Place)
    return found


def refused(arch: float, tuck: float, rest: float, sd_deg: float = 1.0) -> Unplaceable:
    found = place(stood(arch, sd_deg), stood(tuck, sd_deg), stood(rest, sd_deg))
    assert isinstance(found, NoPlace)
    return found.reason


@pytest.mark.parametrize(("rest", "percent"), [(-8.0, 0.0), (-3.0, 25.0), (2.0, 50.0), (12.0, 100.0)])
def test_rest_is_placed_between_tuck_and_arch(rest: float, percent: float) -> None:
    found = placed(arch=12.0, tuck=-8.0, rest=rest)
    assert found.percent == pytest.approx(percent)
    assert (found.span.deg, found.beyond, found.same_side, found.level) == (20.0, None, True, 0.8)


def test_the_uncertainty_is_that_of_all_three() -> None:
    # A quarter of the way in a range of 20: rest's 2, a quarter of arch's 4, three quarters of tuck's 8/3:
    # sqrt(4 + 1 + 4) = 3 degrees are 15 %, and 80 % lie within 1.2816 times that: 19.22.
    found = place(stood(12.0, 4.0), stood(-8.0, 8 / 3), stood(-3.0, 2.0))
    assert isinstance(found, Place)
    assert found.percent == pytest.approx(25.0)
    assert found.high_percent - found.percent == pytest.approx(19.22, abs=0.01)
    assert found.percent - found.low_percent == pytest.approx(19.22, abs=0.01)


def test_rest_slightly_beyond_an_end_is_shown_at_that_end() -> None:
    # One degree outside where 1.96 x sqrt(2) = 2.8 may come from measuring alone.
    above, below = placed(arch=12.0, tuck=-8.0, rest=13.0), placed(arch=12.0, tuck=-8.0, rest=-9.0)
    assert (above.percent, above.high_percent, above.beyond) == (100.0, 100.0, "arch")
    assert (below.percent, below.low_percent, below.beyond) == (0.0, 0.0, "tuck")
    # 105 % less 1.2816 x sqrt(1 + 1.05^2 + 0.05^2) / 20 = 9.30 %.
    assert above.low_percent == pytest.approx(105 - 100 * Z80 * math.sqrt(2.105) / 20)
    assert below.high_percent == pytest.approx(100 - above.low_percent)


def test_rest_clearly_outside_has_no_place() -> None:
    assert refused(arch=12.0, tuck=-8.0, rest=15.0) is Unplaceable.REST_OUTSIDE
    assert refused(arch=12.0, tuck=-8.0, rest=-11.0) is Unplaceable.REST_OUTSIDE


def test_a_range_that_could_be_none_gives_no_place() -> None:
    # Single captures tell 8.04 degrees from none.
    assert refused(arch=8.0, tuck=0.0, rest=4.0) is Unplaceable.RANGE_TOO_SMALL
    assert placed(arch=8.1, tuck=0.0, rest=4.05).percent == pytest.approx(50.0)
    # Readings that leave 4 degrees open each need 1.96 x sqrt(32) = 11.1.
    assert refused(arch=11.0, tuck=0.0, rest=4.0, sd_deg=4.0) is Unplaceable.RANGE_TOO_SMALL


def test_an_arch_below_the_tuck_is_the_wrong_order_only_when_it_can_be_told() -> None:
    assert refused(arch=-8.0, tuck=12.0, rest=0.0) is Unplaceable.WRONG_ORDER
    assert refused(arch=-1.0, tuck=2.0, rest=0.0) is Unplaceable.RANGE_TOO_SMALL


@pytest.mark.parametrize("turned", [0, 1, 2])
def test_one_seen_from_the_other_side_is_told(turned: int) -> None:
    sides = [Facing.RIGHT if at == turned else Facing.LEFT for at in range(3)]
    arch, tuck, rest = (stood(deg, facing=side) for deg, side in zip((12.0, -8.0, 2.0), sides, strict=True))
    found = place(arch, tuck, rest)
    assert isinstance(found, Place)
    assert not found.same_side


@given(arch=st.floats(-30, 30), tuck=st.floats(-30, 30), rest=st.floats(-30, 30), sd=st.floats(0.1, 5))
def test_a_place_and_its_interval_are_ordered_and_on_the_scale(
    arch: float, tuck: float, rest: float, sd: float
) -> None:
    found = place(stood(arch, sd), stood(tuck, sd), stood(rest, sd))
    if isinstance(found, Place):
        assert 0 <= found.low_percent <= found.percent <= found.high_percent <= 100
        assert arch > tuck
