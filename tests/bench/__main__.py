"""Print a table: speed and memory beside MediaPipe's Python solution, and one whole measurement."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import cv2
from rich.console import Console
from rich.table import Table

from kiosk.camera.demo import CLIP

ROOT = Path(__file__).resolve().parent.parent.parent
PEER = ROOT / ".venv-mediapipe" / "bin" / "python"
SIX_SECONDS = 6.0


def on_one_core(command: list[str]) -> dict[str, object]:
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
    result: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return result


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


@click.command()
@click.option(
    "--clip", type=click.Path(exists=True, path_type=Path), default=CLIP, help="The clip to run on."
)
@click.option("--stand-s", type=float, default=6.0, help="Where in it the person stands still, seconds.")
@click.option("--rounds", type=click.IntRange(1), default=3, help="How often each contestant runs, in turns.")
def main(clip: Path, stand_s: float, rounds: int) -> None:
    """Run the contest and print the table."""
    contestants = {"kiosk": [sys.executable, "-m", "tests.bench.with_kiosk"]}
    contestants["mediapipe"] = [str(PEER), "tests/bench/with_mediapipe.py"]
    # The whole measurement comes first: the children's peak memory is that of the largest child so far.
    with tempfile.TemporaryDirectory() as folder:
        took_s, peak_mb, status = whole_measure(six_second_clip(Path(folder), clip, stand_s))
    results: dict[str, list[dict[str, object]]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, command in contestants.items():
            results[name].append(on_one_core([*command, str(clip)]))
    table = Table(title=f"{clip.name}, one core, {rounds} rounds in turns")
    for column in ("", "frames", "with body", "ms a frame (median)", "frames/s (mean)", "peak MB"):
        table.add_column(column, justify="right")
    fps = {}
    for name, runs in results.items():
        took = [ms for run in runs for ms in run["took_ms"]]  # type: ignore[attr-defined]
        fps[name] = 1000 / statistics.fmean(took)
        row = (len(took), sum(run["seen"] for run in runs))  # type: ignore[misc]
        peak = max(run["peak_mb"] for run in runs)  # type: ignore[type-var]
        table.add_row(
            name, *map(str, row), f"{statistics.median(took):.1f}", f"{fps[name]:.1f}", f"{peak:.0f}"
        )
    console = Console()
    console.print(table)
    console.print(f"kiosk beside MediaPipe: {fps['kiosk'] / fps['mediapipe']:.2f} x its frames per second")
    console.print(
        f"kiosk measure of a {SIX_SECONDS:.0f} s clip ({status}): {took_s:.1f} s, "
        f"{took_s / SIX_SECONDS:.2f} x the clip's length, peak {peak_mb:.0f} MB"
    )


if __name__ == "__main__":
    main()
