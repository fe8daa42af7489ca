"""A drawing of the result page on a page of its own, and what a test may ask of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from .scenes import ScriptedVisits
from .screenshots import serving

_PAGE = """<!doctype html><html lang="en"><title>Drawings</title>
<link rel="stylesheet" href="/static/guest.css"><link rel="stylesheet" href="/static/drawings.css">
<body style="display: block; padding: 0; background: var(--card)">"""

# Shows one drawing in a place of its own, and keeps both for the questions that follow.
_SHOW = """async ([module, name, box, shown]) => {
  const place = document.createElement("div");
  place.className = "drawing";
  Object.assign(place.style, { width: `${box[0]}px`, height: `${box[1]}px` });
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  place.append(svg);
  document.body.replaceChildren(place);
  const drawing = new (await import(`/static/${module}.js`))[name](svg);
  drawing.show(...shown);
  Object.assign(window, { svg, drawing });
}"""
_READ = """(selector) => [...svg.querySelectorAll(selector)].map((shape) => ({
  ...Object.fromEntries([...shape.attributes].map(({ name, value }) => [name, value])),
  text: shape.textContent,
}))"""
_TEXTS = """() => [...svg.querySelectorAll("text")].map((label) => {
  const box = label.getBBox(), screen = svg.getScreenCTM().a, style = getComputedStyle(label);
  // The font's box is higher than its letters: capitals and figures stand on the line, three quarters high.
  const y = Number(label.getAttribute("y")), size = parseFloat(style.fontSize);
  const under = /[gjpqy]/.test(label.textContent) ? 0.22 * size : 0;
  const edges = [box.x, y - 0.75 * size, box.x + box.width, y + under];
  return { text: label.textContent, px: size * screen, box: edges };
})"""
_STYLE = "([selector, name]) => [...svg.querySelectorAll(selector)].map((e) => getComputedStyle(e)[name])"


@contextmanager
def empty_page(browser: Browser) -> Iterator[Page]:
    """A page with the kiosk's styles and nothing on it, where the drawings' scripts can be had."""
    with serving(ScriptedVisits()) as server:
        page = browser.new_page(viewport={"width": 800, "height": 480}, reduced_motion="reduce")
        page.route("**/drawings", lambda route: route.fulfill(content_type="text/html", body=_PAGE))
        page.goto(f"{server.url}/drawings")
        yield page
        page.close()


class Drawn:
    """One drawing in a place of its own: ``name`` from ``module``.js, shown in a box of so many pixels."""

    def __init__(self, page: Page, module: str, name: str, box: tuple[int, int], *shown: object):
        self.page = page
        page.evaluate(_SHOW, [module, name, box, shown])

    def all(self, selector: str) -> list[dict[str, str]]:
        """Each shape's attributes and its text."""
        return self.page.evaluate(_READ, selector)

    def one(self, selector: str) -> dict[str, str]:
        (shape,) = self.all(selector)
        return shape

    def points(self, selector: str) -> list[tuple[float, float]]:
        """Where the one path of that name goes, in the drawing's units."""
        path = re.sub(r"A\S+ \S+ 0 [01] [01] ", "L", self.one(selector)["d"])
        return [tuple(map(float, pair.split())) for pair in path.strip("MZ").split("L")]

    def box(self) -> list[float]:
        """What the drawing shows: left, top, width, height in its own units."""
        return [float(edge) for edge in self.page.evaluate("() => svg.getAttribute('viewBox')").split()]

    def styles(self, selector: str, name: str) -> list[str]:
        """What the browser makes of a style, for each shape."""
        return self.page.evaluate(_STYLE, [selector, name])

    def texts(self) -> list[dict[str, object]]:
        """Each word: its box in the drawing's units, and its font's size on the screen."""
        return self.page.evaluate(_TEXTS)
