"""What Slack sends us: events, presses of buttons and slash commands, as far as we use them."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional, Text
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConstrainedStr, Extra, Field, StrictStr

MESSAGE, APP_MENTION, HOME_OPENED = "message", "app_mention", "app_home_opened"
URL_VERIFICATION, EVENT_CALLBACK, BLOCK_ACTIONS = "url_verification", "event_callback", "block_actions"


class Id(ConstrainedStr):
    """An id of Slack's."""

    strict = True
    min_length = 1
    max_length = 200


class Whoever(BaseModel):
    """A person, a team or a channel."""

    id: Id


class Challenge(BaseModel):
    """Asks whether the address is ours."""

    challenge: StrictStr


class Authorization(BaseModel):
    """Whom an event is sent to."""

    user_id: Optional[Id]
    is_bot: bool = False


class Typed(BaseModel):
    """What says of itself what it is; its other fields depend on that."""

    type: StrictStr

    class Config:
        extra = Extra.allow


class EventCallback(BaseModel):
    """The envelope of an event."""

    team_id: Id
    event_id: Id
    event: Typed
    authorizations: Optional[List[Authorization]]

    @property
    def bot(self) -> Optional[Text]:
        """Our own user id."""
        return next((one.user_id for one in self.authorizations or () if one.is_bot), None)


class Written(BaseModel):
    """A message as it reads: by whom, and where it stands."""

    subtype: Optional[StrictStr]
    user: Optional[Id]
    bot_id: Optional[StrictStr]
    text: Optional[StrictStr]
    ts: Id
    thread_ts: Optional[Id]
    files: Optional[List[Any]]
    edited: Optional[Dict[Text, Any]]


class MessageEvent(Written):
    """A ``message`` or an ``app_mention``.

    ``message`` and ``previous_message``: of one that was changed (``message_changed``), how it reads and how it read.
    """

    type: StrictStr
    channel: Id
    channel_type: Optional[StrictStr]
    hidden: bool = False
    message: Optional[Written]
    previous_message: Optional[Written]


class HomeOpened(BaseModel):
    """Somebody opened our home, or the talk with us."""

    user: Id
    tab: StrictStr


class ShownMessage(BaseModel):
    """The message of ours under which a button was pressed."""

    ts: Id
    thread_ts: Optional[Id]
    text: StrictStr = ""
    blocks: List[Dict[Text, Any]] = []


class ButtonText(BaseModel):
    """What a button reads."""

    text: StrictStr


class Action(BaseModel):
    """What was done; a button that only opens a link has no value."""

    value: Optional[StrictStr]
    text: Optional[ButtonText]


class Container(BaseModel):
    """What a button stands in; ``is_ephemeral``: whether only one person sees it."""

    is_ephemeral: bool = False


class Press(BaseModel):
    """The press of a button (``block_actions``). A message that only one person sees is not sent along."""

    trigger_id: Id
    user: Whoever
    team: Optional[Whoever]
    channel: Optional[Whoever]
    container: Container = Container()
    message: Optional[ShownMessage]
    response_url: Optional[StrictStr]
    actions: List[Action] = Field(..., min_items=1)


class SlashCommand(BaseModel):
    """A slash command. Nobody but its author sees it."""

    trigger_id: Id
    team_id: Id
    channel_id: Id
    user_id: Id
    text: StrictStr = ""
    response_url: StrictStr


class Interaction(BaseModel):
    """The form that interactions come in."""

    payload: StrictStr


def read_event(body: bytes) -> Typed:
    """An event, or what else comes to the same address.

    Raises:
        ValueError, RecursionError: when it is no JSON object with a ``type``.
    """
    return Typed.parse_obj(json.loads(body.decode()))


def read_interaction(body: bytes) -> Typed:
    """An interaction, which comes as JSON within a form.

    Raises:
        ValueError, RecursionError: when it is anything else.
    """
    return Typed.parse_obj(json.loads(Interaction.parse_obj(read_form(body)).payload))


def read_form(body: bytes) -> Dict[Text, Text]:
    """The fields of a form.

    Raises:
        ValueError: when it is not written in UTF-8.
    """
    return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
