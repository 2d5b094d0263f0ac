"""What was said in a conversation so far, so that a reload of the page or a second tab can show it."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Text, Tuple

from rasa.core.agent import Agent
from rasa.shared.core.events import BotUttered, Event, UserUttered

from marrow.channels.exchange import Message
from marrow.channels.notices import with_notices
from marrow.channels.pictures import with_pictures
from marrow.channels.privacy import store_of

MOST_MESSAGES = 50
PERSON, GUIDE = "person", "guide"
SHOWN = ("buttons", "custom")


async def history(agent: Agent, conversation: Text, channel: Text) -> List[Message]:
    """The last messages, each with ``from``: "person" or "guide"; buttons only where they can still be pressed.

    The notices beside an answer are in no store; those beside the last one are made anew.

    Raises:
        SQLAlchemyError: when the conversations cannot be read.
    """
    tracker = await store_of(agent).retrieve_full_tracker(conversation)
    before, last = _parted(_said(tracker.events if tracker else ()))
    if any("custom" in message for message in last):
        last = [{"from": GUIDE, **message} for message in await with_notices(agent, last, conversation, channel)]
    for message in before:
        message.pop("buttons", None)
    return with_pictures([*before, *last][-MOST_MESSAGES:])


async def last_turns(agent: Agent, conversation: Text, channel: Text) -> List[Dict[Text, Any]]:
    """The turns among the last messages, oldest first; no more than these is read of a talk that may never end.

    Raises:
        SQLAlchemyError: when the conversations cannot be read.
    """
    before, last = _parted(_said(store_of(agent).last_said(conversation, MOST_MESSAGES)))
    for message in last:
        message.get("custom", {}).pop("changed", None)  # or all of the talk would be read for what was said before
    if any("custom" in message for message in last):
        last = await with_notices(agent, last, conversation, channel)  # they may have sources of their own
    return [message["custom"] for message in (*before, *last) if "custom" in message]


def _parted(said: List[Message]) -> Tuple[List[Message], List[Message]]:
    """The messages up to the last one of the person, and the last reply."""
    latest = max((place for place, message in enumerate(said) if message["from"] == PERSON), default=-1) + 1
    return said[:latest], said[latest:]


def _said(events: Iterable[Event]) -> List[Message]:
    """All messages; a button that was pressed stands as its title, which is what the person has read."""
    messages: List[Message] = []
    titles: Dict[Text, Text] = {}
    for event in events:
        if isinstance(event, UserUttered) and event.text:
            messages.append({"from": PERSON, "text": titles.get(event.text, event.text)})
        elif isinstance(event, BotUttered):
            shown: Dict[Text, Any] = {name: event.data[name] for name in SHOWN if event.data.get(name)}
            titles.update((button["payload"], button["title"]) for button in shown.get("buttons", ()))
            messages.append({"from": GUIDE, **({"text": event.text} if event.text else {}), **shown})
    return messages
