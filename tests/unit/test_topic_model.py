"""The intent model on a tiny invented language: learns, is kept and read back, and is the same every time."""

from __future__ import annotations

from typing import List, Tuple

import numpy as np
import pytest
import skops.io

from marrow.contract import topic_ids
from marrow.conversation.intents import MOVES, OUT_OF_SCOPE, SMALL_TALK
from marrow.understanding.topic_model import NEIGHBOURS, IntentModel, scope_of
from marrow.understanding.word_features import tokens

WORDS = {
    "colour": ["rubo", "rubo vela", "vela rubo nio"],
    "shape": ["kado", "kado sima", "sima kado nio"],
    "size": ["pilu", "pilu tero", "tero pilu nio"],
    OUT_OF_SCOPE: [*("zzaq", "zzaq xof", "xof zzaq nio"), *("xof " * times + "zzaq" for times in range(2, 8))],
    **{name: [f"{name}", f"{name} mi", f"mi {name}"] for name in SMALL_TALK},
}
SCOPES = ("in", "out", "talk")
EXAMPLES = [(text, intent) for intent, texts in WORDS.items() for text in texts]


def inputs(texts: List[str]) -> Tuple[List[str], np.ndarray, List[List[str]]]:
    """The texts with vectors that say nothing, so that the words decide, and no terms."""
    return texts, np.full((len(texts), 4), 0.5, np.float32), [[] for _ in texts]


def fitted() -> IntentModel:
    return IntentModel().fit(*inputs([text for text, _ in EXAMPLES]), [intent for _, intent in EXAMPLES])


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return fitted()


def towards(scope: str) -> np.ndarray:
    """The direction in which the vectors of a scope lie."""
    return np.eye(len(SCOPES), dtype=np.float32)[SCOPES.index(scope)]


@pytest.fixture(scope="module")
def sorted_by_vector() -> IntentModel:
    """A model of examples whose vectors tell the scopes apart; rounded, they are the same as 16-bit numbers."""
    vectors = np.stack([towards(scope_of(intent)) for _, intent in EXAMPLES])
    return IntentModel().fit(
        [text for text, _ in EXAMPLES], vectors, [[] for _ in EXAMPLES], [intent for _, intent in EXAMPLES]
    )


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


def test_every_scope_has_examples_enough_to_look_at() -> None:
    """Also here: fewer would be an error, and the training data has hundreds."""
    counts = [sum(scope_of(intent) == scope for _, intent in EXAMPLES) for scope in SCOPES]
    assert min(counts) >= NEIGHBOURS


@pytest.mark.parametrize("scope", SCOPES)
def test_the_nearest_examples_judge_at_the_gate(sorted_by_vector: IntentModel, scope: str) -> None:
    opinions = sorted_by_vector._nearest(towards(scope)[None])
    assert {name: opinion.shape for name, opinion in opinions.items()} == dict.fromkeys(SCOPES, (1,))
    assert sum(opinion[0] for opinion in opinions.values()) == pytest.approx(1)
    assert max(opinions, key=lambda name: opinions[name][0]) == scope
    assert opinions[scope][0] > 0.9


def test_an_unknown_word_near_foreign_examples_is_foreign(sorted_by_vector: IntentModel) -> None:
    """With the regression as it is, it is the nearest examples alone that change the verdict."""
    words, vector = ["never heard"], np.full((1, len(SCOPES)), 0.5, np.float32)
    state = sorted_by_vector.state()
    start, end = state["examples"]["ends"]["in"], state["examples"]["ends"]["out"]
    verdicts = []
    for place in (-1.0, 1.0):
        examples = np.zeros_like(state["examples"]["vectors"])
        examples[start:end] = place
        moved = IntentModel.from_state({**state, "examples": {**state["examples"], "vectors": examples}})
        verdicts.append(dict(moved.rank(words, vector, [[]])[0])[OUT_OF_SCOPE])
    far, near = verdicts
    assert near - far > 0.4
    assert near > 0.5


def test_the_two_judges_of_the_gate_weigh_the_same(sorted_by_vector: IntentModel) -> None:
    """Examples that say nothing draw the regression's verdict halfway to one third for each scope."""
    state = sorted_by_vector.state()
    words, vector = ["zzaq xof"], towards("out")[None]
    sure = dict(sorted_by_vector.rank(words, vector, [[]])[0])[OUT_OF_SCOPE]
    opinion = float(sorted_by_vector._nearest(vector)["out"][0])
    nothing = {**state["examples"], "vectors": np.zeros_like(state["examples"]["vectors"])}
    silent = IntentModel.from_state({**state, "examples": nothing})
    unsure = dict(silent.rank(words, vector, [[]])[0])[OUT_OF_SCOPE]
    assert sure - unsure == pytest.approx((opinion - 1 / len(SCOPES)) / 2, abs=1e-5)


def test_examples_and_where_their_scopes_end_are_kept(sorted_by_vector: IntentModel) -> None:
    again = IntentModel.from_state(skops.io.loads(skops.io.dumps(sorted_by_vector.state()))).examples
    kept = sorted_by_vector.examples
    assert again.ends == kept.ends
    assert list(again.ends) == sorted(SCOPES)
    assert again.ends[max(SCOPES)] == len(EXAMPLES)
    assert again.vectors.dtype == np.float32
    assert np.array_equal(again.vectors, kept.vectors)
    start = 0
    for scope, end in again.ends.items():
        assert end - start == sum(scope_of(intent) == scope for _, intent in EXAMPLES)
        assert np.array_equal(np.unique(again.vectors[start:end], axis=0), towards(scope)[None])
        start = end


@pytest.mark.parametrize(
    "intents, scope", [((OUT_OF_SCOPE,), "out"), (SMALL_TALK, "talk"), (MOVES, "talk"), (tuple(topic_ids()), "in")]
)
def test_scopes(intents: Tuple[str, ...], scope: str) -> None:
    assert {scope_of(intent) for intent in intents} == {scope}
    assert {"follow_up", "why", "deny"} <= set(MOVES)
