"""A red flag is answered even where no conversation can be had: the database is gone, or the message is too long."""

from __future__ import annotations

import logging
from typing import Any, Dict, List, Optional, Text

from rasa.core.agent import Agent
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY

from marrow.conversation.intents import RED_FLAG
from marrow.conversation.nlg import UTTER_RED_FLAG

logger = logging.getLogger(__name__)


async def escalation(agent: Optional[Agent], text: Text, channel: Text) -> Optional[List[Dict[Text, Any]]]:
    """What is said to the red flag in a text, as messages; None where there is none, or nothing works at all."""
    try:
        parsed = await agent.parse_message(text) if agent else {}
        if not agent or parsed[INTENT][INTENT_NAME_KEY] != RED_FLAG:
            return None
        heard = UserUttered(text, parsed[INTENT], parsed[ENTITIES])
        said = await agent.nlg.generate(UTTER_RED_FLAG, DialogueStateTracker.from_events("", [heard]), channel)
        return [{"text": said["text"]}, {"custom": said["custom"]}]
    except Exception:  # the caller has an answer for this, too
        logger.exception("A message could not be looked through")
        return None
