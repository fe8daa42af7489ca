"""What a page shows as a few pictures with a word each: what happens, how to prepare, poses, dots, tips."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kiosk.guidance.preparing import SCENES
from kiosk.guidance.scene import draw_scene
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
        Stage.TIPS: _steps("tips.plain", "tips.light", "prepare.top", "tips.staff"),
    }
)
"""In the order in which they are done."""
