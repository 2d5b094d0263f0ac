"""Which intent a text has: scikit-learn models over the sentence vector, the words and the terms named.

Free of Rasa, so that it can be measured alone. Two questions are asked one after the other: is this about bone marrow
edema at all, is it small talk, or is it something else; and then, what does the person want to know. One argmax over
everything answered more than half of the medical near misses (see ``benchmarks/``).
"""
from __future__ import annotations

from typing import Dict, List, Sequence, Tuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression

SEED = 20261122
OUT_OF_SCOPE = "out_of_scope"
SMALL_TALK = ("greet", "goodbye", "thanks", "what_are_you")
# The blocks stand side by side, scaled: raw counts beside the unit vector would swamp it.
WORDS_WEIGHT, TERMS_WEIGHT = 1.0, 0.3
GATE_C, INTENT_C = 3.0, 30.0


def scope_of(intent: str) -> str:
    """``out`` for what the guide does not cover, ``talk`` for small talk, ``in`` for everything else."""
    if intent == OUT_OF_SCOPE:
        return "out"
    return "talk" if intent in SMALL_TALK else "in"


class IntentModel:
    """Learns from texts with their sentence vectors and term features, and gives a probability to every intent."""

    def __init__(self) -> None:
        self.words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        self.letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2)
        self.terms = CountVectorizer(token_pattern=r"\S+", binary=True)
        self.gate = _regression(GATE_C)
        self.within: Dict[str, LogisticRegression] = {}

    def fit(
        self, texts: Sequence[str], vectors: np.ndarray, terms: Sequence[Sequence[str]], intents: Sequence[str]
    ) -> IntentModel:
        """Train on examples: ``vectors`` has shape ``(texts, 384)``, ``terms`` the features of each text."""
        for part in (self.words, self.letters):
            part.fit(texts)
        self.terms.fit([" ".join(names) for names in terms])
        features = self._features(texts, vectors, terms)
        labels = np.array(intents)
        scopes = np.array([scope_of(intent) for intent in intents])
        self.gate.fit(features, scopes)
        for scope in ("in", "talk"):
            rows = np.flatnonzero(scopes == scope)
            self.within[scope] = _regression(INTENT_C).fit(features[rows], labels[rows])
        return self

    def rank(
        self, texts: Sequence[str], vectors: np.ndarray, terms: Sequence[Sequence[str]]
    ) -> List[List[Tuple[str, float]]]:
        """For each text all intents with their probabilities, the likeliest first."""
        features = self._features(texts, vectors, terms)
        scopes = dict(zip(self.gate.classes_, self.gate.predict_proba(features).T))
        names, columns = [OUT_OF_SCOPE], [scopes["out"]]
        for scope, model in self.within.items():
            names.extend(map(str, model.classes_))
            columns.extend(scopes[scope] * column for column in model.predict_proba(features).T)
        table = np.stack(columns, axis=1)
        return [[(names[place], float(row[place])) for place in np.argsort(-row, kind="stable")] for row in table]

    def _features(self, texts: Sequence[str], vectors: np.ndarray, terms: Sequence[Sequence[str]]) -> csr_matrix:
        return hstack(
            [
                csr_matrix(vectors),
                self.words.transform(texts) * WORDS_WEIGHT,
                self.letters.transform(texts) * WORDS_WEIGHT,
                self.terms.transform([" ".join(names) for names in terms]) * TERMS_WEIGHT,
            ]
        ).tocsr()


def _regression(c: float) -> LogisticRegression:
    return LogisticRegression(C=c, solver="liblinear", dual=True, class_weight="balanced", random_state=SEED)
