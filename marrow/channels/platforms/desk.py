"""Takes what people say on a platform and has it answered there, each message once and in order, in the background.

A platform wants its request answered within seconds, and sends it again when it is not; an answer is a call of ours to
the platform, which may be slow or down. Neither may hold up the other, nor the web chat.
"""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable, List, Optional, Set, Text

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from marrow.channels.exchange import ERROR, exchange, offered, say
from marrow.channels.incoming import turn
from marrow.channels.limits import Limit
from marrow.channels.platforms.commands import COMMANDS
from marrow.channels.platforms.handled import Handled
from marrow.channels.platforms.heard import Heard, InTurn, conversation_of
from marrow.channels.sessions import secret_of
from marrow.clinic import get_clinic
from marrow.conversation.words import UNSEEN, on_a_platform, text_only, too_many_messages
from marrow.rendering.said import Said, said_of
from marrow.settings import Settings

logger = logging.getLogger(__name__)
ESCALATE = "escalate"
Send = Callable[[List[Said]], Awaitable[None]]


class Desk:
    """One for each platform.

    Args:
        channel: name of the channel, as conversations keep it.
        platform: what people call it.
        on_new_message: Rasa's handler of a message.
    """

    def __init__(
        self,
        channel: Text,
        platform: Text,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
        settings: Settings,
    ) -> None:
        self._channel, self._platform = channel, platform
        self._on_new_message = on_new_message
        self._secret = secret_of(settings)
        self._limit = Limit(settings.messages_per_minute)
        self._held_back: Set[Text] = set()
        self._handled = Handled(channel)
        self._in_turn = InTurn()

    def take(self, app: Sanic, heard: Heard, send: Send) -> None:
        """Answer in the background; ``send`` gets what to say; it is not called for an event that came before."""
        app.add_task(self.answer(app.ctx.agent, heard, send))

    async def answer(self, agent: Optional[Agent], heard: Heard, send: Send) -> None:
        """What ``take`` does in the background. Nothing is raised: nobody would hear it."""
        try:
            if not self._handled.first_time(agent, heard.event_id):
                return
            conversation = conversation_of(self._secret, self._channel, heard.place)
            async with self._in_turn.of(conversation):
                said = await self._said(agent, heard, conversation)
                if said:
                    await send(said)
        except Exception:  # the platform or the person's message may be at fault; the next one is answered all the same
            logger.exception("A message from %s could not be answered", self._platform)

    async def _said(self, agent: Optional[Agent], heard: Heard, conversation: Text) -> List[Said]:
        wait = self._limit.wait(conversation)
        if wait:
            return self._too_many(conversation, wait)
        self._held_back.discard(conversation)
        if heard.command:
            return [await self._command(agent, heard.command, conversation)]
        if heard.unread and not heard.text:
            return [said_of(turn(text_only(_emergency())))]
        notes = [on_a_platform(self._platform, get_clinic())] if await self._is_first(agent, conversation) else []
        notes += [UNSEEN] if heard.unread else []
        messages = await exchange(
            agent,
            self._on_new_message,
            await self._words(agent, heard, conversation),
            conversation,
            self._channel,
            message_id=heard.event_id,
        )
        answer, beside = said_of(messages), [said_of(turn(note, "smalltalk")) for note in notes]
        return [answer, *beside] if answer.kind == ESCALATE else [*beside, answer]  # in an emergency first what to do

    async def _command(self, agent: Optional[Agent], command: Text, conversation: Text) -> Said:
        try:
            return said_of(await COMMANDS[command](agent, conversation, self._channel))
        except Exception:
            logger.exception("A command could not be done")
            return said_of(say(agent, ERROR))

    async def _words(self, agent: Optional[Agent], heard: Heard, conversation: Text) -> Text:
        """The payload of a button that is still offered; an older one, further up in the talk, is said as it reads."""
        if heard.title is None:
            return heard.text
        try:
            return heard.text if agent and heard.text in await offered(agent, conversation) else heard.title
        except Exception:
            logger.exception("The conversation could not be read")
            return heard.title

    async def _is_first(self, agent: Optional[Agent], conversation: Text) -> bool:
        try:
            return bool(agent) and await agent.tracker_store.retrieve(conversation) is None  # type: ignore[union-attr]
        except Exception:
            logger.exception("The conversation could not be read")
            return False

    def _too_many(self, conversation: Text, wait: float) -> List[Said]:
        """Said once, until a message is read again."""
        if conversation in self._held_back:
            return []
        self._held_back.add(conversation)
        return [said_of(turn(too_many_messages(int(wait) + 1, _emergency())))]


def _emergency() -> Text:
    return get_clinic().ways_to_get_help()["emergency"]
