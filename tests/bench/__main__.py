"""Print a table: speed and memory beside MediaPipe's Python solution, and one whole measurement."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click
import cv2
from rich.console import Console
from rich.table import Table

from kiosk.camera.demo import CLIP
from kiosk.pose.runtime import runtime_name
from tests.bench import growth
from tests.bench.clips import STANDS_S, frames_per_second, standing_frames
from tests.bench.whole import whole_kiosk

ROOT = Path(__file__).resolve().parent.parent.parent
PEER = ROOT / ".venv-mediapipe" / "bin" / "python"
LITERT = ROOT / ".venv-rebuild" / "bin" / "python"  # has both runtimes, and takes LiteRT
_PEER = "MediaPipe"
_KIOSK = ("-m", "tests.bench.with_kiosk")
SIX_SECONDS = 6.0


@dataclass(frozen=True)
class Run:
    """One contestant's run over the clip: each frame's time and whether a body was seen in it."""

    took_ms: list[float]
    seen: list[bool]
    peak_mb: float

    def times(self, following: bool) -> list[float]:
        """Milliseconds of all frames, or of those alone in which a body seen in the frame before was."""
        pairs = zip(self.took_ms[1:], self.seen[1:], self.seen, strict=False)
        return [ms for ms, seen, before in pairs if seen and before] if following else self.took_ms


def on_one_core(command: list[str]) -> Run:
    """Run a contestant pinned to one core and read its result."""
    core = min(os.sched_getaffinity(0))
    done = subprocess.run(
        ["taskset", "-c", str(core), *command],
        cwd=ROOT,
        env=os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    )
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def has_peer() -> bool:
    """Whether MediaPipe could be installed: its last wheel with Python solutions is for Python 3.12."""
    asked = [
        str(PEER),
        "-c",
        "import importlib.util, sys; sys.exit(not importlib.util.find_spec('mediapipe'))",
    ]
    return PEER.exists() and subprocess.run(asked, check=False).returncode == 0


def contest(clip: Path, rounds: int) -> dict[str, list[Run]]:
    """All contestants in turns, so that a busy machine is busy for each."""
    contestants = {f"kiosk ({runtime_name()})": [sys.executable, *_KIOSK, "weights"]}
    if LITERT.exists():
        contestants["kiosk (LiteRT)"] = [str(LITERT), *_KIOSK, "weights"]
        contestants["kiosk (LiteRT, int8 activations)"] = [str(LITERT), *_KIOSK, "activations"]
    if has_peer():
        contestants[_PEER] = [str(PEER), "tests/bench/with_mediapipe.py"]
    runs: dict[str, list[Run]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, command in contestants.items():
            runs[name].append(on_one_core([*command, str(clip)]))
    return runs


def table_of(runs: dict[str, list[Run]], title: str) -> Table:
    """A row for each contestant."""
    table = Table(title=title)
    for column in (
        "",
        "frames",
        "with body",
        "ms (median)",
        "frames/s, all",
        "frames/s, following",
        "peak MB",
    ):
        table.add_column(column, justify="right")
    for name, its in runs.items():
        took = [ms for run in its for ms in run.took_ms]
        seen, peak_mb = sum(sum(run.seen) for run in its), max(run.peak_mb for run in its)
        middle = f"{statistics.median(took):.1f}"
        row = len(took), seen, middle, f"{fps(its):.1f}", f"{fps(its, following=True):.1f}", f"{peak_mb:.0f}"
        table.add_row(name, *map(str, row))
    return table


def fps(runs: list[Run], following: bool = False) -> float:
    """Frames per second over all of a contestant's runs, over all frames or while a body is followed."""
    return 1000 / statistics.fmean(ms for run in runs for ms in run.times(following))


def plain_table(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> Table:
    """A table of words and numbers."""
    table = Table(title=title)
    for column in columns:
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(*row)
    return table


def print_growth(console: Console, clip: Path, stand_s: float) -> None:
    """Where the time goes and how it grows."""
    frames = standing_frames(clip, stand_s, SIX_SECONDS)
    cv2.setNumThreads(1)
    steps = [(name, f"{ms:.2f}") for name, ms in growth.stages(frames).items()]
    console.print(plain_table("Where a frame's time goes, one thread", ("step", "ms"), steps))
    heights = [(str(height), f"{ms:.1f}") for height, ms in growth.by_height(frames).items()]
    console.print(plain_table("By the picture's height", ("rows", "ms a frame (median)"), heights))
    people = [(str(count), f"{ms:.1f}") for count, ms in growth.by_people(frames).items()]
    console.print(plain_table("By people side by side", ("people", "ms a frame (mean)"), people))
    with tempfile.TemporaryDirectory() as folder:
        lengths = growth.by_length(frames, frames_per_second(clip), Path(folder))
    rows = [(f"{one.length_s:.0f}", one.status, f"{one.took_s:.1f}", f"{one.peak_mb:.0f}") for one in lengths]
    console.print(plain_table("kiosk measure", ("clip, s", "answer", "took, s", "peak MB"), rows))


@click.command()
@click.option("--clip", type=click.Path(exists=True, path_type=Path), default=CLIP, help="What to run on.")
@click.option("--stand-s", type=float, default=STANDS_S, help="Where in it the person stands still, seconds.")
@click.option("--rounds", type=click.IntRange(1), default=3, help="How often each contestant runs, in turns.")
def main(clip: Path, stand_s: float, rounds: int) -> None:
    """Run the contest, the growth and a whole kiosk, and print what they took."""
    console = Console(width=100)
    runs = contest(clip, rounds)
    console.print(table_of(runs, f"{clip.name}, one core, {rounds} rounds in turns"))
    for name, its in runs.items():
        if _PEER in runs and name != _PEER:
            every, followed = (fps(its, way) / fps(runs[_PEER], way) for way in (False, True))
            console.print(f"{name} / {_PEER}, frames per second: {every:.2f}; following: {followed:.2f}")
    print_growth(console, clip, stand_s)
    whole = whole_kiosk()
    console.print(
        f"kiosk run: result {whole.result_ms:.0f} ms after the capture, resident {whole.resident_mb:.0f} MB "
        f"(peak {whole.peak_mb:.0f}), idle before an empty room {whole.idle_share:.0%} of a core"
    )


if __name__ == "__main__":
    main()
