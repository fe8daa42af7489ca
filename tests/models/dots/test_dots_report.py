"""The report's figures are the readings' own: errors, intervals, and what a hand's error would do to them."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.pelvis.dot_doubt import reach_deg
from kiosk.pelvis.tilt import Facing, Method, Tilt
from kiosk.screening.reason import Reason
from models.dots.readings import Line, Read
from models.dots.report import held_by_hand, off_by_hand, report

TRUTH: dict[str, Any] = {
    "case": "half_ball",
    "file": "0000_half_ball.png",
    "tilt_deg": 10.0,
    "marked_deg": 9.0,
    "fit": "tight",
    "facing": "left",
    "yaw_deg": -3.0,
    "noise": 0.01,
    "pitch_deg": 1.0,
    "shown_px": [80, 50],
}


def tilt(deg: float, sd_deg: float, method: Method = Method.DOTS) -> Tilt:
    reach = reach_deg(sd_deg)
    return Tilt(deg, deg - reach, deg + reach, 0.8, sd_deg, 1.5, Facing.LEFT, 1, 0.9, (), method)


READ = Read(
    truth=TRUTH,
    coding="uncoded",
    reason=None,
    plain=tilt(12.0, 2.0),
    both=tilt(11.6, 1.6, Method.DOTS_AND_CONTOUR),
    contour=tilt(10.9, 8.0 / 3.0, Method.CONTOUR),
    calibrated=tilt(10.5, 1.5),
    calibrated_both=tilt(10.6, 1.2, Method.DOTS_AND_CONTOUR),
    line=Line(8.0, 8.5, 10.25, mistaken=False),
    lenient=None,
    ideal_deg=8.25,
)
OFF = replace(READ, plain=tilt(5.0, 2.0), calibrated=tilt(9.5, 1.5))
REFUSED = replace(READ, reason=Reason.DOTS_NOT_FOUND, plain=None, both=None, contour=None, calibrated=None)
TURNED_AWAY = replace(REFUSED, reason=Reason.NOT_SIDE_ON)


def row(text: str, name: str) -> list[str]:
    """The first row of that name, cell by cell."""
    line = next(line for line in text.splitlines() if line.startswith(f"| {name} |"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_a_hand_that_never_errs_changes_nothing() -> None:
    assert (held_by_hand(1.0, 1.5, 0.0), held_by_hand(2.0, 1.5, 0.0)) == (1.0, 0.0)


def test_an_interval_made_for_the_hand_alone_holds_as_often_as_it_says() -> None:
    # 1.2816 deviations either way hold 80 in 100 errors; from its very end half of them leave it on the one
    # side, and beyond 2.5631 deviations 52 in 10 000 on the other.
    assert held_by_hand(0.0, reach_deg(1.9), 1.9) == pytest.approx(0.8)
    assert held_by_hand(reach_deg(1.9), reach_deg(1.9), 1.9) == pytest.approx(0.4948, abs=1e-4)


def test_a_hand_s_error_alone_is_four_fifths_of_its_deviation_and_adds_little_to_a_large_one() -> None:
    # sqrt(2 / pi) is 0.7979. Beside 3 deviations: 0.7979 exp(-4.5) + 3 (1 - 2 x 0.00135) = 0.00886 + 2.99190.
    assert off_by_hand(0.0, 1.9) == pytest.approx(1.9 * 0.7979, abs=1e-3)
    assert off_by_hand(-3.0, 1.0) == pytest.approx(3.0008, abs=1e-4)
    assert off_by_hand(-3.0, 0.0) == 3.0


def test_a_row_holds_error_bias_and_how_often_the_interval_held() -> None:
    text = report(83, (80, 81), [READ, OFF])

    # Off by +2 and -5: 3.5 on the mean, -1.5 of bias, 95 in 100 below 2 + 0.95 x 3. The interval reaches
    # 1.2816 times 2 degrees and holds the first alone. A hand of 1.9 beside 2: (2.563 - 2) / 1.9 = 0.2963 and
    # (-2.563 - 2) / 1.9 = -2.4016 deviations, 0.6165 - 0.0082; and (-2.437, -7.563) / 1.9, 0.0998 - 0.
    # With it they would be 1.516 x 0.5746 + 2 x 0.7075 = 2.286 and 1.516 x 0.0313 + 5 x 0.9915 = 5.005 off.
    assert row(text, "`--dots`") == ["2", "3.50", "-1.50", "4.85", "2.6", "50%", "3.65", "35%"]


def test_a_hand_s_error_moves_a_combined_reading_by_the_dots_weight_and_the_contour_not_at_all() -> None:
    text = report(83, (80, 81), [READ])

    # The dots' weight is (1.6 / 2)^2 = 0.64, the hand's error 1.216: (2.0505 - 1.6) / 1.216 = 0.3705 and
    # -3.0021 deviations, 0.6445 - 0.0013.
    assert [row(text, "`--dots --combine`")[at] for at in (-3, -1)] == ["100%", "64%"]
    assert row(text, "the contour alone")[-3:] == ["100%", "0.90", "100%"]


def test_the_line_is_compared_with_what_it_should_show() -> None:
    text = report(83, (80, 81), [READ])

    assert row(text, "calibrated line against the line marked")[1:3] == ["0.50", "-0.50"]
    assert row(text, "plain line against ideal centres")[1:3] == ["0.25", "-0.25"]
    assert row(text, "calibrated, the true turn given")[1:3] == ["0.25", "+0.25"]


def test_a_guest_who_stood_wrongly_is_not_counted_among_those_whose_dots_were_not_found() -> None:
    text = report(83, (80, 81), [READ, OFF, REFUSED, TURNED_AWAY])

    assert "4 pictures, 1 (25%) refused, 1 more for the guest's position (`not_side_on` 1); in 0" in text


def test_a_bar_is_said_to_be_met_or_missed() -> None:
    text = report(83, (80, 81), [READ, replace(REFUSED, truth=TRUTH | {"case": "flat"})])

    # Off by 0.5 with a calibrated camera; the one picture of stickers was refused.
    assert row(text, "half-balls over tight clothes, MAE") == ["1.00", "0.50", "met"]
    assert row(text, "flat stickers, refused") == ["25%", "100%", "missed"]
