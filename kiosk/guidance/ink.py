"""What every drawing of a person is made of: colours that a page may set, numbers, and a few outlines."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kiosk.guidance.skeleton import Point, ahead

ACCENT: Final = "var(--accent,#4aa8ff)"
SOFT: Final = "var(--soft,#b4bec9)"
GROUND: Final = "var(--figure-ground,#10141a)"


def number(value: float) -> str:
    """A tenth of a unit is finer than a pixel; minus nothing is nothing."""
    return f"{round(value, 1) + 0:g}"


def xy(point: Point) -> str:
    """A point as a path names it."""
    return f"{number(point[0])} {number(point[1])}"


def taper(a: Point, a_radius: float, b: Point, b_radius: float) -> str:
    """The outline of two circles and all between them: two arcs joined by their outer tangents."""
    along = math.degrees(math.atan2(b[0] - a[0], a[1] - b[1]))
    lean = math.degrees(math.acos((a_radius - b_radius) / math.dist(a, b)))
    ends = [
        ahead(a, along - lean, a_radius),
        ahead(b, along - lean, b_radius),
        ahead(b, along + lean, b_radius),
        ahead(a, along + lean, a_radius),
    ]
    near, far = (
        f"{number(size)} {number(size)} 0 {large:d}1"
        for size, large in ((a_radius, lean < 90), (b_radius, lean > 90))
    )
    return f"M{xy(ends[0])}L{xy(ends[1])}A{far} {xy(ends[2])}L{xy(ends[3])}A{near} {xy(ends[0])}Z"


def chain(circles: Sequence[tuple[Point, float]]) -> str:
    """The outline of circles in a row, each (middle, radius), and of all between neighbours."""
    if len(circles) == 1:
        (x, y), size = circles[0]
        half = f"A{number(size)} {number(size)} 0 11"
        return f"M{xy((x - size, y))}{half} {xy((x + size, y))}{half} {xy((x - size, y))}Z"
    return "".join(taper(a, a_size, b, b_size) for (a, a_size), (b, b_size) in pairwise(circles))


def barbs(tail: Point, tip: Point) -> str:
    """The head of an arrow that comes from ``tail``."""
    back = math.degrees(math.atan2(tail[0] - tip[0], tip[1] - tail[1]))
    return f"M{xy(ahead(tip, back - 38, 7))}L{xy(tip)}L{xy(ahead(tip, back + 38, 7))}"


def picture(box: str, title: str, inside: str) -> str:
    """An SVG that shows ``box`` of a drawing; without a title a screen reader passes it over."""
    name = f"<title>{_escaped(title)}</title>" if title else ""
    part = 'role="img"' if title else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {part} viewBox="{box}" '
        f'fill="none" stroke-linecap="round" stroke-linejoin="round">{name}{inside}</svg>'
    )


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
