"""The all-MiniLM-L6-v2 sentence encoder: texts in, vectors out (ONNX Runtime on the CPU)."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator, List, Sequence, Tuple, Union

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

DIMENSIONS = 384
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
        for places in _batches(texts):
            tokens, mask = self._tokens([texts[place] for place in places])
            (vectors[places],) = self._session.run(["vectors"], {"tokens": tokens, "mask": mask})
        return vectors

    def hidden(self, texts: Sequence[str]) -> List[np.ndarray]:
        """Of each text the vectors of its tokens behind the kept layers: shape ``(tokens, 384)``, float16."""
        found: List[np.ndarray] = [np.zeros(0)] * len(texts)
        for places in _batches(texts):
            tokens, mask = self._tokens([texts[place] for place in places])
            (hidden,) = self._session.run(["hidden"], {"tokens": tokens, "mask": mask})
            for place, vectors, seen in zip(places, hidden, mask):
                found[place] = vectors[: int(seen.sum())].astype(np.float16)
        return found

    def read(self, text: str) -> Tuple[np.ndarray, List[np.ndarray]]:
        """Of one text its vector, shape ``(384,)``, and the vectors of its tokens, shape ``(tokens, 384)``.

        The first ``MAX_TOKENS`` make the vector. Of a longer text the tokens come in stretches that overlap.
        """
        first = self._tokenizer.encode(text)
        read = [self._run(stretch.ids) for stretch in (first, *first.overflowing)]
        return read[0][0], [hidden for _, hidden in read]

    def _run(self, ids: List[int]) -> Tuple[np.ndarray, np.ndarray]:
        feed = {"tokens": np.array([ids], np.int64), "mask": np.ones((1, len(ids)), np.float32)}
        (vector,), (hidden,) = self._session.run(["vectors", "hidden"], feed)
        return vector, hidden

    def _tokens(self, texts: List[str]) -> Tuple[np.ndarray, np.ndarray]:
        """Ids and what of them is no padding, both of shape ``(texts, length)``."""
        encoded = self._tokenizer.encode_batch(texts)
        tokens = np.array([item.ids for item in encoded], dtype=np.int64)
        return tokens, np.array([item.attention_mask for item in encoded], dtype=np.float32)


def _batches(texts: Sequence[str]) -> Iterator[List[int]]:
    """The places of texts of like length, so that little is padded."""
    by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    return (by_length[start : start + BATCH] for start in range(0, len(texts), BATCH))
