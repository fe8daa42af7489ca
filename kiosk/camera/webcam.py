"""A USB webcam through OpenCV and Video4Linux, with every wait bounded."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.frame import Frame
from kiosk.camera.patience import Patience
from kiosk.camera.picture import rgb, turned
from kiosk.camera.quiet import quiet_opencv
from kiosk.camera.wishes import USUAL, CameraWishes
from kiosk.errors import CameraBusy, CameraError, CameraMissing

DEVICES = Path("/dev")
SYSFS = Path("/sys/class/video4linux")

_OPEN_WITHIN_S = 6.0
_CLOSE_WITHIN_S = 1.0


class Capture(Protocol):
    """What is asked of ``cv2.VideoCapture``."""

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        """Whether the device was opened."""

    def set(self, propId: int, value: float, /) -> bool:  # noqa: N803 - OpenCV's name
        """Ask for a property; the device may decline."""

    def grab(self) -> bool:
        """Take the next frame from the driver; blocks up to 10 s."""

    def retrieve(self) -> tuple[bool, Any]:
        """Decode the frame taken: whether it worked, and the (H, W, 3) uint8 BGR picture."""

    def release(self) -> None:
        """Let go of the device."""


def video4linux(index: int) -> Capture:
    """OpenCV's own capture of ``/dev/videoN``."""
    return cv2.VideoCapture(index, cv2.CAP_V4L2)


class Webcam:
    """``/dev/videoN``. OpenCV blocks for up to 10 s in a read, so it is driven from a thread of its own."""

    simulated = False

    def __init__(
        self,
        index: int = 0,
        wishes: CameraWishes = USUAL,
        *,
        connect: Callable[[int], Capture] = video4linux,
        devices: Path = DEVICES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._number = index
        self._wishes = wishes
        self._connect = connect
        self._device = devices / f"video{index}"
        self._clock = clock
        self._thread: Patience | None = None
        self._capture: Capture | None = None
        self._index = 0

    @property
    def name(self) -> str:
        """The webcam's number, for staff."""
        return f"webcam {self._number}"

    def open(self) -> None:
        """Take hold of the device and of its first frame.

        Raises:
            CameraMissing: there is no such device.
            CameraBusy: another program holds it.
            CameraStalled: it does not answer.
        """
        self.close()
        quiet_opencv()
        self._check_present()
        self._index = 0
        self._thread = Patience.begun(
            self.name, self._start, _OPEN_WITHIN_S, undo=self._release, undo_within_s=_CLOSE_WITHIN_S
        )

    def read(self, timeout_s: float) -> Frame:
        """The next frame.

        Raises:
            CameraStalled: none came within ``timeout_s``.
            CameraMissing: it was unplugged.
            CameraError: it gives no more frames, or is not open.
        """
        image, at_s = self._running().call(self._take, timeout_s)
        frame = Frame(image, at_s, self._index)
        self._index += 1
        return frame

    def skip(self, timeout_s: float) -> None:
        """Pass over the next frame, without decoding its JPEG."""
        self._running().call(self._grab, timeout_s)
        self._index += 1

    def close(self) -> None:
        """Let go of the device; when a read still hangs in the driver, as soon as it comes back."""
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.close(self._release, _CLOSE_WITHIN_S)

    def _running(self) -> Patience:
        if self._thread is None:
            raise CameraError(f"{self.name} is not open")
        return self._thread

    def _check_present(self) -> None:
        if not self._device.exists():
            raise CameraMissing(f"{self.name} is not connected ({self._device}): plug it in")
        if not os.access(self._device, os.R_OK | os.W_OK):
            raise CameraError(f"{self._device} may not be used: add this user to the group 'video'")

    def _start(self) -> None:
        capture = self._connect(self._number)
        self._capture = capture
        if not capture.isOpened():
            raise CameraBusy(f"{self.name} cannot be opened: another program may hold it")
        # Motion JPEG is what lets USB 2 carry 720p at full rate.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._wishes.size[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._wishes.size[1])
        capture.set(cv2.CAP_PROP_FPS, self._wishes.fps)
        # Streaming, not opening, is what a second program is denied.
        if not capture.grab():
            raise CameraBusy(f"{self.name} gives no picture: another program may hold it")

    def _take(self) -> tuple[NDArray[np.uint8], float]:
        capture = self._grab()
        at_s = self._clock()
        good, image = capture.retrieve()
        if not good or image is None:
            raise CameraError(f"{self.name} gave a frame that cannot be decoded")
        return turned(rgb(np.asarray(image, dtype=np.uint8)), self._wishes.rotation), at_s

    def _grab(self) -> Capture:
        capture = self._capture
        if capture is None:
            raise CameraError(f"{self.name} is not open")
        try:
            grabbed = capture.grab()
        except cv2.error as error:
            raise CameraError(f"{self.name} broke off: {str(error).splitlines()[0]}") from error
        if grabbed:
            return capture
        if not self._device.exists():
            raise CameraMissing(f"{self.name} was unplugged: plug it in again")
        raise CameraError(f"{self.name} stopped giving frames: check its cable")

    def _release(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


def webcams(sysfs: Path = SYSFS) -> list[int]:
    """The numbers of the webcams connected, lowest first.

    A webcam is the first node of a USB device, or of a virtual one (v4l2loopback): the others are its
    metadata, and what sits on the board itself (codecs, camera receivers) is not a webcam.
    """
    found = []
    for node in sysfs.glob("video*"):
        number = node.name.removeprefix("video")
        if number.isdecimal() and _first_of_webcam(node):
            found.append(int(number))
    return sorted(found)


def _first_of_webcam(node: Path) -> bool:
    try:
        first = (node / "index").read_text().strip() == "0"
    except OSError:
        return False
    parts = node.resolve().parts
    return first and any(part.startswith("usb") or part == "virtual" for part in parts)
