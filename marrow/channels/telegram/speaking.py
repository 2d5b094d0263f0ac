"""How answers go out: rendered, in order, and never given up for the way they are written."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import AsyncIterator, List

from marrow.channels.telegram.client import BadCall, CallFailed, Client, NotWanted
from marrow.channels.telegram.hearing import OldButton, Place, Press
from marrow.conversation.words import OLD_BUTTON
from marrow.rendering.said import Said
from marrow.rendering.telegram import Message, plain, render

logger = logging.getLogger(__name__)
SEND = "sendMessage"
TYPING_AFTER = 1.0  # seconds. Nearly all answers are there before, and would only be followed by a sign of typing


class Speaker:
    """Says things on Telegram; what cannot be said is logged, without a word of it."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def confirm(self, press: Press) -> None:
        """Let a button come to rest: until then it shows that it is working."""
        await self._client.attempt("answerCallbackQuery", callback_query_id=press.id)

    async def decline(self, button: OldButton) -> None:
        """Say at the button that it can no longer be read."""
        await self._client.attempt("answerCallbackQuery", callback_query_id=button.id, text=OLD_BUTTON)

    async def mark(self, press: Press, place: Place) -> None:
        """Show which button was pressed, in place of all of them."""
        if press.keyboard is not None:
            markup = {"inline_keyboard": press.keyboard}
            await self._client.attempt(
                "editMessageReplyMarkup", chat_id=place.chat, message_id=press.message, reply_markup=markup
            )

    async def say(self, answer: List[Said], place: Place) -> None:
        """Say it, one message after the other; a part that fails does not keep back the next."""
        for message in (message for said in answer for message in render(said)):
            try:
                await self._send(message, place)
            except NotWanted:
                logger.info("Somebody on Telegram does not want to hear from the guide")
                return
            except CallFailed as failure:
                logger.error("An answer could not be sent to Telegram: %s", failure)

    @asynccontextmanager
    async def typing(self, place: Place) -> AsyncIterator["asyncio.Task[None]"]:
        """Show that an answer is being made, when that takes long; until the end or until the task is cancelled."""
        task = asyncio.ensure_future(self._show_typing(place))
        try:
            yield task
        finally:
            task.cancel()

    async def _show_typing(self, place: Place) -> None:
        await asyncio.sleep(TYPING_AFTER)
        await self._client.attempt(
            "sendChatAction", chat_id=place.chat, message_thread_id=place.topic, action="typing"
        )  # fmt: skip

    async def _send(self, message: Message, place: Place) -> None:
        """One part of an answer. At worst it comes outside of its topic or without links and buttons, but it comes."""
        try:
            await self._client.call(SEND, **place.arguments(), **message)
        except BadCall as refused:
            elsewhere = Place(place.chat)
            if refused.of_the_place and place != elsewhere:
                logger.error("Telegram refused the place of an answer: %s", refused)
                await self._send(message, elsewhere)
            elif message.keys() != {"text"}:
                logger.error("Telegram refused the way an answer is written: %s", refused)
                for text in plain(message):
                    await self._send({"text": text}, place)
            else:
                raise
