"""Choose int8 weights per channel, and biases that undo the shift those weights cause.

Rounding weights moves each channel's mean a little, always the same way. The landmark head looks at a
2x2 grid, too few cells to average that away, and loses about two pixels. So the walk runs the float and
the quantized network side by side, layer by layer, the second on its own already quantized inputs, and
adds to each bias the mean difference seen (Nagel et al. 2019, "Data-Free Quantization Through Weight
Equalization and Bias Correction", section 4.2, with measured instead of assumed means).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.pose.graph import Floats, Graph, Op, Values, activate, before_activation, schedule

INT8_MAX = 127


@dataclass(frozen=True)
class Recipe:
    """Which operators keep float weights, and which keep their bias."""

    kept_float: frozenset[int]
    uncorrected: frozenset[int]


@dataclass(frozen=True)
class Int8:
    """One layer: int8 weights in their own shape, the (out,) float32 scale of each channel, and its axis."""

    values: NDArray[np.int8]
    scale: Floats
    axis: int

    def dequantized(self) -> Floats:
        """The float32 weights that a runtime computes with."""
        return self.values.astype(np.float32) * along(self.axis, self.scale)


def along(axis: int, values: Floats) -> Floats:
    """(out,) values shaped to meet a four-dimensional kernel along one axis."""
    shape = [1, 1, 1, 1]
    shape[axis] = -1
    return values.reshape(shape)


@dataclass(frozen=True)
class Quantized:
    """The result: int8 weights of the quantized layers, and every layer's bias, by operator."""

    layers: dict[int, Int8] = field(default_factory=dict)
    biases: dict[int, Floats] = field(default_factory=dict)

    def weights(self, graph: Graph) -> dict[int, Floats]:
        """Every layer's float32 weights as the quantized network sees them."""
        return {**graph.weights, **{index: layer.dequantized() for index, layer in self.layers.items()}}


def symmetric(weights: Floats, axis: int) -> Int8:
    """Round each output channel to -127..127 steps of its largest absolute weight / 127; zero stays zero.

    It depends on the weights alone, so a rebuild on any machine gives the same integers.
    """
    others = tuple(each for each in range(weights.ndim) if each != axis)
    scale = np.abs(weights).max(axis=others) / np.float32(INT8_MAX)
    scale = np.where(scale > 0, scale, np.float32(1))
    steps = np.clip(np.rint(weights / along(axis, scale)), -INT8_MAX, INT8_MAX)
    return Int8(steps.astype(np.int8), scale, axis)


def quantize(graph: Graph, images: Floats, recipe: Recipe) -> Quantized:
    """Quantize every convolution outside ``recipe.kept_float``, correcting biases on the way.

    ``images`` are (N, H, W, 3) float32 in 0..1 and stand for what the network will see: a narrow set
    makes the corrections overfit. No labels are needed.
    """
    result = Quantized(biases=dict(graph.biases))
    exact: Values = {graph.input: images}
    rounded: Values = {graph.input: images}
    for op, done in schedule(graph):
        _step(graph, op, recipe, result, exact, rounded)
        for tensor in done:
            exact.pop(tensor, None)
            rounded.pop(tensor, None)
    return result


def _step(graph: Graph, op: Op, recipe: Recipe, result: Quantized, exact: Values, rounded: Values) -> None:
    weights = graph.weights.get(op.index)
    own = weights
    if weights is not None and op.index not in recipe.kept_float:
        result.layers[op.index] = symmetric(weights, op.channel_axis)
        own = result.layers[op.index].dequantized()
    expected = before_activation(op, [exact[t] for t in op.inputs], weights, graph.biases.get(op.index))
    got = before_activation(op, [rounded[t] for t in op.inputs], own, graph.biases.get(op.index))
    if weights is not None and op.index not in recipe.uncorrected:
        # Before the activation: a shift that ReLU6 would clip must be undone all the same.
        shift = (expected - got).mean((0, 1, 2), dtype=np.float64).astype(np.float32)
        result.biases[op.index] = graph.biases[op.index] + shift
        got = got + shift
    exact[op.output], rounded[op.output] = activate(op, expected), activate(op, got)
