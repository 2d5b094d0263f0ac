"""What is kept of a conversation beside its events, and how all of it is made to go away."""

from __future__ import annotations

from datetime import date
from typing import Optional, Text

from rasa.core.agent import Agent

from marrow.channels.masking import mask
from marrow.conversation.characters import whole
from marrow.conversation.tracker_store import ConversationStore


def store_of(agent: Agent) -> ConversationStore:
    """The conversations' own store; Rasa hands it out in a wrapper that turns a failure into an empty answer."""
    store = agent.tracker_store
    return store if isinstance(store, ConversationStore) else store._tracker_store


async def forget(agent: Agent, conversation: Text) -> None:
    """Delete everything of a conversation, once what was said in it before is done.

    Raises:
        SQLAlchemyError: when it could not be deleted.
    """
    async with agent.lock_store.lock(conversation):
        store_of(agent).forget(conversation)
        spare = getattr(agent.tracker_store, "_fallback_tracker_store", None)  # where Rasa saves when a database fails
        if spare:
            spare.store.pop(conversation, None)


def keep_feedback(agent: Agent, conversation: Text, answer_id: Text, helpful: bool, word: Optional[Text]) -> None:
    """Keep what somebody thinks of an answer; a later word on the same answer replaces the earlier one.

    Raises:
        SQLAlchemyError: when it could not be kept.
    """
    store_of(agent).keep_feedback(
        sender_id=conversation, answer_id=answer_id, helpful=helpful, word=_kept(word), day=date.today()
    )


def _kept(word: Optional[Text]) -> Optional[Text]:
    """The word without personal data, and without what a database cannot write."""
    return whole(mask(word)) if word and word.strip() else None
