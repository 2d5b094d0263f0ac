"""The all-MiniLM-L6-v2 sentence encoder: texts in, vectors out (ONNX Runtime on the CPU)."""

from __future__ import annotations

from pathlib import Path
from typing import List, Sequence

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

DIMENSIONS = 384
MAX_TOKENS = 128
BATCH = 32


class SentenceEncoder:
    """Reads the file that ``marrow.understanding.encoder_build`` wrote.

    Raises:
        FileNotFoundError: when the file is not there, with the command that makes it.
    """

    def __init__(self, path: Path, threads: int) -> None:
        if not path.exists():
            raise FileNotFoundError(f"The sentence encoder {path} has not been built: run `make encoder`.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads slow what follows
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(path.with_suffix(".tokenizer.json")))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of length 1 for ``texts``, in their order: shape ``(texts, 384)``, float32."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))  # so that little is padded
        for start in range(0, len(texts), BATCH):
            places = by_length[start : start + BATCH]
            vectors[places] = self._encode([texts[place] for place in places])
        return vectors

    def _encode(self, texts: List[str]) -> np.ndarray:
        encoded = self._tokenizer.encode_batch(texts)
        tokens = np.array([item.ids for item in encoded], dtype=np.int64)
        mask = np.array([item.attention_mask for item in encoded], dtype=np.float32)
        (vectors,) = self._session.run(None, {"tokens": tokens, "mask": mask})
        return vectors
