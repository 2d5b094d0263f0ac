"""What is on record about an entry of the knowledge: who signed it off, and when and why an answer changed.

Both are tied to the content itself by a hash, so that neither can outlive an edit unnoticed.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any, Dict, List, Optional, Sequence

from pydantic import ConstrainedStr

from marrow.knowledge.safety_schema import RedFlag
from marrow.knowledge.schema import Answer, Entry, Id, Text, Topic

LENGTH = 12  # characters of a hash that are kept: enough to notice an edit, short enough to read


class ContentHash(ConstrainedStr):
    """What ``content_of_answer`` and the like give."""

    min_length = max_length = LENGTH


class SignOff(Entry):
    """A clinician's name under a topic or a red flag (``knowledge/sign_offs.yml``)."""

    of: Text
    name: Text
    role: Text
    day: date
    content: ContentHash

    @property
    def line(self) -> str:
        """Who and when, for a reader."""
        return f"{self.name}, {self.role}, on {self.day.isoformat()}"


class Change(Entry):
    """One state of an answer (``knowledge/history.yml``); the last one of an answer is what it says now."""

    answer: Id
    day: date
    because: Text
    content: ContentHash


def content_of_answer(answer: Answer) -> str:
    """A hash of what an answer says and cites; ids, claims and fact numbers do not count."""
    said = [*answer.statements, answer.next_step, *([answer.simpler] if answer.simpler else [])]
    return _hash(
        [
            [one.text, one.more, [source.dict() for source in one.sources], *filter(None, [one.otherwise])]
            for one in said
        ]
    )


def content_of_topic(topic: Topic) -> str:
    """A hash of all that a topic says and cites, in which part of an answer, and for what and where in the body."""
    parts = [
        [one.site, one.about, len(one.statements), bool(one.simpler), content_of_answer(one)] for one in topic.answers
    ]
    return _hash([topic.label, *parts])


def content_of_red_flag(flag: RedFlag) -> str:
    """A hash of what is said to a red flag, when it is said, and what it cites."""
    return _hash(flag.dict())


def contents(topics: Sequence[Topic], flags: Sequence[RedFlag]) -> Dict[str, str]:
    """The hash of everything that can be signed off, by its id."""
    return {
        **{topic.topic: content_of_topic(topic) for topic in topics},
        **{flag.id: content_of_red_flag(flag) for flag in flags},
    }


def reviewers(sign_offs: Sequence[SignOff], now: Dict[str, str]) -> Dict[str, str]:
    """By id, who signed off what it says now; the latest one where there are several."""
    return {one.of: one.line for one in sign_offs if now.get(one.of) == one.content}


def voided(sign_offs: Sequence[SignOff], now: Dict[str, str]) -> List[SignOff]:
    """The sign-offs that no longer hold, and that no later one of the same replaces."""
    held = reviewers(sign_offs, now)
    return [one for one in sign_offs if one.of not in held]


def changed(topics: Sequence[Topic], history: Sequence[Change]) -> List[Answer]:
    """The answers whose present state is not on record."""
    last = {change.answer: change.content for change in history}
    return [one for topic in topics for one in topic.answers if last.get(one.id) != content_of_answer(one)]


def latest_change(answer: str, history: Sequence[Change]) -> Optional[Change]:
    """The last change of an answer since it was first written; None while it never changed."""
    states = [change for change in history if change.answer == answer]
    return states[-1] if len(states) > 1 else None


def first_day(answer: str, history: Sequence[Change]) -> Optional[date]:
    """The day on which an answer was first written; None where nothing of it is on record."""
    return next((change.day for change in history if change.answer == answer), None)


def _hash(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()[:LENGTH]
