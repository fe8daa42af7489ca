"""What a page shows as a few pictures with a word each: what happens, how to prepare, poses, dots, tips."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kiosk.guidance.preparing import SCENES
from kiosk.guidance.scene import draw_scene
from kiosk.screening.reason import Reason
from kiosk.screening.view import Stage


@dataclass(frozen=True, slots=True)
class Step:
    """One picture and the key of the words below it.

    Attributes:
        key: of the words.
        scene: the picture's name in ``kiosk.guidance.preparing.SCENES``.
    """

    key: str
    scene: str

    @property
    def picture(self) -> str:
        """Its drawing, SVG; the words below say what it shows."""
        return draw_scene(SCENES[self.scene])


def _steps(*keys: str, scenes: str = "") -> tuple[Step, ...]:
    """Steps whose words and pictures are named alike."""
    parts = [key.split(".") for key in keys]
    return tuple(Step(".".join(part), f"{scenes or part[0]} {part[1]}") for part in parts)


STEPS: Final[Mapping[Stage, tuple[Step, ...]]] = MappingProxyType(
    {
        Stage.IDLE: _steps("how.touch", "how.stand", "how.read", scenes="mat"),
        Stage.PREPARE: _steps("prepare.shoes", "prepare.top", "prepare.hair", "prepare.arms"),
        Stage.DOTS: _steps("dots.front", "dots.behind", "dots.both"),
        Stage.RANGE: _steps("range.arch", "range.tuck", "range.rest"),
        Stage.TIPS: _steps("prepare.arms", "prepare.top", "tips.light", "tips.staff"),
    }
)
"""In the order in which they are done."""

_OWN_TIP: Final[Mapping[Reason, Step]] = MappingProxyType(
    {
        Reason.MORE_THAN_ONE: Step("tips.plain", "tips plain"),
        Reason.TOO_DARK: Step("tips.light", "tips light"),
        Reason.UNREADABLE: Step("tips.light", "tips light"),
        Reason.NOT_SIDE_ON: Step("tips.side", "mat stand"),
        Reason.DOTS_NOT_FOUND: Step("dots.both", "dots both"),
        Reason.MOVING: Step("prepare.arms", "prepare arms"),
    }
)
"""What helps most against one reason."""


def steps(stage: Stage, reason: Reason | None = None) -> tuple[Step, ...]:
    """The pictures of a page; at the tips what helps against the last reason comes first, staff last."""
    usual = STEPS.get(stage, ())
    if stage is not Stage.TIPS or reason is None or reason not in _OWN_TIP:
        return usual
    first = _OWN_TIP[reason]
    others = [step for step in usual[:-1] if step != first]
    return first, *others[: len(usual) - 2], usual[-1]
