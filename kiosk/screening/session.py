"""The session: one thread that feeds frames to the flow and carries out what the flow asks for."""

import logging
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from kiosk.camera.frame import Frame
from kiosk.pelvis.tilt import Graded
from kiosk.pose.body import Scene
from kiosk.pose.outline import outline
from kiosk.screening.board import Board
from kiosk.screening.checks import Limits, Stillness, check, mean_luma
from kiosk.screening.flow import advance
from kiosk.screening.ports import CardTable, Clock, Frames, LightMast, Sight, Voice
from kiosk.screening.presence import Presence
from kiosk.screening.reason import Reason
from kiosk.screening.shown import view
from kiosk.screening.states import (
    Agreed,
    Asking,
    CameraBack,
    CameraLost,
    CardSeen,
    Checked,
    CompareWanted,
    Comparing,
    DotsWanted,
    Effect,
    Errand,
    Event,
    Faulty,
    Idle,
    Measured,
    Measuring,
    OnTheMat,
    RangeWanted,
    Readied,
    Showing,
    Shown,
    Started,
    State,
    Stayed,
    Stopped,
    Ticked,
    Times,
    Touched,
    Turned,
    Watched,
)
from kiosk.screening.take import Gauges, Take
from kiosk.screening.tongue import Tongue
from kiosk.screening.view import Offer, Outline, Stage, Touch, View

log = logging.getLogger(__name__)

_TICK_S = 0.05
_MOST_BROKEN = 20  # frames in a row: by then it is not the frame
_MOST_TOUCHES = 32  # a tap storm forgets its oldest taps
_TOUCHED: Final[Mapping[Touch, Touched]] = MappingProxyType(
    {
        Touch.START: Started(),
        Touch.AGREE: Agreed(),
        Touch.READY: Readied(),
        Touch.DOTS: DotsWanted(),
        Touch.NO_DOTS: DotsWanted(wanted=False),
        Touch.STAY: Stayed(),
        Touch.RANGE: RangeWanted(),
        Touch.COMPARE: CompareWanted(),
        Touch.STOP: Stopped(),
    }
)
_CARD_FPS = 4.0  # a code is held still; each look takes a few hundredths of a second


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site may set about a session.

    Attributes:
        times: how long each part takes.
        limits: where the position checks say no.
        idle_fps: frames a second that are taken while nobody is to be measured: not looked at before a
            guest agrees, and with a result on the screen only for whether someone is there.
        least_frames: fewer readable frames than this make no reading.
        languages: the codes of those a guest may choose from; a visit begins with the first.
        offers: what a guest may choose beside the reading itself.
    """

    times: Times = field(default_factory=Times)
    limits: Limits = field(default_factory=Limits)
    idle_fps: float = 2.0
    least_frames: int = 8
    languages: tuple[str, ...] = ("en",)
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """What a session is made of; ``cards`` and ``voice`` only where they are offered."""

    frames: Frames
    sight: Sight
    gauges: Gauges
    lights: LightMast
    clock: Clock
    cards: CardTable | None = None
    voice: Voice | None = None


class Session:
    """Runs visits, one after the other; ``run`` belongs to one thread, touches to any."""

    def __init__(self, parts: Parts, rules: Rules | None = None, simulated: tuple[str, ...] = ()) -> None:
        self._parts = parts
        self._rules = rules or Rules()
        self._simulated = simulated
        self._state: State = Idle()
        self._touches: deque[Touched | str] = deque(maxlen=_MOST_TOUCHES)
        self._tongue = Tongue.of(self._rules.languages)
        self._take = Take(parts.gauges, self._rules.least_frames)
        self._stillness = Stillness(self._rules.limits)
        self._presence = Presence()
        self._lit: tuple[Stage, Graded | None] = (Stage.IDLE, None)
        self._last_index = -1
        self._broken = 0
        self._closing = threading.Event()
        self.board = Board(self._view())

    def touch(self, touch: Touch) -> None:
        """The guest touched something; what makes no sense now changes nothing."""
        self._touches.append(_TOUCHED[touch])

    def turn(self, leaf: int) -> None:
        """The guest opened a page of the plan, or with 0 the result itself."""
        self._touches.append(Turned(leaf))

    def speak(self, language: str) -> None:
        """The guest touched a language; one that is not offered changes nothing."""
        self._touches.append(language)

    def close(self) -> None:
        """Ask ``run`` to end."""
        self._closing.set()

    def run(self) -> None:
        """Serve visits until ``close``.

        Raises:
            ModelError: a model cannot be run at all.
        """
        self._parts.frames.set_rate(self._rules.idle_fps)
        self._parts.lights.show(self.board.latest().view.stage, None)
        while not self._closing.is_set():
            self.step(_TICK_S)

    def step(self, timeout_s: float) -> None:
        """Take in the touches and the newest frame, waited for at most ``timeout_s``, and act on them."""
        while self._touches:
            self._touched(self._touches.popleft())
        # A frame may be long in coming, and a touch is not answered late by sound.
        self._sound()
        frame = self._parts.frames.wait_newer(self._last_index, timeout_s)
        if frame is None:
            frames = self._parts.frames
            self._apply(Ticked() if frames.alive() else CameraLost(frames.lost_for_good()))
        else:
            self._last_index = frame.index
            if isinstance(self._state, Faulty):
                self._apply(CameraBack())
            self._try_to_look(frame)
        self._sound()

    def _touched(self, touch: Touched | str) -> None:
        if isinstance(touch, str):
            self._tongue = self._tongue.chosen(touch, self._parts.clock())
            self.board.show(self._view())
        elif self._offered(touch):
            self._apply(touch)

    def _offered(self, touch: Touched) -> bool:
        wanted = {RangeWanted: Offer.RANGE, CompareWanted: Offer.COMPARE, DotsWanted: Offer.DOTS}
        offer = wanted.get(type(touch))
        return offer is None or offer in self._rules.offers

    def _try_to_look(self, frame: Frame) -> None:
        """Look at a frame; one that nobody foresaw costs itself, many in a row the kiosk."""
        try:
            event = self._look(frame)
        except Exception as error:
            self._broken += 1
            log.error("a frame could not be looked at: %s: %s", type(error).__name__, error)
            if self._broken >= _MOST_BROKEN:
                raise
            self._parts.sight.forget()
            self._apply(Checked(Reason.UNREADABLE))
        else:
            self._broken = 0
            self._apply(event)

    def _look(self, frame: Frame) -> Event:
        """What a frame means to the visit; where nobody has asked to be looked at, it is not."""
        match self._state:
            case state if isinstance(state, OnTheMat):
                return Checked(self._check(frame, state))
            case Comparing(shown=shown) if self._parts.cards is not None:
                found = self._parts.cards.look(frame.image, shown.result)
                return self._watch(frame) if found is None else CardSeen(found)
            case Showing() | Comparing() | Asking(errand=Errand(back_to=Shown())):
                return self._watch(frame)
        return Ticked()

    def _watch(self, frame: Frame) -> Watched:
        seen = self._parts.sight.see(frame).body is not None
        return Watched(self._presence.somebody(frame.image, body_seen=seen))

    def _check(self, frame: Frame, state: OnTheMat) -> Reason | None:
        """Whether a frame may be measured, and what it adds to the capture."""
        scene = self._parts.sight.see(frame)
        drawn = self._draw(scene)
        reason = check(scene, mean_luma(frame.image), self._rules.limits)
        if scene.body is None or drawn is None:
            self._stillness.forget()
            return reason
        still = self._stillness.still(scene.body)
        reason = reason or (None if still else Reason.MOVING)
        return reason or self._take.add(frame, scene.body, drawn, state.errand.method)

    def _draw(self, scene: Scene) -> Outline | None:
        width, height = scene.frame_size
        drawn = None if scene.body is None else Outline(outline(scene.body), width / height)
        self.board.draw(drawn)
        return drawn

    def _apply(self, event: Event) -> None:
        """Advance the flow, show the new state, and do what it asks for."""
        before, spoken, now_s = self._state, self._tongue, self._parts.clock()
        self._state, effects = advance(before, event, now_s, self._rules.times)
        was_idle, idle = isinstance(before, Idle), isinstance(self._state, Idle)
        self._tongue = spoken.later(now_s, was_idle=was_idle, idle=idle)
        if self._state != before or self._tongue != spoken:
            self._show()
        for effect in effects:
            self._carry_out(effect)

    def _view(self) -> View:
        seen = view(self._state, self._rules.times)
        return replace(seen, language=self._tongue.code, simulated=self._simulated, offers=self._rules.offers)

    def _show(self) -> None:
        seen = self._view()
        self.board.show(seen)
        lit = seen.stage, seen.result.graded if seen.result else None
        if lit == self._lit:
            return
        self._lit = lit
        self._parts.lights.show(*lit)
        self._parts.frames.set_rate(self._rate())
        if not isinstance(self._state, OnTheMat):
            self.board.draw(None)

    def _rate(self) -> float | None:
        if isinstance(self._state, OnTheMat):
            return None
        return _CARD_FPS if isinstance(self._state, Comparing) else self._rules.idle_fps

    def _sound(self) -> None:
        if self._parts.voice is None:
            return
        cue = self._parts.voice.hear(self.board.latest().view, self._parts.clock())
        if cue is not None:
            self.board.play(cue)

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Effect.BEGIN_CAPTURE:
                self._take.begin()
            case Effect.MEASURE:
                if isinstance(self._state, Measuring):
                    self._apply(Measured(self._take.measure(self._state.errand)))
            case Effect.FORGET:
                self._take.forget()
                self._stillness.forget()
                self._presence.forget()
                self._parts.sight.forget()
