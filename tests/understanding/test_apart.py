"""The sets that understanding is measured with stand apart from what it is trained with, and topics from each other.

Similarity is the cosine of the sentence encoder's vectors. Messages of a few words are left out: there are only so many
ways to write them.
"""

from __future__ import annotations

from pathlib import Path
from typing import List, Tuple

import numpy as np
import pytest
import yaml

from benchmarks.bots import nlu_examples
from benchmarks.scoring import read_set
from marrow.settings import ROOT
from marrow.understanding.encoder import SentenceEncoder

MOST_ALIKE = 0.95
FEW_WORDS = 4
BLOCK = 1000


@pytest.fixture(scope="module")
def trained(encoder: SentenceEncoder) -> Tuple[List[str], List[str], np.ndarray]:
    """Texts, intents and vectors of all training utterances."""
    texts, intents = [], []
    for file in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        entries = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]
        intents += [entry["intent"] for entry in entries for _ in entry["examples"].splitlines()]
        texts += nlu_examples(file)
    assert len(texts) == len(intents)
    return texts, intents, encoder.encode(texts)


@pytest.mark.parametrize("name", ["development", "test"])
def test_no_message_of_a_set_is_nearly_a_training_utterance(
    name: str, encoder: SentenceEncoder, trained: Tuple[List[str], List[str], np.ndarray]
) -> None:
    cases = read_set(Path(__file__).parent / f"{name}.yml")
    messages = [case["text"] for case in cases if len(case["text"].split()) > FEW_WORDS]
    nearest = (encoder.encode(messages) @ trained[2].T).max(1)
    places = np.flatnonzero(nearest > MOST_ALIKE).tolist()
    assert places == [], "places in the set, not texts: the test set is not shown"


def test_no_two_topics_share_nearly_the_same_utterance(trained: Tuple[List[str], List[str], np.ndarray]) -> None:
    texts, intents, vectors = trained
    alike = []
    for start in range(0, len(texts), BLOCK):  # all at once would take gigabytes
        similarity = vectors[start : start + BLOCK] @ vectors.T
        for place, other in zip(*np.nonzero(similarity > MOST_ALIKE)):
            one = start + place
            if one < other and intents[one] != intents[other]:
                alike.append((texts[one], intents[one], texts[other], intents[other]))
    assert alike == []
