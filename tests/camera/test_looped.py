"""Files played as if live: when each frame is due, the seam of the loop, and a machine that is late."""

import pytest

from kiosk.camera.looped import Looped
from kiosk.errors import CameraStalled
from tests.camera.sources import BLUE, GREEN, RED, FakeClock, plain, write_picture, write_video


def looped(path, clock: FakeClock, **more) -> Looped:
    camera = Looped(path, clock=clock, wait=clock.wait, **more)
    camera.open()
    return camera


def test_frames_come_when_due_and_the_end_joins_the_start(tmp_path):
    clock = FakeClock(100.0)
    camera = looped(write_video(tmp_path / "clip.mp4", [plain(RED)] * 3, fps=10.0), clock)
    frames = [camera.read(1.0) for _ in range(7)]
    assert [frame.at_s for frame in frames] == pytest.approx(
        [100.0, 100.1, 100.2, 100.3, 100.4, 100.5, 100.6], abs=1e-3
    )
    assert [frame.index for frame in frames] == [0, 1, 2, 3, 4, 5, 6]
    assert clock.waits == pytest.approx([0.1] * 6, abs=1e-3)


def test_the_loop_starts_again_with_its_first_picture(tmp_path):
    for name, colour in (("1.png", RED), ("2.png", GREEN), ("3.png", BLUE)):
        write_picture(tmp_path / name, plain(colour))
    camera = looped(tmp_path, FakeClock())
    seen = [tuple(camera.read(1.0).image[0, 0]) for _ in range(5)]
    assert seen == [RED, GREEN, BLUE, RED, GREEN]


def test_a_single_picture_is_a_still_scene_at_ten_frames_a_second(tmp_path):
    clock = FakeClock(0.0)
    camera = looped(write_picture(tmp_path / "one.png", plain(GREEN)), clock)
    assert [camera.read(1.0).at_s for _ in range(3)] == pytest.approx([0.0, 0.1, 0.2])


def test_a_wait_longer_than_asked_for_stalls_and_then_goes_on(tmp_path):
    clock = FakeClock(0.0)
    camera = looped(write_picture(tmp_path / "one.png", plain(GREEN)), clock, stills_fps=1.0)
    camera.read(0.4)
    for _ in range(2):
        with pytest.raises(CameraStalled):
            camera.read(0.4)
    frame = camera.read(0.4)
    assert (frame.at_s, frame.index) == (1.0, 1)
    assert clock.waits == pytest.approx([0.4, 0.4, 0.2])


def test_a_little_lateness_is_caught_up_with(tmp_path):
    clock = FakeClock(0.0)
    camera = looped(write_picture(tmp_path / "one.png", plain(GREEN)), clock)
    camera.read(1.0)
    clock.now_s = 0.3
    assert [camera.read(1.0).at_s for _ in range(4)] == pytest.approx([0.1, 0.2, 0.3, 0.4])
    assert sum(clock.waits) == pytest.approx(0.1)


def test_after_a_long_pause_the_film_goes_on_without_a_rush(tmp_path):
    clock = FakeClock(0.0)
    camera = looped(write_picture(tmp_path / "one.png", plain(GREEN)), clock)
    camera.read(1.0)
    clock.now_s = 60.0
    assert [camera.read(1.0).at_s for _ in range(3)] == pytest.approx([60.0, 60.1, 60.2])


def test_skipped_frames_take_their_time_too(tmp_path):
    clock = FakeClock(0.0)
    camera = looped(write_video(tmp_path / "clip.mp4", [plain(RED)] * 5, fps=10.0), clock)
    camera.skip(1.0)
    camera.skip(1.0)
    frame = camera.read(1.0)
    assert frame.at_s == pytest.approx(0.2, abs=1e-3)
    assert frame.index == 2


def test_a_picture_that_cannot_be_decoded_lets_its_time_pass_and_is_said_once(tmp_path, caplog):
    write_picture(tmp_path / "1.png", plain(RED))
    (tmp_path / "2.jpg").write_text("no picture")
    write_picture(tmp_path / "3.png", plain(BLUE))
    camera = looped(tmp_path, FakeClock(0.0))
    frames = [camera.read(1.0) for _ in range(5)]
    assert [tuple(frame.image[0, 0]) for frame in frames] == [RED, BLUE, RED, BLUE, RED]
    assert [frame.at_s for frame in frames] == pytest.approx([0.0, 0.2, 0.3, 0.5, 0.6])
    (record,) = caplog.records
    assert "2.jpg" in record.message


def test_where_no_picture_can_be_decoded_any_more_a_read_ends_in_time(tmp_path):
    path = write_picture(tmp_path / "1.png", plain(RED))
    write_picture(tmp_path / "2.png", plain(RED))
    clock = FakeClock(0.0)
    camera = looped(tmp_path, clock)
    camera.read(1.0)
    for each in (path, tmp_path / "2.png"):
        each.write_text("no picture")
    (tmp_path / "1.png").touch()
    camera._reel._held = (-1, camera._reel._held[1])  # nothing is remembered
    with pytest.raises(CameraStalled):
        camera.read(1.0)
    assert clock.now_s == pytest.approx(1.0)
