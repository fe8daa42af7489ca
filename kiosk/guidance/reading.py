"""A result in a guest's words: whole degrees, forward or back, and how sure."""

import math
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from kiosk.guidance.language import ENGLISH, Words, words_of
from kiosk.pelvis.tilt import Cuts, Grade, Graded
from kiosk.screening.view import Result

LITTLE_DEG = 2.0
"""Below this a guest is told "little or no forward tilt"."""

SLIGHT_DEG = 5.0
"""Up to this a backward tilt is called slight."""


@dataclass(frozen=True, slots=True)
class Told:
    """A result as it is read: the grade first, then the angle, then how sure and how close to a line.

    Attributes:
        word: the grade's name.
        angle: the size of the tilt in whole degrees, without a sign ("13°").
        way: what is said beside the angle: nothing for the usual forward, else "back" or "level".
        line: the sentence with the angle and "most likely between ... and ...".
        borderline: what a repeat could say instead, or None.
        bucket: the picture in words.
    """

    word: str
    angle: str
    way: str
    line: str
    borderline: str | None
    bucket: str


def tell(result: Result, words: Words | None = None) -> Told:
    """Put a result into words; the shown interval is rounded outwards, so that it never narrows."""
    text = words or words_of(ENGLISH)
    deg = result.tilt.deg
    whole = nearest(deg)
    low, high = outwards(result.shown_low_deg, result.shown_high_deg)
    lean = _lean(deg)
    low_words, high_words = _bounds(text, low, high)
    return Told(
        word=text(f"grade.{result.graded.grade}"),
        angle=degrees(text, abs(whole)),
        way=text("way.level" if whole == 0 else "way.forward" if whole > 0 else "way.back"),
        line=text(f"tilt.{lean}", angle=degrees(text, abs(whole)), low=low_words, high=high_words),
        borderline=_borderline(text, deg, result.graded, result.cuts),
        bucket=text(f"bucket.{_bucket(lean, result.graded.grade)}"),
    )


def nearest(deg: float) -> int:
    """The nearest whole degree, halves upwards (12.5 reads 13, not Python's even 12)."""
    return math.floor(deg + 0.5)


def outwards(low_deg: float, high_deg: float) -> tuple[int, int]:
    """An interval's ends as whole degrees that enclose it; a millidegree is no reason to widen."""
    return math.floor(low_deg + 1e-3), math.ceil(high_deg - 1e-3)


def degrees(text: Words, deg: float) -> str:
    """An angle with its sign of degrees, and the decimals it needs in the language's own writing."""
    return text("degrees", deg=format_decimal(deg, format="#,##0.##", locale=text.code))


def long_date(words: Words, day: date) -> str:
    """A day as one writes it in the language; French numbers the first of a month as an ordinal."""
    written = str(format_date(day, format="long", locale=words.code))
    return written.replace("1", "1er", 1) if words.code == "fr" and day.day == 1 else written


def _lean(deg: float) -> str:
    whole = nearest(deg)
    if whole < -SLIGHT_DEG:
        return "back"
    if whole < 0:
        return "slightly_back"
    return "level" if deg < LITTLE_DEG else "forward"


def _bounds(text: Words, low: int, high: int) -> tuple[str, str]:
    """Both ends in words; the way is named only where it is not forward for both."""
    if low >= 0:
        return degrees(text, low), degrees(text, high)
    if high < 0:
        return degrees(text, -high), text("bound.back", angle=degrees(text, -low))
    ahead = text("bound.forward", angle=degrees(text, high)) if high else text("bound.level")
    return text("bound.back", angle=degrees(text, -low)), ahead


def _borderline(text: Words, deg: float, graded: Graded, cuts: Cuts) -> str | None:
    if not graded.borderline:
        return None
    cut = degrees(text, min((cuts.mild_deg, cuts.pronounced_deg), key=lambda at: abs(at - deg)))
    if graded.neighbour is None:
        return text("borderline.unnamed", cut=cut)
    return text("borderline", cut=cut, neighbour=text(f"grade.{graded.neighbour}").lower())


def _bucket(lean: str, grade: Grade) -> str:
    if lean in {"back", "slightly_back"}:
        return "back"
    # A site may set its own cuts; the water follows the grade, so the words do too.
    return "level" if lean == "level" and grade is Grade.NEUTRAL else grade.value
