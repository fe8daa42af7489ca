"""The drawn pictures on disk: made once, found again while what drew them is the same, each film a folder."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.screening.reason import Reason
from models.bodies.finish import encode_jpeg
from models.refusals.cases import STILLS, Case
from models.refusals.draw import Draw
from models.refusals.films import FILMS, FilmCase, frames
from models.refusals.picture import film, take

MODELS = Path(__file__).resolve().parents[1]
CACHE = MODELS.parent / ".cache" / "refusals"
_DRAWN_BY = ("cases", "company", "draw", "films", "picture", "poses", "props", "views")
"""The modules of this folder that a picture comes from, besides the whole generator of bodies."""


@dataclass(frozen=True)
class Taken:
    """One picture or film of a case.

    Attributes:
        case: the case's name.
        number: which of the case's.
        right: the reasons that are a right answer; empty where it can be measured.
        files: the picture, or a film's frames in order.
        hip_px: where the guest's hips are in the first frame, or None without a guest.
    """

    case: str
    number: int
    right: tuple[Reason, ...]
    files: tuple[Path, ...]
    hip_px: tuple[float, float] | None

    def images(self) -> Iterator[NDArray[np.uint8]]:
        """The frames, RGB uint8 (H, W, 3)."""
        for file in self.files:
            image = cv2.imread(str(file))
            if image is None:
                raise OSError(f"{file} is not a picture: delete it and draw it again")
            yield np.ascontiguousarray(image[:, :, ::-1], dtype=np.uint8)


def wanted(pictures: int) -> list[tuple[Case | FilmCase, int]]:
    """Every case with its numbers, where a whole case has so many ``pictures``."""
    cases: list[Case | FilmCase] = [*STILLS, *FILMS]
    return [(case, number) for case in cases for number in range(max(1, round(case.share * pictures)))]


def fingerprint(sources: Iterable[Path]) -> str:
    """Ten hexadecimal digits that change when a source file does, or its name."""
    total = hashlib.sha256()
    for source in sorted(sources, key=lambda path: path.name):
        total.update(f"{source.name} {hashlib.sha256(source.read_bytes()).hexdigest()} ".encode())
    return total.hexdigest()[:10]


@cache
def generator() -> str:
    """The fingerprint of all that draws: pictures of another generator are never looked at again."""
    own = (MODELS / "refusals" / f"{name}.py" for name in _DRAWN_BY)
    return fingerprint([*(MODELS / "bodies").glob("*.py"), *own])


def fetch(seed: int, case: Case | FilmCase, number: int) -> Taken:
    """One picture or film of a case, drawn if it is not there yet."""
    slug = "".join(c if c.isalnum() else "_" for c in case.name)
    folder = CACHE / f"{seed}-{generator()}" / slug / f"{number:03d}"
    truth = folder / "truth.json"
    if not truth.exists():
        folder.mkdir(parents=True, exist_ok=True)
        hip = _draw(folder, Draw(seed, case.name, number), case)
        # Written last: a picture cut short by a crash is drawn again.
        truth.write_text(json.dumps({"hip_px": hip}), encoding="utf-8")
    hip_px = json.loads(truth.read_text(encoding="utf-8"))["hip_px"]
    files = tuple(sorted(folder.glob("*.jpg")))
    return Taken(case.name, number, case.right, files, tuple(hip_px) if hip_px else None)


def _draw(folder: Path, draw: Draw, case: Case | FilmCase) -> tuple[float, float] | None:
    if isinstance(case, Case):
        pictures = [case.drawing(draw)]
        images = [take(pictures[0])]
    else:
        pictures = frames(case, draw)
        images = film(pictures)
    for index, image in enumerate(images):
        jpeg = encode_jpeg(image, pictures[index].scenery.finish.jpeg)
        (folder / f"{index:03d}.jpg").write_bytes(jpeg)
    return pictures[0].guest_hip_px()
