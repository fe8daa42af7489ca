import math

import pytest

# The bucket is 68 wide at the lip, 52 at the floor and 72 high: (68 + 52) / 2 * 72.
WHOLE = 4320.0
LIP = 68.0
CORNER_DEG = math.degrees(math.atan2(72, 8))  # between lip and wall


def lost(deg):
    """What a tilt spills from a full bucket: the triangle over the lip, from one side and its two angles."""
    tilt, corner = math.radians(deg), math.radians(CORNER_DEG)
    return LIP**2 * math.sin(tilt) * math.sin(corner) / (2 * math.sin(tilt + corner))


@pytest.fixture(scope="module")
def ask(browser):
    """Evaluate an expression over what bucket.js exports."""
    from .scenes import ScriptedVisits
    from .screenshots import open_page, serving

    with serving(ScriptedVisits()) as server:
        page = open_page(browser, server.url, (800, 480))
        yield lambda expression: page.evaluate(
            f"async () => {{ const b = await import('/static/bucket.js'); return {expression}; }}"
        )
        page.context.close()


def shoelace(points):
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(points, points[1:] + points[:1], strict=True))) / 2


def test_a_unit_square_has_an_area_of_one_whichever_way_round(ask):
    assert ask("[b.area([[0,0],[1,0],[1,1],[0,1]]), b.area([[0,1],[1,1],[1,0],[0,0]])]") == [1, 1]


def test_a_quarter_turn_forward_takes_right_to_down(ask):
    assert ask("b.rotate([[1, 0]], 90)[0]") == pytest.approx([0, 1])


def test_half_a_square_lies_below_its_middle(ask):
    assert ask("b.area(b.below([[0,0],[2,0],[2,2],[0,2]], 1))") == 2


def test_a_level_bucket_holds_all_of_itself(ask):
    assert ask("b.capacity(0)") == pytest.approx(WHOLE)


def test_capacity_at_ten_degrees_is_what_a_hand_works_out(ask):
    assert lost(10) == pytest.approx(399.84, abs=0.05)
    assert ask("b.capacity(10)") == pytest.approx(WHOLE - lost(10))


@pytest.mark.parametrize("deg", [-25, -10, -3, 3, 15, 25, 40])
def test_capacity_is_the_same_tipped_forward_or_back_and_falls_by_the_triangle(ask, deg):
    assert ask(f"b.capacity({deg})") == pytest.approx(WHOLE - lost(abs(deg)))


def test_water_that_fits_to_the_first_cut_does_not_spill_before_it(ask):
    for deg in (-10, 0, 5, 9.9, 10):
        assert ask(f"b.pour(b.capacity(10), {deg}).spilled") == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("deg", [12, 15, 20, 30])
def test_beyond_it_the_bucket_loses_just_what_no_longer_fits(ask, deg):
    assert ask(f"b.pour(b.capacity(10), {deg}).spilled") == pytest.approx(lost(deg) - lost(10))


@pytest.mark.parametrize("deg", [-20, -4, 0, 6, 13, 21, 40])
def test_the_water_is_level_fills_the_floor_and_keeps_its_volume(ask, deg):
    poured = ask(f"b.pour(b.capacity(10), {deg})")
    surface = [y for _, y in poured["water"] if abs(y - poured["level"]) < 1e-9]
    assert len(surface) == 2
    assert all(y >= poured["level"] - 1e-9 for _, y in poured["water"])
    assert shoelace(poured["water"]) == pytest.approx(poured["held"], abs=0.01)
    assert poured["held"] + poured["spilled"] == pytest.approx(WHOLE - lost(10))


def test_water_that_runs_over_stands_exactly_at_the_lip(ask):
    assert ask("b.pour(b.capacity(10), 20).level - b.lip(20)[1]") == pytest.approx(0, abs=1e-6)


def test_half_a_level_bucket_stands_where_a_hand_works_it_out(ask):
    # Width w at height h above the floor is 52 + 16 h / 72; the area below is 52 h + 8 h² / 72 = 2160.
    height = (-52 + math.sqrt(52**2 + 4 * (8 / 72) * 2160)) / (2 * 8 / 72)
    assert ask("b.pour(2160, 0).level") == pytest.approx(36 - height, abs=1e-6)


def test_the_pool_on_the_ground_is_as_large_as_the_water_it_is_made_of(ask):
    lying = ask("b.pool(300, 20)")
    assert math.pi * lying["rx"] * lying["ry"] == pytest.approx(300)
    assert lying["x"] > lying["from"][0] > 0
    assert ask("b.pool(300, -20).x") == pytest.approx(-lying["x"])


def test_the_attract_loop_neither_makes_nor_loses_water(ask):
    full = WHOLE - lost(10)
    moments = ask("Array.from({length: 101}, (_, i) => b.tipping(i / 100, b.capacity(10), 17))")
    assert [moment["held"] + moment["spilled"] for moment in moments] == pytest.approx([full] * 101)
    assert all(moment["held"] <= WHOLE - lost(moment["deg"]) + 1e-6 for moment in moments)
    assert max(moment["deg"] for moment in moments) == pytest.approx(17)
    assert (moments[0]["deg"], moments[0]["spilled"]) == (0, 0)
    assert (moments[-1]["deg"], moments[-1]["spilled"]) == (0, 0)
