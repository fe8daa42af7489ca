"""The exam's worst pictures and two of the best on one sheet, with the outline the pose model saw."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.frame import Frame
from kiosk.pose.body import Body
from kiosk.pose.tracker import PoseTracker
from models.tilt.exam import Answers
from models.tilt.extract import picture
from models.tilt.samples import Samples

Image = NDArray[np.uint8]
WORST, BEST = 14, 2
_TILE = (300, 534)  # width and height of a picture on the sheet, pixels
_COLUMNS = 8
_CAPTION_PX = 46
_QUALITY = 80


def shown(samples: Samples, answers: Answers) -> NDArray[np.int64]:
    """The rows on the sheet: the worst errors, one a body, then the smallest."""
    order = np.argsort(-np.abs(answers.tilt - samples.tilt_deg))
    _, first = np.unique(samples.body[order], return_index=True)
    worst = order[np.sort(first)][:WORST]
    return np.concatenate([worst, order[-BEST:]])


def sheet(samples: Samples, answers: Answers, data: Path, tracker: PoseTracker, path: Path) -> None:
    """Draw the sheet, a JPEG.

    Raises:
        FileNotFoundError: a picture of the exam is gone.
    """
    tiles = [_tile(samples, answers, row, data, tracker) for row in shown(samples, answers)]
    blank = np.full_like(tiles[0], 255)
    tiles += [blank] * (-len(tiles) % _COLUMNS)
    rows = [np.hstack(tiles[at : at + _COLUMNS]) for at in range(0, len(tiles), _COLUMNS)]
    cv2.imwrite(str(path), np.vstack(rows)[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])


def _tile(samples: Samples, answers: Answers, row: int, data: Path, tracker: PoseTracker) -> Image:
    facts = {name: values[row] for name, values in samples.facts.items()}
    image = picture(data / str(facts["file"]))
    tracker.forget()
    body = None
    for index in range(2):
        body = tracker.see(Frame(image, 0.0, index)).body
    if body is not None:
        _outline(image, body)
    small = cv2.resize(image, _TILE, interpolation=cv2.INTER_AREA)
    caption = np.full((_CAPTION_PX, _TILE[0], 3), 255, np.uint8)
    _write(caption, f"true {samples.tilt_deg[row]:.1f}, said {answers.tilt[row]:.1f}", 18)
    _write(caption, _circumstances(facts), 38)
    return np.vstack([np.asarray(small, np.uint8), caption])


def _circumstances(facts: dict[str, Any]) -> str:
    return f"{facts['top']}, {facts['bottom']}, {facts['arms']}, {facts['hair']}"


def _outline(image: Image, body: Body) -> None:
    """Draw the mask's edge into the picture."""
    edges, _ = cv2.findContours((body.mask > 0.5).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for edge in edges:
        places = edge[:, 0] @ body.to_frame[:, :2].T + body.to_frame[:, 2]
        cv2.polylines(
            image, [np.round(places).astype(np.int32)], isClosed=True, color=(255, 60, 0), thickness=2
        )


def _write(caption: Image, words: str, row: int) -> None:
    cv2.putText(caption, words, (4, row), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (20, 20, 20), 1, cv2.LINE_AA)
