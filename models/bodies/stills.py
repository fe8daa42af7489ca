"""Test pictures whose truth is known: side-on both ways, turned, too far, too close, two people, nobody."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from models.bodies.acting import Moment
from models.bodies.camera import Facing
from models.bodies.finish import Finish, encode_jpeg
from models.bodies.performer import Performer, perform
from models.bodies.shot import Placed
from models.bodies.stage import DISTANCE_M, Stage, bystander, guest, set_stage

WIDTH, HEIGHT, QUALITY = 360, 640, 86
FINISH = Finish(blur_px=0.4, noise=0.006, seed=3)


@dataclass(frozen=True)
class Still:
    """One case: who stands where and how, from how far, and what a position check should find.

    `turned_deg` turns the guest towards the camera (90 faces it), `reason` is what the kiosk should refuse
    with, or nothing when the picture can be measured.
    """

    name: str
    facing: Facing = "left"
    people: int = 1
    turned_deg: float = 0.0
    distance_m: float = DISTANCE_M
    aside_m: float = 0.0
    tilt_deg: float = 12.5
    reason: str = ""


STILLS = (
    Still("side_on_left", tilt_deg=12.5),
    Still("side_on_right", facing="right", tilt_deg=6.0),
    Still("facing_front", turned_deg=90.0, reason="not_side_on"),
    Still("three_quarter", turned_deg=45.0, reason="not_side_on"),
    Still("too_far", distance_m=6.5, reason="too_far"),
    Still("too_close", distance_m=1.6, reason="too_close"),
    Still("half_out", aside_m=-0.62, reason="not_in_frame"),
    Still("two_people", people=2, reason="more_than_one"),
    Still("empty_room", people=0, reason="nobody"),
)


def render_still(
    still: Still, width: int = WIDTH, height: int = HEIGHT
) -> tuple[NDArray[np.uint8], dict[str, Any]]:
    """The picture, RGB uint8 (height, width, 3), and its truth: tilt_deg only where somebody stands."""
    stage = set_stage(width, height, still.facing, still.distance_m)
    truth: dict[str, Any] = {"facing": still.facing, "people": still.people, "distance_m": still.distance_m}
    truth |= {"turned_deg": still.turned_deg, "reason": still.reason}
    people: list[Placed] = []
    if still.people:
        placed = _stand(guest(still.tilt_deg), still, (0.0, still.aside_m), still.turned_deg)
        people.append(placed)
        truth["tilt_deg"] = round(placed.person.tilt_deg, 2)
    if still.people > 1:
        people.append(_stand(bystander(), still, (0.15, -0.42), 180.0))
        people[0] = _stand(guest(still.tilt_deg), still, (0.0, 0.33), still.turned_deg)
    return _taken(stage, people), truth


def _stand(performer: Performer, still: Still, at: tuple[float, float], turned_deg: float) -> Placed:
    heading = turned_deg if still.facing == "left" else -turned_deg
    return perform(performer, Moment(at, heading, arms_from="crossed", arms_to="crossed"), 0.0)


def _taken(stage: Stage, people: list[Placed]) -> NDArray[np.uint8]:
    return stage.take(people, FINISH)


def still_named(name: str) -> Still:
    """A case by its name; KeyError when there is none."""
    return {still.name: still for still in STILLS}[name]


def _toml(name: str, truth: dict[str, Any]) -> str:
    lines = [f"[{name}]", f'file = "{name}.jpg"']
    for key, value in truth.items():
        lines.append(f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}")
    return "\n".join(lines) + "\n"


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("tests/data/renders"),
    show_default=True,
)
@click.option("--only", multiple=True, help="Render only the cases named.")
def main(out: Path, only: tuple[str, ...]) -> None:
    """Render the test pictures and write their truths beside them."""
    out.mkdir(parents=True, exist_ok=True)
    blocks = ["# Made by `python -m models.bodies.stills`: synthetic people, degrees and metres.\n"]
    for still in (still for still in STILLS if not only or still.name in only):
        image, truth = render_still(still)
        (out / f"{still.name}.jpg").write_bytes(encode_jpeg(image, QUALITY))
        blocks.append(_toml(still.name, truth))
        click.echo(f"{still.name}: {truth}")
    text = "\n".join(blocks)
    tomllib.loads(text)
    if not only:
        (out / "truth.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
