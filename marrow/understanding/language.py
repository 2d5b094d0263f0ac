"""What the words of a message name: tokens, sentences and vocabulary terms (spaCy, no downloaded model)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Collection, Dict, Iterable, List, Sequence, Tuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from marrow.knowledge.schema import OTHER_CONDITION, SITE, THINGS, Term
from marrow.understanding.questions import OPENERS, asks, parts
from marrow.understanding.set_aside import set_aside

_LEAD_IN = re.compile(
    r"^\W*(?:(?:ok|okay|yes|so|but|hm+)\W+)*(?:and|or|but|also|then)?\W*(?:what|how)\s+(?:about|of|abt)\b|"
    r"^\W*(?:(?:ok|okay|yes|so|but|and|hm+)\W+)*(?:(?:is|are|would|will|does|do)\s+(?:it|that|this|they)\s+(?:be\s+)?)?"
    r"(?:the\s+)?same\s+(?:goes\s+)?(?:for|in|with|on|at)\b|"
    r"^\W*(?:(?:ok|okay|yes|so|but|hm+)\W+)*(?:and|or|also)\b",
    re.IGNORECASE,
)
IMPLIED = "implied"  # where spaCy keeps the spans of words that name a term without being one: an ACL is in the knee
NAMED_BY_FRAGMENTS = {SITE, *THINGS}
MAX_QUESTIONS = 6  # the last ones: the question of a long story mostly stands at its end


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
    """A piece of a message, with the features of a ``Reading``."""

    text: str
    features: List[str]


@dataclass(frozen=True)
class Question:
    """A part of a message that asks for something, alone and together with the part before it, which it may lean on."""

    alone: Part
    in_context: Part


@dataclass(frozen=True)
class Reading:
    """A text as the language pipeline reads it: the terms named and meant, and its questions if it has several parts.

    ``fragment``: it only names something ("and CT?", "what about my ankle"), so what is asked was said before.
    """

    mentions: Tuple[Mention, ...]
    questions: Tuple[Question, ...] = ()
    fragment: bool = False

    @property
    def features(self) -> List[str]:
        """The kinds and terms named, as features of a classifier."""
        return _features(self.mentions)

    @property
    def parts(self) -> List[Part]:
        """What there is to understand beside the whole text: the questions alone, then the same in context."""
        return [*(one.alone for one in self.questions), *(one.in_context for one in self.questions)]


def build_language(vocabulary: Sequence[Term]) -> Language:
    """A blank English pipeline with rulers over the vocabulary, any case: terms as entities, implied sites as spans."""
    language = spacy.blank("en")
    named: Any = language.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    named.add_patterns(_patterns((term, term.says) for term in vocabulary))
    by_others = _patterns((term, term.implied_by) for term in vocabulary)
    if by_others:  # spaCy warns of a ruler without patterns
        implied: Any = language.add_pipe("span_ruler", config={"phrase_matcher_attr": "LOWER", "spans_key": IMPLIED})
        implied.add_patterns(by_others)
    return language


def _patterns(phrases: Iterable[Tuple[Term, Sequence[str]]]) -> List[Dict[str, str]]:
    return [{"label": term.kind, "pattern": phrase, "id": term.id} for term, says in phrases for phrase in says]


def read(language: Language, text: str) -> Reading:
    """Read one text."""
    document = language(text)
    mentions = (
        *_meant(text, [_mention(span, span.ent_id_) for span in document.ents]),
        *_meant(text, [_mention(span, span.id_) for span in document.spans.get(IMPLIED, ())]),
    )
    spans = list(parts(text))
    questions = [
        Question(_part(text, mentions, start, end), _part(text, mentions, before, end))
        for (before, _), (start, end) in zip([spans[0], *spans] if spans else [], spans)
        if asks(text[start:end])
    ]
    fragment = _is_fragment(document, {mention.kind for mention in mentions})
    return Reading(mentions, tuple(questions[-MAX_QUESTIONS:]) if len(spans) > 1 else (), fragment)


def _mention(span: Span, term: str) -> Mention:
    return Mention(span.start_char, span.end_char, span.text, span.label_, term)


def _meant(text: str, mentions: Sequence[Mention]) -> List[Mention]:
    left_out = set_aside(text, [(one.start, one.end, one.kind) for one in mentions])
    return [mention for mention, out in zip(mentions, left_out) if not out]


def _part(text: str, mentions: Tuple[Mention, ...], start: int, end: int) -> Part:
    return Part(text[start:end].strip(), _features(one for one in mentions if start <= one.start < end))


def _is_fragment(document: Doc, kinds: Collection[str]) -> bool:
    """A lead-in such as "and" or "what about", a term that is meant, and nothing else that has a meaning of its own."""
    lead = _LEAD_IN.match(document.text)
    foreign = any(span.label_ == OTHER_CONDITION for span in document.ents)
    if not lead or not NAMED_BY_FRAGMENTS & {*kinds} or foreign:
        return False
    rest = [token for token in document if token.idx >= lead.end() and not token.ent_type_]
    return all((token.is_stop or token.is_punct or token.is_space) and token.lower_ not in OPENERS for token in rest)


def _features(mentions: Iterable[Mention]) -> List[str]:
    return sorted({name for mention in mentions for name in (f"kind_{mention.kind}", f"term_{mention.term}")})
