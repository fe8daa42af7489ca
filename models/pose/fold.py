"""Turn a model's fp16 constants into plain fp32 ones, so that its weights can be worked on.

The published file stores weights as fp16 behind DEQUANTIZE operators. A quantizer sees those
weights as activations and silently leaves them alone; folding removes the operators.
"""

from __future__ import annotations

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from models.pose import model_file
from models.pose.model_file import Model


def fold(model: Model) -> int:
    """Replace every DEQUANTIZE of a constant by its fp32 result, in place; return how many there were."""
    folded = 0
    for graph in model.subgraphs:
        kept = []
        for operator in graph.operators:
            source, target = graph.tensors[operator.inputs[0]], graph.tensors[operator.outputs[0]]
            values = None
            if model_file.code_of(model, operator) == schema.BuiltinOperator.DEQUANTIZE:
                values = model_file.constant(model, source)
            if values is None:
                kept.append(operator)
                continue
            if source.type != schema.TensorType.FLOAT16 or source.sparsity is not None:
                raise ValueError(f"Only dense fp16 constants can be folded, unlike {source.name!r}.")
            target.buffer = model_file.add_buffer(model, values.astype(np.float32))
            target.type = schema.TensorType.FLOAT32
            target.quantization = None
            folded += 1
        graph.operators = kept
    model_file.prune(model)
    return folded
