"""What the words of a message name: tokens, sentences and vocabulary terms (spaCy, no downloaded model)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Iterable, Iterator, List, Tuple

import spacy
from spacy.language import Language

from marrow.knowledge.schema import Term

_BETWEEN_QUESTIONS = re.compile(
    r"\n+|(?:,\s*|\s+)(?:and|also|plus|or)\s+(?=(?:also\s+)?(?:how|what|when|why|where|who|which|can|could|do|does|is|are|"
    r"should|will|would|did|has|have|may|might)\b)",
    re.IGNORECASE,
)
MIN_WORDS_OF_A_PART = 2
MAX_PARTS = 12  # the last ones: the question of a long story mostly stands at its end


@dataclass(frozen=True)
class Mention:
    """One vocabulary term found in a text: where it stands (characters), its kind and its id."""

    start: int
    end: int
    text: str
    kind: str
    term: str


@dataclass(frozen=True)
class Part:
    """A sentence or clause of a message that may hold a question of its own, with the features of a ``Reading``."""

    text: str
    features: List[str]


@dataclass(frozen=True)
class Reading:
    """A text as the language pipeline reads it: the terms named and the parts that may each hold a question."""

    mentions: Tuple[Mention, ...]
    parts: Tuple[Part, ...]

    @property
    def features(self) -> List[str]:
        """The kinds and terms named, as features of a classifier."""
        return _features(self.mentions)


def build_language(vocabulary: Iterable[Term]) -> Language:
    """A blank English pipeline with sentence split and an entity ruler over the vocabulary, any case."""
    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    ruler: Any = language.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
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
    spans = [span for sentence in document.sents for span in _clauses(text, sentence.start_char, sentence.end_char)]
    parts = tuple(
        Part(text[start:end].strip(), _features(m for m in mentions if start <= m.start < end)) for start, end in spans
    )
    return Reading(mentions, parts[-MAX_PARTS:] if len(parts) > 1 else ())


def _clauses(text: str, start: int, end: int) -> Iterator[Tuple[int, int]]:
    """Where the clauses of a sentence stand that are long enough to be a question."""
    breaks = [match.span() for match in _BETWEEN_QUESTIONS.finditer(text, start, end)]
    edges = [start, *(edge for span in breaks for edge in span), end]
    for left, right in zip(edges[::2], edges[1::2]):
        if len(text[left:right].split()) >= MIN_WORDS_OF_A_PART:
            yield left, right


def _features(mentions: Iterable[Mention]) -> List[str]:
    return sorted({name for mention in mentions for name in (f"kind_{mention.kind}", f"term_{mention.term}")})
