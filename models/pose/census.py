"""Count what a TFLite file's constants are stored as, reading the flatbuffer with nothing but struct.

It shares no code with the builder and needs none of the model workshop, so it can vouch for a file anywhere.
Field numbers are those of TensorFlow's schema.fbs (version 3).
"""

from __future__ import annotations

import math
import struct
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

_MODEL_SUBGRAPHS, _MODEL_BUFFERS = 2, 4
_GRAPH_TENSORS = 0
_TENSOR_SHAPE, _TENSOR_TYPE, _TENSOR_BUFFER = 0, 1, 2
_BUFFER_DATA = 0
_TYPES = {0: "float32", 1: "float16", 2: "int32", 4: "int64", 9: "int8", 7: "int16", 3: "uint8"}
_KERNEL_DIMENSIONS = 4


@dataclass(frozen=True)
class Census:
    """How many numbers each type stores, in convolution weights (four-dimensional) and in all constants."""

    weights: Mapping[str, int]
    constants: Mapping[str, int]

    @property
    def int8_share(self) -> float:
        """The share of convolution weights stored as int8, 0..1."""
        return self.weights.get("int8", 0) / sum(self.weights.values())


def count(data: bytes) -> Census:
    """Take the census of a .tflite file; raises ValueError when it is not one."""
    if data[4:8] != b"TFL3":
        raise ValueError("This is not a TFLite file.")
    weights: Counter[str] = Counter()
    constants: Counter[str] = Counter()
    model = _follow(data, 0)
    buffers = _tables(data, model, _MODEL_BUFFERS)
    for graph in _tables(data, model, _MODEL_SUBGRAPHS):
        for tensor in _tables(data, graph, _GRAPH_TENSORS):
            at = _field(data, tensor, _TENSOR_BUFFER)
            buffer = _uint(data, at) if at else 0
            if not _length(data, buffers[buffer], _BUFFER_DATA):
                continue
            at = _field(data, tensor, _TENSOR_TYPE)
            kind = _TYPES.get(data[at] if at else 0, "other")
            shape = _ints(data, tensor, _TENSOR_SHAPE)
            constants[kind] += math.prod(shape)
            if len(shape) == _KERNEL_DIMENSIONS and kind not in ("int32", "int64"):
                weights[kind] += math.prod(shape)
    return Census(dict(weights), dict(constants))


def _uint(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def _follow(data: bytes, at: int) -> int:
    return at + _uint(data, at)


def _field(data: bytes, table: int, number: int) -> int:
    """Where a table's field lies, or 0 when it is left at its default."""
    vtable = table - int(struct.unpack_from("<i", data, table)[0])
    if 4 + 2 * number >= struct.unpack_from("<H", data, vtable)[0]:
        return 0
    offset = int(struct.unpack_from("<H", data, vtable + 4 + 2 * number)[0])
    return table + offset if offset else 0


def _length(data: bytes, table: int, number: int) -> int:
    at = _field(data, table, number)
    return _uint(data, _follow(data, at)) if at else 0


def _tables(data: bytes, table: int, number: int) -> list[int]:
    at = _field(data, table, number)
    if not at:
        return []
    vector = _follow(data, at)
    return [_follow(data, vector + 4 + 4 * i) for i in range(_uint(data, vector))]


def _ints(data: bytes, table: int, number: int) -> list[int]:
    at = _field(data, table, number)
    if not at:
        return []
    vector = _follow(data, at)
    return list(struct.unpack_from(f"<{_uint(data, vector)}i", data, vector + 4))
