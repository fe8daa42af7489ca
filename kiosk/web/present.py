"""A view, an outline and the lamps as the JSON that the guest's page draws, every word of it included."""

from datetime import date
from typing import Any, TypedDict
from xml.etree import ElementTree

import numpy as np

from kiosk.guidance.language import Words, words_of
from kiosk.guidance.leaves import leaf_at, leaf_count
from kiosk.guidance.reading import degrees, outwards, tell
from kiosk.guidance.steps import Step, steps
from kiosk.guidance.words import say_of
from kiosk.pelvis.tilt import Method, Tilt
from kiosk.screening.view import Outline, Portrait, Result, Ring, View
from kiosk.web.buttons import buttons
from kiosk.web.handout import handout
from kiosk.web.outcome import OutcomeJson, outcome
from kiosk.web.port import Calendar

MAX_POINTS = 120
"""More would not show on a screen; fewer bytes reach it sooner."""

SCALE_DEG = (-5, 25)
"""The scale's usual ends; a result beyond them stretches it in steps of five."""

WIDEST_DEG = (-10, 35)
"""Beyond these the scale's names would crowd; what lies outside is drawn at the end."""


class WordsJson(TypedDict):
    """The words and sign of a moment."""

    title: str
    line: str
    note: str
    sign: str


class RingJson(TypedDict):
    """A countdown: its whole length and what is left of it now, seconds."""

    length_s: float
    left_s: float


class ScaleJson(TypedDict):
    """Where things lie on the drawn scale, degrees."""

    from_deg: int
    to_deg: int
    mild_deg: float
    pronounced_deg: float
    mild: str
    pronounced: str
    low_deg: int
    high_deg: int
    at_deg: float
    most: str


class StepJson(TypedDict):
    """One picture of several, and the words below it."""

    words: str
    picture: list[Any]


class PortraitJson(TypedDict):
    """The guest's own outline beside their result: points and hips in thousandths of the frame."""

    aspect: float
    points: list[int]
    hip: list[int]
    tilt_deg: float
    facing: str


class ResultJson(TypedDict):
    """A result in words, and the numbers its drawings need."""

    grade: str
    word: str
    angle: str
    way: str
    line: str
    borderline: str | None
    bucket: str
    method: str
    tilt_deg: float
    scale: ScaleJson
    portrait: PortraitJson | None


PAGE = (
    "page.name",
    "consent.title",
    "consent.line",
    "consent.keeps",
    "consent.counts",
    "consent.aloud",
    "consent.age",
    "consent.ask",
    "page.missed",
    "page.keeps_nothing",
    "page.clears",
    "page.still_there",
    "page.front",
    "page.back",
    "page.language",
    "lost.title",
    "lost.line",
    "idle.title",
    "idle.line",
    "estimate",
)
"""What always stands on the page: it changes with the language alone."""


class LeafJson(TypedDict):
    """A page of what follows the result: which of how many, and all that is on it."""

    at: int
    of: int
    title: str
    over: str
    lines: list[str]
    soft: str
    picture: list[Any] | None


class ViewJson(TypedDict):
    """One moment of a visit, ready to draw."""

    stage: str
    language: str
    page: dict[str, str]
    words: WordsJson
    ring: RingJson | None
    result: ResultJson | None
    leaf: LeafJson | None
    steps: list[StepJson]
    outcome: OutcomeJson | None
    buttons: dict[str, str]
    ending: bool
    simulated: str


class OutlineJson(TypedDict):
    """The live outline: x, y, x, y ... as thousandths of the frame's width and height."""

    aspect: float
    points: list[int]


def present(view: View, now_s: float, today: Calendar = date.today) -> ViewJson:
    """What the page draws for ``view``.

    Args:
        view: the moment.
        now_s: by the clock that dates the ring's end.
        today: the calendar that dates a card to take home.
    """
    text = words_of(view.language)
    words = say_of(view, text)
    leaf = _leaf(view, view.result, today, text) if view.result and view.leaf else None
    parts = ", ".join(text(f"part.{part}") for part in view.simulated)
    return {
        "stage": view.stage.value,
        "language": view.language,
        "page": {key: text(key) for key in PAGE},
        "words": {"title": words.title, "line": words.line, "note": words.note, "sign": words.sign.value},
        "ring": _ring(view.ring, now_s) if view.ring else None,
        "result": _result(view.result, text) if view.result else None,
        "leaf": leaf,
        "steps": [_step(step, text) for step in steps(view.stage, view.reason)],
        "outcome": outcome(view, text),
        "buttons": buttons(view, text, last_leaf=leaf is not None and leaf["at"] == leaf["of"]),
        "ending": view.ending,
        "simulated": text("page.simulated", parts=parts) if parts else "",
    }


def present_outline(outline: Outline | None) -> OutlineJson | None:
    """The outline thinned to ``MAX_POINTS`` and kept in the frame; what is not a number is left out."""
    return None if outline is None else {"aspect": round(outline.aspect, 3), "points": _thousandths(outline)}


def _thousandths(outline: Outline) -> list[int]:
    points = outline.points[np.isfinite(outline.points).all(axis=1)]
    if len(points) > MAX_POINTS:
        points = points[np.linspace(0, len(points), MAX_POINTS, endpoint=False).astype(int)]
    thousandths: list[int] = np.clip(np.rint(points * 1000), 0, 1000).astype(int).ravel().tolist()
    return thousandths


def present_lamps(levels: tuple[float, float, float]) -> list[float]:
    """What simulated lights show, in twentieths: finer steps would be sent more often and not be seen."""
    return [round(min(max(level, 0.0), 1.0) * 20) / 20 for level in levels]


def _ring(ring: Ring, now_s: float) -> RingJson:
    left_s = min(max(ring.ends_at_s - now_s, 0.0), ring.length_s)
    return {"length_s": round(ring.length_s, 2), "left_s": round(left_s, 2)}


def _result(result: Result, text: Words) -> ResultJson:
    told = tell(result, text)
    return {
        "grade": result.graded.grade.value,
        "word": told.word,
        "angle": told.angle,
        "way": told.way,
        "line": told.line,
        "borderline": told.borderline,
        "bucket": told.bucket,
        "method": "" if result.tilt.method is Method.CONTOUR else text("result.with_dots"),
        "tilt_deg": round(result.tilt.deg, 1),
        "scale": _scale(result, text),
        "portrait": _portrait(result.portrait, result.tilt) if result.portrait else None,
    }


def _portrait(portrait: Portrait, tilt: Tilt) -> PortraitJson:
    return {
        "aspect": round(portrait.outline.aspect, 3),
        "points": _thousandths(portrait.outline),
        "hip": [round(1000 * part) for part in portrait.hip],
        "tilt_deg": round(tilt.deg, 1),
        "facing": tilt.facing.value,
    }


def _step(step: Step, words: Words) -> StepJson:
    return {"words": words(step.key), "picture": _drawn(step.picture)}


def _leaf(view: View, result: Result, today: Calendar, text: Words) -> LeafJson:
    """The page that is open; the last one is the card to take home."""
    count = leaf_count(result) + 1
    if view.leaf < count:
        leaf = leaf_at(result, view.leaf, text)
    else:
        leaf = handout(result, today(), text, place=view.range, simulated="camera" in view.simulated)
    return {
        "at": min(view.leaf, count),
        "of": count,
        "title": leaf.title,
        "over": leaf.over,
        "lines": list(leaf.lines),
        "soft": leaf.soft,
        "picture": _drawn(leaf.picture) if leaf.picture else None,
    }


def _drawn(svg: str) -> list[Any]:
    # Our own drawing, from no file and no guest.
    return _tree(ElementTree.fromstring(svg))  # noqa: S314


def _tree(node: ElementTree.Element) -> list[Any]:
    """A drawing as [name, attributes, children]: the page makes elements of it, and parses no text."""
    words = [node.text] if node.text and node.text.strip() else []
    return [node.tag.rpartition("}")[2], dict(node.attrib), [*words, *map(_tree, node)]]


def _scale(result: Result, text: Words) -> ScaleJson:
    low, high = outwards(result.shown_low_deg, result.shown_high_deg)
    start = max(min(SCALE_DEG[0], low // 5 * 5), WIDEST_DEG[0])
    end = min(max(SCALE_DEG[1], -(-high // 5) * 5), WIDEST_DEG[1])
    cuts = result.cuts
    return {
        "from_deg": start,
        "to_deg": end,
        "mild_deg": cuts.mild_deg,
        "pronounced_deg": cuts.pronounced_deg,
        "mild": degrees(text, cuts.mild_deg),
        "pronounced": degrees(text, cuts.pronounced_deg),
        "low_deg": min(max(low, start), end),
        "high_deg": min(max(high, start), end),
        "at_deg": round(min(max(result.tilt.deg, start), end), 1),
        "most": text("dial.most"),
    }
