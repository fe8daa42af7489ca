"""Turns the word a person gives (``auto``, ``pi``, ``webcam:1``, ``demo``, a path) into a camera."""

import time
from collections.abc import Callable
from pathlib import Path

from kiosk.camera.demo import CLIP, demo_camera
from kiosk.camera.looped import Looped
from kiosk.camera.picamera import PiCamera
from kiosk.camera.port import Camera
from kiosk.camera.webcam import SYSFS, Webcam, webcams
from kiosk.camera.wishes import USUAL, CameraWishes
from kiosk.errors import SettingsError, UnreadableSource

_HIGHEST = 255  # Linux has no more video devices
_NUMBERS = frozenset(map(str, range(_HIGHEST + 1)))
WORDS = "auto, pi, webcam, webcam:N, demo, or the path of an image, video or folder"


def choose_camera(
    spec: str,
    *,
    on_pi: bool,
    wishes: CameraWishes = USUAL,
    sysfs: Path = SYSFS,
    demo_clip: Path = CLIP,
    clock: Callable[[], float] = time.monotonic,
) -> Camera:
    """The camera a word means, not open; it may be opened again after it was closed.

    A file or folder is opened once, to see that it can be: unlike a live camera it will not mend itself.

    ``auto`` is the Pi's camera on a Raspberry Pi, where a missing one is an error for staff to see and
    the demo never stands in; elsewhere it is the first webcam connected, or else the demo.

    Raises:
        SettingsError: the word means nothing.
        UnreadableSource: it looks like a path, but nothing that can be read is there.
    """
    word, _, number = spec.partition(":")
    if spec == "auto":
        spec = word = "pi" if on_pi else "webcam" if webcams(sysfs) else "demo"
    if spec == "pi":
        return PiCamera(0, wishes, clock=clock)
    if spec == "webcam":
        number = str(next(iter(webcams(sysfs)), 0))
    if word == "webcam" and _is_missing(Path(spec), doubt=True):
        if number not in _NUMBERS:
            wrong = f"a webcam's number is 0 to {_HIGHEST}" if number else "the webcam's number is missing"
            raise SettingsError(f"camera {spec!r}: {wrong}, as in webcam:0")
        return Webcam(int(number), wishes, clock=clock)
    if spec == "demo":
        return demo_camera(demo_clip, clock=clock)
    return _file(spec, clock)


def _file(spec: str, clock: Callable[[], float]) -> Looped:
    if not spec.strip() or _is_missing(Path(spec)):
        raise UnreadableSource(f"camera {spec!r}: no such file; give {WORDS}")
    camera = Looped(Path(spec), clock=clock)
    camera.open()
    camera.close()
    return camera


def _is_missing(path: Path, doubt: bool = False) -> bool:
    """Whether nothing is there; ``doubt`` when that cannot be told, as in a folder one may not search."""
    try:
        return not path.exists()
    except OSError:
        return doubt
