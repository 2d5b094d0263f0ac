"""The words of scan reports in a text: which glossary terms it has, what it says was not seen, what nobody explains.

Free of Rasa, so that it can be tested alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, FrozenSet, Sequence, Tuple

import spacy
from spacy.tokens import Doc, Span

from marrow.knowledge.schema import Gloss, GlossKind
from marrow.understanding.negation import denied, turned_round
from marrow.understanding.unknown_words import WORD, UnknownWords

SENTENCE_ENDS = [".", "!", "?", ";", "\n", "\n\n", "\n \n", "\r\n"]
PERSONAL = re.compile(r"\b(?:i|im|i'm|ive|i've|my|me|mine|we|our|you|your|he|his|she|her)\b|\?", re.IGNORECASE)
_LEAD_IN = re.compile(  # what people put before lines that they paste; no talk of themselves
    r"(?:(?<=[.!?\n])[ \t]*|\A\s*)(?:(?:here is what|this is what|what) )?(?:my|the) (?:[\w-]+ ){0,3}?"
    r"(?:report|letter)s? (?:says?|said|reads?|states?)\b(?: that\b)?[ \t:,]*",
    re.IGNORECASE,
)
_QUERY = re.compile(r"(?<![\w?])\?(?=\w)")  # "?stress fracture": it is the radiologist who asks
MANNER = {GlossKind.TECHNIQUE, GlossKind.SIGNAL, GlossKind.PLACE, GlossKind.HEDGE, GlossKind.SIZE}
MOST_ASKED = 2  # terms: with more, it is no question for a word
FEWEST_WORDS, LEAST_SHARE = 4, 0.2  # of glossary terms in lines of a report, and of the words that they make up
ASKING = frozenset(
    (
        "what", "whats", "wat", "which", "does", "do", "is", "are", "a", "an", "the", "mean", "means", "meaning",
        "meant", "of", "by", "explain", "define", "please", "pls", "word", "words", "term", "terms", "in", "on",
        "my", "mri", "report", "scan", "letter", "it", "says", "say", "and", "for", "stand", "they", "with",
        "this", "that", "can", "you", "tell", "me", "i", "s", "n", "t", "dont", "know", "understand",
    )
)  # fmt: skip


@dataclass(frozen=True)
class ReportWord:
    """A glossary term in a text as it is written there; ``denied``: the text says that it was not seen.

    A denied one is written with all that was denied, "full-thickness tear".
    """

    gloss: str
    text: str
    denied: bool


@dataclass(frozen=True)
class ReportReading:
    """What a text has of a report: the terms, each once and in order; words that nobody explains, only of report lines.

    A term is denied where all that is said of it is that.

    ``is_report``: whether it has lines of a report about bones, whatever else it says. ``asks_a_word``: whether it asks
    what a term means, and nothing else.
    """

    words: Tuple[ReportWord, ...] = ()
    unknown: Tuple[str, ...] = ()
    is_report: bool = False
    asks_a_word: bool = False


class ReportReader:
    """Reads texts with the words of the glossary."""

    def __init__(self, glossary: Sequence[Gloss]) -> None:
        self._kinds: Dict[str, GlossKind] = {gloss.id: gloss.kind for gloss in glossary}
        self._language = spacy.blank("en")
        self._language.add_pipe("sentencizer", config={"punct_chars": SENTENCE_ENDS})
        ruler = self._language.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
        ruler.add_patterns(  # type: ignore[attr-defined]
            [
                {"label": gloss.kind.value, "pattern": phrase, "id": gloss.id}
                for gloss in glossary
                for phrase in gloss.says
            ]
        )
        self._unknown = UnknownWords(glossary)

    def read(self, text: str) -> ReportReading:
        """What a text has of a report."""
        document = self._language(_QUERY.sub(" ", _LEAD_IN.sub(lambda lead: " " * len(lead[0]), text)))
        unseen = {start: said for sentence in document.sents for start, said in denied(sentence)}
        words: Dict[str, ReportWord] = {}
        for span in document.ents:
            if span.label_ == GlossKind.HEDGE.value and turned_round(span):
                continue
            said = unseen.get(span.start_char)
            word = ReportWord(span.ent_id_, said or span.text, said is not None)
            if word.gloss not in words or words[word.gloss].denied > word.denied:
                words[word.gloss] = word
        lines = [sentence for sentence in document.sents if not PERSONAL.search(sentence.text)]
        is_report = self._is_report(lines, frozenset(unseen))
        quoted = [line for line in lines if _is_quoted(line, text)]
        unknown = tuple(self._unknown.find(lines, quoted) if is_report else self._unknown.find(quoted, quoted))
        return ReportReading(tuple(words.values()), unknown, is_report, not is_report and _asks_a_word(document))

    def _is_report(self, lines: Sequence[Span], unseen: FrozenSet[int]) -> bool:
        spans = [span for line in lines for span in line.ents]
        kinds = {self._kinds[span.ent_id_] for span in spans}
        has_its_manner = bool(kinds & MANNER) or any(span.start_char in unseen for span in spans)
        written = sum(len(WORD.findall(line.text)) for line in lines)
        return (
            len({span.ent_id_ for span in spans}) >= FEWEST_WORDS
            and has_its_manner
            and GlossKind.ANATOMY in kinds
            and bool(kinds & {GlossKind.FINDING, GlossKind.SIGNAL})
            and sum(len(WORD.findall(span.text)) for span in spans) >= LEAST_SHARE * written
        )


def _is_quoted(line: Span, text: str) -> bool:
    """Whether "my report says" stands before a line."""
    return any(line.start_char <= lead.end() < line.end_char for lead in _LEAD_IN.finditer(text))


def _asks_a_word(document: Doc) -> bool:
    """A term, and beside it nothing but words such as "what does ... mean"."""
    rest = WORD.findall(" ".join(token.lower_ for token in document if not token.ent_type_))
    return 0 < len(document.ents) <= MOST_ASKED and all(word in ASKING for word in rest)
