"""What the words of a message name: tokens, sentences and vocabulary terms (spaCy, no downloaded model)."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterable, List, Tuple

import spacy
from spacy.language import Language

from marrow.knowledge.schema import Term

_BEFORE_A_SECOND_QUESTION = re.compile(
    r"(?:,\s*|\s+)(?:and|also|plus|or)\s+(?=(?:also\s+)?(?:how|what|when|why|where|who|which|can|could|do|does|is|are|"
    r"should|will|would|did|has|have|may|might)\b)",
    re.IGNORECASE,
)
MIN_WORDS_OF_A_PART = 2


@dataclass(frozen=True)
class Mention:
    """One vocabulary term found in a text: where it stands (characters), its kind and its id."""

    start: int
    end: int
    text: str
    kind: str
    term: str


@dataclass(frozen=True)
class Reading:
    """A text as the language pipeline reads it: the terms named and the parts that may each hold a question."""

    mentions: Tuple[Mention, ...]
    parts: Tuple[str, ...]

    @property
    def features(self) -> List[str]:
        """The kinds and terms named, as features of a classifier."""
        return sorted({f"kind_{mention.kind}" for mention in self.mentions} | {f"term_{m.term}" for m in self.mentions})


def build_language(vocabulary: Iterable[Term]) -> Language:
    """A blank English pipeline with sentence split and an entity ruler over the vocabulary, any case."""
    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    ruler = language.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns(
        [{"label": term.kind, "pattern": phrase, "id": term.id} for term in vocabulary for phrase in term.says]
    )
    return language


def read(language: Language, text: str) -> Reading:
    """Read one text."""
    document = language(text)
    mentions = tuple(
        Mention(span.start_char, span.end_char, span.text, span.label_, span.ent_id_) for span in document.ents
    )
    parts = [
        part.strip()
        for sentence in document.sents
        for line in sentence.text.splitlines()
        for part in _BEFORE_A_SECOND_QUESTION.split(line)
    ]
    return Reading(mentions, tuple(part for part in parts if len(part.split()) >= MIN_WORDS_OF_A_PART))
