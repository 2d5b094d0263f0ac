"""What the words of a message say, whatever it means: a linear model beside the network of the second opinion."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Sequence

import numpy as np

from marrow.understanding.topic_model import as_arrays, regressions
from marrow.understanding.word_features import WordFeatures

C = 3.0


class WordJudge:
    """``weights`` has a column for each kind, shape ``(tokens, kinds)``."""

    def __init__(self, kinds: Sequence[str], words: WordFeatures, weights: np.ndarray, offsets: np.ndarray) -> None:
        self.kinds, self._words, self._weights, self._offsets = kinds, words, weights, offsets

    @classmethod
    def learn(cls, texts: Sequence[str], labels: Mapping[str, Sequence[Any]]) -> WordJudge:
        """Train on texts and, by kind, whether each has a label of it."""
        words = WordFeatures().fit(texts, _no_terms(texts))
        features = words.transform(texts, _no_terms(texts))
        fitted = regressions([(C, features, [bool(label) for label in of_kind]) for of_kind in labels.values()])
        return cls([*labels], words, *as_arrays(fitted))

    def scores(self, text: str) -> Dict[str, float]:
        """The log-odds that a text has a label, by kind."""
        no_vector = np.zeros((1, 0), np.float32)
        (row,) = self._words.scores([text], no_vector, _no_terms([text]), self._weights) + self._offsets
        return dict(zip(self.kinds, row.tolist()))

    def state(self) -> Dict[str, Any]:
        """Everything ``WordJudge.from_state`` needs; plain types and arrays."""
        words = self._words.state()
        return {"kinds": [*self.kinds], "words": words, "weights": self._weights, "offsets": self._offsets}

    @classmethod
    def from_state(cls, state: Dict[str, Any]) -> WordJudge:
        """The judge that ``state`` was taken from."""
        return cls(state["kinds"], WordFeatures.from_state(state["words"]), state["weights"], state["offsets"])


def _no_terms(texts: Sequence[str]) -> List[List[str]]:
    return [[]] * len(texts)
