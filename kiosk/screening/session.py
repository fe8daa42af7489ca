"""The session: one thread that feeds frames to the flow and carries out what the flow asks for."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Generic

from kiosk.camera.frame import Frame
from kiosk.errors import ModelError
from kiosk.pelvis.tilt import Tilt
from kiosk.pose.body import Scene
from kiosk.pose.outline import outline
from kiosk.screening.board import Board
from kiosk.screening.checks import Limits, Stillness, check, mean_luma
from kiosk.screening.flow import (
    Agreed,
    CameraBack,
    CameraLost,
    Capturing,
    Checked,
    Effect,
    Event,
    Faulty,
    Holding,
    Idle,
    Measured,
    Positioning,
    Started,
    State,
    Stopped,
    Ticked,
    Times,
    Turned,
    advance,
    view,
)
from kiosk.screening.ports import Clock, Frames, Gauge, LightMast, Observation, Sight
from kiosk.screening.reason import Reason
from kiosk.screening.tongue import Tongue
from kiosk.screening.view import Outline, Result, View

log = logging.getLogger(__name__)

_TICK_S = 0.05
_MOST_BROKEN = 20  # frames in a row: by then it is not the frame
_MOST_TOUCHES = 32  # a tap storm forgets its oldest taps


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site may set about a session.

    Attributes:
        times: how long each part takes.
        limits: where the position checks say no.
        idle_fps: frames a second that are taken, and not looked at, while nobody is to be measured.
        least_frames: fewer readable frames than this make no reading.
        languages: the codes of those a guest may choose from; a visit begins with the first.
    """

    times: Times = field(default_factory=Times)
    limits: Limits = field(default_factory=Limits)
    idle_fps: float = 2.0
    least_frames: int = 8
    languages: tuple[str, ...] = ("en",)


@dataclass(frozen=True, slots=True)
class Parts(Generic[Observation]):
    """What a session is made of."""

    frames: Frames
    sight: Sight
    gauge: Gauge[Observation]
    lights: LightMast
    judge: Callable[[Tilt], Result]
    clock: Clock


class Session(Generic[Observation]):
    """Runs visits, one after the other; ``run`` belongs to one thread, ``start`` and ``stop`` to any."""

    def __init__(
        self, parts: Parts[Observation], rules: Rules | None = None, simulated: tuple[str, ...] = ()
    ) -> None:
        self._parts = parts
        self._rules = rules or Rules()
        self._simulated = simulated
        self._state: State = Idle()
        self._touches: deque[Event | str] = deque(maxlen=_MOST_TOUCHES)
        self._tongue = Tongue.of(self._rules.languages)
        self._observations: list[Observation] | None = None
        self._stillness = Stillness(self._rules.limits)
        self._last_index = -1
        self._broken = 0
        self._closing = threading.Event()
        self.board = Board(self._view())

    def start(self) -> None:
        """The guest touched Start."""
        self._touches.append(Started())

    def agree(self) -> None:
        """The guest agreed to be looked at."""
        self._touches.append(Agreed())

    def stop(self) -> None:
        """The guest declined, or touched Stop or Done."""
        self._touches.append(Stopped())

    def turn(self, leaf: int) -> None:
        """The guest opened a page of the result."""
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
            touch = self._touches.popleft()
            if isinstance(touch, str):
                self._tongue = self._tongue.chosen(touch, self._parts.clock())
                self.board.show(self._view())
            else:
                self._apply(touch)
        frame = self._parts.frames.wait_newer(self._last_index, timeout_s)
        if frame is None:
            frames = self._parts.frames
            self._apply(Ticked() if frames.alive() else CameraLost(frames.lost_for_good()))
            return
        self._last_index = frame.index
        if isinstance(self._state, Faulty):
            self._apply(CameraBack())
        if isinstance(self._state, Positioning | Holding | Capturing):
            self._try_to_look(frame)
        else:
            # Nobody has asked to be looked at: the frame is not.
            self._apply(Ticked())

    def _try_to_look(self, frame: Frame) -> None:
        """Look at a frame; one that nobody foresaw costs itself, many in a row the kiosk."""
        try:
            self._look(frame)
        except Exception as error:
            self._broken += 1
            log.error("a frame could not be looked at: %s: %s", type(error).__name__, error)
            if self._broken >= _MOST_BROKEN:
                raise
            self._parts.sight.forget()
            self._apply(Checked(Reason.UNREADABLE))
        else:
            self._broken = 0

    def _look(self, frame: Frame) -> None:
        """One frame: what is in it, whether it may be measured, and what it adds to the capture."""
        scene = self._parts.sight.see(frame)
        self._draw(scene)
        reason = self._judge(frame, scene)
        if reason is None and scene.body is not None and self._observations is not None:
            observation = self._parts.gauge.observe(scene.body)
            if observation is not None:
                self._observations.append(observation)
        self._apply(Checked(reason))

    def _judge(self, frame: Frame, scene: Scene) -> Reason | None:
        reason = check(scene, mean_luma(frame.image), self._rules.limits)
        if scene.body is None:
            self._stillness.forget()
            return reason
        still = self._stillness.still(scene.body)
        return reason or (None if still else Reason.MOVING)

    def _draw(self, scene: Scene) -> None:
        if scene.body is None:
            self.board.draw(None)
            return
        width, height = scene.frame_size
        self.board.draw(Outline(outline(scene.body), width / height))

    def _apply(self, event: Event) -> None:
        """Advance the flow, show the new state, and do what it asks for."""
        before, spoken, now_s = self._state, self._tongue, self._parts.clock()
        self._state, effects = advance(before, event, now_s, self._rules.times)
        was_idle, idle = isinstance(before, Idle), isinstance(self._state, Idle)
        self._tongue = spoken.later(now_s, was_idle=was_idle, idle=idle)
        if self._state != before or self._tongue != spoken:
            self._show(before)
        for effect in effects:
            self._carry_out(effect)

    def _view(self) -> View:
        seen = view(self._state, self._rules.times, self._simulated)
        return replace(seen, language=self._tongue.code)

    def _show(self, before: State) -> None:
        seen = self._view()
        self.board.show(seen)
        if type(before) is type(self._state):
            return
        self._parts.lights.show(seen.stage, seen.result.graded if seen.result else None)
        idle = not isinstance(self._state, Positioning | Holding | Capturing)
        self._parts.frames.set_rate(self._rules.idle_fps if idle else None)
        if idle:
            self.board.draw(None)

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Effect.BEGIN_CAPTURE:
                self._observations = []
            case Effect.MEASURE:
                observations, self._observations = self._observations or [], None
                self._apply(Measured(self._measure(observations)))
            case Effect.FORGET:
                self._observations = None
                self._stillness.forget()
                self._parts.sight.forget()

    def _measure(self, observations: list[Observation]) -> Result | Reason:
        if len(observations) < self._rules.least_frames:
            return Reason.UNREADABLE
        try:
            return self._parts.judge(self._parts.gauge.estimate(observations))
        except ModelError as error:
            log.error("no reading: %s", error)
            return Reason.UNREADABLE
