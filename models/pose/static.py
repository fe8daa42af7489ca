"""Choose int8 grids for activations, and the biases that undo what rounding to them shifts.

An int8 convolution reads and writes steps of a fixed scale and zero point. The walk runs the float and the
integer network side by side, layer by layer: each tensor that an integer layer touches gets the grid that
loses least of what the integer network itself holds there, and each bias takes up the mean difference before
the activation (Nagel et al. 2019, section 4.2, with measured means).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.pose.graph import Floats, Graph, Op, Values, activate, before_activation, schedule
from models.pose.quantize import Quantized, Recipe, symmetric

LOWEST, HIGHEST = -128, 127
# These only move or pick values, so TFLite wants the same grid on both sides.
SAME_GRID = frozenset({"PAD", "MAX_POOL_2D", "RESIZE_BILINEAR", "RESHAPE"})
_SHARES = np.linspace(1, 0.3, 36)
_SAMPLES = 200_000


@dataclass(frozen=True)
class Grid:
    """Where int8 steps lie: ``scale`` apart, step ``zero`` standing for 0."""

    scale: float
    zero: int

    def round(self, values: Floats) -> Floats:
        """Values moved to their nearest step, those beyond the ends to the ends; float32."""
        scale, zero = np.float32(self.scale), np.float32(self.zero)
        steps = np.clip(np.rint(values / scale) + zero, LOWEST, HIGHEST)
        return np.asarray((steps - zero) * scale, np.float32)


def spanning(low: float, high: float) -> Grid:
    """The grid whose 256 steps reach from ``low`` to ``high`` and hold 0 exactly."""
    low, high = min(low, 0.0), max(high, 0.0)
    scale = float(np.float32(max(high - low, 1e-9) / (HIGHEST - LOWEST)))
    return Grid(scale, int(np.clip(np.rint(LOWEST - low / scale), LOWEST, HIGHEST)))


def best_grid(values: Floats) -> Grid:
    """The grid with the least mean square error on these values, over 36 shares of their range.

    Cutting off rare extremes makes the steps finer for all the rest.
    """
    low, high = float(values.min()), float(values.max())
    # Every k-th value, k odd so that all channels come in turn: the same on every machine.
    some = values.ravel()[:: max(1, values.size // _SAMPLES) | 1]
    grids = [spanning(low * share, high * share) for share in _SHARES]
    return min(grids, key=lambda grid: float(np.square(grid.round(some) - some).mean(dtype=np.float64)))


@dataclass(frozen=True)
class Static:
    """Weights and biases as for weight-only int8, the integer operators, and every grid by tensor."""

    quantized: Quantized
    integer: frozenset[int]
    grids: dict[int, Grid] = field(default_factory=dict)

    def bias_steps(self, op: Op) -> tuple[Floats, NDArray[np.int32]]:
        """An integer layer's (out,) bias scale, input scale times weight scale, and its int32 steps."""
        layer = self.quantized.layers[op.index]
        scale = np.float64(self.grids[op.inputs[0]].scale) * layer.scale.astype(np.float64)
        limit = 2**31 - 1
        steps = np.clip(np.rint(self.quantized.biases[op.index] / scale), -limit, limit)
        return scale.astype(np.float32), steps.astype(np.int32)


def quantize(graph: Graph, images: Floats, recipe: Recipe, integer: frozenset[int]) -> Static:
    """Quantize weights as ``recipe`` says, and the activations of the ``integer`` operators.

    ``images`` are (N, H, W, 3) float32 in 0..1 and stand for what the network will see. No labels are needed.
    """
    walk = _Walk(graph, images, recipe, Static(Quantized(biases=dict(graph.biases)), integer))
    for op, done in schedule(graph):
        walk.step(op)
        walk.forget(done)
    return walk.result


class _Walk:
    """The float network's values and the integer network's, side by side."""

    def __init__(self, graph: Graph, images: Floats, recipe: Recipe, result: Static) -> None:
        self.result = result
        self._graph, self._recipe = graph, recipe
        self._exact: Values = {graph.input: images}
        self._rounded: Values = {graph.input: images}

    def step(self, op: Op) -> None:
        """Run one operator on both sides."""
        result, weights = self.result, self._graph.weights.get(op.index)
        own = weights
        if weights is not None and op.index not in self._recipe.kept_float:
            result.quantized.layers[op.index] = symmetric(weights, op.channel_axis)
            own = result.quantized.layers[op.index].dequantized()
        bias = self._graph.biases.get(op.index)
        expected = before_activation(op, [self._exact[tensor] for tensor in op.inputs], weights, bias)
        got = before_activation(op, [self._input(op, tensor) for tensor in op.inputs], own, bias)
        if bias is not None and op.index not in self._recipe.uncorrected:
            shift = (expected - got).mean((0, 1, 2), dtype=np.float64).astype(np.float32)
            result.quantized.biases[op.index] = bias + shift
            got = got + shift
        self._exact[op.output] = activate(op, expected)
        self._rounded[op.output] = self._output(op, activate(op, got))

    def forget(self, done: set[int]) -> None:
        """Let go of tensors that nothing reads any more."""
        for tensor in done:
            self._exact.pop(tensor, None)
            self._rounded.pop(tensor, None)

    def _input(self, op: Op, tensor: int) -> Floats:
        values = self._rounded[tensor]
        if op.index not in self.result.integer:
            return values
        if tensor not in self.result.grids:
            self.result.grids[tensor] = best_grid(values)
        # What an integer operator gave lies on its grid already.
        return self.result.grids[tensor].round(values)

    def _output(self, op: Op, values: Floats) -> Floats:
        grids = self.result.grids
        if op.index not in self.result.integer:
            return values
        grids[op.output] = grids[op.inputs[0]] if op.kind in SAME_GRID else best_grid(values)
        return grids[op.output].round(values)
