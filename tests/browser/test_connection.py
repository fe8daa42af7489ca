import http.server
import threading
import time
from contextlib import contextmanager

import pytest

from kiosk.screening.view import Stage, View
from kiosk.web.app import streams_of

from .layout import Box, measure
from .scenes import SCENES, SIMULATED, ScriptedVisits
from .screenshots import SIZES, open_page, serving, settled, show

SCENE = {scene.name: scene for scene in SCENES}
WITHIN_MS = 2000


def test_a_kiosk_that_goes_away_leaves_a_friendly_page_and_comes_back_by_itself(browser):
    visits = ScriptedVisits()
    with serving(visits) as server:
        page = open_page(browser, server.url, (800, 480))
        show(page, visits, SCENE["holding"])
    gone_s = time.monotonic()
    page.get_by_role("heading", name="One moment").wait_for(timeout=WITHIN_MS)
    assert time.monotonic() - gone_s < WITHIN_MS / 1000
    assert measure(page).buttons == []
    assert page.locator("#lamps").is_hidden()
    with serving(visits, server.port):
        visits.board.show(View(Stage.IDLE, simulated=SIMULATED))
        page.get_by_role("button", name="Start").wait_for(timeout=WITHIN_MS)
        page.locator("#lamps").wait_for()
    page.context.close()


def test_the_friendly_page_fits_every_screen(browser):
    visits = ScriptedVisits()
    with serving(visits) as server:
        pages = [open_page(browser, server.url, size) for size in SIZES]
        for page in pages:
            show(page, visits, SCENE["idle"])
    for page in pages:
        page.get_by_role("heading", name="One moment").wait_for(timeout=WITHIN_MS)
        assert measure(page).faults == []
        page.context.close()


class _Hung(http.server.BaseHTTPRequestHandler):
    """Answers like a kiosk whose threads have stuck: the stream stays open and says nothing."""

    release = threading.Event()

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.flush()
        self.release.wait(10)

    def log_message(self, *args):
        pass


@contextmanager
def hung_kiosk():
    _Hung.release.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Hung) as hung:
        thread = threading.Thread(target=hung.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{hung.server_port}/"
        finally:
            _Hung.release.set()
            hung.shutdown()
            thread.join()


def test_a_kiosk_that_hangs_without_closing_is_noticed_too(browser, server):
    with hung_kiosk() as hung_url:
        context = browser.new_context()
        page = context.new_page()
        # Its events come from the hung kiosk; all else from the sound one.
        page.route("**/events", lambda route: route.continue_(url=hung_url))
        page.goto(server.url)
        since_s = time.monotonic()
        page.get_by_role("heading", name="One moment").wait_for(timeout=WITHIN_MS)
        assert time.monotonic() - since_s < WITHIN_MS / 1000
        page.unroute("**/events")
        page.get_by_role("button", name="Start").wait_for(timeout=2 * WITHIN_MS)
        context.close()


def test_a_page_turned_away_keeps_knocking_until_there_is_room(browser):
    visits = ScriptedVisits()
    with serving(visits) as server:
        streams = streams_of(server.app)
        taken = [streams.take() for _ in range(streams.limit)]
        page = open_page(browser, server.url, (800, 480))
        page.get_by_role("heading", name="One moment").wait_for(timeout=WITHIN_MS)
        for ticket in taken:
            streams.give_back(ticket)
        page.get_by_role("button", name="Start").wait_for(timeout=WITHIN_MS)
        page.context.close()


CONNECTIONS = 6
"""How many a browser opens to one place, all its pages together (HTTP/1.1)."""


def turn(page, state):
    """Do what a browser does to a page that is covered or shown again; without a screen all are shown."""
    page.evaluate(
        """(state) => {
          Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        state,
    )


def test_pages_that_nobody_sees_leave_the_connections_to_the_one_in_front(browser, server, visits):
    context = browser.new_context()
    for _ in range(CONNECTIONS + 2):
        page = context.new_page()
        page.goto(server.url)
        page.get_by_role("button", name="Start").wait_for()
        turn(page, "hidden")
    turn(page, "visible")
    assert streams_of(server.app).wait_for(1, 5)
    page.get_by_role("button", name="Start").wait_for(timeout=WITHIN_MS)
    with page.expect_response("**/visit/start", timeout=WITHIN_MS) as answer:
        settled(page).get_by_role("button", name="Start").click()
    assert answer.value.status == 204
    assert visits.touches == ["start"]
    assert page.locator("#missed").is_hidden()
    context.close()


def test_a_page_keeps_no_result_while_nobody_sees_it_and_is_up_to_date_when_shown(browser, server, visits):
    page = open_page(browser, server.url, (800, 480))
    show(page, visits, SCENE["result-pronounced"])
    turn(page, "hidden")
    assert streams_of(server.app).wait_for(0, 5)
    assert "Pronounced" not in page.locator("#result-word").inner_text()
    assert page.locator("body").get_attribute("data-stage") == "lost"
    visits.board.show(View(Stage.IDLE, simulated=SIMULATED))
    turn(page, "visible")
    page.get_by_role("button", name="Start").wait_for(timeout=WITHIN_MS)
    assert streams_of(server.app).wait_for(1, 0)
    page.context.close()


def test_a_page_that_is_brought_back_from_the_browsers_memory_listens_again(browser, server, visits):
    page = open_page(browser, server.url, (800, 480))
    page.get_by_role("button", name="Start").wait_for()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert streams_of(server.app).wait_for(0, 5)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    show(page, visits, SCENE["positioning"])
    page.context.close()


def test_a_touch_that_cannot_get_through_is_not_swallowed(browser, server, visits):
    context = browser.new_context(viewport={"width": 800, "height": 480})
    # As many pages in front as there are connections, in windows side by side: none is left for a touch.
    pages = [context.new_page() for _ in range(CONNECTIONS)]
    for page in pages:
        page.goto(server.url)
        page.get_by_role("button", name="Start").wait_for()
    streams_of(server.app).wait_for(CONNECTIONS, 5)
    settled(page).get_by_role("button", name="Start").click()
    page.locator("#missed").wait_for(timeout=2 * WITHIN_MS)
    assert page.locator("#say").inner_text() == "That touch did not get through. Please try again."
    assert visits.touches == []
    pages[0].close()
    with page.expect_response("**/visit/start", timeout=WITHIN_MS):
        settled(page).get_by_role("button", name="Start").click()
    assert page.locator("#missed").is_hidden()
    assert visits.touches == ["start"]
    context.close()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_what_is_said_of_a_missed_touch_fits_and_covers_no_button(browser, server, size):
    page = open_page(browser, server.url, size)
    page.route("**/visit/start", lambda route: route.abort())
    settled(page).get_by_role("button", name="Start").click()
    page.locator("#missed").wait_for()
    edges = page.locator("#missed").evaluate("e => Object.values(e.getBoundingClientRect().toJSON())")
    left, top, width, height = edges[:4]
    said = Box("missed", (left, top, left + width, top + height))
    assert said.inside((0, 0, *size))
    assert not [button for button in measure(page).buttons if button.touches(said)]
    page.context.close()


def test_a_closed_page_frees_its_stream(browser, server, visits):
    page = open_page(browser, server.url, (800, 480))
    show(page, visits, SCENE["positioning"])
    page.context.close()
    assert streams_of(server.app).wait_for(0, 5)
