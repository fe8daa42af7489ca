"""Changes within one body: which looks make a pair, what a head learns of them, how triples are judged."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("torch")
pytestmark = pytest.mark.workshop

from kiosk.pose.runtime import Network  # noqa: E402
from models.tilt.export import export_change  # noqa: E402
from models.tilt.fit import Settings  # noqa: E402
from models.tilt.pairs import changes, fit_changes, pairs_of, straight_change  # noqa: E402
from models.tilt.samples import Samples  # noqa: E402
from models.tilt.trained import Layer, Perceptron, TrainedChange  # noqa: E402
from models.tilt.triples import differences, rows_of  # noqa: E402


def seen(features: NDArray[np.float32], tilt: list[float], body: list[int], **facts: Any) -> Samples:
    facts = {name: np.array(values) for name, values in facts.items()}
    view = np.zeros(len(tilt), np.int8)
    return Samples(features, np.array(tilt), np.array(body), view, facts, len(tilt))


def test_pairs_are_made_within_a_body_and_know_whether_it_was_one_visit() -> None:
    samples = seen(
        np.zeros((5, 1), np.float32), [10.0, 14.0, 5.0, 2.0, 3.0], [7, 7, 8, 8, 8], image=[0, 1, 0, 1, 2]
    )

    pairs = pairs_of(samples, visit=np.array([0, 0, 0, 1, 1]))

    found = set(zip(pairs.first.tolist(), pairs.second.tolist(), pairs.change_deg.tolist(), strict=True))
    assert found == {(0, 1, 4.0), (2, 3, -3.0), (2, 4, -2.0), (3, 4, 1.0)}
    assert {
        (first, second)
        for first, second, same in zip(pairs.first, pairs.second, pairs.same_visit, strict=True)
        if same
    } == {(0, 1), (3, 4)}


def test_a_head_of_changes_learns_differences_and_ignores_what_a_body_always_has() -> None:
    rng = np.random.default_rng(4)
    own = np.repeat(rng.normal(0, 5, 300), 2)  # an offset of each body that says nothing of its changes
    moves = rng.normal(0, 3, 600)
    z = np.stack([moves / 3, own / 5], axis=1).astype(np.float32)
    body, image = np.repeat(np.arange(300), 2), np.tile([0, 1], 300)
    samples = seen(z, (2 * moves - own).tolist(), body.tolist(), image=image)
    # The truth moves with the first feature only; the body's own part cancels in every pair.
    pairs = pairs_of(samples, np.zeros(600, np.int64))
    settings = Settings(
        hidden=(8,),
        epochs=150,
        batch=32,
        rate=1e-2,
        decay=0.0,
        dropout=0.0,
        jitter=0.0,
        ridge=0.01,
        straight=0.5,
    )

    network = fit_changes(z, pairs, settings, seed=0)

    assert np.abs(changes(network, z, pairs) - pairs.change_deg).mean() < 0.4


def test_the_straight_part_of_a_change_goes_through_the_origin() -> None:
    z = np.array([[0.0], [1.0], [5.0], [7.0]], np.float32)
    samples = seen(z, [0.0, 3.0, 10.0, 16.0], [1, 1, 2, 2], image=[0, 1, 0, 1])
    line = straight_change(z, pairs_of(samples, np.zeros(4, np.int64)), ridge=0.0)

    # Differences 1 and 2, changes 3 and 6.
    assert float(line.weights[0, 0]) == pytest.approx(3.0)
    assert float(line.bias[0]) == 0.0


def test_the_change_file_answers_with_its_place_its_error_and_its_version() -> None:
    one = np.ones(1, np.float32)
    network = Perceptron((Layer(2 * one[np.newaxis], 4 * one),), 3 * one[np.newaxis])
    trained = TrainedChange(mean=one, scale=0.5 * one, clip=2.0, network=network, error_deg=1.75, version=6)

    content = export_change(trained)

    # z = (3 - 1) / 2 = 1: 2 + 4 + 3; far off it is held at 2: 4 + 4 + 6.
    for feature, place in ((3.0, 9.0), (99.0, 14.0)):
        answer = Network(content)(np.array([[feature]], np.float32))[0][0]
        assert answer.tolist() == pytest.approx([place, 1.75, 6.0], abs=1e-4)


def test_a_triple_is_an_arch_and_the_two_pictures_after_it() -> None:
    poses = ["rest", "arch", "rest", "tuck", "arch", "tuck"]
    samples = seen(
        np.zeros((6, 1), np.float32), [0.0] * 6, [3, 3, 3, 3, 4, 4], pose=poses, image=[0, 3, 4, 5, 3, 5]
    )

    # Body 4's relaxed picture was not read: it makes no triple.
    assert rows_of(samples).tolist() == [[1, 2, 3]]


def test_differences_are_judged_by_order_size_and_slope() -> None:
    true = np.array([[20.0, 12.0, 4.0], [18.0, 12.0, 6.0]])
    halved = true / 2
    swapped = np.array([[20.0, 12.0, 4.0], [12.0, 18.0, 6.0]])

    # Differences 8, 16, 8 and 6, 12, 6; halves miss by half of each: 28 / 6.
    assert differences(true, halved).mae == pytest.approx(28 / 6)
    assert differences(true, halved).slope == pytest.approx(0.5)
    assert differences(true, halved).ordered == 1.0
    assert differences(true, swapped).ordered == 0.5
