"""A network small enough to work out by hand: PAD, CONV_2D, RELU6, DEPTHWISE_CONV_2D, with fp16 constants."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

# The input's one pixel, 2 channels. The 1x1 convolution makes 3 channels of it:
#   [1, 2] . x + 0.5, [-127, 1] . x + 0, [0, 0] . x + 9 (which ReLU6 clips to 6).
FIRST = np.array([[1.0, 2.0], [-127.0, 1.0], [0.0, 0.0]], np.float16).reshape(3, 1, 1, 2)
FIRST_BIAS = np.array([0.5, 0.0, 9.0], np.float16)
# The depthwise one doubles, negates and halves them.
SECOND = np.array([2.0, -1.0, 0.5], np.float16).reshape(1, 1, 1, 3)
SECOND_BIAS = np.array([0.0, 1.0, 0.0], np.float16)


class Writer:
    """Puts tensors and operators into a new model."""

    def __init__(self) -> None:
        from ai_edge_litert import schema_py_generated as schema

        self.schema = schema
        self.model = schema.ModelT()
        self.model.version = 3
        self.model.buffers = [schema.BufferT()]
        self.model.operatorCodes = []
        self.body = schema.SubGraphT()
        self.body.tensors, self.body.operators = [], []
        self.model.subgraphs = [self.body]

    def tensor(self, name: str, shape: tuple[int, ...], values: np.ndarray[Any, Any] | None = None) -> int:
        kinds = {np.dtype(np.float16): 1, np.dtype(np.float32): 0, np.dtype(np.int32): 2}
        tensor = self.schema.TensorT()
        tensor.name, tensor.shape = name, np.array(shape, np.int32)
        tensor.type = 0 if values is None else kinds[values.dtype]
        tensor.buffer = 0
        if values is not None:
            buffer = self.schema.BufferT()
            buffer.data = np.frombuffer(values.tobytes(), np.uint8)
            self.model.buffers.append(buffer)
            tensor.buffer = len(self.model.buffers) - 1
        self.body.tensors.append(tensor)
        return len(self.body.tensors) - 1

    def operator(self, kind: str, inputs: list[int], output: int, options: Any) -> None:
        code = self.schema.OperatorCodeT()
        code.builtinCode = code.deprecatedBuiltinCode = getattr(self.schema.BuiltinOperator, kind)
        code.version = 1
        self.model.operatorCodes.append(code)
        operator = self.schema.OperatorT()
        operator.opcodeIndex = len(self.model.operatorCodes) - 1
        operator.inputs, operator.outputs = np.array(inputs, np.int32), np.array([output], np.int32)
        operator.builtinOptions = options
        operator.builtinOptionsType = getattr(self.schema.BuiltinOptions, type(options).__name__[:-1])
        self.body.operators.append(operator)

    def half(self, name: str, values: np.ndarray[Any, Any]) -> int:
        """An fp16 constant behind a DEQUANTIZE, as the published models store their weights."""
        stored = self.tensor(f"{name}_fp16", values.shape, values)
        unpacked = self.tensor(name, values.shape)
        self.operator("DEQUANTIZE", [stored], unpacked, self.schema.DequantizeOptionsT())
        return unpacked


@pytest.fixture
def tiny() -> Any:
    """The model's objects: a (1, 1, 1, 2) input, a (1, 1, 1, 3) output."""
    pytest.importorskip("flatbuffers", reason="needs the build environment: make rebuild-test")
    writer = Writer()
    schema = writer.schema
    image = writer.tensor("image", (1, 1, 1, 2))
    middle, last = writer.tensor("middle", (1, 1, 1, 3)), writer.tensor("last", (1, 1, 1, 3))
    first, first_bias = writer.half("first", FIRST), writer.half("first_bias", FIRST_BIAS)
    second, second_bias = writer.half("second", SECOND), writer.half("second_bias", SECOND_BIAS)
    conv, depthwise = schema.Conv2DOptionsT(), schema.DepthwiseConv2DOptionsT()
    for options in (conv, depthwise):
        options.strideH = options.strideW = 1
        options.dilationHFactor = options.dilationWFactor = 1
        options.padding = schema.Padding.VALID
    conv.fusedActivationFunction = schema.ActivationFunctionType.RELU6
    depthwise.depthMultiplier = 1
    writer.operator("CONV_2D", [image, first, first_bias], middle, conv)
    writer.operator("DEPTHWISE_CONV_2D", [middle, second, second_bias], last, depthwise)
    writer.body.inputs, writer.body.outputs = np.array([image], np.int32), np.array([last], np.int32)
    return writer.model


@pytest.fixture
def striding() -> Any:
    """One 3x3 convolution, stride 2, SAME padding, on a (1, 2, 2, 1) input: weights 0..8, bias 100."""
    pytest.importorskip("flatbuffers", reason="needs the build environment: make rebuild-test")
    writer = Writer()
    image, result = writer.tensor("image", (1, 2, 2, 1)), writer.tensor("result", (1, 1, 1, 1))
    kernel = writer.tensor("kernel", (1, 3, 3, 1), np.arange(9, dtype=np.float32))
    bias = writer.tensor("bias", (1,), np.array([100], np.float32))
    options = writer.schema.Conv2DOptionsT()
    options.strideH = options.strideW = 2
    options.dilationHFactor = options.dilationWFactor = 1
    options.padding = writer.schema.Padding.SAME
    writer.operator("CONV_2D", [image, kernel, bias], result, options)
    writer.body.inputs, writer.body.outputs = np.array([image], np.int32), np.array([result], np.int32)
    return writer.model


@pytest.fixture
def one_channel() -> Any:
    """One 3x3 convolution to a channel, SAME padding, on (1, 3, 3, 2): weights 1 and 2 in turn, bias 5."""
    pytest.importorskip("flatbuffers", reason="needs the build environment: make rebuild-test")
    writer = Writer()
    image, result = writer.tensor("image", (1, 3, 3, 2)), writer.tensor("result", (1, 3, 3, 1))
    weights = np.tile(np.array([1, 2], np.float32), 9).reshape(1, 3, 3, 2)
    kernel, bias = (
        writer.tensor("kernel", (1, 3, 3, 2), weights),
        writer.tensor("bias", (1,), np.array([5], np.float32)),
    )
    options = writer.schema.Conv2DOptionsT()
    options.strideH = options.strideW = options.dilationHFactor = options.dilationWFactor = 1
    options.padding = writer.schema.Padding.SAME
    writer.operator("CONV_2D", [image, kernel, bias], result, options)
    writer.body.inputs, writer.body.outputs = np.array([image], np.int32), np.array([result], np.int32)
    return writer.model
