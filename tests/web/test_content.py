import re
from pathlib import Path

import pytest

import kiosk.web
from kiosk.guidance.words import Sign
from kiosk.pelvis.tilt import Grade

WEB = Path(kiosk.web.__file__).parent
FILES = sorted([*(WEB / "templates").iterdir(), *(WEB / "static").iterdir()])

FORBIDDEN = ("screening", "diagnos", "disorder", "injur", "patient", "abnormal", "treat", "medical")


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """WCAG 2.2 contrast ratio of two #rrggbb colours."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colours():
    css = (WEB / "static" / "guest.css").read_text()
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", css))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_sent_to_a_guest_uses_a_word_that_belongs_in_a_clinic(path):
    sent = path.read_text().lower()
    assert not [word for word in FORBIDDEN if word in sent]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_sent_to_a_guest_reaches_off_this_machine(path):
    sent = path.read_text().replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|//[a-z]+\.|@import|@font-face", sent)


def test_the_guests_page_weighs_less_than_150_kilobytes():
    assert sum(path.stat().st_size for path in FILES) < 150_000


@pytest.mark.parametrize("sign", Sign)
def test_every_sign_is_drawn(sign):
    assert f'id="sign-{sign}"' in (WEB / "templates" / "signs.svg").read_text()


@pytest.mark.parametrize("grade", Grade)
def test_every_grade_has_a_shape_and_a_colour(grade):
    assert f'id="shape-{grade}"' in (WEB / "templates" / "signs.svg").read_text()
    assert grade.value in colours()


def test_contrast_is_worked_out_as_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ink", ["ink", "soft", "water", "neutral", "mild", "pronounced"])
@pytest.mark.parametrize("ground", ["ground", "card"])
def test_every_ink_stands_out_seven_to_one_on_every_ground(ink, ground):
    assert contrast(colours()[ink], colours()[ground]) >= 7
