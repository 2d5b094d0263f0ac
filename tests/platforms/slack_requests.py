"""What Slack sends to an app, signed as Slack signs it, or forged (https://docs.slack.dev/reference/events)."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import uuid
from typing import Any, Dict, Optional
from urllib.parse import urlencode

import requests

from tests.platforms.slack import BOT, BOT_ID, SECRET, TEAM, FakeSlack, Posted

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
APP = "A0APP"
WINDOW_SECONDS = 300
Event = Dict[str, Any]


def signed(body: bytes, secret: str = SECRET, age: float = 0) -> Dict[str, str]:
    """The headers that prove who sent a body, so many seconds ago."""
    sent_at = str(int(time.time() - age))
    digest = hmac.new(secret.encode(), b"v0:" + sent_at.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": sent_at, "X-Slack-Signature": f"v0={digest}"}


class SlackRequests:
    """Sends to the app at an address (with ``/webhooks/slack``) as Slack does. ``app``: the app's own API is there."""

    def __init__(self, address: str, slack: FakeSlack) -> None:
        self.address, self.slack = address, slack

    def post(
        self, ending: str, body: bytes, kind: str = JSON, headers: Optional[Dict[str, str]] = None, **more: str
    ) -> requests.Response:
        """A request as it is; signed, unless other headers are given."""
        sent = {"Content-Type": kind, **(signed(body) if headers is None else headers), **more}
        return requests.post(f"{self.address}/{ending}", data=body, headers=sent, timeout=30)

    def send(self, callback: Event, retry: int = 0) -> requests.Response:
        """An event; ``retry``: how often it was sent before."""
        again = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"} if retry else {}
        return self.post("events", json.dumps(callback).encode(), **again)

    def press(self, user: str, shown: Posted, place: int = 0, **fields: Any) -> requests.Response:
        """A user presses a button of a message."""
        body = urlencode({"payload": json.dumps({**self.pressed(user, shown, place), **fields})})
        return self.post("interactions", body.encode(), FORM)

    def command(self, user: str, channel: str, text: str, **fields: Any) -> requests.Response:
        """A user gives the slash command."""
        body = {
            "token": "deprecated", "team_id": TEAM, "team_domain": "clinic", "channel_id": channel,
            "channel_name": "general", "user_id": user, "user_name": "somebody", "command": "/bme", "text": text,
            "api_app_id": APP, "is_enterprise_install": "false", "trigger_id": _new("command"),
            "response_url": self.slack.response_url(user, channel), **fields,
        }  # fmt: skip
        return self.post("commands", urlencode(body).encode(), FORM)

    def direct(self, user: str, text: str, channel: Optional[str] = None, **fields: Any) -> Event:
        """A direct message to the app."""
        event = {"type": "message", "channel_type": "im", "channel": channel or f"D{user}", "user": user, "text": text}
        return self.event({**event, **fields})

    def mention(self, user: str, text: str, channel: str = "C0GENERAL", **fields: Any) -> Event:
        """A message in a channel that mentions the app; ``text``: with or without the mention itself."""
        said = text if f"<@{BOT}>" in text else f"<@{BOT}> {text}"
        return self.event({"type": "app_mention", "channel": channel, "user": user, "text": said, **fields})

    def edited(self, callback: Event, text: str) -> Event:
        """A message whose author has changed its text; with the same text, one that Slack has added something to."""
        of_the_event = ("channel", "channel_type", "event_ts")
        before = {name: value for name, value in callback["event"].items() if name not in of_the_event}
        edited = {} if text == before["text"] else {"edited": {"user": before["user"], "ts": self.slack.new_ts()}}
        now, channel = {**before, "text": text, **edited}, callback["event"]["channel"]
        if before["type"] == "app_mention":
            return self.event({**now, "channel": channel})
        return self.event(
            {
                "type": "message", "subtype": "message_changed", "hidden": True, "channel": channel,
                "channel_type": "im", "ts": self.slack.new_ts(), "message": now, "previous_message": before,
            }
        )  # fmt: skip

    def home_opened(self, user: str, tab: str = "home") -> Event:
        return self.event({"type": "app_home_opened", "user": user, "channel": f"D{user}", "tab": tab})

    def event(self, event: Event) -> Event:
        """The envelope of an event."""
        ts = self.slack.new_ts()
        return {
            "token": "deprecated", "team_id": TEAM, "api_app_id": APP, "type": "event_callback",
            "event": {"ts": ts, "event_ts": ts, **event}, "event_id": _new("Ev"), "event_time": int(time.time()),
            "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True}],
        }  # fmt: skip

    def pressed(self, user: str, shown: Posted, place: int = 0) -> Event:
        """The payload of a press. A message that only one person sees is not in it."""
        ephemeral, button = bool(shown.only_for), shown.buttons[place]
        thread = {"thread_ts": shown.thread} if shown.thread else {}
        blocks = [{"block_id": f"b{number}", **block} for number, block in enumerate(shown.blocks)]
        message = {"type": "message", "bot_id": BOT_ID, "user": BOT, "ts": shown.ts, "text": shown.text, **thread}
        container = {"type": "message", "message_ts": shown.ts, "channel_id": shown.channel, "is_ephemeral": ephemeral}
        return {
            "type": "block_actions", "user": {"id": user, "team_id": TEAM}, "team": {"id": TEAM, "domain": "clinic"},
            "api_app_id": APP, "token": "deprecated", "trigger_id": _new("press"), "enterprise": None,
            "channel": {"id": shown.channel, "name": "general"}, "container": {**container, **thread},
            "response_url": self.slack.response_url(user, shown.channel), "is_enterprise_install": False,
            "state": {"values": {}}, "actions": [{**button, "block_id": "b1", "action_ts": self.slack.new_ts()}],
            **({} if ephemeral else {"message": {**message, "blocks": blocks}}),
        }  # fmt: skip


def _new(kind: str) -> str:
    """An id that nothing else has."""
    return f"{kind}.{uuid.uuid4().hex}"
