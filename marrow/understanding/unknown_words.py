"""The words of a report that nobody explains: no English and no term, an abbreviation, "vacuum phenomenon".

Names look like them, so that no word is taken from where names stand.
"""

from __future__ import annotations

import re
from typing import FrozenSet, Iterator, List, Sequence

from spacy.tokens import Span

from marrow.knowledge.schema import Gloss, GlossKind
from marrow.text.normal import english_words
from marrow.understanding.questions import asks

COMMON, SHORTEST = 30_000, 5  # how many English words are taken for known; letters of a word that is named
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ABBREVIATION = re.compile(r"[A-Z]{3,4}")
_TWO_NAMES = re.compile(r"[A-Z][a-z]+-[A-Z][a-z]+")  # "Hill-Sachs": English words, and yet none
_OF_TWO_WORDS = re.compile(r"\b([a-z]+ (?:phenomenon|signs?|variance|islands?|deformity|syndrome))\b", re.IGNORECASE)
_NO_FIRST = re.compile(
    r"(?:a|an|the|this|that|these|any|no|of|with|and|or|other|such|clear|certain|without|for) ", re.I
)
_OF_OFFICE = re.compile(  # lines of the head and foot of a report, with names of people and places
    r"\b(?:patient|name|d\.?o\.?b|mrn|born|mrs?|ms|miss|dr|prof|professor|hospital|clinic|infirmary|institute|university|"
    r"radiology|radiologist|physician|consultant|surgeon|department|dept|ward|practice|signed|dictated|approved|verified|"
    r"reported by|read by|referr\w+|ordering|ordered|address|street|road|avenue|lives?|regards|wishes|md|frcr|mbbs)\b|"
    r"\b[A-Z]\w+ (?:Medical |Imaging )?(?:Cent(?:re|er)|Imaging)\b",
    re.IGNORECASE,
)
_NOT_NAMED = re.compile(
    r"(?:[IVX]+|MD|DO|PHD|FRC[RSP]|MBBS|MRCP|DOB|MRN|NHS|UK|USA?|ID|AM|PM|GP|OK|ASAP|FYI|PLS|THX|LOL)"
)
_JUDGED = re.compile(r"\b(?:normal|intact|unremarkable|preserved|maintained|seen|noted|identified)\b", re.IGNORECASE)
_SMALL = frozenset(
    ("the", "a", "an", "no", "this", "there", "with", "and", "left", "right", "normal", "intact", "also")
)
_AT = frozenset(("at", "in", "by", "from", "for"))  # before places and persons


class UnknownWords:
    """Finds the words of report lines that are neither English nor explained.

    Args:
        glossary: the terms that are explained.
    """

    def __init__(self, glossary: Sequence[Gloss]) -> None:
        explained = {word for gloss in glossary for phrase in gloss.says for word in WORD.findall(phrase.lower())}
        self._known: FrozenSet[str] = frozenset([*english_words()[:COMMON], *explained])

    def find(self, lines: Sequence[Span], quoted: Sequence[Span] = ()) -> List[str]:
        """The words of the lines that nobody explains, each once and in order.

        Args:
            quoted: lines that surely are of a report; elsewhere a capital counts beside a term only.
        """
        found = [
            word
            for line in lines
            if _is_of_the_body(line)
            for word in self._of(line, bool(line.ents) or line in quoted or bool(_JUDGED.search(line.text)))
        ]
        return list({word.lower(): word for word in reversed(found)}.values())[::-1]

    def _of(self, line: Span, of_a_report: bool) -> Iterator[str]:
        text = list(line.text)
        for term in line.ents:  # "|" for a scan, beside which names stand; "_" for any other term
            mark = "|" if term.label_ == GlossKind.TECHNIQUE.value else "_"
            text[term.start_char - line.start_char : term.end_char - line.start_char] = mark * len(term.text)
        rest = "".join(text)
        pairs = []
        for pair in _OF_TWO_WORDS.finditer(line.text):
            if rest[pair.end() - 1] not in "_|" and not _NO_FIRST.match(pair[0]):
                pairs.append(pair.span())
                yield pair[0]
        for word in re.finditer(rf"(?<![\w|]){WORD.pattern}(?![\w|'’])", rest):
            if any(start <= word.start() < end for start, end in pairs):
                continue
            if self._names(word[0], of_a_report) and not _is_a_name(word, rest):
                yield word[0]

    def _names(self, word: str, of_a_report: bool) -> bool:
        """Whether a word is worth naming."""
        if word[0].isupper() and not of_a_report:
            return False
        if word.isupper() and _ABBREVIATION.fullmatch(word):
            return not (_NOT_NAMED.fullmatch(word) or self._is_english(word.lower()))
        return len(word) >= SHORTEST and (not self._knows(word) or bool(_TWO_NAMES.fullmatch(word)))

    def _knows(self, word: str) -> bool:
        parts = word.lower().split("-")
        return all(len(part) < SHORTEST or self._is_english(part) for part in parts)

    def _is_english(self, word: str) -> bool:
        return not self._known.isdisjoint((word, word.rstrip("s"), word[:-2] if word.endswith("nt") else word))


def _is_of_the_body(line: Span) -> bool:
    return not _OF_OFFICE.search(line.text) and not (len(line.ents) < 2 and asks(line.text))


def _is_a_name(word: "re.Match[str]", text: str) -> bool:
    """Whether a word with a capital stands where names do: beside another, beside the kind of scan, behind "at"."""
    if not word[0][0].isupper():
        return False
    before = re.search(r"([\w|'’-]+),? +$", text[: word.start()])
    behind = re.match(r",? +([\w|'’-]+)", text[word.end() :])
    if before and before[1].lower() in _AT and not behind:
        return True
    beside = [match[1] for match in (before, behind) if match]
    return any(
        other.startswith("|") or (other[0].isupper() and not other.isupper() and other.lower() not in _SMALL)
        for other in beside
    )
