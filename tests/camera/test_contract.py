"""What every camera adapter owes the kiosk, whichever it is."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from kiosk.camera.demo import demo_camera
from kiosk.camera.picamera import PiCamera
from kiosk.camera.port import Camera, Skipping
from kiosk.camera.replay import Replay
from kiosk.camera.webcam import Webcam
from kiosk.camera.wishes import CameraWishes
from kiosk.errors import CameraError, CameraMissing, UnreadableSource
from tests.camera.sources import (
    RED,
    FakeCapture,
    FakeClock,
    fake_picamera2,
    plain,
    write_picture,
    write_video,
)


@dataclass(frozen=True)
class Adapter:
    """An adapter that gives ``frames`` red 64x48 pictures, one without its source, and a dying one."""

    camera: Camera
    frames: int
    missing: Camera
    dying: Camera
    last_frame: int


Build = Callable[[Path, pytest.MonkeyPatch], Adapter]


def image(folder: Path, _: pytest.MonkeyPatch) -> Adapter:
    path = write_picture(folder / "one.png", plain(RED))
    return Adapter(Replay(path), 1, Replay(folder / "none.png"), Replay(path), 1)


def image_folder(folder: Path, _: pytest.MonkeyPatch) -> Adapter:
    for number in range(4):
        write_picture(folder / f"{number}.png", plain(RED))
    (folder / "broken").mkdir()
    write_picture(folder / "broken" / "1.png", plain(RED))
    (folder / "broken" / "2.png").write_bytes(b"no picture")
    return Adapter(Replay(folder), 4, Replay(folder / "none"), Replay(folder / "broken"), 1)


def video(folder: Path, _: pytest.MonkeyPatch) -> Adapter:
    path = write_video(folder / "film.mp4", [plain(RED)] * 6)
    return Adapter(Replay(path), 6, Replay(folder / "none.mp4"), Replay(path), 6)


def clip(folder: Path, _: pytest.MonkeyPatch) -> Adapter:
    """A clip as the demo camera loops it; the dying one's file is taken away in its first round."""
    clock = FakeClock()
    path = write_video(folder / "clip.mp4", [plain(RED)] * 3)
    fading = write_video(folder / "fading.mp4", [plain(RED)] * 3)

    class Taken(FakeClock):
        def wait(self, seconds: float) -> None:
            super().wait(seconds)
            fading.unlink(missing_ok=True)

    taken = Taken()
    return Adapter(
        demo_camera(path, clock, clock.wait),
        8,
        demo_camera(folder / "none.mp4", clock, clock.wait),
        demo_camera(fading, taken, taken.wait),
        3,
    )


def webcam(folder: Path, _: pytest.MonkeyPatch) -> Adapter:
    (folder / "video0").touch()

    def plugged(capture: FakeCapture, number: int = 0) -> Webcam:
        return Webcam(number, connect=lambda _: capture, devices=folder, clock=FakeClock())

    # Opening takes the first frame of the four.
    return Adapter(plugged(FakeCapture()), 5, plugged(FakeCapture(), 1), plugged(FakeCapture(frames=4)), 3)


def pi(_: Path, patch: pytest.MonkeyPatch) -> Adapter:
    module, kind = fake_picamera2()
    patch.setitem(sys.modules, "picamera2", module)
    wishes = CameraWishes(size=(64, 48))
    clock = FakeClock()

    class Dying(PiCamera):
        def open(self) -> None:
            super().open()
            kind.latest.frames = 3

    return Adapter(
        PiCamera(0, wishes, clock=clock),
        5,
        PiCamera(1, wishes, clock=clock),
        Dying(0, wishes, clock=clock),
        3,
    )


@pytest.fixture(params=[image, image_folder, video, clip, webcam, pi], ids=lambda build: build.__name__)
def adapter(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Adapter:
    build: Build = request.param
    return build(tmp_path, monkeypatch)


def test_frames_are_eight_bit_colour_of_the_sources_size(adapter: Adapter):
    adapter.camera.open()
    frame = adapter.camera.read(1.0)
    adapter.camera.close()
    assert frame.image.shape == (48, 64, 3)
    assert frame.image.dtype == np.uint8
    assert frame.image.flags.c_contiguous
    assert frame.size == (64, 48)


def test_a_red_scene_is_red_in_the_first_channel(adapter: Adapter):
    adapter.camera.open()
    # The Pi's stand-in has a black left half; a video codec is off by a little.
    red, green, blue = adapter.camera.read(1.0).image[24, 60].astype(int)
    adapter.camera.close()
    assert red > 245
    assert green < 10
    assert blue < 10


def test_times_never_run_back_and_indices_count_from_zero(adapter: Adapter):
    adapter.camera.open()
    frames = [adapter.camera.read(1.0) for _ in range(adapter.frames)]
    adapter.camera.close()
    times = [frame.at_s for frame in frames]
    assert times == sorted(times)
    assert [frame.index for frame in frames] == list(range(adapter.frames))


def test_a_frame_already_given_is_not_overwritten_by_the_next(adapter: Adapter):
    adapter.camera.open()
    first = adapter.camera.read(1.0)
    before = first.image.copy()
    if adapter.frames > 1:
        first.image[:] = 0
        assert adapter.camera.read(1.0).image.max() > 245
    else:
        assert np.array_equal(first.image, before)
    adapter.camera.close()


def test_reading_before_opening_or_after_closing_is_an_error(adapter: Adapter):
    with pytest.raises(CameraError):
        adapter.camera.read(0.1)
    adapter.camera.open()
    adapter.camera.close()
    with pytest.raises(CameraError):
        adapter.camera.read(0.1)


def test_closing_twice_or_unopened_is_harmless(adapter: Adapter):
    adapter.camera.close()
    adapter.camera.open()
    adapter.camera.close()
    adapter.camera.close()


def test_a_closed_camera_opens_again_and_counts_from_zero(adapter: Adapter):
    for _ in range(2):
        adapter.camera.open()
        assert adapter.camera.read(1.0).index == 0
        adapter.camera.close()


def test_a_missing_source_is_said_in_one_line_when_opened(adapter: Adapter):
    with pytest.raises((CameraMissing, UnreadableSource)) as caught:
        adapter.missing.open()
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) > 20


def test_a_source_that_dies_midway_raises_instead_of_hanging(adapter: Adapter):
    adapter.dying.open()
    for _ in range(adapter.last_frame):
        adapter.dying.read(1.0)
    with pytest.raises(CameraError) as caught:
        adapter.dying.read(0.05)
    adapter.dying.close()
    assert str(caught.value)


def test_skipping_passes_over_one_frame_and_needs_an_open_camera(adapter: Adapter):
    camera = adapter.camera
    assert isinstance(camera, Skipping)
    with pytest.raises(CameraError):
        camera.skip(0.1)
    camera.open()
    camera.skip(1.0)
    if adapter.frames > 1:
        assert camera.read(1.0).index == 1
    camera.close()


def test_only_a_camera_that_sees_the_room_is_not_simulated(adapter: Adapter, request: pytest.FixtureRequest):
    real = request.node.callspec.id in {"webcam", "pi"}
    assert adapter.camera.simulated is not real
    assert adapter.camera.name
