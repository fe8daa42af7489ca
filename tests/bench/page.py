"""How soon the guest's page answers a touch and shows an event, how smooth its outline is, what it weighs."""

import statistics
import time

from playwright.sync_api import Browser, Page
from rich.console import Console
from rich.table import Table

from kiosk.screening.view import Stage, View
from tests.browser.scenes import ScriptedVisits
from tests.browser.screenshots import chromium, open_page, serving, settled
from tests.program.process import running

ROUNDS = 30
SIZE = (800, 480)
OUTLINES_S = 5.0

# Milliseconds from a click to the first picture of another stage.
_TOUCHED = """(id) => new Promise((done) => {
  const began = performance.now();
  const seen = new MutationObserver(() => {
    seen.disconnect();
    requestAnimationFrame(() => done(performance.now() - began));
  });
  seen.observe(document.body, { attributeFilter: ["data-stage"] });
  document.getElementById(id).click();
})"""

# When the next stage was first drawn, milliseconds since 1970 by this machine's clock.
_WATCH = """() => {
  window.drawn = new Promise((done) => {
    const seen = new MutationObserver(() => {
      seen.disconnect();
      requestAnimationFrame(() => done(performance.timeOrigin + performance.now()));
    });
    seen.observe(document.body, { attributeFilter: ["data-stage"] });
  });
}"""

# How often the outline was drawn anew.
_OUTLINES = """(ms) => new Promise((done) => {
  let count = 0;
  const seen = new MutationObserver(() => { count += 1; });
  seen.observe(document.querySelector("#view .body"), { attributeFilter: ["d"] });
  setTimeout(() => done(count), ms);
})"""


def touches_ms(page: Page) -> list[float]:
    """From touching Start to the page that asks, with the whole kiosk behind it."""
    took = []
    for _ in range(ROUNDS):
        took.append(float(settled(page).evaluate(_TOUCHED, "start")))
        page.wait_for_selector("body[data-stage=consent]")
        settled(page).get_by_role("button", name="No, thanks").tap()
        page.wait_for_selector("body[data-stage=idle]")
    return took


def events_ms(browser: Browser) -> list[float]:
    """From a new view on the board to the screen."""
    visits, took = ScriptedVisits(), []
    with serving(visits) as server:
        page = open_page(browser, server.url, SIZE)
        page.wait_for_selector("body[data-stage=idle]")
        for turn in range(ROUNDS):
            page.evaluate(_WATCH)
            began = time.time()  # the page's clock is the same
            visits.board.show(View(Stage.POSITIONING if turn % 2 == 0 else Stage.IDLE))
            took.append(float(page.evaluate("window.drawn")) - 1000 * began)
        page.context.close()
    return took


def outlines_per_s(page: Page) -> float:
    """While a guest is guided to the mat before the demo camera."""
    for name, stage in (("Start", "consent"), ("I agree", "prepare")):
        settled(page).get_by_role("button", name=name).tap()
        page.wait_for_selector(f"body[data-stage={stage}]")
    settled(page).get_by_role("button", name="I'm ready").tap()
    page.locator("#view .body[d^=M]").wait_for(state="attached", timeout=60_000)
    return int(page.evaluate(_OUTLINES, 1000 * OUTLINES_S)) / OUTLINES_S


def weight_kb(page: Page) -> float:
    """All that one page fetches, but for sounds, before anything is heard."""
    weighed: list[int] = []
    page.on("response", lambda answer: weighed.append(int(answer.header_value("content-length") or 0)))
    page.reload()
    page.wait_for_load_state("load")
    page.get_by_role("button", name="Start").wait_for()
    return sum(weighed) / 1000


def main() -> None:
    """Print the figures."""
    table = Table(title="The guest's page")
    for column in ("", "median", "slowest"):
        table.add_column(column, justify="right")
    with chromium() as browser, running("--camera", "demo", "--lights", "mock") as kiosk:
        page = open_page(browser, kiosk.url, SIZE)
        for name, took in (
            ("touch to page, ms", touches_ms(page)),
            ("event to screen, ms", events_ms(browser)),
        ):
            table.add_row(name, f"{statistics.median(took):.0f}", f"{max(took):.0f}")
        table.add_row("weight without sounds, kB", f"{weight_kb(page):.0f}", "")
        table.add_row("outlines a second", f"{outlines_per_s(page):.0f}", "")
    Console().print(table)


if __name__ == "__main__":
    main()
