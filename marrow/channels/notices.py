"""What is said beside an answer: what this is, advice on a sign that can wait a little, a reminder of one that cannot,
and to somebody who comes back to an answer that it has changed.

None of it is part of the conversation that Rasa keeps, so every channel and every action has it without doing anything.
"""

from __future__ import annotations

import logging
import re
from datetime import date, datetime, time
from typing import Any, Dict, List, Optional, Text

from rasa.core.agent import Agent
from rasa.shared.core.events import BotUttered, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from marrow.contract import Kind
from marrow.conversation.alarm import advice, alarm, said_last
from marrow.conversation.nlg import ADVICE, REMINDER
from marrow.conversation.words import changed_since

logger = logging.getLogger(__name__)
FRAMING = "utter_framing"
SAY_NOTHING_OF_IT = ("utter_thanks", "utter_goodbye", "utter_about_guide", "utter_upset")  # small talk, what this is
_MARK = re.compile(r"\[(\d+)\]")
Message = Dict[Text, Any]


async def with_notices(
    agent: Optional[Agent], messages: List[Message], conversation: Text, channel: Text
) -> List[Message]:
    """The messages of one turn, with the notices that belong beside them; without, where they cannot be made."""
    try:
        tracker = await agent.tracker_store.retrieve(conversation) if agent else None
        return await _beside(agent, tracker, messages, conversation, channel) if agent and tracker else messages
    except Exception:  # the answer matters more than the notice
        logger.exception("The notices could not be made")
        return messages


async def _beside(
    agent: Agent, tracker: DialogueStateTracker, messages: List[Message], conversation: Text, channel: Text
) -> List[Message]:
    turn = next(message["custom"] for message in messages if "custom" in message)
    urgent = turn["kind"] == Kind.ESCALATE
    before: List[Message] = []
    after: List[Message] = []
    if _heard(tracker) <= 1 and not _says_it_itself(turn, tracker):
        framing = {"text": (await agent.nlg.generate(FRAMING, tracker, channel))["text"]}
        (after if urgent else before).append(framing)  # in an emergency what to do comes first
    if "changed" in turn and await _told_before(agent, conversation, turn):
        changed = turn["changed"]
        before.append({"text": changed_since(date.fromisoformat(changed["on"]), changed["because"])})
    if advice(tracker) and not urgent:
        after.append(_added(turn, await agent.nlg.generate(ADVICE, tracker, channel)))
    if alarm(tracker)[0] and not urgent:
        after.append({"text": (await agent.nlg.generate(REMINDER, tracker, channel))["text"]})
    return [*before, *messages, *after]


def _added(turn: Dict[Text, Any], advised: Message) -> Message:
    """The advice as a message; its sources join those of the turn, numbered after them."""
    cited = turn.setdefault("citations", [])
    shift = len(cited)
    cited += [{**citation, "n": citation["n"] + shift} for citation in advised["custom"]["citations"]]
    turn["signs"] = advised["custom"]["signs"]
    return {"text": _MARK.sub(lambda mark: f"[{int(mark[1]) + shift}]", advised["text"])}


async def _told_before(agent: Agent, conversation: Text, turn: Dict[Text, Any]) -> bool:
    """Whether the answer was said in this conversation before the day on which it changed; few answers ever do."""
    tracker = await agent.tracker_store.retrieve_full_tracker(conversation)
    changed = datetime.combine(date.fromisoformat(turn["changed"]["on"]), time.min).timestamp()
    return any(
        event.timestamp < changed and (event.data.get("custom") or {}).get("answer_id") == turn["answer_id"]
        for event in (tracker.events if tracker else ())
        if isinstance(event, BotUttered)
    )


def _says_it_itself(turn: Dict[Text, Any], tracker: DialogueStateTracker) -> bool:
    """Whether the reply tells by itself what this is, as a greeting does."""
    return turn["kind"] == Kind.SMALL_TALK and said_last(tracker) not in SAY_NOTHING_OF_IT


def _heard(tracker: DialogueStateTracker) -> int:
    """How many messages of the session there were, as far as they are read back."""
    heard = 0
    for event in reversed(tracker.events):
        if isinstance(event, SessionStarted):
            break
        heard += isinstance(event, UserUttered)
    return heard
