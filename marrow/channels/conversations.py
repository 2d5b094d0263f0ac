"""The conversations of the web channel over HTTP, as ``contract/README.md`` promises them."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any, Awaitable, Callable, Coroutine, Dict, List, Text

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from marrow.channels import visit_sheet
from marrow.channels.exchange import ERROR, Message, exchange, say
from marrow.channels.history import history
from marrow.channels.incoming import (
    HEADERS,
    FeedbackBody,
    MessageBody,
    Refused,
    not_found,
    read_body,
    read_fields,
    reply,
    too_many,
    turn,
)
from marrow.channels.last_resort import escalation
from marrow.channels.limits import Limit, network_of
from marrow.channels.once import Once
from marrow.channels.privacy import forget, keep_feedback
from marrow.channels.sessions import Sessions, secret_of
from marrow.channels.static_files import SECURITY_HEADERS
from marrow.contract import Kind
from marrow.conversation.words import DELETED
from marrow.settings import Settings

logger = logging.getLogger(__name__)
Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]
TOKEN = "/conversations/<token:str>"  # noqa: S105  an address


class Conversations:
    """The handlers behind ``/chat/conversations``, and what they remember between requests."""

    def __init__(
        self, channel: Text, on_new_message: Callable[[UserMessage], Awaitable[Any]], settings: Settings
    ) -> None:
        self._channel = channel
        self._on_new_message = on_new_message
        self._longest = settings.max_message_chars
        self._sessions = Sessions(secret_of(settings), settings.session_hours)
        self._of_address = Limit(settings.requests_per_minute)
        self._of_conversation = Limit(settings.messages_per_minute)
        self._once = Once()

    def add_routes(self, routes: Blueprint) -> None:
        """Put every handler behind its address."""
        for method, address, handler in (
            ("POST", "/conversations", self.begin),
            ("DELETE", TOKEN, self.delete),
            ("POST", f"{TOKEN}/messages", self.receive),
            ("GET", f"{TOKEN}/messages", self.show),
            ("POST", f"{TOKEN}/feedback", self.rate),
            ("GET", f"{TOKEN}/visit-sheet", self.sheet),
            ("GET", f"{TOKEN}/visit-sheet.pdf", self.sheet_as_pdf),
        ):
            streams = method == "POST"  # so that a body is read by us, with our limit
            routes.add_route(self._guarded(handler), address, methods=[method], name=handler.__name__, stream=streams)

    async def begin(self, request: Request) -> HTTPResponse:
        """A new conversation; what the body says does not matter."""
        await read_body(request, _agent(request))
        return reply({"conversation": self._sessions.begin()}, 201)

    async def receive(self, request: Request, token: Text) -> HTTPResponse:
        """The answer to a message; in a new conversation when the token is not, or no longer, good for one."""
        agent = _agent(request)
        body = await read_fields(request, agent, MessageBody)
        renewed: Dict[Text, Text] = {}
        conversation = self._sessions.conversation_of(token)
        if not conversation:
            renewed = {"conversation": self._sessions.begin()}
            conversation = self._known(renewed["conversation"])
        wait = self._of_conversation.wait(conversation)
        if wait:  # what is too much is not answered; a red flag is heard even now
            red_flag = await escalation(agent, body.text, self._channel)
            if red_flag:
                return reply({"messages": red_flag, **renewed})
            raise too_many(wait)
        handle = partial(
            exchange, agent, self._on_new_message, body.text, conversation, self._channel, message_id=body.id
        )
        messages = await (self._once.answer(conversation, body.id, handle) if body.id else handle())
        return reply({"messages": messages, **renewed}, self._status(body.text, messages))

    async def show(self, request: Request, token: Text) -> HTTPResponse:
        """What was said so far."""
        conversation = self._known(token)
        return reply({"messages": await history(_agent(request), conversation, self._channel)})

    async def rate(self, request: Request, token: Text) -> HTTPResponse:
        """Keep whether an answer helped."""
        agent = _agent(request)
        body = await read_fields(request, agent, FeedbackBody)
        keep_feedback(agent, self._known(token), body.answer_id, body.helpful, body.word)
        return response.empty(headers=HEADERS)

    async def delete(self, request: Request, token: Text) -> HTTPResponse:
        """Delete all that is kept of the conversation."""
        conversation = self._known(token)
        await forget(_agent(request), conversation)
        self._once.forget(conversation)
        return reply({"messages": turn(DELETED, Kind.PRIVACY)})

    async def sheet(self, request: Request, token: Text) -> HTTPResponse:
        """The visit sheet as a page."""
        conversation = self._known(token)
        return await visit_sheet.page(_agent(request), conversation, f"{request.path}.pdf", SECURITY_HEADERS)

    async def sheet_as_pdf(self, request: Request, token: Text) -> HTTPResponse:
        """The visit sheet as a PDF."""
        return await visit_sheet.document(_agent(request), self._known(token), SECURITY_HEADERS)

    def _known(self, token: Text) -> Text:
        conversation = self._sessions.conversation_of(token)
        if not conversation:
            raise not_found()
        return conversation

    def _status(self, text: Text, messages: List[Message]) -> int:
        """413 for a message that was too long to read, unless a red flag in it was answered."""
        refused = len(text) > self._longest and messages[-1]["custom"]["kind"] == Kind.ERROR
        return 413 if refused else 200

    def _guarded(self, handler: Handler) -> Handler:
        """The handler for who does not ask too often; whatever goes wrong, an answer in the contract's form."""

        async def handle(request: Request, **address: Text) -> HTTPResponse:
            try:
                _hold_back(self._of_address, network_of(request.remote_addr or request.ip))
                return await handler(request, **address)
            except Refused as refused:
                return refused.answer
            except Exception:  # whatever it is, the person must hear something
                logger.exception("A request could not be handled")
                return reply({"messages": say(_agent(request), ERROR)}, 503)

        return handle


def _agent(request: Request) -> Agent:
    """The running agent; None while the model is not loaded, which ``exchange`` and ``say`` have words for."""
    return request.app.ctx.agent


def _hold_back(limit: Limit, key: Text) -> None:
    wait = limit.wait(key)
    if wait:
        raise too_many(wait)
