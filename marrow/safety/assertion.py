"""Whether what a message mentions is so, or denied, over, only thought of: after ConText (Chapman and others 2007).

medspaCy and negspacy do the like for doctors' notes; patients write "fever? nope" and "what if it goes red", and both
would bring a dozen packages. The cues are in ``assertions.yml``.
"""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path
from typing import Any, Dict, Sequence, Tuple

import yaml

from marrow.text.phrases import NOT, PhraseBook

CUES = Path(__file__).with_name("assertions.yml")
_SENTENCE_END = re.compile(r"(?<= )[.?] ")
_NEGATION = re.compile(rf"(?:{NOT}|cant|cannot|couldnt|wont) ")
NEAR = 3  # words
SINCE = " since "  # what began then still lasts
Span = Tuple[int, int]


class Status(str, Enum):
    """What a message says of something that it mentions."""

    PRESENT = "present"
    DENIED = "denied"
    PAST = "past"
    POSSIBLE = "possible"


class Assertions:
    """Tells the status of any place in a text that is in the form of ``Normaliser``."""

    def __init__(self, cues: Dict[str, Any]) -> None:
        book = PhraseBook(cues["lists"])

        def one_of(phrases: Sequence[str]) -> "re.Pattern[str]":
            return re.compile("(?<= )(?:%s)" % "|".join(book.compile(phrase).regex for phrase in phrases))

        self._subject = one_of(cues["lists"]["subject"])
        self._turns = one_of(cues["turns"])
        self._ends = one_of([*cues["turns"], *cues["ends"]])
        self._no_denial = one_of(cues["no_denial"])
        self._denied = {reach: one_of(says) for reach, says in cues["denied"].items()}
        self._possible = {reach: one_of(says) for reach, says in cues["possible"].items()}
        self._past, self._today = one_of(cues["past"]["sentence"]), one_of(cues["past"]["today"])
        self._present = one_of(cues["past"]["present"])
        self._idioms = one_of(cues["idioms"])

    @classmethod
    def of_file(cls) -> Assertions:
        """With the cues of ``assertions.yml``."""
        return cls(yaml.safe_load(CUES.read_text(encoding="utf-8")))

    def without_idioms(self, text: str) -> str:
        """The text with ``_`` in place of what is only a manner of speaking."""
        return self._idioms.sub("_ ", text)

    def status(self, text: str, span: Span) -> Status:
        """What is said of ``span``, in characters."""
        ends = [match.span() for match in _SENTENCE_END.finditer(text)]
        start = max((end for _, end in ends if end <= span[0]), default=1)
        stop, following = next(((at, end) for at, end in ends if at >= span[1]), (len(text), len(text)))
        before, after = text[start : span[0]], text[span[1] : stop]
        asked = text[stop : stop + 1] == "?"
        meant = self._no_denial.sub(lambda match: "_" * (len(match[0]) - 1) + " ", f" {text[start:stop]}")[1:]
        says_not = _NEGATION.match(text, span[0])  # "no feeling" is not denied by the "no" before it
        if not says_not and self._in_reach(self._denied, f" {meant[: span[0] - start]}", f" {after}. "):
            return Status.DENIED
        if asked and self._denied["answered"].match(text, following):
            return Status.DENIED
        if self._in_reach(self._possible, f" {before}", f" {after}. "):
            return Status.PRESENT if self._possible["later"].search(text, following) else Status.POSSIBLE
        return Status.PAST if self._is_over(text, (start, stop), span) else Status.PRESENT

    def _is_over(self, text: str, sentence: Span, span: Span) -> bool:
        """A past cue in the sentence, nothing that brings it back to today, and no present tense from the cue on."""
        whole = text[sentence[0] - 1 : sentence[1]]
        if self._today.search(whole):
            return False
        for cue in self._past.finditer(text, sentence[0], sentence[1]):
            between = text[cue.end() - 1 : span[1]] if cue.end() <= span[0] else text[span[0] - 1 : cue.start()]
            if not text[: cue.start()].endswith(SINCE) and not self._present.search(between):
                return True
        return False

    def _in_reach(self, cues: Dict[str, "re.Pattern[str]"], before: str, after: str) -> bool:
        sentence = _behind(self._turns, before)
        clause = _behind(self._ends, before)
        near = " ".join(["", *_behind(self._subject, clause).split()[-NEAR - 3 :], ""])
        return any(
            (
                "sentence" in cues and cues["sentence"].search(sentence),
                cues["clause"].search(clause),
                _ends_near(cues["near"], near),
                cues["after"].match(after, 1),
            )
        )


def _behind(pattern: "re.Pattern[str]", text: str) -> str:
    """What stands behind the last match."""
    end = 1
    for match in pattern.finditer(text):
        end = match.end()
    return f" {text[end:]}"


def _ends_near(pattern: "re.Pattern[str]", text: str) -> bool:
    return any(len(text[match.end() :].split()) <= NEAR for match in pattern.finditer(text))
