"""A folded TFLite graph run in numpy, layer by layer, open to other weights and biases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from numpy.typing import NDArray

from models.pose import model_file
from models.pose.model_file import Model

Floats = NDArray[np.float32]
Values = dict[int, Floats]

_NAMES = {number: name for name, number in vars(schema.BuiltinOperator).items() if isinstance(number, int)}
_RELU6 = schema.ActivationFunctionType.RELU6
_NO_ACTIVATION = schema.ActivationFunctionType.NONE


@dataclass(frozen=True)
class Op:
    """One operator: what it does, to which tensors, and its options.

    Tensors are (N, H, W, C) float32; ``size`` is the output's (H, W). ``pads`` are the zeros to add before
    and after, for H and for W.
    """

    index: int
    kind: str
    inputs: tuple[int, ...]
    output: int
    size: tuple[int, int]
    relu6: bool = False
    stride: int = 1
    window: tuple[int, int] = (1, 1)
    pads: tuple[tuple[int, int], tuple[int, int]] = ((0, 0), (0, 0))

    @property
    def convolution(self) -> bool:
        """Whether it has weights and a bias."""
        return self.kind.endswith("CONV_2D")

    @property
    def channel_axis(self) -> int:
        """Where a convolution's weights keep the output channel: (out, kh, kw, in) or (1, kh, kw, out)."""
        return 3 if self.kind == "DEPTHWISE_CONV_2D" else 0


@dataclass(frozen=True)
class Graph:
    """The operators in order, and the convolutions' weights and (out,) biases by operator."""

    ops: tuple[Op, ...]
    weights: Mapping[int, Floats]
    biases: Mapping[int, Floats]
    input: int
    outputs: tuple[int, ...]


def load(model: Model) -> Graph:
    """A folded model's first subgraph; raises ValueError on an operator that would not be run exactly."""
    body = model.subgraphs[0]
    ops = [_read_op(model, index, operator) for index, operator in enumerate(body.operators)]
    weights, biases = {}, {}
    for op in ops:
        if op.convolution:
            kernel, bias = (body.tensors[int(t)] for t in body.operators[op.index].inputs[1:3])
            weights[op.index], biases[op.index] = _needed(model, kernel), _needed(model, bias)
    return Graph(tuple(ops), weights, biases, int(body.inputs[0]), tuple(int(t) for t in body.outputs))


def _needed(model: Model, tensor: Any) -> NDArray[Any]:
    values = model_file.constant(model, tensor)
    if values is None:
        raise ValueError(f"{tensor.name!r} is not a constant; fold the model first.")
    return values


def _read_op(model: Model, index: int, operator: Any) -> Op:
    tensors, options = model.subgraphs[0].tensors, operator.builtinOptions
    kind = _NAMES[model_file.code_of(model, operator)]
    inputs, output = [int(t) for t in operator.inputs], int(operator.outputs[0])
    activation = getattr(options, "fusedActivationFunction", _NO_ACTIVATION)
    if activation not in (_NO_ACTIVATION, _RELU6):
        raise ValueError(f"Operator {index} ({kind}) has activation {activation}, which is not known here.")
    shape = [int(size) for size in tensors[output].shape]
    size = (shape[1], shape[2]) if len(shape) == 4 else (1, 1)
    op = Op(index, kind, tuple(inputs[:1]), output, size, relu6=activation == _RELU6)
    match kind:
        case "CONV_2D" | "DEPTHWISE_CONV_2D":
            kernel = tensors[inputs[1]].shape
            return _windowed(op, tensors[inputs[0]], (int(kernel[1]), int(kernel[2])), options)
        case "MAX_POOL_2D":
            return _windowed(op, tensors[inputs[0]], (options.filterHeight, options.filterWidth), options)
        case "ADD":
            return replace(op, inputs=tuple(inputs[:2]))
        case "PAD":
            rows, columns = _needed(model, tensors[inputs[1]])[1:3].tolist()
            return replace(op, pads=(tuple(rows), tuple(columns)))
        case "RESIZE_BILINEAR" if options.halfPixelCenters and not options.alignCorners:
            return op
        case "RESHAPE" | "LOGISTIC":
            return op
    raise ValueError(f"Operator {index} is {kind} with options that are not known here.")


def _windowed(op: Op, source: Any, window: tuple[int, int], options: Any) -> Op:
    stride = int(options.strideH)
    op = replace(op, stride=stride, window=window)
    if options.padding == schema.Padding.VALID:
        return op
    # SAME puts the odd zero at the end.
    lengths = (int(source.shape[1]), int(source.shape[2]))
    zeros = [
        max(0, (out - 1) * stride + reach - length)
        for out, reach, length in zip(op.size, window, lengths, strict=True)
    ]
    rows, columns = ((count // 2, count - count // 2) for count in zeros)
    return replace(op, pads=(rows, columns))


def before_activation(op: Op, inputs: list[Floats], weights: Floats | None, bias: Floats | None) -> Floats:
    """What an operator gives before its fused activation; ``weights`` and ``bias`` are for convolutions."""
    source = inputs[0]
    if any(map(any, op.pads)):
        source = np.pad(source, ((0, 0), *op.pads, (0, 0)))
    match op.kind:
        case "CONV_2D" | "DEPTHWISE_CONV_2D":
            if weights is None or bias is None:
                raise ValueError(f"Operator {op.index} is a convolution and needs weights.")
            # One image at a time stays in the processor's cache.
            return np.stack([_convolve(op, image, weights) for image in source]) + bias
        case "ADD":
            return inputs[0] + inputs[1]
        case "MAX_POOL_2D":
            return np.asarray(np.stack([part for _, part in _taps(op, source)]).max(axis=0), np.float32)
        case "RESIZE_BILINEAR":
            return resize(source, op.size)
        case "LOGISTIC":
            return np.asarray(1 / (1 + np.exp(-source)), np.float32)
        case "RESHAPE":
            return source.reshape(len(source), -1)
    return source  # PAD


def activate(op: Op, values: Floats) -> Floats:
    """Apply an operator's fused activation."""
    return np.clip(values, 0, 6) if op.relu6 else values


def _convolve(op: Op, image: Floats, weights: Floats) -> Floats:
    result: Floats | None = None
    for (row, column), part in _taps(op, image[np.newaxis]):
        tap = weights[:, row, column]
        product_ = part[0] * tap[0] if op.channel_axis == 3 else part[0] @ tap.T
        result = product_ if result is None else np.add(result, product_, out=result)
    assert result is not None  # noqa: S101 - a window has at least one tap
    return result


def _taps(op: Op, source: Floats) -> Iterator[tuple[tuple[int, int], Floats]]:
    """Each position in the window with the pixels it meets, (N, H, W, C) of the output's size."""
    rows, columns = ((count - 1) * op.stride + 1 for count in op.size)
    for row, column in product(range(op.window[0]), range(op.window[1])):
        yield (
            (row, column),
            source[:, row : row + rows : op.stride, column : column + columns : op.stride],
        )


def resize(source: Floats, size: tuple[int, int]) -> Floats:
    """Bilinear resizing with half-pixel centres: output i samples the input at (i + 1/2) in / out - 1/2."""
    for axis, out in zip((1, 2), size, strict=True):
        length = source.shape[axis]
        position = np.clip((np.arange(out) + 0.5) * length / out - 0.5, 0, length - 1)
        low = position.astype(int)
        high = np.minimum(low + 1, length - 1)
        part = (position - low).astype(np.float32).reshape((-1, 1, 1) if axis == 1 else (-1, 1))
        source = source.take(low, axis) * (1 - part) + source.take(high, axis) * part
    return source


def schedule(graph: Graph) -> Iterator[tuple[Op, set[int]]]:
    """Each operator with the tensors that nothing after it reads, so that a walk can let them go."""
    last = {tensor: op.index for op in graph.ops for tensor in op.inputs}
    for op in graph.ops:
        done = {tensor for tensor in op.inputs if last[tensor] == op.index}
        yield op, done - set(graph.outputs)


def run(
    graph: Graph,
    images: Floats,
    weights: Mapping[int, Floats] | None = None,
    biases: Mapping[int, Floats] | None = None,
) -> list[Floats]:
    """The outputs for (N, H, W, 3) images, in the file's order, by default with the graph's own weights."""
    weights, biases = weights or graph.weights, biases or graph.biases
    values: Values = {graph.input: images}
    for op, done in schedule(graph):
        inputs = [values[tensor] for tensor in op.inputs]
        result = before_activation(op, inputs, weights.get(op.index), biases.get(op.index))
        values[op.output] = activate(op, result)
        for tensor in done:
            values.pop(tensor, None)
    return [values[tensor] for tensor in graph.outputs]
