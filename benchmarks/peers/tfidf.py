"""TF-IDF of words and letter groups with logistic regression, all intents in one choice (scikit-learn)."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Sequence

import joblib
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from benchmarks.peers.worker import Example, Reading, work

MODEL = "model.joblib"


def pipeline() -> Pipeline:
    """The untrained design."""
    return make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2),
        ),
        LogisticRegression(C=10, max_iter=1000),
    )


def train(examples: Sequence[Example], folder: Path) -> None:
    """Fit on the examples."""
    texts, intents = zip(*examples)
    joblib.dump(pipeline().fit(texts, intents), folder / MODEL)


def load(folder: Path) -> Callable[[str], Reading]:
    """All intents with their probabilities."""
    model = joblib.load(folder / MODEL)

    def understand(text: str) -> Reading:
        (chances,) = model.predict_proba([text])
        return {"ranking": sorted(zip(model.classes_, chances.tolist()), key=lambda one: -one[1])}

    return understand


if __name__ == "__main__":
    work(train, load)
