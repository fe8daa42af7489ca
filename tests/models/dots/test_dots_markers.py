"""The drawn dots have the size, place and visible share they should; the committed report is whole."""

from pathlib import Path

import numpy as np
import pytest

from models.bodies.render import Layer
from models.dots.markers import Spot, dot, spot_on

REPORT = Path(__file__).resolve().parents[3] / "models" / "dots"
OUTWARD = Spot(np.array([0.1, 0.2, 1.0]), np.array([1.0, 0.0, 0.0]), np.zeros(3))


def test_a_half_ball_stands_its_radius_out_of_the_surface() -> None:
    away = dot("half_ball", OUTWARD, (0.1, 0.8, 0.2)).vertices - OUTWARD.place

    assert np.linalg.norm(away, axis=1) == pytest.approx(0.010)
    assert (away[:, 0].min(), away[:, 0].max()) == pytest.approx((0.0, 0.010))


def test_a_sticker_lies_flat_on_a_flat_surface_and_is_20_mm_wide() -> None:
    away = dot("flat", OUTWARD, (0.1, 0.8, 0.2)).vertices - OUTWARD.place

    assert away[:, 0] == pytest.approx(0.0012)
    assert (np.ptp(away[:, 1]), np.ptp(away[:, 2])) == pytest.approx((0.020, 0.020))


def test_a_sticker_bends_with_a_round_surface() -> None:
    # On a ball of 10 cm the rim, 10 mm out, lies 0.01^2 / 0.2 = 0.5 mm lower.
    bent = Spot(OUTWARD.place, OUTWARD.normal, np.array([-5.0, 0.0, -5.0]))
    away = dot("flat", bent, (0.1, 0.8, 0.2)).vertices - bent.place

    assert (away[:, 0].max(), away[:, 0].min()) == pytest.approx((0.0012, 0.0007))


def surface(x: float, cover: float) -> Layer:
    y, z = (grid.ravel() for grid in np.meshgrid(np.linspace(-0.05, 0.05, 11), np.linspace(-0.05, 0.05, 11)))
    vertices = np.stack([np.full(121, x), y, z], axis=1)
    normals = np.tile([1.0, 0.0, 0.0], (121, 1))
    return Layer(vertices, normals, normals, np.zeros((0, 3), np.int32), np.full(121, cover), vertices)


def test_a_dot_sits_on_the_outermost_layer_that_covers_the_place() -> None:
    skin, shirt, cut_away = surface(0.0, 1.0), surface(0.02, 1.0), surface(0.03, -1.0)

    spot = spot_on([skin, shirt, cut_away], vertex=60)

    assert spot.place == pytest.approx([0.02, 0.0, 0.0])
    assert spot.normal == pytest.approx([1.0, 0.0, 0.0])
    assert spot.bend == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_the_report_names_its_command_and_shows_its_pictures() -> None:
    text = (REPORT / "report.md").read_text(encoding="utf-8")

    assert "make dots-report" in text
    assert "What this does not show" in text
    for name in ("errors.png", "failures.jpg"):
        assert name in text
        assert 1000 < (REPORT / name).stat().st_size < 200_000
