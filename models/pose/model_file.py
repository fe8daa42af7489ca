"""A TFLite file as editable objects: read it, drop what nothing uses, write it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from numpy.typing import ArrayLike, NDArray

# The generated schema classes are untyped; Model is a schema.ModelT.
type_names = {schema.TensorType.FLOAT32: np.float32, schema.TensorType.FLOAT16: np.float16}
type_names |= {schema.TensorType.INT32: np.int32, schema.TensorType.INT8: np.int8}
Model = Any


def read(data: bytes) -> Model:
    """The objects of a TFLite flatbuffer."""
    return schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(data, 0))


def write(model: Model) -> bytes:
    """The bytes of a model; the same objects always give the same bytes."""
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def code_of(model: Model, operator: Any) -> int:
    """The builtin operator an operator runs (files before schema v3a keep it in the older field)."""
    entry = model.operatorCodes[operator.opcodeIndex]
    return int(max(entry.builtinCode, entry.deprecatedBuiltinCode))


def constant(model: Model, tensor: Any) -> NDArray[Any] | None:
    """The values of a constant tensor in its own shape and dtype, or None for an activation."""
    data = model.buffers[tensor.buffer].data
    if data is None or len(data) == 0:
        return None
    values = np.frombuffer(np.asarray(data, np.uint8).tobytes(), type_names[tensor.type])
    return values.reshape([int(size) for size in tensor.shape])


def add_buffer(model: Model, values: NDArray[Any]) -> int:
    """Store values as a new buffer and return its number."""
    buffer = schema.BufferT()
    buffer.data = np.frombuffer(np.ascontiguousarray(values).tobytes(), np.uint8)
    model.buffers.append(buffer)
    return len(model.buffers) - 1


def add_code(model: Model, builtin: int, version: int) -> int:
    """Make a builtin operator known to the model and return its code's number."""
    code = schema.OperatorCodeT()
    code.builtinCode = code.deprecatedBuiltinCode = builtin
    code.version = version
    model.operatorCodes.append(code)
    return len(model.operatorCodes) - 1


def operator(code: int, inputs: Sequence[int], output: int, options: Any) -> Any:
    """An operator with one output; ``options`` is an object of the schema's own options classes."""
    made = schema.OperatorT()
    made.opcodeIndex = code
    made.inputs, made.outputs = np.array(inputs, np.int32), np.array([output], np.int32)
    made.builtinOptionsType = getattr(schema.BuiltinOptions, type(options).__name__.removesuffix("T"))
    made.builtinOptions = options
    return made


def quantization(scale: ArrayLike, zero: ArrayLike, axis: int = 0) -> Any:
    """What a tensor's steps stand for: value = scale * (step - zero), for all or along one axis."""
    made = schema.QuantizationParametersT()
    made.scale = np.asarray(scale, np.float32)
    made.zeroPoint = np.asarray(zero, np.int64)
    made.quantizedDimension = axis
    return made


def prune(model: Model) -> None:
    """Drop tensors, operator codes and buffers that nothing refers to, in place."""
    for graph in model.subgraphs:
        _prune_tensors(model, graph)
    operators = [operator for graph in model.subgraphs for operator in graph.operators]
    used_codes = sorted({operator.opcodeIndex for operator in operators})
    renumbered = {old: new for new, old in enumerate(used_codes)}
    model.operatorCodes = [model.operatorCodes[old] for old in used_codes]
    for operator in operators:
        operator.opcodeIndex = renumbered[operator.opcodeIndex]
    tensors = [tensor for graph in model.subgraphs for tensor in graph.tensors]
    # Buffer 0 is the empty one that every activation shares.
    used_buffers = sorted({0} | {tensor.buffer for tensor in tensors})
    renumbered = {old: new for new, old in enumerate(used_buffers)}
    model.buffers[0].data = None
    model.buffers = [model.buffers[old] for old in used_buffers]
    for tensor in tensors:
        tensor.buffer = renumbered[tensor.buffer]
    model.metadata = None
    model.metadataBuffer = None


def _prune_tensors(model: Model, graph: Any) -> None:
    used = {int(t) for t in [*graph.inputs, *graph.outputs]}
    for operator in graph.operators:
        used |= {int(t) for t in [*operator.inputs, *operator.outputs] if t >= 0}
    order = sorted(used)
    renumbered = {old: new for new, old in enumerate(order)} | {-1: -1}

    def moved(numbers: Any) -> NDArray[np.int32]:
        return np.array([renumbered[int(number)] for number in numbers], np.int32)

    graph.tensors = [graph.tensors[old] for old in order]
    graph.inputs, graph.outputs = moved(graph.inputs), moved(graph.outputs)
    for operator in graph.operators:
        operator.inputs, operator.outputs = moved(operator.inputs), moved(operator.outputs)
    for signature in model.signatureDefs or []:
        for entry in [*(signature.inputs or []), *(signature.outputs or [])]:
            entry.tensorIndex = renumbered[int(entry.tensorIndex)]
