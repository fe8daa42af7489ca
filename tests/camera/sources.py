"""Sources for the camera's tests: files made on the spot, and stand-ins for cv2's and picamera2's classes."""

import struct
import threading
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.frame import Frame

RED = (255, 0, 0)
GREEN = (0, 255, 0)
BLUE = (0, 0, 255)


class FakeClock:
    """A clock that moves only when told, or when someone waits on it."""

    def __init__(self, now_s: float = 100.0) -> None:
        self.now_s = now_s
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now_s

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now_s += seconds


def plain(colour: tuple[int, int, int], width: int = 64, height: int = 48) -> NDArray[np.uint8]:
    """A picture of one RGB colour."""
    return np.full((height, width, 3), colour, np.uint8)


def write_picture(path: Path, image: NDArray[np.uint8]) -> Path:
    assert cv2.imwrite(str(path), image[:, :, ::-1])
    return path


def write_video(path: Path, images: list[NDArray[np.uint8]], fps: float = 10.0, codec: str = "mp4v") -> Path:
    height, width = images[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), fps, (width, height))
    assert writer.isOpened()
    for image in images:
        writer.write(np.ascontiguousarray(image[:, :, ::-1]))
    writer.release()
    return path


def turn_video(path: Path) -> Path:
    """Write into an mp4's track header that it is to be shown a quarter turn clockwise."""
    data = bytearray(path.read_bytes())
    upright = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    at = data.index(upright, data.index(b"tkhd"))
    data[at : at + 36] = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 48 << 16, 0, 0x40000000)
    path.write_bytes(data)
    return path


def with_pixel_shape(path: Path, across: int, down: int) -> Path:
    """Write into an mp4 made by ``write_video`` the shape of its pixels, in a box of its own (pasp)."""
    data = bytearray(path.read_bytes())
    at = 0
    # Each box begins four bytes before its name; all of them grow by the sixteen bytes of the new one.
    for name in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd", b"mp4v"):
        at = data.index(name, at)
        (size,) = struct.unpack_from(">I", data, at - 4)
        struct.pack_into(">I", data, at - 4, size + 16)
    data[at - 4 + size : at - 4 + size] = struct.pack(">I4sII", 16, b"pasp", across, down)
    path.write_bytes(data)
    return path


def with_exif_orientation(path: Path, orientation: int) -> Path:
    """Give a JPEG an EXIF segment that holds nothing but its orientation."""
    tiff = b"II*\0" + struct.pack("<I", 8) + struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)
    body = b"Exif\0\0" + tiff
    data = path.read_bytes()
    path.write_bytes(data[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[2:])
    return path


class FakeCapture:
    """cv2.VideoCapture as far as the webcam uses it: BGR pictures, False from grab once it is dead."""

    def __init__(self, colour: tuple[int, int, int] = RED, frames: int | None = None) -> None:
        self.bgr = np.ascontiguousarray(plain(colour)[:, :, ::-1])
        self.left = frames
        self.opened = True
        self.hangs = False
        self.unhang = threading.Event()
        self.released = threading.Event()
        self.properties: dict[int, float] = {}
        self.retrieved = 0

    def isOpened(self) -> bool:  # noqa: N802
        return self.opened

    def set(self, prop: int, value: float, /) -> bool:
        self.properties[prop] = value
        return True

    def grab(self) -> bool:
        if self.hangs:
            self.unhang.wait()
        if self.left is None:
            return True
        self.left -= 1
        return self.left >= 0

    def retrieve(self) -> tuple[bool, Any]:
        self.retrieved += 1
        return True, self.bgr

    def release(self) -> None:
        self.released.set()


class FakeFilm:
    """cv2.VideoCapture as far as a Video uses it: a step is a colour, or None for a frame that is broken."""

    def __init__(self, steps: list[Any], fps: float = 10.0, count: float | None = None) -> None:
        self.steps = steps
        self.fps = fps
        self.count = len(steps) if count is None else count
        self.at = -1
        self.times_s = [number / fps for number in range(len(steps))]

    def __call__(self, *_: object) -> "FakeFilm":
        self.at = -1
        return self

    def isOpened(self) -> bool:  # noqa: N802
        return True

    def set(self, prop: int, value: float, /) -> bool:
        return bool(prop and value)

    def get(self, prop: int) -> float:
        at_s = self.times_s[min(max(self.at, 0), len(self.times_s) - 1)]
        known = {cv2.CAP_PROP_FPS: self.fps, cv2.CAP_PROP_FRAME_COUNT: self.count}
        return {**known, cv2.CAP_PROP_POS_MSEC: at_s * 1000}.get(prop, 0.0)

    def grab(self) -> bool:
        self.at += 1
        step = self.steps[self.at] if self.at < len(self.steps) else False
        if isinstance(step, Exception):
            raise step
        return step is not False

    def retrieve(self) -> tuple[bool, Any]:
        step = self.steps[self.at]
        return (False, None) if step is None else (True, np.ascontiguousarray(plain(step)[:, :, ::-1]))

    def release(self) -> None:
        pass


class FakeRequest:
    def __init__(self, camera: "FakePicamera2") -> None:
        self.camera = camera
        self.held = True

    def make_array(self, name: str) -> NDArray[np.uint8]:
        assert self.held
        assert name == "main"
        main = self.camera.config["main"]
        width, height = main["size"]
        picture = plain(self.camera.colour, width, height)
        picture[:, : width // 2] = 0  # the left half is black, so that a turn can be seen
        return picture if main["format"] == "BGR888" else picture[:, :, ::-1]

    def release(self) -> None:
        assert self.held, "released twice"
        self.held = False
        self.camera.held -= 1


class FakePicamera2:
    """Picamera2's documented behaviour: what it demands, raises and hands out."""

    cameras = 1
    busy = False
    offered: ClassVar[dict[str, tuple[Any, Any, Any]]] = {
        "FrameDurationLimits": (33333, 120000, 33333),
        "AeEnable": (False, True, True),
    }
    colour = RED
    latest: "FakePicamera2 | None" = None

    @classmethod
    def global_camera_info(cls) -> list[dict[str, int]]:
        return [{"Num": number} for number in range(cls.cameras)]

    def __init__(self, camera_num: int = 0) -> None:
        if camera_num >= self.cameras:
            raise RuntimeError(f"No camera number {camera_num} found")
        if self.busy:
            raise RuntimeError("Camera __init__ sequence did not complete.")
        type(self).latest = self
        self.camera_controls = dict(self.offered)
        self.held = 0
        self.frames: int | None = None
        self.flushed = 0
        self.started = self.closed = False
        self.config: dict[str, Any] = {}

    def create_video_configuration(
        self, main: dict[str, Any], buffer_count: int, controls: dict[str, Any]
    ) -> dict[str, Any]:
        return {"main": main, "buffer_count": buffer_count, "controls": controls}

    def configure(self, config: dict[str, Any]) -> None:
        if any(side % 2 for side in config["main"]["size"]):
            raise RuntimeError("width and height should be even")
        for name in config["controls"]:
            if name not in self.offered:
                raise RuntimeError(f"Control {name} is not advertised by libcamera")
        self.config = config

    def start(self) -> None:
        self.started = True

    def capture_request(self, wait: float | None = None) -> FakeRequest:
        assert isinstance(wait, float), "without a bound a dead camera blocks for ever"
        if self.frames == 0:
            raise TimeoutError
        if self.frames is not None:
            self.frames -= 1
        assert self.held < self.config["buffer_count"], "out of buffers: a request was not released"
        self.held += 1
        return FakeRequest(self)

    def cancel_all_and_flush(self) -> None:
        self.flushed += 1

    def close(self) -> None:
        self.closed = True


def fake_picamera2(**features: Any) -> tuple[ModuleType, type[FakePicamera2]]:
    """A module to stand in for picamera2, and its class, with the features given."""
    module = ModuleType("picamera2")
    kind = type("Picamera2", (FakePicamera2,), features)
    module.Picamera2 = kind  # type: ignore[attr-defined]  # a module made on the spot
    return module, kind


class Scripted:
    """A camera that plays a script: each step is a frame (a colour), an error to raise, or a call to make.

    Opening takes steps named in ``opens`` (an error, or None for success) for as long as there are any.
    """

    simulated = False
    name = "scripted"

    def __init__(
        self, clock: FakeClock, steps: list[Any], opens: list[Exception | None] | None = None
    ) -> None:
        self.clock = clock
        self.steps = list(steps)
        self.opens = list(opens or [])
        self.log: list[str] = []
        self.period_s = 0.1

    def open(self) -> None:
        self.log.append("open")
        error = self.opens.pop(0) if self.opens else None
        if error is not None:
            raise error

    def read(self, timeout_s: float) -> Frame:
        step = self._next(timeout_s)
        self.log.append("read")
        return Frame(plain(step), self.clock() - 50, 7)

    def close(self) -> None:
        self.log.append("close")

    def _next(self, timeout_s: float) -> Any:
        while True:
            step = self.steps.pop(0)
            if callable(step):
                step()
            elif isinstance(step, TimeoutError):
                self.clock.now_s += timeout_s
                raise step
            elif isinstance(step, Exception):
                raise step
            else:
                self.clock.now_s += self.period_s
                return step


class ScriptedSkipping(Scripted):
    """One that can also pass over a frame."""

    def skip(self, timeout_s: float) -> None:
        self._next(timeout_s)
        self.log.append("skip")
