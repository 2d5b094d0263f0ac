"""What is said beside an answer: once what this is, and a reminder as long as a red flag stands.

Neither is part of the conversation that Rasa keeps, so every channel and every action has them without doing anything.
"""

from __future__ import annotations

import logging
from typing import Any, Dict, List, Optional, Text

from rasa.core.agent import Agent
from rasa.shared.core.events import SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from marrow.conversation.alarm import alarm
from marrow.conversation.nlg import REMINDER

logger = logging.getLogger(__name__)
FRAMING = "utter_framing"
SMALL_TALK, ESCALATE = "smalltalk", "escalate"


async def with_notices(
    agent: Optional[Agent], messages: List[Dict[Text, Any]], kind: Text, conversation: Text, channel: Text
) -> List[Dict[Text, Any]]:
    """The messages of a turn of this kind, with the notices that belong beside them."""
    tracker = await _tracker(agent, conversation)
    if not agent or not tracker:
        return messages
    first = _heard(tracker) <= 1 and kind != SMALL_TALK  # small talk says it itself
    remind = alarm(tracker)[0] is not None and kind != ESCALATE
    notices = [name for name, due in ((FRAMING, first), (REMINDER, remind)) if due]
    said = [await agent.nlg.generate(name, tracker, channel) for name in notices]
    if first and kind != ESCALATE:  # in an emergency what to do comes first
        return [{"text": said[0]["text"]}, *messages, *({"text": one["text"]} for one in said[1:])]
    return [*messages, *({"text": one["text"]} for one in said)]


async def _tracker(agent: Optional[Agent], conversation: Text) -> Optional[DialogueStateTracker]:
    try:
        return await agent.tracker_store.retrieve(conversation) if agent else None
    except Exception:  # the answer matters more than the notice
        logger.exception("The conversation could not be read")
        return None


def _heard(tracker: DialogueStateTracker) -> int:
    """How many messages of the session there were, as far as they are read back."""
    heard = 0
    for event in reversed(tracker.events):
        if isinstance(event, SessionStarted):
            break
        heard += isinstance(event, UserUttered)
    return heard
