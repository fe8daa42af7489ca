"""Short films: guests who move when they should not, and guests who stand as still as people do."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from kiosk.screening.reason import Reason
from models.refusals import poses
from models.refusals.draw import Draw, posed
from models.refusals.picture import Picture

FPS, SECONDS = 8, 2.5
Acting = Callable[[Draw, float], Picture]


@dataclass(frozen=True)
class FilmCase:
    """One kind of film, as a still's ``Case``: ``acting`` draws the picture at a time, seconds."""

    name: str
    acting: Acting
    right: tuple[Reason, ...] = ()
    share: float = 0.15


def _wave(rate_hz: float, at_s: float) -> float:
    return float(np.sin(2.0 * np.pi * rate_hz * at_s))


def _stepping(draw: Draw, at_s: float) -> Picture:
    """Treading on the spot."""
    shot = draw.shot
    person = poses.stepping(shot.subject, shot.posture, shot.arms, 2.0 * np.pi * 0.8 * at_s, 0.7)
    return draw.picture(posed(draw.guest, person))


def _crossing(draw: Draw, at_s: float) -> Picture:
    """Walking through the picture, 0.5 m a second about its middle."""
    shot = draw.shot
    person = poses.stepping(shot.subject, shot.posture, shot.arms, 2.0 * np.pi * 0.5 * at_s, 0.7)
    along = -0.5 * (at_s - SECONDS / 2.0) * 0.6
    return draw.picture(replace(posed(draw.guest, person), at=(0.0, along), yaw_deg=0.0))


def _shifting(draw: Draw, at_s: float) -> Picture:
    """Moving back and forth by 3 cm either way, as when shuffling into place."""
    aside = draw.guest.at[1] + 0.03 * _wave(0.6, at_s)
    return draw.picture(replace(draw.guest, at=(draw.guest.at[0], aside)))


def _rocking(draw: Draw, at_s: float) -> Picture:
    """The trunk rocking by 7 degrees either way over still legs."""
    shot = draw.shot
    person = poses.rocking(shot.subject, shot.posture, shot.arms, 7.0 * _wave(0.5, at_s))
    return draw.picture(posed(draw.guest, person))


def _quiet(draw: Draw, at_s: float) -> Picture:
    """Quiet standing: the body sways by a centimetre in all, the trunk by half a degree with the breath."""
    shot = draw.shot
    person = poses.rocking(shot.subject, shot.posture, shot.arms, 0.25 * _wave(0.25, at_s))
    at = (draw.guest.at[0], draw.guest.at[1] + 0.005 * _wave(0.3, at_s))
    return draw.picture(replace(posed(draw.guest, person), at=at))


FILMS = (
    FilmCase("treading on the spot", _stepping, (Reason.MOVING,)),
    FilmCase("walking through", _crossing, (Reason.MOVING,)),
    FilmCase("shuffling", _shifting, (Reason.MOVING,)),
    FilmCase("trunk rocking", _rocking, (Reason.MOVING,)),
    FilmCase("measurable, standing quietly (film)", _quiet, share=0.4),
)


def frames(case: FilmCase, draw: Draw) -> list[Picture]:
    """The film's pictures, ``FPS`` a second, each with its own noise."""
    taken = []
    for index in range(round(FPS * SECONDS) + 1):
        picture = case.acting(draw, index / FPS)
        finish = replace(picture.scenery.finish, seed=picture.scenery.finish.seed + index)
        taken.append(replace(picture, scenery=replace(picture.scenery, finish=finish)))
    return taken
