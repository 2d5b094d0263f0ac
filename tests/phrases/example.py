"""Texts that a phrase of ``marrow.text.phrases`` is in, made up at random."""

from __future__ import annotations

import random
from functools import lru_cache
from typing import List, Mapping, Sequence, Tuple

from marrow.text.normal import english_words
from marrow.text.phrases import GAPS, PHRASE_TOKEN

MOST_COMMON = 4  # words that a ``*`` is filled in with
FILLER = "table"  # stands in gaps


def example(phrase: str, lists: Mapping[str, Sequence[str]], seed: int) -> str:
    """A text that says ``phrase``, another one for each seed."""
    return _choice(PHRASE_TOKEN.findall(phrase), lists, random.Random(seed))[0]  # noqa: S311  no secret


def _choice(parts: List[str], lists: Mapping[str, Sequence[str]], chance: random.Random) -> Tuple[str, List[str]]:
    options = []
    while True:
        option, parts = _sequence(parts, lists, chance)
        options.append(option)
        if not parts or parts[0] != "|":
            return chance.choice(options), parts
        parts = parts[1:]


def _sequence(parts: List[str], lists: Mapping[str, Sequence[str]], chance: random.Random) -> Tuple[str, List[str]]:
    said: List[str] = []
    while parts and parts[0] not in ")|":
        part, parts = parts[0], parts[1:]
        if part == "(":
            piece, parts = _choice(parts, lists, chance)
            parts = parts[1:]
            said.append(piece)
        elif part == "?":
            said[-1] = chance.choice([said[-1], ""])
        elif part.startswith("<"):
            said.append(_choice(PHRASE_TOKEN.findall(chance.choice(lists[part[1:-1]])), lists, chance)[0])
        elif part in GAPS:
            said += [FILLER] * chance.choice([0, 1, GAPS[part]])
        else:
            said.append(_word(part, chance))
    return " ".join(filter(None, said)), parts


def _word(part: str, chance: random.Random) -> str:
    stem, star, _ = part.partition("*")
    if not star:
        return "3" if part == "#" else part
    if not stem[-1].isalpha():
        return f"{stem}5"
    return chance.choice(_beginning_with(stem))


@lru_cache(maxsize=None)
def _beginning_with(stem: str) -> List[str]:
    return [word for word in english_words() if word.startswith(stem)][:MOST_COMMON] or [stem]
