"""The all-MiniLM-L6-v2 sentence encoder: texts in, vectors out (ONNX Runtime on the CPU)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator, List, Sequence, Tuple, Union

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

DIMENSIONS = 384
STRETCH, OVERLAP = 128, 96  # tokens of a text, or of a part of a longer one: what tells must stand in one amid enough
PIECE, PIECE_OVERLAP = 64, 40  # of a smaller part: half a sentence must not drown in what is around it
BATCH, PADDING = 32, 0
LAYERS, KEPT = 6, 3  # in all; those that nothing trains further: what leaves the last of them is handed on
STATES = f"behind_layer_{KEPT}"  # what is handed on: so a file built for another number is noticed


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
    """Reads the files that ``marrow.understanding.encoder_build`` wrote: one for the kept layers, one for the others.

    Raises:
        FileNotFoundError: when they are not there, with the command that makes them.
    """

    def __init__(self, path: Path, threads: int) -> None:
        if not (path.exists() and others_beside(path).exists()):
            raise FileNotFoundError(f"The sentence encoder {path} has not been built: run `make encoder`.")
        self._kept = session(str(path), threads)
        if [output.name for output in self._kept.get_outputs()] != [STATES]:
            raise FileNotFoundError(f"{path} was built by an older version: remove it and run `make encoder`.")
        self._others = session(str(others_beside(path)), threads)
        self._tokenizer = _tokenizer(path, STRETCH, OVERLAP)
        self._in_pieces = _tokenizer(path, PIECE, PIECE_OVERLAP)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of length 1 for ``texts``, in their order: shape ``(texts, 384)``, float32."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for batch in self._batches(texts):
            vectors[batch.places] = self._vectors(batch)
        return vectors

    def stretches(self, texts: Sequence[str]) -> List[Stretch]:
        """Each of ``texts`` as a stretch, in float16; of a long one ``hidden`` is the beginning."""
        hidden: List[np.ndarray] = [np.zeros(0)] * len(texts)
        for batch in self._batches(texts):
            batch.hand_on(hidden)
        return [*map(Stretch, texts, hidden)]

    def read_all(self, texts: Sequence[str]) -> Tuple[np.ndarray, List[Stretch]]:
        """What ``encode`` and ``stretches`` give, with the kept layers run once."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        hidden: List[np.ndarray] = [np.zeros(0)] * len(texts)
        for batch in self._batches(texts):
            vectors[batch.places] = self._vectors(batch)
            batch.hand_on(hidden)
        return vectors, [*map(Stretch, texts, hidden)]

    def read(self, text: str) -> Tuple[np.ndarray, List[Stretch]]:
        """Of one text its vector, shape ``(384,)``, and its stretches with their tokens, ``(tokens, 384)``.

        The first of them makes the vector.
        """
        parts = _parts(self._tokenizer, text)
        batches = [self._batch([0], [part.ids]) for part in parts]
        (vector,) = self._vectors(batches[0])
        return vector, [Stretch(_said(text, part.offsets), one.states[0]) for part, one in zip(parts, batches)]

    def cut(self, text: str) -> List[str]:
        """The texts of the stretches in which ``read`` reads a text."""
        return [_said(text, part.offsets) for part in _parts(self._tokenizer, text)]

    def pieces(self, text: str) -> List[str]:
        """The same in smaller stretches: each can be read by itself."""
        return [_said(text, part.offsets) for part in _parts(self._in_pieces, text)]

    def piece(self, text: str) -> Stretch:
        """One of the ``pieces``, as the kept layers alone read it."""
        return Stretch(text, self._batch([0], [self._in_pieces.encode(text).ids]).states[0])

    def _batches(self, texts: Sequence[str]) -> Iterator[_Batch]:
        """Texts of like length together, so that little is padded."""
        ids = [one.ids for one in self._tokenizer.encode_batch(list(texts))]
        by_length = sorted(range(len(texts)), key=lambda place: len(ids[place]))
        for start in range(0, len(texts), BATCH):
            places = by_length[start : start + BATCH]
            yield self._batch(places, [ids[place] for place in places])

    def _batch(self, places: List[int], ids: List[List[int]]) -> _Batch:
        lengths = [len(one) for one in ids]
        mask = (np.arange(max(lengths)) < np.array(lengths)[:, None]).astype(np.float32)
        tokens = np.array([one + [PADDING] * (max(lengths) - len(one)) for one in ids], np.int64)
        (states,) = self._kept.run([STATES], {"tokens": tokens, "mask": mask})
        return _Batch(places, lengths, mask, states)

    def _vectors(self, batch: _Batch) -> np.ndarray:
        (vectors,) = self._others.run(["vectors"], {STATES: batch.states, "mask": batch.mask})
        return vectors


@dataclass(frozen=True)
class _Batch:
    """Texts behind the kept layers: their ``places`` among all, ``states`` of shape ``(texts, length, 384)``."""

    places: List[int]
    lengths: List[int]
    mask: np.ndarray
    states: np.ndarray

    def hand_on(self, hidden: List[np.ndarray]) -> None:
        """Put the tokens of each text, without the padding, to its place."""
        for place, tokens, length in zip(self.places, self.states, self.lengths):
            hidden[place] = tokens[:length].astype(np.float16)


def others_beside(kept: Path) -> Path:
    """The file of the other layers, beside that of the kept ones."""
    return kept.with_suffix(".others.onnx")


def _tokenizer(encoder: Path, most: int, overlap: int) -> Tokenizer:
    """The tokenizer beside an encoder, for texts of so many tokens; a longer one overflows."""
    tokenizer = Tokenizer.from_file(str(encoder.with_suffix(".tokenizer.json")))
    tokenizer.enable_truncation(most, stride=overlap)
    tokenizer.no_padding()  # the published file pads to 128
    return tokenizer


def _parts(tokenizer: Tokenizer, text: str) -> List[Encoding]:
    first = tokenizer.encode(text)
    return [first, *first.overflowing]


def _said(text: str, offsets: Sequence[Tuple[int, int]]) -> str:
    """What of a text its tokens stand for; those at the edges stand for nothing, from 0 to 0."""
    places = [place for place in offsets if place != (0, 0)]
    return text[places[0][0] : places[-1][1]] if places else ""
