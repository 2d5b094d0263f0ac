"""The tuned layers of the sentence encoder as a model for ONNX Runtime."""

from __future__ import annotations

from typing import Mapping

import numpy as np

from marrow.understanding.encoder import DIMENSIONS, KEPT, LAYERS, STATES
from marrow.understanding.encoder_build import layer_name
from marrow.understanding.graph import HEAD, Graph, floats


def as_onnx(weights: Mapping[str, np.ndarray]) -> bytes:
    """Input ``STATES`` (1, tokens, 384), output ``scores`` (1, outputs of the head); ``weights`` as ``tune`` gives."""
    graph = Graph(weights)
    states = STATES
    for layer in range(KEPT, LAYERS):
        states = graph.layer(states, None, layer_name(layer))
    tokens = graph.integers("axis_1", [1])
    pooled = [graph.op(reduce, states, tokens, keepdims=0) for reduce in ("ReduceMean", "ReduceMax")]
    graph.named(graph.linear(graph.op("Concat", *pooled, axis=1), HEAD), "scores")
    outputs = len(weights[f"{HEAD}.bias"])
    model = graph.model("second opinion", [floats(STATES, 1, "tokens", DIMENSIONS)], [floats("scores", 1, outputs)])
    return model.SerializeToString()
