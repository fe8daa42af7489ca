"""Hands that tap too often, hold, pinch, swipe and go back: no touch leaves the page or the visit stuck."""

import pytest

from kiosk.guidance.language import LANGUAGES
from kiosk.screening.view import Stage, View

from .scenes import SCENES, SIMULATED
from .screenshots import SIZES, open_page, settled, show

SCENE = {scene.name: scene for scene in SCENES}
SIZE = (800, 480)

# Chromium's own touches: points at a time, as a hand would put them down, move and lift them.
FINGERS = "Input.dispatchTouchEvent"


def fingers(page, *moments):
    session = page.context.new_cdp_session(page)
    for kind, *points in moments:
        session.send(FINGERS, {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})
    session.detach()


def middle(page, name):
    box = page.get_by_role("button", name=name, exact=True).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def still_works(page, visits):
    """The page is as large as ever, and goes on showing what the kiosk says."""
    assert page.evaluate("[visualViewport.scale, scrollX, scrollY]") == [1, 0, 0]
    visits.board.show(View(Stage.POSITIONING, simulated=SIMULATED))
    page.get_by_role("heading", name="Good").wait_for()


def test_twenty_quick_taps_all_reach_the_kiosk_which_needs_only_the_first(open_at, visits):
    page = open_at(SIZE)
    show(page, visits, SCENE["idle"])
    settled(page).evaluate("() => { for (let i = 0; i < 20; i++) document.getElementById('start').click(); }")
    page.wait_for_function("() => performance.getEntriesByName(location.href + 'visit/start').length === 20")
    assert visits.touches == ["start"] * 20
    still_works(page, visits)


def test_the_second_half_of_a_double_tap_does_not_skip_what_is_to_be_prepared(open_at, visits):
    page = open_at(SIZE)
    show(page, visits, SCENE["consent"])
    show(page, visits, SCENE["prepare"])
    page.evaluate("() => document.getElementById('ready').click()")
    settled(page).get_by_role("button", name="I'm ready").tap()
    page.wait_for_function("() => performance.getEntriesByName(location.href + 'visit/ready').length === 1")
    assert visits.touches == ["ready"]


def test_two_fingers_a_pinch_and_a_long_press_change_nothing(open_at, visits):
    page = open_at(SIZE)
    show(page, visits, SCENE["result-mild"])
    page.evaluate(
        """() => {
          window.menus = 0;
          addEventListener("contextmenu", (event) => { window.menus += !event.defaultPrevented; });
        }"""
    )
    (x, y), (u, v) = middle(page, "What to do"), middle(page, "Done")
    fingers(page, ("touchStart", (x, y), (u, v)), ("touchEnd",))
    fingers(
        page,
        ("touchStart", (300, 200), (500, 200)),
        ("touchMove", (200, 150), (600, 250)),
        ("touchMove", (100, 100), (700, 300)),
        ("touchEnd",),
    )
    page.get_by_role("button", name="What to do").click(button="right")
    assert page.evaluate("window.menus") == 0
    assert visits.touches == []
    still_works(page, visits)


def test_the_back_gesture_has_nowhere_to_go(open_at, visits, server):
    page = open_at(SIZE)
    for name in ("consent", "prepare", "result-mild", "leaf-3"):
        show(page, visits, SCENE[name])
    # Only the blank page that every tab begins with lies before it; a kiosk's browser opens on this one.
    assert page.evaluate("history.length") == 2
    page.go_back()
    page.go_forward()
    page.wait_for_url(server.url)
    still_works(page, visits)


def test_a_second_tab_shows_the_same_visit_and_may_be_closed(browser, server, visits):
    first, second = (open_page(browser, server.url, SIZE) for _ in range(2))
    show(first, visits, SCENE["result-mild"])
    second.get_by_role("heading", name="Mild").wait_for()
    with second.expect_response("**/visit/stop"):
        settled(second).get_by_role("button", name="Done").tap()
    second.context.close()
    assert visits.touches == ["stop"]
    still_works(first, visits)
    first.context.close()


@pytest.mark.parametrize("name", ["prepare", "range", "tips", "result-mild", "ranged-middle", "compare"])
def test_every_page_can_be_left_and_gone_on_from_by_keyboard_alone(open_at, visits, name):
    page = open_at(SIZE)
    show(page, visits, SCENE[name])
    settled(page)
    buttons = page.evaluate(
        "() => [...document.querySelectorAll('button')].filter((b) => b.checkVisibility()).map((b) => b.id)"
    )
    reached = []
    for _ in buttons:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))
        assert page.locator("button:focus-visible").count() == 1
    assert reached == buttons
    with page.expect_response("**/visit/stop"):
        page.keyboard.press("Enter")
    assert visits.touches == ["stop"]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_button_moves_under_a_finger_that_leafs_on_and_on(open_at, visits, size, language):
    page, places = open_at(size, reduced_motion="reduce"), set()
    for number in (1, 2, 9, 10, 25):
        show(page, visits, SCENE[f"leaf-{number}"], language)
        places.add(str([page.locator(f"#{name}").bounding_box() for name in ("before", "next", "done")]))
    show(page, visits, SCENE["leaf-26"], language)
    places.add(str([page.locator(f"#{name}").bounding_box() for name in ("before", "next", "done")]))
    assert len(places) == 1
    assert not page.locator("#next").is_visible()


def test_a_double_tap_never_touches_what_the_first_tap_has_put_there(open_at, visits):
    page = open_at(SIZE)
    walk = ["idle", "consent", "prepare", "positioning", "result-mild", "leaf-1", "tips", "result-ending"]
    show(page, visits, SCENE[walk[0]])
    for name in walk[1:]:
        show(page, visits, SCENE[name])
        # A tap on every button at once, in the moment after they have come.
        page.evaluate("() => document.querySelectorAll('button[id]').forEach((b) => b.hidden || b.click())")
    assert visits.touches == []
