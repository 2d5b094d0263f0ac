"""The little language in which the knowledge files write down how people say something.

``word``: that word. ``swell*``: every word that begins so. ``<leg>``: anything of the list ``leg``. ``(a|b c)``: one of
these. ``word?`` or ``(a b)?``: may be missing. ``..``: up to 5 other words of the same sentence, none of them a "not".
``...``: up to 12. ``#``: a number. Texts are matched as ``marrow.text.normal.Normaliser`` leaves them: small letters,
no apostrophes, words and punctuation separated by spaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Dict, FrozenSet, Iterator, List, Mapping, Sequence, Set, Tuple

Words = FrozenSet[str]
SHORT_GAP, LONG_GAP = 5, 12
NOT = "not|no|never|without|nor|isnt|arent|wasnt|werent|dont|doesnt|didnt|hasnt|havent|hadnt|aint|but"
STEM = 2  # fewest letters before a ``*``
PHRASE_TOKEN = re.compile(r"\s*(<\w+>|\.\.\.?|[()|?#]|[^\s()|?<>#]+)")
GAPS = {"..": SHORT_GAP, "...": LONG_GAP}
_ANY: Words = frozenset()
_NUMBER: Words = frozenset("#")


class PhraseError(ValueError):
    """A phrase that is not written in the language; the message says what is wrong with it."""


@dataclass(frozen=True)
class Phrase:
    """How to find it: what it may begin with, and of which words each text that it is in has one.

    ``swell*`` stands for every word that begins so, ``#`` for every number.
    """

    regex: str
    anchors: Tuple[Words, ...]
    starts: Words

    @property
    def pattern(self) -> "re.Pattern[str]":
        """The regex compiled: a matter of milliseconds, the first time. It matches from the start of a word on."""
        return _compiled(self.regex)

    def spans(self, text: str, where: Mapping[str, Sequence[int]]) -> Iterator[Tuple[int, int]]:
        """Where it is in ``text`` (characters), of which ``where`` is ``words_in(text)``."""
        if any(map(where.keys().isdisjoint, self.anchors)):
            return
        pattern, end = self.pattern, 0
        for start in sorted({start for word in self.starts & where.keys() for start in where[word]}):
            match = pattern.match(text, start) if start >= end else None
            if match:
                end = match.end()
                yield match.span()


@dataclass(frozen=True)
class _Piece:
    regex: str
    anchors: Tuple[Words, ...]  # none: it may be empty
    starts: Words  # none: any word


class PhraseBook:
    """Compiles phrases; ``lists`` gives the meaning of ``<name>``."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._lists = lists
        self._pieces: Dict[str, _Piece] = {}
        self._open: Set[str] = set()

    def compile(self, phrase: str) -> Phrase:
        """The phrase, ready to match.

        Raises:
            PhraseError: when it is not well-formed, names an unknown list, or would match nothing at all.
        """
        piece = self._piece(phrase)
        if not piece.anchors:
            raise PhraseError(f"'{phrase}' matches without any word")
        if not piece.starts:
            raise PhraseError(f"'{phrase}' begins with a gap")
        return Phrase(piece.regex, piece.anchors, piece.starts)

    def _piece(self, phrase: str) -> _Piece:
        parts = PHRASE_TOKEN.findall(phrase)
        if "".join(parts) != re.sub(r"\s+", "", phrase):
            raise PhraseError(f"'{phrase}' has characters that mean nothing here")
        piece, rest = self._choice(parts, phrase)
        if rest:
            raise PhraseError(f"'{phrase}' has a bracket too many")
        return piece

    def _choice(self, parts: List[str], phrase: str) -> Tuple[_Piece, List[str]]:
        options = []
        while True:
            option, parts = self._sequence(parts, phrase)
            options.append(option)
            if not parts or parts[0] != "|":
                return (options[0] if len(options) == 1 else _any(options)), parts
            parts = parts[1:]

    def _sequence(self, parts: List[str], phrase: str) -> Tuple[_Piece, List[str]]:
        pieces: List[_Piece] = []
        while parts and parts[0] not in ")|":
            part, parts = parts[0], parts[1:]
            if part == "(":
                piece, parts = self._choice(parts, phrase)
                if not parts:
                    raise PhraseError(f"'{phrase}' has a bracket that is not closed")
                parts = parts[1:]
            elif part == "?":
                if not pieces:
                    raise PhraseError(f"'{phrase}' has a ? after nothing")
                last = pieces.pop()
                piece = _Piece(f"(?:{last.regex})?", (), last.starts)
            else:
                piece = self._item(part)
            pieces.append(piece)
        if not pieces:
            raise PhraseError(f"'{phrase}' has an empty part")
        anchors = sorted((words for piece in pieces for words in piece.anchors), key=len)
        return _Piece("".join(piece.regex for piece in pieces), tuple(anchors), _starts(pieces)), parts

    def _item(self, part: str) -> _Piece:
        if part in GAPS:
            return _Piece(rf"(?:(?!(?:{NOT}) )[^\s.?]+ ){{0,{GAPS[part]}}}?", (), _ANY)
        if part == "#":
            return _Piece(r"\d\S* ", (_NUMBER,), _NUMBER)
        if part.startswith("<"):
            return self._list(part[1:-1])
        stem, star, after = part.partition("*")
        if after or (star and len(stem) < STEM):
            raise PhraseError(f"'{part}': a star stands at the end, after {STEM} letters or more")
        word = frozenset([part])
        return _Piece(re.escape(stem) + (r"\S*" if star else "") + " ", (word,), word)

    def _list(self, name: str) -> _Piece:
        if name not in self._pieces:
            if name not in self._lists or name in self._open:
                raise PhraseError(f"there is no list '{name}'" if name not in self._lists else f"'{name}' holds itself")
            self._open.add(name)
            self._pieces[name] = _any([self._piece(phrase) for phrase in self._lists[name]])
            self._open.remove(name)
        return self._pieces[name]


def words_of(phrase: str) -> List[str]:
    """The literal words of a phrase, which spelling repair aims at; ``swell*`` is none."""
    return [part for part in PHRASE_TOKEN.findall(phrase) if part.isalpha()]


def words_in(text: str) -> Dict[str, List[int]]:
    """Where each word of a text begins (characters), also under the names that ``Phrase`` has for kinds of words."""
    where: Dict[str, List[int]] = {}
    for match in re.finditer(r"\S+", text):
        word = match[0]
        names = [
            word,
            *(f"{word[:size]}*" for size in range(STEM, len(word) + 1)),
            *(_NUMBER if word[0].isdigit() else ()),
        ]
        for name in names:
            where.setdefault(name, []).append(match.start())
    return where


def _starts(pieces: Sequence[_Piece]) -> Words:
    starts = _ANY
    for piece in pieces:
        if not piece.starts:
            return _ANY
        starts |= piece.starts
        if piece.anchors:
            break
    return starts


def _any(options: Sequence[_Piece]) -> _Piece:
    anchors = [frozenset().union(*option.anchors[:1]) for option in options]
    starts = [option.starts for option in options]
    return _Piece(
        f"(?:{'|'.join(option.regex for option in options)})",
        (frozenset().union(*anchors),) if all(anchors) else (),
        frozenset().union(*starts) if all(starts) else _ANY,
    )


@lru_cache(maxsize=None)
def _compiled(regex: str) -> "re.Pattern[str]":
    return re.compile(regex)
