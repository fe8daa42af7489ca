"""What the kiosk reads in the drawn pictures, uncoded and as JPEGs, beside what is true of them."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from kiosk import instruments
from kiosk.camera.frame import Frame
from kiosk.measure import Meter
from kiosk.pelvis.dot_finder import Demands, DotPair, find_dots
from kiosk.pelvis.dot_line import Lens, angle_deg, line_deg
from kiosk.pelvis.dot_sliver import SliverDemands
from kiosk.pelvis.dots import DotEstimator, DotsAndContour, combined
from kiosk.pelvis.estimator import TiltEstimator
from kiosk.pelvis.tilt import Cuts, Method, Tilt
from kiosk.pose.body import Body, Scene
from kiosk.pose.manifest import Manifest
from kiosk.pose.tracker import PoseTracker
from kiosk.screening.reason import Reason
from models.bodies.finish import encode_jpeg
from models.dots.scene import HEIGHT, WIDTH, jpeg_coded
from models.tilt.extract import MODELS, load_tracker, picture

Coding = Literal["uncoded", "good", "jpeg"]
CODINGS: tuple[Coding, ...] = get_args(Coding)
GOOD_QUALITY = 95
MISTAKEN = 0.7  # dot widths from where a dot is: the spot is another
_SIZE = (WIDTH, HEIGHT)
SLIVER_CASES = ("flat", "one", "none")  # the cases in which it is asked what a more lenient search would take
_ANYTHING = 0.0, math.inf
_LENIENT = Demands(back=SliverDemands(share=0.0, clear=0.0, rival=math.inf, good=_ANYTHING, rough=_ANYTHING))


@dataclass(frozen=True)
class Line:
    """The line between the two dots that were found, degrees.

    Attributes:
        plain_deg, calibrated_deg: as it lies in the picture, and in the room by the camera's focal length,
            pitch and roll; cloth and the guest's turn are still in it.
        turned_deg: the tilt by a calibrated camera that also knew how far the guest is turned.
        mistaken: whether a look-alike was taken for a dot.
    """

    plain_deg: float
    calibrated_deg: float
    turned_deg: float
    mistaken: bool


@dataclass(frozen=True)
class Read:
    """One picture's reading.

    Attributes:
        coding: how the picture reached the kiosk: as the camera gave it, as JPEG of quality 95, or of its own
            quality.
        reason: why the kiosk refused it, or None; then there is no tilt of any kind.
        plain: what ``kiosk measure --dots`` says while the camera is not calibrated.
        both: the same with ``--combine``.
        contour: what the contour alone says of the same look.
        calibrated, calibrated_both: dots, and dots with contour, by a camera whose focal length, pitch and
            roll are known.
        line: what was found, or None.
        lenient: what would be found if the likeliest place along the back were always believed.
        ideal_deg: the angle in the picture between the dots' true places.
    """

    truth: dict[str, Any]
    coding: Coding
    reason: Reason | None
    plain: Tilt | None
    both: Tilt | None
    contour: Tilt | None
    calibrated: Tilt | None
    calibrated_both: Tilt | None
    line: Line | None
    lenient: Line | None
    ideal_deg: float

    @property
    def refused(self) -> bool:
        """Whether no two dots were found, in a guest who stood as he should."""
        return self.reason is Reason.DOTS_NOT_FOUND

    @property
    def measurable(self) -> bool:
        """Whether the guest's position let dots be looked for at all."""
        return self.reason in (None, Reason.DOTS_NOT_FOUND)

    @property
    def mistaken(self) -> bool:
        """Whether a look-alike was measured."""
        return self.plain is not None and self.line is not None and self.line.mistaken


class _Remembered:
    """A sight that looks at each picture once, however many gauges ask for it."""

    def __init__(self, tracker: PoseTracker) -> None:
        self._tracker = tracker
        self._image: NDArray[np.uint8] | None = None
        self._scene: Scene | None = None

    def see(self, frame: Frame) -> Scene:
        if self._scene is None or self._image is None or not np.array_equal(self._image, frame.image):
            self._tracker.forget()
            self._image, self._scene = frame.image, self._tracker.see(frame)
        return self._scene

    def forget(self) -> None:
        """Nothing: the next picture is another guest's, and told by its pixels."""


def read_pictures(folder: Path, truths: Iterable[dict[str, Any]]) -> Iterator[Read]:
    """Measure each picture's file as the kiosk does, once in each coding."""
    sight = _Remembered(load_tracker())
    contour = instruments.gauge(Manifest.load(MODELS))
    with TemporaryDirectory() as scratch:
        for truth in truths:
            for coding in CODINGS:
                path = _file(folder, truth, coding, Path(scratch) / "coded.jpg")
                yield _read(sight, contour, path, truth, coding)


def coded(image: NDArray[np.uint8], truth: dict[str, Any], coding: Coding) -> NDArray[np.uint8]:
    """RGB uint8 (H, W, 3) as it reaches the kiosk."""
    return image if coding == "uncoded" else jpeg_coded(image, _quality(truth, coding))


def _quality(truth: dict[str, Any], coding: Coding) -> int:
    return GOOD_QUALITY if coding == "good" else int(truth["jpeg"])


def _file(folder: Path, truth: dict[str, Any], coding: Coding, scratch: Path) -> Path:
    """The picture's file in a coding; ``scratch`` is written anew where it is not the drawn one."""
    if coding == "uncoded":
        return folder / str(truth["file"])
    scratch.write_bytes(encode_jpeg(rgb(folder, truth), _quality(truth, coding)))
    return scratch


def _read(
    sight: _Remembered, contour: TiltEstimator, path: Path, truth: dict[str, Any], coding: Coding
) -> Read:
    judge, dots, known = instruments.judge(Cuts()), DotEstimator(), DotEstimator(lens=_lens(truth))
    plain = Meter(sight, dots, judge, Method.DOTS).capture(path)
    both = Meter(sight, DotsAndContour(dots, contour), judge, Method.DOTS_AND_CONTOUR).capture(path).reading
    image = picture(path)
    body = sight.see(Frame(image, 0.0, 0)).body
    calibrated = alone = None
    if plain.reading.result and body is not None:
        seen, edge = known.look(image, body), contour.observe(body)
        calibrated = known.estimate([seen]) if seen else None
        alone = contour.estimate([edge]) if edge else None
    return Read(
        truth,
        coding,
        plain.reading.reason,
        plain.reading.result.tilt if plain.reading.result else None,
        both.result.tilt if both.result else None,
        alone,
        calibrated,
        combined(calibrated, alone) if calibrated and alone else calibrated,
        _line(image, body, truth),
        _line(image, body, truth, _LENIENT) if truth["case"] in SLIVER_CASES else None,
        _ideal_deg(truth),
    )


def _line(
    image: NDArray[np.uint8], body: Body | None, truth: dict[str, Any], demands: Demands | None = None
) -> Line | None:
    pair = None if body is None else find_dots(image, body, demands=demands)
    if pair is None:
        return None
    optics = _lens(truth).optics(_SIZE)
    return Line(
        line_deg(pair, _SIZE),
        line_deg(pair, _SIZE, optics),
        angle_deg(pair, _SIZE, optics, back_turned_deg(truth)),
        _mistaken(pair, truth),
    )


def back_turned_deg(truth: dict[str, Any]) -> float:
    """How far the guest's back is truly turned towards the camera."""
    return float(truth["yaw_deg"]) * (1.0 if truth["facing"] == "right" else -1.0)


def _lens(truth: dict[str, Any]) -> Lens:
    view_deg = 2.0 * math.degrees(math.atan(HEIGHT / 2.0 / truth["focal_px"]))
    return Lens(view_deg, truth["pitch_deg"], truth["roll_deg"])


def rgb(folder: Path, truth: dict[str, Any]) -> NDArray[np.uint8]:
    """A picture of the set as it left the camera, RGB uint8 (H, W, 3); FileNotFoundError when it is gone."""
    return picture(folder / truth["file"])


def _ideal_deg(truth: dict[str, Any]) -> float:
    (ax, ay), (px, py) = truth["asis_px"], truth["psis_px"]
    forward = 1.0 if truth["facing"] == "right" else -1.0
    return float(np.rad2deg(np.arctan2(ay - py, forward * (ax - px))))


def _mistaken(pair: DotPair, truth: dict[str, Any]) -> bool:
    off = [
        float(np.hypot(blob.x - place[0], blob.y - place[1]))
        for blob, place in ((pair.asis, truth["asis_px"]), (pair.psis, truth["psis_px"]))
    ]
    return max(off) > MISTAKEN * pair.dot_px
