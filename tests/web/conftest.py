from dataclasses import dataclass, field

import pytest

from kiosk.screening.board import Board
from kiosk.screening.view import Stage, Touch, View
from kiosk.web.app import create_app

NOW_S = 100.0


@dataclass
class ScriptedVisits:
    """A Visits that does nothing by itself: a test shows views on its board and reads what was touched."""

    board: Board = field(default_factory=lambda: Board(View(Stage.IDLE)))
    touches: list[str] = field(default_factory=list)

    def touch(self, touch: Touch) -> None:
        self.touches.append(touch.value)

    def turn(self, leaf: int) -> None:
        self.touches.append(f"turn {leaf}")

    def speak(self, language: str) -> None:
        self.touches.append(language)


@pytest.fixture
def visits():
    return ScriptedVisits()


@pytest.fixture
def app(visits):
    return create_app(visits, clock=lambda: NOW_S)


@pytest.fixture
def client(app):
    return app.test_client()
