import threading
from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import HashingError, VerificationError
from argon2.low_level import Type
from hypothesis import given
from hypothesis import strategies as st

import kiosk as package
from kiosk.errors import KioskError
from kiosk.staff.pin import (
    PinAlreadySet,
    PinError,
    PinFlaw,
    PinLock,
    PinNotChecked,
    PinNotSet,
    PinRefused,
    Right,
    Wrong,
    flaw,
    reset_wanted,
)
from kiosk.staff.store import Store, StoreBroken
from tests.staff.powered import CHEAP, Clock, Kiosk, Other

ROOT = Path(package.__file__).parent.parent
PIN = "482915"


# Which PINs are accepted


@pytest.mark.parametrize(
    "pin", ["482915", "19840717", "240199", "112233", "121212", "123457", "000001", "246802"]
)
def test_dates_and_other_numbers_make_a_pin(pin):
    assert flaw(pin) is None


@pytest.mark.parametrize(
    ("pin", "found"),
    [
        ("48291", PinFlaw.LENGTH),
        ("", PinFlaw.LENGTH),
        ("4829150617283", PinFlaw.LENGTH),
        ("48291a", PinFlaw.NOT_DIGITS),
        ("482 915", PinFlaw.NOT_DIGITS),
        ("482915\n", PinFlaw.NOT_DIGITS),
        ("-482915", PinFlaw.NOT_DIGITS),
        ("٤٨٢٩١٥", PinFlaw.NOT_DIGITS),
        ("４８２９１５", PinFlaw.NOT_DIGITS),
        ("777777", PinFlaw.ALL_SAME),
        ("000000000000", PinFlaw.ALL_SAME),
        ("123456", PinFlaw.RUN),
        ("654321", PinFlaw.RUN),
        ("012345678901", PinFlaw.RUN),
        ("789012", PinFlaw.RUN),
        ("210987", PinFlaw.RUN),
    ],
)
def test_what_anybody_would_try_or_no_number_pad_gives_makes_no_pin(tmp_path, pin, found):
    assert flaw(pin) is found
    fresh = Kiosk(tmp_path)
    with pytest.raises(PinRefused) as caught:
        fresh.pin.set_first(pin)
    assert caught.value.flaw is found
    assert not pin or pin not in str(caught.value)
    assert not fresh.pin.is_set()
    fresh.store.close()


@given(st.text("0123456789", min_size=6, max_size=12))
def test_a_pin_is_refused_exactly_when_it_is_part_of_an_endless_run(pin):
    endless = ["0123456789" * 3, "9876543210" * 3, *(digit * 12 for digit in "0123456789")]
    assert (flaw(pin) is not None) == any(pin in run for run in endless)


# Setting, checking, changing, forgetting


def test_no_pin_lets_anybody_in_before_one_is_chosen(tmp_path):
    fresh = Kiosk(tmp_path)
    assert not fresh.pin.is_set()
    for guess in ("000000", "123456", PIN):
        with pytest.raises(PinNotSet, match="choose one on the setup page"):
            fresh.pin.attempt(guess)
    with pytest.raises(PinNotSet):
        fresh.pin.change("000000", PIN)
    assert fresh.hasher.checked == 0
    fresh.store.close()


def test_the_pin_is_set_once(kiosk):
    with pytest.raises(PinAlreadySet, match="change it with the old one"):
        kiosk.pin.set_first("604913")
    assert kiosk.pin.attempt(PIN) == Right(0)


def test_of_two_who_set_the_first_pin_at_once_one_succeeds(tmp_path):
    fresh = Kiosk(tmp_path)
    together, done = threading.Barrier(2), []

    def choose(pin):
        together.wait(10)
        try:
            fresh.pin.set_first(pin)
        except PinAlreadySet:
            pass
        else:
            done.append(pin)

    threads = [threading.Thread(target=choose, args=[pin]) for pin in (PIN, "604913")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(done) == 1
    assert fresh.pin.attempt(done[0]) == Right(0)
    fresh.store.close()


def test_of_two_programs_that_set_the_first_pin_the_second_is_refused(tmp_path):
    fresh = Kiosk(tmp_path)
    with Other(fresh.path) as other:
        other.set_first(PIN)
    with pytest.raises(PinAlreadySet):
        fresh.pin.set_first("604913")
    fresh.store.close()


def test_the_right_pin_is_right_after_a_restart_too(kiosk):
    assert kiosk.pin.attempt(PIN) == Right(0)
    kiosk.cut()
    assert kiosk.pin.is_set()
    assert kiosk.pin.attempt(PIN) == Right(0)


def test_every_other_pin_is_wrong(kiosk):
    assert kiosk.pin.attempt("482916") == Wrong(0.0)
    assert kiosk.pin.attempt("4829150") == Wrong(0.0)


def test_the_pin_is_changed_by_whoever_knows_the_old_one(kiosk):
    assert kiosk.pin.change(PIN, "604913") == Right(0)
    assert kiosk.pin.attempt(PIN) == Wrong(0.0)
    assert kiosk.pin.attempt("604913") == Right(1)


def test_a_wrong_old_pin_changes_nothing_and_costs_an_attempt(kiosk):
    assert kiosk.pin.change("111112", "604913") == Wrong(0.0)
    assert kiosk.tally() == (1, 1)
    assert kiosk.pin.attempt(PIN) == Right(1)


def test_an_obvious_new_pin_is_refused_before_the_old_one_is_looked_at(kiosk):
    with pytest.raises(PinRefused):
        kiosk.pin.change(PIN, "123456")
    assert kiosk.tally() == (0, 0)
    assert kiosk.hasher.checked == 0


def test_what_cannot_be_a_pin_costs_nothing(kiosk):
    for guess in ("", "48291", "48291x"):
        with pytest.raises(PinRefused):
            kiosk.pin.attempt(guess)
    assert (kiosk.tally(), kiosk.hasher.checked) == ((0, 0), 0)


def test_a_forgotten_pin_lets_nobody_in_and_another_may_be_chosen_at_once(kiosk):
    for _ in range(3):
        kiosk.pin.attempt("111112")
    kiosk.pin.forget()
    assert not kiosk.pin.is_set()
    with pytest.raises(PinNotSet):
        kiosk.pin.attempt(PIN)
    kiosk.pin.set_first("604913")
    assert kiosk.pin.attempt("604913") == Right(0)


def test_forgetting_the_pin_leaves_all_else_that_staff_set(kiosk):
    with kiosk.store.writing() as change:
        change.execute("CREATE TABLE level (roll_deg REAL) STRICT")
        change.execute("INSERT INTO level VALUES (1.5)")
    kiosk.pin.forget()
    with kiosk.store.reading() as view:
        assert view.execute("SELECT * FROM level").fetchall() == [(1.5,)]


# The hash


def test_the_pin_is_kept_as_argon2id_at_full_cost(tmp_path):
    store = Store.open(tmp_path / "staff.db")
    lock = PinLock(store)
    lock.set_first(PIN)
    with store.reading() as view:
        (stored,) = view.execute("SELECT hash FROM pin").fetchone()
    kept = extract_parameters(stored)
    assert (kept.type, kept.time_cost, kept.memory_cost, kept.parallelism) == (Type.ID, 2, 19 * 1024, 1)
    assert PIN not in stored
    assert lock.attempt("482916") == Wrong(0.0)
    assert lock.attempt(PIN) == Right(1)
    store.close()


def test_the_same_pin_has_another_hash_on_another_kiosk(tmp_path):
    hashes = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        one = Kiosk(tmp_path / name)
        one.pin.set_first(PIN)
        with one.store.reading() as view:
            hashes.add(view.execute("SELECT hash FROM pin").fetchone())
        one.store.close()
    assert len(hashes) == 2


def test_a_hash_of_another_cost_is_made_anew_when_the_pin_is_right(kiosk):
    costlier = PasswordHasher(**(CHEAP | {"time_cost": 2}))
    pin = PinLock(kiosk.store, hasher=costlier, clock=Clock())
    costs = []
    for guess in ("111112", PIN):
        pin.attempt(guess)
        with kiosk.store.reading() as view:
            costs.append(extract_parameters(view.execute("SELECT hash FROM pin").fetchone()[0]).time_cost)
    assert costs == [1, 2]
    assert pin.attempt(PIN) == Right(0)


def test_a_hash_that_is_none_lets_nobody_in(kiosk):
    with kiosk.store.writing() as change:
        change.execute("UPDATE pin SET hash = '482915'")
    with pytest.raises(StoreBroken, match="restore a backup, or hold the start button"):
        kiosk.pin.attempt(PIN)
    assert kiosk.tally() == (1, 1)


@pytest.mark.parametrize("fault", [VerificationError("Memory allocation error"), MemoryError()])
def test_a_check_that_fails_lets_nobody_in_and_stays_charged(kiosk, monkeypatch, fault):
    def verify(stored, pin):
        raise fault

    monkeypatch.setattr(kiosk.hasher, "verify", verify)
    with pytest.raises(PinNotChecked, match="restart the kiosk"):
        kiosk.pin.attempt(PIN)
    assert kiosk.tally() == (1, 1)


def test_a_new_pin_that_cannot_be_hashed_leaves_the_old_one(kiosk, monkeypatch):
    def broken(pin):
        raise HashingError("Memory allocation error")

    with monkeypatch.context() as patched:
        patched.setattr(kiosk.hasher, "hash", broken)
        with pytest.raises(PinNotChecked):
            kiosk.pin.change(PIN, "604913")
    assert kiosk.pin.attempt(PIN) == Right(1)


def test_a_store_without_its_count_of_attempts_lets_nobody_in(kiosk):
    with kiosk.store.writing() as change:
        change.execute("DELETE FROM attempts")
    with pytest.raises(StoreBroken):
        kiosk.pin.attempt(PIN)
    assert kiosk.hasher.checked == 0


def test_what_goes_wrong_with_a_pin_is_told_in_one_line():
    assert issubclass(PinError, KioskError)
    for found in PinFlaw:
        line = str(PinRefused(found))
        assert line
        assert "\n" not in line


# The start button


@pytest.mark.parametrize(
    ("held_s", "down_at_boot", "let_go", "wanted"),
    [
        (10.0, True, True, True),
        (60.0, True, True, True),
        (9.9, True, True, False),
        (60.1, True, True, False),
        (30.0, True, False, False),
        (30.0, False, True, False),
        (float("nan"), True, True, False),
    ],
)
def test_the_pin_is_forgotten_for_a_button_held_ten_seconds_from_boot_and_let_go(
    held_s, down_at_boot, let_go, wanted
):
    assert reset_wanted(held_s, down_at_boot=down_at_boot, let_go=let_go) is wanted
