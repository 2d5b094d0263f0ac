"""Somebody who talks with the running assistant on Telegram, and waits for all of each answer."""

from __future__ import annotations

import re
from typing import Any, Callable, List, Optional

from marrow.conversation.words import HOW_TO_ASK
from tests.platforms.telegram import BOT_NAME
from tests.platforms.telegram_people import Message, Talk

BEGINNING = 5  # words
_SOURCE = re.compile(r"^\[\d+\]", re.MULTILINE)


class Visit:
    """``transcript``: what happened, without the sentences.

    Nothing on Telegram tells where an answer ends. So after everything that a person does, help is asked for: answers
    come in order, and all before the help belongs to what was done.

    Args:
        place: fields of every message, such as the topic of a forum.
    """

    def __init__(self, talk: Talk, **place: Any) -> None:
        self.talk, self._place = talk, place
        self.transcript: List[str] = []

    def says(self, text: Optional[str] = None, called: str = "something", **fields: Any) -> List[Message]:
        """The messages that answer a text; ``called``: what the transcript calls it."""
        return self.after(lambda: self.talk.say(text, **self._place, **fields), f"says {called}")

    def asks_for(self, command: str) -> List[Message]:
        """What answers a command."""
        return self.after(lambda: self._command(command), f"asks for {command}")

    def presses(self, payload: str, under: Message) -> List[Message]:
        """What answers a button; a message of the bot loses the others then."""
        title = next(key["text"] for key in keys(under) if key.get("callback_data") == payload)
        new = self.after(lambda: self.talk.press(title, under), f"presses {payload}")
        self.talk.wait_until(lambda _: len(keys(under)) == 1)  # the mark comes behind the answer
        self.transcript.insert(-len(new), f"  left under it: {', '.join(key['callback_data'] for key in keys(under))}")
        return new

    def after(self, act: Callable[[], Any], what: str = "does something") -> List[Message]:
        """All that is answered to something."""
        before = len(self.talk.received)
        act()
        self._command("help")
        new = self.talk.wait_until(lambda received: received[before:] and HOW_TO_ASK in received[-1]["text"])[before:-1]
        self.transcript += ["", f"PERSON {what}", *map(described, new)]
        return new

    def _command(self, name: str) -> None:
        self.talk.say(f"/{name}" if self.talk.chat["type"] == "private" else f"/{name}@{BOT_NAME}", **self._place)


def keys(message: Message) -> List[Any]:
    """The buttons under a message."""
    return [key for row in (message.get("reply_markup") or {}).get("inline_keyboard", []) for key in row]


def bold(message: Message) -> List[str]:
    """What stands out in a message, in order: its heading first, if it has one."""
    units = message["text"].encode("utf-16-le")
    spans = [
        (2 * part["offset"], 2 * (part["offset"] + part["length"]))
        for part in message.get("entities", [])
        if part["type"] == "bold"
    ]
    return [units[begin:end].decode("utf-16-le") for begin, end in spans]


def sources(message: Message) -> int:
    """How many sources are listed in a message."""
    return len(_SOURCE.findall(message["text"]))


def described(message: Message) -> str:
    """A message without its sentences; one in which nothing stands out is the assistant's own words: how it begins."""
    parts = [" / ".join(bold(message)) or f"{' '.join(message['text'].split()[:BEGINNING])} ..."]
    parts += [f"{sources(message)} sources"] if sources(message) else []
    parts += [f"buttons {' '.join(key['callback_data'] for key in keys(message))}"] if keys(message) else []
    parts += ["as a reply"] if "reply_to_message" in message else []
    parts += ["in the topic"] if "message_thread_id" in message else []
    return f"  {', '.join(parts)}"
