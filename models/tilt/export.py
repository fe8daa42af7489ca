"""Write a trained head as a quantized TFLite file that takes raw features and answers in degrees."""

from __future__ import annotations

import numpy as np

from models.tilt.graph import OPERATORS, GraphWriter
from models.tilt.trained import DOUBTS, Array, Perceptron, Trained, TrainedChange, Trees


def export(trained: Trained) -> bytes:
    """The .tflite bytes: (1, F) float32 features to (1, 4 + D) answers, in ``Trained``'s order.

    Standardising, clipping and the interval are inside, so that the file is all a kiosk needs; weights are
    int8 with one scale an output, computed with in float32, which every runtime does alike.
    """
    width = len(trained.mean)
    writer = GraphWriter()
    features = writer.input("features", width)
    z = _standardise(writer, trained, features)
    answers = [_perceptron(writer, f"member{at}", each, z, width) for at, each in enumerate(trained.members)]
    count = len(answers)
    together = writer.join("members", answers) if count > 1 else answers[0]
    smooth = _times(writer, "smooth", writer.mean("smooth_mean", together), 1 - trained.trees_share)
    stepped = _times(writer, "stepped", _trees(writer, trained.trees, features), trained.trees_share)
    tilt = writer.run(OPERATORS.ADD, "tilt", [smooth, stepped], (1, 1))
    half = _half(writer, trained, z, width)
    squares = writer.run(OPERATORS.MUL, "squares", [z, z], (1, width))
    distance = writer.run(OPERATORS.SQRT, "distance", [writer.mean("square", squares)], (1, 1))
    strangeness = _times(writer, "strangeness", distance, trained.strangeness_factor)
    version = writer.constant("version", np.array([[trained.version]], np.float32))
    doubts = [_doubt(writer, *named, z, width) for named in zip(DOUBTS, trained.doubts, strict=True)]
    return writer.finish(writer.join("answer", [tilt, half, strangeness, version, *doubts]))


def export_change(trained: TrainedChange) -> bytes:
    """The .tflite bytes: (1, F) float32 features to (1, 3) relative tilt, standard error, feature version."""
    width = len(trained.mean)
    writer = GraphWriter()
    z = _standardise(writer, trained, writer.input("features", width))
    relative = _perceptron(writer, "relative", trained.network, z, width)
    error = writer.constant("error", _one(trained.error_deg))
    version = writer.constant("version", _one(float(trained.version)))
    return writer.finish(writer.join("answer", [relative, error, version]))


def _doubt(writer: GraphWriter, name: str, doubt: Perceptron, z: int, width: int) -> int:
    return _between(writer, f"{name}_share", _perceptron(writer, name, doubt, z, width), (0.0, 1.0), 1)


def _standardise(writer: GraphWriter, trained: Trained | TrainedChange, features: int) -> int:
    shape = (1, len(trained.mean))
    mean = writer.constant("feature_mean", trained.mean.astype(np.float32)[np.newaxis])
    scale = writer.constant("feature_scale", trained.scale.astype(np.float32)[np.newaxis])
    centred = writer.run(OPERATORS.SUB, "centred", [features, mean], shape)
    scaled = writer.run(OPERATORS.MUL, "scaled", [centred, scale], shape)
    return _between(writer, "clipped", scaled, (-trained.clip, trained.clip), shape[1])


def _perceptron(writer: GraphWriter, name: str, perceptron: Perceptron, z: int, width: int) -> int:
    hidden = z
    for at, layer in enumerate(perceptron.layers[:-1]):
        shape = (1, len(layer.bias))
        linear = writer.connect(f"{name}_{at}", hidden, layer.weights, layer.bias)
        gate = writer.run(OPERATORS.LOGISTIC, f"{name}_{at}_gate", [linear], shape)
        hidden = writer.run(OPERATORS.MUL, f"{name}_{at}_swish", [linear, gate], shape)
    last = perceptron.layers[-1]
    curved = writer.connect(f"{name}_last", hidden, last.weights, last.bias)
    none = np.zeros(len(last.bias), np.float32)
    straight = writer.connect(f"{name}_skip", z, perceptron.skip.reshape(-1, width), none)
    return writer.run(OPERATORS.ADD, name, [curved, straight], (1, len(last.bias)))


def _trees(writer: GraphWriter, trees: Trees, features: int) -> int:
    count, splits, leaves = trees.turns.shape
    picked = writer.pick("split_features", features, trees.feature.ravel())
    limits = np.minimum(trees.threshold.ravel(), np.finfo(np.float32).max)
    holds = writer.shaped("splits", writer.at_most("split", picked, limits), (count, splits, 1))
    turns = writer.integers("turns", trees.turns)
    turned = writer.run(OPERATORS.MUL, "turned", [holds, turns], (count, splits, leaves))
    right = writer.sum("right_turns", turned, (1,), keep=False)
    offset = writer.constant("leaf_offset", trees.offset)
    balance = writer.run(OPERATORS.ADD, "leaf_balance", [right, offset], (count, leaves))
    reached = writer.run(OPERATORS.RELU, "leaf_reached", [balance], (count, leaves))
    values = writer.weights("leaf_values", trees.values)
    added = writer.run(OPERATORS.MUL, "leaf_added", [reached, values], (count, leaves))
    total = writer.sum("trees_total", added, (0, 1), keep=True)
    base = writer.constant("trees_base", _one(trees.base))
    return writer.run(OPERATORS.ADD, "trees", [total, base], (1, 1))


def _half(writer: GraphWriter, trained: Trained, z: int, width: int) -> int:
    size = _perceptron(writer, "spread", trained.spread, z, width)
    limited = _between(writer, "spread_limited", size, trained.spread_limits, 1)
    return _times(
        writer, "half", writer.run(OPERATORS.EXP, "spread_deg", [limited], (1, 1)), trained.half_factor
    )


def _between(writer: GraphWriter, name: str, source: int, limits: tuple[float, float], width: int) -> int:
    low, high = (writer.constant(f"{name}_limit{at}", _one(limit)) for at, limit in enumerate(limits))
    above = writer.run(OPERATORS.MAXIMUM, f"{name}_below", [source, low], (1, width))
    return writer.run(OPERATORS.MINIMUM, name, [above, high], (1, width))


def _times(writer: GraphWriter, name: str, source: int, factor: float) -> int:
    return writer.run(OPERATORS.MUL, name, [source, writer.constant(f"{name}_factor", _one(factor))], (1, 1))


def _one(value: float) -> Array:
    return np.array([[value]], np.float32)
