"""Visits stepped by hand, and one scene for everything that the guest's page can show."""

import time
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from kiosk.guidance.language import words_of
from kiosk.guidance.leaves import leaf_at, leaf_count
from kiosk.lights.patterns import brightness
from kiosk.pelvis.tilt import Cuts, Facing, Grade, Graded, Method, Tilt
from kiosk.screening.board import Board
from kiosk.screening.reason import Reason
from kiosk.screening.view import (
    CardRefusal,
    Changed,
    NoRange,
    Offer,
    Outline,
    Portrait,
    Pose,
    RangePlace,
    Result,
    Ring,
    Sheet,
    Stage,
    Touch,
    Verdict,
    View,
)

SIMULATED = ("camera", "lights")

# A side-on guest facing left, head to feet and back up, as fractions of a portrait frame.
_BODY = """
.50 .13 .54 .15 .56 .18 .555 .21 .54 .235 .55 .26 .585 .285 .605 .32 .605 .36
.59 .40 .575 .43 .58 .46 .60 .49 .615 .52 .61 .55 .59 .58 .575 .63 .57 .68
.565 .72 .57 .76 .56 .81 .55 .86 .555 .90 .55 .925 .50 .93 .43 .93 .415 .92
.45 .905 .485 .89 .49 .85 .485 .80 .48 .75 .475 .70 .465 .65 .45 .60 .435 .55
.425 .51 .42 .47 .40 .44 .385 .41 .39 .38 .405 .35 .42 .32 .44 .285 .465 .26
.465 .245 .445 .24 .435 .225 .425 .20 .43 .17 .445 .145 .47 .13
"""
BODY = (np.array(_BODY.split(), dtype=np.float32).reshape(-1, 2) - [0.5, 0]) * [1.3, 1] + [0.5, 0]


@dataclass
class ScriptedVisits:
    """A Visits that does nothing by itself: a test shows views on its board and reads what was touched."""

    board: Board = field(default_factory=lambda: Board(View(Stage.IDLE, simulated=SIMULATED)))
    touches: list[str] = field(default_factory=list)

    def touch(self, touch: Touch) -> None:
        self.touches.append(touch.value)

    def turn(self, leaf: int) -> None:
        """Note the touch, and open that page."""
        self.touches.append(f"turn {leaf}")
        sheet = Sheet.PLAN if leaf else Sheet.RESULT
        self.board.show(replace(self.board.latest().view, leaf=leaf, sheet=sheet))

    def speak(self, language: str) -> None:
        """Note the touch, and speak that language from now on."""
        self.touches.append(language)
        self.board.show(replace(self.board.latest().view, language=language))

    def lamps(self) -> tuple[float, float, float]:
        """What the mast shows as the present view begins."""
        view = self.board.latest().view
        return brightness(view.stage, view.result.graded if view.result else None, 0.0)


@dataclass(frozen=True)
class Scene:
    """One thing the page can show; ``holds`` is a text that must be seen on it."""

    name: str
    view: View
    holds: str
    outline: Outline | None = None
    ring_s: tuple[float, float] | None = None

    def now(self, language: str = "en") -> View:
        """The view as of now: of a ring of ``ring_s[0]`` seconds ``ring_s[1]`` are left."""
        view = replace(self.view, language=language)
        if self.ring_s is None:
            return view
        length_s, left_s = self.ring_s
        return replace(view, ring=Ring(length_s, time.monotonic() + left_s))


def guest(shift: float = 0.0, aspect: float = 9 / 16) -> Outline:
    """An outline like those that the live camera gives."""
    return Outline((BODY + np.array([shift, 0])).astype(np.float32), aspect)


def result(deg: float, grade: Grade, *, borderline: bool = False, neighbour: Grade | None = None) -> Result:
    """A result shown as deg ± 5."""
    tilt = Tilt(deg, deg - 4.2, deg + 4.2, 0.8, 3.3, 1.5, Facing.LEFT, 84, 0.8)
    graded = Graded(grade, borderline, neighbour, {})
    return Result(tilt, graded, Cuts(), deg - 5, deg + 5, Portrait(guest(), (0.51, 0.53)))


def _view(stage: Stage, **parts: object) -> View:
    return View(stage, simulated=SIMULATED, offers=tuple(Offer), **parts)  # type: ignore[arg-type]  # spelled out by the callers below


def _result_scene(name: str, shown: Result, holds: str) -> Scene:
    return Scene(f"result-{name}", _view(Stage.RESULT, result=shown), holds, ring_s=(60, 48))


_POSITIONING = {
    Reason.NOBODY: "Onto the mat",
    Reason.MORE_THAN_ONE: "One person only",
    Reason.NOT_IN_FRAME: "Show whole body",
    Reason.TOO_FAR: "Come closer",
    Reason.TOO_CLOSE: "Step back",
    Reason.NOT_SIDE_ON: "Turn side-on",
    Reason.NOT_STANDING: "Stand up",
    Reason.MOVING: "Stand still",
    Reason.TOO_DARK: "More light",
    Reason.DOTS_NOT_FOUND: "Show both dots",
    Reason.UNREADABLE: "Please wait",
}

_WITH_DOTS = replace(
    result(12.6, Grade.MILD), tilt=replace(result(12.6, Grade.MILD).tilt, method=Method.DOTS_AND_CONTOUR)
)
_SIZES_DEG = {Verdict.FURTHER_FORWARD: 9.0, Verdict.FURTHER_BACK: -9.0, Verdict.NO_SURE_CHANGE: -3.0}


def _shown(sheet: Sheet, **parts: object) -> View:
    return _view(Stage.RESULT, result=_FULL, sheet=sheet, **parts)


def _changed(verdict: Verdict) -> Changed:
    """A comparison with as much said beside it as can be."""
    change_deg = _SIZES_DEG.get(verdict)
    caveats = ("facing_differs", "method_differs") if change_deg is None else ("cuts_differ", "day_ahead")
    then_deg = 21.4 - (change_deg or 0.0)
    return Changed(date(2026, 9, 1), then_deg, 21.4, verdict, change_deg, 8.0, caveats)


# All that can follow a result: the longest plan, page by page.
_FULL = result(21.4, Grade.PRONOUNCED)
_LEAVES = [leaf_at(_FULL, number, words_of("en")).title for number in range(1, leaf_count(_FULL) + 1)]
_LEAVES.append(words_of("en")("card.title"))

SCENES = [
    Scene("idle", _view(Stage.IDLE), "Check your posture"),
    Scene("consent", _view(Stage.CONSENT), "Before we look", ring_s=(60, 50)),
    Scene("consent-ending", _view(Stage.CONSENT, ending=True), "Still there?", ring_s=(60, 8)),
    Scene("prepare", _view(Stage.PREPARE), "Get ready", ring_s=(60, 50)),
    Scene("dots", _view(Stage.DOTS, method=Method.DOTS_AND_CONTOUR), "Two dots", ring_s=(60, 50)),
    Scene("positioning", _view(Stage.POSITIONING), "Good", guest()),
    *(
        Scene(
            f"positioning-{reason}",
            _view(Stage.POSITIONING, reason=reason),
            title,
            None if reason is Reason.NOBODY else guest(0.03),
        )
        for reason, title in _POSITIONING.items()
    ),
    Scene("holding", _view(Stage.HOLDING), "Hold still", guest(), (2, 1.9)),
    *(
        Scene(f"positioning-{pose}", _view(Stage.POSITIONING, pose=pose, returns=True), title, guest())
        for pose, title in ((Pose.ARCH, "Arch"), (Pose.TUCK, "Tuck"), (Pose.REST, "Relax"))
    ),
    Scene(
        "holding-arch", _view(Stage.HOLDING, pose=Pose.ARCH, returns=True), "Stay arched", guest(), (2, 1.9)
    ),
    Scene(
        "capturing-tuck",
        _view(Stage.CAPTURING, pose=Pose.TUCK, returns=True),
        "Keep tucking",
        guest(),
        (3, 2),
    ),
    Scene("thinking", _view(Stage.THINKING), "One moment"),
    Scene("capturing", _view(Stage.CAPTURING), "Keep still", guest(), (3, 2.4)),
    _result_scene("neutral", result(6.2, Grade.NEUTRAL), "Neutral"),
    _result_scene("mild", result(12.6, Grade.MILD), "Mild"),
    _result_scene(
        "borderline",
        result(14.2, Grade.MILD, borderline=True, neighbour=Grade.PRONOUNCED),
        "Close to the 15° line",
    ),
    _result_scene("pronounced", result(21.4, Grade.PRONOUNCED), "Pronounced"),
    _result_scene("dots", _WITH_DOTS, "dots and outline together"),
    Scene("result-ending", _view(Stage.RESULT, result=_FULL, ending=True), "Still there?", ring_s=(60, 8)),
    _result_scene("level", result(0.9, Grade.NEUTRAL), "little or no forward tilt"),
    _result_scene("back", result(-3.4, Grade.NEUTRAL), "tips slightly back"),
    *(
        Scene(
            f"leaf-{number}",
            _view(Stage.RESULT, result=_FULL, leaf=number, sheet=Sheet.PLAN),
            title,
            ring_s=(60, 48),
        )
        for number, title in enumerate(_LEAVES, 1)
    ),
    *(
        Scene(f"refused-{reason}", _view(Stage.REFUSED, reason=reason), why)
        for reason, why in (
            (Reason.MOVING, "a little movement"),
            (Reason.NOT_SIDE_ON, "not quite side-on"),
            (Reason.DOTS_NOT_FOUND, "dots were hard to see"),
        )
    ),
    Scene("tips", _view(Stage.TIPS, reason=Reason.MOVING), "Some tips", ring_s=(60, 50)),
    Scene("range", _view(Stage.RANGE, pose=Pose.ARCH, returns=True), "Your range", ring_s=(60, 50)),
    *(
        Scene(f"ranged-{name}", _shown(Sheet.RANGE, range=found), holds, ring_s=(60, 48))
        for name, found, holds in (
            ("near-arch", RangePlace(82.0, 70.0, 94.0), "near your full arch"),
            ("middle", RangePlace(52.0, 38.0, 66.0), "room both ways"),
            *((reason.value, reason, "Not clear yet") for reason in NoRange),
        )
    ),
    Scene("compare", _view(Stage.COMPARE, returns=True), "Show your card", ring_s=(40, 30)),
    Scene(
        "compare-damaged",
        _view(Stage.COMPARE, returns=True, card_refusal=CardRefusal.DAMAGED),
        "could not be read whole",
        ring_s=(40, 30),
    ),
    *(
        Scene(f"changed-{verdict}", _shown(Sheet.CHANGE, change=_changed(verdict)), holds, ring_s=(60, 48))
        for verdict, holds in (
            (Verdict.FURTHER_FORWARD, "Further forward"),
            (Verdict.FURTHER_BACK, "Further back"),
            (Verdict.NO_SURE_CHANGE, "No change we can be sure of"),
            (Verdict.NOT_COMPARABLE, "cannot be compared"),
        )
    ),
    Scene("goodbye", _view(Stage.GOODBYE), "Goodbye"),
    Scene("fault", _view(Stage.FAULT), "Short break"),
    Scene("fault-for-good", _view(Stage.FAULT, for_good=True), "Ask staff"),
]
