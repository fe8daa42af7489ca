"""Print a table: speed and memory beside MediaPipe's Python solution, and one whole measurement."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click
import cv2
from rich.console import Console
from rich.table import Table

from kiosk.camera.demo import CLIP
from tests.bench.whole import whole_kiosk

ROOT = Path(__file__).resolve().parent.parent.parent
PEER = ROOT / ".venv-mediapipe" / "bin" / "python"
SIX_SECONDS = 6.0


@dataclass(frozen=True)
class Run:
    """One contestant's run over the clip."""

    took_ms: list[float]
    seen: int
    peak_mb: float


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


def six_second_clip(folder: Path, clip: Path, start_s: float) -> Path:
    """Six seconds of a clip from where the person stands, as a file of its own."""
    video = cv2.VideoCapture(str(clip))
    fps = video.get(cv2.CAP_PROP_FPS)
    size = int(video.get(cv2.CAP_PROP_FRAME_WIDTH)), int(video.get(cv2.CAP_PROP_FRAME_HEIGHT))
    path = folder / "six_seconds.mp4"
    out = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), fps, size)
    video.set(cv2.CAP_PROP_POS_MSEC, start_s * 1000)
    for _ in range(round(SIX_SECONDS * fps)):
        ok, image = video.read()
        if not ok:
            break
        out.write(image)
    out.release()
    return path


def whole_measure(clip: Path) -> tuple[float, float, str]:
    """Wall seconds, peak memory in MB and the answer of one ``kiosk measure``."""
    began_s = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "measure", "--json", str(clip)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    took_s = time.perf_counter() - began_s
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return took_s, peak_mb, json.loads(done.stdout)["status"]


def has_peer() -> bool:
    """Whether MediaPipe could be installed: its last wheel with Python solutions is for Python 3.12."""
    asked = [
        str(PEER),
        "-c",
        "import importlib.util, sys; sys.exit(not importlib.util.find_spec('mediapipe'))",
    ]
    return PEER.exists() and subprocess.run(asked, check=False).returncode == 0


def contest(clip: Path, rounds: int) -> dict[str, list[Run]]:
    """Both contestants in turns, so that a busy machine is busy for both."""
    contestants = {
        "kiosk": [sys.executable, "-m", "tests.bench.with_kiosk"],
    }
    if has_peer():
        contestants["mediapipe"] = [str(PEER), "tests/bench/with_mediapipe.py"]
    runs: dict[str, list[Run]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, command in contestants.items():
            runs[name].append(on_one_core([*command, str(clip)]))
    return runs


def table_of(runs: dict[str, list[Run]], title: str) -> Table:
    """A row for each contestant."""
    table = Table(title=title)
    for column in ("", "frames", "with body", "ms a frame (median)", "frames/s (mean)", "peak MB"):
        table.add_column(column, justify="right")
    for name, its in runs.items():
        took = [ms for run in its for ms in run.took_ms]
        seen, peak_mb = sum(run.seen for run in its), max(run.peak_mb for run in its)
        row = len(took), seen, f"{statistics.median(took):.1f}", f"{fps(its):.1f}", f"{peak_mb:.0f}"
        table.add_row(name, *map(str, row))
    return table


def fps(runs: list[Run]) -> float:
    """Frames per second over all of a contestant's runs."""
    return 1000 / statistics.fmean(ms for run in runs for ms in run.took_ms)


@click.command()
@click.option("--clip", type=click.Path(exists=True, path_type=Path), default=CLIP, help="What to run on.")
@click.option("--stand-s", type=float, default=6.5, help="Where in it the person stands still, seconds.")
@click.option("--rounds", type=click.IntRange(1), default=3, help="How often each contestant runs, in turns.")
def main(clip: Path, stand_s: float, rounds: int) -> None:
    """Run the contest, a whole measurement and a whole kiosk, and print what they took."""
    # The measurement comes first: the children's peak memory is that of the largest child so far.
    with tempfile.TemporaryDirectory() as folder:
        took_s, peak_mb, status = whole_measure(six_second_clip(Path(folder), clip, stand_s))
    runs = contest(clip, rounds)
    whole = whole_kiosk()
    console = Console(width=100)
    console.print(table_of(runs, f"{clip.name}, one core, {rounds} rounds in turns"))
    if "mediapipe" in runs:
        ratio = fps(runs["kiosk"]) / fps(runs["mediapipe"])
        console.print(f"kiosk / MediaPipe, frames per second: {ratio:.2f}")
    console.print(
        f"kiosk measure, {SIX_SECONDS:.0f} s clip ({status}): {took_s:.1f} s, "
        f"{took_s / SIX_SECONDS:.2f} of the clip's length, peak {peak_mb:.0f} MB"
    )
    console.print(
        f"kiosk run: result {whole.result_ms:.0f} ms after the capture, resident {whole.resident_mb:.0f} MB "
        f"(peak {whole.peak_mb:.0f}), idle before an empty room {whole.idle_share:.0%} of a core"
    )


if __name__ == "__main__":
    main()
