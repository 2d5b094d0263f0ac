"""What is kept of a conversation goes when the person says so, and feedback holds no personal data."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, List

import pytest
import sqlalchemy as sa
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from marrow.channels.masking import REMOVED
from marrow.channels.privacy import forget, keep_feedback, store_of
from marrow.conversation.tracker_store import ConversationStore, Feedback

MINE, OTHER = "mine", "other"
WORD = "zebrafish"


@pytest.fixture
def agent(conversations: ConversationStore) -> Any:
    return SimpleNamespace(tracker_store=FailSafeTrackerStore(conversations), lock_store=InMemoryLockStore())


def tracker(conversation: str) -> DialogueStateTracker:
    said = [UserUttered(f"I am {WORD} {conversation}" * 500, {"name": "ask"}), BotUttered(f"Hello {WORD}")]
    return DialogueStateTracker.from_events(conversation, said, [])


def talk(agent: Any, *conversations: str) -> None:
    for conversation in conversations:
        asyncio.run(agent.tracker_store.save(tracker(conversation)))
        keep_feedback(agent, conversation, "recovery_time", False, WORD)


def feedback(agent: Any) -> List[Any]:
    with store_of(agent).session_scope() as session:
        rows = session.execute(sa.select(Feedback.__table__).order_by(Feedback.sender_id, Feedback.answer_id))
        return [tuple(row) for row in rows]


def test_all_of_a_conversation_is_deleted_and_nothing_of_another(agent: Any) -> None:
    talk(agent, MINE, OTHER)
    asyncio.run(forget(agent, MINE))
    store = store_of(agent)
    assert list(asyncio.run(store.keys())) == [OTHER]
    assert asyncio.run(store.retrieve_full_tracker(MINE)) is None
    assert len(asyncio.run(store.retrieve_full_tracker(OTHER)).events) == 2
    assert [row[0] for row in feedback(agent)] == [OTHER]


def test_no_byte_of_it_is_left_in_the_files(agent: Any, tmp_path: Path) -> None:
    def holding() -> List[str]:
        return [file.name for file in tmp_path.iterdir() if WORD.encode() in file.read_bytes()]

    talk(agent, MINE)
    assert holding()
    asyncio.run(forget(agent, MINE))
    assert holding() == []


def test_what_rasa_kept_in_memory_while_the_database_failed_is_deleted_too(agent: Any) -> None:
    asyncio.run(agent.tracker_store.fallback_tracker_store.save(tracker(MINE)))
    asyncio.run(forget(agent, MINE))
    assert agent.tracker_store.fallback_tracker_store.store == {}


def test_a_conversation_without_a_word_can_be_deleted(agent: Any) -> None:
    asyncio.run(forget(agent, MINE))
    assert feedback(agent) == []


def test_a_message_that_is_under_way_is_deleted_with_the_rest(agent: Any) -> None:
    async def say_and_delete() -> None:
        async def say() -> None:
            async with agent.lock_store.lock(MINE):
                await asyncio.sleep(0.05)
                await agent.tracker_store.save(tracker(MINE))

        said = asyncio.ensure_future(say())
        await asyncio.sleep(0)
        await forget(agent, MINE)
        await said

    asyncio.run(say_and_delete())
    assert list(asyncio.run(store_of(agent).keys())) == []


def test_feedback_is_kept_without_personal_data(agent: Any) -> None:
    keep_feedback(agent, MINE, "a", True, "Name: Jo Bloggs")
    keep_feedback(agent, MINE, "b", False, None)
    keep_feedback(agent, MINE, "c", True, "  ")
    today = date.today()
    assert feedback(agent) == [
        (MINE, "a", True, f"Name: {REMOVED}", today),
        (MINE, "b", False, None, today),
        (MINE, "c", True, None, today),
    ]


def test_a_later_word_on_an_answer_replaces_the_earlier_one(agent: Any) -> None:
    keep_feedback(agent, MINE, "a", True, None)
    keep_feedback(agent, OTHER, "a", True, None)
    keep_feedback(agent, MINE, "a", False, "unclear")
    assert [row[:4] for row in feedback(agent)] == [(MINE, "a", False, "unclear"), (OTHER, "a", True, None)]


def test_a_word_that_no_database_can_write_is_kept_as_far_as_it_can(agent: Any) -> None:
    keep_feedback(agent, MINE, "a", True, "half \ud800 and \0 none 🦴")
    assert feedback(agent)[0][3] == "half \ufffd and  none 🦴"
