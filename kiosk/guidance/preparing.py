"""The pictures that a visit shows before and around the reading: what to do, without a word."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kiosk.guidance.figure import Arrow, Layer, Tone, Worn
from kiosk.guidance.poses import (
    ARCHED,
    DOT_BEHIND,
    DOT_IN_FRONT,
    HANDS_DOWN,
    HELPING,
    RESTED,
    STANDING,
    TOUCHING,
    TUCKED,
)
from kiosk.guidance.scene import Arc, Blob, Cross, Oval, Person, Scene, Trace, Window
from kiosk.guidance.skeleton import FLOOR, HEIGHT, Point

HALF_BALL: Final = 2.6
FRONT_BALL: Final = Worn((("pelvis", 1.333, 9.2, HALF_BALL),), layer=Layer.OVER)
BACK_BALL: Final = Worn((("pelvis", 1.333, -9.2, HALF_BALL),), layer=Layer.OVER)

_FITTED: Final = Worn(
    (
        ("chest", 0.95, 0.0, 6.9),
        ("chest", 0.0, 0.0, 9.0),
        ("lumbar", 0.5, 0.0, 8.2),
        ("pelvis", 0.9, 0.0, 8.0),
    ),
)
_UNIFORM: Final = Worn(_FITTED.at, Tone.SOFT)
_WAISTBAND: Final = Worn((("pelvis", 0.3, -6.9, 2.4), ("pelvis", 0.3, 6.9, 2.4)), Tone.INK)
_LOOSE: Final = Worn(
    (("chest", 0.8, 0.0, 8.0), ("lumbar", 0.4, 0.0, 12.0), ("pelvis", -0.2, 0.0, 14.5)),
    Tone.SOFT,
    Layer.BEHIND,
    0.35,
)
_HAIR: Final = Worn((("neck", 1.2, -2.8, 7.2),), edge=1.2)
_BUN: Final = Worn((("neck", 1.44, -11.0, 4.4),), layer=Layer.BEHIND)
_HAIR_DOWN: Final = Worn(
    (
        ("neck", 1.0, -4.5, 6.5),
        ("neck", 0.2, -6.5, 6.0),
        ("chest", 0.3, -9.0, 4.4),
        ("lumbar", 0.6, -9.0, 2.4),
    ),
    Tone.SOFT,
    Layer.BEHIND,
    0.35,
)
_ARM: Final = Worn(
    (("upper_arm", 0.0, 0.0, 4.4), ("upper_arm", 1.0, 0.0, 3.3), ("forearm", 0.5, 0.0, 2.7)), layer=Layer.OVER
)
_BIG_TOE: Final = Blob((((101.7, 129.5), 2.1),), Tone.INK, 0.9)
_SHOE: Final = (
    Blob((((114.6, 119.6), 2.6), ((114.6, 126.0), 3.8), ((126.0, 127.6), 2.8))),
    Trace(((111.2, 131.0), (129.0, 131.0)), Tone.INK, 2.2),
    Trace(((118.4, 121.8), (120.6, 124.6)), Tone.GROUND, 1.1),
    Trace(((121.4, 123.2), (123.4, 125.6)), Tone.GROUND, 1.1),
)


def _screen(x: float, y: float, width: float, height: float) -> tuple[Trace, ...]:
    """The kiosk: a screen, its upper left corner at (x, y), on a stand."""
    middle, foot = x + width / 2, 131.0
    return (
        Trace(((middle, y + height), (middle, foot)), width=4.0),
        Trace(((middle - 12, foot), (middle + 12, foot)), width=3.0),
        Trace(
            ((x, y), (x + width, y), (x + width, y + height), (x, y + height)),
            Tone.SOFT,
            3.0,
            filled=Tone.GROUND,
        ),
    )


def _tipped_bucket(x: float, y: float) -> Trace:
    shape: tuple[Point, ...] = ((-7, -9.5), (9.5, -5.5), (4, 9), (-8.5, 6))
    return Trace(tuple((x + right, y + down) for right, down in shape), Tone.INK, 2.0, filled=Tone.ACCENT)


def _aimed(start: Point, *ends: Point) -> tuple[Trace, ...]:
    """What the kiosk looks at."""
    return tuple(Trace((start, end), Tone.ACCENT, 1.6, dashed=True) for end in ends)


_BACK_OF_SCREEN: Final = (
    Trace(((16, 94), (16, HEIGHT)), width=6.0),
    Trace(((-6, 56), (34, 64), (34, 92), (-6, 94)), Tone.SOFT, 3.0, filled=Tone.SOFT),
)


PREPARE: Final[Mapping[str, Scene]] = MappingProxyType(
    {
        "shoes": Scene(
            (Person(STANDING, bucket=False),),
            before=(_BIG_TOE, *_SHOE, Arrow((98, 110), (117, 110), 2.5)),
            window=Window(68.0, 86.0, 51.0),
        ),
        "top": Scene(
            (Person(STANDING, (_LOOSE, _FITTED, _WAISTBAND), bucket=False),),
            before=(Arrow((56, 60), (70, 60)), Arrow((119, 60), (105, 60))),
            window=Window(42.0, 20.0, 70.0),
        ),
        "hair": Scene(
            (Person(STANDING, (_HAIR_DOWN, _HAIR, _BUN), bucket=False),),
            before=(Arrow((66, 46), (66, 18), 4),),
            window=Window(48.0, 1.0, 56.0),
        ),
        "arms": Scene(
            (Person(STANDING, (_ARM,), bucket=False),),
            before=(Arrow((104, 78), (112, 56), -4),),
            window=Window(36.0, 2.0, 80.0),
        ),
    }
)
"""What to do before stepping on the mat."""

MAT: Final[Mapping[str, Scene]] = MappingProxyType(
    {
        "touch": Scene(
            (Person(TOUCHING),),
            behind=(FLOOR, *_screen(70, 22, 80, 54), _tipped_bucket(124, 49)),
            before=(Oval(87.6, 37.6, 5, 5, Tone.ACCENT), Oval(87.6, 37.6, 10, 10, Tone.ACCENT)),
        ),
        "stand": Scene(
            (Person(STANDING, at=(44.0, 10.0), scale=0.78),),
            behind=(
                Oval(117.0, 111.5, 34.0, 7.0, Tone.SOFT),
                *_aimed((52, 60), (104, 18), (104, 108)),
            ),
            before=(
                Trace(((30, 84), (30, HEIGHT)), width=6.0),
                Trace(((6, 36), (54, 44), (54, 82), (6, 84)), Tone.SOFT, 3.0, filled=Tone.SOFT),
                Arrow((50, 126), (84, 114), 3),
            ),
        ),
        "read": Scene(
            (Person(HANDS_DOWN, at=(-50.0, 0.0)),),
            behind=(
                FLOOR,
                *_screen(72, 22, 80, 54),
                Arc(112, 64, 27, -90, 0, Tone.SOFT, 6),
                Arc(112, 64, 27, 6, 44, Tone.INK, 6),
                Arc(112, 64, 27, 50, 90, Tone.SOFT, 6),
                Trace(((112, 64), (123, 42)), Tone.ACCENT, 3.5),
            ),
        ),
    }
)
"""How a visit goes: touch the screen, step back and stand side-on, come and read."""

_RANGE_WINDOW: Final = Window(36.0, 26.0, 84.0)
RANGE: Final[Mapping[str, Scene]] = MappingProxyType(
    {
        "arch": Scene((Person(ARCHED),), before=(Arrow((108, 48), (114, 70), 3),), window=_RANGE_WINDOW),
        "tuck": Scene((Person(TUCKED),), before=(Arrow((114, 70), (108, 48), -3),), window=_RANGE_WINDOW),
        "rest": Scene(
            (Person(RESTED),),
            before=(Arrow((113, 48), (113, 70), both=True),),
            window=_RANGE_WINDOW,
        ),
    }
)
"""The range check: tip the bucket forward, tip it back, let go."""

_CLOSE: Final = Window(50.0, 30.0, 58.0)
DOTS: Final[Mapping[str, Scene]] = MappingProxyType(
    {
        "front": Scene(
            (Person(DOT_IN_FRONT, (FRONT_BALL,)),), before=(Arrow((116, 53.7), (104, 53.7)),), window=_CLOSE
        ),
        "behind": Scene(
            (Person(DOT_BEHIND, (FRONT_BALL, BACK_BALL)),),
            before=(Arrow((59, 53.7), (71, 53.7)),),
            window=_CLOSE,
        ),
        "both": Scene(
            (Person(STANDING, (FRONT_BALL, BACK_BALL), at=(30.0, 0.0)),),
            behind=(Oval(120.0, 131.0, 44.0, 6.0), *_aimed((33, 76), (108, 54), (128, 54))),
            before=_BACK_OF_SCREEN,
        ),
    }
)
"""Where the two half-balls go."""

TIPS: Final[Mapping[str, Scene]] = MappingProxyType(
    {
        "plain": Scene(
            (
                Person(HANDS_DOWN, faint=True, at=(62.0, 22.0), scale=0.8),
                Person(STANDING, at=(-26.0, 0.0)),
            ),
            before=(Cross(132.0, 72.0, 13.0),),
        ),
        "light": Scene(
            (Person(STANDING, at=(20.0, 0.0)),),
            before=(
                Oval(38, 34, 11, 11, Tone.ACCENT, 3, Tone.ACCENT),
                Trace(((56, 40), (84, 50)), Tone.ACCENT, 3),
                Trace(((52, 50), (74, 70)), Tone.ACCENT, 3),
                Trace(((43, 55), (50, 82)), Tone.ACCENT, 3),
            ),
        ),
        "staff": Scene(
            (
                Person(STANDING, at=(-36.0, 0.0)),
                Person(HELPING, (_UNIFORM,), bucket=False, at=(40.0, 0.0), mirrored=True),
            )
        ),
    }
)
"""What helps when several tries could not be used."""

SCENES: Final[Mapping[str, Scene]] = MappingProxyType(
    {
        f"{group} {name}": scene
        for group, scenes in (
            ("prepare", PREPARE),
            ("mat", MAT),
            ("range", RANGE),
            ("dots", DOTS),
            ("tips", TIPS),
        )
        for name, scene in scenes.items()
    }
)
"""Every one of them."""
