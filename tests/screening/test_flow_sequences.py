"""Whatever guests do and whatever breaks: the visit comes home, and keeps guests and prompts apart."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.guidance.announcer import Announcer
from kiosk.screening.flow import advance
from kiosk.screening.reason import Reason
from kiosk.screening.shown import view
from kiosk.screening.states import (
    Agreed,
    CameraBack,
    CameraLost,
    CardSeen,
    Checked,
    CompareWanted,
    DotsWanted,
    Effect,
    End,
    Faulty,
    Idle,
    Measured,
    OnTheMat,
    RangeWanted,
    Readied,
    Refused,
    Showing,
    Started,
    Stayed,
    Stopped,
    Ticked,
    Turned,
    Watched,
)
from kiosk.screening.view import CardRefusal, Changed, NoRange, RangePlace, Stage, Verdict
from tests.screening.visits import FINE, RESULT, TIMES

SEQUENCES = 10_000
LONGEST = 45
SOUND_S = 1.7

TOUCHES = (
    Started(),
    Agreed(),
    Readied(),
    DotsWanted(),
    DotsWanted(wanted=False),
    Stayed(),
    Stopped(),
    Turned(0),
    Turned(3),
    RangeWanted(),
    CompareWanted(),
)


def outcomes(guest):
    """What measuring may give, each marked with the guest it belongs to."""
    own = replace(RESULT, shown_low_deg=float(guest))
    return [Measured(own)] * 3 + [
        Measured(End(guest)),
        Measured(RangePlace(50.0, float(guest), 99.0)),
        Measured(NoRange.OUTSIDE),
        Measured(Reason.UNREADABLE),
    ]


def card_of(guest):
    return Changed(date(2026, 9, 1), 17.0, 12.0, Verdict.NO_SURE_CHANGE, -5.0, float(guest), ("same_day",))


def any_event(dice, guest, stage):
    """A likely way on most of the time, or else anything at all."""
    ahead = {
        Stage.IDLE: Started(),
        Stage.CONSENT: Agreed(),
        Stage.PREPARE: Readied(),
        Stage.RANGE: Readied(),
        Stage.TIPS: Readied(),
        Stage.POSITIONING: FINE,
        Stage.HOLDING: FINE,
        Stage.CAPTURING: FINE,
        Stage.COMPARE: CardSeen(card_of(guest)),
        Stage.FAULT: CameraBack(),
    }
    if dice.random() < 0.7:
        if stage is Stage.THINKING:
            return dice.choice(outcomes(guest))
        if stage in ahead:
            return ahead[stage]
    kinds = (
        TOUCHES,
        outcomes(guest),
        [Checked(reason) for reason in Reason],
        [
            Watched(somebody=False),
            Watched(somebody=True),
            CardSeen(card_of(guest)),
            CardSeen(CardRefusal.DAMAGED),
        ],
        [CameraLost(), CameraLost(for_good=True), CameraBack(), Ticked(), Ticked()],
    )
    return dice.choice(dice.choice(kinds))


def marks(shown):
    """The guests to whom belongs what a view shows."""
    found = set()
    if shown.result:
        found.add(int(shown.result.shown_low_deg))
    if isinstance(shown.range, RangePlace):
        found.add(int(shown.range.low_percent))
    if shown.change:
        found.add(int(shown.change.mdc_deg))
    return found


class Sounds:
    """Every sound is there, and as long as the others."""

    def length_s(self, language, name):
        return SOUND_S


class Listener:
    """Notes what is heard, and what must not be."""

    def __init__(self):
        self.announcer = Announcer(Sounds(), volume=1.0)
        self.sounds, self.until_s, self.ended_s, self.moment, self.wrong = (), 0.0, {}, None, []

    def hear(self, shown, now_s):
        if self.sounds and now_s >= self.until_s:
            self.end(self.until_s)
        moment = shown.stage, shown.pose, shown.sheet
        cue, changed, self.moment = self.announcer.hear(shown, now_s), moment != self.moment, moment
        if shown.stage is Stage.IDLE and self.sounds and not (cue and not cue.sounds):
            self.wrong.append("sound while nobody is there")
        if cue is None:
            return
        if self.sounds and not changed and not shown.ending:
            self.wrong.append(f"{cue.sounds} over {self.sounds}")
        self.end(min(now_s, self.until_s))
        if cue.sounds and now_s - self.ended_s.get(cue.sounds, -99.0) < 4.0:
            self.wrong.append(f"{cue.sounds} again within 4 s")
        self.sounds, self.until_s = cue.sounds, now_s + SOUND_S * len(cue.sounds)

    def end(self, at_s):
        if self.sounds:
            self.ended_s[self.sounds] = at_s
        self.sounds = ()


def left_alone(state, now_s, limit_s=600.0):
    """The state once nobody is there any more and the camera works, and how long that took."""
    began_s = now_s
    state, _ = advance(state, CameraBack(), now_s, TIMES)
    while state != Idle() and now_s - began_s < limit_s:
        now_s += 0.5
        event = Checked(Reason.NOBODY) if isinstance(state, OnTheMat) else Watched(somebody=False)
        state, _ = advance(state, event if isinstance(state, OnTheMat | Showing) else Ticked(), now_s, TIMES)
    return state, now_s - began_s


@pytest.mark.slow
def test_ten_thousand_random_visits_come_home_and_mix_up_neither_guests_nor_prompts():
    dice, reached = random.Random(4), set()  # noqa: S311 - to be repeatable
    for _ in range(SEQUENCES):
        state, now_s, guest, listener = Idle(), 0.0, 0, Listener()
        for _ in range(dice.randrange(5, LONGEST)):
            now_s += dice.choice((0.05, 0.2, 0.6, 2.1, 3.1, 9.0))
            before, stage = state, view(state, TIMES).stage
            state, _ = advance(state, any_event(dice, guest, stage), now_s, TIMES)
            shown = view(state, TIMES)
            # Consent is where a new guest begins, and nothing else is.
            if shown.stage is Stage.CONSENT and view(before, TIMES).stage is not Stage.CONSENT:
                guest += 1
                assert marks(shown) == set()
            assert marks(shown) <= {guest}
            listener.hear(shown, now_s)
            assert listener.wrong == []
            reached.add(shown.stage)
        state, _ = left_alone(state, now_s)
        assert state == Idle()
    assert reached == set(Stage)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.floats(0, 5), st.integers(0, 2**30)), max_size=60))
def test_any_sequence_ends_idle_once_left_alone_and_forgets_the_guest_on_the_way(steps):
    state, now_s, held = Idle(), 0.0, False
    for wait_s, seed in steps:
        now_s += wait_s
        dice = random.Random(seed)  # noqa: S311
        event = any_event(dice, 1, view(state, TIMES).stage)
        state, effects = advance(state, event, now_s, TIMES)
        for effect in effects:
            held = {Effect.BEGIN_CAPTURE: True, Effect.FORGET: False, Effect.MEASURE: False}[effect]
        assert not (held and isinstance(state, Idle | Faulty | Refused | Showing))
    state, took_s = left_alone(state, now_s)
    assert state == Idle()
    # Patience, tips, and the page of a result one after the other are the longest way home.
    assert took_s <= TIMES.patience_s + TIMES.read_s + TIMES.result_s + TIMES.card_s
