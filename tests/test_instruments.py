"""What a site's settings make of the models."""

import math

import numpy as np
import pytest

from kiosk import instruments
from kiosk.pelvis.capture import Observation
from kiosk.pelvis.change_head import Relative
from kiosk.pelvis.dot_line import Lens
from kiosk.pelvis.tilt import Facing, Method
from kiosk.pose.manifest import Manifest
from kiosk.screening.view import NoRange
from kiosk.settings import LensSettings, OfferSettings, Settings
from tests.pelvis.test_dots_finder import ASIS, GREEN, PSIS, RADIUS, picture, standing

CALIBRATED = LensSettings(field_of_view_deg=50.0, pitch_deg=1.5, roll_deg=-0.5)
LEVEL = LensSettings(field_of_view_deg=50.0, pitch_deg=0.0, roll_deg=0.0)


def test_a_calibrated_lens_is_handed_on():
    assert instruments.lens_of(Settings(lens=CALIBRATED)) == Lens(50.0, pitch_deg=1.5, roll_deg=-0.5)


def test_without_a_calibration_there_is_no_lens():
    assert instruments.lens_of(Settings()) is None


def halves(front, rear):
    """The guest with dots as large as the front one, and as large as the rear one."""
    return [picture((ASIS, GREEN), (PSIS, GREEN), radius=radius) for radius in (front, rear)]


@pytest.mark.parametrize(("lens", "deg"), [(LensSettings(), 10.0), (LEVEL, 13.26)])
def test_dots_in_files_are_read_through_the_sites_lens(monkeypatch, lens, deg):
    # 10 degrees were drawn, above the level lens; tests/pelvis/test_dots_estimator.py works the 13.26 out.
    monkeypatch.setattr(instruments, "sight", lambda *_: None)
    gauge = instruments.meter(Settings(lens=lens), method="dots").gauge

    # Side-on the front half-ball shows a log area of 0.65 more than the rear one: kiosk/pelvis/dot_turn.py.
    front, rear = (RADIUS * math.exp(part) for part in (0.65 / 4, -0.65 / 4))
    image = np.where(np.indices((1280, 720))[1][..., None] > 348, *halves(front, rear))

    seen = gauge.look(image, standing())

    assert seen.deg == pytest.approx(deg, abs=0.3)


class Heads:
    """A change head that reads a person's tilt from the first feature."""

    def __call__(self, features):
        return Relative(float(features[0]), 0.5)


def seen(deg):
    """A capture of somebody who stands at so many degrees."""
    features = np.zeros(4, np.float32)
    features[0] = deg
    return [Observation(at_s / 10, Facing.LEFT, features) for at_s in range(10)]


def test_the_range_check_of_a_visit_puts_rest_between_tuck_and_arch():
    check = instruments.RangeCheck(Heads())
    arch, tuck, rest = (check.stand(seen(deg)) for deg in (24.0, 4.0, 19.0))
    assert check.place(arch, tuck, rest).percent == pytest.approx(75.0)
    assert check.place(tuck, arch, rest) is NoRange.WRONG_ORDER
    assert check.place(arch, arch, rest) is NoRange.TOO_SMALL
    assert check.place(arch, tuck, check.stand(seen(40.0))) is NoRange.OUTSIDE


@pytest.mark.parametrize("offered", [False, True])
def test_only_what_a_site_offers_is_loaded(offered):
    manifest = Manifest.load()
    made = instruments.gauges(Settings(offers=OfferSettings(dots=offered, range=offered)), manifest)
    assert (made.ranger is not None, Method.DOTS_AND_CONTOUR in made.by_method) == (offered, offered)
    assert Method.CONTOUR in made.by_method
