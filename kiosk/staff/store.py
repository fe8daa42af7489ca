"""The store keeps what staff set, in one SQLite file that is never quietly replaced by an empty one.

An empty store asks whoever stands there to choose a PIN. So a store that is broken, lost or made by a newer
kiosk is an error, at this start and at every one after it, until a backup is put in its place or someone
holds the start button through boot (``kiosk.staff.pin.reset_wanted``). Beside ``staff.db`` may lie:

- ``staff.db-wal``, ``staff.db-shm``: SQLite's own, while the store is open;
- ``staff.db.lock``: locked while one process opens the store, and what tells a first start from a loss;
- ``staff.db.before-2``: the store as it was before migration 2;
- ``staff.db.broken-1``: a store that was found broken, with what belongs to it.
"""

import contextlib
import errno
import fcntl
import glob
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from kiosk.errors import KioskError

Migration = tuple[str, ...]
"""Statements that take a store from one version to the next, together or not at all."""

MIGRATIONS: tuple[Migration, ...] = (
    (
        "CREATE TABLE pin (id INTEGER PRIMARY KEY CHECK (id = 1),"
        " hash TEXT NOT NULL CHECK (hash <> '')) STRICT",
        "CREATE TABLE attempts (id INTEGER PRIMARY KEY CHECK (id = 1),"
        " in_a_row INTEGER NOT NULL CHECK (in_a_row >= 0),"
        " ever INTEGER NOT NULL CHECK (ever >= in_a_row)) STRICT",
        "INSERT INTO attempts VALUES (1, 0, 0)",
    ),
)
"""In order, only ever added to: the first makes version 1."""

_APPLICATION_ID = 0x54494C54  # "TILT", in the file's header: another program's database is none of ours
_OWNER_ONLY = 0o600
_BUSY_S = 5.0
_LOCK_TEXT = b"A kiosk was set up here: where its staff store is missing, it was lost.\n"
_WAY_OUT = "restore a backup, or hold the start button through boot to set the kiosk up anew"


class StoreError(KioskError, OSError):
    """What staff set cannot be read or kept."""


class StoreFull(StoreError):
    """The disk has no room."""


class StoreReadOnly(StoreError):
    """The disk takes no writes."""


class StoreDenied(StoreError, PermissionError):
    """The system does not let this user have the file."""


class StoreBusy(StoreError, TimeoutError):
    """Another program has been writing for too long."""


class StoreBroken(StoreError, ValueError):
    """The file is damaged, or holds what no kiosk wrote; the kiosk has no PIN that could be checked."""


class StoreLost(StoreError, FileNotFoundError):
    """The file is missing where there was one."""


class StoreTooNew(StoreError, ValueError):
    """A newer kiosk made the file."""


class Store:
    """An open store: one transaction at a time, whichever thread asks; it is on the disk when it returns."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Keep a connection that ``open`` has examined."""
        self._connection = connection
        self._path = path
        self._turn = threading.Lock()

    @classmethod
    def open(
        cls, path: Path, *, migrations: tuple[Migration, ...] = MIGRATIONS, replace_lost: bool = False
    ) -> Self:
        """Open the store at ``path``, made there at the first start of all, and bring it up to date.

        The file is readable by its owner only. It is examined from end to end; a broken one is set aside.
        Before each migration it is copied.

        Args:
            path: the file, in a folder that is there.
            migrations: all of them, the first of which makes version 1.
            replace_lost: put a new, empty store in the place of a lost or broken one. Only for someone who
                holds the start button through boot: whoever comes next chooses the PIN.

        Raises:
            StoreBroken: it is damaged; it was set aside.
            StoreLost: it is missing where there was one.
            StoreTooNew: a newer kiosk made it.
            StoreError: the disk or the system refuses (see its kinds).
        """
        path = path.absolute()
        with _told(path), _alone(path):
            if not path.exists():
                if not replace_lost and _traces(path):
                    raise StoreLost(f"The staff store {path} is missing: {_WAY_OUT}.")
                _create(path, migrations)
            try:
                connection = _connect(path, migrations)
            except StoreBroken as broken:
                aside = _set_aside(path)
                if not replace_lost:
                    line = f"The staff store {path} was broken and is set aside as {aside}: {_WAY_OUT}."
                    raise StoreBroken(line) from broken
                _create(path, migrations)
                connection = _connect(path, migrations)
            return cls(connection, path)

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One unchanging view of the store; waits its turn.

        Raises:
            StoreError: it cannot be read.
        """
        with self._turn, _told(self._path), _transaction(self._connection, "BEGIN"):
            yield self._connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One change, kept as a whole when the block ends and dropped as a whole when it raises.

        Raises:
            StoreError: it was not kept.
        """
        with self._turn, _told(self._path), _transaction(self._connection, "BEGIN IMMEDIATE"):
            yield self._connection

    def close(self) -> None:
        """Let go of the file."""
        with self._turn:
            self._connection.close()


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell what SQLite or the system refused as a StoreError; bugs, and the kiosk's own errors, pass."""
    try:
        yield
    except KioskError:
        raise
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE) & 0xFF
        if code in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISUSE):
            raise
        kind = _KINDS_BY_CODE.get(code, StoreError)
        if code == sqlite3.SQLITE_IOERR and _has_no_room(path):
            kind = StoreFull
        raise _refusal(path, kind, error) from error
    except OSError as error:
        raise _refusal(path, _KINDS_BY_ERRNO.get(error.errno, StoreError), error) from error


_KINDS_BY_CODE: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_PERM: StoreDenied,
    sqlite3.SQLITE_CANTOPEN: StoreDenied,
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_CORRUPT: StoreBroken,
    sqlite3.SQLITE_NOTADB: StoreBroken,
}

_KINDS_BY_ERRNO: dict[int | None, type[StoreError]] = {
    errno.ENOSPC: StoreFull,
    errno.EDQUOT: StoreFull,
    errno.EROFS: StoreReadOnly,
    errno.EACCES: StoreDenied,
    errno.EPERM: StoreDenied,
}

_LINES: dict[type[StoreError], str] = {
    StoreFull: "The disk with the staff store {path} is full: free some space on it.",
    StoreReadOnly: "The disk with the staff store {path} is read-only: restart, and replace a worn card.",
    StoreDenied: "This user may not use the staff store {path}: give it and its folder to the kiosk's user.",
    StoreBusy: "Another program keeps the staff store {path} busy: end it, or try again.",
    StoreBroken: "The staff store {path} is broken: restart the kiosk, which sets it aside.",
}


def _has_no_room(path: Path) -> bool:
    """Whether the disk is full: SQLite calls it an I/O error where its shared index (32 KiB) does not fit."""
    try:
        return shutil.disk_usage(path.parent).free < 65536
    except OSError:
        return False


def _refusal(path: Path, kind: type[StoreError], error: Exception) -> StoreError:
    line = _LINES.get(kind, "The staff store {path} does not answer ({error}): check its disk.")
    return kind(line.format(path=path, error=error))


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from opening the store meanwhile; once it is open, a later loss can be told."""
    lock = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _OWNER_ONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
        if os.fstat(lock).st_size == 0:
            os.write(lock, _LOCK_TEXT)
            os.fsync(lock)
    finally:
        os.close(lock)


def _traces(path: Path) -> list[Path]:
    """What a store has left behind in its folder; a first start that was cut short leaves none."""
    beside = path.parent.glob(f"{glob.escape(path.name)}[.-]*")
    return [each for each in beside if each != _unfinished(path) and each.stat().st_size > 0]


def _unfinished(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def _create(path: Path, migrations: tuple[Migration, ...]) -> None:
    """Make a store that appears under its name only when it is whole.

    So a file that is there but empty is one that was lost, not one that was being made.
    """
    new = _unfinished(path)
    _touch_owner_only(new)
    connection = sqlite3.connect(new, isolation_level=None)
    with contextlib.closing(connection):
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        for number, migration in enumerate(migrations, 1):
            _apply(connection, number, migration)
    for old in ("-wal", "-shm"):  # a lost store's log must not be played into this one
        path.with_name(path.name + old).unlink(missing_ok=True)
    _appear(new, path)


def _touch_owner_only(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _OWNER_ONLY))
    path.chmod(_OWNER_ONLY)


def _appear(new: Path, path: Path) -> None:
    """Give a finished file its name, in a way that survives a power cut."""
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _connect(path: Path, migrations: tuple[Migration, ...]) -> sqlite3.Connection:
    if not os.access(path, os.R_OK | os.W_OK):  # SQLite would open it to read, and fail only later
        raise _refusal(path, StoreDenied, PermissionError())
    if path.stat().st_mode & 0o777 != _OWNER_ONLY:  # a restored copy
        path.chmod(_OWNER_ONLY)
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=rw", uri=True, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
    )
    try:
        with _told(path):
            _examine(connection, path, len(migrations))
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            # What staff set is little: it goes from the log into the file at once, so that a log lost with
            # the power brings no older PIN back.
            connection.execute("PRAGMA wal_autocheckpoint = 1")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            _migrate(connection, path, migrations)
            connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _examine(connection: sqlite3.Connection, path: Path, newest: int) -> None:
    application = _pragma(connection, "application_id")
    version = _pragma(connection, "user_version")
    if application != _APPLICATION_ID or version < 1:
        raise StoreBroken(f"The staff store {path} holds nothing that a kiosk wrote.")
    if version > newest:
        raise StoreTooNew(
            f"A newer kiosk made the staff store {path} (version {version}, this kiosk knows {newest}): "
            "update the kiosk, or restore an older backup."
        )
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok" or connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise StoreBroken(f"The staff store {path} is broken.")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _migrate(connection: sqlite3.Connection, path: Path, migrations: tuple[Migration, ...]) -> None:
    version = _pragma(connection, "user_version")
    for number, migration in enumerate(migrations[version:], version + 1):
        _copy(connection, path.with_name(f"{path.name}.before-{number}"))
        _apply(connection, number, migration)


def _apply(connection: sqlite3.Connection, number: int, migration: Migration) -> None:
    with _transaction(connection, "BEGIN IMMEDIATE"):
        for statement in migration:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")


def _copy(connection: sqlite3.Connection, to: Path) -> None:
    part = to.with_name(f"{to.name}.part")
    _touch_owner_only(part)
    with contextlib.closing(sqlite3.connect(part)) as copy:
        connection.backup(copy)
    _appear(part, to)


def _set_aside(path: Path) -> Path:
    """Move a broken store away, and only then its log: without that it might pass for a whole, older one."""
    number = 1
    while (aside := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    _appear(path, aside)
    for log in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + log).rename(aside.with_name(aside.name + log))
    return aside
