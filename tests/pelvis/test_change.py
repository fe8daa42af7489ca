"""A change is only called one when re-standing cannot explain it; every figure is worked out by hand."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.pelvis.capture import Observation
from kiosk.pelvis.change import STAND_SEM_DEG, Change, Stand, change, stand
from kiosk.pelvis.change_head import Relative
from kiosk.pelvis.tilt import Facing


def first_feature(values: NDArray[np.float32]) -> Relative:
    """A head that takes the first feature for the relative tilt, give or take 1.5 degrees."""
    return Relative(float(values[0]), 1.5)


def seen(*degs: float, facing: Facing = Facing.LEFT) -> list[Observation]:
    return [Observation(0.1 * at, facing, np.array([deg], np.float32)) for at, deg in enumerate(degs)]


def stood(
    deg: float, sd_deg: float = 1.0, sem_deg: float = 2.9, facing: Facing | None = Facing.LEFT
) -> Stand:
    return Stand(deg, sd_deg, sem_deg, facing)


def test_frames_that_agree_leave_the_models_error_alone() -> None:
    assert stand([seen(7.0, 7.0, 7.0)], first_feature) == Stand(7.0, 1.5, 2.9, Facing.LEFT)


def test_the_spread_over_frames_adds_to_the_models_error() -> None:
    # Two frames 2 degrees either side of 10: spread 2; with the model's 1.5 that makes 2.5.
    once = stand([seen(8.0, 12.0)], first_feature)
    assert (once.deg, once.sd_deg) == pytest.approx((10.0, 2.5))


def test_three_re_stands_are_averaged_and_would_repeat_better() -> None:
    # 10, 12 and 14 vary by 2 about 12: their mean by 2 / sqrt(3). The model's 1.5 stays as it is.
    three = stand([seen(10.0), seen(12.0), seen(14.0)], first_feature)
    assert three.deg == pytest.approx(12.0)
    assert three.sd_deg == pytest.approx(math.sqrt(1.5**2 + 4 / 3))
    assert three.sem_deg == pytest.approx(2.9 / math.sqrt(3))


def test_what_the_frames_disagree_by_shrinks_with_the_captures() -> None:
    # Each capture spreads by 2, both average 10: 2 / sqrt(2) remains, and the model's 1.5.
    both = stand([seen(8.0, 12.0), seen(8.0, 12.0)], first_feature)
    assert both.sd_deg == pytest.approx(math.sqrt(1.5**2 + 2.0))


def test_the_models_error_is_that_of_the_captures_taken_together() -> None:
    # Errors of 1 and 7 make sqrt((1 + 49) / 2) = 5; the captures agree.
    both = stand(
        [[Observation(0, Facing.LEFT, np.array([error], np.float32))] for error in (1.0, 7.0)],
        lambda values: Relative(10.0, float(values[0])),
    )
    assert both.sd_deg == pytest.approx(5.0)


def test_re_stands_seen_from_both_sides_have_no_side() -> None:
    both = stand([seen(10.0), seen(10.0, facing=Facing.RIGHT)], first_feature)
    assert both.facing is None
    assert not change(both, both).same_side


def test_a_stand_needs_a_capture() -> None:
    with pytest.raises(ValueError, match="at least one capture"):
        stand([], first_feature)


def test_the_second_further_forward_is_a_positive_change() -> None:
    assert change(stood(4.0), stood(13.0)).deg == pytest.approx(9.0)
    assert change(stood(13.0), stood(4.0)).deg == pytest.approx(-9.0)


def test_what_both_leave_open_is_added_by_squares() -> None:
    assert change(stood(4.0, sd_deg=1.5), stood(13.0, sd_deg=2.0)).sd_deg == pytest.approx(2.5)


def test_the_detectable_change_of_single_captures_and_of_three_re_stands() -> None:
    # 1.96 x sqrt(2) x 2.9 = 8.04; divided by sqrt(3): 4.64.
    once = stand([seen(7.0)], first_feature)
    thrice = stand([seen(7.0)] * 3, first_feature)
    assert STAND_SEM_DEG == 2.9
    assert change(once, once).mdc_deg == pytest.approx(8.04, abs=0.005)
    assert change(thrice, thrice).mdc_deg == pytest.approx(4.64, abs=0.005)
    # One against three: 1.96 x sqrt(8.41 + 8.41 / 3) = 6.56.
    assert change(once, thrice).mdc_deg == pytest.approx(6.56, abs=0.005)


def test_a_restless_capture_raises_what_can_be_detected() -> None:
    # sqrt(3 x 3 + 4 x 4) = 5 is more than 2.9 x sqrt(2) = 4.1: 1.96 x 5 = 9.8.
    assert change(stood(0.0, sd_deg=3.0), stood(9.0, sd_deg=4.0)).mdc_deg == pytest.approx(9.8)
    assert not change(stood(0.0, sd_deg=3.0), stood(9.0, sd_deg=4.0)).beyond


@pytest.mark.parametrize(
    ("deg", "beyond"), [(8.1, True), (-8.1, True), (8.0, False), (-8.0, False), (0.0, False)]
)
def test_only_a_change_above_the_detectable_one_is_beyond_it(deg: float, beyond: bool) -> None:
    assert Change(deg, sd_deg=1.0, mdc_deg=8.0, same_side=True).beyond is beyond


def test_no_change_is_sure_between_different_sides() -> None:
    found = change(stood(0.0), stood(30.0, facing=Facing.RIGHT))
    assert (found.same_side, found.beyond) == (False, False)
