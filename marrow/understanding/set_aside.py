"""What a message names only to leave it out: "apart from a fall", "cancer and infection aside", "not the knee"."""

from __future__ import annotations

import re
from typing import List, Sequence, Tuple

from marrow.knowledge.schema import SITE, SUBJECT

_OF = r"(?:(?:the|a|an|any|my|his|her|your|this|that|all)\s+)?$"
_EXCEPT = re.compile(
    rf"\b(?:(?:apart|aside)\s+from|other\s+than|besides|except(?:ing)?(?:\s+for)?|not\s+counting|never\s+mind|"
    rf"(?:leaving|setting|putting)\s+(?:out|aside))\s+{_OF}",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s+(?:(?:put|set|left|being)\s+)?(?:aside|apart|excepted|left\s+out)\s*,", re.IGNORECASE)
# "told apart from X" and "tell X and Y apart" ask about both.
_TOLD_APART = re.compile(r"\b(?:tell\w*|told|know\w*)\b[^.?!]*$", re.IGNORECASE)
_NOT = r"(?<!\bor )(?<!\bwhy )\bnot\s+"
_NOT_THIS = re.compile(rf"(?<!\bit ){_NOT}(?:(?:in|about)\s+)?(?:the|my|his|her)\s+$", re.IGNORECASE)
_NOT_HERE = re.compile(rf"{_NOT}(?:(?:the|my|in|his|her|about)\s+)*$", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|n?or|&)\s+(?:(?:the|a|an|any|my)\s+)?", re.IGNORECASE)
_REACH = 60  # characters before a term that can tell


def set_aside(text: str, places: Sequence[Tuple[int, int, str]]) -> List[bool]:
    """Which of the terms that a text names are only named to be left out, each alone or in a list with its neighbour.

    Args:
        text: the whole text.
        places: of each term where it starts and ends (characters) and its kind, in the order of the text.
    """
    found = [_alone(kind, text[max(0, start - _REACH) : start], text[end:]) for start, end, kind in places]
    listed = [
        not {SITE, SUBJECT} & {kind, other} and bool(_AND.fullmatch(text[end:start]))
        for (_, end, kind), (start, _, other) in zip(places, places[1:])
    ]
    for place, together in enumerate(listed):
        found[place + 1] |= together and found[place]
    for place, together in reversed([*enumerate(listed)]):
        found[place] |= together and found[place + 1]
    return found


def _alone(kind: str, before: str, after: str) -> bool:
    """A body site hurts also in "besides my knee"; what the guide is about is never left out."""
    if kind == SUBJECT:
        return False
    if kind == SITE:
        return bool(_NOT_HERE.search(before))
    if _NOT_THIS.search(before):
        return True
    return bool(_EXCEPT.search(before) or _ASIDE.match(after)) and not _TOLD_APART.search(before)
