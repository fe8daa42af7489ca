"""What the disk and the system refuse: on a real small disk where this machine lets a test mount one."""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import kiosk as package
from kiosk.errors import KioskError
from kiosk.staff.pin import PinLock
from kiosk.staff.store import (
    Store,
    StoreBroken,
    StoreBusy,
    StoreDenied,
    StoreError,
    StoreFull,
    StoreReadOnly,
)
from tests.staff.powered import Clock, Plain

ROOT = Path(package.__file__).parent.parent

# Runs in a mount namespace of its own: a disk of 256 kB with a store and its PIN, then filled or read-only.
ON_A_SMALL_DISK = """
import json, os, subprocess, sys
from pathlib import Path
from kiosk.staff.pin import PinLock
from kiosk.staff.store import MIGRATIONS, Store, StoreError
from tests.staff.powered import Plain

disk, what = Path(sys.argv[1]), sys.argv[2]
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", disk], check=True)
path, hasher, told = disk / "staff.db", Plain(), {}
store = Store.open(path)
pin = PinLock(store, hasher=hasher)
pin.set_first("482915")


def tell(deed):
    try:
        return repr(deed())
    except StoreError as error:
        return [type(error).__name__, str(error)]


def restart():
    return PinLock(Store.open(path), hasher=hasher).attempt("482915")


def migrate():
    return Store.open(path, migrations=(*MIGRATIONS, ("CREATE TABLE lamp (name TEXT) STRICT",)))


def fill():
    with open(disk / "filler", "wb", buffering=0) as filler:
        for block in (4096, 1):
            try:
                while True:
                    filler.write(bytes(block))
            except OSError:
                pass


if what == "full":
    store.close()
    fill()
    told["attempt"] = tell(restart)
    told["migrate"] = tell(migrate)
    told["first start"] = tell(lambda: Store.open(disk / "other.db"))
    told["checked"] = hasher.checked
    (disk / "filler").unlink()
else:
    store.close()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    told["attempt"] = tell(restart)
    told["first start"] = tell(lambda: Store.open(disk / "other.db"))
    told["checked"] = hasher.checked
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
told["afterwards"] = tell(restart)
told["left"] = sorted(each.name for each in disk.glob("other.db"))
print(json.dumps(told))
"""


def on_a_small_disk(folder, what):
    """What the store tells on a disk that is ``full`` or ``read-only``."""
    own_mounts = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
    try:
        subprocess.run(
            [*own_mounts, "mount", "-t", "tmpfs", "none", folder], check=True, capture_output=True, timeout=20
        )
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no test may mount a disk on this machine: {error}")
    done = subprocess.run(
        [*own_mounts, sys.executable, "-B", "-c", ON_A_SMALL_DISK, folder, what],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_on_a_full_disk_no_pin_is_checked_and_staff_are_told_to_make_room(tmp_path):
    told = on_a_small_disk(tmp_path, "full")
    line = f"The disk with the staff store {tmp_path}/staff.db is full: free some space on it."
    assert told["attempt"] == told["migrate"] == ["StoreFull", line]
    assert told["first start"][0] == "StoreFull"
    assert told["checked"] == 0
    assert told["left"] == []
    assert told["afterwards"] == "Right(wrong_before=0)"


def test_on_a_read_only_disk_no_pin_is_checked_and_staff_are_told_of_the_card(tmp_path):
    told = on_a_small_disk(tmp_path, "read-only")
    line = (
        f"The disk with the staff store {tmp_path}/staff.db is read-only: restart, and replace a worn card."
    )
    assert told["attempt"] == ["StoreReadOnly", line]
    assert told["first start"][0] == "StoreReadOnly"
    assert told["checked"] == 0
    assert told["left"] == []
    assert told["afterwards"] == "Right(wrong_before=0)"


class Refusing:
    """A connection that refuses one statement as SQLite would."""

    def __init__(self, real, code):
        self.real, self.code, self.armed_for = real, code, None

    def __getattr__(self, name):
        return getattr(self.real, name)

    def execute(self, statement, *args):
        if self.armed_for and statement.startswith(self.armed_for):
            error = sqlite3.OperationalError("refused")
            error.sqlite_errorcode = self.code
            raise error
        return self.real.execute(statement, *args)


@pytest.mark.parametrize(
    ("code", "kind", "advice"),
    [
        (sqlite3.SQLITE_FULL, StoreFull, "free some space"),
        (sqlite3.SQLITE_READONLY_DBMOVED, StoreReadOnly, "replace a worn card"),
        (sqlite3.SQLITE_PERM, StoreDenied, "give it and its folder to the kiosk's user"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, StoreBusy, "try again"),
        (sqlite3.SQLITE_CORRUPT_INDEX, StoreBroken, "restart the kiosk"),
        (sqlite3.SQLITE_IOERR_FSYNC, StoreError, "check its disk"),
    ],
)
@pytest.mark.parametrize("statement", ["BEGIN IMMEDIATE", "UPDATE attempts SET in_a_row = in", "COMMIT"])
def test_an_attempt_that_cannot_be_charged_is_not_checked(tmp_path, code, kind, advice, statement):
    store = Store.open(tmp_path / "staff.db")
    hasher = Plain()
    pin = PinLock(store, hasher=hasher, clock=Clock())
    pin.set_first("482915")
    connection = store._connection = Refusing(store._connection, code)
    connection.armed_for = statement
    with pytest.raises(StoreError, match=advice) as caught:
        pin.attempt("482915")
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)
    assert hasher.checked == 0
    connection.armed_for = None
    assert pin.attempt("482915")
    store.close()


def test_a_right_pin_whose_attempt_cannot_be_cleared_lets_nobody_in(tmp_path):
    store = Store.open(tmp_path / "staff.db")
    pin = PinLock(store, hasher=Plain(), clock=Clock())
    pin.set_first("482915")
    connection = store._connection = Refusing(store._connection, sqlite3.SQLITE_FULL)
    connection.armed_for = "UPDATE attempts SET in_a_row = 0"
    with pytest.raises(StoreFull):
        pin.attempt("482915")
    store.close()


def test_a_store_that_another_program_is_writing_to_for_too_long_is_busy(tmp_path):
    store = Store.open(tmp_path / "staff.db")
    store._connection.execute("PRAGMA busy_timeout = 1")
    with contextlib.closing(sqlite3.connect(tmp_path / "staff.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="Another program keeps"), store.writing():
            pass
    store.close()


# Runs as a user who is not root, to whom permissions mean something.
AS_SOMEBODY_ELSE = """
import os, sys
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    Store.open(Path(sys.argv[1]))
except StoreError as error:
    print(type(error).__name__, error)
"""


@pytest.fixture
def reachable():
    """A folder that every user can get to, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.parametrize("denied", [".", "staff.db", "staff.db.lock"])
def test_a_store_that_the_kiosks_user_may_not_have_is_denied_with_what_to_do(reachable, denied):
    path = reachable / "staff.db"
    Store.open(path).close()
    if os.geteuid() == 0:
        for each in (reachable, path, reachable / "staff.db.lock"):
            os.chown(each, 65534, -1)
    (reachable / denied).chmod(0)
    code = "from pathlib import Path\nfrom kiosk.staff.store import Store, StoreError\n" + AS_SOMEBODY_ELSE
    done = subprocess.run(
        [sys.executable, "-B", "-c", code, path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    reachable.chmod(0o700)
    line = f"This user may not use the staff store {path}: give it and its folder to the kiosk's user.\n"
    assert done.stdout == f"StoreDenied {line}", done.stderr


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(StoreError, match=r"does not answer .*No such file or directory"):
        Store.open(tmp_path / "missing" / "staff.db")


def test_a_bug_in_a_statement_is_no_fault_of_the_disk(tmp_path):
    store = Store.open(tmp_path / "staff.db")
    with pytest.raises(sqlite3.OperationalError), store.writing() as change:
        change.execute("SELECT * FROM nothing")
    store.close()
    with pytest.raises(sqlite3.ProgrammingError), store.writing():
        pass


def test_the_kiosks_own_errors_pass_as_they_are(tmp_path):
    class Own(KioskError, OSError):
        pass

    store = Store.open(tmp_path / "staff.db")
    with pytest.raises(Own), store.writing():
        raise Own("its own")
    store.close()
