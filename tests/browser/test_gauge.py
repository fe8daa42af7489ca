import math

import pytest

from .drawn import Drawn


@pytest.fixture
def gauge(empty_page):
    return lambda percent, low, high: Drawn(
        empty_page,
        "gauge",
        "Gauge",
        (330, 86),
        {"percent": percent, "low_percent": low, "high_percent": high},
    )


@pytest.mark.parametrize(("percent", "x"), [(0, 68), (25, 119), (50, 170), (100, 272), (120, 272)])
def test_a_place_lies_as_far_along_the_line_as_its_percent(gauge, percent, x):
    assert float(gauge(percent, 20, 80).one(".gauge-place")["cx"]) == pytest.approx(x)


def test_the_gauges_band_is_its_interval(gauge):
    band = gauge(50, 25, 75).one(".gauge-band")
    assert (float(band["x"]), float(band["width"])) == pytest.approx((119, 102))


def test_a_very_sure_place_still_shows_a_band(gauge):
    band = gauge(50, 50, 50).one(".gauge-band")
    assert (float(band["x"]), float(band["width"])) == pytest.approx((164, 12))


def test_full_tuck_is_left_and_tipped_back_and_full_arch_right_and_tipped_forward(gauge):
    tuck, arch = gauge(50, 25, 75).all(".gauge-shell")
    lips = []
    for shell in (tuck, arch):
        path = shell["d"].strip("MZ").split("L")
        (left_x, left_y), (right_x, right_y), *_ = (tuple(map(float, pair.split())) for pair in path)
        lips.append(((left_x + right_x) / 2, right_y - left_y))
    (tuck_x, tuck_falls), (arch_x, arch_falls) = lips
    assert tuck_x < 68
    assert arch_x > 272
    assert tuck_falls < -10
    assert arch_falls > 10


@pytest.fixture
def then_now(empty_page):
    def draw(then, now, mdc, words=("Then 12°", "Now 11°"), place=(330, 132)):
        told = dict(zip(("then", "now"), words, strict=True))
        shown = {"then_deg": then, "now_deg": now, "mdc_deg": mdc, "words": told}
        return Drawn(empty_page, "thennow", "ThenNow", place, shown)

    return draw


def test_then_and_now_lie_on_one_line_with_the_sure_change_around_then(then_now):
    drawn = then_now(12, 11, 5)
    # 12 ± 5 and three more on either side are 16 degrees; the line spans 20, 2 to 22, from 52 to 288.
    assert float(drawn.one(".gauge-then")["cx"]) == pytest.approx(170)
    assert drawn.points(".gauge-now")[0][0] == pytest.approx(52 + 236 * 9 / 20, abs=0.01)
    band = drawn.one(".gauge-band")
    assert (float(band["x"]), float(band["width"])) == pytest.approx((111, 118))


@pytest.mark.parametrize(("then", "now"), [(12, 12), (-3, 31), (31, -3), (24, 9)])
@pytest.mark.parametrize("place", [(330, 132), (250, 200), (600, 300)])
def test_both_results_and_their_names_stay_in_the_picture_and_apart(then_now, then, now, place):
    drawn = then_now(then, now, 5, ("Aujourd'hui 31°", "Damals −3°"), place)
    above, below = drawn.texts()
    _, _, width, height = drawn.box()
    for each in (above, below):
        assert each["px"] >= 22
        assert each["box"][0] >= 0 <= each["box"][1]
        assert each["box"][2] <= width
        assert each["box"][3] <= height
    assert above["box"][3] < below["box"][1]
    for x in (float(drawn.one(".gauge-then")["cx"]), drawn.points(".gauge-now")[0][0]):
        assert 52 <= x <= 288


def test_where_both_meet_the_diamond_lies_inside_the_ring(then_now):
    drawn = then_now(12, 12, 5)
    ring = drawn.one(".gauge-then")
    for x, y in drawn.points(".gauge-now"):
        assert math.hypot(x - float(ring["cx"]), y - float(ring["cy"])) < float(ring["r"]) - 2
