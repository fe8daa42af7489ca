"""When what is heard: one prompt at a time, none too soon after itself, and silence when nobody is there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from math import inf
from typing import Final, Protocol

from kiosk.guidance.prompts import Prompt, opening, prompt
from kiosk.screening.view import Cue, Pose, Sheet, Stage, View

REST_S: Final = 4.0
"""No prompt begins again sooner after its last end."""

BREATH_S: Final = 0.4
"""Between two prompts: a page hears of a cue a little later than it is given."""

FLICKER_S: Final = 0.4
"""A reason that goes and comes back within this has stood all the while."""

WallClock = Callable[[], time]
"""The local time of day."""


class Lengths(Protocol):
    """How long the sounds are."""

    def length_s(self, language: str, name: str) -> float | None:
        """Seconds; None for one that cannot be played."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when until when nothing is heard, local time; over midnight where ``until`` is the earlier."""

    begins: time
    ends: time

    def hold(self, now: time) -> bool:
        """Whether it is quiet now."""
        if self.begins <= self.ends:
            return self.begins <= now < self.ends
        return now >= self.begins or now < self.ends


def time_of_day() -> time:
    """The time by this machine's clock, in its own zone."""
    return datetime.now().astimezone().time()


@dataclass(frozen=True, slots=True)
class _Moment:
    """What stays the same while one thing is going on."""

    stage: Stage
    pose: Pose
    sheet: Sheet
    language: str


@dataclass(frozen=True, slots=True)
class _Heard:
    """The prompt that is heard now, until ``ends_s``."""

    key: str
    ends_s: float


@dataclass(slots=True)
class _Stand:
    """Since when a key has been wanted, and when last it was."""

    since_s: float
    last_s: float


_MAT: Final = frozenset({Stage.POSITIONING, Stage.HOLDING, Stage.CAPTURING, Stage.THINKING, Stage.REFUSED})
_PATIENT: Final = frozenset({Stage.POSITIONING, Stage.THINKING})
"""At the mat these let what is heard come to its end; every other change cuts it."""

_VISIT_BEGINS_OR_ENDS: Final = frozenset({Stage.IDLE, Stage.CONSENT, Stage.GOODBYE, Stage.FAULT})


class Announcer:
    """Hears every view, many times a second, and says now and then what is to be played.

    Args:
        sounds: how long each is; what has no length is left out.
        volume: 0 (nothing is ever played) to 1.
        quiet: when nothing is played.
        wall_clock: the local time of day, for ``quiet``.
    """

    def __init__(
        self,
        sounds: Lengths,
        volume: float = 0.7,
        quiet: QuietHours | None = None,
        wall_clock: WallClock = time_of_day,
    ) -> None:
        self._sounds = sounds
        self._volume = volume
        self._quiet = quiet
        self._wall_clock = wall_clock
        self._number = 0
        self._moment: _Moment | None = None
        self._heard: _Heard | None = None
        self._opening: Prompt | None = None
        self._somebody = False
        self._began_s: dict[str, float] = {}
        self._ended_s: dict[str, float] = {}
        self._stands: dict[str, _Stand] = {}
        self._told: set[str] = set()

    def hear(self, view: View, now_s: float) -> Cue | None:
        """What is to be played from now on in place of what is heard; None: nothing changes.

        Args:
            view: the present moment of the visit.
            now_s: monotonic seconds.
        """
        self._let_end(now_s)
        cuts = self._turn_to(view)
        wanted = self._wanted(view)
        may_begin = wanted is not None and self._may_begin(wanted, view.language, now_s)
        if wanted and self._heard and self._heard.key == _spoken(view.language, wanted.key):
            # What is heard says it already, even if it began in another moment.
            self._began_s.setdefault(self._heard.key, now_s)
            return None
        if wanted is None or not may_begin:
            return self._hush(now_s) if cuts else None
        if self._heard and not cuts:
            return None
        return self._play(wanted, view.language, now_s) or (self._hush(now_s) if cuts else None)

    def _turn_to(self, view: View) -> bool:
        """Take in what is going on; whether that cuts what was heard before."""
        before = self._moment
        self._moment = after = _Moment(view.stage, view.pose, view.sheet, view.language)
        if after == before:
            return False
        self._began_s.clear()
        self._opening = opening(view)
        # A fault between two visits is for staff: nobody is there to be told.
        self._somebody = view.stage is not Stage.IDLE and (self._somebody or view.stage is not Stage.FAULT)
        if view.stage in _VISIT_BEGINS_OR_ENDS:
            self._told.clear()
        self._tell_whoever_comes_from_the_mat(before, view)
        waits = (
            before is not None
            and before.stage in _MAT
            and after.stage in _PATIENT
            and before.language == after.language
        )
        return not waits

    def _tell_whoever_comes_from_the_mat(self, before: _Moment | None, view: View) -> None:
        """They cannot read that a range check was given up, say: a result they know brings them back."""
        wanted = prompt(view)
        if wanted and before and before.stage in _MAT:
            self._told.discard(_spoken(view.language, wanted.key))

    def _wanted(self, view: View) -> Prompt | None:
        if not self._somebody or self._volume <= 0.0:
            return None
        if self._quiet and self._quiet.hold(self._wall_clock()):
            return None
        return self._opening or prompt(view)

    def _may_begin(self, wanted: Prompt, language: str, now_s: float) -> bool:
        key = _spoken(language, wanted.key)
        stand = self._stands.get(key)
        if stand is None or now_s - stand.last_s > FLICKER_S:
            stand = self._stands[key] = _Stand(now_s, now_s)
        stand.last_s = now_s
        if now_s - stand.since_s < wanted.stands_s or now_s - self._ended_s.get(key, -inf) < REST_S:
            return False
        if wanted.once and key in self._told:
            return False
        began_s = self._began_s.get(key)
        if began_s is None:
            return True
        return wanted.again_s is not None and (began_s < stand.since_s or now_s - began_s >= wanted.again_s)

    def _play(self, wanted: Prompt, language: str, now_s: float) -> Cue | None:
        lengths = [(name, self._sounds.length_s(language, name)) for name in wanted.sounds]
        playable = {name: length_s for name, length_s in lengths if length_s is not None}
        key = _spoken(language, wanted.key)
        self._began_s[key] = now_s
        self._opening = None
        if wanted.once:
            self._told.add(key)
        if not playable:
            return None
        self._end(now_s)
        self._heard = _Heard(key, now_s + sum(playable.values()) + BREATH_S)
        return self._cue(tuple(playable), language)

    def _hush(self, now_s: float) -> Cue | None:
        """Silence, if anything is heard."""
        if self._heard is None:
            return None
        self._end(now_s)
        return self._cue(())

    def _let_end(self, now_s: float) -> None:
        if self._heard and now_s >= self._heard.ends_s:
            self._end(self._heard.ends_s)

    def _end(self, at_s: float) -> None:
        if self._heard:
            self._ended_s[self._heard.key] = at_s
        self._heard = None

    def _cue(self, sounds: tuple[str, ...], language: str = "en") -> Cue:
        self._number += 1
        return Cue(self._number, sounds, language, self._volume)


def _spoken(language: str, key: str) -> str:
    return f"{language} {key}"
