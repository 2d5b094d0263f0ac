"""The second opinion: what it learns it can tell, and what the rules found counts."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import List

import numpy as np
import pytest
import skops.io

from marrow.conversation.intents import DECLINE, OUT_OF_SCOPE, RED_FLAG
from marrow.safety import second_opinion, tuning
from marrow.safety.second_opinion import GRAVE, JUDGE, RULED, Opinion, SecondOpinion, likeliest
from marrow.safety.tuned import as_onnx
from marrow.safety.word_judge import WordJudge
from marrow.understanding.encoder import DIMENSIONS, STATES, Stretch, session

TEXTS, PASSES = 48, 30
LABELS = {RED_FLAG: ["heat", "cold", None, None], DECLINE: [None, None, "favour", None]}
INTENTS = ["ours", None, "ours", OUT_OF_SCOPE]


def tokens(place: int) -> np.ndarray:
    """Some tokens in the place of a text; those of the same label point the same way."""
    random = np.random.default_rng(place)
    vectors = random.normal(0, 0.1, (2 + place % 5, DIMENSIONS))
    vectors[0, place % 4] += 4
    return vectors.astype(np.float32)


def said(place: int, text: str = "") -> Stretch:
    return Stretch(text, tokens(place))


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where something was learnt to."""
    folder: Path = tmp_path_factory.mktemp("learnt")
    stretches = [said(place, "so and so") for place in range(TEXTS)]  # the words tell nothing
    labels = {kind: [some[place % 4] for place in range(TEXTS)] for kind, some in LABELS.items()}
    intents = [INTENTS[place % 4] for place in range(TEXTS)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tuning, "WARM_UP", 1)
        SecondOpinion.learn(folder, stretches, labels, intents, [range(TEXTS)] * PASSES)
    return folder


@pytest.fixture(scope="module")
def second(learnt: Path) -> SecondOpinion:
    return SecondOpinion(learnt)


@pytest.mark.parametrize(("place", "label"), [(100, "heat"), (101, "cold")])
def test_what_is_learnt_is_told(second: SecondOpinion, place: int, label: str) -> None:
    opinion = second.opinions([said(place)])[RED_FLAG]
    assert opinion.chance > 0.5 > second.opinions([said(103)])[RED_FLAG].chance
    assert likeliest(opinion.scores) == label


def test_each_kind_is_told_by_itself(second: SecondOpinion) -> None:
    opinions = second.opinions([said(102)])
    assert opinions[DECLINE].chance > 0.5 > opinions[RED_FLAG].chance
    assert likeliest(opinions[DECLINE].scores) == "favour"


def test_what_was_learnt_behind_another_layer_is_refused(learnt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "STATES", "behind_layer_0")
    with pytest.raises(ValueError, match="make run"):
        SecondOpinion(learnt)


def test_the_words_have_a_say_in_whether_not_in_which(learnt: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(learnt, tmp_path / "copy"))
    labels = {RED_FLAG: [None, "heat"] * 6, DECLINE: [None] * 11 + ["favour"]}
    skops.io.dump(WordJudge.learn(["all is well", "all is burning"] * 6, labels).state(), folder / JUDGE)
    second = SecondOpinion(folder)
    calm, alarmed = (second.opinions([said(100, text)])[RED_FLAG] for text in ("well", "burning"))
    assert calm.chance < alarmed.chance and calm.scores == alarmed.scores


def test_of_a_long_text_the_likeliest_stretch_counts(second: SecondOpinion) -> None:
    opinions = second.opinions([said(place) for place in (103, 100, 102, 103)])
    assert opinions[RED_FLAG] == second.opinions([said(100)])[RED_FLAG]
    assert opinions[DECLINE] == second.opinions([said(102)])[DECLINE]


@pytest.mark.parametrize("passes", [[100, 7, 64], [0, 3]], ids=str)
def test_the_steps_are_counted_as_they_are_made(passes: List[int], monkeypatch: pytest.MonkeyPatch) -> None:
    made: List[int] = []
    batches = tuning._batches
    monkeypatch.setattr(tuning, "_batches", lambda *given: [made.append(len(one)) or one for one in batches(*given)])
    tuning.tune([tokens(0)] * 100, np.zeros((100, 2), int), [1], 1, [range(size) for size in passes])
    assert len(made) == tuning._steps(passes)
    assert sum(made) - sum(passes) == sum(size // tuning.HARDEST for size in made[: tuning._steps(passes[:-1])])


def test_what_is_hard_is_read_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    read: List[List[int]] = []
    batches = tuning._batches
    monkeypatch.setattr(tuning, "_batches", lambda places, *more: read.append([*places]) or batches(places, *more))
    monkeypatch.setattr(tuning, "WARM_UP", 1)
    which = np.array([[int(place == 7), 0] for place in range(8)])  # all alike, and one has a label all the same
    tuning.tune([tokens(0)] * 8, which, [1], 1, [range(8)] * 12)
    assert read[0].count(7) == 1 < read[-1].count(7)


def test_what_is_out_of_scope_in_one_stretch_only_is_not(second: SecondOpinion) -> None:
    foreign, long = (second.opinions([said(place) for place in places])[OUT_OF_SCOPE] for places in ([103], [103, 100]))
    assert foreign.chance > 0.5 > long.chance


@pytest.mark.parametrize(("ruled", "label"), [([], "a"), (["b"], "b"), (["c"], "a"), (["b", "c"], "b")])
def test_a_label_that_the_rules_found_counts_more(ruled: List[str], label: str) -> None:
    opinion = Opinion(0.9, {"a": 0.5, "b": 0.6 - RULED / 2, "c": 0.4 - RULED})
    chance, shares = opinion.among("abc", ruled)
    assert likeliest(shares) == label and chance == pytest.approx(0.9)


def test_a_label_that_is_not_asked_for_takes_its_share_of_the_chance() -> None:
    chance, shares = Opinion(0.8, {"a": 1.0, "b": 0.0, "c": 0.0}).among(["b", "c"], [])
    assert chance == pytest.approx(0.8 * 2 / (np.e + 2)) and shares == pytest.approx({"b": 0.5, "c": 0.5})


@pytest.mark.parametrize(("share", "label"), [(GRAVE + 0.01, "c"), (GRAVE - 0.01, "a")])
def test_what_may_well_be_graver_goes_before(share: float, label: str) -> None:
    others = {"a": (1 - share) * 0.6, "b": (1 - share) * 0.4}
    assert likeliest({**others, "c": share * 0.6, "d": share * 0.4}, {"c", "d"}) == label


def test_the_same_texts_make_the_same_model() -> None:
    hidden, which = [tokens(place) for place in range(8)], np.array([[place % 3, place % 2] for place in range(8)])
    one, other = (tuning.tune(hidden, which, [2], 1, [range(8), [0, 3, 5]]) for _ in range(2))
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_an_intent_is_learnt_only_where_it_is_known() -> None:
    ours, foreign = np.array([[0.0, 0.0, 2.0, 0.0]], np.float32), np.array([[0.0, 0.0, 0.0, 2.0]], np.float32)

    def loss(outputs: np.ndarray, intent: int) -> float:
        return float(tuning._losses(outputs, np.array([[0, intent]]), [1])[1])

    assert loss(ours, 0) == loss(foreign, 0)
    assert loss(ours, 1) < loss(foreign, 1)


def test_what_serves_computes_what_was_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "DROPOUT", 0.0)
    weights = tuning._first_weights(3)
    trained = tuning._outputs(weights, *tuning._padded([tokens(0), tokens(3)])).numpy()
    serves = session(as_onnx({name: variable.numpy() for name, variable in weights.items()}), 1)
    for row, place in enumerate((0, 3)):
        (scores,) = serves.run(["scores"], {STATES: tokens(place)[None]})
        assert scores[0] == pytest.approx(trained[row], abs=1e-4)
