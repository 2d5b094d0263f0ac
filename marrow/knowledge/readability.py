"""Whether a patient can read it: length, sentence length and school grade of every answer (textstat).

Problems have the form of ``marrow.knowledge.checks``. This is for editors and ``make check``; serving does not need it.
"""

from __future__ import annotations

import re
from typing import Iterator, List

import textstat

from marrow.knowledge.checks import shown_first
from marrow.knowledge.files import Knowledge, Places, statements
from marrow.knowledge.schema import Answer, Statement

MIN_WORDS, MAX_WORDS = 40, 120
MAX_GRADE, MAX_MEAN_GRADE = 8.0, 6.0
MAX_SENTENCE_WORDS = 20
MAX_SIMPLER_WORDS, MAX_SIMPLER_GRADE = 45, 5.0


def plain(answer: Answer) -> str:
    """The answer as a person reads it first, without its citation marks; what is said otherwise is kept apart."""
    return " ".join(statement.text for statement in shown_first(answer))


def grade(text: str) -> float:
    """Flesch-Kincaid school grade of a text (textstat)."""
    return textstat.flesch_kincaid_grade(text)


def sentence_lengths(text: str) -> List[int]:
    """How many words each sentence has."""
    return [len(sentence.split()) for sentence in re.split(r"(?<=[.!?])\s+", text.strip())]


def check_reading(knowledge: Knowledge, places: Places) -> Iterator[str]:
    """All problems a reader would have, answer by answer."""
    grades: List[float] = []
    for topic in knowledge.topics:
        for answer in topic.answers:
            text = plain(answer)
            words, grades = len(text.split()), [*grades, grade(text)]
            if not MIN_WORDS <= words <= MAX_WORDS:
                yield places.problem(
                    answer.id, "statements", f"{words} words before 'more'; {MIN_WORDS} to {MAX_WORDS}"
                )
            if grades[-1] > MAX_GRADE:
                yield places.problem(answer.id, "statements", f"reading grade {grades[-1]:.1f}; at most {MAX_GRADE:g}")
            if answer.simpler:
                yield from _simpler(answer.simpler, places)
    for _, _, statement in statements(knowledge.topics):
        for field in ("text", "otherwise"):
            for words in sentence_lengths(getattr(statement, field) or ""):
                if words > MAX_SENTENCE_WORDS:
                    what = f"a sentence of {words} words; at most {MAX_SENTENCE_WORDS}"
                    yield places.problem(statement.id, field, what)
    if grades and sum(grades) / len(grades) > MAX_MEAN_GRADE:
        yield f"knowledge/topics: reading grade {sum(grades) / len(grades):.2f} on average; at most {MAX_MEAN_GRADE:g}"


def _simpler(statement: Statement, places: Places) -> Iterator[str]:
    words, level = len(statement.text.split()), grade(statement.text)
    if words > MAX_SIMPLER_WORDS:
        yield places.problem(statement.id, "text", f"{words} words; at most {MAX_SIMPLER_WORDS} to be simpler")
    if level > MAX_SIMPLER_GRADE:
        what = f"reading grade {level:.1f}; at most {MAX_SIMPLER_GRADE:g} to be simpler"
        yield places.problem(statement.id, "text", what)
