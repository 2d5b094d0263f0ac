"""The Telegram channel: takes Telegram's updates, and has them answered in the background."""

from __future__ import annotations

import hmac
import json
import logging
from typing import Any, Awaitable, Callable, List, Optional, Text, Union

from pydantic import ValidationError
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from marrow.channels.incoming import HEADERS, Refused, read_body
from marrow.channels.platforms.desk import Desk
from marrow.channels.telegram.addressing import Myself
from marrow.channels.telegram.client import Client
from marrow.channels.telegram.hearing import Hearing, Incoming, OldButton
from marrow.channels.telegram.speaking import Speaker
from marrow.channels.telegram.updates import Update
from marrow.rendering.said import Said
from marrow.settings import get_settings

logger = logging.getLogger(__name__)
PLATFORM = "Telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  a header's name
# A message of 4,096 emoji has 48 kB as Telegram writes it, and so has the one that it replies to.
MAX_BODY_BYTES = 256 * 1024


class TelegramChannel(InputChannel):
    """``POST /webhooks/telegram/webhook``, where Telegram sends its updates; without a token there is no such address.

    Nothing is asked of Telegram at the start: the webhook is set once, with ``make telegram-webhook``.
    """

    @classmethod
    def name(cls) -> Text:
        """The name in the address and in conversations."""
        return "telegram"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The route of this channel."""
        settings = get_settings()
        routes = Blueprint("telegram_channel", __name__)
        if settings.telegram and settings.telegram_webhook_secret and settings.telegram_bot_name:
            client = Client(settings)
            desk = Desk(self.name(), PLATFORM, on_new_message, settings)
            hearing = Hearing(Myself(client.id, settings.telegram_bot_name))
            receiver = Receiver(settings.telegram_webhook_secret.get_secret_value(), hearing, desk, Speaker(client))

            @routes.post("/webhook", stream=True)  # so that a body is read by us, with our limit
            async def receive(request: Request) -> HTTPResponse:
                return await receiver.receive(request)

            routes.listener("before_server_stop")(desk.finish)

            @routes.listener("after_server_stop")
            async def close(*_: Any) -> None:
                await client.close()

        return routes


class Receiver:
    """What comes in, and what becomes of it.

    Args:
        secret: what Telegram proves itself with.
    """

    def __init__(self, secret: Text, hearing: Hearing, desk: Desk, speaker: Speaker) -> None:
        self._secret, self._hearing, self._desk, self._speaker = secret, hearing, desk, speaker

    async def receive(self, request: Request) -> HTTPResponse:
        """200 at once for whatever comes from Telegram: it sends again, for hours, what is answered otherwise."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self._secret.encode()):
            return response.empty(401, HEADERS)
        try:
            fields = json.loads((await read_body(request, request.app.ctx.agent, MAX_BODY_BYTES)).decode())
        except Refused as refused:
            logger.warning("An update of Telegram could not be read: it is too large, or broken off")
            return response.empty(200 if refused.answer.status == 413 else 400, HEADERS)
        except (ValueError, RecursionError):
            return response.empty(400, HEADERS)
        if not isinstance(fields, dict):
            return response.empty(400, HEADERS)
        try:
            incoming = self._hearing.of(Update.parse_obj(fields))
        except ValidationError as error:  # its places only: the values are people's words
            places = [".".join(map(str, one["loc"])) for one in error.errors()]
            logger.warning("An update of Telegram has another form than is known: %s", ", ".join(places))
            return response.empty(200, HEADERS)
        if incoming:
            self._take(request.app, incoming)
        return response.empty(200, HEADERS)

    def _take(self, app: Sanic, incoming: Union[Incoming, OldButton]) -> None:
        if isinstance(incoming, OldButton):
            app.add_task(self._speaker.decline(incoming))
            return
        if incoming.press:
            app.add_task(self._speaker.confirm(incoming.press))
        self._desk.begin(self._answer(app.ctx.agent, incoming))

    async def _answer(self, agent: Optional[Agent], incoming: Incoming) -> None:
        place, press = incoming.place, incoming.press
        async with self._speaker.typing(place) as typing:

            async def send(answer: List[Said]) -> None:
                typing.cancel()
                await self._speaker.say(answer, place)
                if press:  # behind the answer; what is said next does not wait for it either
                    self._desk.begin(self._speaker.mark(press, place))

            await self._desk.answer(agent, incoming.heard, send)
