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


@pytest.mark.parametrize("spec", ["webcam:256", "webcam:99999", "webcam:-1", "webcam:007", "webcam:²"])
def test_a_number_no_webcam_has_is_not_called_missing(spec):
    with pytest.raises(SettingsError) as caught:
        choose_camera(spec, on_pi=False)
    assert str(caught.value) == f"camera {spec!r}: a webcam's number is 0 to 255, as in webcam:0"


@pytest.mark.parametrize("spec", ["nonsense", "missing.mp4", "", " "])
def test_a_word_that_is_no_camera_and_no_path_lists_what_is(spec):
    with pytest.raises(UnreadableSource, match="webcam:N"):
        choose_camera(spec, on_pi=False)


def test_a_file_that_cannot_be_shown_is_refused_at_once(tmp_path):
    (tmp_path / "diary.mp4").write_text("dear diary\n")
    with pytest.raises(UnreadableSource, match=r"diary\.mp4 is not an image or video"):
        choose_camera(str(tmp_path / "diary.mp4"), on_pi=False)


def test_a_folder_without_pictures_is_refused_at_once(tmp_path):
    with pytest.raises(UnreadableSource, match="holds no pictures"):
        choose_camera(str(tmp_path), on_pi=False)


def test_a_path_in_a_folder_one_may_not_search_is_said(monkeypatch):
    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.exists", refuse)
    monkeypatch.setattr("pathlib.Path.stat", refuse)
    with pytest.raises(UnreadableSource, match=r"locked/x\.mp4 cannot be read: Permission denied"):
        choose_camera("locked/x.mp4", on_pi=False)
    # Elsewhere such a folder is no reason to take a webcam for a file.
    assert choose_camera("webcam:1", on_pi=False).name == "webcam 1"


@pytest.mark.parametrize("spec", ["x" * 300, "webcam:" + "9" * 5000, "a\0b"])
def test_a_word_no_path_can_have_is_said(spec):
    with pytest.raises((UnreadableSource, SettingsError)):
        choose_camera(spec, on_pi=False)
