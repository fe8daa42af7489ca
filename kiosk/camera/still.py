"""Reads one picture file, with what it may cost in memory bounded before its pixels are touched."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.files import is_folder, shown
from kiosk.camera.header import decodes_in_parts, is_jpeg, picture_size
from kiosk.camera.picture import LONGEST_SIDE_PX, bounded, rgb
from kiosk.camera.quiet import quiet_decoders
from kiosk.errors import UnreadableSource

MOST_BYTES = 100_000_000
"""The file itself is held while it is decoded, beside all else on a Raspberry Pi of 1 GB."""

MOST_PIXELS = 25_000_000
"""OpenCV takes 6 bytes a pixel to decode (measured on PNG, TIFF and WebP): 150 MB, with which `measure` stays
below 350 MB beside a running kiosk on a Raspberry Pi of 1 GB; larger cameras write JPEG."""

MOST_PIXELS_IN_PARTS = 200_000_000
"""A JPEG that is not progressive is made smaller while it is decoded, and no phone takes more."""

_REDUCED = ((8, cv2.IMREAD_REDUCED_COLOR_8), (4, cv2.IMREAD_REDUCED_COLOR_4), (2, cv2.IMREAD_REDUCED_COLOR_2))


def read_picture(path: Path) -> NDArray[np.uint8]:
    """One picture as (H, W, 3) uint8 RGB, turned as its EXIF orientation says, bounded in size.

    Raises:
        UnreadableSource: it is missing, cut short, too large, or no picture.
    """
    data = _bytes(path)
    size = picture_size(data)
    if size is None:
        raise UnreadableSource(f"{path} is not a picture that can be read; save it as JPEG or PNG")
    check_size(path, *size, MOST_PIXELS_IN_PARTS if decodes_in_parts(data) else MOST_PIXELS)
    try:
        with quiet_decoders():
            image = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), _flag(max(size), data))
    except (cv2.error, MemoryError) as error:
        raise UnreadableSource(f"{path} cannot be decoded: {first_line(error)}") from error
    if image is None:
        raise UnreadableSource(f"{path} is not a picture that can be read; it may be cut short")
    return rgb(bounded(np.asarray(image, dtype=np.uint8)))


def check_size(path: Path, width: int, height: int, most: int) -> None:
    """Let nothing pass that would unfold to more memory than there is.

    Raises:
        UnreadableSource: it has more than ``most`` pixels.
    """
    if width * height > most:
        raise UnreadableSource(
            f"{path} has {width} x {height} pixels, more than {most // 1_000_000} million: scale it down"
        )


def first_line(error: Exception) -> str:
    """What a library says is wrong, in one line."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _bytes(path: Path) -> bytes:
    if is_folder(path):
        raise UnreadableSource(f"{shown(path)} is a folder, not a picture")
    try:
        data = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError as error:
        raise UnreadableSource(f"{path} cannot be read: {error.strerror}") from error
    if data is None:
        most = f"{MOST_BYTES // 1_000_000} MB"
        raise UnreadableSource(f"{path} is larger than {most}, too large for a picture: scale it down")
    return data


def _flag(longest_px: int, data: bytes) -> int:
    """How OpenCV is to decode: what is no JPEG it would shrink only afterwards, and by dropping pixels."""
    for share, flag in _REDUCED if is_jpeg(data) else ():
        if longest_px >= share * LONGEST_SIDE_PX:
            return flag
    return cv2.IMREAD_COLOR
