"""The PIN lets staff in: chosen at the first start, stored as a hash, and guessed at only so often.

The policy:

- 6 to 12 digits. All the same digit and straight runs (123456, 9876543, 789012) are refused; dates are fine.
  No PIN is there until staff choose one, and none ever comes with the program.
- Stored with argon2id at t=2, m=19 MiB, p=1 (OWASP Password Storage Cheat Sheet).
- An attempt is charged before it is checked: it is on the disk, as a commit that was synced, when the hash is
  looked at. Cutting the power during the check costs the attempt. A right PIN sets the count back to 0.
- After the 1st and 2nd attempt in a row there is no wait, then 30 s, 1, 2, 5, 10 and 20 minutes, and after
  the 9th and every later one an hour (``WAITS_S``). That is 32 guesses in a day: a chance of 1 in 31 250 to
  hit a PIN of 6 digits that was chosen at random. Each time staff get in, the count begins anew.
- No date or time is ever read or stored, for the kiosk's clock has no battery and can be set. A wait is
  counted down by the monotonic clock of one running program, and begins again in full whenever the program
  starts: neither the clock nor the plug shortens it. Staff who have to wait leave the kiosk on.
- One attempt at a time, in this program and, through the store, in others: two tabs get what one gets.
- Where an attempt cannot be charged (disk full, read-only, store broken), nothing is checked, nobody gets in.
- Who forgot the PIN holds the start button while the kiosk boots (``reset_wanted``): the PIN is forgotten,
  calibration and settings stay, and whoever stands there chooses a new one. So the plug and the button must
  not both be within guests' reach.

What this cannot do: a card that says "synced" before it is, loses the last charge with the power; and whoever
takes the card out reads the hash, and tries a million PINs in a day.
"""

import logging
import re
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError, VerifyMismatchError

from kiosk.errors import KioskError
from kiosk.staff.store import Store, StoreBroken

LOG = logging.getLogger(__name__)

SHORTEST, LONGEST = 6, 12
"""How many digits a PIN has."""

WAITS_S = (0.0, 0.0, 0.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 3600.0)
"""The wait after so many attempts in a row; after more of them, the last."""

RESET_HOLD_S = 10.0
RESET_LONGEST_S = 60.0
"""From here on the button is stuck, or something leans on it."""

_DIGITS = re.compile("[0-9]*")


class PinFlaw(StrEnum):
    """Why a PIN is not accepted; each is the key of its words."""

    NOT_DIGITS = "not_digits"
    LENGTH = "length"
    ALL_SAME = "all_same"
    RUN = "run"


_LINES = {
    PinFlaw.NOT_DIGITS: "A PIN is made of the digits 0 to 9 only.",
    PinFlaw.LENGTH: f"A PIN has {SHORTEST} to {LONGEST} digits.",
    PinFlaw.ALL_SAME: "This PIN is one digit over and over: choose another.",
    PinFlaw.RUN: "This PIN counts up or down: choose another.",
}


class PinError(KioskError, ValueError):
    """What is asked of the PIN cannot be done."""


class PinRefused(PinError):
    """This is no PIN, or one that anybody would try; the message never quotes it."""

    def __init__(self, flaw: PinFlaw) -> None:
        super().__init__(_LINES[flaw])
        self.flaw = flaw


class PinNotSet(PinError):
    """Staff have not chosen a PIN yet."""


class PinAlreadySet(PinError):
    """There is a PIN: it is changed by whoever knows it."""


class PinNotChecked(KioskError, RuntimeError):
    """The hash could not be computed; the attempt stays charged."""


@dataclass(frozen=True, slots=True)
class Right:
    """The PIN was right.

    Attributes:
        wrong_before: how many attempts in a row failed before it, for staff to know of.
    """

    wrong_before: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """The PIN was wrong.

    Attributes:
        wait_s: how long until the next attempt; 0 for at once.
    """

    wait_s: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing was checked and nothing charged: it is too early.

    Attributes:
        wait_s: how long until the next attempt, above 0.
    """

    wait_s: float


Outcome = Right | Wrong | Waiting


class Hasher(Protocol):
    """Makes and checks hashes, as argon2's ``PasswordHasher`` does."""

    def hash(self, pin: str, /) -> str:
        """A new salted hash."""

    def verify(self, stored: str, pin: str, /) -> bool:
        """True; raises VerifyMismatchError where the PIN is another."""

    def check_needs_rehash(self, stored: str, /) -> bool:
        """Whether the hash was made at another cost."""


def argon2id() -> Hasher:
    """The hash that PINs are stored with: about 0.05 s on a desktop's core, and 19 MiB."""
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)


def flaw(pin: str) -> PinFlaw | None:
    """What is wrong with a PIN that somebody would choose; None when it can be one."""
    if (no_pin := _misshapen(pin)) is not None:
        return no_pin
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if steps == {0}:
        return PinFlaw.ALL_SAME
    if steps in ({1}, {9}):
        return PinFlaw.RUN
    return None


def _misshapen(pin: str) -> PinFlaw | None:
    if not _DIGITS.fullmatch(pin):
        return PinFlaw.NOT_DIGITS
    return None if SHORTEST <= len(pin) <= LONGEST else PinFlaw.LENGTH


def wait_after_s(in_a_row: int) -> float:
    """The wait after so many attempts in a row, seconds."""
    return WAITS_S[min(in_a_row, len(WAITS_S) - 1)]


def reset_wanted(held_s: float, *, down_at_boot: bool, let_go: bool) -> bool:
    """Whether the start button asks for the PIN to be forgotten.

    It was down when the program started, was held for 10 s from then on without a break, and was let go
    within a minute: a button that is stuck asks for nothing.

    Args:
        held_s: how long it has been down since the program started, seconds.
        down_at_boot: whether it was down then.
        let_go: whether it is up again.
    """
    return down_at_boot and let_go and RESET_HOLD_S <= held_s <= RESET_LONGEST_S


@dataclass(frozen=True, slots=True)
class _Tally:
    """Attempts charged: in a row since the last right one, and ever."""

    in_a_row: int
    ever: int


class PinLock:
    """The one place that sets, checks, changes and forgets the PIN; any thread may ask."""

    def __init__(
        self, store: Store, *, hasher: Hasher | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin the wait that the store's attempts call for, in full.

        Args:
            store: where hash and attempts are kept.
            hasher: argon2id at full cost where none is given.
            clock: seconds that only ever run forward while the program runs.

        Raises:
            StoreError: the store cannot be read.
        """
        self._store = store
        self._hasher = argon2id() if hasher is None else hasher
        self._clock = clock
        self._turn = threading.Lock()
        with store.reading() as view:
            self._watched = _tally(view).ever
        self._since_s = clock()

    def is_set(self) -> bool:
        """Whether staff have chosen a PIN; where they have not, the setup page asks for one."""
        with self._store.reading() as view:
            return _stored(view) is not None

    def wait_s(self) -> float:
        """How long until the next attempt is looked at, seconds; 0 for at once."""
        with self._turn, self._store.reading() as view:
            return self._left_s(_tally(view))

    def set_first(self, pin: str) -> None:
        """Set the PIN where there is none.

        Raises:
            PinRefused: it is no good.
            PinAlreadySet: there is one.
            StoreError: it was not kept.
        """
        _accept(pin)
        with self._turn:
            hashed = self._hashed(pin)
            with self._store.writing() as change:
                if _stored(change) is not None:
                    raise PinAlreadySet("There is a PIN already: change it with the old one.")
                _keep(change, hashed)

    def attempt(self, pin: str) -> Outcome:
        """Check a PIN, at the price of an attempt.

        Raises:
            PinRefused: no PIN looks like this; nothing was charged.
            PinNotSet: there is none.
            PinNotChecked: the hash could not be computed; the attempt is charged.
            StoreError: the attempt could not be charged or cleared; nobody gets in.
        """
        return self._attempt(pin, None)

    def change(self, old: str, new: str) -> Outcome:
        """Put a new PIN in the old one's place where the old one is right; a wrong one costs an attempt.

        Raises:
            PinRefused: the new one is no good, or the old one no PIN; nothing was charged.
            PinNotSet, PinNotChecked, StoreError: as for an attempt; the old PIN stays.
        """
        _accept(new)
        return self._attempt(old, new)

    def forget(self) -> None:
        """Forget the PIN and its attempts, for someone who held the start button through boot.

        Raises:
            StoreError: it was not forgotten.
        """
        with self._turn, self._store.writing() as change:
            change.execute("DELETE FROM pin")
            _settle(change)
        LOG.warning("the PIN was forgotten: the start button was held through boot")

    def _attempt(self, pin: str, new: str | None) -> Outcome:
        if (no_pin := _misshapen(pin)) is not None:
            raise PinRefused(no_pin)
        with self._turn:
            charged = self._charge()
            if isinstance(charged, Waiting):
                return charged
            stored, before = charged
            if not self._matches(stored, pin):
                LOG.warning("a wrong PIN was entered (%d in a row)", before + 1)
                return Wrong(self._left_s(_Tally(before + 1, self._watched)))
            fresh = self._hashed(new or pin) if new or self._hasher.check_needs_rehash(stored) else None
            with self._store.writing() as change:
                if _stored(change) != stored:  # another program has changed or forgotten it meanwhile
                    return Wrong(self._left_s(_tally(change)))
                _settle(change)
                if fresh is not None:
                    _keep(change, fresh)
            return Right(before)

    def _charge(self) -> tuple[str, int] | Waiting:
        """Count one attempt on the disk; the hash to check it by, and how many went before it in a row."""
        with self._store.writing() as change:
            stored, tally = _stored(change), _tally(change)
            if stored is None:
                raise PinNotSet("There is no PIN yet: choose one on the setup page.")
            left_s = self._left_s(tally)
            if left_s > 0:
                return Waiting(left_s)
            change.execute("UPDATE attempts SET in_a_row = in_a_row + 1, ever = ever + 1")
        self._watched, self._since_s = tally.ever + 1, self._clock()
        return stored, tally.in_a_row

    def _left_s(self, tally: _Tally) -> float:
        if tally.ever != self._watched:  # another program has charged attempts: their wait begins here
            self._watched, self._since_s = tally.ever, self._clock()
        return max(0.0, wait_after_s(tally.in_a_row) - (self._clock() - self._since_s))

    def _matches(self, stored: str, pin: str) -> bool:
        try:
            return self._hasher.verify(stored, pin)
        except VerifyMismatchError:
            return False
        except InvalidHashError as error:
            raise StoreBroken(
                "The stored PIN is unreadable: restore a backup, or hold the start button through boot."
            ) from error
        except (Argon2Error, MemoryError) as error:
            raise PinNotChecked(f"The PIN could not be checked ({error}): restart the kiosk.") from error

    def _hashed(self, pin: str) -> str:
        try:
            return self._hasher.hash(pin)
        except (Argon2Error, MemoryError) as error:
            raise PinNotChecked(f"The PIN could not be hashed ({error}): restart the kiosk.") from error


def _accept(pin: str) -> None:
    if (found := flaw(pin)) is not None:
        raise PinRefused(found)


def _stored(view: sqlite3.Connection) -> str | None:
    row = view.execute("SELECT hash FROM pin").fetchone()
    return None if row is None else str(row[0])


def _tally(view: sqlite3.Connection) -> _Tally:
    row = view.execute("SELECT in_a_row, ever FROM attempts").fetchone()
    if row is None:
        raise StoreBroken("The staff store has lost its attempts: restore a backup.")
    return _Tally(*row)


def _keep(change: sqlite3.Connection, hashed: str) -> None:
    change.execute("INSERT OR REPLACE INTO pin VALUES (1, ?)", (hashed,))


def _settle(change: sqlite3.Connection) -> None:
    change.execute("UPDATE attempts SET in_a_row = 0")
