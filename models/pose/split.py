"""Split the mask's last convolution in two that compute the same and waste fewer lanes.

A 3x3 convolution to a single channel fills one lane of the 8 or 16 that a matrix kernel works on. Its 3x3
weights applied channel by channel, then one sum over the channels, are the same numbers added in another
order, and take half the time.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from numpy.typing import NDArray

from models.pose import model_file
from models.pose.model_file import Model


def split_single_channel(model: Model, place: int) -> None:
    """Replace the convolution to one channel that gives output number ``place`` of a model, in place.

    The first operator in its stead is depthwise with its weights, the second sums the channels and adds its
    bias. Raises ValueError when its weights are packed, or it has more channels, a stride or an activation.
    """
    body = model.subgraphs[0]
    wanted = int(body.outputs[place])
    index = next(at for at, each in enumerate(body.operators) if wanted in map(int, each.outputs))
    operator = body.operators[index]
    source, kernel, bias = (int(tensor) for tensor in operator.inputs)
    weights = model_file.constant(model, body.tensors[kernel])
    old = operator.builtinOptions
    none = schema.ActivationFunctionType.NONE
    plain = old.strideH == old.strideW == 1 and old.fusedActivationFunction == none
    if weights is None or weights.shape[0] != 1 or not plain:
        raise ValueError(f"Operator {index} is not a plain float convolution to one channel.")
    shape = [int(size) for size in body.tensors[source].shape]
    depthwise = schema.DepthwiseConv2DOptionsT()
    depthwise.padding, depthwise.strideH, depthwise.strideW = old.padding, 1, 1
    depthwise.dilationHFactor = depthwise.dilationWFactor = depthwise.depthMultiplier = 1
    zeros = _constant(model, "mask_taps_bias", np.zeros(shape[-1], np.float32))
    taps = _tensor(body, "mask_taps", shape)
    code = model_file.add_code(model, schema.BuiltinOperator.DEPTHWISE_CONV_2D, version=1)
    # (1, kh, kw, in) is a convolution's layout for one output channel and a depthwise one's for all.
    first = model_file.operator(code, [source, kernel, zeros], taps, depthwise)
    ones = _constant(model, "mask_sum", np.ones((1, 1, 1, shape[-1]), np.float32))
    operator.inputs = np.array([taps, ones, bias], np.int32)
    body.operators.insert(index, first)


def _tensor(body: Any, name: str, shape: list[int]) -> int:
    tensor = schema.TensorT()
    tensor.name, tensor.shape = name, np.array(shape, np.int32)
    tensor.type, tensor.buffer = schema.TensorType.FLOAT32, 0
    body.tensors.append(tensor)
    return len(body.tensors) - 1


def _constant(model: Model, name: str, values: NDArray[np.float32]) -> int:
    number = _tensor(model.subgraphs[0], name, list(values.shape))
    model.subgraphs[0].tensors[number].buffer = model_file.add_buffer(model, values)
    return number
