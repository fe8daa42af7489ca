"""The visits port: all that the pages ask of the rest of the kiosk."""

from collections.abc import Callable
from datetime import date
from typing import Protocol

from kiosk.screening.board import Board
from kiosk.screening.view import Touch

Clock = Callable[[], float]
"""Monotonic seconds, the same clock that dates a Ring's end."""

Calendar = Callable[[], date]
"""The day it is."""

Lamps = Callable[[], tuple[float, float, float]]
"""Brightness of the neutral, mild and pronounced light now, 0 (dark) to 1; asked from any thread."""


class Visits(Protocol):
    """The visit now going on, or none, as the guest's page sees it."""

    @property
    def board(self) -> Board:
        """Where the newest view and outline hang."""

    def touch(self, touch: Touch) -> None:
        """The guest touched something; harmless at any time."""

    def turn(self, leaf: int) -> None:
        """The guest opened a page of the plan, 0 for the result itself; harmless at any time."""

    def speak(self, language: str) -> None:
        """The guest touched a language, by its code; harmless at any time, and with any code."""
