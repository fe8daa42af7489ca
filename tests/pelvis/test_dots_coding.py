"""How a picture was coded is told from its pixels alone."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.pelvis.dot_coding import Coding, coding_of, has_fine_colour, jpeg_quality


def room(height: int = 320, width: int = 240) -> NDArray[np.uint8]:
    """Soft coloured shapes with a camera's grain."""
    rng = np.random.default_rng(3)
    shapes = cv2.resize(rng.uniform(30, 220, (height // 16, width // 16, 3)), (width, height))
    return np.clip(shapes + rng.normal(0.0, 4.0, shapes.shape), 0, 255).astype(np.uint8)


def as_jpeg(image: NDArray[np.uint8], quality: int, fine: bool = False) -> NDArray[np.uint8]:
    sampling = cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444 if fine else cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420
    options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, sampling]
    coded = cv2.imencode(".jpg", image[:, :, ::-1], options)[1]
    return np.ascontiguousarray(cv2.imdecode(coded, cv2.IMREAD_COLOR)[:, :, ::-1])


@pytest.mark.parametrize("quality", [55, 70, 80, 90, 95])
def test_a_jpegs_quality_is_told(quality: int) -> None:
    assert jpeg_quality(as_jpeg(room(), quality)) == quality


def test_a_picture_that_was_never_coded_has_no_quality() -> None:
    assert jpeg_quality(room()) is None


def test_a_jpeg_that_was_resized_has_no_quality_any_more() -> None:
    larger = as_jpeg(room(400, 320), 70)

    assert jpeg_quality(np.asarray(cv2.resize(larger, (240, 320)), np.uint8)) is None


def test_a_picture_smaller_than_a_block_tells_nothing() -> None:
    assert jpeg_quality(room(320, 240)[:7, :7]) is None


def test_coding_as_jpeg_takes_the_fine_colour() -> None:
    assert has_fine_colour(room())
    assert not has_fine_colour(as_jpeg(room(), 85))


@pytest.mark.parametrize(
    ("quality", "coding"), [(79, Coding.ROUGH), (80, Coding.GOOD), (95, Coding.GOOD), (60, Coding.ROUGH)]
)
def test_a_jpeg_is_good_from_quality_80_on(quality: int, coding: Coding) -> None:
    image = as_jpeg(room(), quality)

    assert coding_of(image, image) is coding


def test_poor_coding_is_rough_even_where_each_pixel_keeps_its_colour() -> None:
    image = as_jpeg(room(), 60, fine=True)

    assert coding_of(image, image) is Coding.ROUGH


def test_halved_colour_without_a_known_quality_is_rough_as_in_a_video() -> None:
    halved = cv2.resize(cv2.resize(room(), (120, 160), interpolation=cv2.INTER_AREA), (240, 320))
    light = room().mean(axis=2, keepdims=True) - halved.mean(axis=2, keepdims=True)
    image = np.clip(halved + light, 0, 255).astype(np.uint8)

    assert coding_of(image, image) is Coding.ROUGH


def test_what_was_never_coded_is_told_from_what_was() -> None:
    assert coding_of(room(), room()) is Coding.NONE
