"""Where the parts of a message stand, and which of them ask for something. Plain English patterns, nothing medical."""

from __future__ import annotations

import re
from typing import Iterator, Tuple

_OPENERS = (  # words that a question begins with
    "how", "what", "whats", "when", "why", "where", "who", "which", "can", "could", "do", "does", "did", "is", "are",
    "am", "was", "should", "will", "would", "has", "have", "may", "might", "shall", "if", "whether", "any",
)  # fmt: skip
OPENERS = frozenset(_OPENERS)
_OPENER = rf"(?:{'|'.join(_OPENERS)})(?:'\w+)?\b"
_LEAD_IN = r"(?:(?:and|also|plus|or|but|so|then|ok|okay|first|second|if not|if so|another thing)[\s,]+)*"
_BREAK = re.compile(
    rf"\n+|(?<=[.!?…])\s+|\s+[-–—]+\s+|\s*[,;:]+\s*(?={_LEAD_IN}{_OPENER})|\s+(?=(?:and|also|plus|or)\s+{_LEAD_IN}{_OPENER})",
    re.IGNORECASE,
)
_ASKING = re.compile(
    rf"\?|^\W*{_LEAD_IN}{_OPENER}|"
    r"\b(?:why|which|whether|tell me|explain|like to know|wonder\w*|any (?:idea|advice|good)|know (?:if|how|what|when)|"
    r"how (?:long|much|many|do|does|is|are|can|to)|what(?:'?s| is| are| do| does| can| should)|"
    r"(?:should|can|do|am|will|could) i|(?:is|does|will|would|could) (?:it|that|this))\b",
    re.IGNORECASE,
)
MIN_WORDS = 2


def asks(text: str) -> bool:
    """Whether a part of a message asks for something."""
    return bool(_ASKING.search(text))


def parts(text: str) -> Iterator[Tuple[int, int]]:
    """Start and end (characters) of the sentences and clauses that are long enough to be a question."""
    start = 0
    for end, after in [*(match.span() for match in _BREAK.finditer(text)), (len(text), len(text))]:
        if len(text[start:end].split()) >= MIN_WORDS:
            yield start, end
        start = after
