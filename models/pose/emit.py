"""Write a folded model back to TFLite with int8 weights: int8 constant, DEQUANTIZE, float convolution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from models.pose import model_file
from models.pose.model_file import Model
from models.pose.quantize import Int8, Quantized

# DEQUANTIZE knows scales per channel from version 5 on.
_DEQUANTIZE_VERSION = 5


def emit(model: Model, quantized: Quantized) -> None:
    """Put int8 weights and new biases into a folded model, in place."""
    constants = Constants(model)
    body = model.subgraphs[0]
    operators = []
    for index, operator in enumerate(body.operators):
        operators += [*constants.float_layer(operator, index, quantized), operator]
    body.operators = operators
    model_file.prune(model)


def sign(model: Model, inputs: Sequence[str], outputs: Sequence[str]) -> None:
    """Name the inputs and outputs in a SignatureDef, in place; the tensors keep their own names."""
    body = model.subgraphs[0]
    signature = schema.SignatureDefT()
    signature.signatureKey = "serving_default"
    signature.subgraphIndex = 0
    signature.inputs = [_named(n, t) for n, t in zip(inputs, body.inputs, strict=True)]
    signature.outputs = [_named(n, t) for n, t in zip(outputs, body.outputs, strict=True)]
    model.signatureDefs = [signature]


def _named(name: str, tensor: int) -> Any:
    entry = schema.TensorMapT()
    entry.name, entry.tensorIndex = name, int(tensor)
    return entry


class Constants:
    """Stores int8 constants in a model, and the DEQUANTIZE operators that unpack them."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._body = model.subgraphs[0]
        self._code = model_file.add_code(model, schema.BuiltinOperator.DEQUANTIZE, _DEQUANTIZE_VERSION)

    def float_layer(self, operator: Any, index: int, quantized: Quantized) -> list[Any]:
        """Give a float operator its new constants; returns what must run before it."""
        if index in quantized.biases:
            bias = self._body.tensors[int(operator.inputs[2])]
            bias.buffer = model_file.add_buffer(self._model, quantized.biases[index])
        if index not in quantized.layers:
            return []
        target = int(operator.inputs[1])
        source = self.int8(target, quantized.layers[index])
        self._body.tensors[target].buffer = 0
        return [self.dequantize(source, target)]

    def int8(self, target: int, layer: Int8) -> int:
        """Add the int8 constant that stands for the float tensor ``target``, and return its number."""
        floats = self._body.tensors[target]
        values = layer.values
        if list(values.shape) != [int(size) for size in floats.shape]:
            raise ValueError(f"{floats.name!r} holds {list(floats.shape)}, not {list(values.shape)}.")
        tensor = schema.TensorT()
        tensor.shape = np.array(values.shape, np.int32)
        tensor.type = schema.TensorType.INT8
        tensor.buffer = model_file.add_buffer(self._model, values)
        tensor.name = f"{text(floats.name)}_int8"
        tensor.quantization = model_file.quantization(layer.scale, np.zeros(len(layer.scale)), layer.axis)
        self._body.tensors.append(tensor)
        return len(self._body.tensors) - 1

    def dequantize(self, source: int, target: int) -> Any:
        """The operator that turns int8 tensor ``source`` into float tensor ``target``."""
        return model_file.operator(self._code, [source], target, schema.DequantizeOptionsT())


def text(name: bytes | str) -> str:
    """A tensor's name, which a file gives as bytes."""
    return name.decode() if isinstance(name, bytes) else name
