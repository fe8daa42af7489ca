"""Int8 activations on networks whose every value is worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.rebuild
pytest.importorskip("flatbuffers", reason="needs the build environment: make rebuild-test")

from ai_edge_litert import schema_py_generated as schema  # noqa: E402

from kiosk.pose.runtime import Network  # noqa: E402
from models.pose import fold, graph, islands, model_file  # noqa: E402
from models.pose.curve import share_of_work  # noqa: E402
from models.pose.graph import Op  # noqa: E402
from models.pose.quantize import Quantized, Recipe, symmetric  # noqa: E402
from models.pose.split import split_single_channel  # noqa: E402
from models.pose.static import Grid, Static, best_grid, quantize, spanning  # noqa: E402

NOTHING: frozenset[int] = frozenset()
FIRST, SECOND = 0, 1


def image(*pixel: float) -> Any:
    return np.array(pixel, np.float32).reshape(1, 1, 1, 2)


def kinds(model: Any) -> list[str]:
    names = {number: name for name, number in vars(schema.BuiltinOperator).items()}
    return [names[model_file.code_of(model, operator)] for operator in model.subgraphs[0].operators]


def written(model: Any, integer: frozenset[int], *seen: float) -> Static:
    """Fold and quantize a model in place, calibrated on one pixel."""
    fold.fold(model)
    network = graph.load(model)
    static = quantize(network, image(*seen), Recipe(NOTHING, NOTHING), integer)
    islands.emit(model, network, static)
    return static


def answer(model: Any, *pixel: float) -> list[float]:
    """What the real runtime makes of one pixel."""
    return Network(model_file.write(model))(image(*pixel))[0].ravel().tolist()


def test_a_grid_spans_the_range_holds_zero_and_cuts_what_lies_beyond() -> None:
    grid = spanning(0.0, 6.0)

    assert grid.zero == -128
    assert grid.scale == pytest.approx(6 / 255)
    # 0.03 is 1.275 steps, so 1 step.
    rounded = grid.round(np.array([-1.0, 0.0, 0.03, 6.0, 9.0], np.float32))
    assert rounded.tolist() == pytest.approx([0, 0, 6 / 255, 6, 6])


def test_the_grid_of_a_range_without_zero_reaches_down_or_up_to_it() -> None:
    assert spanning(2.0, 5.1) == Grid(pytest.approx(0.02), -128)
    assert spanning(-5.1, -2.0) == Grid(pytest.approx(0.02), 127)


def test_a_grid_cuts_a_rare_extreme_off_where_finer_steps_make_up_for_it() -> None:
    values = np.linspace(0, 1, 100_001, dtype=np.float32)
    with_extreme = np.append(values, np.float32(1.5))

    assert best_grid(values).scale == pytest.approx(1 / 255)
    # An end r costs (r / 255)^2 / 12 everywhere and (1.5 - r)^2 once in 100 000: least at 1.33, and of the
    # ends tried, 2 % of 1.5 apart, at 1.32.
    assert best_grid(with_extreme).scale == pytest.approx(1.32 / 255)
    # But one that is not rare is kept.
    assert best_grid(np.array([0.3, 8.0] * 50, np.float32)).scale > 7.5 / 255


def test_an_island_converts_at_its_shores_alone(tiny: Any) -> None:
    written(tiny, frozenset({FIRST, SECOND}), 0.25, 0.5)

    assert kinds(tiny) == ["QUANTIZE", "CONV_2D", "DEPTHWISE_CONV_2D", "DEQUANTIZE"]
    given = [
        tiny.subgraphs[0].tensors[int(t)].type
        for t in (*tiny.subgraphs[0].inputs, *tiny.subgraphs[0].outputs)
    ]
    assert given == [schema.TensorType.FLOAT32] * 2


def test_only_the_chosen_operator_computes_in_int8(tiny: Any) -> None:
    written(tiny, frozenset({SECOND}), 0.25, 0.5)

    assert kinds(tiny) == ["DEQUANTIZE", "CONV_2D", "QUANTIZE", "DEPTHWISE_CONV_2D", "DEQUANTIZE"]
    # As in the float network: 1.75, 0 and 6, then x2, x-1 + 1, x0.5 (see test_quantization.py).
    assert answer(tiny, 0.25, 0.5) == pytest.approx([3.5, 1.0, 3.0], abs=0.05)


def test_the_written_file_answers_like_the_walk_that_chose_its_grids(tiny: Any) -> None:
    fold.fold(tiny)
    network = graph.load(tiny)
    static = quantize(network, image(0.25, 0.5), Recipe(NOTHING, NOTHING), frozenset({FIRST, SECOND}))
    last = network.ops[-1]
    # Worked out in steps: the runtime must give values on the last grid, those of the float network rounded.
    expected = static.grids[last.output].round(np.array([3.5, 1.0, 3.0], np.float32))

    islands.emit(tiny, network, static)

    apart = np.abs(np.array(answer(tiny, 0.25, 0.5)) - expected) / static.grids[last.output].scale
    assert np.allclose(apart, np.rint(apart), atol=1e-3)  # whole steps
    assert apart.max() <= 1.01


def test_a_bias_is_counted_in_steps_of_input_times_weight() -> None:
    layer = symmetric(np.array([254.0, 127.0], np.float32).reshape(2, 1, 1, 1), axis=0)
    op = Op(0, "CONV_2D", (7,), 8, (1, 1))
    quantized = Quantized({0: layer}, {0: np.array([1.0, -0.6], np.float32)})
    static = Static(quantized, frozenset({0}), {7: Grid(0.25, 3)})

    scale, steps = static.bias_steps(op)

    assert scale.tolist() == [0.5, 0.25]  # 0.25 x 2 and 0.25 x 1
    assert steps.tolist() == [2, -2]  # -2.4 rounds to -2
    assert steps.dtype == np.int32


def test_a_bias_takes_up_what_int8_activations_shift(tiny: Any) -> None:
    fold.fold(tiny)
    network = graph.load(tiny)

    exact = quantize(network, image(0.25, 0.5), Recipe(NOTHING, NOTHING), NOTHING)
    static = quantize(network, image(0.25, 0.5), Recipe(NOTHING, NOTHING), frozenset({FIRST, SECOND}))

    # The input's grid reaches to 0.5 in 255 steps, and 0.25 is 127.5 of them: half a step off, which the
    # second channel's weight of -127 makes 0.1245.
    shift = static.quantized.biases[FIRST][1] - exact.quantized.biases[FIRST][1]
    assert abs(shift) == pytest.approx(127 * 0.5 / 255 / 2, rel=0.05)


def test_a_layer_is_corrected_after_the_one_before_it_was(tiny: Any) -> None:
    fold.fold(tiny)

    static = quantize(graph.load(tiny), image(0.254, 0.5), Recipe(NOTHING, NOTHING), NOTHING)

    # The first takes up its own 0.254 / 127 (see test_quantization.py), so nothing arrives at the second.
    assert static.quantized.biases[FIRST][0] == pytest.approx(0.5 - 0.002, abs=1e-6)
    assert static.quantized.biases[SECOND].tolist() == pytest.approx([0, 1, 0], abs=1e-6)


def test_a_convolution_to_one_channel_split_in_two_gives_the_same_answer(one_channel: Any) -> None:
    source = np.arange(18, dtype=np.float32).reshape(1, 3, 3, 2)
    before = Network(model_file.write(one_channel))(source)[0]

    split_single_channel(one_channel, 0)

    assert kinds(one_channel) == ["DEPTHWISE_CONV_2D", "CONV_2D"]
    after = Network(model_file.write(one_channel))(source)[0]
    # In the middle, all weights 1 and 2 in turn: 1 x (0 + 2 + ... + 16) + 2 x (1 + 3 + ... + 17) + 5.
    assert before[0, 1, 1, 0] == after[0, 1, 1, 0] == 72 + 2 * 81 + 5
    assert after.tolist() == before.tolist()


def test_a_convolution_that_strides_is_not_split(striding: Any) -> None:
    with pytest.raises(ValueError, match="not a plain float convolution"):
        split_single_channel(striding, 0)


def test_the_share_of_work_counts_multiplications(tiny: Any) -> None:
    fold.fold(tiny)
    network = graph.load(tiny)

    # On one pixel the convolution multiplies 2 x 3 times, the depthwise one 3 times.
    assert share_of_work(network, frozenset({FIRST})) == pytest.approx(6 / 9)
    assert share_of_work(network, NOTHING) == 0


def test_an_operator_that_only_picks_values_keeps_the_grid_of_its_input() -> None:
    pool = Op(0, "MAX_POOL_2D", (0,), 1, (1, 1), stride=2, window=(2, 2))
    network = graph.Graph((pool,), {}, {}, input=0, outputs=(1,))
    source = np.array([-2.0, 1.0, 0.5, 3.1], np.float32).reshape(1, 2, 2, 1)

    static = quantize(network, source, Recipe(NOTHING, NOTHING), frozenset({0}))

    # Its output alone, 3.1, would have a grid from 0.
    assert static.grids[0].zero > -128
    assert static.grids[1] == static.grids[0]
