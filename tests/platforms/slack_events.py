"""Events made by hand, and what is heard of them."""

from __future__ import annotations

from typing import Any, Dict, Optional

from marrow.channels.slack.hearing import Addressed, Hearing
from marrow.channels.slack.requests import EventCallback, MessageEvent

BOT = "U0BOT"
DIRECT = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "text": "how long?", "ts": "5.1"}
MENTION = {"type": "app_mention", "channel": "C1", "user": "U1", "text": f"<@{BOT}> how long?", "ts": "5.1"}


def message(event: Dict[str, Any], hearing: Optional[Hearing] = None, **fields: Any) -> Optional[Addressed]:
    authorizations = [{"user_id": BOT, "is_bot": True}]
    callback = {"team_id": "T1", "event_id": "Ev1", "event": {**event, **fields}, "authorizations": authorizations}
    read = EventCallback.parse_obj(callback)
    return (hearing or Hearing()).of(read, MessageEvent.parse_obj(read.event.dict()))


def said_to_us(event: Dict[str, Any], **fields: Any) -> Addressed:
    addressed = message(event, **fields)
    assert addressed
    return addressed
