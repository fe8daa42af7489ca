"""A capture's frames are put together without those that do not belong."""

import numpy as np
import pytest

from kiosk.pelvis.capture import Observation, pooled
from kiosk.pelvis.tilt import Facing


def seen(*values: float, facing: Facing = Facing.LEFT) -> list[Observation]:
    return [
        Observation(0.1 * at, facing, np.array([value, -value], np.float32))
        for at, value in enumerate(values)
    ]


def test_each_feature_is_averaged_without_its_lowest_and_highest_fifth() -> None:
    assert pooled(seen(-40.0, 11.0, 12.0, 16.0, 90.0)).features == pytest.approx([13.0, -13.0])


def test_frames_that_face_the_other_way_than_most_are_left_out() -> None:
    capture = pooled(seen(10.0, 14.0, facing=Facing.RIGHT) + seen(50.0))
    assert capture.facing is Facing.RIGHT
    assert capture.features == pytest.approx([12.0, -12.0])
    assert capture.singles.tolist() == [[10.0, -10.0], [14.0, -14.0]]


def test_nine_single_frames_from_first_to_last_stand_for_a_long_capture() -> None:
    assert pooled(seen(*range(81))).singles[:, 0].tolist() == [0, 10, 20, 30, 40, 50, 60, 70, 80]


def test_without_a_frame_there_is_nothing_to_put_together() -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        pooled([])
