"""The command that tells the sources of the last answer, in a talk that may be years long."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, Dict, List

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from marrow.channels.history import MOST_MESSAGES
from marrow.channels.platforms.commands import sources
from marrow.channels.privacy import store_of
from marrow.contract import Kind
from marrow.conversation.intents import RED_FLAG
from marrow.conversation.nlg import ADVICE
from marrow.conversation.tracker_store import ConversationStore
from marrow.conversation.turn import make_turn
from marrow.conversation.words import LAST_SOURCES, NO_SOURCES
from marrow.knowledge.safety_schema import Urgency

SIGN = {"entity": RED_FLAG, "role": Urgency.SOON.value, "value": ["R01"]}


class Speech:
    """Says a sentence with a source of its own as advice, and a word for everything else."""

    async def generate(self, response: str, *_: Any) -> Dict[str, Any]:
        if response == ADVICE:
            return {"text": "Soon. [1]", "custom": make_turn(Kind.ESCALATE, citations=[cite("A9")], signs=["R01"])}
        return {"text": "So."}


@pytest.fixture
def agent(conversations: ConversationStore) -> Any:
    return SimpleNamespace(tracker_store=FailSafeTrackerStore(conversations), nlg=Speech())


def cite(source: str, n: int = 1) -> Dict[str, Any]:
    return {"n": n, "source_id": source, "title": "A title", "publisher": "Somebody", "year": 2020, "url": None}


def answered(*cited: str, entities: Any = (), **fields: Any) -> List[Event]:
    """What is kept of a question and its answer, or of one without sources."""
    citations = [cite(source, n) for n, source in enumerate(cited, 1)]
    turn = make_turn(Kind.ANSWER, citations=citations, **fields) if cited else make_turn(Kind.CLARIFY)
    return [UserUttered("a", {"name": "ask"}, entities=list(entities)), BotUttered("b", {"custom": turn})]


def keep(agent: Any, *events: Event) -> None:
    tracker = DialogueStateTracker.from_events("me", list(events), [])
    tracker.stored_events = 0
    asyncio.run(store_of(agent).save(tracker))


def told(agent: Any) -> List[str]:
    """The ids of the sources that are told."""
    text, turn = asyncio.run(sources(agent, "me", "test"))
    cited = [citation["source_id"] for citation in turn["custom"].get("citations") or ()]
    assert text["text"].startswith(LAST_SOURCES if cited else NO_SOURCES)
    return cited


def test_the_sources_are_those_of_the_last_answer_that_had_any(agent: Any) -> None:
    assert told(agent) == []
    keep(agent, *answered("A1"), *answered("A2", "A3"), *answered())
    assert told(agent) == ["A2", "A3"]


def test_of_a_long_talk_only_the_end_is_read(agent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    read: List[str] = []

    async def all_of_it(conversation: str) -> None:
        read.append(conversation)

    monkeypatch.setattr(store_of(agent), "retrieve_full_tracker", all_of_it)
    keep(agent, *answered("A1"), *answered() * MOST_MESSAGES)
    assert told(agent) == [], "that was too long ago"
    keep(agent, *answered("A2", answer_id="x", changed={"on": "2026-01-02", "because": "so."}))
    assert told(agent) == ["A2"]
    assert read == []


def test_the_sources_of_the_advice_beside_the_last_answer_are_told_too(agent: Any) -> None:
    keep(agent, *answered("A1", entities=[SIGN]))
    assert told(agent) == ["A1", "A9"]
