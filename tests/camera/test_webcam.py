"""The webcam's own faults and settings, with a stand-in for OpenCV's capture."""

from pathlib import Path

import cv2
import pytest

from kiosk.camera.picture import Rotation
from kiosk.camera.webcam import Webcam, webcams
from kiosk.camera.wishes import USUAL, CameraWishes
from kiosk.errors import CameraBusy, CameraError, CameraMissing, CameraStalled
from tests.camera.sources import FakeCapture, FakeClock, plain


@pytest.fixture
def devices(tmp_path: Path) -> Path:
    (tmp_path / "video0").touch()
    return tmp_path


def webcam(capture: FakeCapture, devices: Path, wishes: CameraWishes = USUAL) -> Webcam:
    return Webcam(0, wishes, connect=lambda _: capture, devices=devices, clock=FakeClock(5.0))


def test_it_asks_for_motion_jpeg_and_the_size_wished_for(devices):
    capture = FakeCapture()
    camera = webcam(capture, devices, CameraWishes(size=(800, 600), fps=20.0))
    camera.open()
    camera.close()
    assert capture.properties == {
        cv2.CAP_PROP_FOURCC: int.from_bytes(b"MJPG", "little"),
        cv2.CAP_PROP_FRAME_WIDTH: 800,
        cv2.CAP_PROP_FRAME_HEIGHT: 600,
        cv2.CAP_PROP_FPS: 20.0,
    }


def test_a_webcam_on_its_side_is_turned_upright(devices):
    capture = FakeCapture()
    capture.bgr[:, :32] = 0  # black on the left, red on the right
    camera = webcam(capture, devices, CameraWishes(rotation=Rotation.CLOCKWISE))
    camera.open()
    frame = camera.read(1.0)
    camera.close()
    assert frame.size == (48, 64)
    assert tuple(frame.image[5, 24]) == (0, 0, 0)
    assert tuple(frame.image[58, 24]) == (255, 0, 0)


def test_frames_are_stamped_on_the_kiosks_clock(devices):
    camera = webcam(FakeCapture(), devices)
    camera.open()
    assert camera.read(1.0).at_s == 5.0
    camera.close()


def test_a_read_that_hangs_in_the_driver_stalls_in_time_and_close_does_not_wait_for_it(devices, monkeypatch):
    monkeypatch.setattr("kiosk.camera.webcam._CLOSE_WITHIN_S", 0.01)
    capture = FakeCapture()
    camera = webcam(capture, devices)
    camera.open()
    capture.hangs = True
    for _ in range(3):
        with pytest.raises(CameraStalled):
            camera.read(0.01)
    camera.close()
    assert not capture.released.is_set()
    capture.unhang.set()
    assert capture.released.wait(5.0), "the device is let go of once the driver comes back"


def test_a_camera_that_hangs_for_a_moment_goes_on(devices):
    capture = FakeCapture()
    camera = webcam(capture, devices)
    camera.open()
    capture.hangs = True
    with pytest.raises(CameraStalled):
        camera.read(0.01)
    capture.hangs = False
    capture.unhang.set()
    assert camera.read(5.0).index == 0
    camera.close()


def test_a_device_that_does_not_open_is_busy(devices):
    capture = FakeCapture()
    capture.opened = False
    with pytest.raises(CameraBusy, match="another program"):
        webcam(capture, devices).open()
    assert capture.released.is_set()


def test_a_device_that_opens_but_does_not_stream_is_busy(devices):
    with pytest.raises(CameraBusy, match="another program"):
        webcam(FakeCapture(frames=0), devices).open()


def test_a_device_of_another_group_says_what_to_do(devices, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(CameraError, match="group 'video'"):
        webcam(FakeCapture(), devices).open()


def test_an_unplugged_webcam_is_missing_and_one_that_broke_off_is_not(devices):
    camera = webcam(FakeCapture(frames=1), devices)
    camera.open()
    with pytest.raises(CameraError, match="check its cable"):
        camera.read(1.0)
    (devices / "video0").unlink()
    with pytest.raises(CameraMissing, match="unplugged"):
        camera.read(1.0)
    camera.close()


def test_an_error_inside_opencv_becomes_the_cameras(devices, monkeypatch):
    capture = FakeCapture()
    camera = webcam(capture, devices)
    camera.open()

    def fail() -> bool:
        raise cv2.error("driver\nlost")

    monkeypatch.setattr(capture, "grab", fail)
    with pytest.raises(CameraError, match=r"broke off: driver$"):
        camera.read(1.0)
    camera.close()


def test_a_frame_that_does_not_decode_is_an_error(devices, monkeypatch):
    capture = FakeCapture()
    camera = webcam(capture, devices)
    camera.open()
    monkeypatch.setattr(capture, "retrieve", lambda: (False, None))
    with pytest.raises(CameraError, match="decoded"):
        camera.read(1.0)
    camera.close()


def test_skipping_a_frame_does_not_decode_it(devices):
    capture = FakeCapture()
    camera = webcam(capture, devices)
    camera.open()
    camera.skip(1.0)
    camera.skip(1.0)
    assert capture.retrieved == 0
    camera.read(1.0)
    camera.close()
    assert capture.retrieved == 1


def test_an_infrared_webcams_grey_picture_has_three_channels(devices):
    capture = FakeCapture()
    capture.bgr = plain((7, 7, 7))[:, :, 0]
    camera = webcam(capture, devices)
    camera.open()
    assert camera.read(1.0).image.shape == (48, 64, 3)
    camera.close()


def node(root: Path, number: int, place: str, index: int) -> None:
    device = root / "devices" / place / f"video{number}"
    device.mkdir(parents=True)
    (device / "index").write_text(f"{index}\n")
    (root / "class").mkdir(exist_ok=True)
    (root / "class" / f"video{number}").symlink_to(device)


def test_webcams_are_first_nodes_of_usb_or_virtual_devices(tmp_path):
    node(tmp_path, 10, "platform/soc/codec", 0)  # the Pi's own
    node(tmp_path, 2, "pci0000:00/usb1/1-2", 0)
    node(tmp_path, 3, "pci0000:00/usb1/1-2", 1)  # the same webcam's metadata
    node(tmp_path, 11, "platform/axi/usb3/3-1", 0)
    node(tmp_path, 4, "virtual", 0)
    assert webcams(tmp_path / "class") == [2, 4, 11]


def test_a_machine_without_video4linux_has_no_webcams(tmp_path):
    assert webcams(tmp_path / "none") == []
