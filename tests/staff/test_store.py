import contextlib
import os
import sqlite3
import stat
import threading

import pytest

from kiosk.errors import KioskError
from kiosk.staff.store import MIGRATIONS, Store, StoreBroken, StoreError, StoreLost, StoreTooNew

SECOND = ("CREATE TABLE lamp (name TEXT NOT NULL) STRICT", "INSERT INTO lamp VALUES ('green')")
THIRD = ("ALTER TABLE lamp ADD COLUMN lit INTEGER NOT NULL DEFAULT 0", "UPDATE lamp SET lit = 1")


def pragma(store, name):
    with store.reading() as view:
        return view.execute(f"PRAGMA {name}").fetchone()[0]


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def keep_pin(store, text="a hash"):
    with store.writing() as change:
        change.execute("INSERT OR REPLACE INTO pin VALUES (1, ?)", (text,))


def pin_in(store):
    with store.reading() as view:
        row = view.execute("SELECT hash FROM pin").fetchone()
    return row and row[0]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "staff.db"


@pytest.fixture
def used(path):
    """A store with a PIN in it, closed."""
    store = Store.open(path)
    keep_pin(store)
    store.close()
    return path


def test_a_first_start_makes_a_store_without_a_pin_and_without_attempts(path, opened):
    store = opened(path)
    assert pin_in(store) is None
    with store.reading() as view:
        assert view.execute("SELECT * FROM attempts").fetchall() == [(1, 0, 0)]


def test_a_store_is_written_through_to_the_disk_at_every_change(path, opened):
    store = opened(path)
    assert pragma(store, "journal_mode") == "wal"
    assert pragma(store, "synchronous") == 2  # FULL
    assert pragma(store, "foreign_keys") == 1


def test_every_table_is_strict(path, opened):
    with opened(path).reading() as view:
        tables = {row[1]: row[5] for row in view.execute("PRAGMA table_list") if row[1][:7] != "sqlite_"}
    assert tables == {"pin": 1, "attempts": 1}


def test_a_text_where_a_count_belongs_is_not_taken(path, opened):
    store = opened(path)
    with pytest.raises(sqlite3.IntegrityError), store.writing() as change:
        change.execute("UPDATE attempts SET in_a_row = 'none'")


def test_a_count_below_nothing_is_not_taken(path, opened):
    store = opened(path)
    with pytest.raises(sqlite3.IntegrityError), store.writing() as change:
        change.execute("UPDATE attempts SET in_a_row = -1")


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o277])
def test_only_the_owner_may_read_whatever_the_umask(path, opened, umask):
    before = os.umask(umask)
    try:
        store = opened(path)
        keep_pin(store)
    finally:
        os.umask(before)
    assert mode(path) == mode(path.with_name("staff.db-wal")) == 0o600
    assert mode(path.with_name("staff.db.lock")) & 0o077 == 0


def test_a_copy_that_others_could_read_is_closed_to_them(used, opened):
    used.chmod(0o644)
    opened(used)
    assert mode(used) == 0o600


def test_what_was_kept_is_there_after_a_restart(used, opened):
    assert pin_in(opened(used)) == "a hash"


def test_a_change_that_raises_leaves_nothing_behind(path, opened):
    store = opened(path)
    with pytest.raises(KeyboardInterrupt), store.writing() as change:
        change.execute("INSERT INTO pin VALUES (1, 'half')")
        raise KeyboardInterrupt
    assert pin_in(store) is None
    keep_pin(store)
    assert pin_in(store) == "a hash"


def test_what_was_kept_lies_in_the_file_itself_should_its_log_be_lost(path, opened, tmp_path):
    store = opened(path)
    keep_pin(store)
    alone = tmp_path / "alone.db"
    alone.write_bytes(path.read_bytes())
    with sqlite3.connect(alone) as copy:
        assert copy.execute("SELECT hash FROM pin").fetchone() == ("a hash",)
    copy.close()


def test_a_pin_that_was_forgotten_leaves_no_hash_in_the_file(path, opened):
    store = opened(path)
    keep_pin(store, "unmistakable")
    assert b"unmistakable" in path.read_bytes()
    with store.writing() as change:
        change.execute("DELETE FROM pin")
    assert b"unmistakable" not in path.read_bytes()


def test_changes_from_many_threads_are_all_kept(path, opened):
    store = opened(path)
    together = threading.Barrier(4)

    def count():
        together.wait(10)
        for _ in range(25):
            with store.writing() as change:
                (ever,) = change.execute("SELECT ever FROM attempts").fetchone()
                change.execute("UPDATE attempts SET ever = ?", (ever + 1,))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with store.reading() as view:
        assert view.execute("SELECT ever FROM attempts").fetchone() == (100,)


def test_stores_opened_at_once_at_the_first_start_are_one(path, opened):
    together = threading.Barrier(6)
    faults = []

    def first():
        together.wait(10)
        try:
            opened(path)
        except KioskError as error:
            faults.append(error)

    threads = [threading.Thread(target=first) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert faults == []
    keep_pin(opened(path))
    assert pin_in(opened(path)) == "a hash"


# Versions


def test_migrations_take_an_old_store_to_the_newest_version_with_what_is_in_it(used, opened):
    store = opened(used, migrations=(*MIGRATIONS, SECOND, THIRD))
    assert pragma(store, "user_version") == 3
    assert pin_in(store) == "a hash"
    with store.reading() as view:
        assert view.execute("SELECT * FROM lamp").fetchall() == [("green", 1)]


def test_the_store_is_copied_before_each_migration_for_its_owner_only(used, opened):
    opened(used, migrations=(*MIGRATIONS, SECOND, THIRD))
    two, three = (used.with_name(f"staff.db.before-{number}") for number in (2, 3))
    assert mode(two) == mode(three) == 0o600
    assert not list(used.parent.glob("*.part"))
    copy = sqlite3.connect(two)
    assert copy.execute("PRAGMA user_version").fetchone() == (1,)
    assert copy.execute("SELECT hash FROM pin").fetchone() == ("a hash",)
    copy.close()
    copy = sqlite3.connect(three)
    assert copy.execute("PRAGMA user_version").fetchone() == (2,)
    assert copy.execute("SELECT * FROM lamp").fetchall() == [("green",)]
    copy.close()


def test_a_copy_is_its_owners_whatever_the_umask(used, opened):
    before = os.umask(0o277)
    try:
        opened(used, migrations=(*MIGRATIONS, SECOND))
    finally:
        os.umask(before)
    assert mode(used.with_name("staff.db.before-2")) == 0o600


def test_a_copy_made_before_a_migration_can_be_put_back(used, opened):
    Store.open(used, migrations=(*MIGRATIONS, SECOND)).close()
    used.with_name("staff.db.before-2").replace(used)
    store = opened(used)
    assert pragma(store, "user_version") == 1
    assert pin_in(store) == "a hash"


def test_a_first_start_makes_no_copies(path, opened):
    assert pragma(opened(path, migrations=(*MIGRATIONS, SECOND, THIRD)), "user_version") == 3
    assert not list(path.parent.glob("*before*"))


def test_a_migration_that_fails_leaves_the_version_before_it_whole(used, opened):
    with pytest.raises(sqlite3.OperationalError):
        Store.open(used, migrations=(*MIGRATIONS, SECOND, ("CREATE TABLE half (a)", "no statement")))
    store = opened(used, migrations=(*MIGRATIONS, SECOND))
    assert pragma(store, "user_version") == 2
    with store.reading() as view:
        assert view.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").fetchone() == (0,)


def test_a_store_of_a_newer_kiosk_is_refused_and_left_as_it_is(used, opened):
    Store.open(used, migrations=(*MIGRATIONS, SECOND)).close()
    with pytest.raises(StoreTooNew, match="update the kiosk, or restore an older backup"):
        Store.open(used, replace_lost=True)
    assert pin_in(opened(used, migrations=(*MIGRATIONS, SECOND))) == "a hash"


# Broken and lost


def smudge(path):
    """Write over the middle of the page that holds the PIN."""
    content = bytearray(path.read_bytes())
    at = content.index(b"a hash") - 2000
    content[at : at + 2006] = b"\xa5" * 2006
    path.write_bytes(content)


def make_another(path):
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as another:
        another.execute("CREATE TABLE a (b)")


BREAKS = {
    "written over": smudge,
    "emptied": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "of zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "no database": lambda path: path.write_bytes(b"\xff\xd8\xff\xe0" * 4096),
    "another program's": make_another,
}


@pytest.mark.parametrize("damage", BREAKS)
def test_a_broken_store_is_set_aside_and_never_replaced_by_one_without_a_pin(used, damage):
    BREAKS[damage](used)
    broken = used.read_bytes()
    with pytest.raises(StoreBroken, match=r"is set aside as .*db\.broken-1: restore a backup, or hold"):
        Store.open(used)
    assert used.with_name("staff.db.broken-1").read_bytes() == broken
    for _ in range(2):  # nor at any start after that
        with pytest.raises(StoreLost, match="is missing: restore a backup, or hold the start button"):
            Store.open(used)
    assert not used.exists()


def test_a_store_that_is_gone_is_not_replaced_by_one_without_a_pin(used):
    used.unlink()
    with pytest.raises(StoreLost, match="hold the start button through boot"):
        Store.open(used)
    assert not used.exists()


def test_a_store_whose_lock_file_is_gone_too_is_told_from_a_first_start_by_a_copy_of_it(used):
    Store.open(used, migrations=(*MIGRATIONS, SECOND)).close()
    used.unlink()
    used.with_name("staff.db.lock").unlink()
    with pytest.raises(StoreLost):
        Store.open(used)


def test_who_holds_the_start_button_gets_an_empty_store_in_the_place_of_a_lost_one(used, opened):
    used.unlink()
    assert pin_in(opened(used, replace_lost=True)) is None


def test_who_holds_the_start_button_gets_an_empty_store_in_the_place_of_a_broken_one(used, opened):
    smudge(used)
    assert pin_in(opened(used, replace_lost=True)) is None
    assert used.with_name("staff.db.broken-1").exists()


def test_the_start_button_leaves_a_whole_store_as_it_is(used, opened):
    assert pin_in(opened(used, replace_lost=True)) == "a hash"


def test_a_backup_put_in_the_place_of_a_broken_store_is_taken(used, opened):
    backup = used.read_bytes()
    smudge(used)
    with pytest.raises(StoreBroken):
        Store.open(used)
    used.write_bytes(backup)
    assert pin_in(opened(used)) == "a hash"


def test_a_second_broken_store_does_not_write_over_the_first(used):
    backup = used.read_bytes()
    for _ in range(2):
        used.write_bytes(backup)
        smudge(used)
        with pytest.raises(StoreBroken):
            Store.open(used)
    assert {path.name for path in used.parent.glob("*broken*")} == {"staff.db.broken-1", "staff.db.broken-2"}


def test_the_log_of_a_broken_store_that_another_program_has_open_goes_aside_with_it(used, opened):
    opened(used)
    smudge(used)
    with pytest.raises(StoreBroken):
        Store.open(used)
    assert not list(used.parent.glob("staff.db-*"))
    assert used.with_name("staff.db.broken-1-wal").exists()


def test_the_log_of_a_lost_store_is_not_played_into_the_next(used, opened):
    store = Store.open(used)
    with store.reading(), sqlite3.connect(used) as other:  # the reader keeps the log from being folded in
        other.execute("INSERT OR REPLACE INTO pin VALUES (1, 'of the lost one')")
        other.commit()
        log = used.with_name("staff.db-wal").read_bytes()
    other.close()
    store.close()
    used.unlink()
    used.with_name("staff.db-wal").write_bytes(log)
    assert pin_in(opened(used, replace_lost=True)) is None


def test_a_first_start_that_was_cut_short_is_begun_again(path, opened):
    path.with_name("staff.db.new").write_bytes(b"half of a store")
    path.with_name("staff.db.lock").touch()
    assert pin_in(opened(path)) is None
    assert not path.with_name("staff.db.new").exists()


def test_what_the_store_tells_is_an_error_of_the_system_too():
    assert issubclass(StoreError, KioskError)
    assert issubclass(StoreError, OSError)
