import pytest

from kiosk.guidance.english import TEXT
from kiosk.guidance.words import Said, Sign, say
from kiosk.screening.reason import Reason
from kiosk.screening.view import Stage

EVERY_MOMENT = [(stage, reason) for stage in Stage for reason in (None, *Reason)]

FORBIDDEN = ("screening", "diagnos", "disorder", "injur", "patient", "abnormal", "treat", "medical", "risk")
DISCLAIMERS = ("not a diagnosis", "not a medical device")


@pytest.mark.parametrize(("stage", "reason"), EVERY_MOMENT)
def test_every_stage_with_every_reason_has_a_title_of_at_most_three_words(stage, reason):
    words = say(stage, reason)
    assert 1 <= len(words.title.split()) <= 3


@pytest.mark.parametrize(("stage", "reason"), [pair for pair in EVERY_MOMENT if pair[0] is not Stage.RESULT])
def test_every_stage_but_the_result_says_a_whole_sentence_up_close(stage, reason):
    assert say(stage, reason).line.endswith(".")


def test_each_thing_to_put_right_has_its_own_title_and_its_own_sign():
    told = [say(Stage.POSITIONING, reason) for reason in Reason]
    assert len({words.title for words in told}) == len(Reason)
    assert len({words.sign for words in told}) == len(Reason)


def test_a_guest_who_faces_the_screen_is_told_to_turn():
    assert say(Stage.POSITIONING, Reason.NOT_SIDE_ON) == Said(
        "Turn side-on", "Left or right, as you like: one shoulder to the screen.", Sign.TURN
    )


def test_a_refusal_says_why_and_that_it_tries_again():
    words = say(Stage.REFUSED, Reason.MOVING)
    assert words == Said("Once more", "There was a little movement. We try again by ourselves.", Sign.AGAIN)


def test_every_refusal_has_its_own_reason_in_words():
    assert len({say(Stage.REFUSED, reason).line for reason in (None, *Reason)}) == len(Reason) + 1


def test_a_reason_changes_nothing_where_a_stage_has_no_words_for_it():
    assert say(Stage.HOLDING, Reason.TOO_DARK) == say(Stage.HOLDING)


def test_only_a_fault_that_passes_is_said_to_come_back_by_itself():
    passing, lasting = say(Stage.FAULT), say(Stage.FAULT, for_good=True)
    assert "comes back by itself" in passing.line
    assert "by itself" not in f"{lasting.title} {lasting.line} {lasting.note}"
    assert (lasting.title, lasting.line) == (
        "Ask staff",
        "The camera cannot be used just now. Staff need to see to it.",
    )
    assert "kiosk doctor" in lasting.note


def test_only_a_fault_has_a_note_for_staff():
    assert [stage for stage in Stage if say(stage).note] == [Stage.FAULT]


@pytest.mark.parametrize("key", TEXT)
def test_no_text_for_guests_uses_a_word_that_belongs_in_a_clinic(key):
    said = TEXT[key].lower()
    for disclaimer in DISCLAIMERS:
        said = said.replace(disclaimer, "")
    assert not [word for word in FORBIDDEN if word in said]
