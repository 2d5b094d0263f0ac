"""The Slack channel: three addresses under ``/webhooks/slack`` for events, presses of buttons and slash commands."""

from __future__ import annotations

from functools import partial
from typing import Any, Awaitable, Callable, Coroutine, List, Text

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from slack_sdk.signature import SignatureVerifier

from marrow.channels.incoming import HEADERS, Refused, read_body, reply
from marrow.channels.platforms.desk import Desk
from marrow.channels.slack.client import SlackClient
from marrow.channels.slack.hearing import Addressed, Hearing, hear_command, hear_press
from marrow.channels.slack.requests import (
    APP_MENTION,
    BLOCK_ACTIONS,
    EVENT_CALLBACK,
    HOME_OPENED,
    MESSAGE,
    URL_VERIFICATION,
    Challenge,
    EventCallback,
    HomeOpened,
    MessageEvent,
    Press,
    SlashCommand,
    read_event,
    read_form,
    read_interaction,
)
from marrow.channels.slack.views import choice_message, home, with_choice
from marrow.rendering.said import Said
from marrow.rendering.slack import render
from marrow.settings import get_settings

PLATFORM = "Slack"
# Slack writes a letter beyond ASCII as six bytes, sends a text twice (as text and as blocks), of an edited message also
# as it was, and with a press the whole message that the button stands under.
MAX_BODY_BYTES = 1024 * 1024
Handler = Callable[[Sanic, bytes], HTTPResponse]


class SlackChannel(InputChannel):
    """Open where the settings have a bot token; without one it has no addresses."""

    @classmethod
    def name(cls) -> Text:
        """The name in the address and in conversations."""
        return "slack"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of this channel."""
        settings = get_settings()
        routes = Blueprint("slack_channel", __name__)
        if settings.slack_bot_token and settings.slack_signing_secret:
            verifier = SignatureVerifier(settings.slack_signing_secret.get_secret_value())
            desk = Desk(self.name(), PLATFORM, on_new_message, settings)
            Addresses(verifier, desk, SlackClient(settings)).add_routes(routes)
        return routes


class Addresses:
    """What becomes of each request: it is answered at once, and what is to be said follows in the background."""

    def __init__(self, verifier: SignatureVerifier, desk: Desk, client: SlackClient) -> None:
        self._verifier, self._desk, self._client = verifier, desk, client
        self._hearing = Hearing()

    def add_routes(self, routes: Blueprint) -> None:
        """Put every handler behind its address."""
        for address, handler in (
            ("/events", self.events),
            ("/interactions", self.interactions),
            ("/commands", self.commands),
        ):
            # streaming, so that a body is read by us, with our limit
            routes.add_route(self._signed(handler), address, methods=["POST"], name=handler.__name__, stream=True)

        @routes.listener("before_server_start")
        async def open_client(*_: Any) -> None:
            await self._client.open()

        routes.listener("before_server_stop")(self._desk.finish)

        @routes.listener("after_server_stop")
        async def close_client(*_: Any) -> None:
            await self._client.close()

    def events(self, app: Sanic, body: bytes) -> HTTPResponse:
        """The check that the address is ours, messages, and the opening of our home."""
        sent = read_event(body)
        if sent.type == URL_VERIFICATION:
            return reply({"challenge": Challenge.parse_obj(sent.dict()).challenge})
        if sent.type == EVENT_CALLBACK:
            self._event(app, EventCallback.parse_obj(sent.dict()))
        return _taken()

    def interactions(self, app: Sanic, body: bytes) -> HTTPResponse:
        """Presses of buttons."""
        sent = read_interaction(body)
        if sent.type == BLOCK_ACTIONS:
            addressed = hear_press(Press.parse_obj(sent.dict()))
            if addressed:
                self._take(app, addressed)
        return _taken()

    def commands(self, app: Sanic, body: bytes) -> HTTPResponse:
        """Slash commands. Now and then Slack only checks the certificate."""
        fields = read_form(body)
        if "ssl_check" not in fields:
            self._take(app, hear_command(SlashCommand.parse_obj(fields)))
        return _taken()

    def _event(self, app: Sanic, callback: EventCallback) -> None:
        event = callback.event.dict()
        if callback.event.type in (MESSAGE, APP_MENTION):
            addressed = self._hearing.of(callback, MessageEvent.parse_obj(event))
            if addressed:
                self._take(app, addressed)
        elif callback.event.type == HOME_OPENED:
            opened = HomeOpened.parse_obj(event)
            if opened.tab == "home":
                app.add_task(self._client.show_home(opened.user, home(app.ctx.agent, PLATFORM)))

    def _take(self, app: Sanic, addressed: Addressed) -> None:
        self._desk.take(app, addressed.heard, partial(self._answer, addressed))

    async def _answer(self, addressed: Addressed, answer: List[Said]) -> None:
        """Say the answer where it was asked for, and what was chosen: in a direct message in place of the buttons."""
        place, pressed = addressed.place, addressed.pressed
        messages = [message for said in answer for message in render(said)]
        changed = pressed.message if pressed and not place.is_shared else None  # the buttons that others need stay
        if pressed and not changed:
            messages.insert(0, choice_message(pressed.title))
        await self._client.say(place, messages)
        if pressed and changed:  # behind the answer; what is said next does not wait for it either
            self._desk.begin(self._client.update(place, changed.ts, with_choice(changed, pressed.title)))

    def _signed(self, handler: Handler) -> Callable[[Request], Coroutine[Any, Any, HTTPResponse]]:
        """The handler for requests that Slack has signed in the last five minutes; others are not even parsed."""

        async def handle(request: Request) -> HTTPResponse:
            try:
                body = await read_body(request, request.app.ctx.agent, MAX_BODY_BYTES)
                if not self._is_signed(request, body):
                    return response.empty(401, HEADERS)
                return handler(request.app, body)
            except Refused as refused:
                return refused.answer
            except (ValueError, RecursionError):  # signed, but not in a form that we know
                return response.empty(400, HEADERS)

        return handle

    def _is_signed(self, request: Request, body: bytes) -> bool:
        try:
            return self._verifier.is_valid_request(body, dict(request.headers))
        except (ValueError, TypeError):  # a time that is no number, a body or a signature in other letters
            return False


def _taken() -> HTTPResponse:
    return response.empty(200, HEADERS)
