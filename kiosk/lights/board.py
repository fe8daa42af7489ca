"""Three PWM LEDs on GPIO pins, or on simulated ones, that play the pattern of the stage."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.errors import LightsError
from kiosk.lights.patterns import brightness
from kiosk.lights.port import Levels
from kiosk.pelvis.tilt import Graded
from kiosk.screening.view import Stage

log = logging.getLogger(__name__)

_TICK_S = 0.04  # 25 pictures a second: a glide looks smooth
_JOIN_S = 2.0


@dataclass(frozen=True, slots=True)
class Pins:
    """Which pin (BCM number) drives which light, and whether a high pin means light."""

    neutral: int = 17
    mild: int = 27
    pronounced: int = 22
    active_high: bool = True


USUAL_PINS = Pins()


class LedBoard:
    """Three gpiozero PWM LEDs and, once started, the thread that plays their pattern.

    ``factory`` is gpiozero's pin factory; the board closes it. Nothing global is set.
    """

    def __init__(
        self,
        factory: Any,
        pins: Pins = USUAL_PINS,
        *,
        simulated: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        from gpiozero import PWMLED, GPIOZeroError  # noqa: PLC0415 - a measurement needs no lights

        self._factory = factory
        self._simulated = simulated
        self._clock = clock
        self._lock = threading.RLock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._stage: Stage | None = None
        self._graded: Graded | None = None
        self._since_s = 0.0
        self._levels: Levels = (0.0, 0.0, 0.0)
        self._trouble: str | None = None
        self._leds: list[Any] = []
        try:
            for pin in (pins.neutral, pins.mild, pins.pronounced):
                self._leds.append(PWMLED(pin, active_high=pins.active_high, pin_factory=factory))
        except (GPIOZeroError, OSError, ValueError) as error:
            self.close()
            raise LightsError(f"the lights' pin {pin} cannot be used: {error}") from error

    @property
    def simulated(self) -> bool:
        """Whether the pins are mock ones."""
        return self._simulated

    @property
    def trouble(self) -> str | None:
        """Why the lights could not be set the last time, or None."""
        with self._lock:
            return self._trouble

    def start(self) -> None:
        """Begin to play, on a thread of its own; once begun, harmless."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._play, name="lights", daemon=True)
            self._thread.start()

    def show(self, stage: Stage, graded: Graded | None = None) -> None:
        """Begin the pattern of a stage at once; the one already playing goes on undisturbed."""
        with self._lock:
            if (stage, graded) == (self._stage, self._graded):
                return
            self._stage, self._graded, self._since_s = stage, graded, self._clock()
            self.tick()

    def off(self) -> None:
        """Darken all three until the next ``show``."""
        with self._lock:
            self._stage = self._graded = None
            self._shine((0.0, 0.0, 0.0))

    def tick(self) -> None:
        """Set the LEDs to what the pattern says now."""
        with self._lock:
            if self._stage is not None:
                self._shine(brightness(self._stage, self._graded, self._clock() - self._since_s))

    def levels(self) -> Levels:
        """What the three LEDs were last set to."""
        with self._lock:
            return self._levels

    def close(self) -> None:
        """End the thread, darken the LEDs and let go of the pins; closing twice is harmless."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(_JOIN_S)
            self._thread = None
        with self._lock:
            if self._factory is None:
                return
            self.off()
            for part in (*self._leds, self._factory):
                try:
                    part.close()
                except Exception:
                    log.exception("a light cannot be let go of")
            self._leds = []
            self._factory = None

    def _play(self) -> None:
        while not self._stopping.wait(_TICK_S):
            self.tick()

    def _shine(self, levels: Levels) -> None:
        if not self._leds:
            return
        try:
            for led, level, before in zip(self._leds, levels, self._levels, strict=True):
                if level != before:
                    led.value = level
        except Exception as error:
            if self._trouble is None:
                log.exception("the lights cannot be set")
            self._trouble = f"the lights cannot be set: {error}"
            return
        self._levels = levels
        self._trouble = None
