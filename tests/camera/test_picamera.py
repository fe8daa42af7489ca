"""The Pi camera against a stand-in that mimics Picamera2's documented behaviour."""

import sys

import pytest

from kiosk.camera.picamera import PiCamera
from kiosk.camera.picture import Rotation
from kiosk.camera.wishes import CameraWishes
from kiosk.errors import CameraBusy, CameraError, CameraMissing, CameraStalled
from tests.camera.sources import FakeClock, fake_picamera2


@pytest.fixture
def picamera2(monkeypatch):
    """Install a stand-in with the features given, and return its class."""

    def install(**features):
        module, kind = fake_picamera2(**features)
        monkeypatch.setitem(sys.modules, "picamera2", module)
        return kind

    return install


def opened(**wishes) -> PiCamera:
    camera = PiCamera(0, CameraWishes(**wishes), clock=FakeClock(9.0))
    camera.open()
    return camera


@pytest.mark.parametrize(
    ("rotation", "size", "dark"),
    [
        (Rotation.NONE, (64, 48), (24, 5)),
        (Rotation.CLOCKWISE, (48, 64), (5, 24)),
        (Rotation.HALF, (64, 48), (24, 58)),
        (Rotation.COUNTERCLOCKWISE, (48, 64), (58, 24)),
    ],
)
def test_the_sensors_left_half_goes_where_the_turn_brings_it(picamera2, rotation, size, dark):
    picamera2()
    camera = opened(size=(64, 48), rotation=rotation)
    frame = camera.read(1.0)
    camera.close()
    assert frame.size == size
    assert tuple(frame.image[dark]) == (0, 0, 0)
    assert tuple(
        frame.image[63 - dark[0] if size[1] == 64 else dark[0], 63 - dark[1] if size[0] == 64 else 24]
    ) == (
        255,
        0,
        0,
    )


def test_an_odd_size_is_made_even(picamera2):
    kind = picamera2()
    camera = opened(size=(65, 49))
    assert kind.latest.config["main"]["size"] == (64, 48)
    camera.close()


def test_only_controls_the_camera_offers_are_set_and_the_frame_rate_stays_in_its_range(picamera2):
    kind = picamera2()
    opened(size=(64, 48), fps=15.0).close()
    assert kind.latest.config["controls"] == {"FrameDurationLimits": (66667, 66667)}
    opened(size=(64, 48), fps=60.0).close()
    assert kind.latest.config["controls"] == {"FrameDurationLimits": (33333, 33333)}


def test_a_camera_with_autofocus_focuses_continuously(picamera2):
    kind = picamera2(offered={"AfMode": (0, 2, 0)})
    opened(size=(64, 48)).close()
    assert kind.latest.config["controls"] == {"AfMode": 2}


def test_every_request_is_released_even_when_skipped_or_its_array_fails(picamera2, monkeypatch):
    kind = picamera2()
    camera = opened(size=(64, 48))
    for _ in range(10):
        camera.read(1.0)
        camera.skip(1.0)
    monkeypatch.setattr(kind, "colour", "no colour")
    with pytest.raises(ValueError):
        camera.read(1.0)
    assert kind.latest.held == 0
    camera.close()


def test_a_silent_camera_stalls_and_its_queue_is_flushed(picamera2):
    kind = picamera2()
    camera = opened(size=(64, 48))
    kind.latest.frames = 0
    with pytest.raises(CameraStalled, match=r"no frame within 0\.5 s"):
        camera.read(0.5)
    assert kind.latest.flushed == 1
    kind.latest.frames = 1
    assert camera.read(0.5).index == 0
    camera.close()
    assert kind.latest.closed


def test_no_camera_on_the_ribbon_is_missing(picamera2):
    picamera2(cameras=0)
    with pytest.raises(CameraMissing, match="ribbon"):
        PiCamera().open()


@pytest.mark.parametrize(
    "error", [RuntimeError("No camera number 0 found"), IndexError("list index out of range")]
)
def test_old_and_new_ways_of_saying_missing_are_understood(picamera2, error):
    def init(self, number):
        raise error

    picamera2(__init__=init)
    with pytest.raises(CameraMissing):
        PiCamera().open()


def test_a_camera_held_by_another_program_is_busy(picamera2):
    picamera2(busy=True)
    with pytest.raises(CameraBusy, match="another program"):
        PiCamera().open()


def test_a_camera_that_does_not_start_is_let_go_of(picamera2):
    def start(self):
        raise RuntimeError("Configuration failed")

    kind = picamera2(start=start)
    with pytest.raises(CameraError, match="does not start: Configuration failed"):
        PiCamera().open()
    assert kind.latest.closed


def test_a_machine_without_picamera2_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "picamera2", None)
    with pytest.raises(CameraError, match="python3-picamera2"):
        PiCamera().open()


def test_frames_are_stamped_on_the_kiosks_clock(picamera2):
    picamera2()
    camera = opened(size=(64, 48))
    assert camera.read(1.0).at_s == 9.0
    camera.close()
