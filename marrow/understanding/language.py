"""What the words of a message name: tokens, sentences and vocabulary terms (spaCy, no downloaded model)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Iterable, Iterator, List, Tuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from marrow.knowledge.schema import Term

_BETWEEN_QUESTIONS = re.compile(
    r"\n+|(?:,\s*|\s+)(?:and|also|plus|or)\s+(?=(?:also\s+)?(?:how|what|when|why|where|who|which|can|could|do|does|is|are|"
    r"should|will|would|did|has|have|may|might)\b)",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^\W*(?:(?:ok|okay|yes|so|but|hm+)\W+)*(?:and|or|but|also|then)?\W*(?:what|how)\s+(?:about|of|abt)\b|"
    r"^\W*(?:(?:ok|okay|yes|so|but|hm+)\W+)*(?:and|or|also)\b",
    re.IGNORECASE,
)
_QUESTION_WORDS = {
    "how",
    "what",
    "when",
    "why",
    "where",
    "who",
    "which",
    "is",
    "are",
    "can",
    "could",
    "do",
    "does",
    "should",
}
NAMED_BY_FRAGMENTS = {"site", "cause", "scan", "treatment", "person", "activity", "lifestyle"}
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
    """A text as the language pipeline reads it: the terms named and the parts that may each hold a question.

    ``fragment``: it only names something ("and CT?", "what about my ankle"), so what is asked was said before.
    """

    mentions: Tuple[Mention, ...]
    parts: Tuple[Part, ...]
    fragment: bool = False

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
    return Reading(mentions, parts[-MAX_PARTS:] if len(parts) > 1 else (), _is_fragment(document))


def _is_fragment(document: Doc) -> bool:
    """A lead-in such as "and" or "what about", a term, and nothing else that carries a meaning of its own."""
    lead = _LEAD_IN.match(document.text)
    if not lead or not any(span.label_ in NAMED_BY_FRAGMENTS for span in document.ents):
        return False
    rest = [token for token in document if token.idx >= lead.end() and not token.ent_type_]
    return all(
        (token.is_stop or token.is_punct or token.is_space) and token.lower_ not in _QUESTION_WORDS for token in rest
    )


def _clauses(text: str, start: int, end: int) -> Iterator[Tuple[int, int]]:
    """Where the clauses of a sentence stand that are long enough to be a question."""
    breaks = [match.span() for match in _BETWEEN_QUESTIONS.finditer(text, start, end)]
    edges = [start, *(edge for span in breaks for edge in span), end]
    for left, right in zip(edges[::2], edges[1::2]):
        if len(text[left:right].split()) >= MIN_WORDS_OF_A_PART:
            yield left, right


def _features(mentions: Iterable[Mention]) -> List[str]:
    return sorted({name for mention in mentions for name in (f"kind_{mention.kind}", f"term_{mention.term}")})
