"""Trains the last layers of the sentence encoder further, until they tell what a message is (TensorFlow).

Used when the model is trained, never when it serves: ``marrow.safety.second_opinion`` runs what comes out of this.
The layers are those of ``marrow.understanding.graph``, with the same names of their weights.
"""

from __future__ import annotations

from typing import Any, Dict, List, Sequence, Tuple

import numpy as np
import tensorflow as tf
from safetensors.numpy import load_file

from marrow.understanding.encoder import DIMENSIONS, KEPT, LAYERS
from marrow.understanding.encoder_build import layer_name, packaged_folder, verify_weights
from marrow.understanding.graph import EPSILON, HEAD, HEADS

SEED = 20261126
BATCH, LIKE_LENGTH = 32, 4  # texts of a batch, how many tokens apart their lengths may be
HARDEST = 4  # of each batch one text in so many, the hardest to tell the labels of, is read once more in the next pass
RATE, HEAD_RATE, WARM_UP, LEAST = 2e-4, 2e-3, 100, 0.02  # steps, and which share of the rate is left at the end
DROPOUT = 0.1
WHICH = 0.2  # how much it counts which label of a kind it is, beside whether it has any
INTENT = 0.5  # how much the intent counts, beside whether a text has a label of each kind
Weights = Dict[str, Any]


def tune(
    hidden: Sequence[np.ndarray],
    which: np.ndarray,
    sizes: Sequence[int],
    intents: int,
    passes: Sequence[Sequence[int]],
) -> Dict[str, np.ndarray]:
    """The weights of the last layers and of the head above them, learnt from labelled texts.

    Args:
        hidden: of each text the vectors of its tokens behind the kept layers, shape ``(tokens, 384)``.
        which: of each text its label of every kind, from 1 on, and 0 for none; then its intent, from 1 on, and 0 where
            that is not known; shape ``(texts, kinds + 1)``.
        sizes: how many labels each kind has. The head has, for each kind, an output for whether, then one a label.
        intents: how many there are. They have the last outputs of the head.
        passes: the places of the texts that are read, one pass after the other; beside them the hardest of the last.
    """
    tf.keras.utils.set_random_seed(SEED)
    random = np.random.default_rng(SEED)
    weights = _first_weights(sum(1 + size for size in sizes) + intents)
    head = [weights[name] for name in weights if name.startswith(HEAD)]
    body = [weights[name] for name in weights if not name.startswith(HEAD)]
    parts = [(tf.keras.optimizers.legacy.Adam(rate), rate, some) for rate, some in ((RATE, body), (HEAD_RATE, head))]
    lengths = np.array([len(vectors) for vectors in hidden])

    @tf.function(reduce_retracing=True)
    def learn(states: Any, mask: Any, labels: Any) -> Any:
        with tf.GradientTape() as tape:
            of_labels, of_intent = _losses(_outputs(weights, states, mask), labels, sizes)
            loss = tf.reduce_mean(of_labels + INTENT * of_intent)
        found = tape.gradient(loss, [some for _, _, some in parts])
        for (optimizer, _, some), gradients in zip(parts, found):
            optimizer.apply_gradients(zip(gradients, some))
        return of_labels

    steps, step = _steps([len(places) for places in passes]), 0
    again: List[int] = []
    for places in passes:
        batches, again = _batches(np.array([*places, *again], int), lengths, random), []
        for batch in batches:
            left = min(1.0, step / WARM_UP) * (1 - step / steps) + LEAST
            for optimizer, rate, _ in parts:
                optimizer.learning_rate = rate * left
            losses = learn(*_padded([hidden[place] for place in batch]), which[batch]).numpy()
            again += batch[np.argsort(-losses, kind="stable")[: len(batch) // HARDEST]].tolist()
            step += 1
    return {name: variable.numpy() for name, variable in weights.items()}


def _steps(passes: Sequence[int]) -> int:
    """How many batches there are in passes of so many texts and the hardest of the pass before."""
    steps, again = 0, 0
    for texts in passes:
        full, rest = divmod(texts + again, BATCH)
        steps, again = steps + full + (rest > 0), full * (BATCH // HARDEST) + rest // HARDEST
    return steps


def _first_weights(outputs: int) -> Weights:
    file = packaged_folder() / "model.safetensors"
    verify_weights(file)
    published = load_file(str(file))
    tuned = tuple(f"{layer_name(layer)}." for layer in range(KEPT, LAYERS))
    weights = {name: tf.Variable(value) for name, value in published.items() if name.startswith(tuned)}
    weights[f"{HEAD}.weight"] = tf.Variable(tf.keras.initializers.GlorotUniform(SEED)((outputs, 2 * DIMENSIONS)))
    weights[f"{HEAD}.bias"] = tf.Variable(tf.zeros(outputs))
    return weights


def _batches(places: np.ndarray, lengths: np.ndarray, random: np.random.Generator) -> List[np.ndarray]:
    """The places in batches of texts of like length, in any order."""
    order = places[np.lexsort((random.random(len(places)), lengths[places] // LIKE_LENGTH))]
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    return [batches[place] for place in random.permutation(len(batches))]


def _padded(hidden: Sequence[np.ndarray]) -> Tuple[np.ndarray, np.ndarray]:
    """The tokens of texts, shape ``(texts, length, 384)``, and what of them is no padding, ``(texts, length)``."""
    length = max(len(vectors) for vectors in hidden)
    states = np.zeros((len(hidden), length, DIMENSIONS), np.float32)
    mask = np.zeros((len(hidden), length), np.float32)
    for row, vectors in enumerate(hidden):
        states[row, : len(vectors)], mask[row, : len(vectors)] = vectors, 1
    return states, mask


def _losses(outputs: Any, labels: Any, sizes: Sequence[int]) -> Tuple[Any, Any]:
    """Of each text: whether it has a label of each kind, and which, where it has one; its intent, where that is known.

    Both of shape ``(texts,)``.
    """
    *kinds, intents = tf.split(outputs, [*(1 + size for size in sizes), -1], axis=1)
    of_labels = tf.zeros_like(outputs[:, 0])
    for kind, part in enumerate(kinds):
        has = tf.cast(labels[:, kind] > 0, tf.float32)
        whether = tf.nn.sigmoid_cross_entropy_with_logits(has, part[:, 0])
        of_labels += whether + WHICH * _which(part[:, 1:], labels[:, kind])
    return of_labels, _which(intents, labels[:, -1])


def _which(outputs: Any, label: Any) -> Any:
    """How far the outputs are from the label of each text; 0 where it has none."""
    far = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.maximum(label - 1, 0), outputs)
    return tf.cast(label > 0, tf.float32) * far


def _outputs(weights: Weights, states: Any, mask: Any) -> Any:
    """What the head says of texts while it learns, shape ``(texts, outputs)``."""
    unseen = (mask[:, None, None, :] - 1) * 1e9
    for layer in range(KEPT, LAYERS):
        states = _layer(weights, states, unseen, layer_name(layer))
    mean = tf.reduce_sum(states * mask[..., None], 1) / tf.reduce_sum(mask, 1, keepdims=True)
    most = tf.reduce_max(states + (mask[..., None] - 1) * 1e9, 1)
    return _linear(weights, _dropped(tf.concat([mean, most], 1)), HEAD)


def _layer(weights: Weights, states: Any, unseen: Any, name: str) -> Any:
    query, key, value = (
        _heads(_linear(weights, states, f"{name}.attention.self.{part}")) for part in ("query", "key", "value")
    )
    scores = tf.matmul(query, key, transpose_b=True) * (DIMENSIONS // HEADS) ** -0.5 + unseen
    seen = tf.transpose(tf.matmul(tf.nn.softmax(scores), value), [0, 2, 1, 3])
    joined = _linear(weights, tf.reshape(seen, tf.shape(states)), f"{name}.attention.output.dense")
    attended = _norm(weights, states + _dropped(joined), f"{name}.attention.output.LayerNorm")
    inner = tf.nn.gelu(_linear(weights, attended, f"{name}.intermediate.dense"))
    outer = _linear(weights, inner, f"{name}.output.dense")
    return _norm(weights, attended + _dropped(outer), f"{name}.output.LayerNorm")


def _heads(values: Any) -> Any:
    return tf.transpose(tf.reshape(values, [tf.shape(values)[0], -1, HEADS, DIMENSIONS // HEADS]), [0, 2, 1, 3])


def _linear(weights: Weights, values: Any, name: str) -> Any:
    flat = tf.reshape(values, [-1, values.shape[-1]])  # one large product is faster than one for each text
    product = tf.matmul(flat, weights[f"{name}.weight"], transpose_b=True) + weights[f"{name}.bias"]
    return tf.reshape(product, tf.concat([tf.shape(values)[:-1], [weights[f"{name}.bias"].shape[0]]], 0))


def _norm(weights: Weights, values: Any, name: str) -> Any:
    mean, variance = tf.nn.moments(values, [-1], keepdims=True)
    return (values - mean) * tf.math.rsqrt(variance + EPSILON) * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def _dropped(values: Any) -> Any:
    return tf.nn.dropout(values, DROPOUT)
