import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import kiosk as package
from kiosk.staff.pin import WAITS_S, PinLock, Right, Waiting, Wrong, wait_after_s
from tests.staff.powered import Other, Watched

ROOT = Path(package.__file__).parent.parent
PIN = "482915"


# Attempts and waits


def test_waits_grow_from_none_to_an_hour_and_stay_there():
    waits = [wait_after_s(attempts) for attempts in range(12)]
    assert waits == [0, 0, 0, 30, 60, 120, 300, 600, 1200, 3600, 3600, 3600]
    assert wait_after_s(10**9) == 3600


def test_each_wrong_attempt_tells_how_long_the_next_one_waits(kiosk):
    told = []
    for wait_s in WAITS_S[1:]:
        outcome = kiosk.pin.attempt("111112")
        told.append(outcome)
        kiosk.clock.now_s += wait_s
    assert told == [Wrong(wait_s) for wait_s in WAITS_S[1:]]
    assert kiosk.tally() == (9, 9)


def test_who_waits_is_neither_checked_nor_charged_until_the_last_moment_has_passed(kiosk):
    for _ in range(3):
        kiosk.pin.attempt("111112")
    assert kiosk.pin.wait_s() == 30.0
    for now_s, left_s in ((0.0, 30.0), (12.5, 17.5), (29.75, 0.25)):
        kiosk.clock.now_s = now_s
        assert kiosk.pin.attempt(PIN) == Waiting(left_s)
        assert kiosk.pin.change(PIN, "604913") == Waiting(left_s)
    assert (kiosk.tally(), kiosk.hasher.checked) == ((3, 3), 3)
    kiosk.clock.now_s = 30.0
    assert kiosk.pin.wait_s() == 0.0
    assert kiosk.pin.attempt(PIN) == Right(3)


def test_a_right_pin_begins_the_count_anew_and_tells_how_many_failed(kiosk):
    for _ in range(2):
        kiosk.pin.attempt("111112")
    assert kiosk.pin.attempt(PIN) == Right(2)
    assert kiosk.tally() == (0, 3)
    assert [kiosk.pin.attempt("111112") for _ in range(3)] == [Wrong(0.0), Wrong(0.0), Wrong(30.0)]


def test_the_attempt_is_on_the_disk_when_the_hash_is_looked_at(kiosk):
    seen = []

    class Looking(Watched):
        def verify(self, stored, pin):
            with Other(kiosk.path) as other:
                seen.append(other.wait_s())
            return super().verify(stored, pin)

    pin = PinLock(kiosk.store, hasher=Looking(), clock=kiosk.clock)
    for _ in range(3):
        pin.attempt("111112")
    assert seen == [0.0, 0.0, 30.0]


def test_a_wait_begins_again_in_full_whenever_the_program_starts(kiosk):
    for _ in range(3):
        kiosk.pin.attempt("111112")
    kiosk.clock.now_s = 29.0
    kiosk.cut()
    assert kiosk.pin.attempt(PIN) == Waiting(30.0)
    kiosk.clock.now_s = 30.0
    assert kiosk.pin.attempt(PIN) == Right(3)


def test_a_wait_counts_down_while_nobody_asks(kiosk):
    for _ in range(3):
        kiosk.pin.attempt("111112")
    kiosk.cut()
    kiosk.clock.now_s = 31.0
    assert kiosk.pin.attempt(PIN) == Right(3)


@pytest.mark.parametrize("hours", [-48, 48])
def test_setting_the_clock_changes_no_wait(kiosk, monkeypatch, hours):
    for _ in range(3):
        kiosk.pin.attempt("111112")
    monkeypatch.setattr("time.time", lambda: 1.8e9 + hours * 3600)
    assert kiosk.pin.wait_s() == 30.0
    kiosk.cut()
    assert kiosk.pin.wait_s() == 30.0


# Two at once


def test_eight_tabs_at_once_get_the_three_attempts_that_one_gets(kiosk):
    together, outcomes = threading.Barrier(8), []

    def guess(number):
        together.wait(10)
        outcomes.append(kiosk.pin.attempt(f"1111{number}0"))

    threads = [threading.Thread(target=guess, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert kiosk.hasher.checked == 3
    assert kiosk.tally() == (3, 3)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Waiting"] * 5 + ["Wrong"] * 3


def test_a_second_attempt_waits_until_the_first_is_checked(kiosk):
    second, seen = [], []

    class Watching(Watched):
        def verify(self, stored, pin):
            if not second:
                second.append(threading.Thread(target=lambda: lock.attempt(PIN)))
                second[0].start()
                second[0].join(0.2)
                seen.append((self.checked, kiosk.tally()))
            return super().verify(stored, pin)

    lock = PinLock(kiosk.store, hasher=Watching(), clock=kiosk.clock)
    lock.attempt("111112")
    second[0].join(30)
    assert seen == [(0, (1, 1))]
    assert kiosk.tally() == (0, 2)


def test_two_programs_at_once_get_the_three_attempts_that_one_gets(kiosk):
    with Other(kiosk.path) as other:
        outcomes = [each.attempt("111112") for _ in range(4) for each in (kiosk.pin, other)]
    assert outcomes == [Wrong(0.0), Wrong(0.0), Wrong(30.0), *[Waiting(30.0)] * 5]


def test_a_count_that_another_program_brought_back_to_where_it_was_begins_its_wait_anew(kiosk):
    for _ in range(3):
        kiosk.pin.attempt("111112")
    kiosk.clock.now_s = 30.0
    with Other(kiosk.path) as other:
        other._clock.now_s = 30.0
        assert other.attempt(PIN) == Right(3)
        for _ in range(3):
            other.attempt("111112")
    assert kiosk.pin.attempt(PIN) == Waiting(30.0)


@pytest.mark.parametrize("meanwhile", ["changed", "forgotten"])
def test_a_pin_that_another_program_replaces_during_the_check_is_not_brought_back(kiosk, meanwhile):
    class Overtaken(Watched):
        def verify(self, stored, pin):
            right = super().verify(stored, pin)
            with Other(kiosk.path) as other:
                if meanwhile == "changed":
                    assert other.change(PIN, "604913") == Right(1)
                else:
                    other.forget()
            return right

    pin = PinLock(kiosk.store, hasher=Overtaken(), clock=kiosk.clock)
    assert pin.change(PIN, "771604") == Wrong(0.0)
    with Other(kiosk.path) as other:
        assert other.is_set() == (meanwhile == "changed")
        if other.is_set():
            assert other.attempt("604913") == Right(0)


# The plug


KILLED_DURING_THE_CHECK = """
import sys
from pathlib import Path
from kiosk.staff.pin import PinLock
from kiosk.staff.store import Store
from tests.staff.powered import Watched

class Slow(Watched):
    def verify(self, stored, pin):
        print("charged", flush=True)
        sys.stdin.read()

PinLock(Store.open(Path(sys.argv[1])), hasher=Slow()).attempt(sys.argv[2])
"""


@pytest.mark.parametrize("guess", [PIN, "111112"])
def test_an_attempt_killed_between_charge_and_check_stays_charged(kiosk, guess):
    for killed in range(1, 4):
        with subprocess.Popen(
            [sys.executable, "-B", "-c", KILLED_DURING_THE_CHECK, kiosk.path, guess],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdout.readline() == "charged\n"
            os.kill(child.pid, signal.SIGKILL)
        assert child.returncode == -signal.SIGKILL
        kiosk.cut()
        assert kiosk.tally() == (killed, killed)
    assert kiosk.pin.attempt(PIN) == Waiting(30.0)
