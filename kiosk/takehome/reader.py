"""A record is found in what the camera sees when a guest shows their code; nothing of the picture is kept."""

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from kiosk.screening.view import CardRefusal
from kiosk.takehome.record import Record, RecordRefused, find

LONGEST_PX = 1280
"""A larger frame is looked at in this size, so that a look takes as long on every camera."""

Look = Record | CardRefusal | None
"""What is seen: a result; a code that gives none, and why; or no code."""

_QR_CODES = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_MOST_TELLING_LAST = list(CardRefusal)


def look(image: NDArray[np.uint8]) -> Look:
    """Look for a record in one frame: as it is, then, where that shows none, sharpened and twice as large.

    The second look finds a code that is held closer than the lens is focused, or far away. Codes may be
    turned, tilted, mirrored (a picture taken with a phone's front camera) or light on dark. Of several
    records in view the newest counts; of codes that give none, the one that says most. Only QR codes are
    looked at: the bar code on a bottle is no attempt to show a result.

    Args:
        image: (H, W, 3) uint8, RGB.

    Raises:
        ValueError: it is no such image.
    """
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or 0 in image.shape:
        raise ValueError(f"an image is (H, W, 3) uint8, not {image.shape} {image.dtype}")
    grey = _small_grey(image)
    plain = _most_telling(_codes(grey, inverted=True))
    if isinstance(plain, Record):
        return plain
    closer = _most_telling(_codes(_closer(grey), inverted=False))
    return plain if closer is None else closer


def _most_telling(texts: list[str]) -> Look:
    seen = [_read(text) for text in texts]
    records = [each for each in seen if isinstance(each, Record)]
    if records:
        return max(records, key=lambda record: record.day)
    refusals = [each for each in seen if isinstance(each, CardRefusal)]
    return max(refusals, key=_MOST_TELLING_LAST.index, default=None)


def _read(text: str) -> Record | CardRefusal:
    try:
        return find(text)
    except RecordRefused as error:
        return error.refusal


def _codes(grey: NDArray[np.uint8], *, inverted: bool) -> list[str]:
    found = zxingcpp.read_barcodes(
        grey, formats=_QR_CODES, text_mode=zxingcpp.TextMode.Plain, try_invert=inverted
    )
    return [code.text for code in found]


def _small_grey(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(h, w) uint8, its longer side at most ``LONGEST_PX``."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    scale = LONGEST_PX / max(height, width)
    if scale < 1:
        size = max(1, round(width * scale)), max(1, round(height * scale))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    return np.asarray(grey, dtype=np.uint8)


def _closer(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(2h, 2w) uint8, sharpened by what a blur of 1.5 pixels takes away, one and a half times over.

    Of the ways tried on drawn codes this one read the most that were blurred by up to 3 pixels or had modules
    down to 1.6.
    """
    sharp = cv2.addWeighted(grey, 2.5, cv2.GaussianBlur(grey, (0, 0), 1.5), -1.5, 0)
    return np.asarray(cv2.resize(sharp, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
