"""A staff session: opened by the right PIN, known by a token in memory only, over after two idle minutes."""

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.staff.pin import PinLock, Right, Waiting, Wrong

IDLE_S = 120.0
"""After so long without a touch the session is over."""

_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Opened:
    """A session has begun.

    Attributes:
        token: what the browser shows from now on, 256 random bits as 43 letters that suit a cookie.
        wrong_before: how many attempts in a row failed before the right PIN.
    """

    token: str
    wrong_before: int


class Desk:
    """Where one member of staff at a time sits: the kiosk has one screen.

    The right PIN opens a session and ends the one before it. A session ends when staff leave, after two idle
    minutes and with the program. Any thread may ask.
    """

    def __init__(
        self, pin: PinLock, *, clock: Callable[[], float] = time.monotonic, idle_s: float = IDLE_S
    ) -> None:
        """Let in whoever ``pin`` lets in.

        Args:
            pin: checks the PIN, and charges for it.
            clock: seconds that only ever run forward.
            idle_s: how long a session outlives the last touch, seconds.
        """
        self._pin = pin
        self._clock = clock
        self._idle_s = idle_s
        self._turn = threading.Lock()
        self._token: bytes | None = None
        self._touched_s = 0.0

    def open(self, pin: str) -> Opened | Wrong | Waiting:
        """Open a session with a PIN, at the price of an attempt.

        Raises:
            KioskError: as ``PinLock.attempt``.
        """
        outcome = self._pin.attempt(pin)
        if not isinstance(outcome, Right):
            return outcome
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        with self._turn:
            self._token = token.encode()
            self._touched_s = self._clock()
        return Opened(token, outcome.wrong_before)

    def admits(self, token: str, *, touch: bool = True) -> bool:
        """Whether this is the token of the session that is open.

        Args:
            token: what a browser shows; any text.
            touch: whether staff did something, from which the idle time counts anew; what a page asks for by
                itself (a stream, a refresh) is no touch, or the page would keep itself open.
        """
        with self._turn:
            if not self._holds(token):
                return False
            if touch:
                self._touched_s = self._clock()
            return True

    def left_s(self, token: str) -> float:
        """How long until this session is over if nobody touches it, seconds; 0 when it is over."""
        with self._turn:
            if not self._holds(token):
                return 0.0
            return self._idle_s - (self._clock() - self._touched_s)

    def end(self, token: str) -> None:
        """End the session of this token; another's goes on."""
        with self._turn:
            if self._holds(token):
                self._token = None

    def _holds(self, token: str) -> bool:
        if self._token is None:
            return False
        if self._clock() - self._touched_s >= self._idle_s:
            self._token = None
            return False
        # Takes as long however many letters are right; a header may hold letters that no token has.
        return hmac.compare_digest(self._token, token.encode("utf-8", "surrogatepass"))
