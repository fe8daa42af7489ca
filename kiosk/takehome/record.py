"""A result as one short line of text that a guest takes home: what was found and on which day, not who.

A line reads ``TILT1-<body>-<checksum>``, all of it in the letters of an alphanumeric QR code:

- ``TILT1``: the version of the body, 1.
- The body, in digits of base 36 unless said otherwise: the day (3, since 1970-01-01); tilt, lower and upper
  end of the interval shown, the cuts of mild and pronounced (2 each, tenths of a degree above -60); the
  grade's first letter; 1 if borderline, else 0; how many captures were averaged; what the tilt was read from
  (C, D or B for both); the side faced (L or R); and, after a range check only, the place and its ends (2
  each, percent).
- The checksum, 7 digits of base 36: the CRC-32 of all that comes before its dash.

Every later version keeps this frame, so that an older kiosk can tell a newer record from a damaged one.
"""

import math
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from kiosk.errors import KioskError
from kiosk.pelvis.tilt import Cuts, Facing, Grade, Graded, Method, Tilt
from kiosk.screening.view import CardRefusal

VERSION = 1
FURTHEST_DEG = 60.0
"""No tilt, interval or cut reaches further either way."""

MOST_CAPTURES = 35

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FRAME = re.compile(r"(TILT([1-9][0-9]{0,2})-([0-9A-Z]{1,99}))-([0-9A-Z]{7})")
_WITHIN = re.compile(rf"(?<![0-9A-Za-z]){_FRAME.pattern}(?![0-9A-Za-z])")
_BEGINNING = re.compile(r"TILT[0-9]")
_BODY = re.compile(
    r"([0-9A-Z]{3})([0-9A-Z]{2})([0-9A-Z]{2})([0-9A-Z]{2})([0-9A-Z]{2})([0-9A-Z]{2})"
    r"([NMP])([01])([1-9A-Z])([CDB])([LR])(?:([0-9A-Z]{2})([0-9A-Z]{2})([0-9A-Z]{2}))?"
)
_GRADES = {"N": Grade.NEUTRAL, "M": Grade.MILD, "P": Grade.PRONOUNCED}
_METHODS = {"C": Method.CONTOUR, "D": Method.DOTS, "B": Method.DOTS_AND_CONTOUR}
_FACINGS = {"L": Facing.LEFT, "R": Facing.RIGHT}
_BANDS = tuple(Grade)
_FIRST_DAY = date(1970, 1, 1).toordinal()
_LAST_DAY = _FIRST_DAY + 36**3 - 1


class RecordRefused(KioskError, ValueError):
    """A text holds no record that can be used, or a record would hold what cannot be.

    The message never quotes the text: another's code may hold anything.
    """

    def __init__(self, refusal: CardRefusal, line: str) -> None:
        super().__init__(line)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class WholePlace:
    """Where rest lay between one's own full tuck (0 %) and full arch (100 %), whole percent."""

    percent: int
    low_percent: int
    high_percent: int

    def __post_init__(self) -> None:
        if not 0 <= self.low_percent <= self.percent <= self.high_percent <= 100:
            raise _impossible("a place lies within its interval, and that within 0 to 100 %")


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Record:
    """One result, as far as it leaves the kiosk with the guest.

    Attributes:
        day: of the result; no time of day.
        tilt_deg: positive forward, whole tenths of a degree like every angle here.
        low_deg, high_deg: the interval that was shown.
        grade, borderline: as they were shown.
        cuts: those in force that day.
        method: what the tilt was read from.
        facing: the side of the image the guest looked to.
        captures: how many captures, with stepping off between them, were averaged; 1 to 35.
        place: the outcome of a range check, if there was one.

    Raises:
        RecordRefused: these cannot be a result's values (``CardRefusal.IMPOSSIBLE``).
    """

    day: date
    tilt_deg: float
    low_deg: float
    high_deg: float
    grade: Grade
    borderline: bool
    cuts: Cuts
    method: Method
    facing: Facing
    captures: int = 1
    place: WholePlace | None = None

    def __post_init__(self) -> None:
        if isinstance(self.day, datetime) or not _FIRST_DAY <= self.day.toordinal() <= _LAST_DAY:
            raise _impossible("the day is one from 1970-01-01 to 2097-09-26, without a time")
        angles = (self.tilt_deg, self.low_deg, self.high_deg, self.cuts.mild_deg, self.cuts.pronounced_deg)
        if not all(_is_angle(angle) for angle in angles):
            raise _impossible("an angle has whole tenths and lies within 60 degrees of level")
        if not self.low_deg <= self.tilt_deg <= self.high_deg:
            raise _impossible("a tilt lies within its interval")
        if not self.cuts.mild_deg < self.cuts.pronounced_deg:
            raise _impossible("mild begins below pronounced")
        if not self._graded_rightly():
            raise _impossible("the grade is not that of the tilt")
        if not 1 <= self.captures <= MOST_CAPTURES:
            raise _impossible(f"a result is made of 1 to {MOST_CAPTURES} captures")

    @classmethod
    def of(
        cls,
        tilt: Tilt,
        graded: Graded,
        cuts: Cuts,
        shown_deg: tuple[float, float],
        day: date,
        place: WholePlace | None = None,
    ) -> Self:
        """The record of a result: angles to the nearest tenth, the interval's ends outwards.

        Args:
            tilt: of the result ...
            graded: ... as it was graded ...
            cuts: ... by these.
            shown_deg: the interval a guest is shown, low and high.
            day: the calendar's at the kiosk.
            place: the outcome of a range check, if there was one.

        Raises:
            RecordRefused: these cannot be a result's values (``CardRefusal.IMPOSSIBLE``).
        """
        low, high = shown_deg
        if not all(math.isfinite(deg) for deg in (tilt.deg, low, high)):
            raise _impossible("an angle is a number")
        return cls(
            day=day,
            tilt_deg=_tenths(tilt.deg),
            # A millidegree is no reason to widen an interval, and none ends further out than can be written.
            low_deg=max(math.floor(10 * low + 0.01) / 10, -FURTHEST_DEG),
            high_deg=min(math.ceil(10 * high - 0.01) / 10, FURTHEST_DEG),
            grade=graded.grade,
            borderline=graded.borderline,
            cuts=Cuts(_tenths(cuts.mild_deg), _tenths(cuts.pronounced_deg)),
            method=tilt.method,
            facing=tilt.facing,
            place=place,
        )

    def _graded_rightly(self) -> bool:
        """Whether the grade is the tilt's band, or next to it where borderline.

        Tilt and cut were each rounded by up to half a tenth.
        """
        slack = 1 if self.borderline else 0
        lowest, highest = (_BANDS.index(self.cuts.band(self.tilt_deg + by)) for by in (-0.1001, 0.1001))
        return lowest - slack <= _BANDS.index(self.grade) <= highest + slack


def encode(record: Record) -> str:
    """The record's line: 32 characters, or 38 with a place."""
    angles = (
        record.tilt_deg,
        record.low_deg,
        record.high_deg,
        record.cuts.mild_deg,
        record.cuts.pronounced_deg,
    )
    place = record.place
    percents = (place.percent, place.low_percent, place.high_percent) if place else ()
    body = "".join(
        (
            _base36(record.day.toordinal() - _FIRST_DAY, 3),
            *(_base36(round(10 * (angle + FURTHEST_DEG)), 2) for angle in angles),
            _letter(_GRADES, record.grade),
            "1" if record.borderline else "0",
            _base36(record.captures, 1),
            _letter(_METHODS, record.method),
            _letter(_FACINGS, record.facing),
            *(_base36(percent, 2) for percent in percents),
        )
    )
    sealed = f"TILT{VERSION}-{body}"
    return f"{sealed}-{_checksum(sealed)}"


def decode(line: str) -> Record:
    """The record that a line is; the line alone, letter by letter as it was given out.

    Raises:
        RecordRefused: it is other text, damaged, of a newer kiosk, or holds what cannot be.
    """
    found = _FRAME.fullmatch(line)
    if found is None:
        if _BEGINNING.match(line):
            raise _damaged()
        raise RecordRefused(CardRefusal.NOT_OURS, "this is not a result of a posture check")
    sealed, version, body, checksum = found.groups()
    if checksum != _checksum(sealed):
        raise _damaged()
    if int(version) > VERSION:
        raise RecordRefused(
            CardRefusal.NEWER, "this result is from a newer kiosk: update this one to read it"
        )
    fields = _BODY.fullmatch(body)
    if fields is None:
        raise _impossible("its fields are not those of a result")
    return _from_fields(fields)


def find(text: str) -> Record:
    """The record in a text of several lines, such as a whole card; the newest, if there are more.

    Raises:
        RecordRefused: there is none; with several that cannot be used, for the most telling of the reasons.
    """
    records: list[Record] = []
    refused = RecordRefused(CardRefusal.NOT_OURS, "this is not a result of a posture check")
    if _BEGINNING.search(text):
        refused = _damaged()
    order = list(CardRefusal)
    for found in _WITHIN.finditer(text):
        try:
            records.append(decode(found.group()))
        except RecordRefused as error:
            refused = max(refused, error, key=lambda each: order.index(each.refusal))
    if not records:
        raise refused
    return max(records, key=lambda record: record.day)


def _from_fields(fields: re.Match[str]) -> Record:
    day, *numbers, grade, borderline, captures, method, facing, percent, low, high = fields.groups()
    tilt_deg, low_deg, high_deg, mild_deg, pronounced_deg = (
        _tenths(int(number, 36) / 10 - FURTHEST_DEG) for number in numbers
    )
    return Record(
        day=date.fromordinal(_FIRST_DAY + int(day, 36)),
        tilt_deg=tilt_deg,
        low_deg=low_deg,
        high_deg=high_deg,
        grade=_GRADES[grade],
        borderline=borderline == "1",
        cuts=Cuts(mild_deg, pronounced_deg),
        method=_METHODS[method],
        facing=_FACINGS[facing],
        captures=int(captures, 36),
        place=None if percent is None else WholePlace(int(percent, 36), int(low, 36), int(high, 36)),
    )


def _is_angle(deg: float) -> bool:
    return -FURTHEST_DEG <= deg <= FURTHEST_DEG and deg == _tenths(deg)


def _tenths(deg: float) -> float:
    return math.floor(10 * deg + 0.5) / 10


def _base36(number: int, digits: int) -> str:
    text = ""
    for _ in range(digits):
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text


def _checksum(sealed: str) -> str:
    return _base36(zlib.crc32(sealed.encode("ascii")), 7)


def _letter(letters: Mapping[str, object], value: object) -> str:
    return next(letter for letter, meant in letters.items() if meant == value)


def _damaged() -> RecordRefused:
    return RecordRefused(CardRefusal.DAMAGED, "this result was cut short or altered on its way")


def _impossible(why: str) -> RecordRefused:
    return RecordRefused(CardRefusal.IMPOSSIBLE, f"this cannot be a result: {why}")
