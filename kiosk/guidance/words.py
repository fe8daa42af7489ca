"""What a guest is told at each moment: a title readable across the room, a line for up close, one sign."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.guidance.language import ENGLISH, Words, words_of
from kiosk.screening.reason import Reason
from kiosk.screening.view import CardRefusal, Pose, Stage, View


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
    ARCH = "arch"
    TUCK = "tuck"
    REST = "rest"
    CARD = "card"
    WAVE = "wave"


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
    Stage.PREPARE: Sign.NONE,
    Stage.DOTS: Sign.NONE,
    Stage.TIPS: Sign.NONE,
    Stage.RANGE: Sign.NONE,
    Stage.POSITIONING: Sign.TICK,
    Stage.HOLDING: Sign.STILL,
    Stage.CAPTURING: Sign.STILL,
    Stage.THINKING: Sign.WAIT,
    Stage.RESULT: Sign.NONE,
    Stage.COMPARE: Sign.CARD,
    Stage.GOODBYE: Sign.WAVE,
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


_POSE_SIGNS = {Pose.ARCH: Sign.ARCH, Pose.TUCK: Sign.TUCK, Pose.REST: Sign.REST}


def say_of(view: View, words: Words) -> Said:
    """What is said of a whole view."""
    return say(
        view.stage,
        view.card_refusal if view.stage is Stage.COMPARE else view.reason,
        pose=view.pose,
        for_good=view.for_good,
        words=words,
    )


def say(
    stage: Stage,
    reason: Reason | CardRefusal | None = None,
    *,
    pose: Pose = Pose.RELAXED,
    for_good: bool = False,
    words: Words | None = None,
) -> Said:
    """What is said at a stage, made more exact by a reason where the stage has words for it.

    Args:
        stage: where the visit is.
        reason: what is to be put right, why the last try was refused, or what was wrong with a card.
        pose: what the guest is asked to do on the mat; said once there is nothing to put right.
        for_good: a fault that does not pass by itself: then nothing of the kind is promised.
        words: the language's; English when None.
    """
    sign = _STAGE_SIGNS[stage]
    if stage is Stage.POSITIONING:
        sign = _POSITIONING_SIGNS[reason] if isinstance(reason, Reason) else _POSE_SIGNS.get(pose, sign)
    which = "for_good" if for_good else reason or pose
    chosen = words or words_of(ENGLISH)
    title, line, note = (_part(chosen, stage, which, part) for part in ("title", "line", "note"))
    return Said(title, line, sign, note)


def _part(words: Words, stage: Stage, which: str, part: str) -> str:
    return words.get(f"{stage}.{which}.{part}", words.get(f"{stage}.{part}", ""))
