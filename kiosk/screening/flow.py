"""The walk-up flow as a pure state machine: (state, event, now) to (state, effects)."""

from dataclasses import replace
from types import MappingProxyType
from typing import Final

from kiosk.pelvis.tilt import Method
from kiosk.screening.reason import Reason
from kiosk.screening.states import (
    MOST_REFUSALS,
    Agreed,
    Asking,
    CameraBack,
    CameraLost,
    Capturing,
    CardSeen,
    Checked,
    CompareWanted,
    Comparing,
    DotsWanted,
    Effect,
    End,
    Errand,
    Event,
    Faulty,
    Holding,
    Idle,
    Leaving,
    Measured,
    Measuring,
    Positioning,
    RangeWanted,
    Readied,
    Refused,
    Showing,
    Shown,
    Started,
    State,
    Stayed,
    Stopped,
    Times,
    Turned,
    Watched,
)
from kiosk.screening.view import CardRefusal, Changed, NoRange, Pose, RangePlace, Result, Sheet, Stage

Step = tuple[State, tuple[Effect, ...]]

_FORGET: Final = (Effect.FORGET,)
_Watchful = Showing | Asking | Comparing

_NEXT_POSE: Final = MappingProxyType({Pose.ARCH: Pose.TUCK, Pose.TUCK: Pose.REST})


def advance(state: State, event: Event, now_s: float, times: Times) -> Step:
    """One step of a visit.

    Whatever leads back to idle, to a fault or to another try forgets all that was captured. A result stays
    when the camera is lost, and a range check that fails comes back to it: it needs no camera any more.
    """
    match state, event:
        case Faulty(), CameraBack():
            return Idle(), ()
        case Faulty(), CameraLost(for_good=for_good):
            return Faulty(for_good), ()
        case Faulty(), _:
            return state, ()
        case _, CameraLost(for_good=for_good):
            return _without_camera(state, for_good, now_s, times)
        case Idle(), Started():
            return Asking(Stage.CONSENT, now_s + times.read_s), _FORGET
        case Idle(), _:
            return state, ()
        case Asking(page=Stage.CONSENT), Stopped():
            return Idle(), _FORGET
        case _, Stopped() if not isinstance(state, Leaving):
            return Leaving(now_s + times.goodbye_s), _FORGET
        case _, Turned(leaf=leaf) if leaf <= 0 and (shown := _result_behind(state)):
            return _show(shown, now_s, times)
    if isinstance(state, _Watchful):
        state = _watched(state, event, now_s)
        if state.gone_since_s is not None and now_s - state.gone_since_s >= times.away_s:
            return Idle(), _FORGET
    return _visit(state, event, now_s, times)


def _watched(state: _Watchful, event: Event, now_s: float) -> _Watchful:
    """Since when nobody has been there, where that is looked at."""
    if not isinstance(event, Watched):
        return state
    since_s = now_s if state.gone_since_s is None else state.gone_since_s
    return replace(state, gone_since_s=None if event.somebody else since_s)


def _visit(state: State, event: Event, now_s: float, times: Times) -> Step:
    match state:
        case Asking():
            return _asking(state, event, now_s, times)
        case Positioning():
            return _positioning(state, event, now_s, times)
        case Holding():
            return _holding(state, event, now_s, times)
        case Capturing():
            return _capturing(state, event, now_s, times)
        case Measuring():
            return _measuring(state, event, now_s, times)
        case Refused(ends_s=ends_s, errand=errand) if now_s >= ends_s:
            return Positioning(errand, since_s=now_s), _FORGET
        case Showing():
            return _showing(state, event, now_s, times)
        case Comparing():
            return _comparing(state, event, now_s, times)
        case Leaving(ends_s=ends_s) if now_s >= ends_s:
            return Idle(), _FORGET
    return state, ()


def _asking(state: Asking, event: Event, now_s: float, times: Times) -> Step:
    if now_s >= state.ends_s:
        behind = _result_behind(state)
        return _show(behind, now_s, times) if behind else (Idle(), _FORGET)
    ends_s = now_s + times.read_s
    errand = state.errand or Errand(0.0)
    match state.page, event:
        case Stage.CONSENT, Agreed():
            return Asking(Stage.PREPARE, ends_s, errand=errand), ()
        case Stage.PREPARE, DotsWanted(wanted=True):
            return Asking(Stage.DOTS, ends_s, errand=replace(errand, method=Method.DOTS_AND_CONTOUR)), ()
        case ((Stage.DOTS | Stage.TIPS), DotsWanted(wanted=False)):
            plain = replace(errand, method=Method.CONTOUR)
            return Asking(Stage.PREPARE, ends_s, errand=plain), ()
        case ((Stage.PREPARE | Stage.DOTS | Stage.TIPS | Stage.RANGE), Readied()):
            return _to_the_mat(errand, now_s, times)
        case _, Stayed():
            return replace(state, ends_s=ends_s, ending=False), ()
    return replace(state, ending=times.warned(state.ends_s, times.read_s, now_s)), ()


def _to_the_mat(errand: Errand, now_s: float, times: Times) -> Step:
    """Guide the guest to the mat; for a pose they are told of, leave them the time to take it up."""
    from_s = now_s if errand.pose is Pose.RELAXED else now_s + times.pose_s
    fresh = replace(errand, until_s=now_s + times.patience_s, from_s=from_s, refusals=0, seen=False)
    return Positioning(fresh, since_s=now_s), _FORGET


def _positioning(state: Positioning, event: Event, now_s: float, times: Times) -> Step:
    errand = state.errand
    if state.reason is not None and now_s >= errand.until_s:
        return _out_of_patience(state, now_s, times)
    if isinstance(event, Stayed) and not errand.seen:
        return Positioning(errand, state.reason, now_s), ()
    if not isinstance(event, Checked):
        return state, ()
    same = event.reason is state.reason
    since_s = state.since_s if same and state.since_s is not None else now_s
    for_s = now_s - since_s
    if event.reason is None and for_s >= times.settle_s and now_s >= errand.from_s:
        return Holding(now_s + times.hold_s, errand), ()
    if event.reason is not Reason.NOBODY:
        errand = replace(errand, seen=True)
    elif for_s >= (times.away_s if errand.seen else times.approach_s):
        return Idle(), _FORGET
    waits = event.reason is Reason.NOBODY and not errand.seen
    ending = waits and times.warned(since_s + times.approach_s, times.approach_s, now_s)
    return Positioning(errand, event.reason, since_s, ending), ()


def _holding(state: Holding, event: Event, now_s: float, times: Times) -> Step:
    match event:
        case Checked(reason=None) if now_s >= state.ends_s:
            # Only a good frame begins the capture: time that passes without frames does not.
            return Capturing(now_s + times.capture_s, state.errand), (Effect.BEGIN_CAPTURE,)
        case Checked(reason=None):
            return replace(state, bad_since_s=None), ()
        case Checked(reason=Reason() as reason):
            since_s = now_s if state.bad_since_s is None else state.bad_since_s
            if now_s - since_s >= times.grace_s:
                return Positioning(replace(state.errand, seen=True), reason, now_s), _FORGET
            return replace(state, bad_since_s=since_s), ()
    return state, ()


def _capturing(state: Capturing, event: Event, now_s: float, times: Times) -> Step:
    match event:
        case Checked(reason=None):
            state = replace(state, bad_since_s=None)
        case Checked(reason=Reason() as reason):
            since_s = now_s if state.bad_since_s is None else state.bad_since_s
            if now_s - since_s >= times.grace_s:
                return _refuse(reason, state.errand, now_s, times)
            state = replace(state, bad_since_s=since_s)
    if now_s >= state.ends_s:
        return Measuring(now_s + times.measure_s, state.errand), (Effect.MEASURE,)
    return state, ()


def _measuring(state: Measuring, event: Event, now_s: float, times: Times) -> Step:
    errand = state.errand
    if isinstance(event, Measured):
        match event.outcome:
            case Result() as result:
                return _show(Shown(result), now_s, times)
            case End(stand=stand) if errand.pose in _NEXT_POSE:
                following = replace(errand, pose=_NEXT_POSE[errand.pose], ends=(*errand.ends, stand))
                return _to_the_mat(following, now_s, times)
            case (RangePlace() | NoRange()) as found if errand.back_to:
                shown = replace(errand.back_to, sheet=Sheet.RANGE, leaf=0, range=found)
                return Showing(shown, now_s + times.result_s), _FORGET
            case Reason() as reason:
                return _refuse(reason, errand, now_s, times)
    if now_s >= state.ends_s:
        return _refuse(Reason.UNREADABLE, errand, now_s, times)
    return state, ()


def _refuse(reason: Reason, errand: Errand, now_s: float, times: Times) -> Step:
    """Another try by itself, or, after several, tips."""
    tried = replace(errand, refusals=errand.refusals + 1, seen=True)
    if tried.refusals >= MOST_REFUSALS:
        return _tips(reason, tried, now_s, times)
    return Refused(reason, now_s + times.refused_s, tried), _FORGET


def _showing(state: Showing, event: Event, now_s: float, times: Times) -> Step:
    ends_s = now_s + times.result_s
    if now_s >= state.ends_s:
        return Idle(), _FORGET
    shown = state.shown
    match event:
        case Turned(leaf=leaf):
            return Showing(replace(shown, sheet=Sheet.PLAN, leaf=max(1, leaf)), ends_s), ()
        case Stayed():
            return Showing(shown, ends_s), ()
        case RangeWanted() if shown.range is not None and shown.sheet is not Sheet.RANGE:
            return Showing(replace(shown, sheet=Sheet.RANGE, leaf=0), ends_s), ()
        case RangeWanted():
            errand = Errand(0.0, pose=Pose.ARCH, back_to=shown)
            return Asking(Stage.RANGE, now_s + times.read_s, errand=errand), ()
        case CompareWanted() if shown.change is not None and shown.sheet is not Sheet.CHANGE:
            return Showing(replace(shown, sheet=Sheet.CHANGE, leaf=0), ends_s), ()
        case CompareWanted():
            return Comparing(shown, now_s + times.card_s), ()
    return replace(state, ending=times.warned(state.ends_s, times.result_s, now_s)), ()


def _comparing(state: Comparing, event: Event, now_s: float, times: Times) -> Step:
    match event:
        case CardSeen(found=Changed() as change):
            shown = replace(state.shown, sheet=Sheet.CHANGE, leaf=0, change=change)
            return Showing(shown, now_s + times.result_s), ()
        case CardSeen(found=CardRefusal() as refusal):
            return replace(state, refusal=refusal), ()
    if now_s >= state.ends_s:
        return _show(state.shown, now_s, times)
    return state, ()


def _without_camera(state: State, for_good: bool, now_s: float, times: Times) -> Step:
    match state:
        case Showing():
            return _showing(state, CameraLost(for_good), now_s, times)
        case Leaving():
            return _visit(state, CameraLost(for_good), now_s, times)
    behind = _result_behind(state)
    return _show(behind, now_s, times) if behind else (Faulty(for_good), _FORGET)


def _result_behind(state: State) -> Shown | None:
    """The result that this state can go back to, or is showing."""
    match state:
        case Showing(shown=shown) | Comparing(shown=shown):
            return shown
        case Asking(errand=Errand(back_to=shown)):
            return shown
        case (
            Positioning(errand=errand)
            | Holding(errand=errand)
            | Capturing(errand=errand)
            | Measuring(errand=errand)
            | Refused(errand=errand)
        ):
            return errand.back_to
    return None


def _show(shown: Shown, now_s: float, times: Times) -> Step:
    return Showing(replace(shown, sheet=Sheet.RESULT, leaf=0), now_s + times.result_s), _FORGET


def _out_of_patience(state: Positioning, now_s: float, times: Times) -> Step:
    """The guest never stood as they should: back to their result, to tips, or, never seen, to the start."""
    errand = state.errand
    if errand.back_to:
        return _show(errand.back_to, now_s, times)
    if errand.seen:
        return _tips(state.reason, errand, now_s, times)
    return Idle(), _FORGET


def _tips(reason: Reason | None, errand: Errand, now_s: float, times: Times) -> Step:
    return Asking(Stage.TIPS, now_s + times.read_s, errand=errand, reason=reason), _FORGET
