"""The intent model on a tiny invented language: learns, is kept and read back, and is the same every time."""

from __future__ import annotations

from typing import List, Tuple

import numpy as np
import pytest
import skops.io

from marrow.understanding.topic_model import OUT_OF_SCOPE, SMALL_TALK, IntentModel, scope_of, tokens

WORDS = {
    "colour": ["rubo", "rubo vela", "vela rubo nio"],
    "shape": ["kado", "kado sima", "sima kado nio"],
    "size": ["pilu", "pilu tero", "tero pilu nio"],
    OUT_OF_SCOPE: ["zzaq", "zzaq xof", "xof zzaq nio"],
    **{name: [f"{name}", f"{name} mi", f"mi {name}"] for name in SMALL_TALK},
}
EXAMPLES = [(text, intent) for intent, texts in WORDS.items() for text in texts]


def inputs(texts: List[str]) -> Tuple[List[str], np.ndarray, List[List[str]]]:
    """The texts with vectors that say nothing, so that the words decide, and no terms."""
    return texts, np.full((len(texts), 4), 0.5, np.float32), [[] for _ in texts]


def fitted() -> IntentModel:
    return IntentModel().fit(*inputs([text for text, _ in EXAMPLES]), [intent for _, intent in EXAMPLES])


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return fitted()


@pytest.mark.parametrize("text, intent", [("rubo rubo", "colour"), ("kado sima", "shape"), ("xof", OUT_OF_SCOPE)])
def test_it_learns(model: IntentModel, text: str, intent: str) -> None:
    assert model.rank(*inputs([text]))[0][0][0] == intent


def test_a_rank_has_every_intent_once_and_adds_up_to_one(model: IntentModel) -> None:
    (ranking,) = model.rank(*inputs(["vela mi pilu"]))
    assert sorted(name for name, _ in ranking) == sorted(WORDS)
    assert sum(chance for _, chance in ranking) == pytest.approx(1)
    assert [chance for _, chance in ranking] == sorted((chance for _, chance in ranking), reverse=True)


def test_terms_count(model: IntentModel) -> None:
    texts, vectors, _ = inputs(["nio", "nio"])
    model = IntentModel().fit(
        *inputs([text for text, _ in EXAMPLES])[:2],
        [["term_x"] if intent == "size" else [] for _, intent in EXAMPLES],
        [intent for _, intent in EXAMPLES],
    )
    without, with_term = (dict(ranking) for ranking in model.rank(texts, vectors, [[], ["term_x"]]))
    assert with_term["size"] > without["size"]


def test_the_state_read_back_gives_identical_ranks(model: IntentModel) -> None:
    texts = [text for text, _ in EXAMPLES] + ["", "nothing of this was ever seen", "\t"]
    kept = skops.io.dumps(model.state())
    once, again = (IntentModel.from_state(skops.io.loads(kept)).rank(*inputs(texts)) for _ in range(2))
    assert once == again
    for before, after in zip(model.rank(*inputs(texts)), once):
        assert [name for name, _ in after] == [name for name, _ in before]
        assert [chance for _, chance in after] == pytest.approx([chance for _, chance in before], abs=1e-6)


def test_the_same_examples_give_the_same_model(model: IntentModel) -> None:
    texts = [text for text, _ in EXAMPLES]
    assert fitted().rank(*inputs(texts)) == model.rank(*inputs(texts))


def test_each_text_is_ranked_by_itself(model: IntentModel) -> None:
    together = model.rank(*inputs(["rubo", "kado nio"]))
    apart = [model.rank(*inputs([text]))[0] for text in ("rubo", "kado nio")]
    for one, other in zip(together, apart):
        assert [name for name, _ in one] == [name for name, _ in other]
        assert [chance for _, chance in one] == pytest.approx([chance for _, chance in other])


def test_a_tab_in_a_message_does_not_make_terms() -> None:
    model = fitted()
    assert model.rank(*inputs(["rubo\tkado"])) == model.rank(*inputs(["rubo kado"]))


def test_tokens_are_words_pairs_letter_groups_and_terms() -> None:
    said = tokens("Ab, cd\tterm_x kind_y")
    assert said[:3] == ["ab", "cd", "ab cd"]
    assert {"#<a", "#ab>", "#<cd>"} <= set(said)
    assert said[-2:] == ["term_x", "kind_y"]


def test_scopes() -> None:
    assert [scope_of(intent) for intent in ("greet", OUT_OF_SCOPE, "definition", "follow_up")] == [
        "talk", "out", "in", "in",
    ]  # fmt: skip
