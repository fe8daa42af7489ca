"""Grades, their neighbours, their probabilities and the interval a guest is shown, worked out by hand."""

import pytest

from kiosk.pelvis.grade import grade, shown_interval, unshrunk
from kiosk.pelvis.tilt import Cuts, Facing, Grade, Tilt

CUTS = Cuts()


def tilt(
    deg: float, half_deg: float = 5.0, sd_deg: float = 4.0, sem_deg: float = 1.5, level: float = 0.8
) -> Tilt:
    return Tilt(
        deg=deg,
        low_deg=deg - half_deg,
        high_deg=deg + half_deg,
        level=level,
        sd_deg=sd_deg,
        sem_deg=sem_deg,
        facing=Facing.LEFT,
        frames=10,
        confidence=0.9,
    )


@pytest.mark.parametrize(
    ("deg", "expected"),
    [
        (-4.0, Grade.NEUTRAL),
        (9.99, Grade.NEUTRAL),
        (10.0, Grade.MILD),
        (15.0, Grade.MILD),
        (15.01, Grade.PRONOUNCED),
        (31.0, Grade.PRONOUNCED),
    ],
)
def test_below_10_is_neutral_10_to_15_mild_and_above_15_pronounced(deg: float, expected: Grade) -> None:
    assert grade(tilt(deg, sd_deg=0.0), CUTS).grade is expected


@pytest.mark.parametrize(
    ("deg", "expected"),
    [
        # SD 4: r = 1 - 16 / 38.44 = 0.5838, to the power of -1/8 is 1.0696.
        (14.65, Grade.MILD),  # 10.5 + 4.15 x 1.0696 = 14.94
        (14.75, Grade.PRONOUNCED),  # 10.5 + 4.25 x 1.0696 = 15.05
        (10.0, Grade.NEUTRAL),  # 10.5 - 0.5 x 1.0696 = 9.97
        (10.05, Grade.MILD),  # 10.5 - 0.45 x 1.0696 = 10.02
    ],
)
def test_an_uncertain_reading_near_a_cut_is_graded_a_quarter_of_the_way_back_from_its_regression_to_the_mean(
    deg: float, expected: Grade
) -> None:
    assert grade(tilt(deg, sd_deg=4.0), CUTS).grade is expected


def test_a_reading_away_from_the_cuts_is_graded_as_it_stands_however_uncertain() -> None:
    # r is held at 0.2 at least, to the power of -1/8 1.2228: 10.5 - 5.5 x 1.2228 = 3.774, below 4.
    assert unshrunk(tilt(5.0, sd_deg=20.0)) == pytest.approx(3.774, abs=0.001)
    assert grade(tilt(5.0, sd_deg=20.0, sem_deg=0.9), Cuts(4.0, 15.0)).grade is Grade.MILD


@pytest.mark.parametrize(
    ("deg", "neighbour"),
    [
        (8.4, None),
        (8.6, Grade.MILD),
        (10.0, Grade.NEUTRAL),
        (11.4, Grade.NEUTRAL),
        (12.5, None),
        (13.6, Grade.PRONOUNCED),
        (15.0, Grade.PRONOUNCED),
        (16.4, Grade.MILD),
        (16.6, None),
    ],
)
def test_a_tilt_within_its_repeatability_of_a_cut_is_borderline_to_the_band_across_it(
    deg: float, neighbour: Grade | None
) -> None:
    graded = grade(tilt(deg, sd_deg=0.0, sem_deg=1.5), CUTS)
    assert graded.neighbour is neighbour
    assert graded.borderline is (neighbour is not None)


def test_a_tilt_exactly_its_repeatability_from_a_cut_is_not_borderline() -> None:
    assert not grade(tilt(8.5, sem_deg=1.5), CUTS).borderline


def test_a_repeatability_wider_than_a_band_names_the_nearer_cut() -> None:
    graded = grade(tilt(12.0, sem_deg=4.0), CUTS)
    assert graded.neighbour is Grade.NEUTRAL


def test_probabilities_are_those_of_a_normal_distribution_about_the_tilt() -> None:
    # 12 degrees, SD 4: the cuts lie -0.5 and +0.75 SD away; normal tables give 0.3085 and 0.7734.
    probabilities = grade(tilt(12.0, sd_deg=4.0), CUTS).probabilities
    assert probabilities[Grade.NEUTRAL] == pytest.approx(0.3085, abs=1e-4)
    assert probabilities[Grade.MILD] == pytest.approx(0.4648, abs=1e-4)
    assert probabilities[Grade.PRONOUNCED] == pytest.approx(0.2266, abs=1e-4)


def test_a_tilt_without_spread_is_certain_of_its_band() -> None:
    assert grade(tilt(12.0, sd_deg=0.0), CUTS).probabilities[Grade.MILD] == pytest.approx(1.0)


def test_staff_cuts_move_the_bands() -> None:
    graded = grade(tilt(11.0, sem_deg=1.5), Cuts(mild_deg=12.0, pronounced_deg=17.0))
    assert (graded.grade, graded.neighbour) == (Grade.NEUTRAL, Grade.MILD)


def test_an_interval_narrower_than_5_degrees_either_way_is_shown_as_5() -> None:
    assert shown_interval(tilt(12.0, half_deg=3.2)) == pytest.approx((7.0, 17.0))


def test_an_interval_wider_than_5_degrees_is_shown_as_it_is() -> None:
    assert shown_interval(tilt(12.0, half_deg=6.5)) == pytest.approx((5.5, 18.5))


def test_an_interval_of_another_level_is_brought_to_80_percent_before_it_is_shown() -> None:
    # 95 % reaches 1.960 SD, 80 % 1.2816 SD: 10 degrees become 6.539.
    assert shown_interval(tilt(12.0, half_deg=10.0, level=0.95)) == pytest.approx((5.461, 18.539), abs=1e-3)
