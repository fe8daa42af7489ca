"""Every language says all that English says, in its own words, and in words a guest may be told."""

import string

import pytest

from kiosk.guidance.english import TEXT
from kiosk.guidance.language import FOLDER, LANGUAGES, catalogue, entries, words_of
from kiosk.guidance.words import say
from kiosk.screening.reason import Reason
from kiosk.screening.view import Stage
from kiosk.settings import Settings

TRANSLATED = [code for code in LANGUAGES if code != "en"]
EVERY_KEY = [(code, key) for code in TRANSLATED for key in TEXT]
# Words of a clinic in each language; what is not a diagnosis or a medical device may be said not to be.
FORBIDDEN = {
    "es": ("diagn", "trastorno", "lesi", "paciente", "anormal", "tratamiento", "sanitario", "riesgo"),
    "de": ("diagnose", "störung", "verletz", "patient", "abnormal", "behandl", "medizin", "risiko", "krank"),
    "fr": ("diagnos", "trouble", "bless", "patient", "anormal", "traitement", "médical", "risque"),
}
DISCLAIMERS = {
    "es": ("no un diagnóstico", "no es un producto sanitario"),
    "de": ("keine diagnose", "kein medizinprodukt"),
    "fr": ("pas un diagnostic", "n’est pas un dispositif médical", "patiente un peu"),
}


def places(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_catalogue_has_every_key_with_the_english_it_was_translated_from(code):
    found = {key: english for key, english, words in entries(catalogue(code)) if words}
    assert found == {key: english for key, english in TEXT.items() if english}


def test_every_catalogue_is_offered_and_every_setting_is_a_language():
    assert {path.stem for path in FOLDER.glob("*.po")} == set(TRANSLATED)
    assert set(Settings.model_fields["languages"].default) == set(LANGUAGES)


@pytest.mark.parametrize(("code", "key"), EVERY_KEY)
def test_a_translation_has_the_places_of_the_english(code, key):
    assert places(words_of(code).texts[key]) == places(TEXT[key])


def test_texts_have_named_places_only_so_that_a_translator_can_move_them():
    assert all(name.isidentifier() for words in TEXT.values() for name in places(words))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("reason", [None, *Reason])
def test_a_title_is_three_words_in_every_language(code, stage, reason):
    assert 1 <= len(say(stage, reason, words=words_of(code)).title.split()) <= 3


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_thing_to_put_right_has_its_own_title(code):
    titles = {say(Stage.POSITIONING, reason, words=words_of(code)).title for reason in Reason}
    assert len(titles) == len(Reason)


@pytest.mark.parametrize(("code", "key"), EVERY_KEY)
def test_no_translation_uses_a_word_that_belongs_in_a_clinic(code, key):
    said = words_of(code).texts[key].lower()
    for disclaimer in DISCLAIMERS[code]:
        said = said.replace(disclaimer, "")
    assert not [word for word in FORBIDDEN[code] if word in said]


def test_a_text_is_filled_with_its_values():
    told = words_of("de")("borderline", cut="15°", neighbour="leicht")
    assert told == "Nah an 15°: beim nächsten Mal vielleicht leicht."


def test_a_missing_value_is_an_error_rather_than_a_gap():
    with pytest.raises(KeyError):
        words_of("en")("borderline", cut="15°")


def test_an_unknown_key_or_language_is_an_error():
    with pytest.raises(KeyError):
        words_of("en")("no.such.key")
    with pytest.raises(KeyError):
        words_of("tlh")
