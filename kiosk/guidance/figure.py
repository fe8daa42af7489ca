"""A drawn person: a skeleton's points become an SVG picture without words, coloured by the page."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Final

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

_ACCENT: Final = "var(--accent,#4aa8ff)"
_SOFT: Final = "var(--soft,#b4bec9)"
_GROUND: Final = "var(--figure-ground,#10141a)"

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
        title: what a screen reader says, in the reader's language.
        layout: how two poses share the picture; a figure with one pose is drawn once in either.
    """
    beside = layout is Layout.BESIDE and figure.end is not None
    shown = figure.end or figure.start
    around = "".join(map(_prop, figure.props))
    inside = _person(shown, figure.muscles) + "".join(map(_arrow, figure.arrows))
    if beside:
        start = _person(figure.start, figure.muscles)
        inside = f'{around}{start}<g transform="translate({WIDTH:g})">{around}{inside}</g>'
    elif figure.end:
        inside = f"{around}{_shadow(figure.start)}{inside}"
    else:
        inside = around + inside
    width = WIDTH * 2 if beside else WIDTH
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width:g} {HEIGHT:g}" '
        'fill="none" stroke-linecap="round" stroke-linejoin="round">'
        f"<title>{_escaped(title)}</title>{inside}</svg>"
    )


def _person(pose: Pose, muscles: Iterable[Muscle]) -> str:
    """One person, from the far limbs to the near arm."""
    skeleton = pose_skeleton(pose)
    points = skeleton.points
    trunk = _chain(points, "hip", "waist", "chest", "shoulder")
    neck = _taper(points["shoulder"], 4.4, points["head"], 4.2)
    head = _taper(points["head"], RADII["head"], points["nose"], 1.8)
    return (
        f'<g fill="currentColor" stroke="{_GROUND}" stroke-width="3" paint-order="stroke">'
        f'<g opacity=".45">{_limb(points, "far_leg")}{_limb(points, "far_arm")}</g>'
        f'<path d="{trunk}{neck}{head}"/>{_limb(points, "leg")}{_bucket(skeleton)}'
        f"{_muscles(skeleton, muscles)}{_limb(points, 'arm')}</g>"
    )


def _shadow(pose: Pose) -> str:
    """A person as one faint shape: where a movement begins."""
    points = pose_skeleton(pose).points

    def line(width: float, *names: str) -> str:
        return f'<path stroke-width="{_n(width)}" d="M{"L".join(_at(points[name]) for name in names)}"/>'

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
        path = _taper(points["shoulder"], 4.4, points[f"{side}elbow"], RADII["elbow"])
        path += _chain(points, *(f"{side}{at}" for at in ("elbow", "wrist", "hand")))
    else:
        path = _taper(points["hip"], 8.4, points[f"{side}knee"], RADII["knee"])
        path += _taper(points[f"{side}knee"], RADII["knee"], points[f"{side}ankle"], RADII["ankle"])
        path += _chain(points, *(f"{side}{at}" for at in ("ankle", "heel", "toe", "ankle")))
    return f'<path d="{path}"/>'


def _chain(points: Mapping[str, Point], *names: str) -> str:
    return "".join(_taper(points[a], radius(a), points[b], radius(b)) for a, b in pairwise(names))


def _taper(a: Point, a_radius: float, b: Point, b_radius: float) -> str:
    """The outline of two circles and all between them: two arcs joined by their outer tangents."""
    along = math.degrees(math.atan2(b[0] - a[0], a[1] - b[1]))
    lean = math.degrees(math.acos((a_radius - b_radius) / math.dist(a, b)))
    ends = [
        ahead(a, along - lean, a_radius),
        ahead(b, along - lean, b_radius),
        ahead(b, along + lean, b_radius),
        ahead(a, along + lean, a_radius),
    ]
    near, far = (
        f"{_n(size)} {_n(size)} 0 {large:d}1"
        for size, large in ((a_radius, lean < 90), (b_radius, lean > 90))
    )
    return f"M{_at(ends[0])}L{_at(ends[1])}A{far} {_at(ends[2])}L{_at(ends[3])}A{near} {_at(ends[0])}Z"


def _bucket(skeleton: Skeleton) -> str:
    """The pelvis as the mark; its water is paler than what is pointed out, and stays in for clarity."""
    start, heading = skeleton.bones["pelvis"]
    middle = ahead(start, heading, LENGTHS["pelvis"] * 0.45)

    def placed(shape: Iterable[Point]) -> str:
        turned = [
            ahead(ahead(middle, heading + 90, x * _BUCKET_SCALE), heading + 180, y * _BUCKET_SCALE)
            for x, y in shape
        ]
        return f"M{'L'.join(map(_at, turned))}Z"

    half = 30 - 4 * _FULL
    level = 36 * _FULL
    water = ((-half, level), (half, level), *_BUCKET[2:])
    return (
        f'<path fill="{_GROUND}" d="{placed(_BUCKET)}"/>'
        f'<path fill="{_ACCENT}" fill-opacity=".4" stroke="none" d="{placed(water)}"/>'
        f'<path fill="none" stroke="currentColor" stroke-width="2" d="{placed(_BUCKET)}"/>'
    )


def _muscles(skeleton: Skeleton, muscles: Iterable[Muscle]) -> str:
    lines = []
    for muscle in muscles:
        at = []
        for bone, part, front in _REGIONS[muscle]:
            start, heading = skeleton.bones[bone]
            # A leg's bones point down, so that the body's front is on their other hand.
            turn = -90 if bone in {"thigh", "shank"} else 90
            at.append(ahead(ahead(start, heading, part * LENGTHS[bone]), heading + turn, front))
        lines.append(f"M{'L'.join(map(_at, at))}")
    if not lines:
        return ""
    return f'<path fill="none" stroke="{_ACCENT}" stroke-width="5.5" d="{"".join(lines)}"/>'


def _arrow(arrow: Arrow) -> str:
    (x, y), (u, v) = arrow.start, arrow.end
    length = math.dist(arrow.start, arrow.end)
    bend = (x + u) / 2 + (v - y) / length * arrow.bow * 2, (y + v) / 2 - (u - x) / length * arrow.bow * 2
    path = f"M{_at(arrow.start)}Q{_at(bend)} {_at(arrow.end)}{_barbs(bend, arrow.end)}"
    if arrow.both:
        path += _barbs(bend, arrow.start)
    return f'<path stroke="{_ACCENT}" stroke-width="3" d="{path}"/>'


def _barbs(tail: Point, tip: Point) -> str:
    back = math.degrees(math.atan2(tail[0] - tip[0], tip[1] - tail[1]))
    return f"M{_at(ahead(tip, back - 38, 7))}L{_at(tip)}L{_at(ahead(tip, back + 38, 7))}"


def _prop(prop: Prop) -> str:
    match prop:
        case Flat(y, left, right, thick) if thick:
            legs = f"M{_n(left + 4)} {_n(y)}V{_n(FLOOR_Y)}M{_n(right - 4)} {_n(y)}V{_n(FLOOR_Y)}"
            line = f"M{_n(left + 2)} {_n(y + thick / 2)}H{_n(right - 2)}"
            return f"{_line(3, legs)}{_line(thick, line)}"
        case Flat(y, left, right):
            return _line(2, f"M{_n(left)} {_n(y + 1)}H{_n(right)}")
        case Wall(x, behind):
            inside = x - 2 if behind else x + 2
            return _line(4, f"M{_n(inside)} 8V{_n(FLOOR_Y - 1)}")
        case Round(x, y, size, solid):
            fill = f' fill="{_SOFT}"' if solid else ""
            ring = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(size - 1.5)}"{fill} '
            return f'{ring}stroke="{_SOFT}" stroke-width="3"/>'


def _line(width: float, path: str) -> str:
    return f'<path stroke="{_SOFT}" stroke-width="{_n(width)}" d="{path}"/>'


def _at(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(value: float) -> str:
    """A tenth of a unit is finer than a pixel; minus nothing is nothing."""
    return f"{round(value, 1) + 0:g}"


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
