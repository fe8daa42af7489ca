"""Turns the word a person gives (``auto``, ``gpio``, ``mock``) into lights, real or simulated."""

import os
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from kiosk.errors import LightsError, SettingsError
from kiosk.lights.board import USUAL_PINS, LedBoard, Pins


def gpio_factory(scratch: Path | None = None) -> Any:
    """The Pi's own pins, as gpiozero drives them through lgpio.

    lgpio drops files where it is loaded: ``scratch`` says where, instead of the working directory.

    Raises:
        LightsError: lgpio is not installed, or this user may not use the pins.
    """
    os.environ.setdefault("LG_WD", str(scratch or tempfile.gettempdir()))
    try:
        return import_module("gpiozero.pins.lgpio").LGPIOFactory()
    except ImportError as error:
        raise LightsError("lgpio is not installed: install python3-lgpio with apt") from error
    # lgpio's own error is a bare Exception.
    except Exception as error:
        raise LightsError(
            f"the GPIO pins cannot be opened ({error}): add this user to the group 'gpio'"
        ) from error


def mock_factory() -> Any:
    """Simulated pins, with PWM, as gpiozero has them for tests."""
    from gpiozero.pins.mock import MockFactory, MockPWMPin  # noqa: PLC0415 - only where it is simulated

    return MockFactory(pin_class=MockPWMPin)


def choose_lights(
    kind: str,
    *,
    on_pi: bool,
    pins: Pins = USUAL_PINS,
    open_gpio: Callable[[], Any] = gpio_factory,
    clock: Callable[[], float] = time.monotonic,
) -> LedBoard:
    """The lights a word means (``auto``, ``gpio`` or ``mock``), playing.

    ``auto`` is the real pins on a Raspberry Pi, where missing ones are an error for staff to see and
    never silently simulated; elsewhere it is simulated ones.

    Raises:
        SettingsError: the word means nothing.
        LightsError: the real pins cannot be used.
    """
    if kind not in {"auto", "gpio", "mock"}:
        raise SettingsError(f"lights {kind!r}: give auto, gpio or mock")
    real = kind == "gpio" or (kind == "auto" and on_pi)
    board = LedBoard(open_gpio() if real else mock_factory(), pins, simulated=not real, clock=clock)
    board.start()
    return board
