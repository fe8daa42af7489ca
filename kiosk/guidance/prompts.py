"""What is heard at each moment of a visit: tones, and the words that the screen shows, as clips by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kiosk.guidance.english import TEXT
from kiosk.guidance.language import Words
from kiosk.guidance.reading import LITTLE_DEG, SLIGHT_DEG, degrees, nearest
from kiosk.pelvis.tilt import Grade
from kiosk.screening.reason import Reason
from kiosk.screening.view import CardRefusal, NoRange, Pose, Result, Sheet, Stage, View

TONES: Final = (
    "tone-start",
    "tone-hold",
    "tone-capture",
    "tone-done",
    "tone-done-neutral",
    "tone-done-mild",
    "tone-done-pronounced",
    "tone-again",
    "tone-goodbye",
)
"""The names of all tones; whatever else is played is spoken."""

NUMBERS_DEG: Final = range(-15, 41)
"""The whole degrees that are spoken; a result beyond them is told by its grade alone."""

STANDS_S: Final = 0.8
"""What may be put right by itself must have stood for this long before it is said."""

AGAIN_S: Final = 8.0
"""So long after it began, what still stands is said again."""

_ONCE_A_WARNING_S: Final = 30.0  # longer than a warning lasts, shorter than the page that comes before it
_STILL_THERE: Final = "page.still_there"
_COME: Final = "result.come"

_TONE_OF: Final = MappingProxyType(
    {
        Stage.CONSENT: "tone-start",
        Stage.HOLDING: "tone-hold",
        Stage.CAPTURING: "tone-capture",
        Stage.REFUSED: "tone-again",
        Stage.TIPS: "tone-again",
        Stage.GOODBYE: "tone-goodbye",
    }
)

_POSED: Final = (Pose.ARCH, Pose.TUCK, Pose.REST)

_ALL_OF: Final = MappingProxyType(
    {
        # Nobody agrees to less than those who read agree to, or gets less ready.
        Stage.CONSENT: ("title", "line", "keeps", "counts", "aloud", "age", "ask", "touch"),
        Stage.PREPARE: ("title", "shoes", "top", "hair", "arms", "line"),
        Stage.DOTS: ("title", "front", "behind", "both", "line"),
        Stage.RANGE: ("title", "arch", "tuck", "rest", "line"),
        # These end by themselves within seconds: a second sentence would be cut short.
        Stage.HOLDING: ("title",),
        Stage.CAPTURING: ("title",),
    }
)
"""What is spoken of a stage's words where that is not the title and the line."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to be heard.

    Attributes:
        key: what it is, the same however often it is said; holds nothing of a result.
        sounds: the names of its tones and clips, in order.
        stands_s: for how long it must have been so before it is said.
        again_s: it is said again so long after it began, while it stands; None: once a moment.
        once: it is said once a visit.
    """

    key: str
    sounds: tuple[str, ...]
    stands_s: float = 0.0
    again_s: float | None = None
    once: bool = False


def prompt(view: View) -> Prompt | None:
    """What is to be heard while ``view`` stands, if anything."""
    if view.ending:
        return _warning()
    match view.stage:
        case Stage.IDLE:
            return None
        case Stage.POSITIONING:
            # All is well: the hold says so in a moment, and until then a reason may come back.
            detail = view.reason or _posed(view.pose)
            return _instruction(_caption(view.stage, detail), AGAIN_S) if detail else None
        case Stage.THINKING:
            return _instruction(_caption(view.stage, None), None)
        case Stage.COMPARE if view.card_refusal:
            return _instruction(_caption(view.stage, view.card_refusal), None)
        case Stage.RESULT:
            return _told(view)
        case Stage.FAULT:
            return _said(view.stage, "for_good" if view.for_good else None)
        case Stage.HOLDING | Stage.CAPTURING:
            return _said(view.stage, _posed(view.pose))
    return _said(view.stage, view.reason)


def opening(view: View) -> Prompt | None:
    """What is heard as a moment begins, before ``prompt``: what to do, for a pose of the range check.

    Whoever takes up a pose moves, and would be told so before being told of the pose.
    """
    if view.stage is Stage.POSITIONING and (pose := _posed(view.pose)):
        return _instruction(_caption(view.stage, pose), AGAIN_S, stands_s=0.0)
    return None


def clips(words: Words) -> dict[str, str]:
    """Everything that can be spoken in a language: the text of each clip under its name."""
    texts = {name: _text(name, words) for name in _captions()}
    for grade in Grade:
        texts[f"grade.{grade}"] = f"{words(f'grade.{grade}')}."
    for lean, size in _angles():
        texts[f"tilt.{lean}.{size}"] = _before_how_sure(words, lean, size)
    for reason in NoRange:
        texts[f"ranged.{reason}"] = _joined(words, "ranged.none.title", f"ranged.{reason}")
    texts |= {key: _joined(words, key) for key in (_COME, _STILL_THERE)}
    return {name: text for name, text in texts.items() if text}


def _captions() -> Iterator[str]:
    """The name of every caption, as ``_caption`` gives it."""
    details: dict[Stage, tuple[str | None, ...]] = {
        Stage.POSITIONING: (*Reason, *_POSED),
        Stage.HOLDING: (None, *_POSED),
        Stage.CAPTURING: (None, *_POSED),
        Stage.REFUSED: (None, *Reason),
        Stage.TIPS: (None, *Reason),
        Stage.COMPARE: (None, *CardRefusal),
        Stage.FAULT: (None, "for_good"),
    }
    silent = {Stage.IDLE, Stage.RESULT}
    for stage in (stage for stage in Stage if stage not in silent):
        for detail in details.get(stage, (None,)):
            if name := _caption(stage, detail):
                yield name


def _caption(stage: Stage, detail: str | None) -> str | None:
    """The name of the clip for a stage, more exact where the words are; None where there are no words."""
    for name in (f"{stage}.{detail}", stage.value):
        if TEXT.get(f"{name}.title") or TEXT.get(f"{name}.line"):
            return name
    return None


def _text(name: str, words: Words) -> str:
    """A caption as it is spoken; what it has no words of its own for is the stage's."""
    stage = Stage(name.partition(".")[0])
    parts = _ALL_OF.get(stage, ("title", "line"))
    return _joined(words, *(_own(words, name, stage, part) for part in parts))


def _own(words: Words, name: str, stage: Stage, part: str) -> str:
    own = f"{name}.{part}"
    return own if own in words.texts else f"{stage}.{part}"


def _joined(words: Words, *keys: str) -> str:
    """Several words spoken one after the other, each a sentence."""
    texts = (words.get(key, "") for key in keys)
    return " ".join(text if text.endswith((".", "!", "?", "…")) else f"{text}." for text in texts if text)


def _said(stage: Stage, detail: str | None) -> Prompt | None:
    tone = _TONE_OF.get(stage)
    caption = _caption(stage, detail)
    sounds = tuple(sound for sound in (tone, caption) if sound)
    return Prompt(caption or stage.value, sounds) if sounds else None


def _instruction(caption: str | None, again_s: float | None, stands_s: float = STANDS_S) -> Prompt | None:
    return Prompt(caption, (caption,), stands_s, again_s) if caption else None


def _warning() -> Prompt:
    return Prompt(_STILL_THERE, (_STILL_THERE,), again_s=_ONCE_A_WARNING_S)


def _posed(pose: Pose) -> Pose | None:
    return pose if pose in _POSED else None


def _told(view: View) -> Prompt | None:
    """The result, and what was added to it; the pages of the plan are for reading."""
    match view.sheet, view.result:
        case Sheet.RESULT, Result() as result:
            grade = result.graded.grade
            angle = (clip,) if (clip := _angle(result.tilt.deg)) else ()
            sounds = (f"tone-done-{grade}", f"grade.{grade}", *angle, _COME)
            return Prompt(Stage.RESULT.value, sounds, once=True)
        case Sheet.RANGE, _ if isinstance(view.range, NoRange):
            return Prompt("result.range", ("tone-again", f"ranged.{view.range}", _COME), once=True)
        case Sheet.RANGE, _:
            return Prompt("result.range", ("tone-done", _COME), once=True)
        case Sheet.CHANGE, _:
            return Prompt("result.change", ("tone-done",), once=True)
    return None


def _angle(deg: float) -> str | None:
    """The clip of an angle, chosen as the result's sentence is."""
    whole = nearest(deg)
    if whole not in NUMBERS_DEG:
        return None
    if whole < 0:
        return f"tilt.{_back(whole)}.{-whole}"
    return f"tilt.{'level' if deg < LITTLE_DEG else 'forward'}.{whole}"


def _back(whole: int) -> str:
    return "back" if whole < -SLIGHT_DEG else "slightly_back"


def _angles() -> Iterator[tuple[str, int]]:
    """How each angle is called, and its size in whole degrees; at the edge of "level" it may be either."""
    for whole in NUMBERS_DEG:
        if whole < 0:
            yield _back(whole), -whole
        elif whole <= LITTLE_DEG:
            yield "level", whole
        if whole >= LITTLE_DEG:
            yield "forward", whole


def _before_how_sure(words: Words, lean: str, size: int) -> str:
    """A result's sentence up to where it says how sure it is: that is read at the screen."""
    said, _, _ = words.texts[f"tilt.{lean}"].partition("{low}")
    return said.rpartition(",")[0].format(angle=degrees(words, size)) + "."
