"""The trained change head: features go in, a tilt on the person's own scale comes out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.fitted import FeatureNetwork, Fitted

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

    def __init__(self, network: FeatureNetwork) -> None:
        """Check that the model was made for these features.

        Raises:
            ModelError: it was trained for other features, or is no change model at all.
        """
        self._fitted = Fitted(network, "change", _OUTPUTS, version_at=2)

    def __call__(self, features: NDArray[np.float32]) -> Relative:
        """The answer to (FEATURE_COUNT,) float32 features.

        Raises:
            ModelError: the runtime fails.
        """
        deg, error_deg, _ = self._fitted(features)
        return Relative(deg, error_deg)
