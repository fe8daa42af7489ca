"""Dots of many frames become one tilt with an interval worked out by hand, alone or with the contour."""

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.camera.frame import Frame
from kiosk.pelvis.dot_line import Lens
from kiosk.pelvis.dots import DotEstimator, DotObservation, combined
from kiosk.pelvis.tilt import Facing, Method, Tilt
from kiosk.pose.body import Body, Scene
from kiosk.screening.clip import measure
from kiosk.screening.reason import Reason
from tests.bodies import standing
from tests.pelvis.test_dots_finder import ASIS, GREEN, PSIS, picture
from tests.pelvis.test_dots_finder import standing as drawn

Z80 = 1.2815515655446004  # of a normal distribution, 80 % lie within this many standard deviations


def frame_of(deg: float, facing: Facing = Facing.RIGHT, at_s: float = 0.0) -> DotObservation:
    return DotObservation(at_s, facing, deg, sd_deg=0.5, clear=8.0)


def test_one_frame_is_believed_as_far_as_hands_camera_and_the_line_allow() -> None:
    tilt = DotEstimator().estimate([frame_of(12.0)])
    # Placed 1.9, mounted 1.0 and 1.3, the line 0.5: the squares sum to 3.61 + 1 + 1.69 + 0.25 = 6.55.
    sd = math.sqrt(6.55)

    assert tilt.deg == 12.0
    assert tilt.sd_deg == pytest.approx(sd)
    assert (tilt.low_deg, tilt.high_deg) == pytest.approx((12 - Z80 * sd, 12 + Z80 * sd))
    assert (tilt.method, tilt.frames, tilt.level) == (Method.DOTS, 1, 0.8)
    # As clear as the faintest that counts half.
    assert tilt.confidence == pytest.approx(0.5)


def test_a_calibrated_camera_narrows_the_interval() -> None:
    # Without 1.0 and 1.3, with 0.4: 3.61 + 0.16 + 0.25 = 4.02.
    assert DotEstimator(lens=Lens(45.0)).estimate([frame_of(12.0)]).sd_deg == pytest.approx(math.sqrt(4.02))


def test_a_frame_gone_wrong_does_not_move_the_tilt() -> None:
    # Of five, a fifth is left out at either end: 40 and 11 go.
    tilt = DotEstimator().estimate([frame_of(deg) for deg in (12.0, 11.0, 13.0, 40.0, 12.5)])

    assert tilt.deg == pytest.approx(12.5)


def test_frames_that_face_the_other_way_than_most_are_left_out() -> None:
    tilt = DotEstimator().estimate([frame_of(10.0), frame_of(12.0), frame_of(-30.0, Facing.LEFT)])

    assert (tilt.deg, tilt.facing, tilt.frames) == (11.0, Facing.RIGHT, 2)


def test_without_a_frame_there_is_no_tilt() -> None:
    with pytest.raises(ValueError, match="two dots"):
        DotEstimator().estimate([])


def test_dots_and_contour_are_weighed_by_the_inverse_of_their_variance() -> None:
    dots = replace(DotEstimator().estimate([frame_of(10.0)]), sd_deg=2.0, confidence=0.9)
    contour = replace(dots, deg=16.0, sd_deg=4.0, confidence=0.6, notes=("loose_top",), method=Method.CONTOUR)

    both = combined(dots, contour)

    # Weights 1/4 and 1/16: (4 x 10 + 16) / 5 = 11.2; variance 1 / (5 / 16) = 3.2.
    assert both.deg == pytest.approx(11.2)
    assert both.sd_deg == pytest.approx(math.sqrt(3.2))
    assert both.high_deg - both.deg == pytest.approx(Z80 * math.sqrt(3.2))
    assert (both.confidence, both.notes, both.method) == (0.6, ("loose_top",), "dots+contour")


def test_a_frame_is_looked_at_for_its_dots() -> None:
    # Two whole discs: the rear one shows as much as the front one, as of a guest whose back is turned to the
    # camera by 5.5 degrees. Then 0.9954 + 0.6 x 0.0963 = 1.0532 of the line shows: tan 10 x 1.0532, 10.52.
    seen = DotEstimator().look(picture((ASIS, GREEN), (PSIS, GREEN)), drawn())

    assert seen is not None
    assert seen.deg == pytest.approx(10.52, abs=0.2)
    # Over some 7.5 dot widths centres of 0.05 each and what the noise adds are about half a degree; fitted
    # cloth 1.1 and a turn of 4.5 degrees 0.6 x 4.5 x sin 10.5 cos 10.5 = 0.48.
    assert seen.sd_deg == pytest.approx(math.hypot(0.5, 1.1, 0.48), abs=0.1)


def test_a_known_lens_takes_the_perspective_out() -> None:
    # Its focal length is 640 / tan 25 degrees, 1372.5. The ASIS lies 28.5 right of the middle and 131.4 above
    # it, the PSIS 51.5 left and 145.5 above: slopes of 0.02077, -0.09573 and -0.03752, -0.10601. With the
    # back turned by 5.5 degrees the ASIS is (0.6 x 0.9954 - 0.0963) / 1.0532 = 0.4756 of their distance
    # nearer, half of 0.02772 to either side: they are 0.05853 apart, 1.0532 times too much, the ASIS 0.01308
    # lower.
    seen = DotEstimator(lens=Lens(50.0)).look(picture((ASIS, GREEN), (PSIS, GREEN)), drawn())

    assert seen is not None
    assert seen.deg == pytest.approx(math.degrees(math.atan2(0.01308, 0.05853 / 1.0532)), abs=0.2)


class _Standing:
    def see(self, frame: Frame) -> Scene:
        return Scene(frame.at_s, frame.size, standing(at_s=frame.at_s), ())

    def forget(self) -> None:
        pass


class _Blind:
    def look(self, image: NDArray[np.uint8], body: Body) -> float | None:
        return None

    def estimate(self, observations: object) -> Tilt:
        raise AssertionError("there is nothing to estimate from")


def test_a_photograph_without_dots_is_refused_for_them() -> None:
    frame = Frame(np.full((1280, 720, 3), 128, np.uint8), 0.0, 0)

    assert measure([frame], _Standing(), _Blind()).reason is Reason.DOTS_NOT_FOUND
