"""The doctor: each check's verdict, and the whole never breaks."""

import dataclasses
import hashlib
from pathlib import Path

import numpy as np
import pytest

from kiosk.camera.frame import Frame
from kiosk.doctor import (
    CameraCheck,
    DiskCheck,
    LightsCheck,
    ModelsCheck,
    PythonCheck,
    RuntimeCheck,
    SoundsCheck,
    Verdict,
    examine,
)
from kiosk.errors import CameraMissing, CameraStalled, LightsError


@dataclasses.dataclass
class OneFrameCamera:
    simulated: bool = False
    fault: Exception | None = None
    name: str = "webcam 0"
    closed: int = 0

    def open(self):
        if isinstance(self.fault, CameraMissing):
            raise self.fault

    def read(self, timeout_s):
        if self.fault:
            raise self.fault
        return Frame(np.zeros((1280, 720, 3), np.uint8), 0.0, 0)

    def close(self):
        self.closed += 1


@dataclasses.dataclass
class HeldLights:
    simulated: bool
    closed: int = 0

    def close(self):
        self.closed += 1


def only(check):
    (finding,) = examine([check])
    return finding


def test_a_working_camera_is_fine_and_let_go_of():
    camera = OneFrameCamera()
    assert only(CameraCheck(lambda: camera)).what == "webcam 0, 720x1280"
    assert camera.closed == 1


def test_a_simulated_camera_is_a_warning():
    finding = only(CameraCheck(lambda: OneFrameCamera(simulated=True)))
    assert (finding.verdict, finding.advice) == (Verdict.WARNING, "connect a camera to measure people")


@pytest.mark.parametrize(
    "fault", [CameraMissing("no camera: plug one in"), CameraStalled("no frame: check the ribbon")]
)
def test_a_camera_that_fails_is_a_problem_with_its_own_advice(fault):
    camera = OneFrameCamera(fault=fault)
    finding = only(CameraCheck(lambda: camera))
    what, advice = str(fault).split(": ")
    assert (finding.verdict, finding.what, finding.advice) == (Verdict.PROBLEM, what, advice)
    assert camera.closed == 1


def test_lights_are_taken_hold_of_and_let_go():
    real, mock = HeldLights(simulated=False), HeldLights(simulated=True)
    assert only(LightsCheck(lambda: real)).verdict is Verdict.OK
    assert only(LightsCheck(lambda: mock)).verdict is Verdict.WARNING
    assert (real.closed, mock.closed) == (1, 1)


def test_lights_that_cannot_be_driven_are_a_problem():
    def broken():
        raise LightsError("lgpio is not installed: install python3-lgpio with apt")

    finding = only(LightsCheck(broken))
    assert (finding.verdict, finding.advice) == (Verdict.PROBLEM, "install python3-lgpio with apt")


def test_an_altered_model_is_a_problem(tmp_path):
    for name in ("pose_detection", "pose_landmark", "tilt"):
        (tmp_path / f"{name}.tflite").write_bytes(b"other")
    digest = hashlib.sha256(b"right").hexdigest()
    (tmp_path / "manifest.toml").write_text(
        "".join(
            f'[model.{n}]\nfile = "{n}.tflite"\nsha256 = "{digest}"\n'
            for n in ("pose_detection", "pose_landmark", "tilt")
        )
    )
    finding = only(ModelsCheck(tmp_path))
    assert finding.verdict is Verdict.PROBLEM
    assert finding.advice == "correct or unset the setting models"


def test_the_shipped_models_are_trusted_and_load():
    finding = only(ModelsCheck(None))
    assert finding.verdict is Verdict.OK, finding


def test_an_old_python_is_a_problem_and_this_one_is_not():
    assert only(PythonCheck(version=(3, 9, 2))).verdict is Verdict.PROBLEM
    assert only(PythonCheck()).verdict is Verdict.OK


def test_the_runtime_is_named_with_its_version():
    assert only(RuntimeCheck()).what.split()[0] in {"tflite_runtime", "ai_edge_litert"}


def test_a_full_disk_is_a_problem(tmp_path):
    assert only(DiskCheck(tmp_path, least_mb=10**9)).verdict is Verdict.PROBLEM
    assert only(DiskCheck(tmp_path, least_mb=0)).verdict is Verdict.OK


def test_a_check_that_breaks_is_a_problem_and_the_rest_go_on():
    @dataclasses.dataclass
    class Broken:
        name: str = "broken"

        def run(self):
            raise ZeroDivisionError

    broken, fine = examine([Broken(), RuntimeCheck()])
    assert (broken.verdict, fine.verdict) == (Verdict.PROBLEM, Verdict.OK)


@dataclasses.dataclass
class Unheard:
    folder: str
    name: str
    file: Path | None = None


def test_sounds_that_are_all_there_are_fine():
    assert only(SoundsCheck(list)).verdict is Verdict.OK


def test_a_recording_that_cannot_be_played_is_named():
    found = only(
        SoundsCheck(lambda: [Unheard("de", "holding", Path("/own/de/holding.mp3")), Unheard("de", "x")])
    )
    assert (found.verdict, found.what) == (
        Verdict.WARNING,
        "cannot be played: /own/de/holding.mp3 and 1 more",
    )
    assert (
        only(SoundsCheck(lambda: [Unheard("tones", "tone-hold")])).what == "cannot be played: tones/tone-hold"
    )


def test_a_folder_of_recordings_that_is_not_there_is_said(tmp_path):
    found = only(SoundsCheck(list, tmp_path / "gone"))
    assert (found.verdict, found.what) == (Verdict.WARNING, f"there is no folder {tmp_path / 'gone'}")
