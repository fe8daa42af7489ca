"""Rendered people in front of the kiosk: each gets the answer that was rendered into the picture."""

import tomllib
from pathlib import Path

import pytest

from kiosk import instruments
from kiosk.settings import Settings

pytestmark = pytest.mark.slow

RENDERS = Path(__file__).resolve().parent.parent / "data" / "renders"
TRUTH = tomllib.loads((RENDERS / "truth.toml").read_text())


@pytest.fixture(scope="module")
def meter():
    return instruments.meter(Settings())


@pytest.mark.parametrize("name", TRUTH)
def test_a_rendered_scene_is_measured_or_refused_for_its_own_reason(meter, name):
    truth = TRUTH[name]
    answer = meter.read(RENDERS / truth["file"]).as_json()
    if truth["reason"]:
        assert (answer["status"], answer["reason"]) == ("refused", truth["reason"])
        assert "tilt_deg" not in answer
    else:
        low_deg, high_deg = answer["interval_deg"]
        assert (answer["status"], answer["facing"]) == ("ok", truth["facing"])
        assert low_deg - 3 <= truth["tilt_deg"] <= high_deg + 3


def test_the_side_someone_knows_better_is_used(meter):
    known = instruments.meter(Settings(), facing="right")
    answer = known.read(RENDERS / "side_on_left.jpg").as_json()
    assert answer["facing"] == "right"
