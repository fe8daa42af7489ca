"""Write a folded model with int8 weights and islands of int8 operators, converting only at their shores."""

from __future__ import annotations

from typing import Any

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from models.pose import model_file
from models.pose.emit import Constants, text
from models.pose.graph import Graph, Op
from models.pose.model_file import Model
from models.pose.static import Static

_OPERATORS = schema.BuiltinOperator
# The versions from which TFLite's operators take int8.
_INT8_VERSIONS = {
    _OPERATORS.CONV_2D: 3,
    _OPERATORS.DEPTHWISE_CONV_2D: 3,
    _OPERATORS.RESIZE_BILINEAR: 2,
    _OPERATORS.ADD: 2,
    _OPERATORS.PAD: 2,
    _OPERATORS.MAX_POOL_2D: 2,
}


def emit(model: Model, graph: Graph, static: Static) -> None:
    """Put int8 weights, int8 activations and new biases into a folded model, in place.

    ``graph`` is ``graph.load(model)`` of the same model. Raises KeyError when an integer operator's tensor
    has no grid or its weights are float.
    """
    for code in model.operatorCodes:
        builtin = max(code.builtinCode, code.deprecatedBuiltinCode)
        code.version = max(code.version, _INT8_VERSIONS.get(builtin, 1))
    _Writer(model, graph, static).write()
    model_file.prune(model)


class _Writer:
    """Lays out the operators of one model anew."""

    def __init__(self, model: Model, graph: Graph, static: Static) -> None:
        self._model, self._graph, self._static = model, graph, static
        self._body = model.subgraphs[0]
        self._before = list(self._body.operators)
        self._constants = Constants(model)
        self._quantize = model_file.add_code(model, _OPERATORS.QUANTIZE, version=1)
        self._operators: list[Any] = []
        self._twins: dict[int, int] = {}
        self._floats = {graph.input}

    def write(self) -> None:
        """Every operator in order, with what it needs before it."""
        for op in self._graph.ops:
            if op.index in self._static.integer:
                self._integer(op)
            else:
                self._float(op)
        for tensor in self._graph.outputs:
            self._as_float(tensor)
        self._body.operators = self._operators

    def _integer(self, op: Op) -> None:
        operator = self._before[op.index]
        inputs = [int(tensor) for tensor in operator.inputs]
        for place, tensor in enumerate(op.inputs):
            inputs[place] = self._as_int8(tensor)
        if op.convolution:
            layer = self._static.quantized.layers[op.index]
            inputs[1] = self._constants.int8(inputs[1], layer)
            inputs[2] = self._bias(inputs[2], op)
        operator.inputs = np.array(inputs, np.int32)
        operator.outputs = np.array([self._twin(op.output)], np.int32)
        self._operators.append(operator)

    def _float(self, op: Op) -> None:
        for tensor in op.inputs:
            self._as_float(tensor)
        operator = self._before[op.index]
        self._operators += self._constants.float_layer(operator, op.index, self._static.quantized)
        self._operators.append(operator)
        self._floats.add(op.output)

    def _as_int8(self, tensor: int) -> int:
        """The int8 twin of an activation, after it was quantized if a float operator gave it."""
        if tensor in self._twins:
            return self._twins[tensor]
        twin = self._twin(tensor)
        options = schema.QuantizeOptionsT()
        self._operators.append(model_file.operator(self._quantize, [tensor], twin, options))
        return twin

    def _as_float(self, tensor: int) -> None:
        if tensor not in self._floats:
            self._operators.append(self._constants.dequantize(self._twins[tensor], tensor))
            self._floats.add(tensor)

    def _twin(self, tensor: int) -> int:
        grid, plain = self._static.grids[tensor], self._body.tensors[tensor]
        twin = schema.TensorT()
        twin.shape, twin.type, twin.buffer = plain.shape, schema.TensorType.INT8, 0
        twin.name = f"{text(plain.name)}_int8"
        twin.quantization = model_file.quantization([grid.scale], [grid.zero])
        self._body.tensors.append(twin)
        self._twins[tensor] = len(self._body.tensors) - 1
        return self._twins[tensor]

    def _bias(self, tensor: int, op: Op) -> int:
        scale, steps = self._static.bias_steps(op)
        bias = schema.TensorT()
        bias.shape, bias.type = np.array(steps.shape, np.int32), schema.TensorType.INT32
        bias.buffer = model_file.add_buffer(self._model, steps)
        bias.name = f"{text(self._body.tensors[tensor].name)}_int32"
        bias.quantization = model_file.quantization(scale, np.zeros(len(scale)))
        self._body.tensors.append(bias)
        return len(self._body.tensors) - 1
