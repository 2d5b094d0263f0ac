"""The little language in which the knowledge files write down how people say something.

``word``: that word. ``swell*``: every word that begins so. ``<leg>``: anything of the list ``leg``. ``(a|b c)``: one of
these. ``word?`` or ``(a b)?``: may be missing. ``..``: up to 5 other words of the same sentence, none of them a "not".
``...``: up to 12. ``#``: a number. Texts are matched as ``marrow.safety.normal.Normaliser`` leaves them: small letters,
no apostrophes, words and punctuation separated by spaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Dict, FrozenSet, List, Mapping, Optional, Sequence, Set, Tuple

SHORT_GAP, LONG_GAP = 5, 12
NOT = "not|no|never|without|nor|isnt|arent|wasnt|werent|dont|doesnt|didnt|hasnt|havent|hadnt|aint|but"
STEM = 2  # fewest letters before a ``*``
_TOKEN = re.compile(r"\s*(<\w+>|\.\.\.?|[()|?#]|[^\s()|?<>#]+)")
_GAPS = {"..": SHORT_GAP, "...": LONG_GAP}


class PhraseError(ValueError):
    """A phrase that is not written in the language; the message says what is wrong with it."""


@dataclass(frozen=True)
class Phrase:
    """``regex`` finds it; every text that it is in has a word of ``anchors``, where ``swell*`` is any such word."""

    regex: str
    anchors: FrozenSet[str]

    @property
    def pattern(self) -> "re.Pattern[str]":
        """The regex compiled: a matter of milliseconds, the first time."""
        return _compiled(self.regex)


@dataclass(frozen=True)
class _Piece:
    regex: str
    anchors: Optional[FrozenSet[str]]  # None: it may be empty


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
        return Phrase(f"(?<= ){piece.regex}", piece.anchors)

    def _piece(self, phrase: str) -> _Piece:
        parts = _TOKEN.findall(phrase)
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
                piece = _Piece(f"(?:{pieces.pop().regex})?", None)
            else:
                piece = self._item(part)
            pieces.append(piece)
        if not pieces:
            raise PhraseError(f"'{phrase}' has an empty part")
        needed: List[FrozenSet[str]] = [piece.anchors for piece in pieces if piece.anchors]
        return _Piece("".join(piece.regex for piece in pieces), min(needed, key=len) if needed else None), parts

    def _item(self, part: str) -> _Piece:
        if part in _GAPS:
            return _Piece(rf"(?:(?!(?:{NOT}) )[^\s.?]+ ){{0,{_GAPS[part]}}}?", None)
        if part == "#":
            return _Piece(r"\d\S* ", None)
        if part.startswith("<"):
            return self._list(part[1:-1])
        stem, star, after = part.partition("*")
        if after or (star and len(stem) < STEM):
            raise PhraseError(f"'{part}': a star stands at the end, after {STEM} letters or more")
        return _Piece(re.escape(stem) + (r"\S*" if star else "") + " ", frozenset([part]))

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
    return [part for part in _TOKEN.findall(phrase) if part.isalpha()]


def _any(options: Sequence[_Piece]) -> _Piece:
    anchors = [option.anchors for option in options]
    known = [anchor for anchor in anchors if anchor]
    return _Piece(
        f"(?:{'|'.join(option.regex for option in options)})",
        frozenset().union(*known) if len(known) == len(anchors) else None,
    )


@lru_cache(maxsize=None)
def _compiled(regex: str) -> "re.Pattern[str]":
    return re.compile(regex)
