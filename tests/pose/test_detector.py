"""Finding people in a whole frame, with a scripted network in the model's place."""

import numpy as np
import pytest

from kiosk.errors import ModelError
from kiosk.pose.detector import Detector, anchor_centres

ANCHORS = anchor_centres()


def scripted(*people):
    """A network that reports people: each (anchor, logit, half box, hips and reach in input pixels)."""
    boxes = np.zeros((1, len(ANCHORS), 12), np.float32)
    logits = np.full((1, len(ANCHORS), 1), -50, np.float32)
    for anchor, logit, half, hips, reach in people:
        boxes[0, anchor] = [0, 0, 2 * half, 2 * half, *hips, *reach, 0, 0, 0, 0]
        logits[0, anchor, 0] = logit
    seen = []

    def network(value):
        seen.append(value)
        return [boxes, logits]

    network.seen = seen
    return network


def anchor_at(x, y):
    return int(np.argmin(np.hypot(ANCHORS[:, 0] - x, ANCHORS[:, 1] - y)))


def test_the_anchors_are_the_ssd_grid_of_the_model():
    # 28 x 28 x 2 + 14 x 14 x 2 + 7 x 7 x 6 = 2254; the first cell's centre is half of 1/28.
    assert ANCHORS.shape == (2254, 2)
    assert ANCHORS[0] == pytest.approx([1 / 56, 1 / 56])
    assert ANCHORS[28 * 28 * 2] == pytest.approx([1 / 28, 1 / 28])
    assert ANCHORS[-1] == pytest.approx([13 / 14, 13 / 14])


def test_a_portrait_frame_is_centred_in_a_square_and_points_come_back_to_it():
    anchor = anchor_at(0.5, 0.5)
    network = scripted((anchor, 3.0, 10, (0, 0), (0, -56)))
    image = np.full((1280, 720, 3), 255, np.uint8)
    (person,) = Detector(network).find(image)
    # The square is 1280 wide, the frame starts at x = 280 in it (to half an input pixel).
    x, y = ANCHORS[anchor] * 1280
    assert person.region.x == pytest.approx(x - 280, abs=3)
    assert person.region.y == pytest.approx(y, abs=0.01)
    assert person.region.size == pytest.approx(2 * 56 / 224 * 1280 * 1.25, rel=1e-5)
    assert person.score == pytest.approx(1 / (1 + np.exp(-3)), rel=1e-5)
    square = network.seen[0][0]
    assert square.shape == (224, 224, 3)
    assert square[:, 0].max() == pytest.approx(-1)  # the bar beside the frame is black
    assert square[112, 112] == pytest.approx(1)


def test_two_people_are_two_and_two_boxes_of_one_person_are_one():
    left, right = anchor_at(0.25, 0.5), anchor_at(0.75, 0.5)
    network = scripted(
        (left, 2.0, 20, (0, 0), (0, -50)),
        (left + 1, 4.0, 20, (0, 0), (0, -50)),
        (right, 3.0, 20, (0, 0), (0, -50)),
    )
    people = Detector(network).find(np.zeros((600, 600, 3), np.uint8))
    assert [round(p.score, 3) for p in people] == [0.982, 0.953]


def test_the_unsure_are_nobody():
    network = scripted((100, -0.1, 20, (0, 0), (0, -50)))
    assert Detector(network).find(np.zeros((600, 600, 3), np.uint8)) == []


def test_a_frame_of_one_pixel_is_looked_at():
    assert Detector(scripted()).find(np.zeros((1, 1, 3), np.uint8)) == []


def test_another_model_in_its_place_is_told():
    with pytest.raises(ModelError, match="not the pose detector"):
        Detector(lambda value: [np.zeros((1, 5), np.float32)]).find(np.zeros((9, 9, 3), np.uint8))
