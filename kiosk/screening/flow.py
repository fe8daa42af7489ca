"""The walk-up flow as a pure state machine: (state, event, now) to (state, effects)."""

from dataclasses import dataclass, replace
from enum import Enum, auto

from kiosk.screening.reason import Reason
from kiosk.screening.view import Result, Ring, Stage, View


@dataclass(frozen=True, slots=True)
class Times:
    """How long each part of a visit takes, seconds.

    Attributes:
        settle_s: all must be well for this long before the hold begins.
        hold_s: the countdown before the capture.
        capture_s: the burst of still frames.
        grace_s: a check that fails for less than this is a flicker of the model.
        result_s: how long the result stays.
        refused_s: how long the reason of a refusal stays before the kiosk tries again.
        patience_s: how long a visit may take until its capture, all tries together.
        away_s: with nobody in view for this long the guest has left.
        measure_s: how long the reading may take to arrive after the capture.
        read_s: how long what is asked before the visit stays unanswered.
    """

    settle_s: float = 0.5
    hold_s: float = 2.0
    capture_s: float = 3.0
    grace_s: float = 0.4
    result_s: float = 45.0
    refused_s: float = 4.0
    patience_s: float = 120.0
    away_s: float = 20.0
    measure_s: float = 5.0
    read_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Idle:
    """Nobody has touched Start."""


@dataclass(frozen=True, slots=True)
class Consenting:
    """The guest reads what the camera sees and what becomes of it; nothing is looked at before they agree."""

    ends_s: float


@dataclass(frozen=True, slots=True)
class Positioning:
    """The guest is being guided to the mat, until the visit's patience ends at ``until_s``.

    ``since_s`` is when all became well (``reason`` is None) or when nobody was in view any more.
    """

    until_s: float
    reason: Reason | None = Reason.NOBODY
    since_s: float | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """All is well and a countdown runs; ``bad_since_s`` is when a check began to fail."""

    ends_s: float
    until_s: float
    bad_since_s: float | None = None


@dataclass(frozen=True, slots=True)
class Capturing:
    """Frames are being taken."""

    ends_s: float
    until_s: float
    bad_since_s: float | None = None


@dataclass(frozen=True, slots=True)
class Measuring:
    """The capture is over and its reading is being made."""

    ends_s: float
    until_s: float


@dataclass(frozen=True, slots=True)
class Showing:
    """The result is on the screen; ``leaf`` is 0, or the page of what follows it that is open."""

    result: Result
    ends_s: float
    leaf: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """The capture could not be measured; the kiosk says why and tries again."""

    reason: Reason
    ends_s: float
    until_s: float


@dataclass(frozen=True, slots=True)
class Faulty:
    """The camera does not deliver, and may not do so ``for_good``."""

    for_good: bool = False


State = Idle | Consenting | Positioning | Holding | Capturing | Measuring | Showing | Refused | Faulty


@dataclass(frozen=True, slots=True)
class Started:
    """The guest touched Start."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """The guest agreed to be looked at."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The guest declined, or touched Stop or Done."""


@dataclass(frozen=True, slots=True)
class Turned:
    """The guest opened a page of the result: 0 the result itself, 1 the first after it."""

    leaf: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A frame was looked at; ``reason`` is what speaks against measuring it, if anything."""

    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Measured:
    """The capture's reading arrived, or the reason why there is none."""

    outcome: Result | Reason


@dataclass(frozen=True, slots=True)
class CameraLost:
    """Frames stopped coming, and may have done so ``for_good``: until someone sees to it."""

    for_good: bool = False


@dataclass(frozen=True, slots=True)
class CameraBack:
    """Frames come again."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """Time went by."""


Event = Started | Agreed | Stopped | Turned | Checked | Measured | CameraLost | CameraBack | Ticked


class Effect(Enum):
    """What the session must do."""

    BEGIN_CAPTURE = auto()
    MEASURE = auto()
    FORGET = auto()


Step = tuple[State, tuple[Effect, ...]]


def advance(state: State, event: Event, now_s: float, times: Times) -> Step:
    """One step of a visit.

    Whatever leads back to idle, to a fault or to another try forgets all that was captured. A result stays
    on the screen when the camera is lost: it needs no camera any more.
    """
    match state, event:
        case Faulty(), CameraBack():
            return Idle(), ()
        case Faulty(), CameraLost(for_good=for_good):
            return Faulty(for_good), ()
        case Faulty(), _:
            return state, ()
        case Showing(), CameraLost():
            return _visit(state, event, now_s, times)
        case _, CameraLost(for_good=for_good):
            return Faulty(for_good), (Effect.FORGET,)
        case Idle(), Started():
            return Consenting(now_s + times.read_s), (Effect.FORGET,)
        case Idle(), _:
            return state, ()
        case _, Stopped():
            return Idle(), (Effect.FORGET,)
    return _visit(state, event, now_s, times)


def _visit(state: State, event: Event, now_s: float, times: Times) -> Step:
    match state:
        case Consenting() if isinstance(event, Agreed):
            return Positioning(until_s=now_s + times.patience_s, since_s=now_s), ()
        case Consenting(ends_s=ends_s) if now_s >= ends_s:
            return Idle(), (Effect.FORGET,)
        case Positioning():
            return _positioning(state, event, now_s, times)
        case Holding():
            return _holding(state, event, now_s, times)
        case Capturing():
            return _capturing(state, event, now_s, times)
        case Measuring():
            return _measuring(state, event, now_s, times)
        case Showing(ends_s=ends_s) if now_s >= ends_s:
            return Idle(), (Effect.FORGET,)
        case Showing(result=result) if isinstance(event, Turned):
            return Showing(result, now_s + times.result_s, max(0, event.leaf)), ()
        case Refused(ends_s=ends_s, until_s=until_s) if now_s >= ends_s:
            return Positioning(until_s, since_s=now_s), (Effect.FORGET,)
    return state, ()


def _positioning(state: Positioning, event: Event, now_s: float, times: Times) -> Step:
    if state.reason is not None and now_s >= state.until_s:
        return Idle(), (Effect.FORGET,)
    if not isinstance(event, Checked):
        return state, ()
    same = event.reason is state.reason
    since_s = state.since_s if same and state.since_s is not None else now_s
    for_s = now_s - since_s
    if event.reason is None and for_s >= times.settle_s:
        return Holding(now_s + times.hold_s, state.until_s), ()
    if event.reason is Reason.NOBODY and for_s >= times.away_s:
        return Idle(), (Effect.FORGET,)
    return replace(state, reason=event.reason, since_s=since_s), ()


def _holding(state: Holding, event: Event, now_s: float, times: Times) -> Step:
    match event:
        case Checked(reason=None) if now_s >= state.ends_s:
            # Only a good frame begins the capture: time that passes without frames does not.
            return Capturing(now_s + times.capture_s, state.until_s), (Effect.BEGIN_CAPTURE,)
        case Checked(reason=None):
            return replace(state, bad_since_s=None), ()
        case Checked(reason=Reason() as reason):
            since_s = now_s if state.bad_since_s is None else state.bad_since_s
            if now_s - since_s >= times.grace_s:
                return Positioning(state.until_s, reason, now_s), (Effect.FORGET,)
            return replace(state, bad_since_s=since_s), ()
    return state, ()


def _capturing(state: Capturing, event: Event, now_s: float, times: Times) -> Step:
    match event:
        case Checked(reason=None):
            state = replace(state, bad_since_s=None)
        case Checked(reason=Reason() as reason):
            since_s = now_s if state.bad_since_s is None else state.bad_since_s
            if now_s - since_s >= times.grace_s:
                return Refused(reason, now_s + times.refused_s, state.until_s), (Effect.FORGET,)
            state = replace(state, bad_since_s=since_s)
    if now_s >= state.ends_s:
        return Measuring(now_s + times.measure_s, state.until_s), (Effect.MEASURE,)
    return state, ()


def _measuring(state: Measuring, event: Event, now_s: float, times: Times) -> Step:
    match event:
        case Measured(outcome=Result() as result):
            return Showing(result, now_s + times.result_s), ()
        case Measured(outcome=Reason() as reason):
            return Refused(reason, now_s + times.refused_s, state.until_s), (Effect.FORGET,)
    if now_s >= state.ends_s:
        return Refused(Reason.UNREADABLE, now_s + times.refused_s, state.until_s), (Effect.FORGET,)
    return state, ()


def view(state: State, times: Times, simulated: tuple[str, ...] = ()) -> View:
    """What a page may know of a state."""
    match state:
        case Idle():
            return View(Stage.IDLE, simulated=simulated)
        case Consenting():
            return View(Stage.CONSENT, simulated=simulated)
        case Positioning(reason=reason):
            return View(Stage.POSITIONING, reason=reason, simulated=simulated)
        case Holding(ends_s=ends_s):
            return View(Stage.HOLDING, ring=Ring(times.hold_s, ends_s), simulated=simulated)
        case Capturing(ends_s=ends_s):
            return View(Stage.CAPTURING, ring=Ring(times.capture_s, ends_s), simulated=simulated)
        case Measuring():
            return View(Stage.CAPTURING, simulated=simulated)
        case Showing(result=result, ends_s=ends_s, leaf=leaf):
            ring = Ring(times.result_s, ends_s)
            return View(Stage.RESULT, ring=ring, result=result, simulated=simulated, leaf=leaf)
        case Refused(reason=reason, ends_s=ends_s):
            return View(Stage.REFUSED, reason=reason, ring=Ring(times.refused_s, ends_s), simulated=simulated)
        case Faulty(for_good=for_good):
            return View(Stage.FAULT, simulated=simulated, for_good=for_good)
