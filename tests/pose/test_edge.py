"""Half a person at the frame's edge is made whole by their mirror image, and placed in the frame again."""

import dataclasses

import numpy as np
import pytest

from kiosk.camera.frame import Frame
from kiosk.pose.edge import completed, placed
from kiosk.pose.region import Region
from tests.bodies import standing

COLUMNS = np.tile(np.arange(6, dtype=np.uint8)[:, np.newaxis], (4, 1, 3))
FRAME = Frame(COLUMNS, 1.5, 7)


@pytest.mark.parametrize(("right", "columns"), [(False, [2, 1, 0, 0, 1, 2]), (True, [3, 4, 5, 5, 4, 3])])
def test_the_half_at_an_edge_stands_beside_its_mirror_image(right, columns):
    picture = completed(FRAME, right=right)
    assert picture.image[0, :, 0].tolist() == columns
    assert (picture.at_s, picture.index) == (1.5, 7)


@pytest.mark.parametrize(("right", "x"), [(False, 0.0), (True, 6.0)])
def test_what_is_seen_in_the_middle_of_the_completed_picture_is_at_the_edge_of_the_frame(right, x):
    crop = Region(3.0, 2.0, 4.0, 0.0).to_frame(256)
    body = placed(dataclasses.replace(standing(x=3.0), to_frame=crop), FRAME, right=right)
    assert body.points[0, 0] - standing(x=3.0).points[0, 0] == pytest.approx(x - 3.0)
    assert body.to_frame[0, 2] - crop[0, 2] == pytest.approx(x - 3.0)
    assert body.to_frame[1, 2] == crop[1, 2]
    assert body.frame_size == (6, 4)


def test_the_middle_column_of_a_frame_that_has_one_is_in_neither_half():
    odd = Frame(np.tile(np.arange(5, dtype=np.uint8)[:, np.newaxis], (4, 1, 3)), 0.0, 0)
    assert completed(odd, right=True).image[0, :, 0].tolist() == [3, 4, 4, 3]
    # The completed picture begins with the frame's column 3.
    body = placed(standing(x=0.0), odd, right=True)
    assert body.points[0, 0] - standing(x=0.0).points[0, 0] == pytest.approx(3.0)
