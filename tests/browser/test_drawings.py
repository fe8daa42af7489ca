from pathlib import Path

import pytest

import kiosk.web

from .drawn import Drawn
from .test_dial import scale

STATIC = Path(kiosk.web.__file__).parent / "static"
DRAWINGS = ("pen", "dial", "portrait", "gauge", "thennow")


@pytest.mark.parametrize(
    ("module", "name", "shown"),
    [
        ("dial", "Dial", [scale(), "mild", "most people"]),
        (
            "portrait",
            "Portrait",
            [
                {
                    "aspect": 0.5,
                    "points": [400, 100, 600, 100, 600, 900, 400, 900],
                    "hip": [500, 500],
                    "tilt_deg": 10,
                    "facing": "left",
                }
            ],
        ),
        ("gauge", "Gauge", [{"percent": 60, "low_percent": 50, "high_percent": 70}]),
        (
            "thennow",
            "ThenNow",
            [{"then_deg": 12, "now_deg": 9, "mdc_deg": 5, "words": {"then": "Then", "now": "Now"}}],
        ),
    ],
)
def test_a_drawing_is_drawn_once_without_motion_and_leaves_nothing(empty_page, module, name, shown):
    drawn = Drawn(empty_page, module, name, (330, 200), *shown)
    once = empty_page.evaluate("() => svg.innerHTML")
    empty_page.evaluate("(shown) => drawing.show(...shown)", shown)
    assert empty_page.evaluate("() => svg.innerHTML") == once
    assert empty_page.evaluate("() => document.getAnimations().length") == 0
    empty_page.evaluate("() => drawing.clear()")
    assert drawn.all("*") == []


def test_places_too_close_are_moved_apart_evenly_and_kept_within(empty_page):
    def spread(*told):
        return empty_page.evaluate(
            "async (told) => (await import('/static/pen.js')).spread(...told)", list(told)
        )

    assert spread([10, 50], [20], 0, 100) == pytest.approx([10, 50])
    assert spread([40, 44], [20], 0, 100) == pytest.approx([32, 52])
    assert spread([2, 4], [20], 0, 100) == pytest.approx([0, 20])
    assert spread([97, 99], [20], 0, 100) == pytest.approx([80, 100])
    assert spread([], [], 0, 100) == []


def test_all_the_drawings_together_are_lighter_than_twenty_kilobytes():
    assert sum((STATIC / f"{name}.js").stat().st_size for name in DRAWINGS) < 20_000
