"""What a line of a report says was not seen. Where that is in doubt, nothing is denied.

NegEx (Chapman and others 2001) lets a negation reach to the end of the sentence: "no fracture, likely transient
osteoporosis" would deny both. Here it reaches one term, or a list of bare terms that "or" or "nor" closes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterator, List, Optional, Sequence, Tuple

from spacy.tokens import Span

from marrow.knowledge.schema import GlossKind

_SHOWN = (
    "(?:identified|seen|present|evident|visuali[sz]ed|demonstrated|detected|noted|appreciated|apparent|found|observed|"
    "shown)"
)
_BEFORE = re.compile(
    r"\b(?:negative for|absence of|free (?:of|from)|"
    r"(?:(?:do|does|did) not|fail(?:s|ed)? to) (?:show|demonstrate|reveal|contain|have)|"
    r"(?:no|without|w/o)(?: [\w-]+){0,3}? (?:evidence|signs?|indications?|suggestion|features?|findings?)"
    r" (?:of|for|to (?:suggest|indicate))|"
    r"no|without|w/o|neither)(?: any| an?| the)?(?![\w-])",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?:\b(?:is|are|was|were|has been|have been) )?\bnot {_SHOWN}\b|\bnone {_SHOWN}\b|"
    r"\b(?:is|are|was|were) (?:absent|excluded|ruled out)\b|\babsent\b|: *(?:none|no|absent|negative)(?=\W*$)",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(  # "not seen on the older scan" tells of another day
    r"\bwith or without\b|\b(?:no|without) (?:doubt|question)\b|\bno longer\b|\bno\. ?\d|"
    rf"\bpreviously (?:not )?{_SHOWN}\b|\bnot {_SHOWN}(?: \w+)? "
    r"(?:previously|before|(?:on|in) (?:the |an? |any )?(?:prior|previous|older?|last|earlier|\d{4}))\b",
    re.IGNORECASE,
)
_OR = frozenset(("or", "nor", "/", "and/or"))
_PLACES = frozenset(("in", "of", "at", "within", "to", "from", "on", "near", "around", "along", "about", "involving",
                     "adjacent", "through", "under", "between", "throughout", "across"))  # fmt: skip
_BEGIN = frozenset(  # words behind which something else is told
    (
        "and", "with", "but", "however", "although", "though", "except", "yet", "still", "while", "whereas", "instead",
        "which", "that", "there", "this", "these", "it", "than", "as", "if", "for", "by", "due", "secondary", "because",
        "since", "likely", "probably", "probable", "presumably", "presumed", "possible", "possibly", "perhaps",
        "questionable", "suspected", "suspicion", "concerning", "worrisome", "suggest", "suggests", "suggested",
        "suggesting", "suggestive", "consistent", "compatible", "typical", "characteristic", "favor", "favors",
        "favored", "favour", "favours", "favoured", "represents", "representing", "reflects", "reflecting",
        "indicating", "indicative", "may", "might", "could", "can", "cannot", "is", "are", "was", "were", "be", "been",
        "has", "have", "had", "shows", "show", "demonstrates", "persists", "remains", "seen", "identified", "noted",
        "present", "intact", "normal", "unremarkable", "preserved", "maintained", "no", "not", "without", "neither",
        "none", "rather", "only", "just", "also", "unlikely", "less", "more", "suspicious for", "suspicious of",
        ":", ";", "(", ")", "-", "–", "—", ".", "?", "!",
    )
)  # fmt: skip


_ADJECTIVE = re.compile(r"(?:ed|ive|ic|ory|al|ous)$")
_TURN = frozenset(("not", "less", "never", "longer"))


@dataclass(frozen=True)
class _Unit:
    """A glossary term, or a token that is in none; ``start`` and ``end`` are characters of the document."""

    word: str
    kind: Optional[GlossKind]
    start: int
    end: int

    @property
    def begins(self) -> bool:
        """Whether something else is told from here on."""
        return self.word in _BEGIN or self.word.split()[0] in _BEGIN

    @property
    def ends(self) -> bool:
        """Whether a negation before it reaches no further. "Without contrast" is how the scan was made."""
        return self.begins or self.word in _PLACES or self.kind == GlossKind.TECHNIQUE


_Units = Sequence[_Unit]


def denied(sentence: Span) -> Iterator[Tuple[int, str]]:
    """Terms that a sentence says were not seen: the character each starts at, and what is denied, in its own words.

    These have what goes with the term, "full-thickness tear" or "tear of the root": another tear may be there.
    """
    units = _units(sentence)
    passed = list(_NO_DENIAL.finditer(sentence.text))

    def cues(pattern: "re.Pattern[str]") -> Iterator[Tuple[int, int]]:
        for cue in pattern.finditer(sentence.text):
            if not any(other.start() < cue.end() and cue.start() < other.end() for other in passed):
                yield cue.start() + sentence.start_char, cue.end() + sentence.start_char

    for _, end in cues(_BEFORE):
        behind = [unit for unit in units if unit.start >= end]
        for thing in _forward(behind):
            yield from _told(sentence, thing, _head(thing), _with_place(thing, behind))
    for start, _ in cues(_BEHIND):
        for thing in _backward([unit for unit in units if unit.end <= start]):
            place = next((number for number, unit in enumerate(thing) if unit.word in _PLACES), len(thing))
            yield from _told(sentence, thing, _head(thing[:place]), thing)


def _units(sentence: Span) -> List[_Unit]:
    terms = {span.start: span for span in sentence.ents}
    units, position = [], sentence.start
    while position < sentence.end:
        span = terms.get(position, sentence.doc[position : position + 1])
        if span.text.strip() and not (
            span.text == "-" and sentence.doc[position - 1].whitespace_ == ""
        ):  # "pre-existing"
            kind = GlossKind(span.label_) if position in terms else None
            units.append(_Unit(span.text.lower(), kind, span.start_char, span.end_char))
        position = span.end
    return units


def _head(thing: _Units) -> _Units:
    """What a thing is; nothing where it may be two, as in "no fracture edema of the talus"."""
    found = [unit for unit in thing if unit.kind == GlossKind.FINDING]
    return found[-1:] if all(_ADJECTIVE.search(unit.word) for unit in found[:-1]) else ()


def _told(sentence: Span, thing: _Units, terms: _Units, whole: _Units) -> Iterator[Tuple[int, str]]:
    for term in terms:
        yield term.start, sentence.doc.text[thing[0].start : whole[-1].end]


def _forward(units: _Units) -> List[List[_Unit]]:
    """The things that a negation before them reaches: one, or those of a list."""
    things: List[List[_Unit]] = [[]]
    for position, unit in enumerate(units):
        if unit.word == "," and not _is_list(units[position + 1 :]):
            break
        if unit.word in _OR or unit.word == ",":
            things.append([])
        elif unit.ends:
            break
        else:
            things[-1].append(unit)
    return things


def _is_list(units: _Units) -> bool:
    """Whether bare terms follow, and nothing else, up to an "or"."""
    for before, unit in zip([None, *units], units):
        if unit.word in _OR:
            return True
        told_of = before is not None and before.kind == GlossKind.FINDING and unit.word != "," and unit.kind is None
        if unit.ends or unit.kind == GlossKind.SIZE or told_of:
            return False
    return False


def _with_place(thing: _Units, units: _Units) -> _Units:
    """A thing with the place that is told behind it."""
    rest = [unit for unit in units if thing and unit.start > thing[-1].start]
    if not rest or rest[0].word not in _PLACES:
        return thing
    stop = next((number for number, unit in enumerate(rest) if unit.begins or unit.word in (*_OR, ",")), len(rest))
    return rest[:stop]


def _backward(units: _Units) -> List[List[_Unit]]:
    """The things that a negation behind them reaches: all, where they are a list of bare terms; else the last."""
    things: List[List[_Unit]] = [[]]
    for unit in units:
        if unit.word in _OR or unit.word in (",", "and"):
            things.append([])
        else:
            things[-1].append(unit)
    closed = any(unit.word in _OR or unit.word == "and" for unit in units)
    bare = not any(unit.kind == GlossKind.SIZE or (unit.ends and unit.word != "and") for unit in units)
    if closed and bare:
        return things
    last = things[-1]
    begins = [number for number, unit in enumerate(last) if unit.begins]
    return [last[begins[-1] + 1 :] if begins else last]


def turned_round(term: Span) -> bool:
    """Whether a word before a term turns it into its opposite: "less likely", "not clearly consistent with"."""
    before = term.doc[max(0, term.start - 2) : term.start]
    words = [token.lower_ for token in before]
    return words[-1:] != [] and (words[-1] in _TURN or (words[-1].endswith("ly") and words[0] in _TURN))
