"""A capture becomes one tilt: odd frames do not sway it, disagreement widens it, strangeness shows."""

from statistics import NormalDist

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.errors import ModelError
from kiosk.pelvis.capture import Observation
from kiosk.pelvis.estimator import TiltEstimator
from kiosk.pelvis.features import FEATURE_COUNT, FEATURE_VERSION, features
from kiosk.pelvis.head import Answer, Head
from kiosk.pelvis.tilt import Facing, Method
from tests.pelvis.drawn import drawn_body, mirrored

Z80 = NormalDist().inv_cdf(0.9)


def first_feature(values: NDArray[np.float32]) -> Answer:
    """A head that takes the first feature for the tilt."""
    return Answer(tilt_deg=float(values[0]), half_deg=4.0, strangeness=0.7)


def seen(*tilts: float, facing: Facing = Facing.LEFT) -> list[Observation]:
    return [Observation(0.1 * at, facing, first_alone(deg)) for at, deg in enumerate(tilts)]


def first_alone(value: float) -> NDArray[np.float32]:
    values = np.zeros(FEATURE_COUNT, np.float32)
    values[0] = value
    return values


def test_frames_that_agree_give_the_heads_own_answer_and_interval() -> None:
    tilt = TiltEstimator(first_feature).estimate(seen(12.0, 12.0, 12.0))
    assert (tilt.deg, tilt.low_deg, tilt.high_deg) == pytest.approx((12.0, 8.0, 16.0))
    assert tilt.sd_deg == pytest.approx(4.0 / Z80)
    assert (tilt.level, tilt.sem_deg, tilt.frames, tilt.method) == (0.8, 1.5, 3, Method.CONTOUR)
    assert tilt.confidence == pytest.approx(1.0)


def test_the_lowest_and_the_highest_fifth_of_the_frames_do_not_count() -> None:
    tilt = TiltEstimator(first_feature).estimate(seen(-40.0, 11.0, 12.0, 13.0, 90.0))
    assert tilt.deg == pytest.approx(12.0)


def test_the_spread_over_frames_adds_to_the_models_own() -> None:
    # Two frames 3 degrees either side of 12: spread 3. With 4 / 1.2816 = 3.121 from the model: 4.329.
    tilt = TiltEstimator(first_feature).estimate(seen(9.0, 15.0))
    assert tilt.deg == pytest.approx(12.0)
    assert tilt.sd_deg == pytest.approx(4.329, abs=1e-3)
    assert tilt.high_deg == pytest.approx(12.0 + 1.28155 * 4.329, abs=1e-2)
    assert tilt.confidence == pytest.approx(0.5)


def test_a_long_capture_is_checked_at_nine_of_its_frames_from_first_to_last() -> None:
    asked: list[float] = []

    def head(values: NDArray[np.float32]) -> Answer:
        asked.append(float(values[0]))
        return first_feature(values)

    TiltEstimator(head).estimate(seen(*range(81)))

    # The mean of the middle three fifths, then every tenth frame.
    assert asked == pytest.approx([40.0, 0, 10, 20, 30, 40, 50, 60, 70, 80])


def test_one_frame_is_enough_for_a_tilt() -> None:
    assert TiltEstimator(first_feature).estimate(seen(7.5)).deg == pytest.approx(7.5)


def test_a_reading_carries_the_reasons_to_doubt_it() -> None:
    estimator = TiltEstimator(lambda _: Answer(12.0, 4.0, 0.5, loose_top=0.9, hair_on_back=0.1))
    body = drawn_body()
    observation = estimator.observe(body)
    assert observation is not None
    assert estimator.estimate([observation]).notes == ("loose_top",)


def test_no_frame_is_not() -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        TiltEstimator(first_feature).estimate([])


def test_frames_that_face_the_other_way_than_most_are_left_out() -> None:
    frames = seen(10.0, 10.0, 10.0, facing=Facing.RIGHT) + seen(30.0, facing=Facing.LEFT)
    tilt = TiltEstimator(first_feature).estimate(frames)
    assert tilt.deg == pytest.approx(10.0)
    assert (tilt.facing, tilt.frames) == (Facing.RIGHT, 3)
    assert tilt.confidence == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("strangeness", "confidence"), [(0.5, 1.0), (1.0, 1.0), (1.75, 0.5), (2.5, 0.0), (9.0, 0.0)]
)
def test_a_body_unlike_the_training_bodies_lowers_the_confidence(
    strangeness: float, confidence: float
) -> None:
    estimator = TiltEstimator(lambda _: Answer(12.0, 4.0, strangeness))
    assert estimator.estimate(seen(12.0)).confidence == pytest.approx(confidence)


def test_a_site_that_measured_its_own_repeatability_gets_it_back() -> None:
    assert TiltEstimator(first_feature, sem_deg=1.1).estimate(seen(12.0)).sem_deg == 1.1


def test_a_body_is_observed_as_its_features_and_facing() -> None:
    body = mirrored(drawn_body())
    observation = TiltEstimator(first_feature).observe(body)
    assert observation is not None
    assert observation.facing is Facing.LEFT
    assert observation.features == pytest.approx(features(body))


def test_a_body_without_a_contour_is_not_observed() -> None:
    body = drawn_body()
    body.mask[:] = 0
    assert TiltEstimator(first_feature).observe(body) is None


class Model:
    """A model that answers with fixed numbers."""

    def __init__(self, *outputs: float, inputs: int = FEATURE_COUNT) -> None:
        self.outputs = [np.array([outputs], np.float32)]
        self.input_shape = (1, inputs)

    def __call__(self, value: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        assert value.shape == self.input_shape
        return self.outputs


def test_a_head_names_what_the_model_answers() -> None:
    head = Head(Model(12.5, 4.5, 0.75, FEATURE_VERSION, 0.25, 1.0))
    assert head(np.zeros(FEATURE_COUNT, np.float32)) == Answer(12.5, 4.5, 0.75, 0.25, 1.0)


def test_a_model_for_another_number_of_features_is_refused() -> None:
    with pytest.raises(ModelError, match=rf"takes \(1, 7\), this kiosk makes \(1, {FEATURE_COUNT}\)"):
        Head(Model(12.5, 4.5, 0.75, FEATURE_VERSION, 0.0, 0.0, inputs=7))


def test_a_model_for_another_version_of_the_features_is_refused() -> None:
    with pytest.raises(ModelError, match="version 99"):
        Head(Model(12.5, 4.5, 0.75, 99, 0.0, 0.0))


def test_a_model_that_answers_something_else_is_refused() -> None:
    with pytest.raises(ModelError, match="not the tilt model"):
        Head(Model(12.5))
