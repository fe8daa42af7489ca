import pytest

from .drawn import Drawn
from .scenes import BODY

BLOCK = [400, 100, 600, 100, 600, 900, 400, 900]  # a body that is a plain block, 100 deep in a frame 500 wide


@pytest.fixture
def portrait(empty_page):
    def draw(tilt_deg=10.0, facing="left", hip=(500, 500), points=BLOCK, aspect=0.5):
        shown = {"aspect": aspect, "points": points, "hip": hip, "tilt_deg": tilt_deg, "facing": facing}
        return Drawn(empty_page, "portrait", "Portrait", (150, 260), shown)

    return draw


def test_no_tilt_gives_a_level_line_one_and_a_half_trunks_long(portrait):
    assert portrait(0).points(".portrait-line") == [(175, 500), (325, 500)]


def test_ten_degrees_forward_fall_to_the_right_for_who_faced_left(portrait):
    # Half of 150 along 10 degrees: 75 cos 10 = 73.86, 75 sin 10 = 13.02; y grows downwards.
    back, front = portrait(10, "left").points(".portrait-line")
    assert back == pytest.approx((250 - 73.86, 500 - 13.02), abs=0.01)
    assert front == pytest.approx((250 + 73.86, 500 + 13.02), abs=0.01)


def test_ten_degrees_forward_fall_to_the_left_for_who_faced_right(portrait):
    back, front = portrait(10, "right").points(".portrait-line")
    assert back == pytest.approx((250 + 73.86, 500 - 13.02), abs=0.01)
    assert front == pytest.approx((250 - 73.86, 500 + 13.02), abs=0.01)


def test_a_pelvis_tipped_back_rises_to_the_front(portrait):
    (_, back), (_, front) = portrait(-10, "left").points(".portrait-line")
    assert front < 500 < back


def test_the_hip_is_mirrored_with_the_body(portrait):
    # 420 thousandths of 500 are 210 from the left, 290 in the looking glass.
    (back_x, _), (front_x, _) = portrait(0, hip=(420, 500)).points(".portrait-line")
    assert (back_x + front_x) / 2 == pytest.approx(290)


def test_the_ends_are_marked_and_the_front_one_more_so(portrait):
    drawn = portrait(10)
    back, front = drawn.one(".portrait-end.back"), drawn.one(".portrait-end.front")
    assert float(front["r"]) > float(back["r"])
    assert float(front["cx"]) > 250 > float(back["cx"])


def test_level_is_drawn_dashed_through_the_same_hip_and_further(portrait):
    drawn = portrait(10)
    assert drawn.points(".portrait-level") == [(145, 500), (355, 500)]
    assert drawn.styles(".portrait-level", "strokeDasharray") != ["none"]
    assert drawn.styles(".portrait-line", "strokeDasharray") == ["none"]


def test_the_picture_is_cropped_to_the_body_and_its_lines(portrait):
    portrait(0)
    # The level line from 145 to 355, the body from 100 to 900, and 24 all round.
    assert portrait(0).page.evaluate("() => svg.getAttribute('viewBox')") == "121.0 76.0 258.0 848.0"


def test_an_arm_held_away_from_the_trunk_does_not_lengthen_the_line(portrait):
    # A block of 100 with an arm of 50 beside it, joined above the hip by a shoulder.
    with_arm = [400, 100, 800, 100, 800, 700, 700, 700, 700, 200, 600, 200, 600, 900, 400, 900]
    (left, _), (right, _) = portrait(0, points=with_arm).points(".portrait-line")
    assert right - left == pytest.approx(150)


def test_a_line_is_drawn_as_long_as_a_trunk_can_be_when_the_outline_is_none(portrait):
    # A quarter of the body's height is the most: 0.24 × 800 × 1.5; with the hip outside, the least: 0.09.
    wide = [100, 100, 900, 100, 900, 900, 100, 900]
    (left, _), (right, _) = portrait(0, points=wide).points(".portrait-line")
    assert right - left == pytest.approx(288)
    (left, _), (right, _) = portrait(0, hip=(900, 500)).points(".portrait-line")
    assert right - left == pytest.approx(108)


def test_without_an_outline_nothing_is_drawn(portrait):
    assert portrait(points=[]).all("*") == []


def test_a_persons_portrait_reads_in_a_small_place(portrait):
    points = [round(float(part) * 1000) for part in BODY.ravel()]
    drawn = portrait(12.6, hip=(510, 520), points=points, aspect=9 / 16)
    line, body = (
        drawn.page.evaluate("(name) => svg.querySelector(name).getBoundingClientRect().toJSON()", name)
        for name in (".portrait-line", ".portrait-body")
    )
    assert line["width"] > 50
    assert 230 < body["height"] <= 260
    (thick,) = drawn.styles(".portrait-line", "strokeWidth")
    assert float(thick.removesuffix("px")) * drawn.page.evaluate("() => svg.getScreenCTM().a") > 3
