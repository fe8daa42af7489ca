"""Distances between two models' answers, on masks and points drawn by hand."""

import numpy as np
import pytest

from models.pose.compare import Answers, compare, edge_shift, overlap


def square(side: int) -> np.ndarray:
    """A mask of 256x256 with a centred square."""
    mask = np.zeros((256, 256), bool)
    low = 128 - side // 2
    mask[low : low + side, low : low + side] = True
    return mask


def answers(point: tuple[float, float], side: int, score: float) -> Answers:
    points = np.zeros((1, 33, 2), np.float32)
    points[0, 24] = point
    return Answers(
        points, np.where(square(side), 0.9, 0.1).astype(np.float32)[np.newaxis], np.array([score], np.float32)
    )


def test_two_answers_differ_by_point_distance_mask_overlap_and_score() -> None:
    difference = compare(answers((0, 0), 100, 0.9), answers((3, 4), 80, 0.7))

    assert difference.hips_px.tolist() == [0, 5]
    assert difference.points_px.sum() == 5
    assert difference.iou.tolist() == pytest.approx([80**2 / 100**2])
    assert difference.score.tolist() == pytest.approx([0.2])


def test_a_mask_that_grew_by_one_pixel_all_round_has_its_edge_about_one_pixel_further_out() -> None:
    # Gained: 102^2 - 100^2 = 404 pixels over the outline's 4 x 99.
    assert edge_shift(square(100), square(102)) == pytest.approx(404 / 396)
    assert edge_shift(square(102), square(100)) < -0.9


def test_two_empty_masks_agree_and_have_no_edge() -> None:
    nothing = square(0)

    assert overlap(nothing, nothing) == 1
    assert edge_shift(nothing, nothing) == 0
