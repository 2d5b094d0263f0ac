"""The judge of words: it tells what it has seen, knows nothing of what it has not, and survives being stored."""

from __future__ import annotations

from pathlib import Path

import pytest
import skops.io

from marrow.safety.word_judge import WordJudge

TEXTS = ["the kettle is on fire", "the kettle is fine", "lend me a kettle", "the fire is out"] * 6
LABELS = {"alarm": ["kettle", None, None, None] * 6, "favour": [None, None, "lend", None] * 6}


@pytest.fixture(scope="module")
def judge() -> WordJudge:
    return WordJudge.learn(TEXTS, LABELS)


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("kind", LABELS)
def test_what_is_learnt_is_told(judge: WordJudge, kind: str, place: int) -> None:
    assert (judge.scores(TEXTS[place])[kind] > 0) is bool(LABELS[kind][place])


@pytest.mark.parametrize("text", ["", "?!", "Ž"])
def test_without_a_word_that_it_knows_there_is_a_score_all_the_same(judge: WordJudge, text: str) -> None:
    assert judge.scores(text) == judge.scores(" ")


def test_it_survives_being_stored(judge: WordJudge, tmp_path: Path) -> None:
    skops.io.dump(judge.state(), tmp_path / "judge.skops")
    stored = WordJudge.from_state(skops.io.load(tmp_path / "judge.skops"))
    assert [stored.scores(text) for text in TEXTS] == [judge.scores(text) for text in TEXTS]
