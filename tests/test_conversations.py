"""Play the conversations of ``tests/conversations`` (format: the README there)."""

from __future__ import annotations

import uuid
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List

import pytest
import yaml

from marrow.clinic import get_clinic
from marrow.conversation.words import english_only
from marrow.knowledge.files import Knowledge, cited_texts
from marrow.settings import ROOT
from tests.bot import Bot, Reply

FOLDER = Path(__file__).parent / "conversations"
KEYS = {
    "user",
    "press",
    "kind",
    "topic",
    "also",
    "site",
    "answer",
    "says",
    "contains",
    "offers",
    "new_words",
    "language",
    "urgency",
    "reminds",
}
CONVERSATIONS = [
    pytest.param(entry, id=f"{file.stem}: {entry['conversation']}")
    for file in sorted(FOLDER.glob("*.yml"))
    for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("entry", CONVERSATIONS)
def test_conversation(entry: Dict[str, Any], bot: Bot, knowledge: Knowledge) -> None:
    conversation, offered, before = uuid.uuid4().hex, {}, ""  # type: str, Dict[str, str], str
    texts = {part.id: part.text for part in cited_texts(knowledge)}
    for turn in entry["turns"]:
        assert set(turn) <= KEYS, f"unknown keys {set(turn) - KEYS}"
        message = turn["user"] if "user" in turn else offered[turn["press"]]
        reply = bot.ask(message, conversation)
        offered = {button["title"]: button["payload"] for button in reply.buttons}
        problems = _differences(turn, reply, texts)
        if turn.get("new_words") and reply.text == before:
            problems.append("the same words as before are said")
        if problems:
            pytest.fail(f"after {message!r}: {'; '.join(problems)}\n{reply.turn}\n{reply.text}")
        before = reply.text


@lru_cache(maxsize=None)
def _reminders() -> Dict[str, str]:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    help_here = get_clinic().ways_to_get_help()
    return {one["id"]: one["text"].format(**help_here) for one in domain["responses"]["utter_reminder"]}


def _reminder_in(text: str) -> str:
    """How pressing what is reminded of is; "no" where nothing is."""
    return next((level for level, reminder in _reminders().items() if reminder in text), "no")


def _differences(turn: Dict[str, Any], reply: Reply, texts: Dict[str, str]) -> List[str]:
    found = {
        "kind": reply.kind,
        "topic": reply.turn.get("topic"),
        "also": reply.turn.get("also", []),
        "site": reply.turn.get("site"),
        "answer": reply.turn.get("answer_id"),
        "urgency": reply.turn.get("urgency"),
        "reminds": _reminder_in(reply.text),
    }
    problems = [
        f"{key} is {found[key]!r}, not {turn[key]!r}" for key in found if key in turn and turn[key] != found[key]
    ]
    says = turn.get("says", [])
    problems += [
        f"the statement {one} is not said"
        for one in ([says] if isinstance(says, str) else says)
        if texts[one] not in reply.text
    ]
    if turn.get("contains", "") not in reply.text:
        problems.append(f"{turn['contains']!r} is not said")
    if "language" in turn and english_only(turn["language"], get_clinic()) not in reply.text:
        problems.append(f"it does not say in {turn['language']} that the guide speaks English")
    offers = set(reply.turn.get("options") or []) | {button["payload"].lstrip("/") for button in reply.buttons}
    problems += [f"{topic} is not offered" for topic in turn.get("offers", []) if topic not in offers]
    return problems
