"""What learning makes of a message, beside the rules: does it sound like a red flag, or a request to decline?

Free of Rasa, so that it can be measured alone. It sees the sentence vector, the words, how many there are, and
what the rules found in the message, also the findings that together were not enough for a rule.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence

import numpy as np
from scipy.special import expit

from marrow.conversation.intents import DECLINE, RED_FLAG
from marrow.safety.assertion import Status
from marrow.safety.recognition import Mentions
from marrow.understanding.neighbours import Neighbours
from marrow.understanding.topic_model import columns_of, regression
from marrow.understanding.word_features import WordFeatures

C = 3.0
RULED = 1.0  # how much more a label counts that the rules found, too
NEIGHBOURS, DIMENSIONS = 3, 128  # how many messages of a kind are looked at, in how many dimensions
NEARNESS = {RED_FLAG: 5.0, DECLINE: 15.0}  # how much it counts that they are nearer than those of any other kind
LENGTHS = (1, 2, 4, 8, 16, 32)  # words
NONE = "none"


@dataclass(frozen=True)
class Opinion:
    """How likely a text has any label of a kind, and a score for each: the highest is the one it most likely has."""

    chance: float
    scores: Dict[str, float]

    def likeliest(self, ruled: Sequence[str]) -> str:
        """The label that the text most likely has, if it has one; ``ruled`` are those that the rules found."""
        return max(sorted(self.scores), key=lambda label: self.scores[label] + RULED * (label in ruled))


class SecondOpinion:
    """Learns from texts that have a label of each of several kinds, or None.

    Of whether a text has a label of a kind there are two judges, the regression and the nearest texts.
    ``weights`` and ``offsets`` have a column for each kind, and behind it one for each of its ``labels``.
    """

    def __init__(self) -> None:
        self.words = WordFeatures()
        self.weights = np.zeros((0, 0), np.float32)
        self.offsets = np.zeros(0)
        self.labels: Dict[str, List[str]] = {}
        self.examples = Neighbours(NEIGHBOURS)

    def fit(
        self,
        texts: Sequence[str],
        vectors: np.ndarray,
        mentions: Sequence[Mentions],
        labels: Mapping[str, Sequence[Optional[str]]],
    ) -> SecondOpinion:
        """Train on texts: ``vectors`` has shape ``(texts, 384)``, ``labels`` a label or None of each text, by kind."""
        found = [_features(text, one) for text, one in zip(texts, mentions)]
        features = self.words.fit(texts, found).beside(vectors, texts, found)
        models = []
        for kind, of_kind in labels.items():
            label = np.array([one or "" for one in of_kind])
            marked = label != ""
            self.labels[kind] = sorted({one for one in of_kind if one})
            models.append(regression(C).fit(features, marked))
            models += [regression(C).fit(features[marked], label[marked] == one) for one in self.labels[kind]]
        kinds = [next((kind for kind in labels if labels[kind][place]), NONE) for place in range(len(texts))]
        self.examples.fit(vectors, kinds, DIMENSIONS)
        self.weights = columns_of(models)
        self.offsets = np.concatenate([model.intercept_ for model in models])
        return self

    def opinions(self, text: str, vector: np.ndarray, mentions: Mentions) -> Dict[str, Opinion]:
        """What it makes of a text, by kind; ``vector`` has shape ``(384,)``."""
        (row,) = self.words.scores([text], vector[None], [_features(text, mentions)], self.weights) + self.offsets
        scores = iter(row.tolist())
        nearness = self._nearness(vector)
        return {
            kind: Opinion(float(expit(next(scores) + nearness[kind])), {label: next(scores) for label in labels})
            for kind, labels in self.labels.items()
        }

    def _nearness(self, vector: np.ndarray) -> Dict[str, float]:
        """By kind, how much nearer the text is to messages of the kind than to any others."""
        near = {kind: float(found[0]) for kind, found in self.examples.near(vector[None]).items()}
        others = {kind: max(near[other] for other in near if other != kind) for kind in self.labels}
        return {kind: NEARNESS[kind] * (near[kind] - others[kind]) for kind in self.labels}

    def state(self) -> Dict[str, Any]:
        """Everything ``SecondOpinion.from_state`` needs; plain types, arrays and dictionaries."""
        return {
            **self.words.state(),
            "weights": self.weights,
            "offsets": self.offsets,
            "labels": self.labels,
            "examples": self.examples.state(),
        }

    @classmethod
    def from_state(cls, state: Dict[str, Any]) -> SecondOpinion:
        """The model that ``state`` was taken from."""
        model = cls()
        model.words = WordFeatures.from_state(state)
        model.weights, model.offsets, model.labels = state["weights"], state["offsets"], state["labels"]
        model.examples = Neighbours.from_state(state["examples"])
        return model


def _features(text: str, mentions: Mentions) -> List[str]:
    """How long a text is and what was found in it, as names. A word or two seldom ask for what must be declined."""
    return [
        f"words_{bisect(LENGTHS, len(text.split()))}",
        *(f"is_{name}" for name in sorted(mentions.asserted)),
        *(f"{status.value}_{name}" for name, status in sorted(mentions.others) if status is not Status.PRESENT),
    ]
