"""The trained change head: features go in, a tilt on the person's own scale comes out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.errors import ModelError
from kiosk.pelvis.features import FEATURE_COUNT, FEATURE_VERSION
from kiosk.pelvis.head import TiltNetwork

_OUTPUTS = 3  # relative tilt, its standard error, feature version


@dataclass(frozen=True, slots=True)
class Relative:
    """What the model says of one set of features.

    Attributes:
        deg: tilt in degrees up to a constant of the person, positive forward: only the difference of two
            such values of one person means anything.
        error_deg: the standard error of one such value, degrees.
    """

    deg: float
    error_deg: float


class ChangeHead:
    """A loaded change model that is known to fit this program's features."""

    def __init__(self, network: TiltNetwork) -> None:
        """Check that the model was made for these features.

        Raises:
            ModelError: it was trained for other features, or is no change model at all.
        """
        self._network = network
        if network.input_shape != (1, FEATURE_COUNT):
            raise ModelError(
                f"the change model takes {network.input_shape}, this kiosk makes (1, {FEATURE_COUNT}) "
                "features: rebuild it with make models"
            )
        version = round(float(self._run(np.zeros(FEATURE_COUNT, np.float32))[2]))
        if version != FEATURE_VERSION:
            raise ModelError(
                f"the change model was trained for version {version} of the features, this kiosk makes "
                f"version {FEATURE_VERSION}: rebuild it with make models"
            )

    def __call__(self, features: NDArray[np.float32]) -> Relative:
        """The answer to (FEATURE_COUNT,) float32 features.

        Raises:
            ModelError: the runtime fails.
        """
        deg, error_deg, _ = (float(value) for value in self._run(features))
        return Relative(deg, error_deg)

    def _run(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        outputs = self._network(features[np.newaxis])
        if len(outputs) != 1 or outputs[0].size != _OUTPUTS:
            raise ModelError("this is not the change model: rebuild it with make models")
        return outputs[0].ravel()
