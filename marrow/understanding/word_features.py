"""The words of texts, and the terms named in them, as features beside a sentence vector."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Dict, Iterator, List, Sequence, Tuple

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
        self._rarity = np.zeros(0, np.float32)  # of each token; the vectoriser computes it anew for everyone who asks

    def fit(self, texts: Sequence[str], terms: Sequence[Sequence[str]]) -> WordFeatures:
        """Learn which tokens there are and how rare each is."""
        self._tfidf.fit(_joined(texts, terms))
        self._rarity = self._tfidf.idf_
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
        """``beside`` times ``weights``, shape ``(texts, classes)``: for a message, in a fifth of the time."""
        dense = vectors.shape[1]
        named = np.zeros((len(texts), weights.shape[1]), weights.dtype)
        for row, text in enumerate(_joined(texts, terms)):
            places, values = self._row(text)
            named[row] = values @ weights[dense + places]
        return vectors @ weights[:dense] + named

    def _row(self, text: str) -> Tuple[np.ndarray, np.ndarray]:
        """What ``transform`` has in the row of a text: which tokens, and how much of each; both of one length."""
        vocabulary = self._tfidf.vocabulary_
        counts = Counter(vocabulary[token] for token in tokens(text) if token in vocabulary)
        places = np.fromiter(counts, np.intp, len(counts))
        times = np.fromiter(counts.values(), np.float32, len(counts))
        values = (1.0 + np.log(times)) * self._rarity[places]
        return places, values * (WEIGHT / (np.linalg.norm(values) or 1.0))

    def state(self) -> Dict[str, Any]:
        """Everything ``WordFeatures.from_state`` needs: the tokens as one text, each on a line, and an array.

        skops looks at every entry of a dictionary by itself, which took seconds at each start.
        """
        vocabulary = self._tfidf.vocabulary_
        return {"tokens": "\n".join(sorted(vocabulary, key=vocabulary.__getitem__)), "idf": self._rarity}

    @classmethod
    def from_state(cls, state: Dict[str, Any]) -> WordFeatures:
        """The features that ``state`` was taken from.

        Raises:
            ValueError: when an older version of the program wrote it.
        """
        if "tokens" not in state:
            raise ValueError("The model is older than the program: run `make run`.")
        features = cls()
        features._tfidf.vocabulary = {token: place for place, token in enumerate(state["tokens"].split("\n"))}
        features._tfidf.idf_ = features._rarity = state["idf"]
        return features


def _joined(texts: Sequence[str], terms: Sequence[Sequence[str]]) -> List[str]:
    return ["\t".join((text.replace("\t", " "), " ".join(names))) for text, names in zip(texts, terms)]
