"""The Raspberry Pi's camera through Picamera2, with every wait bounded."""

import importlib
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, InvalidStateError
from contextlib import suppress
from typing import Any

import numpy as np

from kiosk.camera.frame import Frame
from kiosk.camera.patience import Patience
from kiosk.camera.picture import turned
from kiosk.camera.wishes import USUAL, CameraWishes
from kiosk.errors import CameraBusy, CameraError, CameraMissing, CameraStalled

# Picamera2 names formats by their order in a word: its "BGR888" lies in memory as R, G, B.
_RGB_IN_MEMORY = "BGR888"
_AF_CONTINUOUS = 2
_BUFFERS = 4
_OPEN_WITHIN_S = 10.0
_CLOSE_WITHIN_S = 5.0


class PiCamera:
    """Camera Module ``number``. Picamera2 is imported when it is opened: it exists on a Pi only.

    The size wished for is made even, as Picamera2 demands. A camera mounted upright for a standing guest
    is turned by 90 or 270 degrees here, which the sensor cannot do.
    """

    simulated = False

    def __init__(
        self,
        number: int = 0,
        wishes: CameraWishes = USUAL,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._number = number
        self._size = (wishes.size[0] // 2 * 2, wishes.size[1] // 2 * 2)
        self._wishes = wishes
        self._clock = clock
        self._thread: Patience | None = None
        self._camera: Any = None
        self._index = 0

    @property
    def name(self) -> str:
        """The camera's number, for staff."""
        return f"Pi camera {self._number}"

    def open(self) -> None:
        """Take hold of the camera and start it.

        Raises:
            CameraMissing: none is connected.
            CameraBusy: another program holds it.
            CameraStalled: it does not answer.
            CameraError: Picamera2 is not installed, or the camera does not start.
        """
        self.close()
        self._index = 0
        self._thread = Patience.begun(
            self.name, self._start, _OPEN_WITHIN_S, undo=self._stop, undo_within_s=_CLOSE_WITHIN_S
        )

    def read(self, timeout_s: float) -> Frame:
        """The next frame.

        Raises:
            CameraStalled: none came within ``timeout_s``.
            CameraError: the camera broke, or is not open.
        """
        request = self._request(timeout_s)
        at_s = self._clock()
        try:
            image = np.asarray(request.make_array("main"), dtype=np.uint8)
        finally:
            request.release()
        frame = Frame(turned(image, self._wishes.rotation), at_s, self._index)
        self._index += 1
        return frame

    def skip(self, timeout_s: float) -> None:
        """Pass over the next frame, without copying it."""
        self._request(timeout_s).release()
        self._index += 1

    def close(self) -> None:
        """Let go of the camera; when it hangs, as soon as it comes back."""
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.close(self._stop, _CLOSE_WITHIN_S)

    def _request(self, timeout_s: float) -> Any:
        camera = self._camera
        if self._thread is None or camera is None:
            raise CameraError(f"{self.name} is not open")
        try:
            return camera.capture_request(wait=timeout_s)
        except TimeoutError as error:
            # What was asked for must not be handed out later, to nobody who would release it.
            with suppress(InvalidStateError):
                camera.cancel_all_and_flush()
            raise CameraStalled(f"{self.name} gave no frame within {timeout_s:g} s") from error
        except (RuntimeError, OSError, CancelledError) as error:
            raise CameraError(f"{self.name} broke off: {error}") from error

    def _start(self) -> None:
        kind = _picamera2()
        if not kind.global_camera_info():
            raise CameraMissing(f"{self.name} is not connected: check the ribbon cable at both ends")
        try:
            camera = kind(self._number)
        except IndexError as error:
            raise CameraMissing(f"{self.name} is not connected") from error
        except RuntimeError as error:
            if "No camera number" in str(error) or "not found" in str(error):
                raise CameraMissing(f"{self.name} is not connected") from error
            raise CameraBusy(f"{self.name} cannot be opened: another program may hold it") from error
        self._camera = camera
        try:
            camera.configure(
                camera.create_video_configuration(
                    main={"size": self._size, "format": _RGB_IN_MEMORY},
                    buffer_count=_BUFFERS,
                    controls=self._controls(camera.camera_controls),
                )
            )
            camera.start()
        except (RuntimeError, OSError, ValueError) as error:
            raise CameraError(f"{self.name} does not start: {error}") from error

    def _controls(self, offered: dict[str, tuple[Any, Any, Any]]) -> dict[str, object]:
        """The wishes this camera knows: Picamera2 refuses the others."""
        wishes: dict[str, object] = {"AfMode": _AF_CONTINUOUS}
        if limits := offered.get("FrameDurationLimits"):
            shortest, longest = int(limits[0]), int(limits[1])
            frame_us = min(max(round(1e6 / self._wishes.fps), shortest), longest)
            wishes["FrameDurationLimits"] = (frame_us, frame_us)
        return {name: value for name, value in wishes.items() if name in offered}

    def _stop(self) -> None:
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.close()


def _picamera2() -> Any:
    try:
        return importlib.import_module("picamera2").Picamera2
    # A numpy that does not fit the one Debian built it for shows as ValueError.
    except (ImportError, OSError, ValueError) as error:
        raise CameraError(
            f"Picamera2 cannot be loaded ({error}): install python3-picamera2 with apt"
        ) from error
