"""What a person can ask for with a command: what this is, the sources of the last answer, to be forgotten."""

from __future__ import annotations

from typing import Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.agent import Agent

from marrow.channels.exchange import Message, say
from marrow.channels.history import last_turns
from marrow.channels.incoming import turn
from marrow.channels.privacy import forget
from marrow.contract import Kind
from marrow.conversation.turn import make_turn
from marrow.conversation.words import DELETED, HOW_TO_ASK, LAST_SOURCES, LICENSE, NO_SOURCES

GREETING, WHAT_ARE_YOU = "utter_greet", "utter_what_are_you"


async def start(agent: Optional[Agent], _conversation: Text, _channel: Text) -> List[Message]:
    """A greeting with questions to begin with."""
    return say(agent, GREETING)


async def help_(agent: Optional[Agent], _conversation: Text, _channel: Text) -> List[Message]:
    """What this is, and how to use it."""
    text, *others = say(agent, WHAT_ARE_YOU)
    return [{**text, "text": f"{text['text']}\n{HOW_TO_ASK}\n{LICENSE}"}, *others]


async def sources(agent: Optional[Agent], conversation: Text, channel: Text) -> List[Message]:
    """The sources of the last answer that had any."""
    turns = await last_turns(agent, conversation, channel) if agent else []
    last = next((one for one in reversed(turns) if one.get("citations")), None)
    if not last:
        return turn(NO_SOURCES, Kind.SMALL_TALK)
    marks = "".join(f"[{citation['n']}]" for citation in last["citations"])
    shown = make_turn(Kind.SMALL_TALK, citations=last["citations"])
    return [{"text": f"{LAST_SOURCES} {marks}"}, {"custom": shown}]


async def forgotten(agent: Optional[Agent], conversation: Text, _channel: Text) -> List[Message]:
    """All that is kept of the conversation is deleted."""
    if agent:
        await forget(agent, conversation)
    return turn(DELETED, Kind.PRIVACY)


Command = Callable[[Optional[Agent], Text, Text], Awaitable[List[Message]]]
COMMANDS: Dict[Text, Command] = {"start": start, "help": help_, "sources": sources, "forget": forgotten}
