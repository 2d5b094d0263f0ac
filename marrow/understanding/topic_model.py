"""Which intent a text has: logistic regression over the sentence vector, the words and the terms named.

Free of Rasa, so that it can be measured alone. Two questions are asked one after the other: is this about bone marrow
edema at all, is it part of the talk, or is it something else; and then, what does the person want to know. The first
question has two judges, the regression and the nearest examples, whose opinions are averaged: so that fewer messages
by people who write in another way are refused; ``wishes.heard`` brings in a third.
``benchmarks/results/ablation.md`` has the figures behind this.
"""

from __future__ import annotations

from typing import Any, Collection, Dict, Iterable, List, Sequence, Tuple

import numpy as np
from joblib import Parallel, cpu_count, delayed
from scipy.special import expit, softmax
from sklearn.linear_model import LogisticRegression

from marrow.conversation.intents import MOVES, OUT_OF_SCOPE, SMALL_TALK
from marrow.understanding.neighbours import Neighbours
from marrow.understanding.word_features import WordFeatures

SEED = 20261122
GATE_C, INTENT_C = 3.0, 10.0
NEIGHBOURS, SHARPNESS = 8, 12.0  # how many examples of a scope are looked at, and how much nearer ones count
DIMENSIONS = 128  # in which they are looked at: no worse than 384, in a third of the time


def scope_of(intent: str) -> str:
    """``out`` for what the guide does not cover, ``talk`` for what belongs to a conversation, ``in`` for the topics."""
    if intent == OUT_OF_SCOPE:
        return "out"
    return "talk" if intent in (*SMALL_TALK, *MOVES) else "in"


class IntentModel:
    """Learns from texts with their sentence vectors and term features, and gives a probability to every intent.

    ``weights`` has one column for each class of each group; the groups are the gate and the intents inside a scope.
    ``examples`` are all of them, by scope.
    """

    def __init__(self) -> None:
        self.words = WordFeatures()
        self.groups: Dict[str, List[str]] = {}
        self.weights = np.zeros((0, 0), np.float32)
        self.offsets = np.zeros(0, np.float32)
        self.examples = Neighbours(NEIGHBOURS)

    def fit(
        self, texts: Sequence[str], vectors: np.ndarray, terms: Sequence[Sequence[str]], intents: Sequence[str]
    ) -> IntentModel:
        """Train on examples: ``vectors`` has shape ``(texts, 384)``, ``terms`` the features of each text."""
        features = self.words.fit(texts, terms).beside(vectors, texts, terms)
        labels, scopes = np.array(intents), np.array([scope_of(intent) for intent in intents])
        tasks = {"gate": (GATE_C, features, scopes)}
        for scope in ("in", "talk"):
            rows = np.flatnonzero(scopes == scope)
            tasks[scope] = (INTENT_C, features[rows], labels[rows])
        fitted = regressions(tasks.values())
        self.examples.fit(vectors, scopes.tolist(), DIMENSIONS)
        self.groups = {name: [str(label) for label in model.classes_] for name, model in zip(tasks, fitted)}
        self.weights, self.offsets = as_arrays(fitted)
        return self

    def rank(
        self, texts: Sequence[str], vectors: np.ndarray, terms: Sequence[Sequence[str]]
    ) -> List[List[Tuple[str, float]]]:
        """For each text all intents with their probabilities, the likeliest first.

        One product for all the regressions at once: scikit-learn's own checks cost more than the arithmetic.
        """
        scores = expit(self.words.scores(texts, vectors, terms, self.weights) + self.offsets)
        chances: Dict[str, np.ndarray] = {}
        start = 0
        for group, names in self.groups.items():
            part = scores[:, start : start + len(names)]
            chances.update(
                {f"{group}/{name}": column for name, column in zip(names, (part / part.sum(1, keepdims=True)).T)}
            )
            start += len(names)
        for scope, opinion in self._nearest(vectors).items():
            chances[f"gate/{scope}"] = (chances[f"gate/{scope}"] + opinion) / 2
        names = [OUT_OF_SCOPE, *(name for scope in ("in", "talk") for name in self.groups[scope])]
        columns = [chances["gate/out"]] + [
            chances[f"gate/{scope}"] * chances[f"{scope}/{name}"]
            for scope in ("in", "talk")
            for name in self.groups[scope]
        ]
        table = np.stack(columns, axis=1)
        return [[(names[place], float(row[place])) for place in np.argsort(-row, kind="stable")] for row in table]

    def _nearest(self, vectors: np.ndarray) -> Dict[str, np.ndarray]:
        """For each scope how likely the nearest examples make it."""
        near = self.examples.near(vectors)
        return dict(zip(near, softmax(SHARPNESS * np.stack([*near.values()]), axis=0)))

    def state(self) -> Dict[str, Any]:
        """Everything ``IntentModel.from_state`` needs; plain types, arrays and dictionaries."""
        return {
            **self.words.state(),
            "groups": self.groups,
            "weights": self.weights,
            "offsets": self.offsets,
            "examples": self.examples.state(),
        }

    @classmethod
    def from_state(cls, state: Dict[str, Any]) -> IntentModel:
        """The model that ``state`` was taken from."""
        model = cls()
        model.words = WordFeatures.from_state(state)
        model.groups, model.weights, model.offsets = state["groups"], state["weights"], state["offsets"]
        model.examples = Neighbours.from_state(state["examples"])
        return model


def regression(c: float) -> LogisticRegression:
    """One against the rest, each class of the same weight; the same on every machine.

    ``tol``: a hundred times more tells the same in half the time.
    """
    return LogisticRegression(C=c, solver="liblinear", dual=True, class_weight="balanced", tol=1e-2, random_state=SEED)


def regressions(tasks: Collection[Tuple[float, Any, Any]]) -> List[LogisticRegression]:
    """One for each ``(c, features, labels)``, learnt side by side: in processes, as liblinear has one random state.

    ``features`` has shape ``(texts, features)``, ``labels`` one for each text.
    """
    processes = min(len(tasks), cpu_count())
    return Parallel(n_jobs=processes)(delayed(regression(c).fit)(features, labels) for c, features, labels in tasks)


def as_arrays(models: Iterable[LogisticRegression]) -> Tuple[np.ndarray, np.ndarray]:
    """Of models side by side the weights, shape ``(features, classes)``, and the offsets, shape ``(classes,)``.

    A feature's weights lie together.
    """
    fitted = [*models]
    weights = np.ascontiguousarray(np.vstack([model.coef_ for model in fitted]).T, np.float32)
    return weights, np.concatenate([model.intercept_ for model in fitted]).astype(np.float32)
