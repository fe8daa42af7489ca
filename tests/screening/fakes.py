"""Scripted stand-ins for what a session is given through its ports."""

import numpy as np

from kiosk.camera.frame import Frame
from kiosk.pelvis.tilt import Cuts, Facing, Grade, Graded, Tilt
from kiosk.screening.view import Result
from tests.bodies import scene_of

TILT = Tilt(12.0, 8.0, 16.0, 0.8, 3.1, 1.5, Facing.LEFT, 40, 0.9)
LIGHT = np.full((64, 36, 3), 120, np.uint8)
HALF_LIGHT = np.where(np.arange(36) < 18, 60, 120).astype(np.uint8)[None, :, None].repeat(64, 0).repeat(3, 2)


def frame(at_s, index=0, image=LIGHT):
    return Frame(image, at_s, index)


def result_of(tilt):
    return Result(tilt, Graded(Grade.MILD, False, None, {}), Cuts(), tilt.deg - 5, tilt.deg + 5)


class Clock:
    def __init__(self):
        self.now_s = 100.0

    def __call__(self):
        return self.now_s


class ScriptedSight:
    """Sees in each frame what a function of its time gives: a body or None."""

    def __init__(self, body_at, others=()):
        self.body_at, self.others, self.forgotten = body_at, others, 0

    def see(self, frame):
        body = self.body_at(frame.at_s)
        return scene_of(body, *self.others) if body else scene_of(None)

    def forget(self):
        self.forgotten += 1


class ScriptedGauge:
    """Notes each body's time; its reading carries how many it was made of."""

    def __init__(self, deg=12.0):
        self.deg, self.estimated = deg, []

    def observe(self, body):
        return body.at_s

    def estimate(self, observations):
        self.estimated.append(list(observations))
        return TILT


class ScriptedFrames:
    """Hands out one frame a call at the clock's time, advancing it; can be made to stop."""

    def __init__(self, clock, fps=15.0):
        self.clock, self.fps, self.index, self.broken, self.rates = clock, fps, -1, False, []
        self.gone, self.stirring = False, False

    def wait_newer(self, index, timeout_s):
        if self.broken:
            self.clock.now_s += timeout_s
            return None
        self.clock.now_s += 1 / self.fps
        self.index += 1
        image = np.roll(HALF_LIGHT, self.index * 9, axis=1) if self.stirring else LIGHT
        return frame(self.clock.now_s, self.index, image)

    def set_rate(self, fps):
        self.rates.append(fps)

    def alive(self):
        return not self.broken

    def lost_for_good(self):
        return self.gone


class ScriptedLights:
    def __init__(self):
        self.shown = []

    def show(self, stage, graded):
        self.shown.append((stage, graded.grade if graded else None))
