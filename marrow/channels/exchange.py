"""One message in, one turn out: what every channel does with a text, so that nobody ever meets silence."""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from sanic.exceptions import InvalidUsage
from sanic.request import Request

from marrow.channels.last_resort import SLASHES, escalation, is_red_flag
from marrow.channels.masking import mask
from marrow.channels.notices import with_notices
from marrow.channels.pictures import with_pictures
from marrow.clinic import get_clinic
from marrow.contract import Kind, schema_id
from marrow.conversation.characters import LOST, whole
from marrow.conversation.intents import DECLINE, RED_FLAG, SAFETY
from marrow.conversation.turn import make_turn
from marrow.conversation.words import in_an_emergency
from marrow.settings import get_settings

logger = logging.getLogger(__name__)
Message = Dict[Text, Any]
NO_TEXT, TOO_LONG, ERROR = "utter_no_text", "utter_too_long", "utter_error"
OF_A_RED_FLAG = tuple(f"/{intent}" for intent in SAFETY if intent not in (RED_FLAG, DECLINE))
MODEL_MISSING = "Sorry, I am not ready yet. Please try again in a moment."


async def exchange(
    agent: Optional[Agent],
    on_new_message: Callable[[UserMessage], Awaitable[Any]],
    text: Any,
    conversation: Text,
    channel: Text,
    message_id: Optional[Text] = None,
    title: Optional[Text] = None,
) -> List[Message]:
    """The messages that answer ``text``; exactly one of them carries a turn in ``custom``.

    Args:
        agent: the running agent; None while the model is not loaded.
        text: what the person sent, of whatever type.
        conversation: id of the conversation.
        channel: name of the input channel.
        message_id: the client's id of the message, kept with it.
        title: what the button reads whose payload the text is; said in place of one that is not offered any more.
    """
    if not isinstance(text, str) or not text.strip():
        return say(agent, NO_TEXT)
    if len(text) > get_settings().max_message_chars:
        return await escalation(agent, text, channel) or say(agent, TOO_LONG)
    said = await _masked(agent, await _as_text_or_offered_payload(agent, whole(text).strip(), conversation, title))
    if not said.replace(LOST, "").strip():
        return say(agent, NO_TEXT)
    collector = CollectingOutputChannel()
    try:
        await on_new_message(UserMessage(said, collector, conversation, None, channel, message_id))
    except Exception:  # whatever it is, the person must hear something
        logger.exception("A message could not be handled")
    messages = collector.messages
    if not any(message.get("custom", {}).get("schema") == schema_id() for message in messages):
        messages = await escalation(agent, said, channel) or say(agent, ERROR)
    return with_pictures(await with_notices(agent, messages, conversation, channel))


async def _masked(agent: Optional[Agent], text: Text) -> Text:
    """The text without personal data; what stands behind a label stays where a red flag would go with it."""
    masked = mask(text)
    if masked == text or not await is_red_flag(agent, text) or await is_red_flag(agent, masked):
        return masked
    return mask(text, labelled=False)


def say(agent: Optional[Agent], response: Text) -> List[Message]:
    """One of the domain's fixed responses, as messages; it is part of no conversation."""
    said = agent.nlg.generate_from_slots(response, {}, "") if agent and agent.domain else None
    if not said:
        emergency = in_an_emergency(get_clinic().ways_to_get_help()["emergency"])
        return [{"text": f"{MODEL_MISSING} {emergency}"}, {"custom": make_turn(Kind.ERROR)}]
    return [{name: said[name] for name in ("text", "buttons") if said.get(name)}, {"custom": said["custom"]}]


def json_fields(request: Request) -> Optional[Dict[Text, Any]]:
    """The fields of a JSON body; none when it is JSON of another shape, None when it is not JSON at all."""
    try:
        body = request.json
    except (InvalidUsage, RecursionError):
        return None
    return body if isinstance(body, dict) else {}


async def _as_text_or_offered_payload(
    agent: Optional[Agent], text: Text, conversation: Text, title: Optional[Text]
) -> Text:
    """The text as it is; a leading slash is kept only when exactly this payload was just offered as a button.

    Rasa runs a text such as ``/restart`` as that intent, whoever typed it.
    """
    if not text.startswith("/") and title is None:
        return text
    try:
        kept = bool(agent) and text in await _offered(agent, conversation)  # type: ignore[arg-type]
    except Exception:  # then it is text; what follows has an answer where nothing can be read
        logger.exception("The conversation could not be read")
        kept = False
    return text if kept else SLASHES.sub("", text if title is None else whole(title))


async def _offered(agent: Agent, conversation: Text) -> List[Text]:
    """The payloads of the buttons that can be pressed: those under the last reply, and those of a red flag.

    A red flag lasts longer than one reply, and where people see its buttons further up they press them there.
    """
    tracker = await agent.tracker_store.retrieve(conversation)
    said = tracker.latest_bot_utterance if tracker else None
    buttons = said.data.get("buttons") if said else None
    return [*OF_A_RED_FLAG, *(button.get("payload", "") for button in buttons or [])]
