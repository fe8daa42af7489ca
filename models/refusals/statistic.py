"""What each check measured on a picture: one number a check, beside the limit it is held against."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.pose.body import Body
from kiosk.screening.checks import (
    Limits,
    body_height_px,
    knee_deg,
    lean_deg,
    mean_luma,
    stride,
    turn,
    wander,
    watched_point,
    yaw_deg,
)
from models.refusals.films import FPS
from models.refusals.judge import Verdict

LIMITS = Limits()
_STILL_FRAMES = round(LIMITS.still_s * FPS) + 1


@dataclass(frozen=True)
class Statistic:
    """One check's number.

    Attributes:
        name: the limit's name in ``Limits``.
        axis: what it is, for a plot's axis.
        of: the number of a verdict, or None where there is none (no body).
        limit: where the check says no.
        spoiled: the cases that the check is for, by the beginnings of their names.
    """

    name: str
    axis: str
    of: Callable[[Verdict], float | None]
    limit: float
    spoiled: tuple[str, ...]


def _on_body(measure: Callable[[Body], float]) -> Callable[[Verdict], float | None]:
    """The measure of the last body seen, when the crop had settled."""

    def of(verdict: Verdict) -> float | None:
        body = verdict.scenes[-1].body
        return None if body is None else measure(body)

    return of


def _in_either(measure: Callable[[Body], float]) -> Callable[[Verdict], float | None]:
    """The smaller measure of the last body seen and of its twin in the mirror image, as in the check."""

    def of(verdict: Verdict) -> float | None:
        scene = verdict.scenes[-1]
        return min((measure(body) for body in (scene.body, scene.twin) if body is not None), default=None)

    return of


def _share(body: Body) -> float:
    return body_height_px(body) / body.frame_size[1]


def _other(verdict: Verdict) -> float | None:
    scene = verdict.scenes[-1]
    return None if scene.body is None else max(scene.others, default=0.0)


def _luma(verdict: Verdict) -> float | None:
    return mean_luma(verdict.image)


def _wander(verdict: Verdict) -> float | None:
    """The median over the film of what the stillness check sees; a still has none."""
    bodies = [scene.body for scene in verdict.scenes if scene.body is not None]
    if len(verdict.taken.files) < 2 or len(bodies) < _STILL_FRAMES:
        return None
    spans = [bodies[at : at + _STILL_FRAMES] for at in range(len(bodies) - _STILL_FRAMES + 1)]
    wanders = sorted(wander([watched_point(b) for b in span], body_height_px(span[-1])) for span in spans)
    return wanders[len(wanders) // 2]


_TURNED = ("turned", "front", "back")
_MOVING = ("treading", "walking", "shuffling", "trunk")

STATISTICS = (
    Statistic("luma", "mean brightness, 0..255", _luma, LIMITS.luma, ("too dark",)),
    Statistic("other", "largest other person, of the guest's size", _other, LIMITS.other, ("two", "someone")),
    Statistic("far", "body height, of the frame's", _on_body(_share), LIMITS.far, ("too far",)),
    Statistic("turn", "shoulders and hips across, of the trunk", _in_either(turn), LIMITS.turn, _TURNED),
    Statistic("yaw_deg", "shoulders turned in 3-D, degrees", _in_either(yaw_deg), LIMITS.yaw_deg, _TURNED),
    Statistic("knee_deg", "better seen knee", _on_body(knee_deg), LIMITS.knee_deg, ("seated", "squat")),
    Statistic("stride", "ankles apart, of the leg", _on_body(stride), LIMITS.stride, ("lunge",)),
    Statistic("lean_deg", "trunk's lean, degrees", _on_body(lean_deg), LIMITS.lean_deg, ("bent",)),
    Statistic("drift", "wander in 0.6 s, of body height", _wander, LIMITS.drift, _MOVING),
)
