"""A day of guessing by someone who may pull the plug and set the clock at any moment.

The attacker is given more than any has: a guess takes no time, and a kiosk boots as soon as it is plugged in
unless said otherwise. What counts is how many hashes were checked: each could have been the right one.
"""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.staff.pin import WAITS_S, Waiting, wait_after_s
from tests.staff.powered import Kiosk, Plain, PowerCut

DAY_S = 24 * 3600.0
MOST = 40


class Attack:
    """One attacker at one kiosk; ``spent_s`` is real time, which no plug and no clock turns back."""

    def __init__(self, folder, boot_s=0.0, monkeypatch=None):
        self.kiosk = Kiosk(folder, Plain())
        self.kiosk.pin.set_first("482915")
        self.boot_s, self.spent_s, self.guessed, self.cuts = boot_s, 0.0, 0, 0
        self.wall_s = 1.8e9
        if monkeypatch is not None:
            monkeypatch.setattr("time.time", lambda: self.wall_s)

    def wait(self, seconds):
        self.spent_s += seconds
        self.wall_s += seconds
        self.kiosk.clock.now_s += seconds

    def guess(self, pull=None):
        """Try the next PIN; ``pull`` the plug right after the charge, or during the check."""
        self.kiosk.hasher.cut_before = pull == "after charge"
        self.kiosk.hasher.cut_after = pull == "during check"
        try:
            outcome = self.kiosk.pin.attempt(f"{500_000 + self.guessed:06}")
        except PowerCut:
            self.power_cycle()
            return None
        self.kiosk.hasher.cut_before = self.kiosk.hasher.cut_after = False
        self.guessed += not isinstance(outcome, Waiting)
        return outcome

    def power_cycle(self):
        self.cuts += 1
        self.kiosk.cut()
        self.wait(self.boot_s)
        self.kiosk.clock.now_s = 0.0

    def left_s(self):
        return self.kiosk.pin.wait_s()

    def end(self):
        self.kiosk.store.close()

    def verdict(self):
        return (
            f"{self.kiosk.hasher.checked} guesses in {self.spent_s / 3600:.1f} h "
            f"with {self.cuts} power cuts; at most {MOST} are allowed"
        )


def patient(attack, step):
    attack.guess()
    attack.wait(attack.left_s())


def cut_while_waiting(attack, step):
    attack.guess()
    attack.wait(max(60.0, attack.left_s() / 2))
    attack.power_cycle()
    attack.wait(max(60.0, attack.left_s() / 2))


def cut_right_after_the_charge(attack, step):
    attack.guess("after charge" if step % 2 else None)
    attack.wait(attack.left_s())


def cut_during_the_check(attack, step):
    attack.guess("during check")
    attack.wait(attack.left_s())


def cut_before_every_guess(attack, step):
    attack.power_cycle()
    attack.guess()
    attack.wait(max(120.0, attack.left_s()))


def cut_every_minute(attack, step):
    attack.guess()
    attack.wait(61.0)
    attack.power_cycle()


def set_the_clock_ahead(attack, step):
    attack.guess()
    attack.wall_s += DAY_S
    attack.guess()
    attack.wait(60.0)


def set_the_clock_back_and_cut(attack, step):
    attack.guess()
    attack.wall_s -= DAY_S
    attack.power_cycle()
    attack.guess()
    attack.wait(min(300.0, max(attack.left_s(), 1.0)))


def ask_all_the_time(attack, step):
    attack.guess()
    attack.wait(20.0)


def at_random(attack, step):
    dice = random.Random(step)  # noqa: S311 (an attacker who can be replayed)
    attack.guess(dice.choice([None, None, "after charge", "during check"]))
    attack.wall_s += dice.choice([0.0, -DAY_S, DAY_S])
    attack.wait(attack.left_s() * dice.choice([0.1, 0.9, 1.0, 1.0, 1.0]) + dice.choice([0.0, 1.0]))
    if dice.random() < 0.2:
        attack.power_cycle()


STRATEGIES = [
    (patient, 32),
    (cut_while_waiting, None),
    (cut_right_after_the_charge, None),
    (cut_during_the_check, 32),
    (cut_before_every_guess, None),
    (cut_every_minute, None),
    (set_the_clock_ahead, None),
    (set_the_clock_back_and_cut, None),
    (ask_all_the_time, None),
    (at_random, None),
]


@pytest.mark.parametrize(("strategy", "exactly"), STRATEGIES, ids=[each.__name__ for each, _ in STRATEGIES])
def test_a_day_of_guessing_with_power_cycling_yields_at_most_forty_guesses(
    tmp_path, monkeypatch, strategy, exactly
):
    attack = Attack(tmp_path, monkeypatch=monkeypatch)
    step = 0
    while attack.spent_s < DAY_S and step < 5000:
        strategy(attack, step)
        step += 1
    attack.end()
    assert attack.spent_s >= DAY_S, f"the attacker was cut off: {attack.verdict()}"
    assert attack.kiosk.hasher.checked <= MOST, attack.verdict()
    if exactly is not None:
        assert attack.kiosk.hasher.checked == exactly, attack.verdict()


def most_guesses(seconds):
    """How many attempts fit into so much time when each is made as soon as its wait is over."""
    guesses, spent_s = 1, 0.0
    while (spent_s := spent_s + wait_after_s(guesses)) <= seconds:
        guesses += 1
    return guesses


def test_thirty_two_guesses_fit_into_a_day():
    # 3 at once, 6 more within 30 + 60 + 120 + 300 + 600 + 1200 = 2310 s, then one an hour:
    # (86400 - 2310) / 3600 = 23.4; the guess at the very end of the day is not one more.
    assert sum(WAITS_S[:-1]) == 2310
    assert most_guesses(DAY_S) == 3 + 6 + 23 == 32


MOVES = st.one_of(
    st.tuples(st.just("guess"), st.sampled_from([None, None, "after charge", "during check"])),
    st.tuples(st.just("wait"), st.sampled_from([1.0, 29.0, 30.0, 59.0, 299.0, 1200.0, 3599.0, 3600.0])),
    st.tuples(st.just("wait out"), st.none()),
    st.tuples(st.just("cut"), st.none()),
    st.tuples(st.just("clock"), st.sampled_from([-DAY_S, -1.0, 3600.0, DAY_S])),
)


@settings(max_examples=100)
@given(moves=st.lists(MOVES, max_size=60))
def test_no_order_of_guesses_cuts_and_clocks_beats_waiting(tmp_path_factory, moves):
    with pytest.MonkeyPatch.context() as patch:
        attack = Attack(tmp_path_factory.mktemp("attacked"), monkeypatch=patch)
        for move, how in moves:
            if move == "guess":
                attack.guess(how)
            elif move == "wait":
                attack.wait(how)
            elif move == "wait out":
                attack.wait(attack.left_s())
            elif move == "cut":
                attack.power_cycle()
            else:
                attack.wall_s += how
            assert attack.kiosk.hasher.checked <= most_guesses(attack.spent_s), attack.verdict()
        assert attack.kiosk.tally()[0] >= attack.kiosk.hasher.checked
        attack.end()


def test_staff_who_leave_the_kiosk_on_get_in_after_the_attack(tmp_path):
    attack = Attack(tmp_path)
    for _ in range(12):
        patient(attack, 0)
    assert attack.left_s() == 0.0
    assert attack.kiosk.pin.attempt("482915").wrong_before == 12
    attack.end()
