"""The outline is the mask's edge in fractions of the frame."""

import numpy as np
import pytest

from kiosk.pose.outline import outline
from tests.bodies import body_of, standing


def test_no_mask_no_outline():
    assert outline(standing()).shape == (0, 2)


def test_a_block_in_the_mask_becomes_its_box_in_the_frame():
    mask = np.zeros((256, 256), np.float32)
    mask[64:192, 100:156] = 0.9
    mask[5:8, 5:8] = 0.9  # a speck elsewhere is not the guest
    points = outline(body_of(np.zeros((33, 2)), mask=mask))
    assert len(points) <= 96
    # Crop pixels are 5 frame pixels; the crop starts 280 px left of the 720-px frame. Pixel centres.
    assert points[:, 1].min() == pytest.approx(64.5 * 5 / 1280, abs=0.004)
    assert points[:, 1].max() == pytest.approx(191.5 * 5 / 1280, abs=0.004)
    assert points[:, 0].min() == pytest.approx((100.5 * 5 - 280) / 720, abs=0.008)
    assert points[:, 0].max() == pytest.approx((155.5 * 5 - 280) / 720, abs=0.008)


def test_the_number_of_points_is_bounded():
    mask = np.zeros((256, 256), np.float32)
    mask[2:254, 2:254] = 1
    assert len(outline(body_of(np.zeros((33, 2)), mask=mask), most=40)) <= 40
