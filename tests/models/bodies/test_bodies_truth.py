"""The tilt a render is labelled with is the angle of its own iliac spines."""

import numpy as np
import pytest

from models.bodies.truth import LEFT_ASIS, LEFT_PSIS, RIGHT_ASIS, RIGHT_PSIS, line_tilt_deg, tilt_deg


def _skin(left_drop_m: float, right_drop_m: float) -> np.ndarray:
    """Skin whose ASIS lie 0.16 m in front of the PSIS and lower by the drops; every other vertex is at 0."""
    vertices = np.zeros((13718, 3))
    vertices[LEFT_PSIS] = (0.04, 0.08, 1.0)
    vertices[LEFT_ASIS] = (0.12, -0.08, 1.0 - left_drop_m)
    vertices[RIGHT_PSIS] = (-0.04, 0.08, 1.0)
    vertices[RIGHT_ASIS] = (-0.12, -0.08, 1.0 - right_drop_m)
    return vertices


def test_an_asis_lower_than_its_psis_is_a_positive_tilt() -> None:
    # 0.04 m down over 0.16 m forward: atan(1/4) = 14.036 degrees.
    assert tilt_deg(_skin(0.04, 0.04)) == pytest.approx(14.036, abs=0.001)


def test_an_asis_higher_than_its_psis_is_a_negative_tilt() -> None:
    assert tilt_deg(_skin(-0.04, -0.04)) == pytest.approx(-14.036, abs=0.001)


def test_a_level_pelvis_tilts_by_nothing() -> None:
    assert tilt_deg(_skin(0.0, 0.0)) == pytest.approx(0.0)


def test_the_two_sides_count_alike() -> None:
    # One side level, the other 45 degrees: their mean.
    assert tilt_deg(_skin(0.0, 0.16)) == pytest.approx(22.5)


def test_how_far_apart_the_spines_are_sideways_does_not_matter() -> None:
    near = line_tilt_deg(np.array([0.0, -0.1, 0.9]), np.array([0.0, 0.1, 1.0]))
    wide = line_tilt_deg(np.array([0.5, -0.1, 0.9]), np.array([-0.2, 0.1, 1.0]))

    assert near == wide == pytest.approx(26.565, abs=0.001)  # atan(0.1 / 0.2)
