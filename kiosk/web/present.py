"""A view, an outline and the lamps as the JSON that the guest's page draws, every word of it included."""

from typing import TypedDict

import numpy as np

from kiosk.guidance.language import Words, words_of
from kiosk.guidance.reading import degrees, outwards, tell
from kiosk.guidance.words import say
from kiosk.screening.view import Outline, Result, Ring, View

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


class ResultJson(TypedDict):
    """A result in words, and the numbers its drawings need."""

    grade: str
    word: str
    angle: str
    way: str
    line: str
    borderline: str | None
    bucket: str
    tilt_deg: float
    scale: ScaleJson


PAGE = (
    "page.name",
    "page.start",
    "page.stop",
    "page.done",
    "page.missed",
    "page.keeps_nothing",
    "page.clears",
    "page.front",
    "page.back",
    "page.language",
    "lost.title",
    "lost.line",
    "idle.title",
    "idle.line",
    "grade.neutral",
    "grade.mild",
    "grade.pronounced",
    "estimate",
)
"""What always stands on the page: it changes with the language alone."""


class ViewJson(TypedDict):
    """One moment of a visit, ready to draw."""

    stage: str
    language: str
    page: dict[str, str]
    reason: str | None
    words: WordsJson
    ring: RingJson | None
    result: ResultJson | None
    simulated: str


class OutlineJson(TypedDict):
    """The live outline: x, y, x, y ... as thousandths of the frame's width and height."""

    aspect: float
    points: list[int]


def present(view: View, now_s: float) -> ViewJson:
    """What the page draws for ``view`` at ``now_s`` (the clock that dates the ring's end)."""
    text = words_of(view.language)
    words = say(view.stage, view.reason, for_good=view.for_good, words=text)
    parts = ", ".join(text(f"part.{part}") for part in view.simulated)
    return {
        "stage": view.stage.value,
        "language": view.language,
        "page": {key: text(key) for key in PAGE},
        "reason": view.reason.value if view.reason else None,
        "words": {"title": words.title, "line": words.line, "note": words.note, "sign": words.sign.value},
        "ring": _ring(view.ring, now_s) if view.ring else None,
        "result": _result(view.result, text) if view.result else None,
        "simulated": text("page.simulated", parts=parts) if parts else "",
    }


def present_outline(outline: Outline | None) -> OutlineJson | None:
    """The outline thinned to ``MAX_POINTS`` and kept in the frame; what is not a number is left out."""
    if outline is None:
        return None
    points = outline.points[np.isfinite(outline.points).all(axis=1)]
    if len(points) > MAX_POINTS:
        points = points[np.linspace(0, len(points), MAX_POINTS, endpoint=False).astype(int)]
    thousandths = np.clip(np.rint(points * 1000), 0, 1000).astype(int)
    return {"aspect": round(outline.aspect, 3), "points": thousandths.ravel().tolist()}


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
        "tilt_deg": round(result.tilt.deg, 1),
        "scale": _scale(result, text),
    }


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
    }
