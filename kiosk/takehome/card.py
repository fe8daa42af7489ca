"""A result as a QR code that any phone reads without a network: the guest's words first, then the record."""

from dataclasses import dataclass

import segno

from kiosk.takehome.record import Record, encode

LARGEST_VERSION = 12
"""65 modules a side, 73 with the quiet zone: 5 pixels each in a square of 365, which fits a screen of 800x480
beside the page's own words."""

CAPACITY_BYTES = 287
"""What a QR code of the largest version holds in bytes at error correction M (ISO/IEC 18004, table 7)."""

QUIET_MODULES = 4  # the standard's own; phones that are held close need it


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Lines:
    """What the code says in the guest's language, each ready to be read.

    Attributes:
        grade: the grade's word.
        angle: the angle with its interval.
        day: the date.
        estimate: that this is an estimate, not a diagnosis.
        plan: what stands before the plan's names ("Plan: ").
        exercises: the plan's short names, the most important first.
    """

    grade: str
    angle: str
    day: str
    estimate: str
    plan: str = ""
    exercises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Card:
    """A card as it is shown.

    Attributes:
        text: all that a phone reads from it.
        svg: the code as an ``<svg>`` for a page, black on white with its quiet zone; it takes the size of
            the element it stands in.
        version: the QR version, 1 to 12.
        modules: its side without the quiet zone.
    """

    text: str
    svg: str
    version: int
    modules: int


def card(lines: Lines, record: Record) -> Card:
    """Draw a result: as many of the words as fit before its record, which is never shortened."""
    text = fitted(lines, encode(record))
    code = segno.make_qr(text, error="m", mode="byte", encoding="utf-8")
    svg = code.svg_inline(
        border=QUIET_MODULES, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return Card(
        text=text,
        # Rows are drawn as lines one module high: smoothed edges would show as hairs between them.
        svg=svg.replace("<svg ", '<svg shape-rendering="crispEdges" ', 1),
        version=int(code.version),
        modules=len(code.matrix),
    )


def fitted(lines: Lines, record_line: str) -> str:
    """The card's text, at most ``CAPACITY_BYTES`` of UTF-8, a line each, ending with the record's.

    What does not fit goes in this order: the exercises from the last, then the plan, then the ends of
    whichever line is the longest.
    """
    told = [_one_line(line) for line in (lines.grade, lines.angle, lines.day, lines.estimate)]
    exercises = [_one_line(name) for name in lines.exercises]
    for count in range(len(exercises), 0, -1):
        plan = _one_line(f"{lines.plan} {', '.join(exercises[:count])}")
        text = _joined([*told, plan, record_line])
        if _size(text) <= CAPACITY_BYTES:
            return text
    while _size(text := _joined([*told, record_line])) > CAPACITY_BYTES:
        longest = max(range(len(told)), key=lambda at: _size(told[at]))
        told[longest] = told[longest].removesuffix("…")[:-1].rstrip() + "…"
    return text


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _joined(lines: list[str]) -> str:
    return "\n".join(line for line in lines if line)


def _size(text: str) -> int:
    return len(text.encode())
