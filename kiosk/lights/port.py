"""The lights port: what the kiosk asks of anything that shines."""

from typing import Protocol

from kiosk.pelvis.tilt import Graded
from kiosk.screening.view import Stage

Levels = tuple[float, float, float]
"""Brightness of the neutral, mild and pronounced light, each 0 (dark) to 1."""


class Lights(Protocol):
    """Three lights on a mast, one a grade, in the order of the grades."""

    @property
    def simulated(self) -> bool:
        """Whether no real light shines."""

    def show(self, stage: Stage, graded: Graded | None) -> None:
        """Begin the pattern of a stage; ``graded`` says which light a result turns on.

        Never raises: a light that fails must not stop a measurement.
        """

    def levels(self) -> Levels:
        """What the three lights show at this moment."""

    def close(self) -> None:
        """Darken the lights and let go of them; closing twice is harmless."""
