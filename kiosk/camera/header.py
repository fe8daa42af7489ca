"""How large a picture says it is, read from its first bytes, before any memory is spent on its pixels."""

import re
import struct

MOST_PIXELS = 200_000_000
"""No phone takes more; a few kilobytes of PNG can unfold to gigabytes."""

_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_TIFF_WIDTH, _TIFF_HEIGHT, _TIFF_SHORT = 256, 257, 3
_PNM = re.compile(rb"P[1-6]\s+(?:#[^\n]*\n\s*)*(\d{1,9})\s+(?:#[^\n]*\n\s*)*(\d{1,9})\s")


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height, pixels, as the header of a JPEG, PNG, BMP, WebP, TIFF or PNM tells them.

    None when it is none of these, or its header is broken.
    """
    try:
        match data[:2]:
            case b"\xff\xd8":
                return _jpeg(data)
            case b"\x89P":
                return struct.unpack_from(">II", data, 16)
            case b"BM":
                return _bmp(data)
            case b"RI":
                return _webp(data)
            case b"II" | b"MM":
                return _tiff(data)
            case _:
                found = _PNM.match(data)
                return (int(found[1]), int(found[2])) if found else None
    except struct.error:
        return None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at < len(data):
        # As libjpeg does: what stands between segments is passed over.
        at = data.find(b"\xff", at)
        if at < 0:
            return None
        (marker,) = struct.unpack_from("B", data, at + 1)
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if marker in (0x00, 0xFF):
            at += 1
        elif marker in _JPEG_ALONE:
            at += 2
        else:
            at += 2 + max(2, struct.unpack_from(">H", data, at + 2)[0])
    return None


def _bmp(data: bytes) -> tuple[int, int]:
    (header_bytes,) = struct.unpack_from("<I", data, 14)
    width, height = struct.unpack_from("<HH" if header_bytes == 12 else "<ii", data, 18)
    return abs(width), abs(height)  # a negative height means that the rows run downwards


def _webp(data: bytes) -> tuple[int, int] | None:
    match data[8:16]:
        case b"WEBPVP8 ":
            width, height = struct.unpack_from("<HH", data, 26)
            return width & 0x3FFF, height & 0x3FFF
        case b"WEBPVP8L":
            (bits,) = struct.unpack_from("<I", data, 21)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"WEBPVP8X":
            low, high, low_, high_ = struct.unpack_from("<HBHB", data, 24)
            return (high << 16 | low) + 1, (high_ << 16 | low_) + 1
    return None


def _tiff(data: bytes) -> tuple[int, int] | None:
    order = "<" if data[:2] == b"II" else ">"
    magic, at = struct.unpack_from(order + "HI", data, 2)
    if magic != 42:
        return None
    sides: dict[int, int] = {}
    (entries,) = struct.unpack_from(order + "H", data, at)
    for number in range(entries):
        entry_at = at + 2 + 12 * number
        tag, kind = struct.unpack_from(order + "HH", data, entry_at)
        if tag in (_TIFF_WIDTH, _TIFF_HEIGHT):
            (sides[tag],) = struct.unpack_from(
                order + ("H" if kind == _TIFF_SHORT else "I"), data, entry_at + 8
            )
    if len(sides) < 2:
        return None
    return sides[_TIFF_WIDTH], sides[_TIFF_HEIGHT]
