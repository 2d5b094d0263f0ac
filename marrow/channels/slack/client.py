"""What we call of Slack: its API, and the address that it gives us for what only one person sees."""

from __future__ import annotations

import asyncio
import logging
import math
from typing import Any, Dict, List, Optional, Sequence, Text

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from marrow.channels.slack.hearing import Place
from marrow.channels.slack.refusals import code_at_url, code_in, is_about_the_form
from marrow.settings import Settings

logger = logging.getLogger(__name__)
TIMEOUT_SECONDS = 10
RETRIES = 3  # after the first try; the pauses between them grow
RATE_LIMIT_RETRIES = 6
RESPONSE_PAUSES = (1.0, 2.0, 4.0)  # seconds between tries at a response_url
PATIENCE = 300  # seconds that a call waits at Slack's wish; later nobody waits for the answer any longer
PLAIN = ("text", "unfurl_links", "unfurl_media")  # what is left of a message whose form was refused
WAITED = "waited"
Message = Dict[Text, Any]


class NotTaken(Exception):
    """Slack did not take what we sent, also not when it was sent again; ``reason``: its code of the error."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


class ServerErrorRetryHandler(AsyncServerErrorRetryHandler):
    """The SDK's handler knows 500 and 503 only; what stands between Slack and us says 502 and 504."""

    async def _can_retry_async(self, *, response: Any = None, **_: Any) -> bool:
        return response is not None and response.status_code >= 500


class RateLimitRetryHandler(AsyncRateLimitErrorRetryHandler):
    """The SDK's handler waits for however long Slack says; this one for so long and no longer, in one call."""

    async def _can_retry_async(self, *, state: RetryState, response: Optional[HttpResponse] = None, **_: Any) -> bool:
        if response is None or response.status_code != 429:
            return False
        named = {name.lower(): values[0] for name, values in response.headers.items()}
        asked = named.get("retry-after", "1")
        waited = (state.custom_values or {}).get(WAITED, 0) + (int(asked) if asked.isdecimal() else math.inf)
        state.custom_values = {WAITED: waited}
        return waited <= PATIENCE


class SlackClient:
    """Sends what is to be said. What cannot be sent is logged, without a word of it, and nothing is raised.

    Args:
        timeout: seconds that Slack may take for one try.
    """

    def __init__(self, settings: Settings, timeout: int = TIMEOUT_SECONDS) -> None:
        token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else None
        self._timeout = timeout
        self._sdk_logger = logging.getLogger(f"{__name__}.sdk")
        self._sdk_logger.setLevel(logging.WARNING)  # below that the SDK logs texts and addresses
        self._retries = _retry_handlers()
        self._web = AsyncWebClient(
            token, settings.slack_api_url, timeout, logger=self._sdk_logger, retry_handlers=self._retries
        )

    async def open(self) -> None:
        """Keep connections open between calls; before that each call opens one of its own."""
        self._web.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self._timeout))

    async def close(self) -> None:
        """Close the connections."""
        if self._web.session:
            await self._web.session.close()

    async def say(self, place: Place, messages: Sequence[Message]) -> None:
        """Say the messages of an answer, one after the other. Each is tried, whatever became of those before."""
        for message in messages:
            try:
                await self._say(place, message)
            except NotTaken as error:
                _log("a message", error)

    async def update(self, place: Place, ts: Text, message: Message) -> None:
        """Change a message of ours."""
        await self._try("chat.update", channel=place.channel, ts=ts, **message)

    async def show_home(self, user: Text, view: Dict[Text, Any]) -> None:
        """Show somebody our home."""
        await self._try("views.publish", user_id=user, view=view)

    async def _say(self, place: Place, message: Message) -> None:
        try:
            await self._deliver(place, message)
        except NotTaken as error:
            plain = {name: message[name] for name in PLAIN if name in message}
            if not is_about_the_form(error.reason) or plain == message:
                raise
            _log("the form of a message", error)  # plain words are better than silence
            await self._deliver(place, plain)

    async def _deliver(self, place: Place, message: Message) -> None:
        if place.response_url:
            await self._respond(place.response_url, message)
        else:
            thread = {"thread_ts": place.thread} if place.thread else {}
            await self._call("chat.postMessage", channel=place.channel, **thread, **message)

    async def _respond(self, address: Text, message: Message) -> None:
        """To the one person who asked. The SDK does not try again here when Slack fails."""
        hook = AsyncWebhookClient(
            address, self._timeout, session=self._web.session, logger=self._sdk_logger, retry_handlers=self._retries
        )
        body = {**message, "response_type": "ephemeral", "replace_original": False}
        pauses: List[Optional[float]] = [*RESPONSE_PAUSES, None]
        for pause in pauses:
            try:
                answer = await hook.send_dict(body)
            except Exception as error:
                raise NotTaken(type(error).__name__) from None
            if answer.status_code < 500 or pause is None:
                break
            await asyncio.sleep(pause)
        code = code_at_url(answer.status_code, answer.body)
        if code:
            raise NotTaken(code)

    async def _try(self, method: Text, **fields: Any) -> None:
        try:
            await self._call(method, **fields)
        except NotTaken as error:
            _log(method, error)

    async def _call(self, method: Text, **fields: Any) -> None:
        try:
            await self._web.api_call(method, json=fields)
        except SlackApiError as error:
            raise NotTaken(code_in(_error_of(error)) or "SlackApiError") from None
        except Exception as error:  # no connection, no answer in time, or an answer that is none
            raise NotTaken(type(error).__name__) from None


def _retry_handlers() -> List[AsyncRetryHandler]:
    """A message whose fate is not known is sent again: one that comes twice does less harm than one that is lost."""
    unsure = [aiohttp.ServerConnectionError, aiohttp.ClientOSError, aiohttp.ClientPayloadError, asyncio.TimeoutError]
    return [
        AsyncConnectionErrorRetryHandler(RETRIES, error_types=unsure),
        RateLimitRetryHandler(RATE_LIMIT_RETRIES),
        ServerErrorRetryHandler(RETRIES),
    ]


def _error_of(error: SlackApiError) -> Any:
    try:
        return error.response["error"]
    except Exception:  # what came was not in Slack's form
        return None


def _log(what: Text, error: NotTaken) -> None:
    logger.error("Slack did not take %s: %s", what, error.reason)
