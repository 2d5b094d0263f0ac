"""The training utterances: none twice, none that understanding is measured with, enough of each."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any, List, Tuple

import yaml

from marrow.settings import ROOT

FEWEST = 10


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
    """What understanding is measured with."""
    return [item["text"] for path in sorted((ROOT / "tests" / "understanding").glob("*.yml")) for item in read(path)]


def plain(text: str) -> str:
    """The words alone, in lower case; a text without any as it is."""
    return " ".join(re.findall(r"\w+", text.casefold())) or text


def test_there_are_examples_and_measurements() -> None:
    assert len(utterances()) > 1000
    assert len(measured()) > 500


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


def test_every_intent_has_enough_examples() -> None:
    counts = Counter(intent for _, intent, _ in utterances())
    intents = read(ROOT / "domain.yml")["intents"]
    assert {intent: counts[intent] for intent in intents if counts[intent] < FEWEST} == {}
    assert set(counts) == set(intents)
