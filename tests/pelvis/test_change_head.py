"""The change head names what its model answers, and takes no model that was made for something else."""

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.errors import ModelError
from kiosk.pelvis.change_head import ChangeHead, Relative
from kiosk.pelvis.features import FEATURE_COUNT, FEATURE_VERSION


class Model:
    """A model that answers with fixed numbers."""

    def __init__(self, *outputs: float, inputs: int = FEATURE_COUNT) -> None:
        self.outputs = [np.array([outputs], np.float32)]
        self.input_shape = (1, inputs)

    def __call__(self, value: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        assert (value.shape, value.dtype) == (self.input_shape, np.float32)
        return self.outputs


def test_a_change_head_names_what_the_model_answers() -> None:
    head = ChangeHead(Model(-3.5, 1.75, FEATURE_VERSION))
    assert head(np.zeros(FEATURE_COUNT, np.float32)) == Relative(deg=-3.5, error_deg=1.75)


def test_a_model_for_another_number_of_features_is_refused() -> None:
    with pytest.raises(
        ModelError, match=rf"change model takes \(1, 7\), this kiosk makes \(1, {FEATURE_COUNT}\)"
    ):
        ChangeHead(Model(1.0, 2.0, FEATURE_VERSION, inputs=7))


def test_a_model_for_another_version_of_the_features_is_refused() -> None:
    with pytest.raises(ModelError, match="version 99"):
        ChangeHead(Model(1.0, 2.0, 99))


def test_the_tilt_model_is_not_taken_for_the_change_model() -> None:
    with pytest.raises(ModelError, match="not the change model"):
        ChangeHead(Model(12.5, 4.5, 0.75, FEATURE_VERSION))
