"""A stand-in for Slack's API, as https://docs.slack.dev/reference/methods documents the methods that we call."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Optional, Tuple

from tests.platform_limits import slack_problems
from tests.platforms.server import FREE_PORT, Answer, Call, FakePlatform, Fault

TOKEN, SECRET = "xoxb-1-made-up-for-tests", "signing-secret-made-up-for-tests"  # noqa: S105
TEAM, BOT, BOT_ID = "T0TEAM", "U0BOT", "B0BOT"
MOST_RESPONSES = 5  # to one response_url
MOST_TEXT_CHARS_OF_UPDATE = 4000
CODES = {"msg_blocks_too_long": "msg_blocks_too_long", "metadata": "invalid_metadata_format"}  # for what begins so
Form = Tuple[Tuple[str, ...], str]  # names of the arguments that a method must have, and the error without them


def rate_limited(seconds: int) -> Fault:
    """Too many calls, with the time after which the next may come."""
    return Fault(Answer({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(seconds)}))


INTERNAL_ERROR = Fault(Answer({"ok": False, "error": "internal_error"}, 500))
BAD_GATEWAY = Fault(Answer(b"<html>Bad Gateway</html>", 502, {"Content-Type": "text/html"}))
BROKEN_OFF, HELD = Fault(), Fault(held=True)


def refused(error: str, **fields: Any) -> Answer:
    """How a method says no: with the status of a yes."""
    return Answer({"ok": False, "error": error, **fields})


def refused_at_url(error: str, status: int = 400, in_json: bool = False) -> Answer:
    """How a ``response_url`` says no: in plain text or in JSON, of which no page says when it is which."""
    return Answer({"ok": False, "error": error} if in_json else error.encode(), status)


@dataclass
class Posted:
    """A message as people see it. ``only_for``: who sees it, where it is not everybody in the channel."""

    channel: str
    ts: str
    text: str
    blocks: List[Dict[str, Any]]
    metadata: Dict[str, Any]
    thread: Optional[str] = None
    only_for: Optional[str] = None
    changes: int = 0

    @property
    def turn(self) -> Dict[str, Any]:
        """What the message says of the turn that it belongs to; empty when it is not the last of one."""
        return dict(self.metadata.get("event_payload", {}))

    @property
    def buttons(self) -> List[Dict[str, Any]]:
        rows = [block["elements"] for block in self.blocks if block["type"] == "actions"]
        return [element for row in rows for element in row if "value" in element]


@dataclass
class Asked:
    """A request that may be answered at its own address: who asked, where, and how often it was answered."""

    user: str
    channel: str
    responses: int = 0


class FakeSlack(FakePlatform):
    """What people see of it: ``posted``, in order, and ``homes``, by user; ``problems``: with what was sent.

    ``refuses_in_json``: how its response_urls say no.

    Args:
        token: of the app.
    """

    def __init__(self, address: Tuple[str, int] = FREE_PORT, token: str = TOKEN) -> None:
        self._token = token
        self.posted: List[Posted] = []
        self.homes: Dict[str, Dict[str, Any]] = {}
        self.problems: List[str] = []
        self.refuses_in_json = False
        self.unusable_channels: Dict[str, str] = {}  # with the error that posting there meets
        self._asked: Dict[str, Asked] = {}
        self._numbers = itertools.count(1)
        self._methods: Dict[str, Tuple[Form, Callable[[Dict[str, Any]], Answer]]] = {
            "chat.postMessage": ((("channel",), "channel_not_found"), self._post),
            "chat.postEphemeral": ((("channel", "user"), "user_not_in_channel"), self._post),
            "chat.update": ((("channel", "ts"), "message_not_found"), self._update),
            "views.publish": ((("user_id", "view"), "invalid_arguments"), self._publish),
        }
        super().__init__(address)

    @property
    def api_url(self) -> str:
        """For ``MARROW_SLACK_API_URL``."""
        return f"{self.url}/api/"

    def settings(self) -> Dict[str, str]:
        """Of an assistant that is to talk to this server."""
        return {
            "MARROW_SLACK_BOT_TOKEN": self._token,
            "MARROW_SLACK_SIGNING_SECRET": SECRET,
            "MARROW_SLACK_API_URL": self.api_url,
        }

    def new_ts(self) -> str:
        """The id of a message; later ones are greater."""
        return f"1700000000.{next(self._numbers):06}"

    def response_url(self, user: str, channel: str) -> str:
        """An address at which something that a user did in a channel can be answered."""
        name = f"R{next(self._numbers)}"
        self._asked[name] = Asked(user, channel)
        return f"{self.url}/response/{name}"

    def shown(self, channel: str, thread: Optional[str] = None, user: Optional[str] = None) -> List[Posted]:
        """What was posted in a channel or a thread; with ``user`` also what only that person sees."""
        return [
            one
            for one in self.posted
            if one.channel == channel and (thread is None or one.thread == thread) and one.only_for in (None, user)
        ]

    def handle(self, call: Call) -> Answer:
        if call.path.startswith("/response/"):
            return self._respond(call)
        if call.headers.get("authorization") != f"Bearer {self._token}":
            return refused("invalid_auth" if "authorization" in call.headers else "not_authed")
        if call.name not in self._methods:
            return refused("unknown_method", req_method=call.name)
        (needed, error), method = self._methods[call.name]
        fields = call.fields
        return method(fields) if all(fields.get(name) for name in needed) else refused(error)

    def _post(self, fields: Dict[str, Any]) -> Answer:
        if fields["channel"] in self.unusable_channels:
            return refused(self.unusable_channels[fields["channel"]])
        error = self._error_in(fields)
        if error:
            return error
        posted = self._show(fields, fields["channel"], fields.get("user"))
        if "user" in fields:
            return Answer({"ok": True, "message_ts": posted.ts})
        message = {"type": "message", "bot_id": BOT_ID, "user": BOT, "team": TEAM, "ts": posted.ts, "text": posted.text}
        return Answer({"ok": True, "channel": posted.channel, "ts": posted.ts, "message": message})

    def _update(self, fields: Dict[str, Any]) -> Answer:
        found = [one for one in self.posted if (one.channel, one.ts) == (fields["channel"], fields["ts"])]
        if not found or found[0].only_for:
            return refused("message_not_found")
        if len(fields.get("text", "")) > MOST_TEXT_CHARS_OF_UPDATE:
            return refused("msg_too_long")
        error = self._error_in(fields)
        if error:
            return error
        found[0].text, found[0].blocks = fields.get("text", ""), fields.get("blocks", [])
        found[0].changes += 1
        return Answer({"ok": True, "channel": found[0].channel, "ts": found[0].ts, "text": found[0].text})

    def _publish(self, fields: Dict[str, Any]) -> Answer:
        view = fields["view"]
        if view.get("type") != "home" or not view.get("blocks"):
            return refused("invalid_arguments")
        error = self._error_in({"text": "home", "blocks": view["blocks"]})
        if error:
            return error
        self.homes[fields["user_id"]] = view
        return Answer({"ok": True, "view": {"id": "V0HOME", "team_id": TEAM, **view}})

    def _respond(self, call: Call) -> Answer:
        """What hooks.slack.com does: it says yes in plain text, and needs no token."""
        asked, fields = self._asked.get(call.name), call.fields
        if "authorization" in call.headers:
            self.problems.append("the token was sent to a response_url")
        if not asked:
            return refused_at_url("no_service", 404, self.refuses_in_json)
        if asked.responses == MOST_RESPONSES:
            return refused_at_url("used_url", 404, self.refuses_in_json)
        error = self._error_in(fields)
        if error:
            return refused_at_url(error.body["error"], 400, self.refuses_in_json)
        asked.responses += 1
        self._show(fields, asked.channel, None if fields.get("response_type") == "in_channel" else asked.user)
        return Answer(b"ok")

    def _show(self, fields: Dict[str, Any], channel: str, only_for: Optional[str]) -> Posted:
        metadata, blocks = fields.get("metadata", {}), fields.get("blocks", [])
        thread = fields.get("thread_ts")
        posted = Posted(channel, self.new_ts(), fields.get("text", ""), blocks, metadata, thread, only_for)
        self.posted.append(posted)
        return posted

    def _error_in(self, fields: Dict[str, Any]) -> Optional[Answer]:
        """What Slack would say to a message that breaks a limit."""
        if not fields.get("text") and not fields.get("blocks"):
            return refused("no_text")
        found = slack_problems(fields)
        self.problems += found
        code = next((code for begin, code in CODES.items() for problem in found if problem.startswith(begin)), "")
        return refused(code or "invalid_blocks", response_metadata={"messages": found}) if found else None
