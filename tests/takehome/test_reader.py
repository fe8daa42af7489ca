"""A code held before the camera is found as guests hold it, and what it is not is told apart."""

import gc
import weakref
from datetime import date

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.screening.view import CardRefusal
from kiosk.takehome import reader
from kiosk.takehome.card import Lines, card
from kiosk.takehome.reader import look
from kiosk.takehome.record import encode
from tests.takehome.drawn import frame, modules, modules_of
from tests.takehome.results import result, sealed

RECORD = result()
LINES = Lines(
    "Mild",
    "Your pelvis tips forward about 12°, most likely between 7° and 18°.",
    "22 November 2026",
    "An estimate, not a diagnosis.",
    "Plan:",
    ("Hip flexor stretch", "Quad massage", "Bridge", "Dead bug", "Plank", "Bird dog"),
)
CARD = modules_of(card(LINES, RECORD).svg)
WIFI = modules("WIFI:S:gym;P:secret;;")


def test_a_card_before_the_camera_is_read():
    assert look(frame(CARD)) == RECORD


@pytest.mark.parametrize(
    "held",
    [
        {"module_px": 2.0},
        {"module_px": 9.0},
        {"turn_deg": 20.0},
        {"turn_deg": 90.0},
        {"turn_deg": 200.0},
        {"lean": 0.25},
        {"module_px": 5.0, "blur_px": 2.0},
        {"noise": 12.0},
        {"size": (720, 1280)},
        {"size": (640, 480)},
        {"size": (4608, 2592), "module_px": 12.0},
    ],
    ids=str,
)
def test_a_card_is_read_however_it_is_held(held):
    assert look(frame(CARD, **held)) == RECORD


def test_a_blurred_card_needs_the_second_look():
    blurred = frame(CARD, module_px=5.0, blur_px=2.5)
    assert reader._codes(reader._small_grey(blurred), inverted=True) == []
    assert look(blurred) == RECORD


def test_a_mirrored_card_is_read_as_a_front_camera_takes_it():
    assert look(np.ascontiguousarray(frame(CARD)[:, ::-1])) == RECORD


def test_a_card_light_on_dark_is_read():
    assert look(255 - frame(CARD)) == RECORD


def test_a_frame_that_is_a_view_of_another_is_read_and_left_as_it_was():
    wide = frame(CARD, size=(1280, 800))
    before = wide.copy()
    assert look(wide[40:760]) == RECORD
    assert look(wide.transpose(1, 0, 2)) == RECORD
    assert np.array_equal(wide, before)


def test_a_frame_is_not_kept():
    image = frame(CARD)
    kept = weakref.ref(image)
    found = look(image)
    del image
    gc.collect()
    assert found == RECORD
    assert kept() is None


def test_a_record_alone_is_read_as_well_as_a_card():
    assert look(frame(modules(encode(RECORD)))) == RECORD


@pytest.mark.parametrize("size", [(1280, 720), (16, 9), (1, 1)])
def test_a_frame_without_a_code_shows_nothing(size):
    assert look(np.full((size[1], size[0], 3), 128, np.uint8)) is None


def test_a_bar_code_is_no_attempt_to_show_a_result():
    drawn = zxingcpp.create_barcode("4006381333931", zxingcpp.BarcodeFormat.EAN13)
    bars = np.array(drawn.to_image(scale=3, add_quiet_zones=True))
    image = np.full((720, 1280, 3), 255, np.uint8)
    image[300 : 300 + bars.shape[0], 400 : 400 + bars.shape[1]] = bars[:, :, None]
    assert zxingcpp.read_barcodes(image)[0].text == "4006381333931"
    assert look(image) is None


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("WIFI:S:gym;P:secret;;", CardRefusal.NOT_OURS),
        (encode(RECORD)[:-1] + "0", CardRefusal.DAMAGED),
        (sealed(1, "XX"), CardRefusal.IMPOSSIBLE),
        (sealed(2, "XX"), CardRefusal.NEWER),
    ],
)
def test_a_code_that_gives_no_result_is_told_for_what_it_is(text, refusal):
    assert look(frame(modules(text))) is refusal


def test_of_several_codes_ours_counts_and_of_ours_the_newest():
    newer = result(day=date(2027, 1, 10))
    seen = frame(modules(encode(RECORD)), WIFI, modules(encode(newer)), module_px=5.0)
    assert look(seen) == newer
    assert look(frame(WIFI, modules(encode(RECORD)))) == RECORD


def test_of_several_codes_without_a_result_the_most_telling_counts():
    assert (
        look(frame(WIFI, modules(sealed(2, "XX")), modules(sealed(1, "XX")), module_px=5.0))
        is CardRefusal.NEWER
    )


@settings(max_examples=25)
@given(st.binary(min_size=1, max_size=60))
def test_a_code_of_any_bytes_is_not_ours_and_breaks_nothing(content):
    assert look(frame(modules(content), size=(480, 360))) in {CardRefusal.NOT_OURS, None}


def test_no_frame_is_looked_at_larger_than_twice_the_longest_side(monkeypatch):
    sizes = []
    codes = reader._codes

    def noted(grey, *, inverted):
        sizes.append(grey.shape)
        return codes(grey, inverted=inverted)

    monkeypatch.setattr(reader, "_codes", noted)
    assert look(np.zeros((2592, 4608, 3), np.uint8)) is None
    assert sizes == [(720, 1280), (1440, 2560)]


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((720, 1280), np.uint8),
        np.zeros((720, 1280, 4), np.uint8),
        np.zeros((720, 1280, 3), np.float32),
        np.zeros((0, 1280, 3), np.uint8),
    ],
)
def test_what_is_no_rgb_frame_is_a_mistake(image):
    with pytest.raises(ValueError, match="uint8"):
        look(image)
