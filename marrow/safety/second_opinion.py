"""What learning makes of a message where no rule speaks: does it sound like a red flag (or a request to decline)?

Free of Rasa, so that it can be measured alone. It sees the sentence vector, the words, and what the rules found in the
message, also the findings that together were not enough for a rule.
"""

from __future__ import annotations

from typing import Any, Dict, List, Sequence, Tuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from scipy.special import expit
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from marrow.safety.assertion import Status
from marrow.safety.recognition import Mentions
from marrow.understanding.topic_model import SEED, tokens

C = 3.0
WORDS_WEIGHT = 2.0
NEAREST = 5  # examples that tell which label it is


class SecondOpinion:
    """Learns from texts with labels, where None is an ordinary message.

    ``examples`` holds the vectors of the labelled texts, shape ``(texts, 384)``, and ``labels`` what each is.
    """

    def __init__(self) -> None:
        self.words = TfidfVectorizer(analyzer=tokens, sublinear_tf=True, min_df=2, dtype=np.float32)
        self.weights = np.zeros(0, np.float32)
        self.offset = 0.0
        self.examples = np.zeros((0, 0), np.float32)
        self.labels: List[str] = []

    def fit(
        self, texts: Sequence[str], vectors: np.ndarray, mentions: Sequence[Mentions], labels: Sequence[str | None]
    ) -> SecondOpinion:
        """Train on texts: ``vectors`` has shape ``(texts, 384)``."""
        words = self.words.fit_transform(list(map(_with_mentions, texts, mentions))) * WORDS_WEIGHT
        features = hstack([csr_matrix(vectors), words]).tocsr()
        marked = np.array([label is not None for label in labels])
        model = LogisticRegression(C=C, solver="liblinear", dual=True, class_weight="balanced", random_state=SEED)
        model.fit(features, marked)
        self.weights, self.offset = model.coef_[0].astype(np.float32), float(model.intercept_[0])
        self.examples, self.labels = vectors[marked], [label for label in labels if label is not None]
        return self

    def opinion(self, text: str, vector: np.ndarray, mentions: Mentions) -> Tuple[float, str]:
        """How likely it is one of the labelled, and the label it is nearest to; ``vector`` has shape ``(384,)``."""
        words = self.words.transform([_with_mentions(text, mentions)]) * WORDS_WEIGHT
        dense = vector.shape[0]
        score = float(vector @ self.weights[:dense]) + float((words @ self.weights[dense:])[0]) + self.offset
        near = self.examples @ vector
        votes: Dict[str, float] = {}
        for place in np.argsort(-near, kind="stable")[:NEAREST]:
            votes[self.labels[place]] = votes.get(self.labels[place], 0.0) + float(near[place])
        return float(expit(score)), max(sorted(votes), key=lambda label: votes[label])

    def state(self) -> Dict[str, Any]:
        """Everything ``SecondOpinion.from_state`` needs; plain types, arrays and dictionaries."""
        return {
            "vocabulary": {str(word): int(place) for word, place in self.words.vocabulary_.items()},
            "idf": self.words.idf_,
            "weights": self.weights,
            "offset": self.offset,
            "examples": self.examples.astype(np.float16),
            "labels": self.labels,
        }

    @classmethod
    def from_state(cls, state: Dict[str, Any]) -> SecondOpinion:
        """The model that ``state`` was taken from."""
        model = cls()
        model.words.vocabulary = state["vocabulary"]
        model.words.idf_ = state["idf"]
        model.weights, model.offset = state["weights"], state["offset"]
        model.examples, model.labels = state["examples"].astype(np.float32), state["labels"]
        return model


def _with_mentions(text: str, mentions: Mentions) -> str:
    """The text, and behind a tab what was found in it, as ``tokens`` splits them."""
    found = [f"is_{name}" for name in sorted(mentions.asserted)]
    found += [f"{status.value}_{name}" for name, status in sorted(mentions.others) if status is not Status.PRESENT]
    return "\t".join((text.replace("\t", " "), " ".join(found)))
