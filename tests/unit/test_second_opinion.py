"""The second opinion: what it learns it can tell, what the rules found counts, and it survives being stored."""

from __future__ import annotations

from typing import List

import numpy as np
import pytest
import skops.io

from marrow.conversation.intents import RED_FLAG
from marrow.safety.recognition import Mentions
from marrow.safety.second_opinion import RULED, Opinion, SecondOpinion

NOTHING = Mentions(frozenset(), frozenset(), ())
TEXTS = [
    "it burns",
    "it burns badly",
    "it froze",
    "it froze over",
    "good day",
    "nice day",
    "what a day",
    "the day after",
]
LABELS = ["heat", "heat", "cold", "cold", None, None, None, None]


def vector(text: str) -> np.ndarray:
    """Two numbers in the place of a sentence vector."""
    return np.array(["burn" in text, "froze" in text], np.float32)


@pytest.fixture(scope="module")
def second() -> SecondOpinion:
    vectors = np.vstack([vector(text) for text in TEXTS])
    return SecondOpinion().fit(TEXTS, vectors, [NOTHING] * len(TEXTS), {RED_FLAG: LABELS})


def opinion(second: SecondOpinion, text: str) -> Opinion:
    return second.opinions(text, vector(text), NOTHING)[RED_FLAG]


@pytest.mark.parametrize(("text", "label"), [("how it burns", "heat"), ("it froze hard", "cold")])
def test_what_is_learnt_is_told(second: SecondOpinion, text: str, label: str) -> None:
    assert opinion(second, text).chance > 0.5 > opinion(second, "a fine day").chance
    assert opinion(second, text).likeliest([]) == label


@pytest.mark.parametrize(("ruled", "likeliest"), [([], "a"), (["b"], "b"), (["c"], "a"), (["b", "c"], "b")])
def test_a_label_that_the_rules_found_counts_more(ruled: List[str], likeliest: str) -> None:
    assert Opinion(0.9, {"a": 0.5, "b": 0.6 - RULED / 2, "c": 0.4 - RULED}).likeliest(ruled) == likeliest


def test_it_is_the_same_when_it_was_stored(second: SecondOpinion) -> None:
    stored = SecondOpinion.from_state(skops.io.loads(skops.io.dumps(second.state())))
    for text in TEXTS:
        before, after = opinion(second, text), opinion(stored, text)
        assert after.chance == pytest.approx(before.chance) and after.scores == pytest.approx(before.scores)
