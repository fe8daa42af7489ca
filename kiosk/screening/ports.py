"""What a session needs of the rest of the house: the ports the composition root fills in."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from kiosk.camera.frame import Frame
from kiosk.pelvis.tilt import Graded, Tilt
from kiosk.pose.body import Body, Scene
from kiosk.screening.view import Stage

Clock = Callable[[], float]
Observation = TypeVar("Observation")


class Frames(Protocol):
    """Where frames come from, kept alive by someone else; the newest wins."""

    def wait_newer(self, index: int, timeout_s: float) -> Frame | None:
        """The newest frame if it is newer than ``index``, waited for at most ``timeout_s``."""

    def set_rate(self, fps: float | None) -> None:
        """Hand on at most this many frames a second; None: all."""

    def alive(self) -> bool:
        """Whether frames come, or are just about to."""

    def lost_for_good(self) -> bool:
        """Whether no frame will come again before someone sees to it."""


class Sight(Protocol):
    """Turns frames, in order, into scenes."""

    def see(self, frame: Frame) -> Scene:
        """What is in the frame."""

    def forget(self) -> None:
        """Lose the guest."""


class Gauge(Protocol[Observation]):
    """Turns a capture into a tilt."""

    def observe(self, body: Body) -> Observation | None:
        """What one frame's body says, or None when its contour cannot be read."""

    def estimate(self, observations: Sequence[Observation]) -> Tilt:
        """One reading from a capture's observations."""


class LightMast(Protocol):
    """Three lights that tell the stage and the grade."""

    def show(self, stage: Stage, graded: Graded | None) -> None:
        """Change to the pattern of a stage."""
