"""How large a picture says it is: each kind's header, and what has none."""

import cv2
import numpy as np
import pytest

from kiosk.camera.files import PICTURE_SUFFIXES
from kiosk.camera.header import decodes_in_parts, picture_size


@pytest.mark.parametrize("suffix", sorted(PICTURE_SUFFIXES))
def test_every_kind_that_is_read_tells_its_width_and_height(suffix):
    image = np.full((23, 371) if suffix in (".pgm", ".pbm") else (23, 371, 3), 90, np.uint8)
    good, data = cv2.imencode(suffix, image)
    assert good
    assert picture_size(data.tobytes()) == (371, 23)


def test_a_webp_with_a_lossy_picture_or_an_extended_header_tells_its_size():
    image = np.full((23, 371, 3), 90, np.uint8)
    lossy = cv2.imencode(".webp", image, [cv2.IMWRITE_WEBP_QUALITY, 50])[1].tobytes()
    assert lossy[12:16] == b"VP8 "
    assert picture_size(lossy) == (371, 23)
    # The canvas is stored less one, in three bytes a side: 0x012345 + 1 and 0x000102 + 1.
    extended = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x45\x23\x01\x02\x01\x00"
    assert picture_size(extended) == (0x12346, 0x103)


def test_a_big_endian_tiff_with_short_sides_tells_its_size():
    entries = b"\x01\x00\x00\x03\0\0\0\x01\x01\x73\0\0" + b"\x01\x01\x00\x03\0\0\0\x01\x00\x17\0\0"
    assert picture_size(b"MM\0\x2a\0\0\0\x08\0\x02" + entries) == (371, 23)


def test_a_pnm_may_have_comments_between_its_numbers():
    assert picture_size(b"P6\n# a camera\n371 # wide\n23\n255\n") == (371, 23)


def test_an_old_bmp_and_one_with_its_rows_downwards_tell_their_size():
    head = b"BM" + bytes(12)
    assert picture_size(head + b"\x0c\0\0\0" + b"\x73\x01\x17\x00") == (371, 23)
    assert picture_size(head + b"\x28\0\0\0" + b"\x73\x01\0\0" + b"\xe9\xff\xff\xff") == (371, 23)


def test_what_stands_between_a_jpegs_segments_is_passed_over():
    frame = b"\xff\xc0\x00\x11\x08\x00\x17\x01\x73"  # precision 8, 23 rows, 371 columns
    comment = b"\xff\xfe\x00\x04ab"
    assert picture_size(b"\xff\xd8" + comment + b"stray" + b"\xff\xff" + frame) == (371, 23)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff\xe0\x00",
        b"\x89PNG",
        b"BM",
        b"RIFF....WAVE....",
        b"II\x2a\0\xff\xff\xff\xff",
        b"II\x2b\0\x08\0\0\0",
        b"MM\0\x2a\0\0\0\x08\0\0",
        b"P6 wide high",
        b"GIF89a",
    ],
)
def test_a_header_that_is_broken_or_unknown_tells_nothing(data):
    assert picture_size(data) is None


def test_only_a_jpeg_that_is_not_progressive_is_decoded_in_parts():
    image = np.full((23, 371, 3), 90, np.uint8)
    kinds = {".jpg": [], ".png": [], ".jpeg": [cv2.IMWRITE_JPEG_PROGRESSIVE, 1]}
    told = [decodes_in_parts(cv2.imencode(suffix, image, how)[1].tobytes()) for suffix, how in kinds.items()]
    assert told == [True, False, False]
    assert not decodes_in_parts(b"\xff\xd8\xff")
