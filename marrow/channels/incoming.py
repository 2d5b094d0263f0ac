"""What comes in over HTTP: read with limits, or refused in the contract's form; and how answers go out."""

from __future__ import annotations

import json
import math
from typing import Any, Dict, List, Mapping, Optional, Text, Type, TypeVar

from pydantic import BaseModel, Field, StrictBool, StrictStr
from rasa.core.agent import Agent
from sanic import response
from sanic.exceptions import InvalidUsage, PayloadTooLarge
from sanic.request import Request
from sanic.response import HTTPResponse

from marrow.channels.exchange import TOO_LONG, Message, say
from marrow.clinic import get_clinic
from marrow.contract import Kind
from marrow.conversation.turn import make_turn
from marrow.conversation.words import NOT_FOUND, NOT_READ, too_many_messages

MAX_BODY_BYTES = 64 * 1024
JSON = "application/json"
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class MessageBody(BaseModel):
    """What a person says; ``id``: the client's own id of it, the same when it is sent again."""

    text: StrictStr
    id: Optional[StrictStr] = Field(None, regex=r"^[A-Za-z0-9_-]{1,64}\Z")


class FeedbackBody(BaseModel):
    """Whether an answer helped, and a word on it."""

    answer_id: StrictStr = Field(..., regex=r"^[A-Za-z0-9_.-]{1,200}\Z")
    helpful: StrictBool
    word: Optional[StrictStr] = Field(None, max_length=500)


Body = TypeVar("Body", bound=BaseModel)


class Refused(Exception):
    """A request that is not done, with the answer to it: status, messages, further headers."""

    def __init__(self, status: int, messages: List[Message], headers: Optional[Dict[Text, Text]] = None) -> None:
        super().__init__(status)
        self.answer = reply({"messages": messages}, status, headers)


def reply(fields: Mapping[Text, Any], status: int = 200, headers: Optional[Dict[Text, Text]] = None) -> HTTPResponse:
    """An answer in JSON. Python's own ``dumps`` also writes half a character pair, which people's text may hold."""
    return response.json(dict(fields), status=status, headers={**HEADERS, **(headers or {})}, dumps=json.dumps)


def turn(text: Text, kind: Kind = Kind.ERROR) -> List[Message]:
    """A text with its turn, as messages that are part of no conversation."""
    return [{"text": text}, {"custom": make_turn(kind)}]


def not_found() -> Refused:
    """There is no such conversation, or not for whoever asks."""
    return Refused(404, turn(NOT_FOUND))


def too_many(wait: float) -> Refused:
    """Asked too often; ``wait``: seconds until the next may come."""
    seconds = math.ceil(wait)
    text = too_many_messages(seconds, get_clinic().ways_to_get_help()["emergency"])
    return Refused(429, turn(text), {"Retry-After": str(seconds)})


async def read_body(request: Request, agent: Optional[Agent], most: int = MAX_BODY_BYTES) -> bytes:
    """The body of a request to a streaming route, of which no more is read than may come (``most``, in bytes).

    Raises:
        Refused: when it is too large or broken off.
    """
    request.stream.request_max_size = most  # type: ignore[union-attr]
    try:
        await request.receive_body()
    except PayloadTooLarge as error:
        raise Refused(413, say(agent, TOO_LONG)) from error
    except InvalidUsage as error:
        raise Refused(400, turn(NOT_READ)) from error
    return request.body


async def read_fields(request: Request, agent: Optional[Agent], shape: Type[Body]) -> Body:
    """The fields of a JSON body.

    Raises:
        Refused: when it is no JSON, too large or too deep, or when a field has another type.
    """
    if request.headers.get("Content-Type", "").split(";")[0].strip().lower() != JSON:
        raise Refused(415, turn(NOT_READ))
    body = await read_body(request, agent)
    try:
        return shape.parse_obj(json.loads(body.decode()))
    except (ValueError, RecursionError) as error:
        raise Refused(400, turn(NOT_READ)) from error
