"""A red flag is answered even where no conversation can be had: the database is gone, or the message is too long."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Any, Dict, Iterator, List, Optional, Text

from rasa.core.agent import Agent
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY

from marrow.channels.masking import mask
from marrow.conversation.characters import whole
from marrow.conversation.intents import RED_FLAG
from marrow.conversation.nlg import UTTER_RED_FLAG

logger = logging.getLogger(__name__)
WINDOW = 2000  # characters that are looked at in one
OVERLAP = 500  # characters at least, so that a sentence on one edge stands whole in the next window
WORD = 200  # characters within which white space is looked for to cut at
MOST = 8_000  # characters from the beginning; of what is longer than this only the end is looked at, too
_UP_TO_A_SPACE = re.compile(r".*\s", re.DOTALL)
_TO_THE_NEXT_WORD = re.compile(r"\S*\s+")


async def escalation(agent: Optional[Agent], text: Text, channel: Text) -> Optional[List[Dict[Text, Any]]]:
    """What is said to the first red flag in a text of any length, as messages.

    None where there is none, or nothing works at all.
    """
    for window in windows(text):
        words = mask(whole(window)).strip()
        said = await _said(agent, words, channel) if words else None
        if said:
            return said
        await asyncio.sleep(0)  # others have their turn before the next
    return None


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


async def _said(agent: Optional[Agent], text: Text, channel: Text) -> Optional[List[Dict[Text, Any]]]:
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
