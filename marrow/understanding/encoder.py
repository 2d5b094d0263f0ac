"""The all-MiniLM-L6-v2 sentence encoder: texts in, vectors out (ONNX Runtime on the CPU)."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator, List, Sequence, Tuple, Union

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

DIMENSIONS = 384
Stretch = Tuple[str, np.ndarray]
MAX_TOKENS, OVERLAP = 128, 32  # of a text, or of a stretch of a long one
BATCH = 32


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
        if "hidden" not in [output.name for output in self._session.get_outputs()]:
            raise FileNotFoundError(f"{path} was built by an older version: remove it and run `make encoder`.")
        self._tokenizer = Tokenizer.from_file(str(path.with_suffix(".tokenizer.json")))
        self._tokenizer.enable_truncation(MAX_TOKENS, stride=OVERLAP)
        self._tokenizer.enable_padding()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of length 1 for ``texts``, in their order: shape ``(texts, 384)``, float32."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for places, found, _ in self._in_batches("vectors", texts):
            vectors[places] = found
        return vectors

    def hidden(self, texts: Sequence[str]) -> List[np.ndarray]:
        """Of each text the vectors of its tokens behind the kept layers: shape ``(tokens, 384)``, float16."""
        hidden: List[np.ndarray] = [np.zeros(0)] * len(texts)
        for places, found, mask in self._in_batches("hidden", texts):
            for place, vectors, seen in zip(places, found, mask):
                hidden[place] = vectors[: int(seen.sum())].astype(np.float16)
        return hidden

    def read(self, text: str) -> Tuple[np.ndarray, List[Stretch]]:
        """Of one text its vector, shape ``(384,)``, and its stretches with their tokens, ``(tokens, 384)``.

        The first ``MAX_TOKENS`` make the vector. A longer text comes in stretches that overlap.
        """
        first = self._tokenizer.encode(text)
        encoded = (first, *first.overflowing)
        read = [self._run(one.ids[: sum(one.attention_mask)]) for one in encoded]  # the last one is padded
        return read[0][0], [(_said(text, one.offsets), hidden) for one, (_, hidden) in zip(encoded, read)]

    def _run(self, ids: List[int]) -> Tuple[np.ndarray, np.ndarray]:
        feed = {"tokens": np.array([ids], np.int64), "mask": np.ones((1, len(ids)), np.float32)}
        (vector,), (hidden,) = self._session.run(["vectors", "hidden"], feed)
        return vector, hidden

    def _in_batches(self, output: str, texts: Sequence[str]) -> Iterator[Tuple[List[int], np.ndarray, np.ndarray]]:
        """An output of the model for texts of like length, so that little is padded: their places, it, and the mask."""
        by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(texts), BATCH):
            places = by_length[start : start + BATCH]
            encoded = self._tokenizer.encode_batch([texts[place] for place in places])
            tokens = np.array([item.ids for item in encoded], dtype=np.int64)
            mask = np.array([item.attention_mask for item in encoded], dtype=np.float32)
            (found,) = self._session.run([output], {"tokens": tokens, "mask": mask})
            yield places, found, mask


def _said(text: str, offsets: Sequence[Tuple[int, int]]) -> str:
    """What of a text its tokens stand for; those at the edges stand for nothing, from 0 to 0."""
    places = [place for place in offsets if place != (0, 0)]
    return text[places[0][0] : places[-1][1]] if places else ""
