"""The whole kiosk as it runs: how long a guest waits for the result, its memory, and what idling costs."""

import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import cv2

from kiosk.camera.demo import CLIP
from tests.program.process import Running, running

_IDLE_S = 20.0
_EMPTY_S = 1.2  # the demo clip begins with an empty room


@dataclass(frozen=True)
class Figures:
    """What one visit and one idle spell measured.

    Attributes:
        result_ms: from the end of the capture to the result on the page, milliseconds.
        resident_mb: resident memory after a visit, MB; peak_mb: its highest.
        idle_share: of one core, with nobody in view.
    """

    result_ms: float
    resident_mb: float
    peak_mb: float
    idle_share: float


def whole_kiosk() -> Figures:
    """Run a visit on the demo clip, then idle before an empty room."""
    with running("--camera", "demo", "--lights", "mock") as kiosk:
        kiosk.post("start")
        kiosk.post("agree")
        result_ms = _wait_for_result_ms(kiosk)
        resident_mb, peak_mb = _memory_mb(kiosk.process.pid)
    with (
        tempfile.TemporaryDirectory() as folder,
        running("--camera", _empty_room(Path(folder)), "--lights", "mock") as kiosk,
    ):
        began, before = time.monotonic(), _cpu_s(kiosk.process.pid)
        time.sleep(_IDLE_S)
        idle_share = (_cpu_s(kiosk.process.pid) - before) / (time.monotonic() - began)
    return Figures(result_ms, resident_mb, peak_mb, idle_share)


def _wait_for_result_ms(kiosk: Running) -> float:
    ends_s = None
    for name, data in kiosk.events():
        if name != "view":
            continue
        if data["stage"] == "capturing" and data["ring"]:
            ends_s = time.monotonic() + data["ring"]["left_s"]
        elif data["stage"] == "result" and ends_s is not None:
            return (time.monotonic() - ends_s) * 1000
        elif data["stage"] != "capturing":
            ends_s = None
    raise AssertionError("the event stream ended before a result")


def _empty_room(folder: Path) -> Path:
    """The demo clip's empty room as a clip of its own."""
    video = cv2.VideoCapture(str(CLIP))
    fps = video.get(cv2.CAP_PROP_FPS)
    size = int(video.get(cv2.CAP_PROP_FRAME_WIDTH)), int(video.get(cv2.CAP_PROP_FRAME_HEIGHT))
    path = folder / "empty.mp4"
    out = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), fps, size)
    for _ in range(round(_EMPTY_S * fps)):
        out.write(video.read()[1])
    out.release()
    return path


def _memory_mb(pid: int) -> tuple[float, float]:
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line
    )
    return int(status["VmRSS"].split()[0]) / 1024, int(status["VmHWM"].split()[0]) / 1024


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
