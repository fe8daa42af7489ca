"""Folding, walking and quantizing a network whose every value is worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.rebuild
pytest.importorskip("flatbuffers", reason="needs the build environment: make rebuild-test")

from kiosk.pose.runtime import Network  # noqa: E402
from models.pose import emit, fold, graph, model_file  # noqa: E402
from models.pose.census import count  # noqa: E402
from models.pose.quantize import Recipe, quantize, symmetric  # noqa: E402

NOTHING: frozenset[int] = frozenset()
FIRST, SECOND = 0, 1


def image(*pixel: float) -> Any:
    return np.array(pixel, np.float32).reshape(1, 1, 1, 2)


def answer(model: Any, *pixel: float) -> list[float]:
    """What the real runtime makes of one pixel."""
    network = Network(model_file.write(model))
    return network(np.array(pixel, np.float32).reshape(1, 1, 1, 2))[0].ravel().tolist()


def test_folding_leaves_the_two_convolutions_and_their_fp32_values(tiny: Any) -> None:
    assert fold.fold(tiny) == 4

    body = tiny.subgraphs[0]
    assert len(body.operators) == 2
    assert len(body.tensors) == 7  # three activations, four constants
    assert len(tiny.operatorCodes) == 2
    weights = graph.load(tiny).weights
    assert weights[FIRST].ravel().tolist() == [1.0, 2.0, -127.0, 1.0, 0.0, 0.0]
    assert weights[SECOND].ravel().tolist() == [2.0, -1.0, 0.5]


def test_folding_does_not_change_the_answer(tiny: Any) -> None:
    before = answer(tiny, 0.25, 0.5)

    fold.fold(tiny)

    assert answer(tiny, 0.25, 0.5) == before


def test_the_executor_gives_the_values_worked_out_by_hand(tiny: Any) -> None:
    fold.fold(tiny)

    (result,) = graph.run(graph.load(tiny), image(0.25, 0.5))

    # 0.25 + 1 + 0.5 = 1.75; -31.75 + 0.5 is clipped to 0; 9 is clipped to 6. Then x2, x-1 + 1, x0.5.
    assert result.ravel().tolist() == [3.5, 1.0, 3.0]


def test_an_unfolded_model_is_refused(tiny: Any) -> None:
    with pytest.raises(ValueError, match=r"not known here|fold the model first"):
        graph.load(tiny)


def test_each_channel_is_rounded_to_steps_of_its_own_largest_weight() -> None:
    weights = np.array([[1.0, 2.0], [-127.0, 1.4], [0.0, 0.0]], np.float32).reshape(3, 1, 1, 2)

    layer = symmetric(weights, axis=0)

    assert layer.scale.tolist() == pytest.approx([2 / 127, 1.0, 1.0])
    # 1 / (2 / 127) = 63.5 rounds to the even 64; 1.4 to 1; a channel of zeros stays zero.
    assert layer.values.ravel().tolist() == [64, 127, -127, 1, 0, 0]
    assert layer.values.dtype == np.int8


def test_a_depthwise_kernel_is_scaled_along_its_last_axis() -> None:
    weights = np.array([[254.0, 1.0], [2.0, 0.5]], np.float32).reshape(1, 2, 1, 2)

    layer = symmetric(weights, axis=3)

    assert layer.scale.tolist() == pytest.approx([2.0, 1 / 127])
    assert layer.values.reshape(2, 2).tolist() == [[127, 127], [1, 64]]
    assert layer.dequantized()[0, :, 0, 0].tolist() == [254, 2]


def test_a_bias_takes_up_the_mean_shift_its_rounded_weights_cause(tiny: Any) -> None:
    fold.fold(tiny)
    network = graph.load(tiny)

    result = quantize(network, image(0.254, 0.5), Recipe(NOTHING, NOTHING))

    # Channel 0 rounds 1 up to 64 * 2 / 127: half a step too much on a pixel of 0.254, 0.254 / 127 = 0.002.
    assert result.biases[FIRST].tolist() == pytest.approx([0.5 - 0.002, 0.0, 9.0], abs=1e-6)
    # Its input is then exact again, and its own weights round to themselves: nothing to correct.
    assert result.biases[SECOND].tolist() == pytest.approx([0.0, 1.0, 0.0], abs=1e-6)


def test_a_shift_that_the_clipping_hides_is_corrected_all_the_same(tiny: Any) -> None:
    fold.fold(tiny)
    network = graph.load(tiny)
    # ReLU6 now clips channel 0 whatever its weights.
    high = replace(network, biases={**network.biases, FIRST: np.array([20, 0, 9], np.float32)})

    result = quantize(high, image(0.254, 0.5), Recipe(NOTHING, NOTHING))

    assert result.biases[FIRST][0] == pytest.approx(20 - 0.002, abs=1e-5)


def test_later_layers_are_corrected_on_what_the_quantized_network_gives_them(tiny: Any) -> None:
    fold.fold(tiny)

    result = quantize(graph.load(tiny), image(0.254, 0.5), Recipe(NOTHING, uncorrected=frozenset({FIRST})))

    # The first layer's 0.002 too much arrives doubled, and the second's bias takes it up.
    assert result.biases[FIRST].tolist() == [0.5, 0.0, 9.0]
    assert result.biases[SECOND][0] == pytest.approx(-0.004, abs=1e-6)


def test_a_layer_kept_float_is_left_exactly_as_it_was(tiny: Any) -> None:
    fold.fold(tiny)

    result = quantize(graph.load(tiny), image(0.254, 0.5), Recipe(frozenset({FIRST}), NOTHING))

    assert set(result.layers) == {SECOND}
    assert result.biases[FIRST].tolist() == [0.5, 0.0, 9.0]


def test_the_written_file_holds_int8_weights_and_answers_like_the_walk(tiny: Any) -> None:
    fold.fold(tiny)
    network = graph.load(tiny)
    result = quantize(network, image(0.254, 0.5), Recipe(NOTHING, NOTHING))
    (expected,) = graph.run(network, image(0.1, 0.9), result.weights(network), result.biases)

    emit.emit(tiny, result)
    emit.sign(tiny, ["image"], ["answer"])

    assert count(model_file.write(tiny)).weights == {"int8": 9}
    assert answer(tiny, 0.1, 0.9) == pytest.approx(expected.ravel().tolist(), abs=1e-6)


def test_keeping_a_layer_float_shows_in_the_census(tiny: Any) -> None:
    fold.fold(tiny)

    emit.emit(tiny, quantize(graph.load(tiny), image(0.2, 0.5), Recipe(frozenset({SECOND}), NOTHING)))

    census = count(model_file.write(tiny))
    assert census.weights == {"int8": 6, "float32": 3}
    assert census.constants == {"int8": 6, "float32": 3 + 6}  # and two biases of three
    assert census.int8_share == pytest.approx(6 / 9)


def test_resizing_samples_between_pixel_centres_and_repeats_the_edges() -> None:
    source = np.array([[0.0, 4.0], [8.0, 12.0]], np.float32).reshape(1, 2, 2, 1)

    result = graph.resize(source, (4, 4))

    # Output i lies at i / 2 - 1/4 of the input: -1/4 (the edge), 1/4, 3/4, 5/4 (the edge).
    assert result[0, :, :, 0].tolist() == [[0, 1, 3, 4], [2, 3, 5, 6], [6, 7, 9, 10], [8, 9, 11, 12]]


def test_same_padding_puts_the_odd_zero_at_the_end(striding: Any) -> None:
    source = np.array([[1.0, 2.0], [3.0, 4.0]], np.float32).reshape(1, 2, 2, 1)

    (result,) = graph.run(graph.load(striding), source)

    # The kernel's corner (0, 1 / 3, 4) meets the pixels: 0*1 + 1*2 + 3*3 + 4*4 = 27, and the bias.
    assert result.ravel().tolist() == [127.0]
    assert Network(model_file.write(striding))(source)[0].ravel().tolist() == [127.0]


def test_pooling_takes_the_largest_of_each_window() -> None:
    op = graph.Op(0, "MAX_POOL_2D", (0,), 1, (1, 2), stride=2, window=(2, 2))
    source = np.array([[1, 2, -5, -6], [4, 3, -7, -8]], np.float32).reshape(1, 2, 4, 1)

    result = graph.before_activation(op, [source], None, None)

    assert result.ravel().tolist() == [4, -5]
