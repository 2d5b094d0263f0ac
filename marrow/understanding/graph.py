"""BERT as ONNX nodes (Devlin et al. 2018): for the sentence encoder, and for its last layers trained further."""

from __future__ import annotations

from typing import Any, List, Mapping, Optional, Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from marrow.understanding.encoder import DIMENSIONS

HEADS, EPSILON = 12, 1e-12
OPSET, IR_VERSION = 20, 9
HEAD = "head"  # the name of what stands above tuned layers


def floats(name: str, *shape: Any) -> Any:
    """An input or output of float32; a name in the shape stands for any length."""
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def integers(name: str, *shape: Any) -> Any:
    """An input or output of int64."""
    return helper.make_tensor_value_info(name, TensorProto.INT64, shape)


class Graph:
    """Collects nodes; a method that takes names of results adds some and returns the name of its own."""

    def __init__(self, weights: Mapping[str, np.ndarray]) -> None:
        """``weights`` have the names of the published ones."""
        self._weights = weights
        self._nodes: List[onnx.NodeProto] = []
        self._constants: List[onnx.TensorProto] = []

    def model(self, name: str, inputs: Sequence[Any], outputs: Sequence[Any]) -> onnx.ModelProto:
        """All the nodes so far as a model; ``inputs`` and ``outputs`` are made by ``floats`` and ``integers``."""
        graph = helper.make_graph(self._nodes, name, list(inputs), list(outputs), self._constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
        onnx.checker.check_model(model)
        return model

    def unseen(self, mask: str) -> str:
        """What is added to attention scores so that padding gets none; ``mask`` has shape ``(texts, length)``."""
        far = self.op("Mul", self.op("Sub", mask, self.number("one", 1.0)), self.number("far", 1e9))
        return self.op("Unsqueeze", far, self.integers("axes_1_2", [1, 2]))

    def total(self, hidden: str, mask: str) -> str:
        """The sum over the tokens of each text, shape ``(texts, 384)``."""
        weight = self.op("Unsqueeze", mask, self.integers("axis_2", [2]))
        return self.op("ReduceSum", self.op("Mul", hidden, weight), self.integers("axis_1", [1]), keepdims=0)

    def named(self, result: str, name: str) -> None:
        """Give a result the name of an output."""
        self._nodes.append(helper.make_node("Identity", [result], [name]))

    def embed(self, tokens: str) -> str:
        """Token ids, shape ``(texts, length)``, as vectors."""
        words = self.op("Gather", self._weight("embeddings.word_embeddings.weight"), tokens)
        length = self.op("Gather", self.op("Shape", tokens), self.integers("axis_1", [1]))
        places = self.op(
            "Slice", self._weight("embeddings.position_embeddings.weight"), self.integers("first", [0]), length
        )
        kind = self._constant("kind", self._weights["embeddings.token_type_embeddings.weight"][0])
        return self._norm(self.op("Add", self.op("Add", words, places), kind), "embeddings.LayerNorm")

    def layer(self, hidden: str, unseen: Optional[str], name: str) -> str:
        """Self-attention and what follows it; ``unseen`` as the method gives it, None where nothing is padded."""
        attention = f"{name}.attention"
        query, key, value = (
            self._heads(self.linear(hidden, f"{attention}.self.{part}")) for part in ("query", "key", "value")
        )
        flipped = self.op("Transpose", key, perm=[0, 1, 3, 2])
        scale = self.number("scale", (DIMENSIONS // HEADS) ** -0.5)
        scores = self.op("Mul", self.op("MatMul", query, flipped), scale)
        scores = self.op("Add", scores, unseen) if unseen else scores
        seen = self.op("MatMul", self.op("Softmax", scores, axis=-1), value)
        joined = self.op(
            "Reshape", self.op("Transpose", seen, perm=[0, 2, 1, 3]), self.integers("flat", [0, 0, DIMENSIONS])
        )
        attended = self.op("Add", hidden, self.linear(joined, f"{attention}.output.dense"))
        attended = self._norm(attended, f"{attention}.output.LayerNorm")
        inner = self.op("Gelu", self.linear(attended, f"{name}.intermediate.dense"))
        output = self.op("Add", attended, self.linear(inner, f"{name}.output.dense"))
        return self._norm(output, f"{name}.output.LayerNorm")

    def _heads(self, values: str) -> str:
        split = self.integers("split", [0, 0, HEADS, DIMENSIONS // HEADS])
        return self.op("Transpose", self.op("Reshape", values, split), perm=[0, 2, 1, 3])

    def linear(self, values: str, name: str) -> str:
        """The product with a weight of shape ``(outputs, inputs)``, and its bias."""
        weight = self._constant(f"{name}.weight", self._weights[f"{name}.weight"].T)
        return self.op("Add", self.op("MatMul", values, weight), self._weight(f"{name}.bias"))

    def _norm(self, values: str, name: str) -> str:
        return self.op(
            "LayerNormalization", values, self._weight(f"{name}.weight"), self._weight(f"{name}.bias"), epsilon=EPSILON
        )

    def op(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """One node."""
        name = f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, list(inputs), [name], **attributes))
        return name

    def _weight(self, name: str) -> str:
        return self._constant(name, self._weights[name])

    def number(self, name: str, value: float) -> str:
        """A constant."""
        return self._constant(name, np.array(value, dtype=np.float32))

    def integers(self, name: str, values: List[int]) -> str:
        """A constant list."""
        return self._constant(name, np.array(values, dtype=np.int64))

    def _constant(self, name: str, value: np.ndarray) -> str:
        if all(constant.name != name for constant in self._constants):
            self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name
