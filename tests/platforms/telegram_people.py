"""People in their Telegram apps: what they do reaches the assistant as Telegram sends it; what it answers is read."""

from __future__ import annotations

import copy
import itertools
import json
import re
from typing import Any, Callable, Dict, List, Optional

import requests

from tests.platforms.telegram import SECRET, FakeTelegram

HEADER = "X-Telegram-Bot-Api-Secret-Token"
_IDS = itertools.count(100_000_001)
_UPDATES = itertools.count(870_000_001)
_QUERIES = itertools.count(1)
_ENTITIES = {"mention": re.compile(r"@\w{5,32}"), "bot_command": re.compile(r"/\w+(@\w{5,32})?")}
Update = Dict[str, Any]
Message = Dict[str, Any]


class Post:
    """Brings updates to an assistant. ``address``: of its webhook."""

    def __init__(self, telegram: FakeTelegram, address: str) -> None:
        self.telegram, self.address = telegram, address

    def bring(self, update: Any, secret: Optional[str] = SECRET) -> requests.Response:
        """An update (or anything else), under a secret; None for no secret."""
        body = update if isinstance(update, bytes) else json.dumps(update).encode()
        headers = {"Content-Type": "application/json", **({HEADER: secret} if secret is not None else {})}
        return requests.post(self.address, data=body, headers=headers, timeout=30)

    def update(self, **happened: Any) -> Update:
        """An update with an id of its own."""
        return {"update_id": next(_UPDATES), **happened}

    def talk(self, **chat: Any) -> "Talk":
        """Somebody new, alone with the bot unless ``chat`` says what it is."""
        person = next(_IDS)
        user = {"id": person, "is_bot": False, "first_name": "Somebody", "language_code": "en"}
        return Talk(self, user, {"id": person, "type": "private", "first_name": "Somebody", **chat})

    def group(self, **chat: Any) -> Dict[str, Any]:
        """A new group, as arguments for ``talk``."""
        return {"id": -1_000_000_000_000 - next(_IDS), "type": "supergroup", "title": "A group", **chat}


class Talk:
    """What one person does in one chat."""

    def __init__(self, post: Post, user: Dict[str, Any], chat: Dict[str, Any]) -> None:
        self._post, self._telegram, self.user, self.chat = post, post.telegram, user, chat
        self._telegram.chats[chat["id"]] = chat

    def message(self, text: Optional[str] = None, **fields: Any) -> Message:
        """A message of this person; the app finds names and commands in its text."""
        said = {"text": text, "entities": entities(text)} if text is not None else {}
        said.update({"caption_entities": entities(fields["caption"])} if "caption" in fields else {})
        return self._telegram.next_message(self.chat, self.user, **said, **fields)

    def say(self, text: Optional[str] = None, **fields: Any) -> Update:
        """Send a message, and have it brought."""
        return self._happens(message=self.message(text, **fields))

    def reply(self, to: Message, text: str) -> Update:
        return self.say(text, reply_to_message={name: to[name] for name in to if name != "reply_to_message"})

    def edit(self, update: Update, text: Optional[str] = None, **fields: Any) -> Update:
        """Change a message that was sent; without a text something else in it changes."""
        message = copy.deepcopy(update["message"])
        message.update({"text": text, "entities": entities(text)} if text is not None else {}, **fields)
        return self._happens(edited_message={**message, "edit_date": message["date"] + 1})

    def press(self, title: str, under: Optional[Message] = None, data: Optional[str] = None, **lost: Any) -> Update:
        """Press a button of the bot's last message, or of another; ``data``: what a forger has it send instead.

        ``lost``: what has become of the message, in place of what it was.
        """
        message = under or self.received[-1]
        keys = [key for row in message["reply_markup"]["inline_keyboard"] for key in row]
        sends = data or next(key["callback_data"] for key in keys if key["text"] == title)
        query = f"query-{next(_QUERIES)}"
        self._telegram.queries.append(query)
        shown = {"chat": self.chat, "message_id": message["message_id"], **lost} if lost else copy.deepcopy(message)
        return self._happens(
            callback_query={"id": query, "from": self.user, "message": shown, "chat_instance": "1", "data": sends}
        )

    @property
    def received(self) -> List[Message]:
        """The bot's messages in this chat, as they stand now."""
        return [message for message in self._telegram.sent if message["chat"]["id"] == self.chat["id"]]

    @property
    def texts(self) -> List[str]:
        return [message["text"] for message in self.received]

    def wait_until(self, found: Callable[[List[Message]], Any]) -> List[Message]:
        """Until the bot's messages in this chat are as they should be; these messages."""
        self._telegram.wait_for(lambda: found(self.received), "what was waited for on Telegram")
        return self.received

    def wait_for(self, number: int) -> List[Message]:
        """Until there are so many messages of the bot; no more of them have come then."""
        received = self.wait_until(lambda received: len(received) >= number)
        assert len(received) == number, self.texts
        return received

    def _happens(self, **happened: Any) -> Update:
        update = self._post.update(**happened)
        answer = self._post.bring(update)
        assert answer.status_code == 200, answer.status_code
        return update


def buttons(message: Message) -> List[str]:
    """What the buttons under a message read."""
    return [key["text"] for row in (message.get("reply_markup") or {}).get("inline_keyboard", []) for key in row]


def entities(text: str) -> List[Dict[str, Any]]:
    """The names and commands in a text, counted in UTF-16 code units."""
    return [
        {"type": kind, "offset": _units(text[: found.start()]), "length": _units(found[0])}
        for kind, pattern in _ENTITIES.items()
        for found in pattern.finditer(text)
        if kind == "mention" or not text[: found.start()].strip()
    ]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
