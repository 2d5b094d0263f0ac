"""The nearest example by sentence vector (all-MiniLM-L6-v2): nothing is learnt, the similarity is the confidence."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Sequence

import numpy as np

from benchmarks.peers.worker import Example, Reading, work
from marrow.settings import get_settings
from marrow.understanding.encoder import SentenceEncoder

MODEL = "examples.npz"


def train(examples: Sequence[Example], folder: Path) -> None:
    """Keep the vectors of all examples, those of an intent together."""
    ordered = sorted(examples, key=lambda example: example[1])
    intents, starts = np.unique([intent for _, intent in ordered], return_index=True)
    vectors = _encoder().encode([text for text, _ in ordered])
    np.savez(folder / MODEL, vectors=vectors, intents=intents, starts=starts)


def load(folder: Path) -> Callable[[str], Reading]:
    """All intents, each with the similarity of its nearest example."""
    encoder = _encoder()
    with np.load(folder / MODEL) as model:
        vectors, intents, starts = model["vectors"], model["intents"].tolist(), model["starts"]

    def understand(text: str) -> Reading:
        nearest = np.maximum.reduceat(vectors @ encoder.encode([text])[0], starts)
        return {"ranking": [(intents[place], float(nearest[place])) for place in np.argsort(-nearest)]}

    return understand


def _encoder() -> SentenceEncoder:
    settings = get_settings()
    return SentenceEncoder(settings.encoder_file, settings.encoder_threads)


if __name__ == "__main__":
    work(train, load)
