"""Ways to give every intent a probability, all with the interface of ``IntentModel``; some stand around another."""

from __future__ import annotations

from collections import Counter
from typing import Any, Callable, Dict, List, Protocol, Sequence, Tuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from marrow.contract import topic_ids
from marrow.understanding.topic_model import INTENT_C, IntentModel, regression
from marrow.understanding.word_features import WordFeatures

Ranking = List[Tuple[str, float]]
MERGED = ("cause", "imaging", "treatment")
OVERVIEW = "_overview"


class Model(Protocol):
    """Learns from texts with their sentence vectors and terms; ranks all intents for others."""

    def fit(
        self, texts: Sequence[str], vectors: np.ndarray, terms: Sequence[Sequence[str]], intents: Sequence[str]
    ) -> Any:
        """Train on examples."""

    def rank(self, texts: Sequence[str], vectors: np.ndarray, terms: Sequence[Sequence[str]]) -> List[Ranking]:
        """For each text all intents with their probabilities, the likeliest first."""


class OneRegression:
    """One regression over all intents, on the sentence vector, on words and terms, or on both."""

    def __init__(self, vectors: bool, words: bool) -> None:
        self._use_vectors, self._use_words = vectors, words
        self._words = WordFeatures()
        self._regression = regression(INTENT_C)
        self._regression.set_params(dual=words)  # the same optimum; for vectors alone the dual takes many minutes

    def fit(
        self, texts: Sequence[str], vectors: np.ndarray, terms: Sequence[Sequence[str]], intents: Sequence[str]
    ) -> None:
        """Train on examples."""
        if self._use_words:
            self._words.fit(texts, terms)
        self._regression.fit(self._features(texts, vectors, terms), intents)

    def rank(self, texts: Sequence[str], vectors: np.ndarray, terms: Sequence[Sequence[str]]) -> List[Ranking]:
        """For each text all intents with their probabilities, the likeliest first."""
        chances = self._regression.predict_proba(self._features(texts, vectors, terms))
        return rankings([str(name) for name in self._regression.classes_], chances)

    def _features(self, texts: Sequence[str], vectors: np.ndarray, terms: Sequence[Sequence[str]]) -> csr_matrix:
        dense = [csr_matrix(vectors)] if self._use_vectors else []
        words = [self._words.transform(texts, terms)] if self._use_words else []
        return hstack([*dense, *words]).tocsr()


class RegressionGate(IntentModel):
    """The model in use, whose gate does not ask the nearest examples."""

    def _nearest(self, vectors: np.ndarray) -> Dict[str, np.ndarray]:
        return {}


class ClassMeans:
    """The nearest mean of an intent after a learned linear projection of the sentence vector; all intents at once.

    Linear discriminant analysis with equal priors is this: its probabilities fall with the squared distance.
    """

    def __init__(self) -> None:
        self._analysis = LinearDiscriminantAnalysis(solver="eigen", shrinkage="auto")

    def fit(
        self, texts: Sequence[str], vectors: np.ndarray, terms: Sequence[Sequence[str]], intents: Sequence[str]
    ) -> None:
        """Train on examples; only their vectors count."""
        classes = len(set(intents))
        self._analysis.set_params(priors=np.full(classes, 1 / classes)).fit(vectors, intents)

    def rank(self, texts: Sequence[str], vectors: np.ndarray, terms: Sequence[Sequence[str]]) -> List[Ranking]:
        """For each text all intents with their probabilities, the likeliest first."""
        return rankings([str(name) for name in self._analysis.classes_], self._analysis.predict_proba(vectors))


class Projected:
    """Another model on vectors that a linear discriminant analysis has projected, scaled to length 1."""

    def __init__(self, inner: Model) -> None:
        self._inner = inner
        self._analysis = LinearDiscriminantAnalysis(solver="eigen", shrinkage="auto")

    def fit(
        self, texts: Sequence[str], vectors: np.ndarray, terms: Sequence[Sequence[str]], intents: Sequence[str]
    ) -> None:
        """Train the projection, then the model behind it."""
        self._analysis.fit(vectors, intents)
        self._inner.fit(texts, self._project(vectors), terms, intents)

    def rank(self, texts: Sequence[str], vectors: np.ndarray, terms: Sequence[Sequence[str]]) -> List[Ranking]:
        """For each text all intents with their probabilities, the likeliest first."""
        return self._inner.rank(texts, self._project(vectors), terms)

    def _project(self, vectors: np.ndarray) -> np.ndarray:
        projected = self._analysis.transform(vectors)
        return (projected / np.linalg.norm(projected, axis=1, keepdims=True)).astype(np.float32)


class IntentAndEntity:
    """Causes, scans and treatments as one intent each; which one is meant follows from the first term named.

    Where no term names a member, the one with the most examples stands in: the overviews are intents of their own.
    """

    def __init__(self, inner: Model, topics_named: Callable[[str], List[str]]) -> None:
        self._inner = inner
        self._topics_named = topics_named
        self._members: Dict[str, List[str]] = {}  # the most frequent first

    def fit(
        self, texts: Sequence[str], vectors: np.ndarray, terms: Sequence[Sequence[str]], intents: Sequence[str]
    ) -> None:
        """Train the model behind it on the merged intents."""
        for intent, _ in Counter(sorted(intents)).most_common():
            if merged(intent) != intent:
                self._members.setdefault(merged(intent), []).append(intent)
        self._inner.fit(texts, vectors, terms, [merged(intent) for intent in intents])

    def rank(self, texts: Sequence[str], vectors: np.ndarray, terms: Sequence[Sequence[str]]) -> List[Ranking]:
        """For each text the intents with their probabilities, the likeliest first; of merged ones the member meant."""
        return [
            [(self._member(name, text), probability) for name, probability in ranking]
            for text, ranking in zip(texts, self._inner.rank(texts, vectors, terms))
        ]

    def _member(self, name: str, text: str) -> str:
        members = self._members.get(name)
        if not members:
            return name
        return next((topic for topic in self._topics_named(text) if topic in members), members[0])


def merged(intent: str) -> str:
    """The intent that stands for a topic and its like."""
    family = intent.split("_")[0]
    return family if family in MERGED and intent in topic_ids() and not intent.endswith(OVERVIEW) else intent


def rankings(names: Sequence[str], chances: np.ndarray) -> List[Ranking]:
    """The probabilities, shape ``(texts, names)``, as rankings."""
    return [[(names[place], float(row[place])) for place in np.argsort(-row, kind="stable")] for row in chances]
