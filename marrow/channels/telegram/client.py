"""Calls to Telegram's Bot API: tried again where that can help, and failing without a word of what was to be sent.

aiogram's errors and log lines may hold the bot's token, which stands in every address, and people's words. None of them
leaves this module.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from typing import Any, Awaitable, Callable, Dict, Optional, Text, Tuple

from aiogram import Bot
from aiogram.bot.api import TelegramAPIServer
from aiogram.utils import exceptions
from aiogram.utils.payload import prepare_arg
from aiohttp import ClientTimeout

from marrow.settings import Settings

logger = logging.getLogger(__name__)
TIMEOUT = ClientTimeout(total=20, sock_connect=5)  # seconds
MOST_CONNECTIONS = 100
PAUSES = (1.0, 3.0, 8.0)  # seconds before each further try
PATIENCE = 300.0  # seconds that a call waits at Telegram's wish; it may ask for hours, when nobody waits any longer
# A topic that is gone or closed, a message to reply to that is gone; in the words of several versions of the Bot API
_PLACES = re.compile(r"thread not found|topic_(closed|deleted)|(reply|replied) message|to be replied", re.IGNORECASE)
_FINAL = (exceptions.BadRequest, exceptions.NotFound, exceptions.ConflictError, exceptions.Unauthorized)


class CallFailed(Exception):
    """Telegram did not do what it was asked. The message says only of what kind the problem was."""

    def __init__(self, method: Text, error: Exception) -> None:
        super().__init__(f"{method}: {type(error).__name__}")


class BadCall(CallFailed):
    """Telegram cannot do this, however often it is asked.

    ``description``: Telegram's own words, which may quote what was sent: not to be logged.
    """

    def __init__(self, method: Text, error: Exception) -> None:
        super().__init__(method, error)
        self.description = str(error)

    @property
    def of_the_place(self) -> bool:
        """Whether the chat may take it elsewhere than in this topic, or as no reply."""
        return bool(_PLACES.search(self.description))


class NotWanted(CallFailed):
    """The person has blocked the bot or is gone, or the group has put it out."""


class Client:
    """Makes no call by itself, and connects at the first one.

    Args:
        settings: with a token.
        sleep: waits so many seconds.
    """

    def __init__(self, settings: Settings, sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep) -> None:
        assert settings.telegram_bot_token, "the channel is open only with a token"  # noqa: S101  for the type checker
        logging.getLogger("aiogram").setLevel(logging.INFO)  # below that it logs what is sent
        self._bot = Bot(
            settings.telegram_bot_token.get_secret_value(),
            connections_limit=MOST_CONNECTIONS,
            timeout=TIMEOUT,
            server=TelegramAPIServer.from_base(settings.telegram_api_url),
        )
        self._sleep = sleep
        self._quiet_until: Dict[Optional[int], float] = {}  # of chats in which Telegram has asked for a pause

    @property
    def id(self) -> int:
        """The bot's own id as a Telegram user: the first part of its token."""
        return self._bot.id

    async def call(self, method: Text, **arguments: Any) -> Any:
        """What Telegram answers; arguments that are None are left out.

        An error of the network or of Telegram's servers is met by further tries. Where nobody knows whether a message
        arrived, it is sent again: an answer twice is better than none.

        Raises:
            BadCall: Telegram refuses it.
            NotWanted: the person or the group does not want to hear from the bot.
            CallFailed: it failed for another reason, also at the last try.
        """
        payload = {name: prepare_arg(value) for name, value in arguments.items() if value is not None}
        tries, waited = 0, 0.0
        while True:
            quiet = max(0.0, self._quiet_until.get(payload.get("chat_id"), 0.0) - time.monotonic())
            waited += quiet
            if waited > PATIENCE:
                raise CallFailed(method, exceptions.RetryAfter(int(quiet)))
            await self._sleep(quiet)
            try:
                return await self._bot.request(method, payload)
            except exceptions.RetryAfter as error:
                self._quiet_until[payload.get("chat_id")] = time.monotonic() + error.timeout
                continue
            except exceptions.MigrateToChat as error:
                payload["chat_id"] = error.migrate_to_chat_id
                failure, pause = _judged(method, error, tries)
            except Exception as error:
                failure, pause = _judged(method, error, tries)
            if pause is None:
                raise failure  # here, so that aiogram's error is no part of its traceback
            tries += 1
            await self._sleep(pause)

    async def attempt(self, method: Text, **arguments: Any) -> None:
        """A call that is worth no more than a line in the log when it fails."""
        try:
            await self.call(method, **arguments)
        except CallFailed as failure:
            logger.info("Telegram did not do it: %s", failure)

    async def close(self) -> None:
        """End the connections."""
        await self._bot.session.close()


def _judged(method: Text, error: Exception, tries: int) -> Tuple[CallFailed, Optional[float]]:
    """The failure, and how many seconds until the next try; None when there is none."""
    if isinstance(error, exceptions.Unauthorized) and str(error).lower() != "unauthorized":
        return NotWanted(method, error), None
    if isinstance(error, exceptions.BadRequest):
        return BadCall(method, error), None
    last = isinstance(error, _FINAL) or tries >= len(PAUSES)
    return CallFailed(method, error), None if last else PAUSES[tries]
