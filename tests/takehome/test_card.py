"""A card says the result in words and carries its record, in a code that a phone reads off the screen."""

import re
from dataclasses import fields

import numpy as np
import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from kiosk.takehome.card import CAPACITY_BYTES, LARGEST_VERSION, QUIET_MODULES, Lines, card, fitted
from kiosk.takehome.record import Record, WholePlace, encode, find
from tests.takehome.drawn import modules_of
from tests.takehome.results import result

ENGLISH = Lines(
    "Mild",
    "Your pelvis tips forward about 12°, most likely between 7° and 18°.",
    "22 November 2026",
    "An estimate, not a diagnosis.",
    "Plan:",
    ("Hip flexor stretch", "Quad massage", "Bridge", "Dead bug", "Plank", "Bird dog"),
)
FRENCH = Lines(
    "Légère",
    "Votre bassin bascule vers l’avant d’environ 12°, très probablement entre 7° et 18°.",
    "22 novembre 2026",
    "Une estimation, pas un diagnostic.",
    "Programme :",
    (
        "Étirement des fléchisseurs de hanche",
        "Massage des quadriceps",
        "Pont fessier",
        "Insecte mort",
        "Planche",
    ),
)
RECORD = result()
LINE = encode(RECORD)
WITH_PLACE = result(captures=3, place=WholePlace(63, 50, 80))


def read(svg: str, module_px: int) -> str:
    """What a reader makes of the code as drawn, its modules so many pixels wide."""
    dark = modules_of(svg).repeat(module_px, 0).repeat(module_px, 1)
    [code] = zxingcpp.read_barcodes(np.where(dark, 0, 255).astype(np.uint8))
    return code.text


def test_a_card_reads_the_words_line_by_line_and_ends_with_the_record():
    assert card(ENGLISH, RECORD).text == (
        "Mild\n"
        "Your pelvis tips forward about 12°, most likely between 7° and 18°.\n"
        "22 November 2026\n"
        "An estimate, not a diagnosis.\n"
        "Plan: Hip flexor stretch, Quad massage, Bridge, Dead bug, Plank, Bird dog\n"
        f"{LINE}"
    )


@pytest.mark.parametrize("lines", [ENGLISH, FRENCH])
@pytest.mark.parametrize("module_px", [2, 5])
def test_the_drawn_code_reads_as_the_text_accents_included(lines, module_px):
    drawn = card(lines, WITH_PLACE)
    text = read(drawn.svg, module_px)
    assert text == drawn.text
    assert find(text) == WITH_PLACE


def test_the_drawing_scales_with_its_place_and_keeps_a_quiet_zone_of_four():
    drawn = card(ENGLISH, RECORD)
    opening = re.match(r"<svg [^>]*>", drawn.svg)[0]
    side = drawn.modules + 2 * QUIET_MODULES
    assert f'viewBox="0 0 {side} {side}"' in opening
    assert "width" not in opening
    assert 'shape-rendering="crispEdges"' in opening
    dark = modules_of(drawn.svg)
    rows, columns = np.nonzero(dark)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (4, side - 5, 4, side - 5)


def test_the_drawing_brings_no_script_style_link_or_text_into_the_page():
    svg = card(Lines("<script>", "&", '"', "]]>"), RECORD).svg
    assert set(re.findall(r"<(\w+)", svg)) == {"svg", "path"}
    assert not re.search(r"style|href|class|xlink|on\w+=", svg)


def test_the_capacity_is_that_of_the_largest_version_at_error_level_m():
    full = segno.make_qr(b"~" * CAPACITY_BYTES, error="m", boost_error=False)
    over = segno.make_qr(b"~" * (CAPACITY_BYTES + 1), error="m", boost_error=False)
    assert (full.version, over.version) == (LARGEST_VERSION, LARGEST_VERSION + 1)
    # 17 modules and four for each version; with the quiet zone 5 pixels each in 365.
    assert (4 * LARGEST_VERSION + 17 + 2 * QUIET_MODULES) * 5 == 365


def test_exercises_that_do_not_fit_are_left_out_from_the_last():
    text = card(FRENCH, WITH_PLACE).text
    # Four lines of 8 + 91 + 16 + 34 bytes, "Programme : " 12, the record 38, five ends of line: 204, which
    # leaves 83 for names: 38 + 2 + 22 + 2 + 12 = 76, and ", Insecte mort" is 14 more.
    plan = "Programme : Étirement des fléchisseurs de hanche, Massage des quadriceps, Pont fessier"
    assert text.splitlines()[4] == plan
    assert len(text.encode()) <= CAPACITY_BYTES


@pytest.mark.parametrize(("length", "kept"), [(231, 1), (232, 0)])
def test_the_only_exercise_stays_up_to_the_last_byte(length, kept):
    # 287 - 32 of the record - 4 - 3 - 5 - 5 of the lines - 2 of "P " - 5 ends of line = 231.
    told = fitted(Lines("Mild", "5°", "today", "About", "P", ("x" * length,)), LINE).splitlines()
    assert len(told) == 5 + kept


def test_without_exercises_there_is_no_line_for_a_plan():
    assert fitted(Lines("Neutral", "5°", "today", "An estimate.", "Plan:"), LINE).splitlines() == [
        "Neutral",
        "5°",
        "today",
        "An estimate.",
        LINE,
    ]


def test_words_too_long_lose_the_end_of_the_longest_line_after_the_plan_and_the_record_nothing():
    told = fitted(Lines("Mild", "a" * 400, "today", "An estimate.", "Plan:", ("Bridge",)), LINE).splitlines()
    assert [told[0], told[2], told[3], told[4]] == ["Mild", "today", "An estimate.", LINE]
    # 287 - 32 - 4 - 5 - 12 - 4 ends of line = 230, three of which are the ellipsis.
    assert told[1] == "a" * 227 + "…"


@given(st.builds(Lines, *[st.text(max_size=300)] * 5, st.lists(st.text(max_size=60), max_size=8).map(tuple)))
def test_whatever_the_words_a_card_fits_and_its_record_is_found(lines):
    text = fitted(lines, LINE)
    assert len(text.encode()) <= CAPACITY_BYTES
    assert text.splitlines()[-1] == LINE
    assert find(text) == RECORD


def test_a_card_of_the_longest_words_is_drawn_no_larger_than_the_largest_version():
    drawn = card(Lines("ß" * 300, "é" * 300, "日" * 300, "x" * 300, "Plan:", ("ö" * 50,) * 9), WITH_PLACE)
    assert (drawn.version, drawn.modules) == (12, 65)
    assert find(read(drawn.svg, 5)) == WITH_PLACE


def test_a_result_carries_nothing_of_who_where_or_at_what_time():
    assert {field.name for field in fields(Record)} == {
        "day",
        "tilt_deg",
        "low_deg",
        "high_deg",
        "grade",
        "borderline",
        "cuts",
        "method",
        "facing",
        "captures",
        "place",
    }
    assert card(ENGLISH, RECORD) == card(ENGLISH, result())
