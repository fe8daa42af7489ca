import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.guidance.reading import nearest, outwards, tell
from kiosk.pelvis.tilt import Cuts, Facing, Grade, Graded, Tilt
from kiosk.screening.view import Result


def reading(deg, low, high, grade=Grade.NEUTRAL, *, borderline=False, neighbour=None, cuts=None):
    tilt = Tilt(deg, low, high, 0.8, 4.0, 1.5, Facing.LEFT, 84, 0.8)
    return Result(tilt, Graded(grade, borderline, neighbour, {}), cuts or Cuts(), low, high)


def test_a_forward_tilt_is_told_in_whole_degrees_with_its_interval():
    told = tell(reading(12.6, 7.6, 17.6, Grade.MILD))
    assert told.word == "Mild"
    assert (told.angle, told.way) == ("13°", "")
    assert told.line == "Your pelvis tips forward about 13°, most likely between 7° and 18°."
    assert told.borderline is None
    assert told.bucket == "Picture your pelvis as a bucket of water. Yours tips forward and spills a little."


def test_below_two_degrees_there_is_little_or_no_forward_tilt():
    told = tell(reading(1.9, -3.1, 6.9))
    assert told.line == (
        "You have little or no forward tilt: about 2°, most likely between 4° back and 7° forward."
    )
    assert told.bucket == "Picture your pelvis as a bucket of water. Yours is close to level."


def test_from_two_degrees_on_the_tilt_is_called_forward():
    assert tell(reading(2.0, -3.0, 7.0)).line.startswith("Your pelvis tips forward about 2°")


def test_a_tilt_that_rounds_to_nothing_is_level():
    told = tell(reading(-0.4, -5.4, 4.6))
    assert (told.angle, told.way) == ("0°", "level")
    assert told.line.startswith("You have little or no forward tilt: about 0°")


def test_a_small_negative_tilt_tips_slightly_back():
    told = tell(reading(-3.4, -8.4, 1.6))
    assert (told.angle, told.way) == ("3°", "back")
    assert told.line == (
        "Your pelvis tips slightly back, about 3°, most likely between 9° back and 2° forward."
    )
    assert told.bucket == "Picture your pelvis as a bucket of water. Yours tips back."


def test_a_large_negative_tilt_is_not_called_slight():
    told = tell(reading(-9.0, -14.0, -4.0))
    assert told.line == "Your pelvis tips back about 9°, most likely between 4° and 14° back."


def test_an_interval_that_ends_at_nothing_ends_level():
    assert tell(reading(-5.0, -10.0, 0.0)).line.endswith("between 10° back and level.")


def test_a_borderline_reading_names_the_line_and_the_grade_beyond_it():
    told = tell(reading(14.2, 9.2, 19.2, Grade.MILD, borderline=True, neighbour=Grade.PRONOUNCED))
    assert told.borderline == "Close to the 15° line: another check could say pronounced."


def test_a_borderline_reading_names_the_line_it_is_nearest_to():
    told = tell(reading(10.4, 5.4, 15.4, Grade.MILD, borderline=True, neighbour=Grade.NEUTRAL))
    assert told.borderline == "Close to the 10° line: another check could say neutral."


def test_a_borderline_reading_without_a_neighbour_still_says_so():
    told = tell(reading(9.2, 4.2, 14.2, borderline=True))
    assert told.borderline == "Close to the 10° line: another check could land on the other side."


def test_a_sites_own_cut_is_named_as_it_was_set():
    told = tell(reading(12.0, 7.0, 17.0, borderline=True, cuts=Cuts(12.5, 17.0)))
    assert told.borderline is not None
    assert told.borderline.startswith("Close to the 12.5° line")


@pytest.mark.parametrize(
    ("grade", "ends"),
    [
        (Grade.NEUTRAL, "Yours tips a little and keeps its water."),
        (Grade.MILD, "Yours tips forward and spills a little."),
        (Grade.PRONOUNCED, "Yours tips forward and spills."),
    ],
)
def test_the_bucket_in_words_follows_the_grade(grade, ends):
    assert tell(reading(9.0, 4.0, 14.0, grade)).bucket.endswith(ends)


def test_halves_round_upwards_whichever_the_whole_number():
    assert [nearest(deg) for deg in (11.5, 12.5, -0.5, -1.5)] == [12, 13, 0, -1]


@given(st.floats(-40, 60), st.floats(0, 30))
def test_rounding_an_interval_never_narrows_it_by_more_than_a_millidegree(low, width):
    whole_low, whole_high = outwards(low, low + width)
    assert whole_low - 1e-3 <= low + 1e-9
    assert whole_high + 1e-3 >= low + width - 1e-9
    assert whole_high - whole_low < width + 2


def test_an_end_that_is_whole_but_for_dust_stays_where_it_is():
    assert outwards(7.9999999, 18.0000001) == (8, 18)
    assert outwards(8.0000001, 17.9999999) == (8, 18)
