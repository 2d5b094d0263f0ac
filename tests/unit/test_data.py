"""The training utterances: none twice, none that understanding is measured with, enough of each by enough hands."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Set, Tuple

import yaml

from marrow.contract import topic_ids
from marrow.conversation.intents import OTHER_LANGUAGE, OUT_OF_SCOPE, SAFETY
from marrow.settings import ROOT

FEWEST, FEWEST_OF_A_TOPIC, FEWEST_OUT_OF_SCOPE = 10, 60, 500
FEWEST_HANDS = 4
WITHOUT_EXAMPLES = {OTHER_LANGUAGE, *SAFETY}  # components of the pipeline, or buttons, set them
OWN_WORDS = 11  # from here on a turn is not one of the fragments that everybody types
MEASURING = ROOT / "tests" / "understanding"


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@lru_cache(maxsize=None)
def utterances() -> List[Tuple[str, str, str]]:
    """(text, intent, file) of all of ``data/nlu``."""
    return [
        (line[2:].strip(), entry["intent"], path.relative_to(ROOT).as_posix())
        for path in sorted((ROOT / "data" / "nlu").rglob("*.yml"))
        for entry in read(path)["nlu"]
        for line in entry["examples"].splitlines()
    ]


@lru_cache(maxsize=None)
def measured() -> List[str]:
    """What understanding is measured with: the messages, and of the talks the turns that are not common fragments."""
    messages = [item["text"] for path in sorted(MEASURING.glob("*.yml")) for item in read(path)]
    turns = [
        turn["user"]
        for path in sorted((MEASURING / "talks").glob("*.yml"))
        for talk in read(path)
        for turn in talk["turns"]
        if "user" in turn
    ]
    return messages + [text for text in turns if len(text.split()) >= OWN_WORDS]


def plain(text: str) -> str:
    """The words alone, in lower case; a text without any as it is."""
    return " ".join(re.findall(r"\w+", text.casefold())) or text


def test_there_are_examples_and_measurements() -> None:
    assert len(utterances()) > 1000
    assert len(measured()) > 500
    for folder in (MEASURING, MEASURING / "talks"):
        assert {path.stem for path in folder.glob("*.yml")} == {"development", "test"}
        assert all(isinstance(read(path), list) and read(path) for path in folder.glob("*.yml"))


def test_no_utterance_stands_twice() -> None:
    counts = Counter(plain(text) for text, _, _ in utterances())
    assert [entry for entry in utterances() if counts[plain(entry[0])] > 1] == []


def test_no_utterance_is_one_that_understanding_is_measured_with() -> None:
    kept_apart = {plain(text) for text in measured()}
    assert [entry for entry in utterances() if plain(entry[0]) in kept_apart] == []


def test_no_example_question_of_the_knowledge_is_one_that_understanding_is_measured_with() -> None:
    """Labels and example questions are trained on too (``marrow.understanding.importer``)."""
    kept_apart = {plain(text) for text in measured()}
    topics = [read(path) for path in sorted((ROOT / "knowledge" / "topics").glob("*.yml"))]
    trained = [text for topic in topics for text in (topic["label"], *topic["examples"])]
    assert [text for text in trained if plain(text) in kept_apart] == []


def counts_and_hands() -> Tuple[Dict[str, int], Dict[str, Set[str]]]:
    """Of each intent how many examples it has, and the names of the files they stand in: whose hand wrote them."""
    hands: Dict[str, Set[str]] = {}
    for _, intent, file in utterances():
        hands.setdefault(intent, set()).add(Path(file).stem)
    return Counter(intent for _, intent, _ in utterances()), hands


def test_every_intent_has_enough_examples() -> None:
    counts, _ = counts_and_hands()
    intents = set(read(ROOT / "domain.yml")["intents"])
    assert {intent: counts[intent] for intent in counts if counts[intent] < FEWEST} == {}
    assert intents - set(counts) == WITHOUT_EXAMPLES
    assert set(counts) <= intents


def test_every_topic_has_enough_examples_by_enough_hands() -> None:
    counts, hands = counts_and_hands()
    assert {topic: counts[topic] for topic in topic_ids() if counts[topic] < FEWEST_OF_A_TOPIC} == {}
    assert {topic: hands[topic] for topic in topic_ids() if len(hands[topic]) < FEWEST_HANDS} == {}


def test_there_is_enough_that_is_not_of_this_guide() -> None:
    counts, hands = counts_and_hands()
    assert counts[OUT_OF_SCOPE] >= FEWEST_OUT_OF_SCOPE
    assert len(hands[OUT_OF_SCOPE]) >= FEWEST_HANDS
