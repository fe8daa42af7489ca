"""A photograph is looked at several times, and from both sides of the mirror."""

import numpy as np

from kiosk.camera.frame import Frame
from kiosk.pose.body import Keypoint
from kiosk.screening.retake import retaken
from tests.bodies import FRAME, scene_of, standing


def photograph():
    """A light stroke on a dark ground, right of the middle: where the sight below sees its body."""
    image = np.zeros((FRAME[1], FRAME[0], 3), np.uint8)
    image[:, 498:503] = 255
    return Frame(image, 0.0, 0)


class StrokeSight:
    """Sees a body whose middle is where the stroke is, facing right and in the mirror left.

    It notes where the stroke was, and when it was forgotten.
    """

    def __init__(self):
        self.seen = []

    def see(self, frame):
        columns = np.flatnonzero(frame.image[640, :, 0] > 127)
        x = float(columns.mean())
        in_mirror = "forgotten" in self.seen
        self.seen.append(x)
        return scene_of(standing(x=719 - x).mirrored() if in_mirror else standing(x=x))

    def forget(self):
        self.seen.append("forgotten")


class HipGauge:
    """Says where a body's hip is."""

    def observe(self, body):
        return float(body.point(Keypoint.LEFT_HIP)[0])


def test_the_picture_is_moved_three_times_then_mirrored_and_moved_three_times():
    sight = StrokeSight()
    retaken(photograph(), standing(x=500.0), sight, HipGauge().observe)
    # The stroke's middle is at 500; 1280 rows: 0.006, -0.004 and -0.002 of them are 7.7, -5.1 and -2.6.
    # Scaled about the middle at 359.5 by 0.98 and 1.02, 140.5 becomes 137.7 and 143.3.
    there = sight.seen[:3]
    assert np.allclose(there, [507.7, 359.5 + 137.7 - 5.1, 359.5 + 143.3 - 2.6], atol=0.6)
    assert sight.seen[3] == sight.seen[-1] == "forgotten"
    mirrored = sight.seen[4:8]  # 719 - 500 = 219, and 359.5 - 137.7 and the like
    assert np.allclose(mirrored, [219, 226.7, 359.5 - 137.7 - 5.1, 359.5 - 143.3 - 2.6], atol=0.6)


def test_bodies_seen_in_the_mirror_are_told_where_they_really_stand():
    found = retaken(photograph(), standing(x=500.0), StrokeSight(), HipGauge().observe)
    assert len(found) == 7
    assert all(abs(x - 500) < 12 for x in found)
    assert abs(np.mean(found) - 500) < 0.6  # no direction is favoured


def test_a_look_that_sees_nobody_or_nothing_to_read_is_left_out():
    class Blind(StrokeSight):
        def see(self, frame):
            super().see(frame)
            return scene_of(None)

    class Unreadable(HipGauge):
        def observe(self, body):
            return None

    assert retaken(photograph(), standing(x=500.0), Blind(), HipGauge().observe) == []
    assert retaken(photograph(), standing(x=500.0), StrokeSight(), Unreadable().observe) == []


def test_a_look_at_something_else_is_left_out():
    class Fooled(StrokeSight):
        """Takes a picture on the wall for a body once the frame is mirrored."""

        def see(self, frame):
            scene = super().see(frame)
            return scene_of(standing(x=self.seen[-1], height_px=600.0)) if "forgotten" in self.seen else scene

    assert len(retaken(photograph(), standing(x=500.0), Fooled(), HipGauge().observe)) == 3
