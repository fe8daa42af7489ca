"""The report's pictures: errors by true tilt, and a sheet of what went wrong."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from models.dots.readings import Read, coded, rgb

_DOTS = ("half_ball", "flat")
_CODED = {"uncoded": "", "good": " jpeg 95", "jpeg": " jpeg"}
_HALF_PX, _TILE_PX, _COLUMNS, _MOST = 85, 200, 6, 18


def draw_errors(reads: Sequence[Read], path: Path) -> None:
    """Error against true tilt, calibrated and plain."""
    import matplotlib  # noqa: PLC0415 - only the report needs it

    matplotlib.use("Agg")
    from matplotlib import pyplot  # noqa: PLC0415

    figure, axes = pyplot.subplots(figsize=(5.2, 3.2), dpi=90)
    for name, marker in (("plain", "x"), ("calibrated", "o")):
        read = [
            (one.truth["tilt_deg"], tilt.deg) for one in reads if (tilt := getattr(one, name)) is not None
        ]
        axes.plot([t for t, _ in read], [deg - t for t, deg in read], marker, ms=4, label=name)
    axes.axhline(0.0, lw=0.8, color="grey")
    axes.set_xlabel("true tilt, degrees")
    axes.set_ylabel("error, degrees")
    axes.legend()
    figure.tight_layout()
    figure.savefig(path)
    pyplot.close(figure)


def draw_failures(folder: Path, reads: Sequence[Read], path: Path) -> None:
    """A sheet of the hips in look-alikes taken for dots, the worst readings, and refused pictures of dots."""
    wrong = [read for read in reads if read.truth["case"] not in _DOTS and read.calibrated]
    dots = [read for read in reads if read.truth["case"] in _DOTS]
    worst = sorted((read for read in dots if read.calibrated), key=_error, reverse=True)[:6]
    refused = [[read for read in dots if read.refused and read.truth["case"] == case] for case in _DOTS]
    chosen = [*wrong[:_COLUMNS], *worst, *refused[0][: _COLUMNS // 2], *refused[1]][:_MOST]
    tiles = [_tile(folder, read) for read in chosen]
    blank = np.full((_TILE_PX, _TILE_PX, 3), 255, np.uint8)
    tiles += [blank] * (-len(tiles) % _COLUMNS)
    rows = [np.hstack(tiles[at : at + _COLUMNS]) for at in range(0, len(tiles), _COLUMNS)]
    cv2.imwrite(str(path), np.vstack(rows)[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 80])


def _error(read: Read) -> float:
    return abs(read.calibrated.deg - float(read.truth["tilt_deg"])) if read.calibrated else 0.0


def _tile(folder: Path, read: Read) -> NDArray[np.uint8]:
    image = coded(rgb(folder, read.truth), read.truth, read.coding)
    image = np.pad(image, ((_HALF_PX,) * 2, (_HALF_PX,) * 2, (0, 0)), "edge")
    spots = np.array([read.truth["asis_px"], read.truth["psis_px"]])
    x, y = (int(v) for v in spots.mean(axis=0))
    cut = image[y : y + 2 * _HALF_PX, x : x + 2 * _HALF_PX]
    tile = cv2.resize(cut, (_TILE_PX, _TILE_PX), interpolation=cv2.INTER_CUBIC)
    if read.truth["case"] in _DOTS:
        for spot in (spots - (x, y) + _HALF_PX) * _TILE_PX / (2 * _HALF_PX):
            at = (round(float(spot[0])), round(float(spot[1])) + 14)
            cv2.drawMarker(tile, at, (255, 255, 255), cv2.MARKER_TRIANGLE_UP, 7)
    said = f"{read.calibrated.deg:.1f} true {read.truth['tilt_deg']:.1f}" if read.calibrated else "refused"
    text = f"{read.truth['case']}{_CODED[read.coding]}: {said}"
    tile[:18] = 0
    cv2.putText(tile, text, (4, 13), cv2.FONT_HERSHEY_SIMPLEX, 0.38, (255, 255, 255), 1, cv2.LINE_AA)
    return np.asarray(tile, np.uint8)
