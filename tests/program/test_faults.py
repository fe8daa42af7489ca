"""A camera that dies or is unplugged: a friendly page, the kiosk back at idle, nothing kept."""

import threading
from itertools import islice

import numpy as np
import pytest

from kiosk import app
from kiosk.camera.frame import Frame
from kiosk.errors import CameraError, CameraMissing
from kiosk.pelvis.tilt import Method
from kiosk.screening.take import Gauges
from kiosk.screening.view import Touch
from kiosk.settings import Settings, TimeSettings
from tests.bodies import standing
from tests.program.process import events_of, free_port
from tests.screening.fakes import ScriptedGauge, ScriptedSight, result_of

pytestmark = pytest.mark.slow


class Webcam:
    """A webcam whose plug the test holds."""

    name, simulated = "webcam 0", False

    def __init__(self):
        self.plugged, self.opened = threading.Event(), 0
        self.plugged.set()
        self._beat = threading.Event()

    def open(self):
        if not self.plugged.is_set():
            raise CameraMissing("webcam 0 is not connected")
        self.opened += 1

    def read(self, timeout_s):
        self._beat.wait(min(timeout_s, 1 / 60))
        if not self.plugged.is_set():
            raise CameraError("webcam 0 broke off")
        return Frame(np.full((64, 36, 3), 120, np.uint8), 0.0, 0)

    def close(self):
        pass


@pytest.fixture
def webcam(monkeypatch):
    camera = Webcam()
    monkeypatch.setattr(app, "choose_camera", lambda *_args, **_kwargs: camera)
    monkeypatch.setattr(app, "sight", lambda *_args: ScriptedSight(lambda t: standing(at_s=t)))
    gauges = Gauges({Method.CONTOUR: ScriptedGauge()}, result_of)
    monkeypatch.setattr(app, "gauges", lambda *_args: gauges)
    return camera


@pytest.fixture
def kiosk(webcam):
    kiosk = app.build(
        Settings(port=free_port(), lights="mock", times=TimeSettings(hold_s=0.3, capture_s=1.0))
    )
    thread = threading.Thread(target=kiosk.run)
    thread.start()
    yield kiosk
    kiosk.stop()
    thread.join(20)
    assert not thread.is_alive()


def begin(session):
    """Touch Start, agree, and be ready."""
    for touch in (Touch.START, Touch.AGREE, Touch.READY):
        session.touch(touch)


def stages(kiosk):
    """The stages as the page is told of them."""
    return (data["stage"] for name, data in events_of(kiosk.server.url) if name == "view")


def test_a_webcam_unplugged_mid_capture_shows_a_break_and_comes_back_to_idle(kiosk, webcam):
    begin(kiosk.session)
    seen = []
    for stage in islice(stages(kiosk), 100):
        seen.append(stage)
        if stage == "capturing":
            webcam.plugged.clear()
        if stage == "fault":
            webcam.plugged.set()
        if stage == "idle" and "fault" in seen:
            break
    assert seen[-3:] == ["capturing", "fault", "idle"]
    assert webcam.opened == 2
    assert kiosk.session.board.latest().view.result is None


def test_after_a_fault_the_next_guest_is_measured(kiosk, webcam):
    webcam.plugged.clear()
    seen = []
    for stage in islice(stages(kiosk), 100):
        seen.append(stage)
        if stage == "fault":
            webcam.plugged.set()
        if stage == "idle" and "fault" in seen:
            begin(kiosk.session)
        if stage == "result":
            break
    assert "fault" in seen
