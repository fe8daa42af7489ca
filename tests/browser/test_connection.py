import http.server
import threading
import time
from contextlib import contextmanager

from kiosk.screening.view import Stage, View
from kiosk.web.app import streams_of

from .layout import measure
from .scenes import SCENES, SIMULATED, ScriptedVisits
from .screenshots import SIZES, open_page, serving, show

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


def test_a_closed_page_frees_its_stream(browser, server, visits):
    page = open_page(browser, server.url, (800, 480))
    show(page, visits, SCENE["positioning"])
    page.context.close()
    assert streams_of(server.app).wait_for(0, 5)
