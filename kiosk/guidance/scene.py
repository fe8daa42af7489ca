"""A drawn scene: people, what stands around them and what is pointed out, seen whole or from close by."""

from dataclasses import dataclass
from typing import Final

from kiosk.guidance.figure import Arrow, Tone, Worn, draw_arrow, draw_person, draw_prop, draw_shadow
from kiosk.guidance.ink import GROUND, SOFT, chain, number, picture, xy
from kiosk.guidance.skeleton import FLOOR, HEIGHT, WIDTH, Flat, Point, Pose, Round, Wall, ahead


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the drawing that is shown; always as wide to high as a whole picture.

    Attributes:
        x, y: its upper left corner.
        height: how high it is, the drawing's units.
    """

    x: float
    y: float
    height: float

    @property
    def width(self) -> float:
        """As a whole picture's to its height."""
        return self.height * WIDTH / HEIGHT


WHOLE: Final = Window(0.0, 0.0, HEIGHT)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a scene.

    Attributes:
        pose: how they stand.
        worn: what is on them.
        bucket: whether their pelvis is drawn as the mark.
        faint: drawn as one faint shape: how it was before, or somebody who does not count.
        at: how far they are moved from where the pose has them.
        scale: how large they are beside a whole picture's person, about the drawing's origin.
        mirrored: they face left; the pose's own x then counts from the right.
    """

    pose: Pose
    worn: tuple[Worn, ...] = ()
    bucket: bool = True
    faint: bool = False
    at: Point = (0.0, 0.0)
    scale: float = 1.0
    mirrored: bool = False

    def seen(self, point: Point) -> Point:
        """Where a point of the pose's own drawing is in the scene."""
        x = WIDTH - point[0] if self.mirrored else point[0]
        return self.at[0] + x * self.scale, self.at[1] + point[1] * self.scale


@dataclass(frozen=True, slots=True)
class Trace:
    """A line through points, or a shape where it is ``filled``; ``dashed`` where it is only meant."""

    points: tuple[Point, ...]
    tone: Tone = Tone.SOFT
    width: float = 2.0
    dashed: bool = False
    filled: Tone | None = None


@dataclass(frozen=True, slots=True)
class Blob:
    """Circles joined by what lies between them: (middle, radius) each, an ``edge`` around it as of a limb."""

    circles: tuple[tuple[Point, float], ...]
    tone: Tone = Tone.SOFT
    edge: float = 3.0


@dataclass(frozen=True, slots=True)
class Oval:
    """An ellipse: a mat on the floor, or a ripple; a ring where it is not ``filled``."""

    x: float
    y: float
    across: float
    high: float
    tone: Tone = Tone.SOFT
    width: float = 2.0
    filled: Tone | None = None


@dataclass(frozen=True, slots=True)
class Arc:
    """A part of a circle between two headings, degrees clockwise from straight up."""

    x: float
    y: float
    radius: float
    from_deg: float
    to_deg: float
    tone: Tone = Tone.SOFT
    width: float = 2.0


@dataclass(frozen=True, slots=True)
class Cross:
    """What is crossed out: not so."""

    x: float
    y: float
    size: float


Thing = Flat | Wall | Round | Trace | Blob | Oval | Arc | Cross | Arrow


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture's content, from back to front."""

    people: tuple[Person, ...]
    behind: tuple[Thing, ...] = (FLOOR,)
    before: tuple[Thing, ...] = ()
    window: Window = WHOLE


def draw_scene(scene: Scene, title: str = "") -> str:
    """The scene as SVG text, coloured by the page just as a figure is.

    Args:
        scene: what to draw.
        title: what a screen reader says, in the reader's language; empty: nothing.
    """
    shown = scene.window
    box = " ".join(map(number, (shown.x, shown.y, shown.width, shown.height)))
    behind, before = ("".join(map(_thing, things)) for things in (scene.behind, scene.before))
    return picture(box, title, behind + "".join(map(_person, scene.people)) + before)


def _person(person: Person) -> str:
    if person.faint:
        inside = draw_shadow(person.pose)
    else:
        inside = draw_person(person.pose, worn=person.worn, bucket=person.bucket)
    x, y = person.seen((0.0, 0.0))
    across = -person.scale if person.mirrored else person.scale
    if (x, y, across) == (0.0, 0.0, 1.0):
        return inside
    return f'<g transform="translate({xy((x, y))}) scale({across:g} {person.scale:g})">{inside}</g>'


def _thing(thing: Thing) -> str:
    match thing:
        case Trace(points, tone, width, dashed, filled):
            path = f"M{'L'.join(map(xy, points))}{'Z' if filled else ''}"
            dashes = f' stroke-dasharray="{number(width / 2)} {number(width * 2.2)}"' if dashed else ""
            return f'<path{_fill(filled)} stroke="{tone}" stroke-width="{number(width)}"{dashes} d="{path}"/>'
        case Blob(circles, tone, edge):
            around = f'stroke="{GROUND}" stroke-width="{number(edge)}" paint-order="stroke"'
            return f'<path fill="{tone}" {around} d="{chain(circles)}"/>'
        case Oval(x, y, across, high, tone, width, filled):
            size = f'cx="{number(x)}" cy="{number(y)}" rx="{number(across)}" ry="{number(high)}"'
            return f'<ellipse{_fill(filled)} stroke="{tone}" stroke-width="{number(width)}" {size}/>'
        case Arc(x, y, radius, from_deg, to_deg, tone, width):
            start, end = (ahead((x, y), heading, radius) for heading in (from_deg, to_deg))
            bend = f"A{number(radius)} {number(radius)} 0 {to_deg - from_deg > 180:d}1"
            return f'<path stroke="{tone}" stroke-width="{number(width)}" d="M{xy(start)}{bend} {xy(end)}"/>'
        case Cross(x, y, size):
            path = f"M{xy((x - size, y - size))}L{xy((x + size, y + size))}"
            path += f"M{xy((x + size, y - size))}L{xy((x - size, y + size))}"
            return "".join(
                f'<path stroke="{tone}" stroke-width="{number(width)}" d="{path}"/>'
                for tone, width in ((GROUND, size * 0.45 + 3), (SOFT, size * 0.45))
            )
        case Arrow():
            return draw_arrow(thing)
        case _:
            return draw_prop(thing)


def _fill(tone: Tone | None) -> str:
    return f' fill="{tone}"' if tone else ""
