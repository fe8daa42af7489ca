"""The card a guest takes home, read back as a phone would read it."""

from dataclasses import replace
from datetime import date

import numpy as np
import zxingcpp

from kiosk.guidance.language import words_of
from kiosk.guidance.leaves import leaf_count
from kiosk.pelvis.tilt import Cuts, Facing, Grade, Graded, Tilt
from kiosk.screening.view import NoRange, RangePlace, Result, Stage, View
from kiosk.takehome.record import WholePlace, find
from kiosk.web.handout import handout
from kiosk.web.present import present
from tests.takehome.drawn import modules_of

DAY = date(2026, 11, 23)
TILT = Tilt(12.6, 8.4, 16.8, 0.8, 3.3, 1.5, Facing.LEFT, 84, 0.8)
MILD = Result(TILT, Graded(Grade.MILD, False, None, {}), Cuts(), 7.6, 17.6)


def read(picture: str) -> str:
    dark = np.kron(modules_of(picture), np.ones((4, 4))) > 0
    [code] = zxingcpp.read_barcodes(np.where(np.pad(dark, 16), 0, 255).astype(np.uint8))
    return code.text


def test_the_code_holds_the_result_in_words_and_its_record():
    told = read(handout(MILD, DAY, words_of("de")).picture)
    lines = told.splitlines()
    assert lines[:4] == [
        "Leicht",
        "Dein Becken kippt etwa 13° nach vorn, wahrscheinlich zwischen 7° und 18°.",
        "23. November 2026",
        "Eine Schätzung, keine Diagnose.",
    ]
    assert lines[4].startswith("Plan: ")
    record = find(told)
    assert (record.tilt_deg, record.grade, record.day) == (12.6, Grade.MILD, DAY)


def test_a_card_of_a_simulated_camera_says_so():
    told = read(handout(MILD, DAY, words_of("en"), simulated=True).picture)
    assert "From a simulated camera: not a real result." in told


def test_the_card_is_the_last_page_and_nothing_lies_beyond_it():
    count = leaf_count(MILD) + 1
    for leaf in (count, count + 7):
        shown = present(View(Stage.RESULT, result=MILD, leaf=leaf), 0.0, lambda: DAY)["leaf"]
        assert shown is not None
        assert (shown["at"], shown["of"], shown["title"]) == (count, count, "Take it home")


def test_a_picture_reaches_the_page_as_names_attributes_and_children():
    shown = present(View(Stage.RESULT, result=MILD, leaf=1), 0.0)["leaf"]
    assert shown is not None
    assert shown["picture"] is not None
    name, attributes, children = shown["picture"]
    assert name == "svg"
    assert attributes["viewBox"] == "0 0 180 140"
    assert children[0] == ["title", {}, ["The bucket"]]


def test_the_result_itself_has_no_other_page_open():
    assert present(View(Stage.RESULT, result=MILD), 0.0)["leaf"] is None


def test_the_card_carries_the_place_of_a_range_check_its_ends_outwards():
    ranged = View(Stage.RESULT, result=MILD, leaf=99, range=RangePlace(70.4, 55.8, 85.2))
    shown = present(ranged, 0.0, lambda: DAY)["leaf"]
    assert shown is not None
    place = find(read(svg_of(shown["picture"]))).place
    assert place == WholePlace(70, 55, 86)
    tried = replace(ranged, range=NoRange.TOO_SMALL)
    shown = present(tried, 0.0, lambda: DAY)["leaf"]
    assert find(read(svg_of(shown["picture"]))).place is None


def svg_of(tree):
    """A drawing sent as names, attributes and children, as text again."""
    name, attributes, children = tree
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{written}>{''.join(map(svg_of, children))}</{name}>"
