"""To whom a message is said, and what it says without the name of the bot and the command in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import List, Optional

from marrow.channels.platforms.commands import COMMANDS
from marrow.channels.telegram.updates import Entity, Message

GREETING = "start"
PUNCTUATION = " ,:"  # behind a name
_LINKED = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")  # what a link to the bot may bring with its greeting
_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@([A-Za-z0-9_]+))?(?!\S)\s*")


@dataclass(frozen=True)
class Myself:
    """The bot as Telegram knows it; ``name``: its user name without the @."""

    id: int
    name: str

    def is_called(self, name: str) -> bool:
        """Whether this is its name; capital letters do not count."""
        return name.lower() == self.name.lower()


@dataclass(frozen=True)
class Addressed:
    """Something said to the bot: one of its commands, or words."""

    words: str
    command: Optional[str] = None


def said_to(me: Myself, message: Message) -> Optional[Addressed]:
    """What is said to the bot; None where others are spoken to."""
    naming = [entity for entity in _entities(message) if _names(me, message.words, entity)]
    words = _without(message.words, naming)
    command = _COMMAND.match(words)
    to = command[2] if command else None
    if to and not me.is_called(to):
        return None
    if not (message.chat.private or to or naming or _answers(me, message)):
        return None
    name = command[1].lower() if command else None
    if command and name in COMMANDS:
        words = words[command.end() :].strip()
        if not words or _LINKED.match(words) and name == GREETING:
            return Addressed("", name)
    elif command:
        words = f"/{command[1]} {words[command.end() :]}".rstrip()
    if naming and not words and not message.unread:
        return Addressed("", GREETING)  # nothing but its name
    return Addressed(words)


def _entities(message: Message) -> List[Entity]:
    return message.entities if message.text else message.caption_entities


def _answers(me: Myself, message: Message) -> bool:
    """Whether it is a reply to the bot. In a topic all messages look like replies to the one that began the topic."""
    replied = message.reply_to_message
    return bool(replied and replied.sender and replied.sender.id == me.id and replied.message_id != message.topic)


def _names(me: Myself, words: str, entity: Entity) -> bool:
    if entity.type == "text_mention":
        return bool(entity.user and entity.user.id == me.id)
    return entity.type == "mention" and me.is_called(_part(words, entity.offset, entity.end)[1:])


def _without(words: str, entities: List[Entity]) -> str:
    """The words that stand around the entities."""
    ends = [0, *(entity.end for entity in entities)]
    begins: List[Optional[int]] = [*(entity.offset for entity in entities), None]
    around = [_part(words, end, begin).strip(" ") for end, begin in zip(ends, begins)]
    return " ".join(around).strip(PUNCTUATION) if entities else words


def _part(words: str, begin: int, end: Optional[int]) -> str:
    """From one offset to another; they count UTF-16 code units, of which an emoji has two."""
    units = words.encode("utf-16-le")
    return units[2 * begin : None if end is None else 2 * end].decode("utf-16-le", "ignore")
