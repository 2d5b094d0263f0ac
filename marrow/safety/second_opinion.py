"""What learning makes of a message, beside the rules: does it sound like a red flag, or a request to decline?

Free of Rasa, so that it can be measured alone. It sees the sentence vector, the words, and what the rules found in the
message, also the findings that together were not enough for a rule.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np
from scipy.special import expit

from marrow.safety.assertion import Status
from marrow.safety.recognition import Mentions
from marrow.understanding.topic_model import regression
from marrow.understanding.word_features import WordFeatures

C = 3.0
NEAREST = 5  # examples that tell which label it is
Opinion = Tuple[float, str]


class SecondOpinion:
    """Learns from texts that have a label of each of several kinds, or None.

    ``weights`` and ``offsets`` have one column for each kind; ``examples`` holds the vectors of the texts that have a
    label of a kind, shape ``(texts, 384)``, and ``labels`` what each is.
    """

    def __init__(self) -> None:
        self.words = WordFeatures()
        self.weights = np.zeros((0, 0), np.float32)
        self.offsets = np.zeros(0)
        self.examples: Dict[str, np.ndarray] = {}
        self.labels: Dict[str, List[str]] = {}

    def fit(
        self,
        texts: Sequence[str],
        vectors: np.ndarray,
        mentions: Sequence[Mentions],
        labels: Mapping[str, Sequence[Optional[str]]],
    ) -> SecondOpinion:
        """Train on texts: ``vectors`` has shape ``(texts, 384)``, ``labels`` a label or None of each text, by kind."""
        found = [_features(one) for one in mentions]
        features = self.words.fit(texts, found).beside(vectors, texts, found)
        marked = {kind: np.array([label is not None for label in of_kind]) for kind, of_kind in labels.items()}
        models = [regression(C).fit(features, marked[kind]) for kind in labels]
        self.weights = np.vstack([model.coef_ for model in models]).T.astype(np.float32)
        self.offsets = np.concatenate([model.intercept_ for model in models])
        self.examples = {kind: vectors[marked[kind]] for kind in labels}
        self.labels = {kind: [label for label in of_kind if label is not None] for kind, of_kind in labels.items()}
        return self

    def opinions(self, text: str, vector: np.ndarray, mentions: Mentions) -> Dict[str, Opinion]:
        """Of each kind how likely the text has a label, and the nearest one; ``vector`` has shape ``(384,)``."""
        words = self.words.transform([text], [_features(mentions)])
        dense = vector.shape[0]
        (scores,) = vector[None] @ self.weights[:dense] + words @ self.weights[dense:] + self.offsets
        return {kind: (float(chance), self._nearest(kind, vector)) for kind, chance in zip(self.labels, expit(scores))}

    def _nearest(self, kind: str, vector: np.ndarray) -> str:
        near = self.examples[kind] @ vector
        votes: Dict[str, float] = {}
        for place in np.argsort(-near, kind="stable")[:NEAREST]:
            label = self.labels[kind][place]
            votes[label] = votes.get(label, 0.0) + float(near[place])
        return max(sorted(votes), key=lambda label: votes[label])

    def state(self) -> Dict[str, Any]:
        """Everything ``SecondOpinion.from_state`` needs; plain types, arrays and dictionaries."""
        return {
            **self.words.state(),
            "weights": self.weights,
            "offsets": self.offsets,
            "examples": {kind: vectors.astype(np.float16) for kind, vectors in self.examples.items()},
            "labels": self.labels,
        }

    @classmethod
    def from_state(cls, state: Dict[str, Any]) -> SecondOpinion:
        """The model that ``state`` was taken from."""
        model = cls()
        model.words = WordFeatures.from_state(state)
        model.weights, model.offsets, model.labels = state["weights"], state["offsets"], state["labels"]
        model.examples = {kind: vectors.astype(np.float32) for kind, vectors in state["examples"].items()}
        return model


def _features(mentions: Mentions) -> List[str]:
    """What was found in a text, as names."""
    return [
        *(f"is_{name}" for name in sorted(mentions.asserted)),
        *(f"{status.value}_{name}" for name, status in sorted(mentions.others) if status is not Status.PRESENT),
    ]
