"""What came of a range check or a comparison, in a guest's words and the numbers its drawing needs."""

import math
from typing import TypedDict

from babel.numbers import format_percent

from kiosk.guidance.language import Words
from kiosk.guidance.reading import degrees, long_date, nearest
from kiosk.screening.view import Changed, NoRange, RangeFound, Sheet, Verdict, View

_NEAR_PERCENT = 25
"""This close to an end a guest is said to rest near it."""


class GaugeJson(TypedDict):
    """A place between full tuck (0 %) and full arch (100 %), with the words at the ends."""

    percent: float
    low_percent: float
    high_percent: float
    tuck: str
    arch: str


class ThenNowJson(TypedDict):
    """Two angles and the change below which nothing is sure, degrees, with the words beside them."""

    then_deg: float
    now_deg: float
    mdc_deg: float
    words: dict[str, str]


class OutcomeJson(TypedDict):
    """The page of it: one of the two drawings, or none where there is nothing to draw."""

    title: str
    lines: list[str]
    soft: str
    gauge: GaugeJson | None
    then_now: ThenNowJson | None


def outcome(view: View, words: Words) -> OutcomeJson | None:
    """What the open sheet shows, or None where it is another one."""
    if view.sheet is Sheet.RANGE and view.range is not None:
        return _ranged(view.range, words)
    if view.sheet is Sheet.CHANGE and view.change is not None:
        return _changed(view.change, words)
    return None


def _ranged(found: RangeFound, words: Words) -> OutcomeJson:
    if isinstance(found, NoRange):
        return _page(words("ranged.none.title"), [words(f"ranged.{found}")])
    percents = {
        "percent": _percent(words, found.percent),
        "low": _percent(words, found.low_percent),
        "high": _percent(words, found.high_percent),
    }
    where = (
        "near_tuck"
        if found.percent <= _NEAR_PERCENT
        else "near_arch"
        if found.percent >= 100 - _NEAR_PERCENT
        else "middle"
    )
    page = _page(
        words("ranged.title"),
        [words("ranged.place", **percents), words(f"ranged.{where}")],
        words("ranged.own"),
    )
    page["gauge"] = {
        "percent": round(found.percent, 1),
        "low_percent": round(found.low_percent, 1),
        "high_percent": round(found.high_percent, 1),
        "tuck": words("ranged.tuck"),
        "arch": words("ranged.arch"),
    }
    return page


def _changed(change: Changed, words: Words) -> OutcomeJson:
    comparable = change.verdict is not Verdict.NOT_COMPARABLE
    told = {"day": long_date(words, change.then_day)}
    sure = change.verdict in (Verdict.FURTHER_FORWARD, Verdict.FURTHER_BACK)
    if comparable:
        # Rounded apart, so that what is more never reads as equal.
        told["mdc"] = degrees(words, math.floor(change.mdc_deg) if sure else nearest(change.mdc_deg))
    if change.change_deg is not None:
        told["size"] = degrees(words, math.ceil(abs(change.change_deg)))
    lines = [words(f"changed.{change.verdict}.line", **told)]
    lines += [words(f"changed.{caveat}") for caveat in change.caveats]
    page = _page(
        words(f"changed.{change.verdict}.title"), lines, "" if change.caveats else words("changed.habit")
    )
    if comparable:
        page["then_now"] = {
            "then_deg": round(change.then_deg, 1),
            "now_deg": round(change.now_deg, 1),
            "mdc_deg": round(change.mdc_deg, 1),
            "words": {
                "then": f"{words('changed.then')} {_signed(words, change.then_deg)}",
                "now": f"{words('changed.now')} {_signed(words, change.now_deg)}",
            },
        }
    return page


def _page(title: str, lines: list[str], soft: str = "") -> OutcomeJson:
    return {"title": title, "lines": lines, "soft": soft, "gauge": None, "then_now": None}


def _percent(words: Words, percent: float) -> str:
    return str(format_percent(round(percent) / 100, locale=words.code))


def _signed(words: Words, deg: float) -> str:
    return degrees(words, nearest(deg))
