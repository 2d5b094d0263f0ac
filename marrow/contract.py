"""The public interface in code: what ``contract/`` says, read once and handed out.

``contract/topics.yml`` holds the topic ids by theme, ``contract/turn.schema.json`` the JSON that each turn carries.
"""

from __future__ import annotations

import json
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List

import yaml


class Kind(str, Enum):
    """What a turn is; the schema says what each of them means, and has no other (tested)."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    ESCALATE = "escalate"
    DECLINE = "decline"
    OUT_OF_SCOPE = "out_of_scope"
    SMALL_TALK = "smalltalk"
    HANDOFF = "handoff"
    PRIVACY = "privacy"
    ERROR = "error"


# Topics that several modules name; ``contract/topics.yml`` has them all (tested).
READ_MY_REPORT = "read_my_report"  # lines of a report are explained
ONLY_A_SITE = "body_site_specific"  # of a message that names a body site and asks nothing of its own
QUESTIONS_FOR_DOCTOR = "questions_for_doctor"  # with the visit sheet
WHEN_TO_SEE_DOCTOR = "when_to_see_doctor"

FOLDER = Path(__file__).resolve().parent.parent / "contract"


@lru_cache(maxsize=None)
def themes() -> Dict[str, List[str]]:
    """Topic ids by theme, in the order of the contract."""
    content = yaml.safe_load((FOLDER / "topics.yml").read_text(encoding="utf-8"))
    return {theme: list(topics) for theme, topics in content.items()}


@lru_cache(maxsize=None)
def topic_ids() -> List[str]:
    """Every topic id, in the order of the contract."""
    return [topic for topics in themes().values() for topic in topics]


@lru_cache(maxsize=None)
def turn_schema() -> Dict[str, Any]:
    """The JSON schema of a turn's ``custom`` object."""
    return json.loads((FOLDER / "turn.schema.json").read_text(encoding="utf-8"))


def schema_id() -> str:
    """The value of ``schema`` in every turn, such as ``bme.turn/1``."""
    return turn_schema()["properties"]["schema"]["const"]
