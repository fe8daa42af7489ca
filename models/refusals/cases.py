"""Every case: what is wrong with its pictures, if anything, and which reason the kiosk should give."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.screening.reason import Reason
from models.bodies.person import Person
from models.refusals import company, poses, views
from models.refusals.draw import Draw, posed, tall_m
from models.refusals.picture import Picture

Drawing = Callable[[Draw], Picture]


@dataclass(frozen=True)
class Case:
    """One kind of picture.

    Attributes:
        name: what the report calls it.
        drawing: draws a picture of it.
        right: the reasons that are a right answer; empty where the picture can be measured.
        share: how many of its pictures are made, of those asked for.
    """

    name: str
    drawing: Drawing
    right: tuple[Reason, ...] = ()
    share: float = 1.0


def _empty(draw: Draw) -> Picture:
    return draw.picture()


def _measurable(draw: Draw) -> Picture:
    return draw.picture(draw.guest)


def _yawed(toward_deg: float) -> Drawing:
    def drawing(draw: Draw) -> Picture:
        either = 0.0 if draw.rng.random() < 0.5 else 180.0
        yaw = draw.turned(either + (1.0 if either == 0.0 else -1.0) * toward_deg + draw.uniform(-2.0, 2.0))
        return draw.picture(replace(draw.guest, yaw_deg=yaw))

    return drawing


def _side_on(draw: Draw) -> Picture:
    """At the ends of what is allowed: 7 to 10 degrees towards the camera or away."""
    return draw.picture(replace(draw.guest, yaw_deg=draw.sign() * draw.uniform(7.0, 10.0)))


def _feet_cut(draw: Draw) -> Picture:
    at = draw.uniform(0.05, 0.25) * tall_m(draw.guest)
    return draw.picture(draw.guest, camera=views.cut_at(draw.camera, at, feet=True))


def _head_cut(draw: Draw) -> Picture:
    at = draw.uniform(0.80, 0.93) * tall_m(draw.guest)
    return draw.picture(draw.guest, camera=views.cut_at(draw.camera, at, feet=False))


def _aside(draw: Draw) -> Picture:
    """Half out of the picture's left or right side."""
    reach = draw.camera.distance_m * draw.camera.width / (2.0 * draw.camera.focal_px)
    aside = draw.sign() * (reach - draw.uniform(0.0, 0.1))
    return draw.picture(replace(draw.guest, at=(0.0, aside)), camera=replace(draw.camera, pan_deg=0.0))


def _sized(low: float, high: float) -> Drawing:
    def drawing(draw: Draw) -> Picture:
        camera = views.sized(draw.camera, tall_m(draw.guest), draw.uniform(low, high))
        return draw.picture(draw.guest, camera=camera)

    return drawing


def _in_pose(pose: Callable[..., Person]) -> Drawing:
    def drawing(draw: Draw) -> Picture:
        shot = draw.shot
        person = pose(shot.subject, shot.posture, shot.arms, draw.rng)
        return draw.picture(posed(draw.guest, person))

    return drawing


def _dark(draw: Draw) -> Picture:
    picture = draw.picture(draw.guest)
    finish = replace(picture.scenery.finish, gain=draw.uniform(0.02, 0.09), gamma=1.0, noise=0.02)
    return replace(picture, scenery=replace(picture.scenery, finish=finish))


def _dim(draw: Draw) -> Picture:
    """A poorly lit room in which the outline is still plain."""
    picture = draw.picture(draw.guest)
    finish = replace(picture.scenery.finish, gain=draw.uniform(0.35, 0.55), gamma=1.0, noise=0.012)
    return replace(picture, scenery=replace(picture.scenery, finish=finish))


_FAR = (Reason.NOBODY, Reason.TOO_FAR)
"""A printed person alone may also be taken for someone far off: "step closer" harms nobody."""

STILLS = (
    Case("empty room", _empty, (Reason.NOBODY,), 1.5),
    Case("coat on a stand", company.coat, (Reason.NOBODY,)),
    Case("poster, nobody there", company.poster_alone, _FAR),
    Case("two side by side", company.two_guests, (Reason.MORE_THAN_ONE,), 1.5),
    Case("someone walking close by", company.passer, (Reason.MORE_THAN_ONE,), 1.5),
    Case("feet cut off", _feet_cut, (Reason.NOT_IN_FRAME,)),
    Case("head cut off", _head_cut, (Reason.NOT_IN_FRAME,)),
    Case("half out at a side", _aside, (Reason.NOT_IN_FRAME,)),
    Case("too far", _sized(0.14, 0.28), (Reason.TOO_FAR,)),
    Case("too close", _sized(1.12, 1.9), (Reason.TOO_CLOSE,)),
    Case("front", _yawed(90.0), (Reason.NOT_SIDE_ON,)),
    Case("back", _yawed(-90.0), (Reason.NOT_SIDE_ON,)),
    Case("turned 30° towards", _yawed(30.0), (Reason.NOT_SIDE_ON,)),
    Case("turned 30° away", _yawed(-30.0), (Reason.NOT_SIDE_ON,)),
    Case("turned 45° towards", _yawed(45.0), (Reason.NOT_SIDE_ON,)),
    Case("turned 45° away", _yawed(-45.0), (Reason.NOT_SIDE_ON,)),
    Case("turned 60° towards", _yawed(60.0), (Reason.NOT_SIDE_ON,)),
    Case("turned 60° away", _yawed(-60.0), (Reason.NOT_SIDE_ON,)),
    Case("seated on a stool", company.seated, (Reason.NOT_STANDING,)),
    Case("squat", _in_pose(poses.squat), (Reason.NOT_STANDING,)),
    Case("lunge", _in_pose(poses.lunge), (Reason.NOT_STANDING,)),
    Case("bent forward", _in_pose(poses.bent), (Reason.NOT_STANDING,)),
    Case("too dark", _dark, (Reason.TOO_DARK,)),
    Case("measurable", _measurable, share=5.0),
    Case("measurable, 7-10° turned", _side_on, share=2.5),
    Case("measurable, dim room", _dim),
    Case("measurable, bystander behind", company.bystander, share=2.5),
    Case("measurable, mirror", company.mirror, share=2.5),
    Case("measurable, posters", company.posters, share=1.5),
)


def measurable(case: Case) -> bool:
    """Whether the case's pictures can be measured."""
    return not case.right
