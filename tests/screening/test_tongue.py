"""A guest's language lasts as long as the guest."""

from kiosk.screening.tongue import FORGOTTEN_S, Tongue

OFFERED = Tongue.of(("de", "en"))


def test_a_visit_begins_with_the_first_language():
    assert OFFERED.code == "de"


def test_a_choice_is_kept_through_a_visit_however_long_it_takes():
    chosen = OFFERED.chosen("en", now_s=10.0)
    started = chosen.later(12.0, was_idle=True, idle=False)
    assert started.later(500.0, was_idle=False, idle=False).code == "en"


def test_the_end_of_a_visit_brings_the_first_language_back():
    assert OFFERED.chosen("en", 10.0).later(11.0, was_idle=False, idle=True) == OFFERED


def test_a_choice_left_alone_on_the_idle_page_is_forgotten():
    chosen = OFFERED.chosen("en", now_s=10.0)
    assert chosen.later(10.0 + FORGOTTEN_S - 0.1, was_idle=True, idle=True).code == "en"
    assert chosen.later(10.0 + FORGOTTEN_S, was_idle=True, idle=True) == OFFERED


def test_a_language_that_is_not_offered_changes_nothing():
    assert OFFERED.chosen("fr", 10.0) == OFFERED
