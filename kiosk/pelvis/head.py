"""The trained head: features go in, a tilt with its interval comes out."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kiosk.errors import ModelError
from kiosk.pelvis.features import FEATURE_COUNT, FEATURE_VERSION

LEVEL = 0.8  # the coverage the head's interval was calibrated for
_OUTPUTS = 6  # tilt, half-width of the interval, strangeness, feature version, and the learnt doubts


class TiltNetwork(Protocol):
    """What the head needs of a loaded model; ``kiosk.pose.runtime.Network`` is one."""

    @property
    def input_shape(self) -> tuple[int, ...]:
        """The input's shape."""

    def __call__(self, value: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Run once."""


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

    def __init__(self, network: TiltNetwork) -> None:
        """Check that the model was made for these features.

        Raises:
            ModelError: it was trained for other features, or is no tilt model at all.
        """
        self._network = network
        if network.input_shape != (1, FEATURE_COUNT):
            raise ModelError(
                f"the tilt model takes {network.input_shape}, this kiosk makes (1, {FEATURE_COUNT}) "
                "features: rebuild it with make models"
            )
        version = round(float(self._run(np.zeros(FEATURE_COUNT, np.float32))[3]))
        if version != FEATURE_VERSION:
            raise ModelError(
                f"the tilt model was trained for version {version} of the features, this kiosk makes version "
                f"{FEATURE_VERSION}: rebuild it with make models"
            )

    def __call__(self, features: NDArray[np.float32]) -> Answer:
        """The answer to (FEATURE_COUNT,) float32 features.

        Raises:
            ModelError: the runtime fails.
        """
        tilt, half, strangeness, _, loose, hair = (float(value) for value in self._run(features))
        return Answer(tilt, half, strangeness, loose, hair)

    def _run(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        outputs = self._network(features[np.newaxis])
        if len(outputs) != 1 or outputs[0].size != _OUTPUTS:
            raise ModelError("this is not the tilt model: rebuild it with make models")
        return outputs[0].ravel()
