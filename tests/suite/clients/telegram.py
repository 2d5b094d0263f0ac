"""A person who is alone with the bot on Telegram. No turn is shown there: it is told from what can be read."""

from __future__ import annotations

import re
from html import unescape
from typing import Any, Callable, Dict, FrozenSet, List, Optional, Tuple

import requests

from marrow.contract import turn_schema
from marrow.conversation.turn import Button
from marrow.conversation.words import HOW_TO_ASK, SEEN_TODAY
from marrow.rendering.parts import ALERT
from tests.platform_limits import TelegramHtml
from tests.platforms.telegram import FakeTelegram
from tests.platforms.telegram_people import Message, Post, Talk, Update
from tests.suite.clients.client import ClientError, Reply
from tests.suite.clients.platform import PlatformClient, cited, heard, new_numbers, taken
from tests.suite.knowledge import topics

ANSWER, ESCALATE = "answer", "escalate"
ANY: FrozenSet[Any] = frozenset()
HELP = "/help"
_BOLD = re.compile("<b>(.*?)</b>", re.DOTALL)


class TelegramClient(PlatformClient[FakeTelegram]):
    """A person, a new one for each conversation.

    Nothing tells when all of a reply is there. So after each message the person asks for help, which is no part of the
    talk; the guide answers in order, and what comes before the help is the reply.
    """

    API_URL, SECRETS = "telegram_api_url", ("telegram_bot_token", "telegram_webhook_secret")

    def listen(self) -> FakeTelegram:
        """Telegram's API, and what brings updates as Telegram does."""
        telegram = FakeTelegram(self._place.listen, self._secrets["telegram_bot_token"])
        address = f"{self._place.guide}/webhooks/telegram/webhook"
        self._post = _Post(telegram, address, self._secrets["telegram_webhook_secret"])
        return telegram

    def begin(self) -> None:
        """Somebody new."""
        self._talk, self._seen = self._post.somebody(), 0

    def say(self, text: str) -> Reply:
        """Write to the bot."""
        return self._reply(lambda: self._talk.say(text))

    def press(self, button: Button) -> Reply:
        """Press a button."""
        return self._reply(lambda: self._talk.press(button.title, self._under[button]))

    def _reply(self, act: Callable[[], Update]) -> Reply:
        with heard():
            act()
            self._talk.say(HELP)
            *sent, _ = self.platform.wait_for(self._up_to_help, "the end of a reply")
        self._seen += len(sent) + 1
        refused = self.new_faults(self.platform.refused)
        if not sent:
            raise ClientError(f"nothing is said; refused was: {refused}")
        html = "\n".join(fields["text"] for _, fields in sent if fields.get("parse_mode"))
        turn, unsure = _turn(html)
        self._under = {
            Button(key["text"], key["callback_data"]): message
            for message, _ in sent
            for row in message.get("reply_markup", {}).get("inline_keyboard", ())
            for key in row
            if "callback_data" in key
        }
        text = "\n".join(message["text"] for message, _ in sent)
        return Reply(text, tuple(self._under), turn, unsure, refused)

    def _up_to_help(self) -> List[Tuple[Message, Dict[str, Any]]]:
        """What the bot sent since the last reply, each with how it was written; none before the help is there."""
        sent = [
            (message, fields)
            for message, fields in zip(self.platform.sent, self.platform.arguments)
            if message["chat"] == self._talk.chat
        ][self._seen :]
        return sent if sent and HOW_TO_ASK in sent[-1][0]["text"] else []


class _Post(Post):
    def __init__(self, telegram: FakeTelegram, address: str, secret: str) -> None:
        super().__init__(telegram, address)
        self._secret, self._numbers = secret, new_numbers()

    def bring(self, update: Any, _: Optional[str] = None) -> requests.Response:
        """Under the secret of the guide."""
        return taken(super().bring(update, self._secret))

    def update(self, **happened: Any) -> Update:
        """An update with an id that no run had before."""
        return {"update_id": next(self._numbers), **happened}

    def somebody(self) -> Talk:
        """Somebody who was never here before."""
        user = {"id": next(self._numbers), "is_bot": False, "first_name": "Somebody", "language_code": "en"}
        return Talk(self, user, {"id": user["id"], "type": "private", "first_name": "Somebody"})


def _turn(html: str) -> Tuple[Dict[str, Any], Dict[str, FrozenSet[Any]]]:
    """What the heading and the links tell of the turn, and what they leave open."""
    turn: Dict[str, Any] = {"citations": cited(TelegramHtml(html).links)}
    for bold in map(unescape, _BOLD.findall(html)):
        if bold in topics():
            return {**turn, "kind": ANSWER, "topic": topics()[bold]}, {"also": ANY, "site": ANY, "answer_id": ANY}
        if bold.startswith(ALERT) and SEEN_TODAY in bold:
            return {**turn, "kind": ESCALATE, "urgency": "urgent"}, {}
        if bold.startswith(ALERT):
            return {**turn, "kind": ESCALATE}, {"urgency": frozenset(["emergency", "crisis"])}
    return turn, {"kind": frozenset(turn_schema()["properties"]["kind"]["enum"]) - {ANSWER, ESCALATE}}
