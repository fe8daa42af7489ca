"""A result survives as a line of text; whatever is not exactly such a line is refused, saying why."""

import string
from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.errors import KioskError
from kiosk.pelvis.tilt import Cuts, Facing, Grade, Graded, Method, Tilt
from kiosk.screening.view import CardRefusal
from kiosk.takehome.record import Record, RecordRefused, WholePlace, decode, encode, find
from tests.takehome.results import DAY, DIGITS, result, sealed

# The day is 20779 = G1 7 in base 36 (16 x 1296 + 1 x 36 + 7) days after 1970-01-01; 12.4 is 724 tenths above
# -60 = 20 x 36 + 4 = K4; 7.4 is 674 = IQ; 17.4 is 774 = LI; 10 is 700 = JG; 15 is 750 = KU.
BODY = "G17K4IQLIJGKUM01CL"
LINE = sealed(1, BODY)
ALPHANUMERIC = set(string.digits + string.ascii_uppercase + " $%*+-./:")


def refusal_of(line: str) -> CardRefusal:
    with pytest.raises(RecordRefused) as refused:
        decode(line)
    return refused.value.refusal


def places():
    percents = st.lists(st.integers(0, 100), min_size=3, max_size=3).map(sorted)
    return st.none() | percents.map(lambda sides: WholePlace(sides[1], sides[0], sides[2]))


@st.composite
def records(draw):
    low, tilt, high = sorted(draw(st.lists(st.integers(-600, 600), min_size=3, max_size=3)))
    mild, pronounced = sorted(draw(st.lists(st.integers(-600, 600), min_size=2, max_size=2, unique=True)))
    band = Grade.NEUTRAL if tilt < mild else Grade.MILD if tilt <= pronounced else Grade.PRONOUNCED
    return Record(
        day=draw(st.dates(date(1970, 1, 1), date(2097, 9, 26))),
        tilt_deg=tilt / 10,
        low_deg=low / 10,
        high_deg=high / 10,
        grade=band,
        borderline=draw(st.booleans()),
        cuts=Cuts(mild / 10, pronounced / 10),
        method=draw(st.sampled_from(Method)),
        facing=draw(st.sampled_from(Facing)),
        captures=draw(st.integers(1, 35)),
        place=draw(places()),
    )


def test_a_result_is_written_as_worked_out_by_hand():
    assert encode(result()) == LINE
    # 63 % is 1R, 50 is 1E, 80 is 28.
    assert encode(result(captures=3, place=WholePlace(63, 50, 80))) == sealed(1, "G17K4IQLIJGKUM03CL1R1E28")


@given(records())
def test_every_result_comes_back_as_it_went(record):
    line = encode(record)
    assert decode(line) == record
    assert len(line) == (38 if record.place else 32)
    assert set(line) <= ALPHANUMERIC


@pytest.mark.parametrize("reading", [decode, find])
@given(text=st.text())
@example(text="")
@example(text="TILT1")
@example(text="TILT1--")
@example(text="TILT٣-" + BODY + "-0000000")
@example(text=LINE.lower())
def test_no_other_text_is_taken_for_a_result_nor_breaks_the_reading(reading, text):
    with pytest.raises(RecordRefused):
        reading(text)


@pytest.mark.parametrize("text", [LINE + "\n", " " + LINE, LINE + LINE, "X" + LINE])
def test_a_line_is_taken_letter_by_letter(text):
    with pytest.raises(RecordRefused):
        decode(text)


@given(st.integers(0, 999), st.text(DIGITS, min_size=1, max_size=40))
@example(1, BODY)
@example(0, BODY)
def test_a_rightly_sealed_line_is_a_result_or_refused_whatever_it_says(version, body):
    line = sealed(version, body)
    try:
        record = decode(line)
    except RecordRefused:
        return
    assert encode(record) == line


@given(st.text(DIGITS, min_size=11, max_size=11), st.text(DIGITS, min_size=2, max_size=2))
def test_a_body_of_the_right_form_is_a_result_or_impossible(numbers, more):
    line = sealed(1, numbers + more + "N01CL")
    try:
        assert encode(decode(line)) == line
    except RecordRefused as refused:
        assert refused.refusal is CardRefusal.IMPOSSIBLE


def test_every_change_of_one_letter_is_found_out():
    line = encode(result(place=WholePlace(63, 50, 80)))
    for at, was in enumerate(line):
        for letter in set(string.printable) | {"É", "٣", "Ａ", "\x00"}:
            if letter != was:
                changed = line[:at] + letter + line[at + 1 :]
                assert refusal_of(changed) in {CardRefusal.NOT_OURS, CardRefusal.DAMAGED}


@given(records(), st.data())
def test_a_changed_lost_or_added_letter_is_found_out_in_any_result(record, data):
    line = encode(record)
    at = data.draw(st.integers(0, len(line) - 1))
    letter = data.draw(st.characters().filter(lambda drawn: drawn != line[at]))
    for changed in (
        line[:at] + letter + line[at + 1 :],
        line[:at] + line[at + 1 :],
        line[:at] + letter + line[at:],
    ):
        with pytest.raises(RecordRefused):
            decode(changed)


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("WIFI:S:gym;P:secret;;", CardRefusal.NOT_OURS),
        ("https://example.org/TILT", CardRefusal.NOT_OURS),
        (LINE[:-1], CardRefusal.DAMAGED),
        (LINE[:-1] + "0", CardRefusal.DAMAGED),
        (LINE.replace("TILT1", "TILT2"), CardRefusal.DAMAGED),
        (sealed(2, BODY), CardRefusal.NEWER),
        (sealed(12, "ANYTHING"), CardRefusal.NEWER),
        (sealed(1, BODY[:-1]), CardRefusal.IMPOSSIBLE),
        (sealed(1, BODY[:-1] + "X"), CardRefusal.IMPOSSIBLE),  # faces neither side
        (sealed(1, BODY.replace("K4", "ZZ")), CardRefusal.IMPOSSIBLE),  # 69.5 degrees
        (sealed(1, BODY.replace("K4", "LJ")), CardRefusal.IMPOSSIBLE),  # 17.5, above its interval
        (sealed(1, BODY.replace("M", "P")), CardRefusal.IMPOSSIBLE),  # 12.4 is not pronounced
        (sealed(1, BODY.replace("JGKU", "KUJG")), CardRefusal.IMPOSSIBLE),  # pronounced begins below mild
        (sealed(1, BODY.replace("M01", "M00")), CardRefusal.IMPOSSIBLE),  # made of no capture
        (sealed(1, BODY + "1R2828"), CardRefusal.IMPOSSIBLE),  # a place below its interval
        (sealed(1, BODY + "2S2S2T"), CardRefusal.IMPOSSIBLE),  # up to 101 %
    ],
)
def test_what_is_no_result_is_refused_for_what_it_is(line, refusal):
    assert refusal_of(line) is refusal


def test_a_refusal_is_the_kiosks_own_and_a_value_error_and_never_quotes_what_it_read():
    with pytest.raises(RecordRefused) as refused:
        decode("WIFI:S:gym;P:secret;;")
    assert isinstance(refused.value, KioskError)
    assert isinstance(refused.value, ValueError)
    assert "secret" not in str(refused.value)
    assert refused.value.__context__ is None


def test_a_result_is_found_among_the_words_of_a_card():
    assert find(f"Mild\r\n12°, “an estimate”\r\n  {LINE}. ") == result()


def test_of_several_results_the_newest_is_found_and_a_broken_one_is_passed_over():
    newer = result(day=date(2027, 1, 10))
    assert find("\n".join([LINE, encode(newer), sealed(1, "XX"), LINE[:-1] + "0"])) == newer


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("Bench press 80 kg", CardRefusal.NOT_OURS),
        ("TILT is my band", CardRefusal.NOT_OURS),
        (f"Mild\n{LINE[:20]}\n{LINE[20:]}", CardRefusal.DAMAGED),
        (f"Mild{LINE}", CardRefusal.DAMAGED),
        (f"{LINE}Mild", CardRefusal.DAMAGED),
        (f"{LINE[:-1]}0 {sealed(1, 'XX')}", CardRefusal.IMPOSSIBLE),
        (f"{sealed(2, 'XX')} {sealed(1, 'XX')}", CardRefusal.NEWER),
    ],
)
def test_a_text_without_a_usable_result_is_refused_for_the_most_telling_reason(text, refusal):
    with pytest.raises(RecordRefused) as refused:
        find(text)
    assert refused.value.refusal is refusal


def reading(deg: float) -> Tilt:
    return Tilt(deg, deg - 4, deg + 4, 0.8, 4.0, 1.5, Facing.RIGHT, 84, 0.8, (), Method.DOTS_AND_CONTOUR)


def test_a_reading_is_written_down_to_the_tenth_with_its_interval_rounded_outwards():
    mild = Graded(Grade.MILD, True, Grade.NEUTRAL, {})
    record = Record.of(reading(10.449), mild, Cuts(), (5.449, 15.4501), DAY)
    assert (record.tilt_deg, record.low_deg, record.high_deg) == (10.4, 5.4, 15.5)
    assert (record.grade, record.borderline, record.cuts) == (Grade.MILD, True, Cuts())
    assert (record.method, record.facing) == (Method.DOTS_AND_CONTOUR, Facing.RIGHT)
    assert (record.day, record.captures, record.place) == (DAY, 1, None)


def test_an_end_on_a_tenth_does_not_widen_by_a_rounding_error():
    record = Record.of(
        reading(0.3), Graded(Grade.NEUTRAL, False, None, {}), Cuts(), (0.1 - 5e-9, 0.7 + 5e-9), DAY
    )
    assert (record.low_deg, record.high_deg) == (0.1, 0.7)


def test_a_reading_that_rounds_onto_a_cut_keeps_the_grade_it_was_given():
    record = Record.of(reading(9.96), Graded(Grade.NEUTRAL, False, None, {}), Cuts(), (4.9, 15.0), DAY)
    assert (record.tilt_deg, record.grade) == (10.0, Grade.NEUTRAL)
    assert decode(encode(record)) == record


def test_a_borderline_reading_may_be_graded_across_its_cut_but_not_two_bands_away():
    assert result(tilt_deg=9.2, borderline=True).grade is Grade.MILD
    with pytest.raises(RecordRefused):
        result(tilt_deg=9.2)
    with pytest.raises(RecordRefused):
        result(tilt_deg=9.2, borderline=True, grade=Grade.PRONOUNCED)


def test_an_interval_beyond_what_can_be_written_ends_there():
    record = Record.of(reading(58.0), Graded(Grade.PRONOUNCED, False, None, {}), Cuts(), (53.0, 63.0), DAY)
    assert record.high_deg == 60.0


@pytest.mark.parametrize(
    "changed",
    [
        {"tilt_deg": float("nan")},
        {"high_deg": float("inf")},
        {"tilt_deg": 12.44},
        {"low_deg": 12.5},
        {"captures": 0},
        {"captures": 36},
        {"day": date(1969, 12, 31)},
        {"day": date(2097, 9, 27)},
        {"day": datetime(2026, 11, 22, 9, 30)},
        {"cuts": Cuts(12.0, 12.0)},
    ],
)
def test_a_record_of_what_cannot_be_is_never_made(changed):
    with pytest.raises(RecordRefused) as refused:
        result(**changed)
    assert refused.value.refusal is CardRefusal.IMPOSSIBLE


@pytest.mark.parametrize("deg", [float("nan"), float("inf"), 75.0])
def test_a_reading_that_is_no_tilt_makes_no_record(deg):
    with pytest.raises(RecordRefused):
        Record.of(reading(deg), Graded(Grade.PRONOUNCED, False, None, {}), Cuts(), (0.0, 90.0), DAY)
