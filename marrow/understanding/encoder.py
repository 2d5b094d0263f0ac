"""The all-MiniLM-L6-v2 sentence encoder: texts in, vectors out (ONNX Runtime on the CPU)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator, List, Sequence, Tuple, Union

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

DIMENSIONS = 384
MAX_TOKENS = 128  # of a text
STRETCH, OVERLAP = 64, 40  # tokens of a part of a longer one: half a sentence must not drown in what is around it
BATCH, PADDING = 32, 0
LAYERS, KEPT = 6, 3  # in all; those that nothing trains further: what leaves the last of them is handed on
STATES = f"behind_layer_{KEPT}"  # the output with that: so a file built for another number is noticed


@dataclass(frozen=True)
class Stretch:
    """A text, or a part of a long one, and what the kept layers make of its tokens, ``hidden``: ``(tokens, 384)``."""

    text: str
    hidden: np.ndarray = field(repr=False)  # Rasa takes fingerprints of what it shows, again and again in training


def session(model: Union[str, bytes], threads: int) -> onnxruntime.InferenceSession:
    """A model, or the file that holds one, ready to run on the CPU."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads slow what follows
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


class SentenceEncoder:
    """Reads the file that ``marrow.understanding.encoder_build`` wrote.

    Raises:
        FileNotFoundError: when the file is not there, with the command that makes it.
    """

    def __init__(self, path: Path, threads: int) -> None:
        if not path.exists():
            raise FileNotFoundError(f"The sentence encoder {path} has not been built: run `make encoder`.")
        self._session = session(str(path), threads)
        if STATES not in [output.name for output in self._session.get_outputs()]:
            raise FileNotFoundError(f"{path} was built by an older version: remove it and run `make encoder`.")
        self._tokenizer = _tokenizer(path, MAX_TOKENS)
        self._in_stretches = _tokenizer(path, STRETCH, OVERLAP)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of length 1 for ``texts``, in their order: shape ``(texts, 384)``, float32."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for places, (found,), _ in self._in_batches(["vectors"], texts):
            vectors[places] = found
        return vectors

    def read_all(self, texts: Sequence[str]) -> Tuple[np.ndarray, List[Stretch]]:
        """The vectors of ``texts``, and each as a stretch, in float16; of a long one ``hidden`` is the beginning."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        hidden: List[np.ndarray] = [np.zeros(0)] * len(texts)
        for places, (found, states), lengths in self._in_batches(["vectors", STATES], texts):
            vectors[places] = found
            for place, tokens, length in zip(places, states, lengths):
                hidden[place] = tokens[:length].astype(np.float16)
        return vectors, [*map(Stretch, texts, hidden)]

    def read(self, text: str) -> Tuple[np.ndarray, List[Stretch]]:
        """Of one text its vector, shape ``(384,)``, and its stretches with their tokens, ``(tokens, 384)``.

        The first ``MAX_TOKENS`` make the vector. A longer text comes in stretches of ``STRETCH`` that overlap.
        """
        whole = self._tokenizer.encode(text)
        vector, hidden = self._run(whole.ids)
        if not whole.overflowing:
            return vector, [Stretch(_said(text, whole.offsets), hidden)]
        first = self._in_stretches.encode(text)
        parts = (first, *first.overflowing)
        return vector, [Stretch(_said(text, one.offsets), self._run(one.ids)[1]) for one in parts]

    def _run(self, ids: List[int]) -> Tuple[np.ndarray, np.ndarray]:
        feed = {"tokens": np.array([ids], np.int64), "mask": np.ones((1, len(ids)), np.float32)}
        (vector,), (hidden,) = self._session.run(["vectors", STATES], feed)
        return vector, hidden

    def _in_batches(
        self, outputs: List[str], texts: Sequence[str]
    ) -> Iterator[Tuple[List[int], List[np.ndarray], List[int]]]:
        """Outputs of the model for texts of like length, so that little is padded: places, outputs, lengths."""
        ids = [one.ids for one in self._tokenizer.encode_batch(list(texts))]
        by_length = sorted(range(len(texts)), key=lambda place: len(ids[place]))
        for start in range(0, len(texts), BATCH):
            places = by_length[start : start + BATCH]
            lengths = [len(ids[place]) for place in places]
            mask = (np.arange(lengths[-1]) < np.array(lengths)[:, None]).astype(np.float32)
            tokens = np.array([ids[place] + [PADDING] * (lengths[-1] - len(ids[place])) for place in places], np.int64)
            yield places, self._session.run(outputs, {"tokens": tokens, "mask": mask}), lengths


def _tokenizer(encoder: Path, most: int, overlap: int = 0) -> Tokenizer:
    """The tokenizer beside an encoder, for texts of so many tokens; a longer one overflows."""
    tokenizer = Tokenizer.from_file(str(encoder.with_suffix(".tokenizer.json")))
    tokenizer.enable_truncation(most, stride=overlap)
    tokenizer.no_padding()  # the published file pads to 128
    return tokenizer


def _said(text: str, offsets: Sequence[Tuple[int, int]]) -> str:
    """What of a text its tokens stand for; those at the edges stand for nothing, from 0 to 0."""
    places = [place for place in offsets if place != (0, 0)]
    return text[places[0][0] : places[-1][1]] if places else ""
