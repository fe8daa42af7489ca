"""What a visitor with a ruler would find on a page: every text and button with its box."""

from dataclasses import dataclass

from playwright.sync_api import Page

_MEASURE = """() => {
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".unseen, noscript");
  const box = (r) => [r.left, r.top, r.right, r.bottom];
  const texts = [];
  for (const e of document.body.querySelectorAll("*")) {
    if (e instanceof SVGElement || !shown(e)) continue;
    const own = [...e.childNodes].filter((n) => n.nodeType === 3 && n.data.trim());
    if (!own.length) continue;
    const card = (e.closest(".card, button, .sign") ?? document.body).getBoundingClientRect();
    for (const node of own) {
      const range = document.createRange();
      range.selectNodeContents(node);
      texts.push({ text: node.data.trim(), box: box(range.getBoundingClientRect()), within: box(card),
                   size: parseFloat(getComputedStyle(e).fontSize) });
    }
  }
  const buttons = [...document.querySelectorAll("button")].filter(shown)
    .map((b) => ({ text: b.textContent.trim(), box: box(b.getBoundingClientRect()) }));
  const scrolling = [document.scrollingElement, ...document.body.querySelectorAll("*")]
    .filter((e) => !(e instanceof SVGElement) && !e.closest(".unseen") && e.checkVisibility())
    .filter((e) => e.clientHeight > 0 && (
      // A tight line is lower than its typeface's tallest letters may be; that cuts nothing.
      e.scrollHeight > e.clientHeight + Math.max(2, 0.3 * parseFloat(getComputedStyle(e).fontSize))
      || e.scrollWidth > e.clientWidth + 2))
    .map((e) => `${e.tagName}#${e.id}.${e.className}`);
  return { texts, buttons, scrolling, screen: [0, 0, innerWidth, innerHeight] };
}"""


@dataclass(frozen=True)
class Box:
    """Something on the screen and where it is: left, top, right, bottom in CSS pixels."""

    text: str
    edges: tuple[float, float, float, float]

    def inside(self, edges: tuple[float, float, float, float]) -> bool:
        left, top, right, bottom = self.edges
        return (
            left >= edges[0] - 1 and top >= edges[1] - 1 and right <= edges[2] + 1 and bottom <= edges[3] + 1
        )

    def touches(self, other: "Box") -> bool:
        left, top, right, bottom = self.edges
        return (
            left < other.edges[2] - 1
            and right > other.edges[0] + 1
            and top < other.edges[3] - 1
            and bottom > other.edges[1] + 1
        )

    @property
    def shorter_side(self) -> float:
        return min(self.edges[2] - self.edges[0], self.edges[3] - self.edges[1])


@dataclass(frozen=True)
class Layout:
    """All of a page's texts and buttons, and a list of what is wrong with their places."""

    texts: list[Box]
    buttons: list[Box]
    faults: list[str]
    smallest_text_px: float


def measure(page: Page, *, scrolls: bool = False) -> Layout:
    """What is on the page; where it may scroll, only sideways can something leave the screen."""
    found = page.evaluate(_MEASURE)
    texts = [Box(each["text"], tuple(each["box"])) for each in found["texts"]]
    buttons = [Box(each["text"], tuple(each["box"])) for each in found["buttons"]]
    screen = tuple(found["screen"])
    faults = []
    if scrolls:
        screen = (screen[0], -1e6, screen[2], 1e6)
    else:
        faults += [f"{name} holds more than it shows" for name in found["scrolling"]]
    faults += [f"{box.text!r} leaves the screen" for box in texts + buttons if not box.inside(screen)]
    faults += [
        f"{box.text!r} leaves its card"
        for box, each in zip(texts, found["texts"], strict=True)
        if not box.inside(tuple(each["within"]))
    ]
    faults += [
        f"{one.text!r} lies on {other.text!r}"
        for i, one in enumerate(texts)
        for other in texts[i + 1 :]
        if one.touches(other)
    ]
    return Layout(texts, buttons, faults, min(each["size"] for each in found["texts"]))
