"""Results made up for the tests, and lines sealed as a kiosk would seal them."""

import zlib
from datetime import date

from kiosk.pelvis.tilt import Cuts, Facing, Grade, Method
from kiosk.takehome.record import Record

DAY = date(2026, 11, 22)
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def result(**changed) -> Record:
    """A mild result of 12.4 degrees on 22 November 2026, but for what is changed."""
    values = {
        "day": DAY,
        "tilt_deg": 12.4,
        "low_deg": 7.4,
        "high_deg": 17.4,
        "grade": Grade.MILD,
        "borderline": False,
        "cuts": Cuts(10.0, 15.0),
        "method": Method.CONTOUR,
        "facing": Facing.LEFT,
    }
    return Record(**{**values, **changed})


def sealed(version: int, body: str) -> str:
    """A line with a right checksum, whatever it says."""
    number, checksum = zlib.crc32(f"TILT{version}-{body}".encode()), ""
    while len(checksum) < 7:
        number, digit = divmod(number, 36)
        checksum = DIGITS[digit] + checksum
    return f"TILT{version}-{body}-{checksum}"
