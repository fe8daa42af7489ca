"""What a session needs of the rest of the house: the ports the composition root fills in."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from kiosk.camera.frame import Frame
from kiosk.pelvis.tilt import Graded, Tilt
from kiosk.pose.body import Body, Scene
from kiosk.screening.view import CardRefusal, Changed, Cue, NoRange, RangePlace, Result, Stage, View

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


@runtime_checkable
class Closeup(Protocol[Observation]):
    """Turns a capture into a tilt by what the frames themselves show on the guest: two dots."""

    def look(self, image: NDArray[np.uint8], body: Body) -> Observation | None:
        """What one frame says, or None when its dots are not found."""

    def estimate(self, observations: Sequence[Observation]) -> Tilt:
        """One reading from a capture's observations."""


class Ranger(Protocol):
    """Turns three captures of one guest into a place within their own range."""

    def stand(self, observations: Sequence[Any]) -> Any:
        """How they stood in one capture; for ``place`` alone to read."""

    def place(self, arch: Any, tuck: Any, rest: Any) -> RangePlace | NoRange:
        """Where rest lies between the two ends."""


class CardTable(Protocol):
    """Reads the card of an earlier result and puts it beside today's."""

    def look(self, image: NDArray[np.uint8], today: Result) -> Changed | CardRefusal | None:
        """What a frame (H, W, 3) uint8 RGB shows, or None when no code is in it."""


class Voice(Protocol):
    """Decides what is heard, and when."""

    def hear(self, view: View, now_s: float) -> Cue | None:
        """What is to be heard from now on, or None when nothing changes; asked after every step."""


class LightMast(Protocol):
    """Three lights that tell the stage and the grade."""

    def show(self, stage: Stage, graded: Graded | None) -> None:
        """Change to the pattern of a stage."""
