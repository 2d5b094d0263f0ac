"""A stand-in for Telegram's Bot API: the methods that the channel calls, with Telegram's shapes, checks and errors.

https://core.telegram.org/bots/api. What people do in their apps is in ``telegram_people``.
"""

from __future__ import annotations

import json
import re
import time
from typing import Any, Dict, List, Optional, Tuple

from tests.platform_limits import TelegramHtml, telegram_problems, units
from tests.platforms.server import FREE_PORT, Answer, Call, FakePlatform, Fault

BOT_ID, BOT_NAME = 7_000_000_001, "marrow_test_bot"
TOKEN = f"{BOT_ID}:AAF-invented_token_of_the_tests"
SECRET = "invented-secret_of_the_tests"  # noqa: S105
LONGEST_NOTICE = 200  # characters
TOPIC_CLOSED, TOPIC_GONE = "TOPIC_CLOSED", "message thread not found"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class Refusal(Exception):
    """A call that Telegram does not do; the message is what it says."""


def refusal(status: int, description: str, **parameters: int) -> Answer:
    """An error in Telegram's form."""
    body = {"ok": False, "error_code": status, "description": description}
    return Answer({**body, "parameters": parameters} if parameters else body, status)


def too_many_requests(seconds: int) -> Fault:
    return Fault(refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds))


BLOCKED = Fault(refusal(403, "Forbidden: bot was blocked by the user"))
SERVER_ERROR = Fault(refusal(500, "Internal Server Error"))
BAD_GATEWAY = Fault(Answer(f"<h1>502</h1> /bot{TOKEN}/sendMessage".encode(), 502, {"Content-Type": "text/html"}))
CUT_OFF = Fault()
HELD = Fault(held=True)


class FakeTelegram(FakePlatform):
    """Its bot has this module's name.

    ``sent``: the messages of the bot as they stand now, in order; ``refused``: what calls were told that could not be
    done; ``notices``: what was shown to whom pressed a button, by the id of the query; ``webhook`` and ``commands``:
    what was set.

    Args:
        token: of the bot.
    """

    def __init__(self, address: Tuple[str, int] = FREE_PORT, token: str = TOKEN) -> None:
        self._token = token
        self.sent: List[Dict[str, Any]] = []
        self.arguments: List[Dict[str, Any]] = []
        self.refused: List[str] = []
        self.notices: Dict[str, Optional[str]] = {}
        self.queries: List[str] = []
        self.webhook: Dict[str, Any] = {}
        self.commands: List[Dict[str, str]] = []
        self.known: Dict[Tuple[int, int], Dict[str, Any]] = {}
        self.chats: Dict[int, Dict[str, Any]] = {}
        self.lost_topics: Dict[int, str] = {}
        self._last_message = 0
        super().__init__(address)

    def settings(self) -> Dict[str, str]:
        """The assistant's environment, so that it talks to this server."""
        return {
            "MARROW_TELEGRAM_BOT_TOKEN": self._token,
            "MARROW_TELEGRAM_WEBHOOK_SECRET": SECRET,
            "MARROW_TELEGRAM_BOT_NAME": BOT_NAME,
            "MARROW_TELEGRAM_API_URL": self.url,
        }

    def next_message(self, chat: Dict[str, Any], sender: Dict[str, Any], **fields: Any) -> Dict[str, Any]:
        """A new message in a chat, in Telegram's form."""
        self._last_message += 1
        message = {"message_id": self._last_message, "date": int(time.time()), "chat": chat, "from": sender, **fields}
        self.known[chat["id"], self._last_message] = message
        return message

    def handle(self, call: Call) -> Answer:
        token, _, method = call.path.lstrip("/").partition("/")
        if token != f"bot{self._token}":
            return refusal(401, "Unauthorized")
        do = getattr(self, f"_do_{re.sub('[A-Z]', lambda capital: '_' + capital[0].lower(), method)}", None)
        if do is None:
            return refusal(404, "Not Found: method not found")
        try:
            return Answer({"ok": True, "result": do(call.fields)})
        except Refusal as refused:
            self.refused.append(f"{method}: {refused}")
            return refusal(400, f"Bad Request: {refused}")

    def _do_get_me(self, _: Dict[str, Any]) -> Dict[str, Any]:
        return bot_user()

    def _do_set_webhook(self, fields: Dict[str, Any]) -> bool:
        if not fields.get("url", "").startswith("https://"):
            raise Refusal("bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", fields.get("secret_token", "")):
            raise Refusal("secret token contains unallowed characters")
        self.webhook = {**fields, "allowed_updates": json.loads(fields["allowed_updates"])}
        return True

    def _do_set_my_commands(self, fields: Dict[str, Any]) -> bool:
        commands = json.loads(fields["commands"])
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) or not 1 <= len(command["description"]) <= 256:
                raise Refusal("BOT_COMMAND_INVALID")
        self.commands = commands
        return True

    def _do_send_chat_action(self, fields: Dict[str, Any]) -> bool:
        self._chat(fields)
        if fields.get("action") != "typing":
            raise Refusal("wrong parameter action in request")
        return True

    def _do_send_message(self, fields: Dict[str, Any]) -> Dict[str, Any]:
        chat = self._chat(fields)
        topic = int(fields.get("message_thread_id") or 0)
        if topic in self.lost_topics:
            raise Refusal(self.lost_topics[topic])
        check(fields)
        shown = Formatted(fields["text"]).fields() if "parse_mode" in fields else {"text": fields["text"]}
        if topic:
            shown.update(message_thread_id=topic, is_topic_message=True)
        if "reply_markup" in fields:
            shown["reply_markup"] = keyboard(fields["reply_markup"])
        reply = json.loads(fields.get("reply_parameters", "{}"))
        replied = self.known.get((chat["id"], reply.get("message_id", 0)))
        if reply and not replied and not reply.get("allow_sending_without_reply"):
            raise Refusal("message to be replied not found")
        if replied:
            shown["reply_to_message"] = {name: replied[name] for name in replied if name != "reply_to_message"}
        self.arguments.append(fields)
        self.sent.append(self.next_message(chat, bot_user(), **shown))
        return self.sent[-1]

    def _do_edit_message_reply_markup(self, fields: Dict[str, Any]) -> Dict[str, Any]:
        message = self.known.get((self._chat(fields)["id"], int(fields.get("message_id", 0))))
        if not message or message["from"]["id"] != BOT_ID:
            raise Refusal("message to edit not found")
        markup = keyboard(fields["reply_markup"]) if fields.get("reply_markup") else None
        if markup == message.get("reply_markup"):
            raise Refusal(NOT_MODIFIED)
        message["reply_markup"] = markup
        return message

    def _do_answer_callback_query(self, fields: Dict[str, Any]) -> bool:
        if fields.get("callback_query_id") not in self.queries:
            raise Refusal(TOO_OLD)
        if len(fields.get("text", "")) > LONGEST_NOTICE:
            raise Refusal("MESSAGE_TOO_LONG")
        self.queries.remove(fields["callback_query_id"])
        self.notices[fields["callback_query_id"]] = fields.get("text")
        return True

    def _chat(self, fields: Dict[str, Any]) -> Dict[str, Any]:
        chat = self.chats.get(int(fields.get("chat_id") or 0))
        if chat is None:
            raise Refusal("chat not found")
        return chat


class Formatted(TelegramHtml):
    """A text in Telegram's HTML, as Telegram keeps it: the plain text, and what is said of its parts."""

    KINDS = {"b": "bold", "i": "italic", "a": "text_link", "u": "underline", "s": "strikethrough", "code": "code"}

    def __init__(self, html: str) -> None:
        self.parts: List[Dict[str, Any]] = []
        self._begun: List[Dict[str, Any]] = []
        super().__init__(html)

    def fields(self) -> Dict[str, Any]:
        return {"text": self.text, "entities": sorted(self.parts, key=lambda part: int(part["offset"]))}

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        super().handle_starttag(tag, attrs)
        link = {"url": dict(attrs)["href"]} if tag == "a" else {}
        self._begun.append({"type": self.KINDS.get(tag, tag), "offset": units(self.text), **link})

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        part = self._begun.pop()
        self.parts.append({**part, "length": units(self.text) - part["offset"]})


def bot_user() -> Dict[str, Any]:
    return {"id": BOT_ID, "is_bot": True, "first_name": "Marrow", "username": BOT_NAME}


def keyboard(markup: str) -> Dict[str, Any]:
    """An inline keyboard that Telegram would take."""
    check({"text": "text", "reply_markup": markup})
    return dict(json.loads(markup))


def check(message: Dict[str, Any]) -> None:
    """Refuse what Telegram would refuse."""
    problems = telegram_problems(message)
    if problems:
        raise Refusal("; ".join(problems))
