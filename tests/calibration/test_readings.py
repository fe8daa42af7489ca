"""Readings by hand and from dots come to a reference, or are refused with one line and a reason."""

import math

import pytest

from kiosk.calibration.readings import ReadingRefused, Reference, Refusal, Way, paired, reference
from kiosk.errors import KioskError
from kiosk.pelvis.tilt import Method
from tests.calibration.entries import read


@pytest.mark.parametrize("way", [Way.INCLINOMETER, Way.PALM])
def test_two_readings_by_hand_are_averaged(way):
    assert reference(way, (11.0, 14.0)) == Reference(way, (11.0, 14.0), 12.5)


def test_one_reading_by_hand_is_too_few_and_one_from_dots_is_enough():
    with pytest.raises(ReadingRefused, match="take the reading twice") as refused:
        reference(Way.PALM, (11.0,))
    assert refused.value.reason is Refusal.TAKE_TWICE
    assert reference(Way.DOTS, (11.0,)).deg == 11.0


def test_no_reading_at_all_is_refused_for_dots_too():
    with pytest.raises(ReadingRefused, match="take the reading once"):
        reference(Way.DOTS, ())


def test_two_readings_4_degrees_apart_stand_and_further_apart_ask_for_a_third():
    assert reference(Way.INCLINOMETER, (10.0, 14.0)).deg == 12.0
    with pytest.raises(
        ReadingRefused, match=r"the two readings are 4\.1° apart, more than 4°: take a third"
    ) as no:
        reference(Way.INCLINOMETER, (14.1, 10.0))
    assert no.value.reason is Refusal.THIRD_NEEDED


def test_of_three_readings_the_median_counts():
    # The mean would be 14.
    assert reference(Way.PALM, (12.0, 21.0, 9.0)) == Reference(Way.PALM, (12.0, 21.0, 9.0), 12.0)


def test_three_readings_of_which_no_two_agree_are_refused():
    with pytest.raises(ReadingRefused, match="no two of the three") as refused:
        reference(Way.PALM, (5.0, 10.0, 15.0))
    assert refused.value.reason is Refusal.NONE_AGREE


def test_a_fourth_reading_is_refused():
    with pytest.raises(ReadingRefused, match="more than three") as refused:
        reference(Way.PALM, (10.0, 10.0, 10.0, 10.0))
    assert refused.value.reason is Refusal.TOO_MANY


@pytest.mark.parametrize("wrong", [-20.1, 45.1, 125.0, math.nan, math.inf, -math.inf])
def test_an_angle_no_one_stands_at_is_refused(wrong):
    with pytest.raises(ReadingRefused, match="no one stands outside -20° to 45°") as refused:
        reference(Way.INCLINOMETER, (wrong, 12.0))
    assert refused.value.reason is Refusal.IMPOSSIBLE


def test_the_ends_of_what_is_possible_are_possible():
    assert reference(Way.INCLINOMETER, (-20.0, -20.0)).deg == -20.0
    assert reference(Way.INCLINOMETER, (45.0, 45.0)).deg == 45.0


@pytest.mark.parametrize(
    "typed",
    [(12.5, 125.0), (12.5, -12.5), (12.0, 21.0), (12.5, 2.5), (12.5, 1.25), (12.5, 12.5 + 45)],
    ids=[
        "point forgotten",
        "sign",
        "digits swapped",
        "digit lost",
        "point slipped",
        "other end of the scale",
    ],
)
def test_one_of_two_readings_typed_wrongly_does_not_pass(typed):
    with pytest.raises(ReadingRefused) as refused:
        reference(Way.INCLINOMETER, typed)
    assert refused.value.reason in {Refusal.THIRD_NEEDED, Refusal.IMPOSSIBLE}


TAKEN = Reference(Way.PALM, (12.0, 14.0), 13.0)


def test_a_pair_tells_how_much_further_forward_the_reference_is():
    assert paired(1, TAKEN, read(10.5), same_stance=True).difference_deg == 2.5


@pytest.mark.parametrize(
    ("person", "tilt", "same_stance", "reason", "line"),
    [
        (0, read(10.0), True, Refusal.NO_PERSON, "0 is no one's number"),
        (-3, read(10.0), True, Refusal.NO_PERSON, "-3 is no one's number"),
        (1, read(10.0), False, Refusal.OTHER_STANCE, "the person moved"),
        (1, read(10.0, method=Method.DOTS), True, Refusal.NOT_THE_CONTOUR, "the outline alone"),
        (1, read(10.0, method=Method.DOTS_AND_CONTOUR), True, Refusal.NOT_THE_CONTOUR, "the outline alone"),
        (1, read(46.0), True, Refusal.IMPOSSIBLE, "the kiosk's reading is 46.0°"),
        (1, read(math.nan), True, Refusal.IMPOSSIBLE, "the kiosk's reading is nan°"),
        (1, read(10.0, sd_deg=math.nan), True, Refusal.IMPOSSIBLE, "has no spread"),
        (1, read(10.0, sd_deg=-1.0), True, Refusal.IMPOSSIBLE, "has no spread"),
    ],
)
def test_what_cannot_be_paired_is_refused_in_one_line(person, tilt, same_stance, reason, line):
    with pytest.raises(ReadingRefused, match=line) as refused:
        paired(person, TAKEN, tilt, same_stance)
    assert refused.value.reason is reason
    assert "\n" not in str(refused.value)


def test_a_refusal_is_the_kiosks_own_kind_and_a_value_error():
    assert issubclass(ReadingRefused, KioskError)
    assert issubclass(ReadingRefused, ValueError)
