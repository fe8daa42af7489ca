"""A site's models, loaded and put together: what sees, what reads, and what compares."""

import os
from collections.abc import Callable, Sequence
from typing import Any

import cv2

from kiosk.compare import Comparer
from kiosk.measure import Meter
from kiosk.pelvis.change import stand
from kiosk.pelvis.change_head import ChangeHead
from kiosk.pelvis.dot_line import Lens
from kiosk.pelvis.dots import DotEstimator, DotsAndContour
from kiosk.pelvis.estimator import TiltEstimator
from kiosk.pelvis.grade import grade, shown_interval
from kiosk.pelvis.head import Head
from kiosk.pelvis.range_check import NoPlace, Unplaceable, place
from kiosk.pelvis.tilt import Cuts, Facing, Method, Tilt
from kiosk.pose.detector import Detector
from kiosk.pose.landmarker import Landmarker
from kiosk.pose.manifest import Manifest
from kiosk.pose.mask import MaskDecoder
from kiosk.pose.runtime import Network
from kiosk.pose.tracker import PoseTracker
from kiosk.pose.variant import landmark_network
from kiosk.screening.take import Gauges
from kiosk.screening.view import NoRange, RangePlace, Result
from kiosk.settings import Settings

_NO_RANGE = {
    Unplaceable.RANGE_TOO_SMALL: NoRange.TOO_SMALL,
    Unplaceable.WRONG_ORDER: NoRange.WRONG_ORDER,
    Unplaceable.REST_OUTSIDE: NoRange.OUTSIDE,
}


def threads_of(settings: Settings) -> int:
    """Cores for one inference; its threads wait spinning, so the camera and the browser keep half of them."""
    return settings.threads or max(1, min(2, (os.cpu_count() or 1) // 2))


def tracker(manifest: Manifest, threads: int, variant: str = "auto") -> PoseTracker:
    """The pose model, loaded and hash-checked, in the wished or else the faster ``variant``.

    Raises:
        ModelError: a model is missing, altered or does not load.
    """
    detector = Detector(Network(manifest.read("pose_detection"), threads))
    decoder = MaskDecoder(Network(manifest.read("pose_mask"), threads))
    return PoseTracker(detector, Landmarker(landmark_network(manifest, threads, variant), decoder))


def gauge(manifest: Manifest, facing: Facing | None = None) -> TiltEstimator:
    """The tilt estimator with its trained head, loaded and hash-checked.

    Args:
        manifest: where the models are.
        facing: the side a guest looks to, when someone knows better than the kiosk.

    Raises:
        ModelError: the model is missing, altered, does not load or was trained for other features.
    """
    return TiltEstimator(Head(Network(manifest.read("tilt"))), facing=facing)


def dot_gauge(settings: Settings, facing: Facing | None = None) -> DotEstimator:
    """What reads dots through the site's lens; ``facing`` as for ``gauge``."""
    return DotEstimator(facing, lens_of(settings))


def lens_of(settings: Settings) -> Lens | None:
    """The camera's lens as calibrated, or None while it is not."""
    view_deg, pitch_deg, roll_deg = (
        settings.lens.field_of_view_deg,
        settings.lens.pitch_deg,
        settings.lens.roll_deg,
    )
    if view_deg is None or pitch_deg is None or roll_deg is None:
        return None
    return Lens(view_deg, pitch_deg, roll_deg)


def judge(cuts: Cuts) -> Callable[[Tilt], Result]:
    """How a tilt is graded and shown with these cuts."""

    def result(tilt: Tilt) -> Result:
        low_deg, high_deg = shown_interval(tilt)
        return Result(tilt, grade(tilt, cuts), cuts, low_deg, high_deg)

    return result


def cuts_of(settings: Settings) -> Cuts:
    """The cuts in force."""
    return Cuts(settings.cuts.mild_deg, settings.cuts.pronounced_deg)


def meter(settings: Settings, facing: str = "auto", method: str = "contour") -> Meter:
    """What measures files with a site's models and cuts; ``facing`` is auto, left or right.

    ``method`` is one of ``kiosk.pelvis.tilt.Method``.

    Raises:
        ModelError: a model is missing, altered or does not load.
    """
    cv2.setNumThreads(1)
    manifest = Manifest.load(settings.models)
    known = None if facing == "auto" else Facing(facing)
    eyes, judgement = sight(manifest, settings), judge(cuts_of(settings))
    match Method(method):
        case Method.CONTOUR:
            return Meter(eyes, gauge(manifest, known), judgement)
        case Method.DOTS:
            return Meter(eyes, dot_gauge(settings, known), judgement, Method.DOTS)
        case Method.DOTS_AND_CONTOUR:
            both = DotsAndContour(dot_gauge(settings, known), gauge(manifest, known))
            return Meter(eyes, both, judgement, Method.DOTS_AND_CONTOUR)


def comparer(settings: Settings, facing: str = "auto") -> Comparer:
    """What compares files of one person with a site's models; ``facing`` is auto, left or right.

    Raises:
        ModelError: a model is missing, altered, does not load or was trained for other features.
    """
    head = ChangeHead(Network(Manifest.load(settings.models).read("change")))
    return Comparer(meter(settings, facing), head)


class RangeCheck:
    """The range check as a visit sees it: three captures of the contour in, a place out."""

    def __init__(self, head: ChangeHead) -> None:
        self._head = head

    def stand(self, observations: Sequence[Any]) -> Any:
        """How the guest stood in one capture."""
        return stand([observations], self._head)

    def place(self, arch: Any, tuck: Any, rest: Any) -> RangePlace | NoRange:
        """Where rest lies between arch and tuck, or why it has no place."""
        found = place(arch, tuck, rest)
        if isinstance(found, NoPlace):
            return _NO_RANGE[found.reason]
        return RangePlace(found.percent, found.low_percent, found.high_percent)


def gauges(settings: Settings, manifest: Manifest) -> Gauges:
    """What reads a visit's captures, with what the site offers beside the reading itself.

    Raises:
        ModelError: a model is missing, altered, does not load or was trained for other features.
    """
    contour = gauge(manifest)
    by_method: dict[Method, Any] = {Method.CONTOUR: contour}
    if settings.offers.dots:
        by_method[Method.DOTS_AND_CONTOUR] = DotsAndContour(dot_gauge(settings), contour)
    ranger = RangeCheck(ChangeHead(Network(manifest.read("change")))) if settings.offers.range else None
    return Gauges(by_method, judge(cuts_of(settings)), ranger)


def sight(manifest: Manifest, settings: Settings) -> PoseTracker:
    """The pose model as the settings wish it.

    Raises:
        ModelError: a model is missing, altered or does not load.
    """
    return tracker(manifest, threads_of(settings), settings.pose_variant)
