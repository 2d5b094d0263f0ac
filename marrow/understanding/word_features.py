"""The words of texts, and the terms named in them, as features beside a sentence vector."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterator, List, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

WEIGHT = 2.0  # beside the vector of length 1: raw counts would swamp it
SHORTEST_GRAM, LONGEST_GRAM = 2, 4
_WORD = re.compile(r"\w+")


def tokens(text: str) -> List[str]:
    """Words, pairs of words and letter groups within words of a text; terms of the vocabulary stand behind a tab."""
    said, _, terms = text.partition("\t")
    words = _WORD.findall(said.lower())
    return [
        *words,
        *map(" ".join, zip(words, words[1:])),
        *(gram for word in words for gram in _grams(word)),
        *terms.split(),
    ]


def _grams(word: str) -> Iterator[str]:
    edged = f"<{word}>"
    for size in range(SHORTEST_GRAM, LONGEST_GRAM + 1):
        for start in range(len(edged) - size + 1):
            yield f"#{edged[start : start + size]}"


class WordFeatures:
    """TF-IDF over the ``tokens`` of texts; ``terms`` are further features of each text, by name."""

    def __init__(self) -> None:
        self._tfidf = TfidfVectorizer(analyzer=tokens, sublinear_tf=True, min_df=2, dtype=np.float32)

    def fit(self, texts: Sequence[str], terms: Sequence[Sequence[str]]) -> WordFeatures:
        """Learn which tokens there are and how rare each is."""
        self._tfidf.fit(_joined(texts, terms))
        return self

    def transform(self, texts: Sequence[str], terms: Sequence[Sequence[str]]) -> csr_matrix:
        """Shape ``(texts, tokens)``."""
        return self._tfidf.transform(_joined(texts, terms)) * WEIGHT

    def beside(self, vectors: np.ndarray, texts: Sequence[str], terms: Sequence[Sequence[str]]) -> csr_matrix:
        """The same behind the sentence vectors, shape ``(texts, 384 + tokens)``."""
        return hstack([csr_matrix(vectors), self.transform(texts, terms)]).tocsr()

    def scores(
        self,
        texts: Sequence[str],
        vectors: np.ndarray,
        terms: Sequence[Sequence[str]],
        weights: np.ndarray,
    ) -> np.ndarray:
        """``beside`` times ``weights``, shape ``(texts, classes)``: for a message, without copying all the weights."""
        dense = vectors.shape[1]
        words = self.transform(texts, terms)
        named = np.zeros((len(texts), weights.shape[1]), weights.dtype)
        for row, (start, end) in enumerate(zip(words.indptr, words.indptr[1:])):
            named[row] = words.data[start:end] @ weights[dense + words.indices[start:end]]
        return vectors @ weights[:dense] + named

    def state(self) -> Dict[str, Any]:
        """Everything ``WordFeatures.from_state`` needs; plain types and an array."""
        vocabulary = {str(word): int(place) for word, place in self._tfidf.vocabulary_.items()}
        return {"vocabulary": vocabulary, "idf": self._tfidf.idf_}

    @classmethod
    def from_state(cls, state: Dict[str, Any]) -> WordFeatures:
        """The features that ``state`` was taken from."""
        features = cls()
        features._tfidf.vocabulary = state["vocabulary"]
        features._tfidf.idf_ = state["idf"]
        return features


def _joined(texts: Sequence[str], terms: Sequence[Sequence[str]]) -> List[str]:
    return ["\t".join((text.replace("\t", " "), " ".join(names))) for text, names in zip(texts, terms)]
