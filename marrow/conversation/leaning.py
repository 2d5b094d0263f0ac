"""Whether a message needs the turn before to be understood."""

from __future__ import annotations

import re

FEW_WORDS = 3
_POINTING = re.compile(r"\b(?:it|its|that|this|those|these|they|them|there)\b", re.IGNORECASE)


def points_back(text: str) -> bool:
    """Whether a word of the message points at the turn before: "it", "that"."""
    return bool(_POINTING.search(text))


def is_short(text: str) -> bool:
    """Whether a message has so few words that it may need the turn before to be understood."""
    return len(text.split()) <= FEW_WORDS
