"""The composition root: the only file that knows which camera, runtime, lights and clock are real."""

import logging
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
from kiosk.errors import KioskError
from kiosk.guidance.announcer import Announcer, QuietHours
from kiosk.guidance.soundbox import Missing, Soundbox
from kiosk.instruments import gauges, sight
from kiosk.lights.board import Pins
from kiosk.lights.choose import choose_lights
from kiosk.lights.port import Lights
from kiosk.machine import is_raspberry_pi
from kiosk.pose.manifest import Manifest
from kiosk.screening.session import Parts, Rules, Session
from kiosk.screening.states import Times
from kiosk.screening.view import Offer
from kiosk.settings import Settings
from kiosk.takehome.table import CardTable
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
    session: Session
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


def announcer_of(settings: Settings, sounds: Soundbox) -> Announcer:
    """What decides when which of the sounds is heard."""
    begins, ends = settings.sound.quiet_from, settings.sound.quiet_until
    quiet = QuietHours(begins, ends) if begins is not None and ends is not None else None
    return Announcer(sounds, settings.sound.volume, quiet)


def sounds_missing(settings: Settings) -> list[Missing]:
    """What could not be heard in the languages offered."""
    return Soundbox(settings.sound.folder).missing(settings.languages)


def build(settings: Settings, clock: Callable[[], float] = time.monotonic) -> Kiosk:
    """Wire the kiosk a site's settings describe.

    Raises:
        KioskError: a model, the lights or the port cannot be had.
    """
    cv2.setNumThreads(1)  # the pictures are small: threads cost more than they give
    camera = camera_of(settings)
    manifest = Manifest.load(settings.models)
    eyes, readers = sight(manifest, settings), gauges(settings, manifest)
    lights = lights_of(settings)
    try:
        supervisor = Supervisor(camera, clock=clock)
        simulated = tuple(
            name for name, mock in (("camera", camera.simulated), ("lights", lights.simulated)) if mock
        )
        cards = CardTable() if settings.offers.compare else None
        sounds = Soundbox(settings.sound.folder)
        parts = Parts(
            _Supervised(supervisor), eyes, readers, lights, clock, cards, announcer_of(settings, sounds)
        )
        rules = Rules(times=_times(settings), languages=settings.languages, offers=_offers(settings))
        session = Session(parts, rules, simulated)
        lamps = lights.levels if lights.simulated else None
        pages = create_app(session, clock=clock, lamps=lamps, languages=settings.languages, sounds=sounds)
        return Kiosk(supervisor, session, lights, Server(pages, settings.port))
    except BaseException:
        lights.close()
        raise


def _times(settings: Settings) -> Times:
    return Times(**settings.times.model_dump())


def _offers(settings: Settings) -> tuple[Offer, ...]:
    return tuple(offer for offer in Offer if getattr(settings.offers, offer))
