"""Take a picture of scenes, all or named, at every size: ``python -m tests.browser.screenshots OUTDIR``."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
import cv2
import numpy as np
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from kiosk.guidance.language import LANGUAGES
from kiosk.screening.view import Sheet, Stage, View
from kiosk.web.app import create_app
from kiosk.web.present import present
from kiosk.web.serve import Server

from .scenes import SCENES, Scene, ScriptedVisits

SIZES = [(800, 480), (1280, 720), (720, 1280), (1080, 1920)]

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launched(playwright: Playwright, *more: str) -> Browser:
    """Chromium, with more arguments."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *more])


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@contextmanager
def serving(visits: ScriptedVisits, port: int = 0, *, lamps: bool = True) -> Iterator[Server]:
    app = create_app(
        visits,
        clock=time.monotonic,
        lamps=visits.lamps if lamps else None,
        languages=tuple(LANGUAGES),
    )
    server = Server(app, port)
    thread = threading.Thread(target=server.run, name="serve")
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(10)


def open_page(browser: Browser, url: str, size: tuple[int, int], **options: object) -> Page:
    """A touch screen of this size with the guest's page on it."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True, **options)  # type: ignore[arg-type]  # Playwright's own option names
    page = context.new_page()
    page.goto(url)
    return page


def settled(page: Page) -> Page:
    """The page once it takes touches: not the second half of a double tap on what was there before."""
    page.wait_for_selector("body:not([data-fresh])")
    return page


_OUTCOMES = {Sheet.RANGE, Sheet.CHANGE}


def show(page: Page, visits: ScriptedVisits, scene: Scene, language: str = "en") -> None:
    """Put a scene on the board and wait until the page has it."""
    visits.board.draw(None)
    visits.board.show(scene.now(language))
    page.wait_for_selector(f"html[lang={language}] {marked(scene)}")
    # What the scene itself holds may stand on the page before it too (a grade's name is on every scale).
    for holds in {told(scene.view, language), *([scene.holds] if language == "en" else [])}:
        page.get_by_text(holds).locator("visible=true").first.wait_for()
    if scene.outline is not None:
        visits.board.draw(scene.outline)
        page.locator("#view .body[d^=M]").wait_for(state="attached")


def marked(scene: Scene) -> str:
    """How the page's body is marked while it shows a scene, as a selector."""
    stage = "leaf" if scene.view.leaf else "outcome" if scene.view.sheet in _OUTCOMES else scene.view.stage
    return f"body[data-stage={stage}][data-leaf='{scene.view.leaf}']"


def told(view: View, language: str) -> str:
    """What the page must say of a view in a language: the sentence of a result, or else the title."""
    shown = present(replace(view, language=language), 0.0)
    if shown["leaf"]:
        return shown["leaf"]["title"]
    if shown["ending"]:
        return shown["page"]["page.still_there"]
    if shown["outcome"]:
        return shown["outcome"]["lines"][0]
    if shown["result"]:
        return shown["result"]["line"]
    return shown["words"]["line"] if view.stage in (Stage.REFUSED, Stage.COMPARE) else shown["words"]["title"]


def _save(screenshot: bytes, path: Path) -> None:
    """As WebP: a sixth of the PNG, and no letter looks different."""
    seen = cv2.imdecode(np.frombuffer(screenshot, np.uint8), cv2.IMREAD_COLOR)
    cv2.imwrite(str(path), seen, [cv2.IMWRITE_WEBP_QUALITY, 80])


@click.command()
@click.argument("outdir", type=click.Path(file_okay=False, path_type=Path))
@click.argument("names", nargs=-1, type=click.Choice([scene.name for scene in SCENES]))
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
def main(outdir: Path, names: tuple[str, ...], language: str) -> None:
    """Write OUTDIR/SCENE-WIDTHxHEIGHT.webp for each scene, or for those named; other languages are marked."""
    mark = "" if language == "en" else f"-{language}"
    chosen = [scene for scene in SCENES if not names or scene.name in names]
    outdir.mkdir(parents=True, exist_ok=True)
    visits = ScriptedVisits()
    with serving(visits) as server, chromium() as browser:
        for size in SIZES:
            # Without motion each picture is the end of its movement, whenever it is taken.
            page = open_page(browser, server.url, size, reduced_motion="reduce")
            for scene in chosen:
                show(page, visits, scene, language)
                _save(page.screenshot(), outdir / f"{scene.name}{mark}-{size[0]}x{size[1]}.webp")
            page.context.close()


if __name__ == "__main__":
    main()
