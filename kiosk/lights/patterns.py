"""What the three lights say: for each stage and grade a rhythm each, as data."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from kiosk.lights.port import Levels
from kiosk.pelvis.tilt import Grade, Graded
from kiosk.screening.view import Stage

ORDER = (Grade.NEUTRAL, Grade.MILD, Grade.PRONOUNCED)
"""The lights from one end of the mast to the other."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One light's brightness over time, repeated for ever.

    Attributes:
        period_s: the length of one turn, seconds.
        keys: (time into the turn in seconds, brightness 0..1), in order of time.
        glide: whether brightness moves evenly from key to key, rather than jumping at each.
    """

    period_s: float
    keys: tuple[tuple[float, float], ...]
    glide: bool = False

    def __post_init__(self) -> None:
        times = [time_s for time_s, _ in self.keys]
        if not times or times[0] < 0 or times[-1] >= self.period_s or any(a >= b for a, b in pairwise(times)):
            raise ValueError("a rhythm's keys lie within one turn, in order of time")

    def at(self, elapsed_s: float) -> float:
        """Brightness 0..1, ``elapsed_s`` seconds after the rhythm began."""
        now_s = elapsed_s % self.period_s
        after = bisect_right(self.keys, now_s, key=lambda key: key[0])
        from_s, from_level = self.keys[after - 1]
        if not self.glide:
            return from_level
        to_s, to_level = self.keys[after % len(self.keys)]
        # Before the first key and after the last one the glide runs over the end of the turn.
        span_s = (to_s - from_s) % self.period_s or self.period_s
        share = (now_s - from_s) % self.period_s / span_s
        return from_level + (to_level - from_level) * share


Triple = tuple[Rhythm, Rhythm, Rhythm]


def _steady(level: float) -> Rhythm:
    return Rhythm(1.0, ((0.0, level),))


DARK = _steady(0.0)

# A grade's light stays on. For eyes that do not tell green from amber or red, it also blinks away
# for a moment every two seconds: never when neutral, once when mild, twice when pronounced.
GRADES: dict[Grade, Rhythm] = {
    Grade.NEUTRAL: _steady(1.0),
    Grade.MILD: Rhythm(2.0, ((0.0, 1.0), (1.8, 0.3))),
    Grade.PRONOUNCED: Rhythm(2.0, ((0.0, 1.0), (1.4, 0.3), (1.6, 1.0), (1.8, 0.3))),
}

NEIGHBOUR = Rhythm(4.0, ((0.0, 0.0), (2.0, 0.35)), glide=True)
"""The other grade that a borderline reading might have had: dim, and slowly coming and going."""

_WAVE: Triple = (
    Rhythm(6.0, ((0.0, 0.05), (1.0, 0.3), (2.0, 0.05)), glide=True),
    Rhythm(6.0, ((2.0, 0.05), (3.0, 0.3), (4.0, 0.05)), glide=True),
    Rhythm(6.0, ((0.0, 0.05), (4.0, 0.05), (5.0, 0.3)), glide=True),
)
_CHASE: Triple = (
    Rhythm(1.5, ((0.0, 1.0), (0.5, 0.0))),
    Rhythm(1.5, ((0.0, 0.0), (0.5, 1.0), (1.0, 0.0))),
    Rhythm(1.5, ((0.0, 0.0), (1.0, 1.0))),
)
_ASKING = Rhythm(3.0, ((0.0, 0.05), (1.5, 0.4)), glide=True)
_BREATH = Rhythm(1.0, ((0.0, 0.3), (0.5, 1.0)), glide=True)
_ENDS = Rhythm(1.5, ((0.0, 1.0), (0.75, 0.0)))
_MIDDLE = Rhythm(1.5, ((0.0, 0.0), (0.75, 1.0)))
_TWO_FLASHES = Rhythm(2.0, ((0.0, 1.0), (0.15, 0.0), (0.35, 1.0), (0.5, 0.0)))

_LOW = _steady(0.05)
_ASKING_LATE = Rhythm(3.0, ((0.0, 0.4), (1.5, 0.05)), glide=True)
_SCAN: Triple = (
    Rhythm(2.0, ((0.0, 0.6), (0.5, 0.05), (1.5, 0.05)), glide=True),
    Rhythm(2.0, ((0.0, 0.05), (0.5, 0.6), (1.0, 0.05), (1.5, 0.6)), glide=True),
    Rhythm(2.0, ((0.0, 0.05), (0.5, 0.05), (1.0, 0.6), (1.5, 0.05)), glide=True),
)
_TILTING: Triple = (
    Rhythm(4.0, ((0.0, 0.6), (2.0, 0.05)), glide=True),
    _steady(0.2),
    Rhythm(4.0, ((0.0, 0.05), (2.0, 0.6)), glide=True),
)
_WORKING: Triple = (
    Rhythm(0.9, ((0.0, 0.6), (0.3, 0.1))),
    Rhythm(0.9, ((0.0, 0.1), (0.3, 0.6), (0.6, 0.1))),
    Rhythm(0.9, ((0.0, 0.1), (0.6, 0.6))),
)
_FADE = Rhythm(10.0, ((0.0, 0.8), (4.0, 0.0), (9.9, 0.0)), glide=True)

# No stage but a result lights one end alone and steadily, and none flashes three times a second.
STAGES: dict[Stage, Triple] = {
    Stage.IDLE: _WAVE,
    Stage.CONSENT: (_LOW, _ASKING, _LOW),
    Stage.PREPARE: (_ASKING, _LOW, _ASKING),
    Stage.DOTS: (_ASKING, _LOW, _ASKING_LATE),
    Stage.POSITIONING: _CHASE,
    Stage.HOLDING: (_steady(0.6), DARK, _steady(0.6)),
    Stage.CAPTURING: (_BREATH, _BREATH, _BREATH),
    Stage.THINKING: _WORKING,
    Stage.REFUSED: (_ENDS, _MIDDLE, _ENDS),
    Stage.TIPS: (_ASKING, _ASKING_LATE, _ASKING),
    Stage.RANGE: _TILTING,
    Stage.COMPARE: _SCAN,
    Stage.GOODBYE: (_FADE, _FADE, _FADE),
    Stage.FAULT: (_TWO_FLASHES, _TWO_FLASHES, _TWO_FLASHES),
}


def rhythms(stage: Stage, graded: Graded | None) -> Triple:
    """The three lights' rhythms, in ``ORDER``; a result without a grade is dark."""
    if stage is not Stage.RESULT:
        return STAGES[stage]
    neutral, mild, pronounced = (_for_light(light, graded) for light in ORDER)
    return neutral, mild, pronounced


def brightness(stage: Stage, graded: Graded | None, elapsed_s: float) -> Levels:
    """Brightness of the three lights, 0..1 each, ``elapsed_s`` seconds after the stage began."""
    neutral, mild, pronounced = rhythms(stage, graded)
    return neutral.at(elapsed_s), mild.at(elapsed_s), pronounced.at(elapsed_s)


def _for_light(light: Grade, graded: Graded | None) -> Rhythm:
    if graded is None:
        return DARK
    if light is graded.grade:
        return GRADES[light]
    return NEIGHBOUR if graded.borderline and light is graded.neighbour else DARK
