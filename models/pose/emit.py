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
    code = _dequantize_code(model)
    body = model.subgraphs[0]
    operators = []
    for index, operator in enumerate(body.operators):
        if index in quantized.biases:
            bias = body.tensors[int(operator.inputs[2])]
            bias.buffer = model_file.add_buffer(model, quantized.biases[index])
        if index in quantized.layers:
            target = int(operator.inputs[1])
            source = _int8_tensor(model, body, target, quantized.layers[index])
            operators.append(_dequantize(code, source, target))
        operators.append(operator)
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


def _dequantize_code(model: Model) -> int:
    code = schema.OperatorCodeT()
    code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.DEQUANTIZE
    code.version = _DEQUANTIZE_VERSION
    model.operatorCodes.append(code)
    return len(model.operatorCodes) - 1


def _int8_tensor(model: Model, body: Any, target: int, layer: Int8) -> int:
    """Add the int8 constant that ``target`` is dequantized from, and return its number."""
    floats = body.tensors[target]
    values = layer.values
    if list(values.shape) != [int(size) for size in floats.shape]:
        raise ValueError(f"{floats.name!r} holds {list(floats.shape)}, not {list(values.shape)}.")
    quantization = schema.QuantizationParametersT()
    quantization.scale = layer.scale
    quantization.zeroPoint = np.zeros(len(layer.scale), np.int64)
    quantization.quantizedDimension = layer.axis
    tensor = schema.TensorT()
    tensor.shape = np.array(values.shape, np.int32)
    tensor.type = schema.TensorType.INT8
    tensor.buffer = model_file.add_buffer(model, values)
    tensor.name = f"{_text(floats.name)}_int8"
    tensor.quantization = quantization
    body.tensors.append(tensor)
    floats.buffer = 0
    return len(body.tensors) - 1


def _text(name: bytes | str) -> str:
    return name.decode() if isinstance(name, bytes) else name


def _dequantize(code: int, source: int, target: int) -> Any:
    operator = schema.OperatorT()
    operator.opcodeIndex = code
    operator.inputs = np.array([source], np.int32)
    operator.outputs = np.array([target], np.int32)
    operator.builtinOptionsType = schema.BuiltinOptions.DequantizeOptions
    operator.builtinOptions = schema.DequantizeOptionsT()
    return operator
