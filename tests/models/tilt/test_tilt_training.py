"""Training by body: no body on both sides, an interval that covers, a file that answers as the arrays do."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("torch")
pytestmark = pytest.mark.workshop

from sklearn.ensemble import HistGradientBoostingRegressor  # noqa: E402

from kiosk.pose.runtime import Network  # noqa: E402
from models.tilt import validate  # noqa: E402
from models.tilt.export import export  # noqa: E402
from models.tilt.fit import Scaler, Settings, blend, fit, straight_line  # noqa: E402
from models.tilt.samples import Samples  # noqa: E402
from models.tilt.trained import Layer, Perceptron, Trained, Trees, load, save  # noqa: E402
from models.tilt.trees import Growth, grow  # noqa: E402


def floats(*values: float) -> NDArray[np.float32]:
    return np.array(values, np.float32)


def stump(threshold: float = 2.5, below: float = 1.0, above: float = 5.0, base: float = 9.0) -> Trees:
    """One tree with one split of the first feature."""
    return Trees(
        feature=np.array([[0]], np.int32),
        threshold=floats(threshold)[np.newaxis],
        turns=np.array([[[1, -1]]], np.int8),
        offset=floats(0, 1)[np.newaxis],
        values=floats(below, above)[np.newaxis],
        base=base,
    )


def hand_made(members: int = 1, trees_share: float = 0.0) -> Trained:
    """Two features; each member: one hidden swish of z0 + z1, times 2, plus 10, plus 3 z0 straight."""
    one = Perceptron(
        (Layer(floats(1, 1)[np.newaxis], floats(0)), Layer(floats(2)[np.newaxis], floats(10))),
        floats(3, 0)[np.newaxis],
    )
    spread = Perceptron((Layer(floats(0, 1)[np.newaxis], floats(0)),), floats(0, 0)[np.newaxis])
    loose = Perceptron((Layer(floats(0.25, 0)[np.newaxis], floats(0.5)),), floats(0, 0)[np.newaxis])
    hair = Perceptron((Layer(floats(0, 0)[np.newaxis], floats(1.5)),), floats(0, 0)[np.newaxis])
    return Trained(
        mean=floats(1, 2),
        scale=floats(1, 0.5),
        clip=2.0,
        members=(one,) * members,
        trees=stump(),
        trees_share=trees_share,
        doubts=(loose, hair),
        spread=spread,
        spread_limits=(-0.5, 0.5),
        half_factor=4.0,
        strangeness_factor=2.0,
        version=7,
    )


def ask(content: bytes, *features: float) -> list[float]:
    return [float(value) for value in Network(content)(floats(*features)[np.newaxis])[0][0]]


def test_the_file_standardises_clips_and_answers_as_worked_out_by_hand() -> None:
    # z = ((2 - 1) x 1, (2 - 2) x 0.5) = (1, 0): swish(1) = 1 / (1 + e^-1) = 0.731059.
    answer = ask(export(hand_made()), 2.0, 2.0)
    assert answer[0] == pytest.approx(2 * 0.731059 + 10 + 3, abs=1e-4)
    assert answer[1] == pytest.approx(4.0, abs=1e-5)
    assert answer[2] == pytest.approx(2 * (1 / 2) ** 0.5, abs=1e-5)
    assert answer[3] == 7.0
    # Doubts are shares: 0.5 + 0.25 z0, and 1.5 held at 1.
    assert answer[4:] == pytest.approx([0.75, 1.0], abs=1e-3)


def test_far_off_features_are_held_at_the_clip_and_the_interval_at_its_limit() -> None:
    # z = (2, 2) after clipping: swish(4) = 4 / (1 + e^-4) = 3.928055; the spread's 2 is held at 0.5.
    answer = ask(export(hand_made()), 99.0, 99.0)
    assert answer[0] == pytest.approx(2 * 3.928055 + 10 + 6, abs=1e-4)
    assert answer[1] == pytest.approx(4 * np.exp(0.5), abs=1e-4)


def test_members_answers_are_averaged() -> None:
    assert ask(export(hand_made(members=3)), 2.0, 2.0)[0] == pytest.approx(2 * 0.731059 + 13, abs=1e-4)


@pytest.mark.parametrize(("first", "stepped"), [(2.0, 10.0), (2.5, 10.0), (2.6, 14.0)])
def test_trees_ask_the_features_as_they_are_and_have_their_share(first: float, stepped: float) -> None:
    # At most 2.5 adds 1 to the base of 9, more adds 5; leaf values are int8 and exact at their largest.
    head = hand_made(trees_share=1.0)
    assert float(head(floats(first, 2.0)[np.newaxis])[0, 0]) == pytest.approx(stepped)
    assert ask(export(head), first, 2.0)[0] == pytest.approx(stepped, abs=0.03)
    half = ask(export(hand_made(trees_share=0.5)), first, 2.0)[0]
    assert half == pytest.approx((stepped + ask(export(hand_made()), first, 2.0)[0]) / 2, abs=0.03)


def test_grown_trees_answer_as_the_library_that_grew_them() -> None:
    rng = np.random.default_rng(2)
    features = rng.normal(size=(400, 5)).astype(np.float32)
    target = 10 + 3 * np.abs(features[:, 0].astype(np.float64)) + features[:, 1]
    growth = Growth(trees=30, leaves=6, rate=0.2, tried_features=1.0)
    library = HistGradientBoostingRegressor(
        max_iter=30, max_leaf_nodes=6, learning_rate=0.2, min_samples_leaf=20, l2_regularization=2.0,
        early_stopping=False, random_state=4,
    )  # fmt: skip
    expected = library.fit(features, target).predict(features)
    assert grow(features, target, growth, seed=4)(features) == pytest.approx(expected, abs=1e-4)


def test_deep_trees_in_the_file_reach_the_leaves_the_arrays_reach() -> None:
    rng = np.random.default_rng(6)
    features = rng.normal(size=(500, 2)).astype(np.float32)
    target = 10 + 3 * np.sign(features[:, 0].astype(np.float64) * features[:, 1])
    trees = grow(features, target, Growth(trees=20, leaves=7, rate=0.3, tried_features=1.0), seed=0)
    content = export(replace(hand_made(trees_share=1.0), trees=trees))
    answers = [ask(content, *row)[0] for row in features[:40]]
    # Each tree's leaf values are rounded to a 127th of its largest.
    rounding = float(np.abs(trees.values).max(axis=1).sum()) / 127 / 2
    assert answers == pytest.approx(trees(features[:40]).tolist(), abs=rounding + 1e-4)


def test_int8_weights_stay_within_half_a_step_of_the_arrays() -> None:
    rng = np.random.default_rng(3)
    weights = rng.normal(size=(1, 50)).astype(np.float32)
    line = Perceptron((Layer(weights, floats(0)),), np.zeros((1, 50), np.float32))
    none, all_ones = np.zeros(50, np.float32), np.ones(50, np.float32)
    head = Trained(
        none, all_ones, 5.0, (line,), stump(), 0.0, (line, line), line, (-9.0, 9.0), 1.0, 1.0, version=1
    )
    features = rng.normal(size=50).astype(np.float32)
    half_step = 0.5 * float(np.abs(weights).max()) / 127
    plain = float(head(features[np.newaxis])[0, 0])
    answer = ask(export(head), *features)[0]
    assert answer != pytest.approx(plain, abs=1e-6)
    assert answer == pytest.approx(plain, abs=half_step * float(np.abs(features).sum()))


def test_a_saved_head_answers_the_same_when_loaded(tmp_path: Path) -> None:
    save(hand_made(2, 0.5), tmp_path / "head.npz")
    features = np.array([[2.0, 2.0], [0.0, 5.0]], np.float32)
    assert np.array_equal(load(tmp_path / "head.npz")(features), hand_made(2, 0.5)(features))


def test_a_straight_line_through_exact_points_is_found_and_ridge_pulls_it_to_zero() -> None:
    z = np.array([[-1.0], [0.0], [1.0]], np.float32)
    alike = np.ones(3)
    exact = straight_line(z, np.array([3.0, 5.0, 7.0]), alike, ridge=0.0)
    assert (float(exact.weights[0, 0]), float(exact.bias[0])) == pytest.approx((2.0, 5.0))
    # Squares sum to 2: two samples' worth of ridge halve the slope.
    pulled = straight_line(z, np.array([3.0, 5.0, 7.0]), alike, ridge=2.0)
    assert float(pulled.weights[0, 0]) == pytest.approx(1.0)


def test_a_sample_of_weight_two_counts_as_two() -> None:
    z, target = np.array([[-1.0], [0.0], [1.0]], np.float32), np.array([3.0, 5.0, 9.0])
    twice = straight_line(np.vstack([z, z[2:]]), np.append(target, 9.0), np.ones(4), ridge=1.0)
    heavy = straight_line(z, target, np.array([1.0, 1.0, 2.0]), ridge=1.0)

    assert float(heavy.weights[0, 0]) == pytest.approx(float(twice.weights[0, 0]))
    assert float(heavy.bias[0]) == pytest.approx(float(twice.bias[0]))


def test_weights_bring_drawn_tilts_back_to_the_spread_of_guests() -> None:
    drawn = np.random.default_rng(1).uniform(-4.0, 25.0, 20_000)
    weight = validate.guest_weights(drawn)

    mean = float(np.average(drawn, weights=weight))
    spread = float(np.sqrt(np.average((drawn - mean) ** 2, weights=weight)))
    assert weight.mean() == pytest.approx(1.0)
    assert mean == pytest.approx(10.5, abs=0.3)
    assert spread == pytest.approx(6.2, abs=0.6)  # a little wider: no weight is below a third
    assert weight.max() / weight.min() <= 9.0


def test_a_blend_is_the_weighted_mean_of_layers_and_line() -> None:
    layers = [Layer(floats(2)[np.newaxis], floats(10))]
    mixed = blend(layers, Layer(floats(4)[np.newaxis], floats(20)), 0.25)
    # 0.75 x (2 x 3 + 10) + 0.25 x (4 x 3 + 20)
    assert float(mixed(floats(3)[np.newaxis])[0, 0]) == pytest.approx(20.0)


def test_a_fit_learns_a_bent_curve_from_noise_free_points_and_repeats_itself() -> None:
    rng = np.random.default_rng(0)
    z = rng.normal(size=(600, 3)).astype(np.float32)
    target = 10 + 4 * np.abs(z[:, 0].astype(np.float64))
    settings = Settings(hidden=(16, 8), epochs=90, dropout=0.0, jitter=0.0, ridge=1.0, straight=0.0)
    empty = np.zeros((0, 3), np.float32)
    learnt = fit(z, target, empty, settings, seed=1)(z)[:, 0]
    assert np.abs(learnt - target).mean() < 0.3
    assert np.array_equal(learnt, fit(z, target, empty, settings, seed=1)(z)[:, 0])


def test_every_body_is_held_out_once_with_all_its_samples() -> None:
    body = np.repeat(np.arange(11), 3)
    held_times = np.zeros(len(body))
    for kept, held in validate.folds(body, 4, seed=0):
        assert not set(body[kept]) & set(body[held])
        held_times += held
    assert (held_times == 1).all()


def test_looks_apart_are_the_differences_within_a_picture() -> None:
    features = np.array([[1.0], [10.0], [4.0], [30.0]], np.float32)
    samples = Samples(
        features,
        np.zeros(4),
        body=np.array([5, 6, 5, 6]),
        view=np.array([0, 0, 1, 1], np.int8),
        facts={"image": np.array([2, 0, 2, 1])},
        looks=4,
    )
    scaler = Scaler(floats(0), floats(1), 100.0)
    # Body 5 was seen twice in picture 2; body 6's looks are at two pictures.
    assert validate.looks_apart(samples, scaler).tolist() == [[3.0]]


def test_the_conformal_factor_is_the_smallest_that_holds_enough_errors() -> None:
    error, size = np.array([1.0, -2.0, 3.0, -4.0]), np.array([1.0, 1.0, 2.0, 1.0])
    # Ratios 1, 1.5, 2, 4: of 4 errors (4 + 1) x 0.6 = 3 must lie inside.
    assert validate.conformal_factor(error, size, level=0.6) == pytest.approx(2.0)
    assert validate.conformal_factor(error, size, level=0.8) == pytest.approx(4.0)
    # Half of four would be two; the one to come makes it (4 + 1) x 0.5 = 2.5, so three.
    assert validate.conformal_factor(error, size, level=0.5) == pytest.approx(2.0)


def test_a_centred_spread_has_its_median_at_zero() -> None:
    spread = Perceptron((Layer(floats(1)[np.newaxis], floats(3)),), floats(0)[np.newaxis])
    z = np.array([[0.0], [1.0], [5.0]], np.float32)
    assert np.median(validate.centred(spread, z)(z)) == pytest.approx(0.0)
