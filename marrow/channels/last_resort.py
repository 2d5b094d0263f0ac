"""A red flag is answered even where no conversation can be had: the database is gone, or the message is too long."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Any, Dict, Iterator, List, Optional, Text

from rasa.core.agent import Agent
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_ROLE,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    INTENT,
    INTENT_NAME_KEY,
)

from marrow.conversation.characters import whole
from marrow.conversation.intents import RED_FLAG, UTTER_RED_FLAG
from marrow.knowledge.safety_schema import Urgency

logger = logging.getLogger(__name__)
WINDOW = 2000  # characters that are looked at in one
OVERLAP = 500  # characters at least, so that a sentence on one edge stands whole in the next window
WORD = 200  # characters within which white space is looked for to cut at
MOST = 8_000  # characters from the beginning; of what is longer than this only the end is looked at, too
# Rasa would take what begins with one for an intent; also behind a blank: "/ /restart".
SLASHES = re.compile(r"^[/\s]+")
_UP_TO_A_SPACE = re.compile(r".*\s", re.DOTALL)
_TO_THE_NEXT_WORD = re.compile(r"\S*\s+")


async def escalation(agent: Optional[Agent], text: Text, channel: Text) -> Optional[List[Dict[Text, Any]]]:
    """What is said to the red flags in a text of any length, the most pressing first, as messages.

    None where there is none, or nothing works at all. Nothing of the text is kept.
    """
    found: List[Dict[Text, Any]] = []
    for window in windows(text):
        found += await _red_flags(agent, window)
        await asyncio.sleep(0)  # others have their turn before the next
    return await _said(agent, found, channel) if found else None


async def is_red_flag(agent: Optional[Agent], text: Text) -> bool:
    """Whether a text is taken for one."""
    return bool(await _red_flags(agent, text))


def windows(text: Text) -> Iterator[Text]:
    """The text in overlapping parts, cut at white space where there is some."""
    begin, end = 0, 0
    while end < len(text) and end < MOST:
        end = begin + WINDOW
        if end < len(text):
            end = _space_before(text, end)
        yield text[begin:end]
        begin = _space_before(text, end - OVERLAP)
    if end < len(text):
        last = len(text) - WINDOW
        word = _TO_THE_NEXT_WORD.match(text, last, last + WORD)
        yield text[word.end() if word else last :]


def _space_before(text: Text, place: int) -> int:
    found = _UP_TO_A_SPACE.match(text, place - WORD, place)
    return found.end() if found else place


async def _red_flags(agent: Optional[Agent], text: Text) -> List[Dict[Text, Any]]:
    """The entities of the red flags that a text is taken for; none where it is not, or cannot be read."""
    words = SLASHES.sub("", whole(text).strip())
    try:
        parsed = await agent.parse_message(words) if agent and words else {}
        if not parsed or parsed[INTENT][INTENT_NAME_KEY] != RED_FLAG:
            return []
        return [one for one in parsed[ENTITIES] if one[ENTITY_ATTRIBUTE_TYPE] == RED_FLAG]
    except Exception:  # the caller has an answer for this, too
        logger.exception("A message could not be looked through")
        return []


async def _said(agent: Any, found: List[Dict[Text, Any]], channel: Text) -> Optional[List[Dict[Text, Any]]]:
    try:
        order = [urgency.value for urgency in Urgency]
        by_urgency = sorted(found, key=lambda one: order.index(one[ENTITY_ATTRIBUTE_ROLE]))
        signs = list(dict.fromkeys(sign for one in by_urgency for sign in one[ENTITY_ATTRIBUTE_VALUE]))
        together = {ENTITY_ATTRIBUTE_TYPE: RED_FLAG, ENTITY_ATTRIBUTE_VALUE: signs}
        heard = UserUttered("", {INTENT_NAME_KEY: RED_FLAG}, [together])
        said = await agent.nlg.generate(UTTER_RED_FLAG, DialogueStateTracker.from_events("", [heard]), channel)
        return [{"text": said["text"]}, {"custom": said["custom"]}]
    except Exception:  # the caller has an answer for this, too
        logger.exception("A red flag could not be answered")
        return None
