"""A card held before the camera, beside today's result."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kiosk.pelvis.tilt import Cuts, Facing, Grade, Graded, Tilt
from kiosk.screening.view import CardRefusal, Changed, Result, Verdict
from kiosk.takehome.record import Record, encode
from kiosk.takehome.table import CardTable
from tests.takehome.drawn import frame, modules

TODAY = date(2026, 11, 23)
TILT = Tilt(9.0, 5.0, 13.0, 0.8, 3.1, 1.5, Facing.LEFT, 40, 0.9)
RESULT = Result(TILT, Graded(Grade.NEUTRAL, False, None, {}), Cuts(), 4.0, 14.0)
THEN = replace(TILT, deg=18.2, low_deg=14.0, high_deg=22.0)
BROUGHT = Record.of(THEN, Graded(Grade.PRONOUNCED, False, None, {}), Cuts(), (13.0, 23.0), date(2026, 9, 1))


def test_both_results_lie_side_by_side_then_first():
    # 9.2 degrees less, more than the 8.0 of single captures: September has 30 days, October 31.
    found = CardTable(lambda: TODAY).look(frame(modules(encode(BROUGHT))), RESULT)
    assert isinstance(found, Changed)
    assert (found.then_day, found.then_deg, found.now_deg) == (date(2026, 9, 1), 18.2, 9.0)
    assert found.verdict is Verdict.FURTHER_BACK
    assert found.change_deg == pytest.approx(-9.2)
    assert found.mdc_deg == pytest.approx(1.96 * 2**0.5 * 2.9)
    assert found.caveats == ()


def test_what_cannot_be_compared_says_why():
    other_side = replace(RESULT, tilt=replace(TILT, facing=Facing.RIGHT))
    found = CardTable(lambda: TODAY).look(frame(modules(encode(BROUGHT))), other_side)
    assert (found.verdict, found.change_deg, found.caveats) == (
        Verdict.NOT_COMPARABLE,
        None,
        ("facing_differs",),
    )


def test_another_code_is_told_and_no_code_is_nothing():
    table = CardTable(lambda: TODAY)
    assert table.look(frame(modules("WIFI:S:gym;P:secret;;")), RESULT) is CardRefusal.NOT_OURS
    assert table.look(np.full((480, 640, 3), 200, np.uint8), RESULT) is None
