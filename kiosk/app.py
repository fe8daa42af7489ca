"""The composition root: the only file that knows which camera, runtime, lights and clock are real."""

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import cv2

from kiosk.camera.choose import choose_camera
from kiosk.camera.frame import Frame
from kiosk.camera.picture import Rotation
from kiosk.camera.port import Camera
from kiosk.camera.supervisor import CameraState, Supervisor
from kiosk.camera.wishes import CameraWishes
from kiosk.compare import Comparer
from kiosk.errors import KioskError
from kiosk.lights.board import Pins
from kiosk.lights.choose import choose_lights
from kiosk.lights.port import Lights
from kiosk.machine import is_raspberry_pi
from kiosk.measure import Meter
from kiosk.pelvis.capture import Observation
from kiosk.pelvis.change_head import ChangeHead
from kiosk.pelvis.dot_line import Lens
from kiosk.pelvis.dots import DotEstimator, DotsAndContour
from kiosk.pelvis.estimator import TiltEstimator
from kiosk.pelvis.grade import grade, shown_interval
from kiosk.pelvis.head import Head
from kiosk.pelvis.tilt import Cuts, Facing, Method, Tilt
from kiosk.pose.detector import Detector
from kiosk.pose.landmarker import Landmarker
from kiosk.pose.manifest import Manifest
from kiosk.pose.mask import MaskDecoder
from kiosk.pose.runtime import Network
from kiosk.pose.tracker import PoseTracker
from kiosk.pose.variant import landmark_network
from kiosk.screening.flow import Times
from kiosk.screening.session import Parts, Rules, Session
from kiosk.screening.view import Result
from kiosk.settings import Settings
from kiosk.web.app import create_app
from kiosk.web.serve import Server

log = logging.getLogger(__name__)

_JOIN_S = 10.0


class _Supervised:
    """The supervisor as a session sees it."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor

    def wait_newer(self, index: int, timeout_s: float) -> Frame | None:
        return self._supervisor.wait_newer(index, timeout_s)

    def set_rate(self, fps: float | None) -> None:
        self._supervisor.set_rate(fps)

    def alive(self) -> bool:
        return self._supervisor.status().state in (CameraState.OPENING, CameraState.RUNNING)

    def lost_for_good(self) -> bool:
        return self._supervisor.status().permanent


@dataclass(frozen=True, slots=True)
class Kiosk:
    """Everything wired together, nothing started."""

    supervisor: Supervisor
    session: Session[Observation]
    lights: Lights
    server: Server

    def run(self) -> None:
        """Serve visits until ``stop``; whatever happens, the camera and the lights are let go of.

        Raises:
            KioskError: the vision thread ended by itself.
        """
        ended: list[BaseException] = []
        vision = threading.Thread(target=self._see, args=(ended,), name="vision", daemon=True)
        try:
            self.supervisor.start()
            vision.start()
            self.server.run()
        finally:
            self.session.close()
            if vision.ident is not None:
                vision.join(_JOIN_S)
            self.supervisor.stop()
            self.lights.close()
        if ended:
            raise (
                ended[0]
                if isinstance(ended[0], KioskError)
                else KioskError(f"the kiosk stopped because of a fault in its own code: {ended[0]!r}")
            ) from ended[0]

    def stop(self) -> None:
        """Ask ``run`` to come back; from any thread or a signal handler."""
        self.server.stop()

    def _see(self, ended: list[BaseException]) -> None:
        try:
            self.session.run()
        except Exception as error:
            log.exception("the vision thread ended")
            ended.append(error)
            self.server.stop()


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


def camera_of(settings: Settings) -> Camera:
    """The camera the settings mean, not yet opened.

    Raises:
        SettingsError: the word means nothing.
        UnreadableSource: it is a path where nothing is.
    """
    wishes = CameraWishes(rotation=Rotation(settings.rotation_deg))
    return choose_camera(settings.camera, on_pi=is_raspberry_pi(), wishes=wishes)


def lights_of(settings: Settings) -> Lights:
    """The lights the settings mean, taken hold of.

    Raises:
        LightsError: the real ones cannot be used.
    """
    pins = Pins(settings.pins.neutral, settings.pins.mild, settings.pins.pronounced)
    return choose_lights(settings.lights, on_pi=is_raspberry_pi(), pins=pins)


def build(settings: Settings, clock: Callable[[], float] = time.monotonic) -> Kiosk:
    """Wire the kiosk a site's settings describe.

    Raises:
        KioskError: a model, the lights or the port cannot be had.
    """
    cv2.setNumThreads(1)  # the pictures are small: threads cost more than they give
    camera = camera_of(settings)
    manifest = Manifest.load(settings.models)
    sight, gauge_ = _sight(manifest, settings), gauge(manifest)
    lights = lights_of(settings)
    try:
        supervisor = Supervisor(camera, clock=clock)
        simulated = tuple(
            name for name, mock in (("camera", camera.simulated), ("lights", lights.simulated)) if mock
        )
        parts = Parts(_Supervised(supervisor), sight, gauge_, lights, judge(cuts_of(settings)), clock)
        rules = Rules(times=_times(settings), languages=settings.languages)
        session = Session(parts, rules, simulated)
        lamps = lights.levels if lights.simulated else None
        pages = create_app(session, clock=clock, lamps=lamps, languages=settings.languages)
        return Kiosk(supervisor, session, lights, Server(pages, settings.port))
    except BaseException:
        lights.close()
        raise


def meter(settings: Settings, facing: str = "auto", method: str = "contour") -> Meter:
    """What measures files with a site's models and cuts; ``facing`` is auto, left or right.

    ``method`` is one of ``kiosk.pelvis.tilt.Method``.

    Raises:
        ModelError: a model is missing, altered or does not load.
    """
    cv2.setNumThreads(1)
    manifest = Manifest.load(settings.models)
    known = None if facing == "auto" else Facing(facing)
    sight, judgement = _sight(manifest, settings), judge(cuts_of(settings))
    match Method(method):
        case Method.CONTOUR:
            return Meter(sight, gauge(manifest, known), judgement)
        case Method.DOTS:
            return Meter(sight, dot_gauge(settings, known), judgement, Method.DOTS)
        case Method.DOTS_AND_CONTOUR:
            both = DotsAndContour(dot_gauge(settings, known), gauge(manifest, known))
            return Meter(sight, both, judgement, Method.DOTS_AND_CONTOUR)


def comparer(settings: Settings, facing: str = "auto") -> Comparer:
    """What compares files of one person with a site's models; ``facing`` is auto, left or right.

    Raises:
        ModelError: a model is missing, altered, does not load or was trained for other features.
    """
    head = ChangeHead(Network(Manifest.load(settings.models).read("change")))
    return Comparer(meter(settings, facing), head)


def _sight(manifest: Manifest, settings: Settings) -> PoseTracker:
    return tracker(manifest, threads_of(settings), settings.pose_variant)


def _times(settings: Settings) -> Times:
    chosen = settings.times
    return Times(
        hold_s=chosen.hold_s,
        capture_s=chosen.capture_s,
        result_s=chosen.result_s,
        refused_s=chosen.refused_s,
        patience_s=chosen.patience_s,
    )
