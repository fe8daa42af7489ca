import math
import re
from itertools import combinations, pairwise

import pytest

from .drawn import Drawn

GRADES = ("neutral", "mild", "pronounced")
PLACES = [(330, 184), (256, 190), (300, 160), (640, 340)]  # from the smallest screen's to a tall one's


def scale(at=12.6, low=8, high=18, cuts=(10, 15), ends=(-5, 25)):
    named = {name: f"{cut:g}°" for name, cut in zip(("mild", "pronounced"), cuts, strict=True)}
    degrees = {f"{name}_deg": cut for name, cut in zip(named, cuts, strict=True)}
    return {
        **named,
        **degrees,
        "from_deg": ends[0],
        "to_deg": ends[1],
        "low_deg": low,
        "high_deg": high,
        "at_deg": at,
    }


class DrawnDial(Drawn):
    """A dial, asked where things lie around its middle."""

    @property
    def middle(self):
        return [float(part) for part in self._turn().group(2).split()]

    @property
    def needle(self):
        return float(self._turn().group(1))

    def _turn(self):
        return re.fullmatch(r"rotate\((\S+) (.+)\)", self.one(".dial-needle")["transform"])

    def headings(self, points):
        """Each point's heading around the dial's middle, degrees clockwise from straight up."""
        x, y = self.middle
        return [math.degrees(math.atan2(right - x, y - down)) for right, down in points]

    def ends(self, selector):
        around = self.headings(self.points(selector))
        return min(around), max(around)


@pytest.fixture
def dial(empty_page):
    def draw(shown=None, grade="mild", most="most people", place=PLACES[0]):
        return DrawnDial(empty_page, "dial", "Dial", place, shown or scale(), grade, most)

    return draw


@pytest.mark.parametrize(
    ("deg", "heading"),
    [(10, 0), (-5, -90), (25, 90), (0, -60), (12.6, 15.6), (15, 30), (-40, -90), (60, 90)],
)
def test_the_needle_turns_six_degrees_for_each_of_thirty_and_stays_on_the_dial(dial, deg, heading):
    assert dial(scale(at=deg)).needle == pytest.approx(heading)


def test_a_dial_that_is_stretched_turns_its_needle_less(dial):
    # 45 degrees on half a round: 4 each, from -10: 12.5 is its middle.
    assert dial(scale(at=12.5, ends=(-10, 35))).needle == pytest.approx(0)
    assert dial(scale(at=15, ends=(-10, 35))).needle == pytest.approx(10)


def test_the_zones_lie_side_by_side_and_fill_the_half_ring(dial):
    drawn = dial()
    x, y = drawn.middle
    corners = [(right - x, down - y) for right, down in drawn.points(".dial-zone.neutral")]
    # From nine o'clock to twelve along the outer edge, and back along the inner one.
    flat = [part for corner in corners for part in corner]
    assert flat == pytest.approx([-126, 0, 0, -126, 0, -98, -98, 0], abs=0.02)
    assert drawn.ends(".dial-zone.mild") == pytest.approx((0, 30), abs=0.2)
    assert drawn.ends(".dial-zone.pronounced") == pytest.approx((30, 90), abs=0.2)


def test_the_cuts_are_marked_across_the_ring_and_named_just_outside(dial):
    drawn = dial()
    for cut, heading in zip(drawn.all(".dial-cut"), (0, 30), strict=True):
        ends = [tuple(map(float, pair.split())) for pair in cut["d"].removeprefix("M").split("L")]
        assert drawn.headings(ends) == pytest.approx([heading] * 3, abs=0.2)
    names = {each["text"]: each["box"] for each in drawn.texts()}
    for name, heading in (("10°", 0), ("15°", 30)):
        left, top, right, bottom = names[name]
        assert drawn.headings([((left + right) / 2, (top + bottom) / 2)]) == pytest.approx([heading], abs=2)


def test_the_band_covers_the_interval(dial):
    # 8 is 2 × 6 left of straight up, 18 is 8 × 6 right of it.
    assert dial().ends(".dial-band") == pytest.approx((-12, 48), abs=0.2)


def test_a_band_at_the_dials_end_is_still_seen_whole(dial):
    assert dial(scale(at=40, low=25, high=25)).ends(".dial-band") == pytest.approx((86, 90), abs=0.2)


def test_most_people_are_marked_from_level_to_the_front_end_and_nothing_finer(dial):
    drawn = dial()
    arc, bar, tip = drawn.all(".dial-most")
    start, end = re.fullmatch(r"M([\d. ]+)A141 141 0 0 1 ([\d. ]+)", arc["d"]).groups()
    ends = [tuple(map(float, each.split())) for each in (start, end)]
    assert drawn.headings(ends) == pytest.approx([-60, 90], abs=0.2)
    x, y = drawn.middle
    beside = (tuple(map(float, pair.split())) for pair in bar["d"].removeprefix("M").split("L"))
    assert [math.dist((x, y), at) for at in beside] == pytest.approx([135, 147], abs=0.02)
    assert tuple(map(float, tip["d"].split("L")[1].split())) == pytest.approx((x + 141, y), abs=0.02)
    assert [each["text"] for each in drawn.texts()] == ["most people", "10°", "15°"]


def test_without_a_word_for_it_nobody_is_said_to_be_anywhere(dial):
    assert dial(most="").all(".dial-most") == []


@pytest.mark.parametrize("grade", GRADES)
def test_the_needle_starts_from_the_shape_of_the_grade(dial, grade):
    drawn = dial(grade=grade)
    at_needle = drawn.one(".dial-grade")["d"]
    assert drawn.one(f".dial-shape.{grade}")["d"] == at_needle
    assert len({shape["d"] for shape in drawn.all(".dial-shape")}) == 3


UNUSUAL = [
    scale(),
    scale(cuts=(3, 5)),
    scale(cuts=(12, 17)),
    scale(cuts=(0, 30)),
    scale(cuts=(0, 30), ends=(-5, 30)),
    scale(cuts=(10.5, 12.5)),
    scale(cuts=(14.5, 15)),
    scale(cuts=(-4, 24)),
    scale(ends=(-10, 35)),
    scale(cuts=(3, 5), ends=(-10, 35)),
    scale(cuts=(1.5, 2), ends=(-10, 35)),
    scale(cuts=(34, 35), ends=(-10, 35)),
]


@pytest.mark.parametrize(
    "shown", UNUSUAL, ids=lambda each: f"{each['mild']} {each['pronounced']} to {each['to_deg']}"
)
@pytest.mark.parametrize("most", ["most people", "la plupart des personnes en bonne santé"])
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_names_are_large_inside_and_apart_whatever_the_cuts(dial, shown, most, place):
    drawn = dial(shown, most=most, place=place)
    texts, (_, _, width, height) = drawn.texts(), drawn.box()
    for each in texts:
        left, top, right, bottom = each["box"]
        assert each["px"] >= 22
        assert left >= 0 <= top, each
        assert right <= width, each
        assert bottom <= height, each
    for one, other in combinations(texts, 2):
        a, b = one["box"], other["box"]
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (one, other)


@pytest.mark.parametrize(
    "shown", UNUSUAL, ids=lambda each: f"{each['mild']} {each['pronounced']} to {each['to_deg']}"
)
@pytest.mark.parametrize("place", PLACES[:2], ids=str)
def test_a_cuts_name_never_lies_on_the_ring(dial, shown, place):
    drawn = dial(shown, place=place)
    for each in drawn.texts()[1:]:
        left, top, right, bottom = each["box"]
        x, y = drawn.middle
        nearest = min(max(x, left), right), min(max(y, top), bottom)
        assert math.dist(nearest, (x, y)) > 142, each  # where the arc of most people ends, 141 and half of 4


def test_a_cut_beyond_the_dial_is_not_marked_at_its_end(dial):
    drawn = dial(scale(cuts=(0, 30)))
    assert [each["text"] for each in drawn.texts()] == ["most people", "0°"]
    assert drawn.all(".dial-zone.pronounced") == []


def luminance(rgb):
    return sum(part * weight for part, weight in zip(map(linear, rgb), (0.2126, 0.7152, 0.0722), strict=True))


def linear(value):
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour(told):
    return tuple(float(part) / 255 for part in re.findall(r"[\d.]+", told)[:3])


CARD = (0x10 / 255, 0x14 / 255, 0x1A / 255)


def test_every_name_and_colour_stands_out_seven_to_one(dial, empty_page):
    drawn = dial()
    fills = drawn.styles("text, .dial-zone, .dial-needle, .dial-grade", "fill")
    fills += drawn.styles(".dial-cut, .dial-band, .dial-most", "stroke")
    assert len(fills) == 3 + 3 + 1 + 1 + 2 + 1 + 3
    assert empty_page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(16, 20, 26)"
    for fill in fills:
        assert contrast(colour(fill), CARD) >= 7, fill


# Machado, Oliveira & Fernandes 2009, doi 10.1109/TVCG.2009.113: severity 1.0, on linear RGB.
BLIND = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def lab(rgb):
    """CIE L*a*b* (D65) of linear RGB."""
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(m * max(0.0, min(1.0, part)) for m, part in zip(row, rgb, strict=True)) for row in to_xyz]
    x, y, z = (
        t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116
        for t in (part / white for part, white in zip(xyz, (0.9505, 1.0, 1.089), strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("blind", BLIND)
def test_whoever_tells_fewer_colours_apart_still_sees_three_zones(dial, blind):
    fills = dial().styles(".dial-zone", "fill")
    seen = [
        lab(
            [sum(m * linear(part) for m, part in zip(row, colour(fill), strict=True)) for row in BLIND[blind]]
        )
        for fill in fills
    ]
    # 2.3 is just noticeable side by side; ten is another colour.
    for one, other in pairwise(seen):
        assert math.dist(one, other) > 10


def test_whoever_sees_no_colour_still_has_shape_and_place(dial):
    drawn = dial()
    places = {grade: drawn.one(f".dial-shape.{grade}") for grade in GRADES}
    assert len({shape["d"] for shape in places.values()}) == 3
    across = [
        float(re.search(r"translate\(([\d.]+)", shape["transform"]).group(1)) for shape in places.values()
    ]
    assert across == sorted(across)
    # Neighbours are 3 of the card's own dark apart, and a cut's mark stands between them.
    assert len(drawn.all(".dial-cut")) == 2


def test_a_dial_made_before_its_page_is_seen_still_names_everything(dial):
    drawn = dial()
    unseen = """(shown) => {
      svg.parentElement.hidden = true;
      drawing.show(shown, "mild", "most people");
      svg.parentElement.hidden = false;
    }"""
    drawn.page.evaluate(unseen, scale())
    most, mild, pronounced = (each["box"][2] - each["box"][0] for each in drawn.texts())
    assert 120 < most < 180
    assert 30 < mild == pronounced < 50
    assert all(each["box"][0] >= 0 and each["box"][2] <= drawn.box()[2] for each in drawn.texts())
