"""Cut the mask's last layers off the landmark model, so that they run only where the person stands.

At 128 and 256 pixels a side they are 6 % of the multiplications and, with 8 channels, over a third of the
time; a person seen from the side fills a third of the columns. They become a file of their own that turns a
strip of columns of their input into as wide a strip of the mask. A strip's outermost columns lack their
neighbours and are left out: the rest are the very numbers that the whole model computes.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from kiosk.pose.mask import FEATURES_SIDE, STRIP
from models.pose import emit, model_file
from models.pose.model_file import Model

_ADD, _RESIZE = schema.BuiltinOperator.ADD, schema.BuiltinOperator.RESIZE_BILINEAR
INPUTS = ("image",)
OUTPUTS = ("landmarks", "score", "mask_features", "world")
FEATURES, MASK = ("mask_features",), ("mask_logits",)


@dataclass(frozen=True)
class Cut:
    """A landmark model's bytes without the mask's last layers, and those layers for a strip."""

    landmark: bytes
    mask: bytes

    @property
    def size(self) -> int:
        """Both files' bytes."""
        return len(self.landmark) + len(self.mask)


def cut(whole: bytes) -> Cut:
    """Cut a landmark model with the published five outputs in two; raises ValueError on any other."""
    landmark, mask = model_file.read(whole), model_file.read(whole)
    body = landmark.subgraphs[0]
    points, score, logits, _, world = (int(tensor) for tensor in body.outputs)
    features = _features(landmark, logits)
    _reduce(landmark, body.inputs, [points, score, features, world])
    emit.sign(landmark, INPUTS, OUTPUTS)
    _reduce(mask, [features], [logits])
    _narrow(mask)
    emit.sign(mask, FEATURES, MASK)
    for model in (landmark, mask):
        model_file.prune(model)
    return Cut(model_file.write(landmark), model_file.write(mask))


def same_numbers(one: bytes, other: bytes) -> bool:
    """Whether two files hold the same constants, whatever versions their operators are marked with."""
    models = model_file.read(one), model_file.read(other)
    held = [[model_file.constant(model, each) for each in model.subgraphs[0].tensors] for model in models]
    return len(held[0]) == len(held[1]) and all(
        (a is None and b is None) or (a is not None and b is not None and np.array_equal(a, b))
        for a, b in zip(*held, strict=True)
    )


def _features(model: Model, logits: int) -> int:
    """The tensor to cut at: where the mask's branch first has 128 pixels a side."""
    body = model.subgraphs[0]
    made = {int(tensor): operator for operator in body.operators for tensor in operator.outputs}
    todo = [logits]
    while todo:
        tensor = todo.pop()
        operator = made.get(tensor)
        if operator is None:
            continue
        sources = [made.get(int(each)) for each in operator.inputs]
        grows = any(each is not None and model_file.code_of(model, each) == _RESIZE for each in sources)
        side = [int(size) for size in body.tensors[tensor].shape][1:3]
        if model_file.code_of(model, operator) == _ADD and grows and side == [FEATURES_SIDE] * 2:
            return tensor
        todo += [int(each) for each in operator.inputs]
    raise ValueError("This landmark model's mask is not decoded as BlazePose's is.")


def _reduce(model: Model, inputs: Sequence[int], outputs: Sequence[int]) -> None:
    """Keep what leads from the inputs to the outputs, in place."""
    body = model.subgraphs[0]
    body.inputs, body.outputs = np.array(inputs, np.int32), np.array(outputs, np.int32)
    given = {int(tensor) for tensor in inputs}
    wanted = {int(tensor) for tensor in outputs}
    kept: list[Any] = []
    for operator in reversed(body.operators):
        if wanted.isdisjoint(map(int, operator.outputs)):
            continue
        kept.append(operator)
        wanted |= {int(tensor) for tensor in operator.inputs} - given
    body.operators = kept[::-1]


def _narrow(model: Model) -> None:
    """Make every layer as wide as the strip is, in place."""
    body = model.subgraphs[0]
    for operator in body.operators:
        for number in {*map(int, operator.outputs), *map(int, body.inputs)}:
            tensor = body.tensors[number]
            shape = [int(size) for size in tensor.shape]
            if len(shape) == 4 and shape[1] == shape[2] >= FEATURES_SIDE:
                tensor.shape = np.array([*shape[:2], shape[2] * STRIP // FEATURES_SIDE, shape[3]], np.int32)
        if model_file.code_of(model, operator) == _RESIZE:
            size = body.tensors[int(operator.inputs[1])] = copy.copy(body.tensors[int(operator.inputs[1])])
            rows = int(body.tensors[int(operator.outputs[0])].shape[1])
            values = np.array([rows, rows * STRIP // FEATURES_SIDE], np.int32)
            size.buffer = model_file.add_buffer(model, values)
