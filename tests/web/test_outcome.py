"""What a guest reads of a range check and of a comparison."""

from datetime import date

import pytest

from kiosk.guidance.language import words_of
from kiosk.screening.view import Changed, NoRange, RangePlace, Sheet, Stage, Verdict, View
from kiosk.web.outcome import outcome

ENGLISH = words_of("en")


def ranged(found, words=ENGLISH):
    return outcome(View(Stage.RESULT, sheet=Sheet.RANGE, range=found), words)


def changed(verdict, change_deg, *, caveats=(), mdc_deg=8.0, words=ENGLISH):
    change = Changed(
        date(2026, 9, 1),
        20.0,
        20.0 + (change_deg or 0),
        verdict,
        change_deg,
        mdc_deg,
        caveats,
    )
    return outcome(View(Stage.RESULT, sheet=Sheet.CHANGE, change=change), words)


def test_the_place_is_told_with_its_interval_and_drawn():
    shown = ranged(RangePlace(70.4, 55.2, 85.6))
    assert shown["lines"] == [
        "At rest you stand 70% of the way from full tuck to full arch, most likely between 55% and 86%.",
        "You rest with room both ways.",
    ]
    assert shown["gauge"] == {
        "percent": 70.4,
        "low_percent": 55.2,
        "high_percent": 85.6,
        "tuck": "full tuck",
        "arch": "full arch",
    }
    assert (shown["then_now"], shown["soft"]) == (None, "This compares you with yourself alone.")


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        (75.0, "near your full arch"),
        (74.9, "room both ways"),
        (25.1, "room both"),
        (25.0, "near your full tuck"),
    ],
)
def test_a_place_within_a_quarter_of_an_end_is_near_it(percent, said):
    assert said in ranged(RangePlace(percent, 10.0, 90.0))["lines"][1]


@pytest.mark.parametrize("reason", NoRange)
def test_without_a_place_the_page_says_why_and_draws_nothing(reason):
    shown = ranged(reason)
    assert shown["title"] == "Not clear yet"
    assert "again" in shown["lines"][0].lower()
    assert (shown["gauge"], shown["then_now"]) == (None, None)


def test_a_sure_change_is_told_with_what_standing_anew_explains():
    shown = changed(Verdict.FURTHER_BACK, -9.2)
    assert shown["title"] == "Further back"
    assert shown["lines"] == [
        "You tip 10° less far forward than on September 1, 2026: "
        "more than the 8° that standing anew can explain."
    ]
    assert shown["then_now"] == {
        "then_deg": 20.0,
        "now_deg": 10.8,
        "mdc_deg": 8.0,
        "words": {"then": "then 20°", "now": "now 11°"},
    }


def test_what_is_just_more_never_reads_as_equal():
    [line] = changed(Verdict.FURTHER_FORWARD, 4.8, mdc_deg=4.6)["lines"]
    assert "5° further forward" in line
    assert "more than the 4°" in line


def test_a_change_within_the_detectable_is_none_we_can_be_sure_of():
    shown = changed(Verdict.NO_SURE_CHANGE, -4.1, mdc_deg=8.04)
    assert shown["lines"] == [
        "No change we can be sure of since September 1, 2026: up to 8° can come from standing anew."
    ]
    assert shown["soft"].startswith("Exercise moves standing tilt by a degree or two.")


def test_what_cannot_be_compared_is_not_drawn_and_says_why():
    shown = changed(Verdict.NOT_COMPARABLE, None, caveats=("facing_differs",))
    assert shown["lines"] == [
        "Your result of September 1, 2026 and today's cannot be compared.",
        "You faced the other way then, and left and right can differ.",
    ]
    assert shown["then_now"] is None


def test_both_speak_the_visits_language():
    german = words_of("de")
    assert "82\xa0%" in ranged(RangePlace(82.0, 70.0, 94.0), german)["lines"][0]
    assert "1. September 2026" in changed(Verdict.FURTHER_BACK, -9.2, words=german)["lines"][0]


def test_another_sheet_has_no_outcome():
    place = RangePlace(70.0, 55.0, 85.0)
    assert outcome(View(Stage.RESULT, sheet=Sheet.PLAN, leaf=1, range=place), ENGLISH) is None


def test_french_numbers_the_first_of_a_month_as_an_ordinal():
    assert "1er septembre 2026" in changed(Verdict.FURTHER_BACK, -9.2, words=words_of("fr"))["lines"][0]
