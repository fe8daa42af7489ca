"""After a visit nothing of it can be reached: not the page, not its address, not the browser's keeping."""

from kiosk.screening.view import Stage, View

from .scenes import SCENES, SIMULATED
from .screenshots import settled, show

SCENE = {scene.name: scene for scene in SCENES}
VISIT = (
    "consent",
    "prepare",
    "result-pronounced",
    "leaf-2",
    "leaf-26",
    "ranged-near-arch",
    "changed-further_back",
)

# Whatever a script could find: every attribute and text of the page, and every property of its own objects.
EVERYTHING = """async () => {
  const stored = await indexedDB.databases();
  return {
    page: document.documentElement.outerHTML,
    stored: [localStorage.length, sessionStorage.length, (await caches.keys()).length, stored.length],
    history: history.length,
    state: history.state,
    workers: (await navigator.serviceWorker?.getRegistrations() ?? []).length,
    cookies: document.cookie,
  };
}"""


def walked(open_at, visits):
    """A page on which a whole visit was, now idle again."""
    page = open_at((800, 480))
    for name in VISIT:
        show(page, visits, SCENE[name])
    visits.board.show(View(Stage.GOODBYE, simulated=SIMULATED))
    page.get_by_role("heading", name="Goodbye").wait_for()
    show(page, visits, SCENE["idle"])
    return page


def test_the_page_holds_nothing_of_the_guest_and_the_browser_keeps_nothing(open_at, visits):
    found = walked(open_at, visits).evaluate(EVERYTHING)
    for trace in (
        "21°",
        "16°",
        "27°",
        "82%",
        "September",
        "8°",
        "Pronounced.",
        'data-grade="',
        "portrait-body",
        "gauge-",
    ):
        assert trace not in found["page"].split("data-view")[0] + found["page"].split("data-turn-to")[1], (
            trace
        )
    assert found["stored"] == [0, 0, 0, 0]
    assert (found["state"], found["workers"], found["cookies"]) == (None, 0, "")


def test_a_page_loaded_in_the_midst_of_a_result_forgets_it_like_any_other(open_at, visits):
    page = open_at((800, 480))
    show(page, visits, SCENE["idle"])
    never = page.evaluate(EVERYTHING)["page"]
    show(page, visits, SCENE["result-pronounced"])
    page.reload()
    page.get_by_role("heading", name="Pronounced").wait_for()
    show(page, visits, SCENE["idle"])
    left = page.evaluate(EVERYTHING)["page"]
    assert "21°" not in left
    assert "#shape-pronounced" not in left.partition("</header>")[2]
    still = bucket(left)
    assert still == bucket(never)


def bucket(page):
    """The result's bucket as it is drawn."""
    return page.partition('id="result-bucket"')[2].partition("</svg>")[0]


def test_loading_again_and_listening_again_tell_only_of_idle(open_at, visits, server):
    page = walked(open_at, visits)
    page.reload()
    page.get_by_role("button", name="Start").wait_for()
    heard = page.evaluate(
        """() => new Promise((done) => {
          const source = new EventSource("/events");
          source.addEventListener("view", (event) => { source.close(); done(JSON.parse(event.data)); });
        })"""
    )
    assert (heard["stage"], heard["result"], heard["steps"] != []) == ("idle", None, True)


def test_the_browser_keeps_no_answer_but_sounds(open_at, visits):
    page = open_at((800, 480))
    kept = []
    page.on("response", lambda answer: kept.append((answer.url, answer.header_value("cache-control"))))
    page.reload()
    for name in VISIT:
        show(page, visits, SCENE[name])
    settled(page).get_by_role("button", name="Done").tap()
    page.wait_for_function("() => performance.getEntriesByName(location.href + 'visit/stop').length === 1")
    assert len(kept) > 8
    assert {control for url, control in kept if "/sound/" not in url} == {"no-store"}
