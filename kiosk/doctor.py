"""What is wrong with this kiosk, in plain words: one small class for each thing looked at."""

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from kiosk.camera.port import Camera
from kiosk.errors import KioskError
from kiosk.pose.manifest import Manifest
from kiosk.pose.runtime import Network, runtime_name

MODELS = ("pose_detection", "pose_landmark", "pose_mask", "tilt", "change")


class Verdict(StrEnum):
    """How serious a finding is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: a sentence on what is, and what to do about it unless all is well."""

    check: str
    verdict: Verdict
    what: str
    advice: str = ""


class Check(Protocol):
    """One thing that can be wrong."""

    @property
    def name(self) -> str:
        """A word or two for the list."""

    def run(self) -> Finding:
        """Look at it; faults are findings, not exceptions."""


def examine(checks: Iterable[Check]) -> list[Finding]:
    """Every check's finding, in order; a check that breaks is itself a problem."""
    findings = []
    for check in checks:
        try:
            findings.append(check.run())
        except KioskError as error:
            what, _, advice = str(error).partition(": ")
            findings.append(Finding(check.name, Verdict.PROBLEM, what, advice))
        except Exception as error:  # noqa: BLE001 - the doctor reports what nobody foresaw, too
            findings.append(Finding(check.name, Verdict.PROBLEM, f"this check broke: {error!r}"))
    return findings


@dataclass(frozen=True, slots=True)
class PythonCheck:
    """Python is one the kiosk is made for."""

    version: tuple[int, ...] = sys.version_info[:3]
    name: str = "python"

    def run(self) -> Finding:
        """Compare versions."""
        shown = ".".join(str(part) for part in self.version)
        if self.version < (3, 11):
            return Finding(
                self.name, Verdict.PROBLEM, f"Python {shown} is too old", "use Python 3.11 or newer"
            )
        return Finding(self.name, Verdict.OK, f"Python {shown}")


@dataclass(frozen=True, slots=True)
class RuntimeCheck:
    """A TFLite runtime is installed."""

    name: str = "runtime"

    def run(self) -> Finding:
        """Import it."""
        return Finding(self.name, Verdict.OK, runtime_name())


@dataclass(frozen=True, slots=True)
class ModelsCheck:
    """The models are those of the manifest, and load."""

    folder: Path | None
    name: str = "models"

    def run(self) -> Finding:
        """Hash and load each."""
        manifest = Manifest.load(self.folder)
        for model in MODELS:
            Network(manifest.read(model))
        hashes = ", ".join(f"{model} {manifest.entries[model].sha256[:8]}" for model in MODELS)
        return Finding(self.name, Verdict.OK, hashes)


@dataclass(frozen=True, slots=True)
class CameraCheck:
    """The camera gives a frame."""

    camera: Callable[[], Camera]
    wait_s: float = 10.0
    name: str = "camera"

    def run(self) -> Finding:
        """Open it, read once, close it; the frame is looked at for its size and forgotten."""
        camera = self.camera()
        try:
            camera.open()
            width, height = camera.read(self.wait_s).size
        finally:
            camera.close()
        if camera.simulated:
            return Finding(
                self.name,
                Verdict.WARNING,
                f"simulated: {camera.name}, {width}x{height}",
                "connect a camera to measure people",
            )
        return Finding(self.name, Verdict.OK, f"{camera.name}, {width}x{height}")


class HeldLights(Protocol):
    """What the check needs of lights."""

    @property
    def simulated(self) -> bool:
        """Whether no real light shines."""

    def close(self) -> None:
        """Let go of them."""


@dataclass(frozen=True, slots=True)
class LightsCheck:
    """The lights' pins can be driven."""

    lights: Callable[[], HeldLights]
    name: str = "lights"

    def run(self) -> Finding:
        """Take hold of the pins and let go."""
        lights = self.lights()
        lights.close()
        if lights.simulated:
            return Finding(
                self.name, Verdict.WARNING, "simulated pins", "run on a Raspberry Pi to drive real lights"
            )
        return Finding(self.name, Verdict.OK, "three lights on GPIO pins")


class Unheard(Protocol):
    """A sound that is not there, or whose ``file`` cannot be read."""

    @property
    def folder(self) -> str:
        """The folder it belongs into."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def file(self) -> Path | None:
        """The file that cannot be read, if there is one."""


@dataclass(frozen=True, slots=True)
class SoundsCheck:
    """Every prompt can be heard."""

    missing: Callable[[], Sequence[Unheard]]
    folder: Path | None = None
    name: str = "sounds"

    def run(self) -> Finding:
        """Look for every sound of the languages offered."""
        if self.folder is not None and not self.folder.is_dir():
            what = f"there is no folder {self.folder}"
            return Finding(self.name, Verdict.WARNING, what, "correct sound.folder, or leave it out")
        missing = self.missing()
        if not missing:
            return Finding(self.name, Verdict.OK, "every prompt can be heard")
        first = missing[0]
        what = str(first.file) if first.file else f"{first.folder}/{first.name}"
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        return Finding(
            self.name, Verdict.WARNING, f"cannot be played: {what}{more}", "replace or remove the file"
        )


@dataclass(frozen=True, slots=True)
class DiskCheck:
    """There is room on the disk."""

    folder: Path = Path("/")
    least_mb: int = 200
    name: str = "disk"

    def run(self) -> Finding:
        """Ask the file system."""
        free_mb = shutil.disk_usage(self.folder).free // 1_000_000
        if free_mb < self.least_mb:
            return Finding(
                self.name,
                Verdict.PROBLEM,
                f"only {free_mb} MB free on {self.folder}",
                f"free at least {self.least_mb} MB",
            )
        return Finding(self.name, Verdict.OK, f"{free_mb} MB free")
