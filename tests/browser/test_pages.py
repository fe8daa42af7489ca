import statistics
import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from kiosk.pelvis.tilt import Grade
from kiosk.screening.reason import Reason
from kiosk.screening.view import Stage, View

from .layout import measure
from .scenes import SCENES, guest, result
from .screenshots import SIZES, open_page, serving, settled, show

SCENE = {scene.name: scene for scene in SCENES}
EVERY_STAGE = [
    "idle",
    "consent",
    "prepare",
    "dots",
    "positioning-not_side_on",
    "holding",
    "capturing",
    "thinking",
    "result-borderline",
    "result-ending",
    "leaf-9",
    "range",
    "ranged-near-arch",
    "compare-damaged",
    "changed-further_back",
    "refused-moving",
    "tips",
    "fault",
    "goodbye",
]
AT_THE_MAT = [
    scene for scene in SCENES if scene.view.stage in {Stage.POSITIONING, Stage.HOLDING, Stage.CAPTURING}
]

# The rules of WCAG 2.2 to level AAA in contrast (7:1), and axe's own advice.
AXE_OPTIONS = {"rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}}

by_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


@by_size
def test_every_scene_fits_its_screen_with_nothing_cut_covered_or_small(open_at, visits, size):
    page = open_at(size)
    faults = {}
    for scene in SCENES:
        show(page, visits, scene)
        layout = measure(page)
        wrong = list(layout.faults)
        wrong += [f"{box.text} is {box.shorter_side} px" for box in layout.buttons if box.shorter_side < 64]
        if layout.smallest_text_px < 22:
            wrong.append(f"text of {layout.smallest_text_px} px")
        if wrong:
            faults[scene.name] = wrong
    assert faults == {}


@pytest.mark.parametrize("size", [(800, 480), (720, 1280)], ids=["800x480", "720x1280"])
def test_every_scene_still_fits_in_a_wider_typeface(open_at, visits, size):
    page = open_at(size)
    page.evaluate("document.documentElement.style.fontFamily = 'DejaVu Sans'")
    faults = {}
    for scene in SCENES:
        show(page, visits, scene)
        if wrong := measure(page).faults:
            faults[scene.name] = wrong
    assert faults == {}


@by_size
def test_axe_finds_nothing_on_any_page(open_at, visits, size):
    page = open_at(size, reduced_motion="reduce")
    for name in EVERY_STAGE:
        show(page, visits, SCENE[name])
        found = Axe().run(page, options=AXE_OPTIONS).response
        assert (name, found["violations"]) == (name, [])
        assert "color-contrast-enhanced" in [rule["id"] for rule in found["passes"]]


@by_size
def test_capitals_at_the_mat_are_at_least_eight_percent_of_the_screen_high(open_at, visits, size):
    page = open_at(size)
    heights = {}
    for scene in AT_THE_MAT:
        show(page, visits, scene)
        heights[scene.name] = page.evaluate(
            """() => {
              const pen = document.createElement("canvas").getContext("2d");
              const style = getComputedStyle(document.getElementById("title"));
              pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
              return pen.measureText("H").actualBoundingBoxAscent;
            }"""
        )
    assert min(heights.values()) >= 0.08 * size[1]


@by_size
def test_stop_is_on_every_page_but_idle_and_never_where_start_was(open_at, visits, size):
    page = open_at(size)
    show(page, visits, SCENE["idle"])
    [start, *languages] = measure(page).buttons
    assert start.text == "Start"
    assert [each.text for each in languages] == ["English", "Español", "Deutsch", "Français"]
    # What is asked first has its own test; in a fault and at goodbye there is nothing left to stop.
    for name in EVERY_STAGE[2:-2]:
        show(page, visits, SCENE[name])
        *_, way_out = measure(page).buttons
        after = name.startswith(("result", "leaf", "ranged", "changed"))
        assert way_out.text == ("Done" if after else "Stop")
        # A guest who taps Start twice must not stop what they have begun.
        assert not way_out.touches(start)


@by_size
def test_declining_is_as_large_as_agreeing_and_neither_lies_where_start_was(open_at, visits, size):
    page = open_at(size)
    show(page, visits, SCENE["idle"])
    start = measure(page).buttons[0]
    show(page, visits, SCENE["consent"])
    decline, agree = measure(page).buttons
    assert (decline.text, agree.text) == ("No, thanks", "I agree")
    widths, heights = (
        [box.edges[far] - box.edges[near] for box in (decline, agree)] for near, far in ((0, 2), (1, 3))
    )
    assert widths[0] == pytest.approx(widths[1], abs=1)
    assert heights[0] == pytest.approx(heights[1], abs=1)
    # A guest who taps Start twice must not agree to what they have not read.
    assert not agree.touches(start)


def test_a_tap_on_each_button_reaches_the_kiosk(open_at, visits):
    page = open_at((800, 480))
    for name, button in [
        ("idle", "Start"),
        ("consent", "I agree"),
        ("consent", "No, thanks"),
        ("prepare", "With dots"),
        ("prepare", "I'm ready"),
        ("dots", "Without dots"),
        ("tips", "Try again"),
        ("consent-ending", "I'm still here"),
        ("positioning-too_far", "Stop"),
        ("result-mild", "Range check"),
        ("result-mild", "Compare"),
        ("result-mild", "Done"),
    ]:
        show(page, visits, SCENE[name])
        settled(page)
        with page.expect_response("**/visit/*") as answer:
            page.get_by_role("button", name=button, exact=True).tap()
        assert answer.value.status == 204
    first, after = ["start", "agree", "stop"], ["stop", "range", "compare", "stop"]
    assert visits.touches == [*first, "dots", "ready", "no-dots", "ready", "stay", *after]


def test_the_page_can_be_used_by_keyboard_with_its_focus_seen(open_at, visits):
    page = open_at((800, 480))
    show(page, visits, SCENE["idle"])
    settled(page).keyboard.press("Tab")
    focused = page.locator("button:focus-visible")
    assert focused.inner_text() == "Start"
    assert focused.evaluate("e => getComputedStyle(e).outlineWidth") == "4px"
    with page.expect_response("**/visit/start"):
        page.keyboard.press("Enter")
    show(page, visits, SCENE["holding"])
    assert page.locator("button:focus").inner_text() == "Stop"
    assert visits.touches == ["start"]


def test_what_is_to_be_done_is_announced(open_at, visits):
    page = open_at((800, 480))
    show(page, visits, SCENE["positioning-not_side_on"])
    assert page.get_by_role("status").inner_text() == (
        "Turn side-on. Left or right, as you like: one shoulder to the screen."
    )
    show(page, visits, SCENE["result-borderline"])
    assert page.get_by_role("status").inner_text() == (
        "Mild. Your pelvis tips forward about 14°, most likely between 9° and 20°. "
        "Close to the 15° line: another check could say pronounced."
    )


def test_the_three_grades_differ_in_word_shape_and_colour(open_at, visits):
    page = open_at((800, 480))
    signs = []
    for grade in Grade:
        show(page, visits, SCENE[f"result-{grade}"])
        signs.append(
            (
                page.locator("#result-word").inner_text(),
                page.locator("#grade-shape").get_attribute("href"),
                page.locator("#result-word").evaluate("e => getComputedStyle(e).color"),
            )
        )
    assert signs == [
        ("Neutral", "#shape-neutral", "rgb(35, 193, 151)"),
        ("Mild", "#shape-mild", "rgb(240, 180, 41)"),
        ("Pronounced", "#shape-pronounced", "rgb(255, 122, 69)"),
    ]


def test_every_page_says_what_is_simulated(open_at, visits):
    page = open_at((800, 480))
    for name in EVERY_STAGE:
        show(page, visits, SCENE[name])
        assert page.locator("#simulated").inner_text() == "simulated: camera, lights"
    visits.board.show(View(Stage.IDLE))
    page.locator("#simulated").wait_for(state="hidden")


def test_the_badge_shows_the_simulated_lamps_as_bright_as_they_are(open_at, visits):
    page = open_at((800, 480))
    as_bright_as = """(wanted) => [...document.querySelectorAll("#lamps svg")]
      .every((lamp, i) => Math.abs(getComputedStyle(lamp).opacity - wanted[i]) < 0.001)"""
    # A level of 0 is drawn at 0.12 and one of 1 at 1, so that of 0.6 at 0.12 + 0.6 · 0.88.
    for scene, opacities in [("result-neutral", [1, 0.12, 0.12]), ("holding", [0.648, 0.12, 0.648])]:
        show(page, visits, SCENE[scene])
        page.wait_for_function(as_bright_as, arg=opacities)
    third = page.locator("#lamps svg").nth(2)
    assert third.is_visible()
    assert third.evaluate("e => getComputedStyle(e).color") == "rgb(255, 122, 69)"
    assert third.locator("use").get_attribute("href") == "#shape-pronounced"
    show(page, visits, SCENE["result-pronounced"])
    page.wait_for_function(as_bright_as, arg=[0.12, 0.12, 1])


def test_no_lamps_are_drawn_where_the_lights_are_real(browser, visits):
    with serving(visits, lamps=False) as server:
        page = open_page(browser, server.url, (800, 480))
        show(page, visits, SCENE["result-pronounced"])
        assert page.locator("#simulated").is_visible()
        assert page.locator("#lamps").is_hidden()
        page.context.close()


def test_a_fault_tells_the_guest_kindly_and_staff_what_to_look_at(open_at, visits):
    page = open_at((800, 480))
    show(page, visits, SCENE["fault"])
    line, note = page.locator("#line").inner_text(), page.locator("#note").inner_text()
    assert line == "The camera is taking a break. This page comes back by itself."
    assert note == "Staff: see that the camera is plugged in and not covered."


def test_the_live_outline_is_drawn_mirrored_more_than_ten_times_a_second(open_at, visits):
    page = open_at((800, 480))
    show(page, visits, SCENE["positioning"])
    took_s = []
    for step in range(20):
        page.evaluate(
            """() => {
              window.redrawn = new Promise((done) => {
                const watch = new MutationObserver(() => { watch.disconnect(); done(); });
                watch.observe(document.querySelector("#view .body"), { attributes: true });
              });
            }"""
        )
        since_s = time.monotonic()
        visits.board.draw(guest(0.1 + 0.005 * step))
        page.evaluate("() => window.redrawn")
        took_s.append(time.monotonic() - since_s)
    assert statistics.median(took_s) < 0.1
    drawn = page.locator("#view .body").evaluate("e => { const b = e.getBBox(); return b.x + b.width / 2; }")
    # Shifted to the right of the frame by 0.195 of a width of 562.5: left of the middle in a mirror.
    assert drawn == pytest.approx(281.25 - 0.195 * 562.5, abs=6)


def test_the_outline_vanishes_when_it_is_taken_down_and_when_the_visit_is_over(open_at, visits):
    page = open_at((800, 480))
    show(page, visits, SCENE["positioning"])
    visits.board.draw(None)
    page.locator("#view .body:not([d^=M])").wait_for(state="attached")
    show(page, visits, SCENE["capturing"])
    show(page, visits, SCENE["idle"])
    page.locator("#view .body:not([d^=M])").wait_for(state="attached")


def test_while_a_try_is_refused_the_mat_is_shown_without_the_guests_last_outline(open_at, visits):
    page = open_at((800, 480))
    show(page, visits, SCENE["capturing"])
    visits.board.show(View(Stage.REFUSED, Reason.MOVING))  # the outline still hangs on the board
    page.wait_for_selector("body[data-stage=refused]")
    page.locator("#view .body:not([d^=M])").wait_for(state="attached")
    assert page.locator("#view .target").is_visible()


def test_a_wide_frame_shows_the_guest_as_tall_as_a_narrow_one(open_at, visits):
    page = open_at((800, 480))
    show(page, visits, SCENE["positioning"])
    heights = []
    for aspect in (9 / 16, 16 / 9):
        visits.board.draw(guest(aspect=aspect))
        page.locator(f"#view[viewBox='0 0 {1000 * round(aspect, 3):g} 1000']").wait_for(state="attached")
        heights.append(page.locator("#view .body").bounding_box()["height"])
    assert heights[0] == pytest.approx(heights[1], rel=0.02)


def test_the_ring_counts_down_by_itself(open_at, visits):
    page = open_at((800, 480))
    page.evaluate(
        """() => {
          window.counted = [];
          const seconds = document.getElementById("seconds");
          new MutationObserver(() => window.counted.push(Number(seconds.textContent)))
            .observe(seconds, { childList: true });
        }"""
    )
    show(page, visits, SCENE["capturing"])
    page.locator("#seconds", has_text="0").wait_for()
    counted = page.evaluate("window.counted")
    assert counted == sorted(counted, reverse=True)
    assert set(counted) == {3, 2, 1, 0}
    assert page.locator("#ring").evaluate("e => e.style.getPropertyValue('--left')") == "0"


def test_with_reduced_motion_the_bucket_stands_still(open_at, visits):
    moved = """() => new Promise((done) => {
      const shell = document.querySelector("#idle-bucket .shell");
      const before = shell.getAttribute("d");
      let frames = 0;
      const look = () => {
        if (shell.getAttribute("d") !== before) done(true);
        else if (++frames === 90) done(false);
        else requestAnimationFrame(look);
      };
      look();
    })"""
    assert open_at((800, 480), reduced_motion="reduce").evaluate(moved) is False
    assert open_at((800, 480)).evaluate(moved) is True


def test_the_page_asks_nothing_of_other_machines_weighs_little_and_stores_nothing(open_at, server, visits):
    page = open_at((800, 480))
    asked = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108  (Playwright wants a function)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.reload()
    for name in EVERY_STAGE:
        show(page, visits, SCENE[name])
    assert all(request.url.startswith(server.url) for request in asked)
    answers = [request.response() for request in asked if not request.url.endswith("/events")]
    # The icon that was on its way when the page was reloaded has no answer.
    weights = [int(answer.header_value("content-length")) for answer in answers if answer is not None]
    assert 10_000 < sum(weights) < 150_000
    assert complaints == []
    assert page.context.cookies() == []
    kept = "async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length]"
    assert page.evaluate(kept) == [0, 0, 0]


def test_a_result_leaves_the_page_when_the_visit_is_over(open_at, visits):
    page = open_at((800, 480))
    show(page, visits, SCENE["result-pronounced"])
    show(page, visits, SCENE["idle"])
    left = page.evaluate("document.documentElement.outerHTML")
    assert "21°" not in left
    assert 'data-grade="pronounced"' not in left


def test_changing_only_the_reason_changes_the_words(open_at, visits):
    page = open_at((800, 480))
    visits.board.show(View(Stage.POSITIONING, Reason.TOO_FAR))
    page.get_by_role("heading", name="Come closer").wait_for()
    visits.board.show(View(Stage.POSITIONING, Reason.TOO_CLOSE))
    page.get_by_role("heading", name="Step back").wait_for()


def test_a_result_far_off_the_scale_still_fits(open_at, visits):
    page = open_at((800, 480))
    for deg, grade in [(-18.0, Grade.NEUTRAL), (44.0, Grade.PRONOUNCED)]:
        visits.board.show(View(Stage.RESULT, result=result(deg, grade)))
        page.locator("#result-angle", has_text=f"{abs(deg):g}°").wait_for()
        assert measure(page).faults == []
