"""What the designs learn from and are asked, and the reading of texts: vectors and vocabulary terms, kept in memory."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Iterator, List, Sequence, Set

import numpy as np
import yaml

from benchmarks.scoring import SAFETY, SMALL_TALK_KIND, read_set
from marrow.contract import topic_ids
from marrow.knowledge.files import examples, read_knowledge
from marrow.settings import ROOT, get_settings
from marrow.understanding.encoder import SentenceEncoder
from marrow.understanding.language import Reading, build_language, read
from marrow.understanding.topic_model import SMALL_TALK

HANDS = (
    "terse", "british", "plainspoken", "storyteller", "searcher", "forum", "second_language", "relative",
    "blunt", "careful", "chatty", "inquisitive", "pressed", "young",
)  # fmt: skip
KNOWLEDGE = "knowledge"
OTHER_LANGUAGE = "other_language"
_WORD = re.compile(r"[^\W\d_]+")

Case = Dict[str, Any]  # a message with what is true of it, as in tests/understanding


@dataclass(frozen=True)
class Example:
    """A message to learn from; ``hand`` is the stem of its file: whose manner of writing it is."""

    text: str
    intent: str
    hand: str


class Reader:
    """Reads texts, each once: sentence vectors and vocabulary terms."""

    def __init__(self) -> None:
        settings = get_settings()
        knowledge, _ = read_knowledge(settings.knowledge_folder)
        self.vocabulary = knowledge.vocabulary
        self._language = build_language(self.vocabulary)
        self._topics: Dict[str, str] = {term.id: str(term.topic) for term in self.vocabulary if term.topic}
        self._encoder = SentenceEncoder(settings.encoder_file, settings.encoder_threads)
        self._vectors: Dict[str, np.ndarray] = {}
        self._readings: Dict[str, Reading] = {}

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """Of each text the sentence vector, shape ``(texts, 384)``."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, self._encoder.encode(new)))
        return np.stack([self._vectors[text] for text in texts])

    def reading(self, text: str) -> Reading:
        """What the words of a text name, and its questions."""
        if text not in self._readings:
            self._readings[text] = read(self._language, text)
        return self._readings[text]

    def terms(self, texts: Sequence[str]) -> List[List[str]]:
        """Of each text the kinds and terms named, as features."""
        return [self.reading(text).features for text in texts]

    def topics_named(self, text: str) -> List[str]:
        """The topics of the terms that a text names, in their order."""
        return [self._topics[one.term] for one in self.reading(text).mentions if one.term in self._topics]


def training_examples() -> List[Example]:
    """Everything that the assistant learns from: ``data/nlu``, and labels and example questions of the knowledge."""
    return [*_written(), *_known()]


def _written() -> Iterator[Example]:
    for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in entry["examples"].splitlines():
                if line[2:].strip():
                    yield Example(line[2:].strip(), entry["intent"], path.stem)


def _known() -> Iterator[Example]:
    knowledge, _ = read_knowledge(get_settings().knowledge_folder)
    for topic, text in examples(knowledge.topics):
        yield Example(text, topic.topic, KNOWLEDGE)


def as_case(example: Example) -> Case:
    """A training example as a message of a set."""
    if example.intent in topic_ids():
        return {"text": example.text, "topic": example.intent}
    return {"text": example.text, "kind": SMALL_TALK_KIND if example.intent in SMALL_TALK else example.intent}


def development_set() -> List[Case]:
    """The development set without what other components tell apart: other languages, red flags, requests to decline."""
    cases = read_set(ROOT / "tests" / "understanding" / "development.yml")
    return [case for case in cases if case.get("kind") not in (OTHER_LANGUAGE, *SAFETY)]


def words_of(texts: Sequence[str]) -> Set[str]:
    """The words of some texts, without digits, in lower case."""
    return {word for text in texts for word in _WORD.findall(text.lower())}


@lru_cache(maxsize=None)
def configured(component: str) -> Dict[str, Any]:
    """The settings of a component in ``config.yml``; its name may be the end of a path."""
    content = yaml.safe_load(Path(ROOT / "config.yml").read_text(encoding="utf-8"))
    return next(entry for entry in content["pipeline"] if entry["name"].split(".")[-1] == component)
