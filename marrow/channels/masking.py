"""Take personal data out of a message before anything of it is kept: whoever pastes a report pastes its head, too.

Patterns, no name recognition: scrubadub and presidio would bring models of names that take people's words for names.
"""

from __future__ import annotations

import re
from typing import List, Tuple

REMOVED = "[removed]"
_LABELS = (
    r"patient(?:'?s)?(?: name| id)?|(?:first |last |full |sur)?name|d\.?o\.?b\.?|date of birth|born|mrn|"
    r"(?:nhs|hospital|patient|record|file|case|insurance|policy|social security|accession)(?: (?:number|no\.?|id))|"
    r"accession|ssn|address|phone|telephone|tel|mobile|cell|fax|e-?mail|"
    r"(?:referring|ordering|requesting|reporting|attending|consulting)(?: (?:physician|doctor|clinician|provider|"
    r"radiologist|consultant))?|"
    r"(?:electronically )?(?:reported|dictated|signed|read|verified|approved|interpreted|referred) by|"
    r"radiologist|physician|consultant"
)
_PATTERNS: List[Tuple["re.Pattern[str]", str]] = [
    # "Patient: Jo Bloggs   DOB: 1/2/1960": up to the end of the line, a wide gap or the next label
    (
        re.compile(
            rf"\b({_LABELS})[ \t]*[:#][ \t]*\S(?:(?!\s{{2,}}|\n|[;|] |[ \t](?:{_LABELS})[ \t]*[:#]).)*", re.IGNORECASE
        ),
        rf"\1: {REMOVED}",
    ),
    (re.compile(r"\S+@\S+\.\w+"), REMOVED),
    (re.compile(r"\b((?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.?) +[A-Z][\w'’-]+(?: +[A-Z][\w'’-]+){0,2}"), rf"\1 {REMOVED}"),
    (re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\b|\b(?:19|20)\d\d-\d{1,2}-\d{1,2}\b"), REMOVED),
    (re.compile(r"(?<![\w.])\+?\(?\d(?:[ ().-]{0,2}\d){6,}(?!\w)"), REMOVED),  # telephone, insurance, record numbers
]


def mask(text: str) -> str:
    """The text with names behind a label or a title, dates, addresses of mail and long numbers taken out."""
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text
