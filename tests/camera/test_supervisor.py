"""The supervisor: restarts and their waits, what it hands on, what it says of the camera's health."""

import threading

import pytest

from kiosk.camera.backoff import Backoff
from kiosk.camera.looped import Looped
from kiosk.camera.supervisor import CameraState, Supervisor
from kiosk.errors import CameraError, CameraMissing, CameraStalled, SourceEnded, UnreadableSource
from tests.camera.sources import (
    BLUE,
    GREEN,
    RED,
    FakeClock,
    Scripted,
    ScriptedSkipping,
    plain,
    write_picture,
)


class Probe:
    """A supervisor on a scripted camera, run on the test's own thread until its script says stop."""

    def __init__(self, steps, opens=None, kind=Scripted, **more):
        self.clock = FakeClock(100.0)
        self.camera = kind(self.clock, steps, opens)
        self.supervisor = Supervisor(self.camera, clock=self.clock, pause=self.clock.wait, **more)
        self.camera.steps.append(self.supervisor.stop)
        self.camera.steps.append(RED)
        self.seen = []

    def note(self):
        """A step of the script: remember the status and the newest frame."""
        self.seen.append((self.supervisor.status(), self.supervisor.latest()))

    def run(self):
        self.supervisor.run()
        return self


def test_the_waits_between_attempts_double_up_to_the_cap():
    missing = [CameraMissing("not there")] * 7
    probe = Probe([], opens=missing).run()
    assert probe.clock.waits == [0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0]
    assert probe.camera.log.count("open") == 8


def test_backoff_begins_anew_after_a_reset():
    backoff = Backoff(first_s=1.0, factor=3.0, cap_s=5.0)
    assert [backoff.next_s() for _ in range(4)] == [1.0, 3.0, 5.0, 5.0]
    backoff.reset()
    assert backoff.next_s() == 1.0


def test_a_camera_that_recovers_for_a_moment_only_keeps_the_longer_wait():
    broke = CameraError("broke")
    probe = Probe([RED, broke, RED, broke, RED]).run()
    assert probe.clock.waits == [0.5, 1.0]


def test_a_camera_that_ran_steadily_starts_again_with_the_short_wait():
    broke = CameraError("broke")
    # Ten seconds of frames, a tenth of a second apart, and one for the rounding.
    probe = Probe([RED, broke, *[RED] * 101, broke, RED]).run()
    assert probe.clock.waits == [0.5, 0.5]


def test_the_camera_is_closed_after_every_fault_and_at_the_end():
    probe = Probe([RED, CameraError("broke"), RED]).run()
    assert probe.camera.log == ["open", "read", "close", "open", "read", "read", "close"]


def test_frames_are_numbered_on_across_a_restart_and_stamped_on_the_clock():
    probe = Probe([], kind=Scripted)
    probe.camera.steps = [
        RED,
        probe.note,
        CameraError("broke"),
        GREEN,
        probe.note,
        probe.supervisor.stop,
        RED,
    ]
    probe.run()
    first, second = (frame for _, frame in probe.seen)
    assert (first.index, first.at_s) == (0, pytest.approx(100.1))
    # 100.1, a pause of 0.5 s, and a tenth to the next frame
    assert (second.index, second.at_s) == (1, pytest.approx(100.7))
    assert tuple(second.image[0, 0]) == GREEN


def test_the_newest_frame_wins():
    probe = Probe([])
    probe.camera.steps = [RED, GREEN, BLUE, probe.note, probe.supervisor.stop, RED]
    probe.run()
    _, frame = probe.seen[0]
    assert tuple(frame.image[0, 0]) == BLUE
    assert frame.index == 2


def test_status_counts_frames_per_second_and_the_age_of_the_last_one():
    probe = Probe([])

    def later() -> None:
        probe.clock.now_s += 0.75
        probe.note()

    probe.camera.steps = [*[RED] * 11, probe.note, later, probe.supervisor.stop, RED]
    probe.run()
    (status, _), (old, _) = probe.seen
    assert status.state is CameraState.RUNNING
    assert status.fps == pytest.approx(10.0)
    assert status.frame_age_s == pytest.approx(0.0)
    assert old.frame_age_s == pytest.approx(0.75)


def test_frames_per_second_fall_to_zero_when_frames_stop():
    probe = Probe([], stall_s=60.0)

    def later() -> None:
        probe.clock.now_s += 2.5
        probe.note()

    probe.camera.steps = [*[RED] * 11, later, probe.supervisor.stop, RED]
    probe.run()
    status, _ = probe.seen[0]
    assert status.fps == 0.0


def test_a_short_silence_is_waited_out_and_a_long_one_restarts_the_camera():
    silence = CameraStalled("no frame")
    # Each silence lasts the half second that the supervisor reads for; the third makes more than 1.2 seconds.
    probe = Probe([RED, *[silence] * 2, RED, *[silence] * 3, RED]).run()
    assert probe.clock.waits == [0.5]
    assert probe.camera.log.count("open") == 2
    status = probe.supervisor.status()
    assert status.restarts == 1
    assert status.error == "no frame"


def test_a_camera_may_take_five_seconds_to_its_first_frame():
    silence = CameraStalled("no frame")
    assert Probe([*[silence] * 9, RED]).run().camera.log.count("open") == 1
    assert Probe([*[silence] * 10, RED]).run().camera.log.count("open") == 2


def test_a_fault_drops_the_frame_so_that_nobody_takes_it_for_fresh():
    probe = Probe([])
    probe.camera.opens = [None, CameraMissing("unplugged")]
    faults = []
    probe.supervisor._pause = lambda _: faults.append((probe.supervisor.status(), probe.supervisor.latest()))
    probe.camera.steps = [RED, CameraError("broke\nin two lines"), RED, probe.supervisor.stop, RED]
    probe.run()
    (first, frame), (second, _) = faults
    assert frame is None
    assert (first.state, first.error, first.permanent) == (CameraState.FAULTY, "broke", False)
    assert (second.state, second.error) == (CameraState.FAULTY, "unplugged")


def test_an_error_nobody_foresaw_is_survived_too(caplog):
    probe = Probe([RED, KeyError("surprise"), RED]).run()
    assert probe.clock.waits == [0.5]
    assert probe.supervisor.status().error == "'surprise'"
    assert "nobody foresaw" in caplog.text


def test_a_camera_that_cannot_even_be_closed_is_opened_again(caplog):
    probe = Probe([RED, CameraError("broke"), RED])

    def refuse() -> None:
        raise OSError("stuck")

    probe.camera.close = refuse
    probe.run()
    assert probe.camera.log.count("open") == 2


@pytest.mark.parametrize("error", [UnreadableSource("no film"), SourceEnded("the end")])
def test_a_fault_that_does_not_pass_is_not_tried_again(error):
    clock = FakeClock()
    gave_up = threading.Event()
    camera = Scripted(clock, [], [error])
    camera.close = gave_up.set
    supervisor = Supervisor(camera, clock=clock, pause=clock.wait)
    supervisor.start()
    assert gave_up.wait(5.0)
    status = supervisor.status()
    supervisor.stop()
    assert (status.state, status.permanent, status.error) == (CameraState.FAULTY, True, str(error))
    assert clock.waits == []
    assert camera.log == ["open"]


def test_a_file_that_breaks_while_it_plays_is_opened_again():
    probe = Probe([RED, UnreadableSource("torn"), GREEN])
    thread = threading.Thread(target=probe.run, daemon=True)
    thread.start()
    thread.join(5.0)
    assert probe.camera.log == ["open", "read", "close", "open", "read", "read", "close"]
    assert not probe.supervisor.status().permanent


def test_a_file_that_ends_is_not_played_again():
    gave_up = threading.Event()
    camera = Scripted(FakeClock(), [RED, SourceEnded("the end")])
    camera.close = gave_up.set
    supervisor = Supervisor(camera, clock=camera.clock)
    supervisor.start()
    assert gave_up.wait(5.0)
    supervisor.stop()
    assert supervisor.status().permanent


def test_one_bad_picture_in_a_folder_does_not_stop_the_camera(tmp_path):
    write_picture(tmp_path / "1.png", plain(RED))
    (tmp_path / "2.jpg").write_text("no picture")
    clock = FakeClock()
    supervisor = Supervisor(Looped(tmp_path, clock=clock, wait=clock.wait), clock=clock, pause=clock.wait)
    supervisor.start()
    # The clock runs as fast as pictures are read: some rounds of the folder.
    frame = supervisor.wait_newer(3, 10.0)
    status = supervisor.status()
    supervisor.stop()
    assert frame is not None
    assert (status.state, status.restarts, status.error) == (CameraState.RUNNING, 0, None)


def test_stop_cuts_a_long_wait_short_and_joins():
    closed = threading.Event()
    camera = Scripted(FakeClock(), [], [CameraMissing("not there")])
    camera.close = closed.set
    supervisor = Supervisor(camera, backoff=Backoff(first_s=3600.0, cap_s=3600.0))
    supervisor.start()
    assert closed.wait(5.0)
    supervisor.stop()
    assert supervisor.status().state is CameraState.STOPPED
    assert "camera" not in [thread.name for thread in threading.enumerate()]
    supervisor.stop()


def test_a_stopped_supervisor_keeps_no_picture():
    probe = Probe([RED, RED]).run()
    assert probe.supervisor.latest() is None
    assert probe.supervisor.wait_newer(-1, 0.0) is None


class Fed:
    """A camera that gives a frame each time the test lets it."""

    simulated = True
    name = "fed"

    def __init__(self) -> None:
        self.ready = threading.Semaphore(0)

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def read(self, timeout_s):
        if not self.ready.acquire(timeout=min(timeout_s, 0.01)):
            raise CameraStalled("nothing yet")
        return Scripted(FakeClock(), [RED]).read(0.1)


def test_waiting_for_a_newer_frame_ends_when_it_comes_and_not_before():
    camera = Fed()
    supervisor = Supervisor(camera, stall_s=60.0)
    supervisor.start()
    try:
        assert supervisor.wait_newer(-1, 0.0) is None
        camera.ready.release()
        assert supervisor.wait_newer(-1, 5.0).index == 0
        assert supervisor.wait_newer(0, 0.0) is None
        camera.ready.release()
        assert supervisor.wait_newer(0, 5.0).index == 1
        assert (supervisor.name, supervisor.simulated) == ("fed", True)
    finally:
        supervisor.stop()


def test_stopping_wakes_whoever_waits_for_a_frame():
    supervisor = Supervisor(Fed(), stall_s=60.0)
    supervisor.start()
    answers = []
    waiter = threading.Thread(target=lambda: answers.append(supervisor.wait_newer(-1, 60.0)))
    waiter.start()
    supervisor.stop()
    waiter.join(5.0)
    assert answers == [None]


def test_a_stopped_supervisor_can_be_started_again():
    camera = Fed()
    supervisor = Supervisor(camera, stall_s=60.0)
    for index in range(2):
        supervisor.start()
        camera.ready.release()
        assert supervisor.wait_newer(index - 1, 5.0).index == index
        supervisor.stop()


def test_a_camera_stuck_past_its_bound_is_reported_as_hanging():
    probe = Probe([])

    def stuck() -> None:
        probe.clock.now_s += 7.0  # more than twice the three seconds of silence allowed
        probe.note()

    probe.camera.steps = [RED, stuck, probe.supervisor.stop, RED]
    probe.run()
    status, _ = probe.seen[0]
    assert status.state is CameraState.FAULTY
    assert status.error == "scripted hangs: no frame for 7 s"


def test_at_a_low_rate_the_other_frames_are_skipped_unread():
    probe = Probe([], kind=ScriptedSkipping)
    times = []

    def noted() -> None:
        frame = probe.supervisor.latest()
        if frame is not None and frame.at_s not in times:
            times.append(frame.at_s)

    # Frames come every 0.1 s; at 2 a second one in five is wanted.
    probe.supervisor.set_rate(2.0)
    frames = [step for _ in range(22) for step in (RED, noted)]
    probe.camera.steps = [*frames, probe.supervisor.stop, RED]
    probe.run()
    assert times == pytest.approx([100.1, 100.6, 101.1, 101.6, 102.1])
    assert probe.camera.log.count("read") == 5
    assert probe.camera.log.count("skip") == 18


def test_a_rate_that_does_not_divide_the_cameras_is_true_on_average():
    probe = Probe([], kind=ScriptedSkipping)
    probe.supervisor.set_rate(4.0)
    probe.camera.steps = [*[RED] * 101, probe.supervisor.stop, RED]
    probe.run()
    # Ten seconds at four a second, and the first one.
    assert probe.camera.log.count("read") in {40, 41, 42}


def test_a_camera_that_cannot_skip_is_read_and_its_frames_passed_over():
    probe = Probe([])
    probe.supervisor.set_rate(1.0)
    probe.camera.steps = [*[RED] * 8, probe.note, probe.supervisor.stop, RED]
    probe.run()
    status, frame = probe.seen[0]
    assert frame.index == 0
    assert status.fps == pytest.approx(10.0)
    assert status.frame_age_s == pytest.approx(0.0)


def test_the_full_rate_returns_at_once():
    probe = Probe([], kind=ScriptedSkipping)
    probe.supervisor.set_rate(1.0)
    probe.camera.steps = [*[RED] * 5, lambda: probe.supervisor.set_rate(None), *[RED] * 5]
    probe.camera.steps += [probe.note, probe.supervisor.stop, RED]
    probe.run()
    # One of the first five; the one being skipped while the rate changed; then each.
    assert probe.seen[0][1].index == 4


def test_a_new_rate_does_not_wait_for_a_frame_due_at_the_old_one():
    probe = Probe([], kind=ScriptedSkipping)
    probe.supervisor.set_rate(0.01)
    faster = lambda: probe.supervisor.set_rate(5.0)  # noqa: E731 - a step of the script
    probe.camera.steps = [*[RED] * 5, faster, *[RED] * 3, probe.note, probe.supervisor.stop, RED]
    probe.run()
    # The first frame at the old rate, and of the last three one more at five a second of the ten.
    assert probe.seen[0][1].index == 1


def test_a_rate_of_nothing_is_refused():
    with pytest.raises(ValueError):
        Probe([]).supervisor.set_rate(0.0)
