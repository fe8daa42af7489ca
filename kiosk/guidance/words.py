"""What a guest is told at each moment: a title readable across the room, a line for up close, one sign."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.guidance.language import ENGLISH, Words, words_of
from kiosk.screening.reason import Reason
from kiosk.screening.view import Stage


class Sign(StrEnum):
    """The one shape or arrow shown beside a title; each is a drawing of the same name on the page."""

    NONE = "none"
    TICK = "tick"
    MAT = "mat"
    ONE = "one"
    FRAME = "frame"
    CLOSER = "closer"
    BACK = "back"
    TURN = "turn"
    STAND = "stand"
    STILL = "still"
    LIGHT = "light"
    DOTS = "dots"
    WAIT = "wait"
    AGAIN = "again"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Said:
    """What is shown for one moment.

    Attributes:
        title: at most three words, for reading from the mat.
        line: one short sentence or two, for reading up close; may be empty.
        sign: the one shape or arrow beside the title.
        note: a line for staff, usually empty.
    """

    title: str
    line: str
    sign: Sign
    note: str = ""


_STAGE_SIGNS = {
    Stage.IDLE: Sign.NONE,
    Stage.CONSENT: Sign.NONE,
    Stage.POSITIONING: Sign.TICK,
    Stage.HOLDING: Sign.STILL,
    Stage.CAPTURING: Sign.STILL,
    Stage.RESULT: Sign.NONE,
    Stage.REFUSED: Sign.AGAIN,
    Stage.FAULT: Sign.PAUSE,
}

_POSITIONING_SIGNS = {
    Reason.NOBODY: Sign.MAT,
    Reason.MORE_THAN_ONE: Sign.ONE,
    Reason.NOT_IN_FRAME: Sign.FRAME,
    Reason.TOO_FAR: Sign.CLOSER,
    Reason.TOO_CLOSE: Sign.BACK,
    Reason.NOT_SIDE_ON: Sign.TURN,
    Reason.NOT_STANDING: Sign.STAND,
    Reason.MOVING: Sign.STILL,
    Reason.TOO_DARK: Sign.LIGHT,
    Reason.DOTS_NOT_FOUND: Sign.DOTS,
    Reason.UNREADABLE: Sign.WAIT,
}


def say(
    stage: Stage, reason: Reason | None = None, *, for_good: bool = False, words: Words | None = None
) -> Said:
    """What is said at a stage, made more exact by a reason where the stage has words for it.

    Args:
        stage: where the visit is.
        reason: what is to be put right, or why the last try was refused.
        for_good: a fault that does not pass by itself: then nothing of the kind is promised.
        words: the language's; English when None.
    """
    sign = _STAGE_SIGNS[stage]
    if stage is Stage.POSITIONING and reason is not None:
        sign = _POSITIONING_SIGNS[reason]
    which = "for_good" if for_good else reason
    chosen = words or words_of(ENGLISH)
    title, line, note = (_part(chosen, stage, which, part) for part in ("title", "line", "note"))
    return Said(title, line, sign, note)


def _part(words: Words, stage: Stage, which: str | None, part: str) -> str:
    return words.get(f"{stage}.{which}.{part}", words.get(f"{stage}.{part}", ""))
