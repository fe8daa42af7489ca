"""Which camera a word means, on a Pi and elsewhere."""

import pytest

from kiosk.camera.choose import choose_camera
from kiosk.camera.looped import Looped
from kiosk.camera.picamera import PiCamera
from kiosk.camera.webcam import Webcam
from kiosk.errors import SettingsError, UnreadableSource
from tests.camera.sources import RED, plain, write_picture
from tests.camera.test_webcam import node


def test_auto_on_a_pi_is_the_pi_camera_even_when_a_webcam_is_there(tmp_path):
    node(tmp_path, 0, "platform/usb1/1-1", 0)
    camera = choose_camera("auto", on_pi=True, sysfs=tmp_path / "class")
    assert isinstance(camera, PiCamera)
    assert not camera.simulated


def test_auto_elsewhere_is_the_first_webcam_connected(tmp_path):
    node(tmp_path, 6, "pci/usb1/1-1", 0)
    node(tmp_path, 4, "pci/usb1/1-2", 0)
    camera = choose_camera("auto", on_pi=False, sysfs=tmp_path / "class")
    assert isinstance(camera, Webcam)
    assert camera.name == "webcam 4"


def test_auto_without_any_camera_is_the_demo_and_says_it_is_simulated(tmp_path):
    camera = choose_camera("auto", on_pi=False, sysfs=tmp_path)
    assert camera.name == "demo"
    assert camera.simulated


@pytest.mark.parametrize(
    ("spec", "name"), [("webcam", "webcam 4"), ("webcam:7", "webcam 7"), ("webcam:0", "webcam 0")]
)
def test_a_webcam_is_the_one_numbered_or_the_first(tmp_path, spec, name):
    node(tmp_path, 4, "pci/usb1/1-2", 0)
    assert choose_camera(spec, on_pi=True, sysfs=tmp_path / "class").name == name


def test_a_webcam_asked_for_where_none_is_connected_is_number_zero(tmp_path):
    assert choose_camera("webcam", on_pi=False, sysfs=tmp_path).name == "webcam 0"


def test_pi_and_demo_are_what_they_say_anywhere():
    assert isinstance(choose_camera("pi", on_pi=False), PiCamera)
    assert choose_camera("demo", on_pi=True).name == "demo"


def test_a_path_is_played_as_if_live(tmp_path):
    path = write_picture(tmp_path / "scene.png", plain(RED))
    camera = choose_camera(str(path), on_pi=True)
    assert isinstance(camera, Looped)
    assert camera.name == "scene.png"
    assert camera.simulated


@pytest.mark.parametrize("spec", ["webcam:x", "webcam:", "webcam:-1"])
def test_a_webcam_without_a_number_is_wrong_use(spec):
    with pytest.raises(SettingsError, match="webcam:0"):
        choose_camera(spec, on_pi=False)


@pytest.mark.parametrize("spec", ["nonsense", "missing.mp4", "", " "])
def test_a_word_that_is_no_camera_and_no_path_lists_what_is(spec):
    with pytest.raises(UnreadableSource, match="webcam:N"):
        choose_camera(spec, on_pi=False)
