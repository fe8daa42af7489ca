"""A loaded model that is known to fit this program's features: what every head asks."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kiosk.errors import ModelError
from kiosk.pelvis.features import FEATURE_COUNT, FEATURE_VERSION


class FeatureNetwork(Protocol):
    """What a head needs of a loaded model; ``kiosk.pose.runtime.Network`` is one."""

    @property
    def input_shape(self) -> tuple[int, ...]:
        """The input's shape."""

    def __call__(self, value: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Run once."""


class Fitted:
    """A network of features whose width, version and number of answers were checked."""

    def __init__(self, network: FeatureNetwork, kind: str, outputs: int, version_at: int) -> None:
        """Check that the model was made for these features.

        Args:
            network: the loaded model.
            kind: what a person calls it, such as "tilt".
            outputs: how many numbers it answers with.
            version_at: which of them is the version of the features it was trained for.

        Raises:
            ModelError: it was trained for other features, or is no such model at all.
        """
        self._network, self._kind, self._outputs = network, kind, outputs
        if network.input_shape != (1, FEATURE_COUNT):
            raise ModelError(
                f"the {kind} model takes {network.input_shape}, this kiosk makes (1, {FEATURE_COUNT}) "
                "features: rebuild it with make models"
            )
        version = round(self(np.zeros(FEATURE_COUNT, np.float32))[version_at])
        if version != FEATURE_VERSION:
            raise ModelError(
                f"the {kind} model was trained for version {version} of the features, this kiosk makes "
                f"version {FEATURE_VERSION}: rebuild it with make models"
            )

    def __call__(self, features: NDArray[np.float32]) -> list[float]:
        """The numbers answered to (FEATURE_COUNT,) float32 features.

        Raises:
            ModelError: the runtime fails, or the model answers something else.
        """
        outputs = self._network(features[np.newaxis])
        if len(outputs) != 1 or outputs[0].size != self._outputs:
            raise ModelError(f"this is not the {self._kind} model: rebuild it with make models")
        return [float(value) for value in outputs[0].ravel()]
