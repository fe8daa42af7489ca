"""With text at 200 per cent nothing is lost: a page that no longer fits becomes one column and scrolls."""

import pytest

from .layout import measure
from .scenes import SCENES
from .screenshots import SIZES, launched, open_page, settled, show

SHOWN = [
    scene for scene in SCENES if not scene.name.startswith("leaf-") or scene.name in {"leaf-1", "leaf-9"}
]


@pytest.fixture(scope="module")
def large_text(playwright):
    """A browser whose owner reads text of twice the usual size."""
    browser = launched(playwright, "--blink-settings=defaultFontSize=32")
    yield browser
    browser.close()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_word_is_cut_or_covered_at_twice_the_size(large_text, server, visits, size):
    page = open_page(large_text, server.url, size, reduced_motion="reduce")
    faults = {}
    for scene in SHOWN:
        show(page, visits, scene)
        layout = measure(page, scrolls=True)
        wrong = list(layout.faults)
        if layout.smallest_text_px < 43:
            wrong.append(f"text of {layout.smallest_text_px} px")
        if wrong:
            faults[scene.name] = wrong
    page.context.close()
    assert faults == {}


def test_every_button_can_be_scrolled_to_and_touched(large_text, server, visits):
    page = open_page(large_text, server.url, (800, 480))
    show(page, visits, next(scene for scene in SCENES if scene.name == "prepare"))
    settled(page)
    with page.expect_response("**/visit/ready"):
        page.get_by_role("button", name="I'm ready").tap()
    page.context.close()
