"""The drawn pictures on disk: made once, found again while what drew them is the same, each film a folder."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
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
from models.refusals.picture import HEIGHT, WIDTH, Picture, film, take
from models.refusals.truth import Truth, also_right

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
        right: the reasons that are a right answer, by the case and by the picture's own geometry; empty where
            it can be measured.
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
    kept = folder / "truth.json"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _draw(folder, Draw(seed, case.name, number), case)
    known = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    if "guest" not in known:
        # Written last: a picture cut short by a crash is drawn again.
        draw = Draw(seed, case.name, number)  # its chance begins anew
        truth = Truth.of(draw, _first(draw, case))
        known = {"guest": asdict(truth) if truth else None}
        kept.write_text(json.dumps(known), encoding="utf-8")
    truth = Truth.loaded(known["guest"]) if known["guest"] else None
    right = (*case.right, *also_right(case.right, truth, (WIDTH, HEIGHT)))
    files = tuple(sorted(folder.glob("*.jpg")))
    return Taken(case.name, number, right, files, truth.hip_px if truth else None)


def _first(draw: Draw, case: Case | FilmCase) -> Picture:
    return case.drawing(draw) if isinstance(case, Case) else case.acting(draw, 0.0)


def _draw(folder: Path, draw: Draw, case: Case | FilmCase) -> None:
    if isinstance(case, Case):
        pictures = [case.drawing(draw)]
        images = [take(pictures[0])]
    else:
        pictures = frames(case, draw)
        images = film(pictures)
    for index, image in enumerate(images):
        jpeg = encode_jpeg(image, pictures[index].scenery.finish.jpeg)
        (folder / f"{index:03d}.jpg").write_bytes(jpeg)
