"""Every language on every screen: chosen by touch, complete, and with nothing cut."""

import re

import pytest

from kiosk.guidance import language as languages
from kiosk.guidance.english import TEXT
from kiosk.guidance.language import LANGUAGES, Words

from .layout import measure
from .scenes import SCENES
from .screenshots import SIZES, marked, settled, show

SCENE = {scene.name: scene for scene in SCENES}
PSEUDO = str.maketrans("aeiouAEIOUcnsyz", "åéîøûÅÉÎØÛçñšýž")


def pseudo(code: str) -> Words:
    """Words that look like English and are not: whatever is not among them was never translated."""
    places = re.compile(r"({\w+})")
    texts = {
        key: "".join(
            part if places.fullmatch(part) else part.translate(PSEUDO) for part in places.split(words)
        ).join("«»")
        for key, words in TEXT.items()
        if words
    }
    return Words("en", {**TEXT, **texts})


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_scene_fits_its_screen_in_every_language(open_at, visits, size, language):
    page = open_at(size)
    faults = {}
    for scene in SCENES:
        show(page, visits, scene, language)
        if wrong := measure(page).faults:
            faults[scene.name] = wrong
    assert faults == {}


def test_a_touch_on_a_language_changes_every_word_of_the_page(open_at, visits):
    page = open_at((800, 480))
    show(page, visits, SCENE["idle"])
    settled(page).get_by_role("button", name="Deutsch").tap()
    page.get_by_role("heading", name="Prüf deine Haltung").wait_for()
    assert page.get_by_role("button", name="Start").is_visible()
    assert page.get_by_role("button", name="Deutsch").get_attribute("aria-pressed") == "true"
    assert page.get_by_role("button", name="English").get_attribute("aria-pressed") == "false"
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.title() == "Haltungs-Check"
    assert visits.touches == ["de"]
    page.reload()
    page.get_by_role("heading", name="Prüf deine Haltung").wait_for()


def test_no_word_on_any_page_is_written_into_it(open_at, visits, monkeypatch):
    monkeypatch.setattr(languages, "words_of", pseudo)
    monkeypatch.setattr("kiosk.web.present.words_of", pseudo)
    monkeypatch.setattr("kiosk.web.guest.words_of", pseudo)
    page = open_at((1280, 720))
    loose = {}
    for scene in SCENES:
        visits.board.show(scene.now())
        page.wait_for_selector(marked(scene))
        texts = [box.text for box in measure(page).texts]
        foreign = [text for text in texts if "«" not in text and text not in LANGUAGES.values()]
        if untold := [text for text in foreign if not re.fullmatch(r"[\d:/ ]+", text)]:
            loose[scene.name] = untold
    assert loose == {}
