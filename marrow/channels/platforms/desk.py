"""Takes what people say on a platform and has it answered there, each message once and in order, in the background.

A platform wants its request answered within seconds, and sends it again when it is not; an answer is a call of ours to
the platform, which may be slow or down. Neither may hold up the other, nor the web chat.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Awaitable, Callable, Coroutine, List, Optional, Set, Text

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from marrow.channels.exchange import ERROR, exchange, say
from marrow.channels.incoming import turn
from marrow.channels.last_resort import escalation
from marrow.channels.platforms.commands import COMMANDS
from marrow.channels.platforms.handled import Handled
from marrow.channels.platforms.heard import Heard, InTurn, conversation_of
from marrow.channels.platforms.pace import Pace
from marrow.channels.sessions import secret_of
from marrow.clinic import get_clinic
from marrow.contract import Kind
from marrow.conversation.words import UNSEEN, on_a_platform, text_only, too_many_messages
from marrow.rendering.said import Said, said_of
from marrow.settings import Settings

logger = logging.getLogger(__name__)
START, FORGET = "start", "forget"
PATIENCE_SECONDS = 8  # the supervisor waits for 10
MOST_TOLD = 10_000  # conversations, in memory
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
        self._pace = Pace(settings.messages_per_minute)
        self._handled = Handled(channel)
        self._in_turn = InTurn()
        self._told: Set[Text] = set()  # the note on the platform, with a greeting, which is no part of a conversation
        self._under_way: Set["asyncio.Future[None]"] = set()

    def take(self, app: Sanic, heard: Heard, send: Send) -> None:
        """Answer in the background; ``send`` gets what to say; it is not called for an event that came before."""
        self.begin(self.answer(app.ctx.agent, heard, send))

    def begin(self, answering: Coroutine[Any, Any, None]) -> None:
        """Do something in the background that is waited for when the assistant is stopped."""
        task = asyncio.ensure_future(answering)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def finish(self, *_: Any) -> None:
        """Wait for the answers that are under way, a while: their events are not sent again."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE_SECONDS
        while self._under_way and loop.time() < end:  # an answer may begin something of its own
            await asyncio.wait(self._under_way, timeout=end - loop.time())

    async def answer(self, agent: Optional[Agent], heard: Heard, send: Send) -> None:
        """What ``take`` does in the background. Nothing is raised: nobody would hear it."""
        try:
            if not self._handled.first_time(agent, heard.event_id):
                return
            conversation = conversation_of(self._secret, self._channel, heard.place)
            wait = self._pace.wait(conversation, heard.person)
            if wait:  # nor does it wait for its turn: no more may wait there than is read
                await self._hold_back(agent, heard, wait, send)
                return
            async with self._in_turn.of(conversation):
                await self._send(agent, await self._said_or_error(agent, heard, conversation), send)
        except Exception:  # the platform or the person's message may be at fault; the next one is answered all the same
            logger.exception("A message from %s could not be answered", self._platform)

    async def _said_or_error(self, agent: Optional[Agent], heard: Heard, conversation: Text) -> List[Said]:
        try:
            return await self._said(agent, heard, conversation)
        except Exception:  # whatever it is, the person must hear something
            logger.exception("An answer for %s could not be made", self._platform)
            return [said_of(say(agent, ERROR))]

    async def _send(self, agent: Optional[Agent], said: List[Said], send: Send) -> None:
        """Have it said; where it cannot even be written, that something went wrong, with whom to call."""
        try:
            await send(said)
        except Exception:
            logger.exception("An answer could not be written for %s", self._platform)
            await send([said_of(say(agent, ERROR))])

    async def _hold_back(self, agent: Optional[Agent], heard: Heard, wait: float, send: Send) -> None:
        """What is too much is not answered; a red flag is heard even now."""
        red_flag = heard.text and await escalation(agent, heard.text, self._channel)
        if red_flag:
            await self._send(agent, [said_of(red_flag)], send)
        elif self._pace.is_news(heard.person, wait):
            await self._send(agent, [said_of(turn(too_many_messages(int(wait) + 1, _emergency())))], send)

    async def _said(self, agent: Optional[Agent], heard: Heard, conversation: Text) -> List[Said]:
        if heard.command:
            command = await self._command(agent, heard.command, conversation)
            return [*(await self._note(agent, conversation) if heard.command == START else []), command]
        if heard.unread and not heard.text:
            return [said_of(turn(text_only(_emergency())))]
        notes = await self._note(agent, conversation)
        notes += [said_of(turn(UNSEEN, Kind.SMALL_TALK))] if heard.unread else []
        messages = await exchange(
            agent,
            self._on_new_message,
            heard.text,
            conversation,
            self._channel,
            title=heard.title,
        )
        answer = said_of(messages)
        if answer.kind == Kind.ESCALATE:
            return [answer, *notes]  # first what to do
        return [*notes, answer]

    async def _note(self, agent: Optional[Agent], conversation: Text) -> List[Said]:
        """What becomes of words on this platform: once, at the beginning of a conversation."""
        told = conversation in self._told
        if len(self._told) >= MOST_TOLD:
            self._told.clear()
        self._told.add(conversation)
        if told or not await self._is_first(agent, conversation):
            return []
        return [said_of(turn(on_a_platform(self._platform, get_clinic()), Kind.SMALL_TALK))]

    async def _command(self, agent: Optional[Agent], command: Text, conversation: Text) -> Said:
        try:
            said = said_of(await COMMANDS[command](agent, conversation, self._channel))
            if command == FORGET:
                self._told.discard(conversation)
            return said
        except Exception:
            logger.exception("A command could not be done")
            return said_of(say(agent, ERROR))

    async def _is_first(self, agent: Optional[Agent], conversation: Text) -> bool:
        try:
            return bool(agent) and await agent.tracker_store.retrieve(conversation) is None  # type: ignore[union-attr]
        except Exception:
            logger.exception("The conversation could not be read")
            return False


def _emergency() -> Text:
    return get_clinic().ways_to_get_help()["emergency"]
