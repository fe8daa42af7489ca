"""What follows the result on the screen: leafed through by touch, and the card read off the glass."""

from datetime import UTC, datetime

import cv2
import numpy as np
import pytest
import zxingcpp

from kiosk.guidance.language import LANGUAGES
from kiosk.pelvis.tilt import Grade
from kiosk.takehome.record import find

from .scenes import SCENES
from .screenshots import SIZES, settled, show

SCENE = {scene.name: scene for scene in SCENES}
CARD = [scene for scene in SCENES if scene.view.leaf][-1]


def test_a_guest_leafs_on_and_back_and_taps_too_fast_without_skipping_a_page(open_at, visits):
    page = open_at((800, 480))
    show(page, visits, SCENE["result-pronounced"])
    settled(page).get_by_role("button", name="What to do").tap()
    page.get_by_role("heading", name="The bucket").wait_for()
    settled(page).evaluate(
        "() => { const next = document.getElementById('next'); next.click(); next.click(); }"
    )
    page.get_by_role("heading", name="Why it happens").wait_for()
    page.get_by_role("button", name="Back").tap()
    page.get_by_role("heading", name="The bucket").wait_for()
    page.get_by_role("button", name="Back").tap()
    page.get_by_role("heading", name="Pronounced").wait_for()
    assert visits.touches == ["turn 1", "turn 2", "turn 2", "turn 1", "turn 0"]


def test_the_last_page_has_no_next_and_every_page_has_done(open_at, visits):
    page = open_at((1280, 720))
    show(page, visits, CARD)
    assert not page.get_by_role("button", name="Next").is_visible()
    assert page.get_by_role("button", name="Done").is_visible()
    show(page, visits, SCENE["leaf-1"])
    assert page.get_by_role("button", name="Next").is_visible()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_card_is_read_off_every_screen_in_every_language(open_at, visits, size):
    page = open_at(size)
    for language in LANGUAGES:
        show(page, visits, CARD, language)
        seen = cv2.imdecode(np.frombuffer(page.screenshot(), np.uint8), cv2.IMREAD_GRAYSCALE)
        [code] = zxingcpp.read_barcodes(seen)
        record = find(code.text)
        assert (record.tilt_deg, record.grade) == (21.4, Grade.PRONOUNCED)
        assert abs((record.day - datetime.now(UTC).date()).days) <= 1


def test_nothing_of_the_pages_is_left_when_the_visit_is_over(open_at, visits):
    page = open_at((800, 480))
    show(page, visits, CARD)
    show(page, visits, SCENE["idle"])
    left = page.evaluate("document.getElementById('leaf').innerHTML")
    assert "Take it home" not in left
    assert "<path" not in left
