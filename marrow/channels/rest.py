"""The REST channel of the development profile: Rasa's address and form, with the contract's guarantees."""

from __future__ import annotations

import json
import uuid
from typing import Any, Awaitable, Callable, Text

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from marrow.channels.exchange import NO_TEXT, exchange, json_fields, say

MAX_SENDER_CHARS = 200


class RestChannel(InputChannel):
    """``POST /webhooks/rest/webhook`` with ``{"sender": ..., "message": ...}``."""

    @classmethod
    def name(cls) -> Text:
        """The name in the address and in conversations."""
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of this channel."""
        routes = Blueprint("rest_channel", __name__)

        @routes.get("/")
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            body = json_fields(request)
            if body is None:
                return response.json(say(agent, NO_TEXT), status=400)
            messages = await exchange(
                agent, on_new_message, body.get("message"), conversation_of(body.get("sender")), self.name()
            )
            return response.json(messages, dumps=json.dumps)

        return routes


def conversation_of(sender: Any) -> Text:
    """The conversation a client names; one of its own for a client that names none, so that no two share one."""
    if isinstance(sender, (str, int)) and not isinstance(sender, bool) and 0 < len(str(sender)) <= MAX_SENDER_CHARS:
        return str(sender)
    return uuid.uuid4().hex
