"""The mask is decoded in the columns where the person is, and in no others."""

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.errors import ModelError
from kiosk.pose.mask import CHANNELS, FEATURES_SIDE, HALO, STRIP, MaskDecoder

Floats = NDArray[np.float32]


class Doubling:
    """Stands in for the network: a feature column's first channel is the logit of two mask columns.

    The columns that lack neighbours come out wrong, as the real network's do.
    """

    def __init__(self) -> None:
        self.began: list[int] = []

    def __call__(self, value: Floats) -> list[Floats]:
        assert value.shape == (1, FEATURES_SIDE, STRIP, CHANNELS)
        began = int(value[0, 0, 0, 1])  # the second channel numbers the columns
        self.began.append(began)
        logits = value[0, :, :, 0].repeat(2, axis=0).repeat(2, axis=1)
        if began > 0:
            logits[:, : 2 * HALO] = 99
        if began + STRIP < FEATURES_SIDE:
            logits[:, -2 * HALO :] = 99
        return [logits.reshape(1, 256, 2 * STRIP, 1)]


def person(first: int, end: int) -> Floats:
    """Features of somebody who fills the columns from ``first`` up to ``end``."""
    features: Floats = np.full((FEATURES_SIDE, FEATURES_SIDE, CHANNELS), -9, np.float32)
    features[:, first:end, 0] = 9
    features[:, :, 1] = np.arange(FEATURES_SIDE)
    return features


def columns_of(mask: Floats) -> list[int]:
    return np.flatnonzero((mask > 0.5).any(axis=0)).tolist()


def test_a_narrow_person_costs_one_strip_around_the_middle_of_the_keypoints() -> None:
    network = Doubling()

    mask = MaskDecoder(network).mask(person(50, 70), low=104, high=136)

    # Keypoints from column 52 to 68: the strip of 56 begins at (52 + 69 - 56) // 2.
    assert network.began == [32]
    assert columns_of(mask) == list(range(100, 140))
    assert mask.dtype == np.float32
    assert not mask[:, : 2 * (32 + HALO)].any()


def test_a_person_wider_than_a_strip_is_decoded_to_both_ends() -> None:
    network = Doubling()

    mask = MaskDecoder(network).mask(person(20, 110), low=120, high=124)

    assert columns_of(mask) == list(range(40, 220))
    assert len(network.began) == 3


def test_keypoints_at_both_sides_of_the_crop_have_all_of_it_decoded() -> None:
    network = Doubling()

    mask = MaskDecoder(network).mask(person(0, 128), low=-30, high=400)

    assert columns_of(mask) == list(range(256))
    assert len(network.began) == 3


@pytest.mark.parametrize("at", [0.0, 255.0])
def test_a_person_at_the_crops_edge_is_decoded_up_to_it(at: float) -> None:
    network = Doubling()
    edge = int(at) // 2

    mask = MaskDecoder(network).mask(person(max(0, edge - 9), edge + 10), low=at, high=at)

    assert len(network.began) == 1
    assert columns_of(mask) == [x for x in range(256) if abs(x // 2 - edge) <= 9]


def test_a_faint_rest_of_the_mask_at_the_strips_edge_is_followed() -> None:
    network = Doubling()
    features = person(60, 70)
    features[:, 84:90, 0] = -2.0  # 0.12: less than a person, more than nothing

    mask = MaskDecoder(network).mask(features, low=128, high=132)

    assert mask[0, 2 * 89] == pytest.approx(1 / (1 + np.exp(2.0)))


def test_another_network_is_refused() -> None:
    with pytest.raises(ModelError, match="not the mask's decoder"):
        MaskDecoder(lambda value: [value]).mask(person(50, 70), 100, 140)
