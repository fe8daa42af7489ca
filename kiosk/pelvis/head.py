"""The trained head: features go in, a tilt with its interval comes out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.fitted import FeatureNetwork, Fitted

LEVEL = 0.8  # the coverage the head's interval was calibrated for
_OUTPUTS = 6  # tilt, half-width of the interval, strangeness, feature version, and the learnt doubts


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model says of one set of features.

    Attributes:
        tilt_deg: the estimate, degrees.
        half_deg: half the width of its interval at ``LEVEL``, degrees.
        strangeness: how far the features lie from the training bodies'; 19 in 20 of those are below 1.
        loose_top: 0..1, how likely loose cloth hides the trunk.
        hair_on_back: 0..1, how likely long hair lies on the back.
    """

    tilt_deg: float
    half_deg: float
    strangeness: float
    loose_top: float = 0.0
    hair_on_back: float = 0.0


class Head:
    """A loaded tilt model that is known to fit this program's features."""

    def __init__(self, network: FeatureNetwork) -> None:
        """Check that the model was made for these features.

        Raises:
            ModelError: it was trained for other features, or is no tilt model at all.
        """
        self._fitted = Fitted(network, "tilt", _OUTPUTS, version_at=3)

    def __call__(self, features: NDArray[np.float32]) -> Answer:
        """The answer to (FEATURE_COUNT,) float32 features.

        Raises:
            ModelError: the runtime fails.
        """
        tilt, half, strangeness, _, loose, hair = self._fitted(features)
        return Answer(tilt, half, strangeness, loose, hair)
