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
    r"accession|ssn|phone|telephone|tel|mobile|cell|fax|e-?mail|"
    r"(?:referring|ordering|requesting|reporting|attending|consulting)(?: (?:physician|doctor|clinician|provider|"
    r"radiologist|consultant))?|"
    r"radiologist|physician|consultant"
)
_LONG = r"address|(?:electronically )?(?:reported|dictated|signed|read|verified|approved|interpreted|referred) by"
_A_NAME, _A_LONG_ONE = 6, 14  # words
_GOES_ON = r"(?:and|but|now|so|since|because|my|me|i|i'?m|it|he|she|we|they|no|not|can'?t|can(?:not)?|still|has|have)\b"


def _behind(labels: str, words: int) -> "re.Pattern[str]":
    """Labels with what stands behind them: "Patient: Jo Bloggs   DOB: 1/2/1960".

    That ends with the line, the sentence, at a wide gap, the next label, where the talk goes on behind a comma, or
    after so many words: who writes "my consultant: no idea, and now I have chest pain" shall be heard.
    """
    initial = "|".join(rf"(?<=[ \t:#]{letters}\.)" for letters in (r"\w", r"\w\w", r"\w\w\w"))
    more = rf"(?<![,.!?;|])[ \t]|(?:{initial})[ \t]|(?<=,)[ \t](?!{_GOES_ON})"
    gap = rf"(?:{more})(?![ \t]|(?:{_LABELS}|{_LONG})[ \t]*[:#])"
    word = r"[^\s;|]+"
    return re.compile(rf"\b({labels})[ \t]*[:#][ \t]*{word}(?:{gap}{word}){{0,{words - 1}}}", re.IGNORECASE)


_LABELLED: List[Tuple["re.Pattern[str]", str]] = [
    (_behind(_LABELS, _A_NAME), rf"\1: {REMOVED}"),
    (_behind(_LONG, _A_LONG_ONE), rf"\1: {REMOVED}"),
]
_OF_ITSELF: List[Tuple["re.Pattern[str]", str]] = [
    (re.compile(r"[^\s@]+(?:@[^\s@]+)+\.\w+"), REMOVED),
    (re.compile(r"\b((?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.?) +[A-Z][\w'’-]+(?: +[A-Z][\w'’-]+){0,2}"), rf"\1 {REMOVED}"),
    (re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\b|\b(?:19|20)\d\d-\d{1,2}-\d{1,2}\b"), REMOVED),
    (re.compile(r"(?<![\w.])\+?\(?\d(?:[ ().-]{0,2}\d){6,}(?!\w)"), REMOVED),  # telephone, insurance, record numbers
]


def mask(text: str, labelled: bool = True) -> str:
    """The text with names behind a label or a title, dates, addresses of mail and long numbers taken out.

    Args:
        labelled: whether what stands behind a label goes, whatever it is.
    """
    for pattern, instead in [*(_LABELLED if labelled else ()), *_OF_ITSELF]:
        text = pattern.sub(instead, text)
    return text
