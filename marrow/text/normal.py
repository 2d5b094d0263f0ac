"""A message in the plain form that phrases are matched against, with its spelling repaired."""

from __future__ import annotations

import re
import unicodedata
from importlib import resources
from typing import Iterable, List

from symspellpy import SymSpell, Verbosity

ENGLISH = "frequency_dictionary_en_82_765.txt"  # of symspellpy
SHORTEST_REPAIRED, LONGEST_REPAIRED = 4, 24
TWO_MISTAKES_FROM = 8  # letters
MOSTLY = 0.6  # of the characters
_APOSTROPHES = re.compile("['\u2019\u2018`\u00b4]")
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011](?=\w)")
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*[^\W\d]*|[^\W_]+|[.!;\n]|\?|[,:()/\u2013\u2014-]|&|\+")
_SAME = {"!": ".", ";": ".", "\n": ".", "&": "and", "+": "and"}
_STRETCHED = re.compile(r"(.)\1{2,}")


def english_words() -> List[str]:
    """Eighty thousand words, the commonest first."""
    listing = resources.files("symspellpy").joinpath(ENGLISH).read_text(encoding="utf-8-sig")
    return [line.partition(" ")[0] for line in listing.splitlines()]


def mostly_words(text: str) -> bool:
    """Whether a text is made of letters and spaces rather than of code or markup."""
    return sum(character.isalpha() or character.isspace() for character in text) >= MOSTLY * len(text)


class Normaliser:
    """Knows the words that phrases are made of: a word that is none of these and no English is taken for a misspelling.

    Args:
        words: the literal words of all phrases.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._lexicon = {word for word in words if len(word) >= SHORTEST_REPAIRED}
        self._english = set(english_words())
        self._spelling = SymSpell(max_dictionary_edit_distance=2)
        for word in sorted(self._lexicon):
            self._spelling.create_dictionary_entry(word, 1)

    def __call__(self, text: str) -> str:
        """`` it hurts , i cant walk . ``: words and marks, each with a space around it."""
        plain = _HYPHEN.sub(" ", _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).lower()))
        words: List[str] = []
        for word in _TOKEN.findall(plain):
            if not word[0].isalnum():
                word = _SAME.get(word, "," if word in ":()/\u2013\u2014-" else word)
                if word == "," and words and words[-1] in (",", "."):
                    continue
            words.append(self._repaired(word) if word.isalpha() else word)
        return f" {' '.join(words)} . "

    def _repaired(self, word: str) -> str:
        if self._known(word):
            return word
        for shorter in (_STRETCHED.sub(r"\1\1", word), _STRETCHED.sub(r"\1", word)):
            if shorter != word and self._known(shorter):
                return shorter
        if not SHORTEST_REPAIRED <= len(word) <= LONGEST_REPAIRED:
            return word
        mistakes = 2 if len(word) >= TWO_MISTAKES_FROM else 1
        for suggestion in self._spelling.lookup(word, Verbosity.CLOSEST, max_edit_distance=mistakes):
            if suggestion.term[0] == word[0]:  # a first letter is rarely wrong
                return suggestion.term
        return word

    def _known(self, word: str) -> bool:
        return word in self._english or word in self._lexicon
