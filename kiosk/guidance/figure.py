"""A drawn person: a skeleton's points become an SVG picture without words, coloured by the page."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kiosk.guidance.ink import ACCENT, GROUND, SOFT, barbs, chain, number, picture, taper, xy
from kiosk.guidance.skeleton import (
    FLOOR,
    FLOOR_Y,
    HEIGHT,
    LENGTHS,
    RADII,
    WIDTH,
    Flat,
    Point,
    Pose,
    Prop,
    Round,
    Skeleton,
    Wall,
    ahead,
    pose_skeleton,
    radius,
)

# The mark's shape (the page's bucket) made as wide as the body: from its middle, front right, rim up.
_BUCKET: Final = ((-34.0, -36.0), (34.0, -36.0), (26.0, 36.0), (-26.0, 36.0))
_BUCKET_SCALE: Final = 0.27
_FULL: Final = -0.42  # the water's height in the bucket, as part of the half height


class Muscle(StrEnum):
    """The groups of muscles that the plan names and a figure can point out."""

    HIP_FLEXORS = "hip_flexors"
    QUADRICEPS = "quadriceps"
    LOWER_BACK = "lower_back"
    CALVES = "calves"
    GLUTES = "glutes"
    HAMSTRINGS = "hamstrings"
    DEEP_CORE = "deep_core"


# Where each group lies: points along a bone (0 … 1), each so far to the front of it (negative: behind).
_REGIONS: Final[Mapping[Muscle, tuple[tuple[str, float, float], ...]]] = MappingProxyType(
    {
        Muscle.HIP_FLEXORS: (("pelvis", 0.8, 4.5), ("pelvis", 0.1, 6.0), ("thigh", 0.35, 3.4)),
        Muscle.QUADRICEPS: (("thigh", 0.25, 3.4), ("thigh", 0.85, 2.2)),
        Muscle.LOWER_BACK: (("pelvis", 0.9, -4.8), ("lumbar", 0.5, -4.4), ("chest", 0.15, -4.8)),
        Muscle.CALVES: (("shank", 0.12, -2.2), ("shank", 0.55, -1.6)),
        Muscle.GLUTES: (("pelvis", 0.5, -6.0), ("pelvis", 0.0, -6.4), ("thigh", 0.16, -4.0)),
        Muscle.HAMSTRINGS: (("thigh", 0.28, -3.2), ("thigh", 0.86, -1.8)),
        Muscle.DEEP_CORE: (("pelvis", 0.8, 4.2), ("lumbar", 0.5, 4.4), ("chest", 0.25, 4.8)),
    }
)


class Tone(StrEnum):
    """What something is drawn in."""

    INK = "currentColor"
    SOFT = SOFT
    ACCENT = ACCENT
    GROUND = GROUND


class Layer(StrEnum):
    """Where on a person something is drawn."""

    BEHIND = "behind"
    """Behind the trunk and the near limbs."""

    ON = "on"
    """On the trunk and the legs, under the near arm."""

    OVER = "over"
    """On top of everything."""


@dataclass(frozen=True, slots=True)
class Worn:
    """Something a person wears: circles joined by what lies between them.

    Attributes:
        at: each circle's bone, how far along it (0 … 1, beyond either end too), how far to the front of it
            (negative: behind) and its radius.
        tone: what it is drawn in.
        layer: what it covers.
        opacity: 1 as it is, less where it is only meant.
        edge: how wide the line between it and what it covers is, twice.
    """

    at: tuple[tuple[str, float, float, float], ...]
    tone: Tone = Tone.ACCENT
    layer: Layer = Layer.ON
    opacity: float = 1.0
    edge: float = 3.0


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way to move, from ``start`` to ``end``, bowed to its left; ``both`` goes to and fro."""

    start: Point
    end: Point
    bow: float = 0.0
    both: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture's content: one pose or two (start and end), what stands around, and what is pointed out."""

    start: Pose
    end: Pose | None = None
    props: tuple[Prop, ...] = (FLOOR,)
    arrows: tuple[Arrow, ...] = ()
    muscles: tuple[Muscle, ...] = ()


class Layout(StrEnum):
    """How a figure's two poses share a picture."""

    GHOST = "ghost"
    """The end, with the start faint behind it."""

    BESIDE = "beside"
    """The start on the left and the end on the right, in a picture twice as wide."""


def draw(figure: Figure, title: str, layout: Layout = Layout.GHOST) -> str:
    """The figure as SVG text, the same for the same figure.

    A page colours it: the body is ``currentColor``, what is pointed out ``--accent``, what stands around
    ``--soft``, and the thin line around the limbs ``--figure-ground``, which ought to be the page's ground.

    Args:
        figure: what to draw.
        title: what a screen reader says, in the reader's language; empty: nothing.
        layout: how two poses share the picture; a figure with one pose is drawn once in either.
    """
    beside = layout is Layout.BESIDE and figure.end is not None
    shown = figure.end or figure.start
    around = "".join(map(draw_prop, figure.props))
    inside = draw_person(shown, figure.muscles) + "".join(map(draw_arrow, figure.arrows))
    if beside:
        start = draw_person(figure.start, figure.muscles)
        inside = f'{around}{start}<g transform="translate({WIDTH:g})">{around}{inside}</g>'
    elif figure.end:
        inside = f"{around}{draw_shadow(figure.start)}{inside}"
    else:
        inside = around + inside
    width = WIDTH * 2 if beside else WIDTH
    return picture(f"0 0 {width:g} {HEIGHT:g}", title, inside)


def draw_person(
    pose: Pose, muscles: Iterable[Muscle] = (), worn: Iterable[Worn] = (), *, bucket: bool = True
) -> str:
    """One person as SVG elements, from the far limbs to the near arm."""
    skeleton = pose_skeleton(pose)
    points = skeleton.points
    trunk = _chain(points, "hip", "waist", "chest", "shoulder")
    neck = taper(points["shoulder"], 4.4, points["head"], 4.2)
    head = taper(points["head"], RADII["head"], points["nose"], 1.8)
    layers = dict.fromkeys(Layer, "")
    for each in worn:
        layers[each.layer] += _worn(skeleton, each)
    return (
        f'<g fill="currentColor" stroke="{GROUND}" stroke-width="3" paint-order="stroke">'
        f'<g opacity=".45">{_limb(points, "far_leg")}{_limb(points, "far_arm")}</g>{layers[Layer.BEHIND]}'
        f'<path d="{trunk}{neck}{head}"/>{_limb(points, "leg")}{_bucket(skeleton) if bucket else ""}'
        f"{_muscles(skeleton, muscles)}{layers[Layer.ON]}{_limb(points, 'arm')}{layers[Layer.OVER]}</g>"
    )


def draw_shadow(pose: Pose) -> str:
    """A person as one faint shape: where a movement begins."""
    points = pose_skeleton(pose).points

    def line(width: float, *names: str) -> str:
        return f'<path stroke-width="{number(width)}" d="M{"L".join(xy(points[name]) for name in names)}"/>'

    limbs = "".join(
        line(9, "hip", f"{side}knee", f"{side}ankle")
        + line(5, f"{side}ankle", f"{side}heel", f"{side}toe")
        + line(6, "shoulder", f"{side}elbow", f"{side}wrist", f"{side}hand")
        for side in ("far_", "")
    )
    trunk = line(15, "hip", "waist", "chest", "shoulder") + line(8, "shoulder", "head")
    trunk += line(2 * RADII["head"], "head", "head")
    return f'<g stroke="currentColor" opacity=".28">{trunk}{limbs}</g>'


def _limb(points: Mapping[str, Point], limb: str) -> str:
    side = "far_" if limb.startswith("far_") else ""
    if limb.endswith("arm"):
        path = taper(points["shoulder"], 4.4, points[f"{side}elbow"], RADII["elbow"])
        path += _chain(points, *(f"{side}{at}" for at in ("elbow", "wrist", "hand")))
    else:
        path = taper(points["hip"], 8.4, points[f"{side}knee"], RADII["knee"])
        path += taper(points[f"{side}knee"], RADII["knee"], points[f"{side}ankle"], RADII["ankle"])
        path += _chain(points, *(f"{side}{at}" for at in ("ankle", "heel", "toe", "ankle")))
    return f'<path d="{path}"/>'


def _chain(points: Mapping[str, Point], *names: str) -> str:
    return chain([(points[name], radius(name)) for name in names])


def _bucket(skeleton: Skeleton) -> str:
    """The pelvis as the mark; its water is paler than what is pointed out, and stays in for clarity."""
    start, heading = skeleton.bones["pelvis"]
    middle = ahead(start, heading, LENGTHS["pelvis"] * 0.45)

    def placed(shape: Iterable[Point]) -> str:
        turned = [
            ahead(ahead(middle, heading + 90, x * _BUCKET_SCALE), heading + 180, y * _BUCKET_SCALE)
            for x, y in shape
        ]
        return f"M{'L'.join(map(xy, turned))}Z"

    half = 30 - 4 * _FULL
    level = 36 * _FULL
    water = ((-half, level), (half, level), *_BUCKET[2:])
    return (
        f'<path fill="{GROUND}" d="{placed(_BUCKET)}"/>'
        f'<path fill="{ACCENT}" fill-opacity=".4" stroke="none" d="{placed(water)}"/>'
        f'<path fill="none" stroke="currentColor" stroke-width="2" d="{placed(_BUCKET)}"/>'
    )


def beside(skeleton: Skeleton, bone: str, part: float, front: float) -> Point:
    """The point ``part`` of the way along a bone and so far to the body's front of it."""
    start, heading = skeleton.bones[bone]
    # A limb's bones point down, so that the body's front is on their other hand.
    turn = 90 if bone in {"pelvis", "lumbar", "chest", "neck"} else -90
    length = LENGTHS[bone.removeprefix("far_")]
    return ahead(ahead(start, heading, part * length), heading + turn, front)


def _muscles(skeleton: Skeleton, muscles: Iterable[Muscle]) -> str:
    lines = [f"M{'L'.join(xy(beside(skeleton, *place)) for place in _REGIONS[muscle])}" for muscle in muscles]
    if not lines:
        return ""
    return f'<path fill="none" stroke="{ACCENT}" stroke-width="5.5" d="{"".join(lines)}"/>'


def _worn(skeleton: Skeleton, worn: Worn) -> str:
    circles = [(beside(skeleton, bone, part, front), size) for bone, part, front, size in worn.at]
    seen = f' opacity="{worn.opacity:g}"' if worn.opacity < 1 else ""
    edge = f' stroke-width="{number(worn.edge)}"'
    return f'<path fill="{worn.tone}"{edge}{seen} d="{chain(circles)}"/>'


def draw_arrow(arrow: Arrow) -> str:
    """An arrow as an SVG element."""
    (x, y), (u, v) = arrow.start, arrow.end
    length = math.dist(arrow.start, arrow.end)
    bend = (x + u) / 2 + (v - y) / length * arrow.bow * 2, (y + v) / 2 - (u - x) / length * arrow.bow * 2
    path = f"M{xy(arrow.start)}Q{xy(bend)} {xy(arrow.end)}{barbs(bend, arrow.end)}"
    if arrow.both:
        path += barbs(bend, arrow.start)
    return f'<path stroke="{ACCENT}" stroke-width="3" d="{path}"/>'


def draw_prop(prop: Prop) -> str:
    """Something that stands around, as SVG elements."""
    match prop:
        case Flat(y, left, right, thick) if thick:
            legs = "".join(f"M{xy((leg, y))}V{number(FLOOR_Y)}" for leg in (left + 4, right - 4))
            line = f"M{number(left + 2)} {number(y + thick / 2)}H{number(right - 2)}"
            return f"{_line(3, legs)}{_line(thick, line)}"
        case Flat(y, left, right):
            return _line(2, f"M{number(left)} {number(y + 1)}H{number(right)}")
        case Wall(x, behind):
            inside = x - 2 if behind else x + 2
            return _line(4, f"M{number(inside)} 8V{number(FLOOR_Y - 1)}")
        case Round(x, y, size, solid):
            fill = f' fill="{SOFT}"' if solid else ""
            ring = f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(size - 1.5)}"{fill} '
            return f'{ring}stroke="{SOFT}" stroke-width="3"/>'


def _line(width: float, path: str) -> str:
    return f'<path stroke="{SOFT}" stroke-width="{number(width)}" d="{path}"/>'
