"""What a message names only to leave it out: "apart from a fall", "cancer and infection aside", "not the knee"."""

from __future__ import annotations

import re
from typing import List, Sequence, Tuple

from marrow.knowledge.schema import SITE, SUBJECT

_OF = r"(?:(?:the|a|an|any|my|his|her|your|this|that|all)\s+)?$"
_EXCEPT = re.compile(
    rf"\b(?:(?:apart|aside)\s+from|other\s+than|besides|except(?:ing)?(?:\s+for)?|not\s+counting|never\s+mind|"
    rf"(?:leaving|setting|putting)(?:\s+(?:out|aside))?|leave\s+out)\s+{_OF}",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s+(?:(?:put|set|being)\s+)?(?:aside|apart|excluded|excepted|left\s+out)\b", re.IGNORECASE)
_NOT_THIS = re.compile(r"\bnot\s+(?:(?:in|about)\s+)?(?:the|my|his|her)\s+$", re.IGNORECASE)
_NOT_HERE = re.compile(r"\bnot\s+(?:(?:the|my|in|his|her|about)\s+)*$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:\band\b|\bn?or\b|&)\s*(?:(?:the|a|an|any|my)\b)?\s*", re.IGNORECASE)


def set_aside(text: str, places: Sequence[Tuple[int, int, str]]) -> List[bool]:
    """Which of the terms that a text names are only named to be left out, each alone or in a list with its neighbour.

    Args:
        text: the whole text.
        places: of each term where it starts and ends (characters) and its kind, in the order of the text.
    """
    found = [_alone(kind, text[:start], text[end:]) for start, end, kind in places]
    listed = [bool(_AND.fullmatch(text[end:start])) for (_, end, _), (start, _, _) in zip(places, places[1:])]
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
    return bool(_EXCEPT.search(before) or _NOT_THIS.search(before) or _ASIDE.match(after))
