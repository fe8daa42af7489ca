"""Bodies the pose model saw in a data set's pictures, kept in chunks so that features can be remade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kiosk.pose.body import Body

_FIELDS = ("points", "depth", "visibility", "presence", "world", "to_frame")


@dataclass(frozen=True)
class Seen:
    """One picture as the pose model saw it.

    Attributes:
        file: the picture, relative to its data set.
        view: 0 in the region the detector gave, 1 in the region that followed from there (as in a video).
        body: the body, or None when the model found none.
    """

    file: str
    view: int
    body: Body | None


def write(path: Path, seen: Sequence[Seen]) -> None:
    """Write a chunk; masks are kept to 1/255, which moves an edge by less than a hundredth of a pixel."""
    found = [(at, each.body) for at, each in enumerate(seen) if each.body is not None]
    bodies = [body for _, body in found]
    arrays: dict[str, Any] = {
        "picture": np.array([each.file for each in seen]),
        "view": np.array([each.view for each in seen], np.int8),
        "at": np.array([at for at, _ in found], np.int32),
        "score": np.array([body.score for body in bodies], np.float32),
        "size": np.array([body.frame_size for body in bodies], np.int32).reshape(-1, 2),
        "mask": np.array([np.round(body.mask * 255).astype(np.uint8) for body in bodies], np.uint8),
    }
    for field in _FIELDS:
        arrays[field] = np.array([getattr(body, field) for body in bodies])
    part = path.with_suffix(".part.npz")
    np.savez_compressed(part, **arrays)
    part.replace(path)


def read(path: Path) -> list[Seen]:
    """Read what ``write`` wrote."""
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    place = {int(at): row for row, at in enumerate(arrays["at"])}
    return [
        Seen(str(name), int(view), _body(arrays, place[at]) if at in place else None)
        for at, (name, view) in enumerate(zip(arrays["picture"], arrays["view"], strict=True))
    ]


def read_all(folder: Path) -> Iterator[Seen]:
    """Everything seen in a data set, chunk by chunk."""
    for path in sorted(folder.glob("chunk_*.npz")):
        yield from read(path)


def names(folder: Path) -> set[str]:
    """The pictures that are done."""
    done: set[str] = set()
    for path in folder.glob("chunk_*.npz"):
        with np.load(path) as file:
            done.update(str(name) for name in file["picture"])
    return done


def _body(arrays: dict[str, Any], row: int) -> Body:
    width, height = (int(length) for length in arrays["size"][row])
    return Body(
        at_s=0.0,
        frame_size=(width, height),
        score=float(arrays["score"][row]),
        mask=arrays["mask"][row].astype(np.float32) / np.float32(255),
        **{field: arrays[field][row] for field in _FIELDS},
    )
