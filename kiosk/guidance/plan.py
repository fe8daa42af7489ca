"""What a guest may do after a result: why a pelvis tips, then loosen, then strengthen; data without words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kiosk.guidance.figure import Figure, Muscle
from kiosk.guidance.pictures import ABOUT, EXERCISES
from kiosk.guidance.reading import LITTLE_DEG, nearest
from kiosk.pelvis.tilt import Grade, Graded, Tilt


class Kind(StrEnum):
    """What an exercise does."""

    MASSAGE = "massage"
    STRETCH = "stretch"
    STRENGTH = "strength"


class Scope(StrEnum):
    """How much a plan asks."""

    KEEP_UP = "keep_up"
    MIDDLE = "middle"
    FULL = "full"


class Lean(StrEnum):
    """Which way the pelvis tips, as far as the plan's words care."""

    FORWARD = "forward"
    LEVEL = "level"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Span:
    """From the fewest to the most."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of an exercise, as numbers; ``key`` names the sentence that they go into.

    Attributes:
        key: of the sentence in ``kiosk.guidance.english_plan``.
        times: how often (massage, stretch) or how many sets (strength).
        seconds: how long each time, or None.
        repeats: how many in a set, or None.
        days: on how many days a week, or None for as often as one likes.
    """

    key: str
    times: Span
    seconds: Span | None = None
    repeats: Span | None = None
    days: Span | None = None

    def values(self) -> Mapping[str, str]:
        """The numbers under the names of their places in the sentence (``times_low`` ...)."""
        spans = {"times": self.times, "seconds": self.seconds, "repeats": self.repeats, "days": self.days}
        return {
            f"{name}_{end}": str(number)
            for name, span in spans.items()
            if span is not None
            for end, number in (("low", span.low), ("high", span.high))
        }


@dataclass(frozen=True, slots=True)
class Exercise:
    """One thing to do; its words are under ``exercise.<name>``."""

    name: str
    kind: Kind
    muscles: tuple[Muscle, ...]
    figure: Figure
    dose: Dose

    @property
    def name_key(self) -> str:
        """What it is called."""
        return f"exercise.{self.name}.name"

    @property
    def how_key(self) -> str:
        """How it is done."""
        return f"exercise.{self.name}.how"

    @property
    def caution_key(self) -> str:
        """What to mind."""
        return f"exercise.{self.name}.caution"

    @property
    def kind_key(self) -> str:
        """What kind of exercise it is."""
        return f"plan.kind.{self.kind}"

    @property
    def muscle_keys(self) -> tuple[str, ...]:
        """The names of the muscles it is for."""
        return tuple(f"plan.muscle.{muscle}" for muscle in self.muscles)


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing worth knowing; ``more_key`` is what others report about it, named as theirs."""

    title_key: str
    line_key: str
    figure: Figure
    more_key: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a guest is offered after a result.

    Attributes:
        scope: how much it asks.
        lean: which way the pelvis tips.
        title_key, line_key: the plan's own opening.
        topics: what tilt is, why it happens, why runners care.
        loosen, strengthen: what to do, in the order to do it.
        pace_key: how to go about it.
        habit_key: what to do about sitting.
        honest_key: what may come of it.
        retest_key: when to come again.
        red_flags_key: when to see a professional instead.
        asks_keys: who asks somebody first.
        numbers: the numbers in these sentences, under the names of their places.
    """

    scope: Scope
    lean: Lean
    title_key: str
    line_key: str
    topics: tuple[Topic, ...]
    loosen: tuple[Exercise, ...]
    strengthen: tuple[Exercise, ...]
    honest_key: str
    pace_key: str = "plan.pace"
    habit_key: str = "plan.habit"
    retest_key: str = "plan.retest"
    red_flags_key: str = "plan.red_flags"
    asks_keys: tuple[str, ...] = ("plan.asks.pregnant", "plan.asks.under_18")
    numbers: Mapping[str, str] = field(default_factory=lambda: _NUMBERS)


RETEST_WEEKS: Final = Span(6, 8)
CHANGE_DEG: Final = Span(1, 2)
"""What exercise typically moves a standing tilt by, degrees (Preece 2021; Brekke 2020: weak evidence)."""
ADULT_AGE: Final = 18

_NUMBERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "weeks_low": str(RETEST_WEEKS.low),
        "weeks_high": str(RETEST_WEEKS.high),
        "degrees_low": str(CHANGE_DEG.low),
        "degrees_high": str(CHANGE_DEG.high),
        "adult_age": str(ADULT_AGE),
    }
)

_MASSAGE: Final = Dose("dose.massage", Span(1, 3), seconds=Span(30, 120))
_STRETCH: Final = Dose("dose.stretch", Span(2, 4), seconds=Span(10, 30))
_STRETCH_SIDES: Final = Dose("dose.stretch.each_side", Span(2, 4), seconds=Span(10, 30))
_STRENGTH: Final = Dose("dose.strength", Span(2, 4), repeats=Span(8, 12), days=Span(2, 3))
_STRENGTH_SIDES: Final = Dose("dose.strength.each_side", Span(2, 4), repeats=Span(8, 12), days=Span(2, 3))

_DOSES: Final[Mapping[str, tuple[Kind, Dose]]] = MappingProxyType(
    {
        "massage_hip_flexors": (Kind.MASSAGE, _MASSAGE),
        "massage_quadriceps": (Kind.MASSAGE, _MASSAGE),
        "massage_lower_back": (Kind.MASSAGE, _MASSAGE),
        "massage_calves": (Kind.MASSAGE, _MASSAGE),
        "stretch_hip_flexors": (Kind.STRETCH, _STRETCH_SIDES),
        "stretch_quadriceps": (Kind.STRETCH, _STRETCH_SIDES),
        "stretch_lower_back": (Kind.STRETCH, _STRETCH),
        "stretch_calves": (Kind.STRETCH, _STRETCH_SIDES),
        "bridge": (Kind.STRENGTH, _STRENGTH),
        "hip_hinge": (Kind.STRENGTH, _STRENGTH),
        "hamstring_curl": (Kind.STRENGTH, _STRENGTH),
        "dead_bug": (Kind.STRENGTH, _STRENGTH_SIDES),
        "plank": (Kind.STRENGTH, _STRENGTH),
        "bird_dog": (Kind.STRENGTH, _STRENGTH_SIDES),
    }
)

CATALOGUE: Final[Mapping[str, Exercise]] = MappingProxyType(
    {
        name: Exercise(name, kind, EXERCISES[name].muscles, EXERCISES[name], dose)
        for name, (kind, dose) in _DOSES.items()
    }
)
"""Every exercise a plan may hold, by its name."""

# Loosen, then strengthen; within each the most telling first, for whoever stops half-way.
_FORWARD: Final[Mapping[Scope, tuple[str, ...]]] = MappingProxyType(
    {
        Scope.KEEP_UP: ("stretch_hip_flexors", "stretch_lower_back", "bridge", "dead_bug"),
        Scope.MIDDLE: (
            *("massage_quadriceps", "stretch_hip_flexors", "stretch_lower_back", "stretch_calves"),
            *("bridge", "dead_bug", "hip_hinge"),
        ),
        Scope.FULL: (
            *("massage_hip_flexors", "stretch_hip_flexors", "massage_lower_back", "stretch_lower_back"),
            *("massage_quadriceps", "stretch_quadriceps", "massage_calves", "stretch_calves"),
            *("bridge", "dead_bug", "hip_hinge", "plank", "bird_dog", "hamstring_curl"),
        ),
    }
)
# Nothing here pulls a pelvis back: it does not tip forward.
_NOT_FORWARD: Final = ("stretch_calves", "stretch_quadriceps", "hip_hinge", "bird_dog")

_SCOPES: Final[Mapping[Grade, Scope]] = MappingProxyType(
    {Grade.NEUTRAL: Scope.KEEP_UP, Grade.MILD: Scope.MIDDLE, Grade.PRONOUNCED: Scope.FULL}
)

_REPORTED: Final = frozenset({"runners"})
_TOPICS: Final = tuple(
    Topic(
        title_key=f"plan.about.{name}.title",
        line_key=f"plan.about.{name}.line",
        figure=figure,
        more_key=f"plan.about.{name}.more" if name in _REPORTED else None,
    )
    for name, figure in ABOUT.items()
)


def plan_for(tilt: Tilt, graded: Graded) -> Plan:
    """The plan for a result: the more a pelvis tips forward, the more of it.

    A tilt that is told as level or backward gets a short plan of its own, whatever a site's cuts.
    """
    lean = lean_of(tilt.deg)
    if lean is Lean.FORWARD:
        scope = _SCOPES[graded.grade]
        names, opening = _FORWARD[scope], f"plan.{scope}"
    else:
        scope, names, opening = Scope.KEEP_UP, _NOT_FORWARD, f"plan.{Scope.KEEP_UP}.{lean}"
    chosen = [CATALOGUE[name] for name in names]
    return Plan(
        scope=scope,
        lean=lean,
        title_key=f"{opening}.title",
        line_key=f"{opening}.line",
        topics=_TOPICS,
        loosen=tuple(each for each in chosen if each.kind is not Kind.STRENGTH),
        strengthen=tuple(each for each in chosen if each.kind is Kind.STRENGTH),
        honest_key="plan.honest" if lean is Lean.FORWARD else "plan.honest.level",
    )


def lean_of(deg: float) -> Lean:
    """Which way a tilt is said to tip: the same words as the result's own line."""
    if nearest(deg) < 0:
        return Lean.BACK
    return Lean.LEVEL if deg < LITTLE_DEG else Lean.FORWARD
