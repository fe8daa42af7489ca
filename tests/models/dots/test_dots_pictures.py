"""Which pictures of dots are drawn, and how they are coded."""

from collections import Counter

import numpy as np
import pytest

from models.dots.generate import plan
from models.dots.markers import draw_dye
from models.dots.scene import jpeg_coded


def test_three_eighths_of_the_pictures_to_refuse_show_one_dot() -> None:
    counts = Counter(case for _, case in plan(positives=60, negatives=80))

    assert counts == {"half_ball": 60, "flat": 60, "one": 30} | dict.fromkeys(
        ("none", "three", "logo", "print", "plant"), 10
    )


def test_pictures_are_numbered_through() -> None:
    assert [number for number, _ in plan(2, 8)] == list(range(12))


def test_jpeg_halves_the_resolution_of_colour_and_keeps_that_of_light() -> None:
    stripes = np.full((64, 64, 3), 128, np.uint8)
    # Green columns of as much light (0.587 green, 0.299 red, 0.114 blue) as the grey between them.
    stripes[:, ::2] = (100, 152, 78)

    coded = jpeg_coded(stripes, 95).astype(np.float64)

    greener = coded[..., 1] - (coded[..., 0] + coded[..., 2]) / 2
    assert greener[:, ::2].mean() == pytest.approx(greener[:, 1::2].mean(), abs=4.0)


def test_stickers_are_as_bright_as_they_are_sold() -> None:
    rng = np.random.default_rng(1)

    assert min(max(draw_dye(rng, "green", "flat")) for _ in range(200)) >= 0.55
    assert min(max(draw_dye(rng, "green", "half_ball")) for _ in range(200)) < 0.4
