"""Write a small TFLite graph operator by operator, its weights int8 behind DEQUANTIZE."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from numpy.typing import NDArray

from models.pose import model_file

OPERATORS = schema.BuiltinOperator
# DEQUANTIZE knows scales per channel from version 5 on; all else here is as old as TFLite.
_VERSIONS = {OPERATORS.DEQUANTIZE: 5}
_OPTIONS = {
    OPERATORS.SUB: ("SubOptions", schema.SubOptionsT),
    OPERATORS.ADD: ("AddOptions", schema.AddOptionsT),
    OPERATORS.MUL: ("MulOptions", schema.MulOptionsT),
    OPERATORS.MINIMUM: ("MaximumMinimumOptions", schema.MaximumMinimumOptionsT),
    OPERATORS.MAXIMUM: ("MaximumMinimumOptions", schema.MaximumMinimumOptionsT),
    OPERATORS.DEQUANTIZE: ("DequantizeOptions", schema.DequantizeOptionsT),
    OPERATORS.FULLY_CONNECTED: ("FullyConnectedOptions", schema.FullyConnectedOptionsT),
    OPERATORS.EXP: ("ExpOptions", schema.ExpOptionsT),
    OPERATORS.LESS_EQUAL: ("LessEqualOptions", schema.LessEqualOptionsT),
    OPERATORS.RESHAPE: ("ReshapeOptions", schema.ReshapeOptionsT),
}


class GraphWriter:
    """One graph in the making; tensors go by their number."""

    def __init__(self) -> None:
        self._model = schema.ModelT()
        self._model.version = 3
        self._model.description = b"kiosk tilt head"
        self._model.operatorCodes = []
        self._model.buffers = [schema.BufferT()]  # the first one is every activation's: empty
        self._graph = schema.SubGraphT()
        self._graph.tensors, self._graph.operators = [], []
        self._model.subgraphs = [self._graph]
        self._codes: dict[int, int] = {}

    def input(self, name: str, width: int) -> int:
        """The float32 input (1, width)."""
        tensor = self._tensor(name, (1, width), schema.TensorType.FLOAT32, 0)
        self._graph.inputs = np.array([tensor], np.int32)
        return tensor

    def constant(self, name: str, values: NDArray[Any]) -> int:
        """A constant of its own shape, float32 or int32."""
        kinds = {np.dtype(np.float32): schema.TensorType.FLOAT32, np.dtype(np.int32): schema.TensorType.INT32}
        buffer = model_file.add_buffer(self._model, values)
        return self._tensor(name, values.shape, kinds[values.dtype], buffer)

    def weights(self, name: str, values: NDArray[np.float32]) -> int:
        """(out, in) float32 weights, kept as int8 with one scale an output, restored when it runs."""
        scale = np.maximum(np.abs(values).max(axis=1), 1e-12) / 127
        steps = np.round(values / scale[:, np.newaxis]).astype(np.int8)
        buffer = model_file.add_buffer(self._model, steps)
        packed = self._tensor(f"{name}_int8", values.shape, schema.TensorType.INT8, buffer)
        self._graph.tensors[packed].quantization = _scales(scale)
        return self.run(OPERATORS.DEQUANTIZE, name, [packed], values.shape)

    def integers(self, name: str, values: NDArray[np.int8]) -> int:
        """Small whole numbers of any shape, kept as int8 and used as float32 of the same value."""
        buffer = model_file.add_buffer(self._model, values)
        packed = self._tensor(f"{name}_int8", values.shape, schema.TensorType.INT8, buffer)
        self._graph.tensors[packed].quantization = _scales(np.ones(1, np.float32))
        return self.run(OPERATORS.DEQUANTIZE, name, [packed], values.shape)

    def pick(self, name: str, source: int, places: NDArray[np.int32]) -> int:
        """(1, n) to (1, len(places)): the values at some places."""
        options = schema.GatherOptionsT()
        options.axis = 1
        index = self.constant(f"{name}_places", places)
        return self._run(
            OPERATORS.GATHER, name, [source, index], (1, len(places)), ("GatherOptions", options)
        )

    def at_most(self, name: str, source: int, limits: NDArray[np.float32]) -> int:
        """(1, n) to (1, n): 1 where a value is at most its limit, else 0."""
        shape = (1, len(limits))
        limit = self.constant(f"{name}_limits", limits[np.newaxis])
        holds = self.run(OPERATORS.LESS_EQUAL, f"{name}_holds", [source, limit], shape)
        self._graph.tensors[holds].type = schema.TensorType.BOOL
        options = schema.CastOptionsT()
        options.inDataType, options.outDataType = schema.TensorType.BOOL, schema.TensorType.FLOAT32
        return self._run(OPERATORS.CAST, name, [holds], shape, ("CastOptions", options))

    def shaped(self, name: str, source: int, shape: tuple[int, ...]) -> int:
        """The same values in another shape."""
        wanted = self.constant(f"{name}_shape", np.array(shape, np.int32))
        return self.run(OPERATORS.RESHAPE, name, [source, wanted], shape)

    def sum(self, name: str, source: int, axes: tuple[int, ...], keep: bool) -> int:
        """Sums along some axes, which stay with length 1 or go."""
        lengths = [int(length) for length in self._graph.tensors[source].shape]
        shape = [1 if at in axes else n for at, n in enumerate(lengths) if keep or at not in axes]
        options = schema.ReducerOptionsT()
        options.keepDims = keep
        axis = self.constant(f"{name}_axes", np.array(axes, np.int32))
        return self._run(OPERATORS.SUM, name, [source, axis], shape, ("ReducerOptions", options))

    def connect(self, name: str, source: int, weights: NDArray[np.float32], bias: NDArray[np.float32]) -> int:
        """A fully connected layer: (1, in) to (1, out)."""
        inputs = [source, self.weights(f"{name}_weights", weights), self.constant(f"{name}_bias", bias)]
        return self.run(OPERATORS.FULLY_CONNECTED, name, inputs, (1, len(bias)))

    def join(self, name: str, parts: Sequence[int]) -> int:
        """(1, a), (1, b), ... side by side."""
        width = sum(int(self._graph.tensors[part].shape[1]) for part in parts)
        options = schema.ConcatenationOptionsT()
        options.axis = 1
        return self._run(OPERATORS.CONCATENATION, name, parts, (1, width), ("ConcatenationOptions", options))

    def mean(self, name: str, source: int) -> int:
        """(1, n) to (1, 1)."""
        options = schema.ReducerOptionsT()
        options.keepDims = True
        axis = self.constant(f"{name}_axis", np.array([1], np.int32))
        return self._run(OPERATORS.MEAN, name, [source, axis], (1, 1), ("ReducerOptions", options))

    def run(self, operator: int, name: str, inputs: Sequence[int], shape: Sequence[int]) -> int:
        """One operator without options of its own; the number of its output."""
        kind = _OPTIONS.get(operator)
        return self._run(operator, name, inputs, shape, (kind[0], kind[1]()) if kind else None)

    def finish(self, output: int) -> bytes:
        """The file, with the one output and a signature."""
        self._graph.outputs = np.array([output], np.int32)
        signature = schema.SignatureDefT()
        signature.signatureKey, signature.subgraphIndex = b"serving_default", 0
        signature.inputs = [_named(b"features", int(self._graph.inputs[0]))]
        signature.outputs = [_named(b"answer", output)]
        self._model.signatureDefs = [signature]
        return model_file.write(self._model)

    def _run(
        self,
        operator: int,
        name: str,
        inputs: Sequence[int],
        shape: Sequence[int],
        options: tuple[str, Any] | None,
    ) -> int:
        output = self._tensor(name, shape, schema.TensorType.FLOAT32, 0)
        step = schema.OperatorT()
        step.opcodeIndex = self._code(operator)
        step.inputs, step.outputs = np.array(inputs, np.int32), np.array([output], np.int32)
        if options:
            step.builtinOptionsType = getattr(schema.BuiltinOptions, options[0])
            step.builtinOptions = options[1]
        self._graph.operators.append(step)
        return output

    def _tensor(self, name: str, shape: Sequence[int], kind: int, buffer: int) -> int:
        tensor = schema.TensorT()
        tensor.name, tensor.type, tensor.buffer = name.encode(), kind, buffer
        tensor.shape = np.array(shape, np.int32)
        self._graph.tensors.append(tensor)
        return len(self._graph.tensors) - 1

    def _code(self, operator: int) -> int:
        if operator not in self._codes:
            code = schema.OperatorCodeT()
            code.builtinCode = code.deprecatedBuiltinCode = operator
            code.version = _VERSIONS.get(operator, 1)
            self._model.operatorCodes.append(code)
            self._codes[operator] = len(self._model.operatorCodes) - 1
        return self._codes[operator]


def _scales(scale: NDArray[np.float32]) -> Any:
    """Symmetric quantization, one scale for each place of the first axis (or one for all)."""
    quantization = schema.QuantizationParametersT()
    quantization.scale = scale.astype(np.float32)
    quantization.zeroPoint = np.zeros(len(scale), np.int64)
    quantization.quantizedDimension = 0
    return quantization


def _named(name: bytes, tensor: int) -> Any:
    entry = schema.TensorMapT()
    entry.name, entry.tensorIndex = name, tensor
    return entry
