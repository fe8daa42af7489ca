"""How large a picture says it is, read from its first bytes, before any memory is spent on its pixels."""

import re
import struct

_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_SEQUENTIAL = frozenset({0xC0, 0xC1})
_TIFF_WIDTH, _TIFF_HEIGHT, _TIFF_SHORT = 256, 257, 3
_PNM = re.compile(rb"P[1-6]\s+(?:#[^\n]*\n\s*)*(\d{1,9})\s+(?:#[^\n]*\n\s*)*(\d{1,9})\s")


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height, pixels, as the header of a JPEG, PNG, BMP, WebP, TIFF or PNM tells them.

    None when it is none of these, or its header is broken.
    """
    try:
        match data[:2]:
            case b"\xff\xd8":
                return _jpeg_size(data)
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


def is_jpeg(data: bytes) -> bool:
    """Whether it begins as a JPEG does."""
    return data[:2] == b"\xff\xd8"


def decodes_in_parts(data: bytes) -> bool:
    """Whether it is a JPEG that can be made smaller row by row as it is decoded.

    A progressive one cannot: all its coefficients are held until its last scan is read.
    """
    try:
        found = _jpeg_frame(data) if is_jpeg(data) else None
    except struct.error:
        return False
    return found is not None and found[0] in _JPEG_SEQUENTIAL


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    found = _jpeg_frame(data)
    if found is None:
        return None
    height, width = struct.unpack_from(">HH", data, found[1] + 5)
    return width, height


def _jpeg_frame(data: bytes) -> tuple[int, int] | None:
    """The marker of the segment that tells the size, and where it stands."""
    at = 2
    while at < len(data):
        # As libjpeg does: what stands between segments is passed over.
        at = data.find(b"\xff", at)
        if at < 0:
            return None
        (marker,) = struct.unpack_from("B", data, at + 1)
        if marker in _JPEG_SIZES:
            return marker, at
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
