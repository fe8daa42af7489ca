"""Short films of a drawn person at the kiosk, with their truth: the demo camera's clip and others."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from models.bodies.acting import Action, Arrange, Moment, Stand, Tip, Turn, Wait, Walk, play, still_spans
from models.bodies.camera import Facing
from models.bodies.finish import Finish
from models.bodies.performer import Performer, perform
from models.bodies.shot import Placed
from models.bodies.stage import CAST_SEED, DISTANCE_M, LENS_M, VIEW_DEG, bystander, guest, set_stage

WIDTH, HEIGHT, FPS = 720, 1280, 15
DEMO = Path(__file__).resolve().parents[2] / "kiosk" / "camera" / "demo_clip.mp4"
OFF_STAGE_M = 1.35  # out of sight at the demo's distance and lens


@dataclass(frozen=True)
class Part:
    """One performer's part in a film: where and how they start, and what they do from the first frame."""

    performer: Performer
    start: Moment
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Scenario:
    """A film: its parts, the guest's first, the side the guest faces, and how long it runs."""

    parts: tuple[Part, ...]
    facing: Facing
    seconds: float


def demo(tilt_deg: float, facing: Facing, body: int, seed: int) -> Scenario:
    """A guest walks in, looks at the screen, turns side-on, crosses the arms, stands, and leaves."""
    camera_way = 90.0 if facing == "left" else -90.0
    actions: tuple[Action, ...] = (
        Wait(1.5),
        Walk((0.0, 0.0), 1.9, halts=True),
        Turn(camera_way, 0.8),
        Wait(0.7),
        Arrange("crossed", Turn(0.0, 1.0)),
        Stand(9.4),
        Arrange("hanging", Walk((0.0, -OFF_STAGE_M), 1.5)),
        Wait(0.4),
    )
    return _solo(guest(tilt_deg, body, seed), actions, facing)


def stretch(tilt_deg: float, facing: Facing, body: int, seed: int) -> Scenario:
    """A guest already on the mat arches, tucks and relaxes, standing 4 s in each."""
    actions: tuple[Action, ...] = (
        Tip(9.0, 1.2),
        Stand(4.0),
        Tip(-9.0, 1.8),
        Stand(4.0),
        Tip(0.0, 1.2),
        Stand(4.0),
    )
    return _solo(guest(tilt_deg, body, seed), actions, facing, on_mat=True)


def front_only(tilt_deg: float, facing: Facing, body: int, seed: int) -> Scenario:
    """A guest who never turns side-on."""
    camera_way = 90.0 if facing == "left" else -90.0
    actions: tuple[Action, ...] = (
        Wait(0.5),
        Walk((0.0, 0.0), 1.9, halts=True),
        Turn(camera_way, 0.8),
        Stand(6.0),
    )
    return _solo(guest(tilt_deg, body, seed), actions, facing)


def company(tilt_deg: float, facing: Facing, body: int, seed: int) -> Scenario:
    """A guest stands while someone else crosses the room behind and stops in view for a while."""
    guest_part = _solo(guest(tilt_deg, body, seed), (Stand(10.0),), facing, on_mat=True).parts[0]
    behind = -0.9 if facing == "left" else 0.9
    crossing: tuple[Action, ...] = (
        Wait(2.5),
        Walk((behind, 0.35), 2.2, halts=True),
        Wait(1.8),
        Walk((behind, -2.1), 2.6),
        Wait(0.9),
    )
    other = Part(bystander(), Moment((behind, 2.1), 0.0), crossing)
    return Scenario((guest_part, other), facing, 10.0)


Director = Callable[[float, Facing, int, int], Scenario]
SCENARIOS: dict[str, Director] = {
    "demo": demo,
    "stretch": stretch,
    "front_only": front_only,
    "company": company,
}


def _solo(
    performer: Performer, actions: tuple[Action, ...], facing: Facing, on_mat: bool = False
) -> Scenario:
    start = Moment((0.0, 0.0 if on_mat else OFF_STAGE_M), 0.0)
    if on_mat:
        start = Moment((0.0, 0.0), 0.0, arms_from="crossed", arms_to="crossed")
    return Scenario((Part(performer, start, actions),), facing, sum(action.seconds for action in actions))


def people_at(scenario: Scenario, at_s: float) -> list[Placed]:
    """Everyone near the stage at a time; those far off it are not drawn."""
    moments = [(part.performer, play(part.actions, part.start, at_s)) for part in scenario.parts]
    return [
        perform(who, moment, at_s) for who, moment in moments if abs(moment.at[1]) < 2.0 and not _away(moment)
    ]


def _away(moment: Moment) -> bool:
    return abs(moment.at[1]) >= OFF_STAGE_M and moment.at[0] == 0.0


class Film:
    """The pictures of a scenario by number, drawn as they are asked for."""

    def __init__(self, scenario: Scenario, width: int = WIDTH, height: int = HEIGHT) -> None:
        self._scenario = scenario
        self._stage = set_stage(width, height, scenario.facing)
        self.tilts_deg: dict[int, float] = {}

    def __len__(self) -> int:
        return round(self._scenario.seconds * FPS)

    def picture(self, index: int) -> NDArray[np.uint8]:
        """RGB uint8 (H, W, 3) at `index` / 15 s; the guest's tilt in it is noted in `tilts_deg`."""
        people = people_at(self._scenario, index / FPS)
        if people:
            self.tilts_deg[index] = people[0].person.tilt_deg
        return self._stage.take(people, Finish(blur_px=0.6, noise=0.004, seed=index))


def encode(film: Film, path: Path, quality: int = 25) -> None:
    """Write a film as H.264 (yuv420p, constant quality: lower is better and larger)."""
    import av  # noqa: PLC0415 - only films need it

    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        # One thread and a fixed preset: the same pictures give the same file.
        stream.options = {"crf": str(quality), "preset": "slow", "x264-params": "threads=1"}
        for index in track(range(len(film)), description="frames"):
            frame = av.VideoFrame.from_ndarray(film.picture(index), format="rgb24")
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)


def facts(scenario: Scenario, film: Film, source: dict[str, Any]) -> str:
    """The film's truth as TOML: every stand with its span and true tilt, the camera, and how it was made."""
    lines = ["# Synthetic: drawn by models/bodies, no person was filmed."]
    head = source | {
        "facing": scenario.facing,
        "fps": FPS,
        "frames": len(film),
        "width": WIDTH,
        "height": HEIGHT,
    }
    head |= {
        "lens_height_m": LENS_M,
        "distance_m": DISTANCE_M,
        "vertical_view_deg": VIEW_DEG,
        "people": len(scenario.parts),
    }
    lines += [
        f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}" for key, value in head.items()
    ]
    for start, end in still_spans(scenario.parts[0].actions):
        seen = [tilt for index, tilt in film.tilts_deg.items() if start <= index / FPS < end]
        tilt = f"{float(np.mean(seen)):.2f}" if seen else "nan"
        lines += ["", "[[stand]]", f"start_s = {start:.2f}", f"end_s = {end:.2f}", f"tilt_deg = {tilt}"]
    text = "\n".join(lines) + "\n"
    tomllib.loads(text)
    return text


@click.command()
@click.option("--scenario", "name", type=click.Choice(sorted(SCENARIOS)), default="demo", show_default=True)
@click.option(
    "--tilt",
    "tilt_deg",
    default=12.5,
    show_default=True,
    help="True tilt of the guest's relaxed stance, degrees.",
)
@click.option("--facing", type=click.Choice(["left", "right"]), default="left", show_default=True)
@click.option("--seed", default=CAST_SEED, show_default=True, help="The world the guest comes from.")
@click.option("--body", default=6, show_default=True, help="The guest's number in it.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=DEMO,
    show_default="the demo camera's clip",
)
def main(name: str, tilt_deg: float, facing: Facing, seed: int, body: int, out: Path) -> None:
    """Film a scenario and write its truth beside it."""
    scenario = SCENARIOS[name](tilt_deg, facing, body, seed)
    film = Film(scenario)
    encode(film, out)
    options = f"--scenario {name} --tilt {tilt_deg} --facing {facing} --seed {seed} --body {body}"
    command = f"python -m models.bodies.clip {options}"
    source = {"file": out.name, "command": command, "scenario": name, "seed": seed, "body": body}
    out.with_suffix(".toml").write_text(facts(scenario, film, source), encoding="utf-8")
    click.echo(f"{out}: {len(film)} frames, {out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
