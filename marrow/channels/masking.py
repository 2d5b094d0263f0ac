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
    initial = "|".join(rf"(?<=[ \t:#]{letters}\.)" for letters in (r"\w", r"\w\w", r"\w\w\w", "Prof"))
    more = rf"(?<![,.!?;|])[ \t]|(?:{initial})[ \t]|(?<=,)[ \t](?!{_GOES_ON})"
    gap = rf"(?:{more})(?![ \t]|(?:{_LABELS}|{_LONG})[ \t]*[:#])"
    word = r"[^\s;|]+"
    return re.compile(rf"\b({labels})[ \t]*[:#][ \t]*{word}(?:{gap}{word}){{0,{words - 1}}}", re.IGNORECASE)


_WORD = r"[^\W\d_][\w'’-]{0,30}"
_CALLED = (  # "my name is Jo Bloggs"; two words in small letters are a name only where the talk ends or goes on
    rf"\b(my name(?:['’]s| is)|(?:i am|i'?m) called(?=[ \t]+(?-i:[A-Z])))[ \t]+"
    rf"(?!{_GOES_ON}|(?:on|in|at|a|the|for)\b){_WORD}"
    r"(?:(?:[ \t](?-i:[A-Z])[\w'’-]{0,30}){1,2}|"
    rf"[ \t](?!{_GOES_ON}){_WORD}(?=[ \t]*(?:[.,;\n]|\Z|(?:and|i)\b)))?"
)
_DAY, _YEAR = r"\d{1,2}(?:st|nd|rd|th)?", r"(?:19|20)\d\d"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|t?ember|ober)?\.?"
_BORN = (
    r"\b(d\.?o\.?b\.?|date of birth|born)(?:[ \t:]|on\b|is\b|the\b){1,6}"
    rf"(?:{_DAY}|{_MONTH})[ /.,-]{{1,2}}(?:of )?(?:{_MONTH}|{_DAY})[ /.,-]{{1,2}}(?:{_YEAR}|\d\d)\b"
)
_NO_STREET = r"(?!(?i:miles?|kms?|min(?:ute)?s?|hours?|days?|weeks?|months?|years?|times|steps?|tesla|mg|mm|cm)\b)"
_KINDS = "Street|Road|Rd|Lane|Avenue|Ave|Drive|Close|Court|Terrace|Boulevard|Blvd|Grove|Gardens|Square|Place|Way"
_FLAT = r"(?:,? (?i:flat|apt|apartment|unit|suite)\.? \w{1,5}\b)?"
_STREET = (
    rf"\b\d{{1,5}}[A-Za-z]?,? {_NO_STREET}(?:[A-Z][\w'’.-]{{0,25}} ){{1,3}}"
    rf"(?:{_KINDS}|{_KINDS.upper()}|Crescent(?! [Ss]ign)|St(?!\.? [A-Z]))\b{_FLAT}"  # "St. John's wort" is no street
)
_LIVES = (  # in small letters a street is one behind such words
    rf"\b(liv(?:e|es|ing)(?: at)?|address(?: is)?) \d{{1,5}}[a-z]?,? {_NO_STREET}"
    rf"(?:[a-z][\w'’.-]{{0,25}} ){{1,3}}?(?:{_KINDS}|st)\b{_FLAT}"
)
_HOUSE_LAST = r"\b[A-ZÄÖÜ][\w-]{2,30}(?:straße|strasse|str\.|weg|gasse|allee) \d{1,4}[a-z]?\b"  # as in German
_TOWN = r"\b[A-Z][a-z]{2,20},? "
_UK_CODE = rf"(?:{_TOWN}){{0,2}}\b[A-Z]{{1,2}}\d[A-Z\d]? \d(?!ST|ND|RD|TH|HR|YR)[ABD-HJLNP-UW-Z]{{2}}\b"
_STATES = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
_US_CODE = rf"(?:(?:{_TOWN}){{1,2}}|(?<=, ))(?:{_STATES}),? \d{{5}}(?:-\d{{4}})?\b"
_FIVE_DIGITS = (  # and a town, alone in a line or part of an address: "10000 Steps" is none
    r"(?:(?<=, )|(?<=\bin )|^)(?:D-)?\d{5} (?!(?:Steps|Units|People|Patients)\b)"
    r"[A-ZÄÖÜ][a-zäöüß-]{2,25}(?=[ \t]*(?:[,.\n]|$))"
)

_LABELLED: List[Tuple["re.Pattern[str]", str]] = [
    (_behind(_LABELS, _A_NAME), rf"\1: {REMOVED}"),
    (_behind(_LONG, _A_LONG_ONE), rf"\1: {REMOVED}"),
    (re.compile(_CALLED, re.IGNORECASE), rf"\1 {REMOVED}"),
]
_OF_ITSELF: List[Tuple["re.Pattern[str]", str]] = [
    (re.compile(r"[^\s@]+(?:@[^\s@]+)+\.\w+"), REMOVED),
    (re.compile(r"\b[^\W\d_]{2,40}\^[^\W\d_]{1,40}(?:\^[\w.]{0,40}){0,3}"), REMOVED),  # names as scanners write them
    (re.compile(r"\b((?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.?) +[A-Z][\w'’-]+(?: +[A-Z][\w'’-]+){0,2}"), rf"\1 {REMOVED}"),
    (re.compile(_BORN, re.IGNORECASE), rf"\1 {REMOVED}"),
    (re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\b|\b(?:19|20)\d\d-\d{1,2}-\d{1,2}\b"), REMOVED),
    (re.compile(rf"\b(?:{_DAY} (?:of )?{_MONTH}|{_MONTH} {_DAY}),? {_YEAR}\b", re.IGNORECASE), REMOVED),
    (re.compile(_STREET), REMOVED),
    (re.compile(_LIVES, re.IGNORECASE), rf"\1 {REMOVED}"),
    (re.compile(_HOUSE_LAST), REMOVED),
    (re.compile(_US_CODE), REMOVED),
    (re.compile(_UK_CODE), REMOVED),
    (re.compile(_FIVE_DIGITS, re.MULTILINE), REMOVED),
    (re.compile(r"(?<![\w.])\+?\(?\d(?:[ ().-]{0,2}\d){6,}(?!\w)"), REMOVED),  # telephone, insurance, record numbers
]


def mask(text: str, labelled: bool = True) -> str:
    """The text with names behind a label or a title, dates, addresses, postcodes and long numbers taken out.

    Args:
        labelled: whether what stands behind a label goes, whatever it is.
    """
    for pattern, instead in [*(_LABELLED if labelled else ()), *_OF_ITSELF]:
        text = pattern.sub(instead, text)
    return text
