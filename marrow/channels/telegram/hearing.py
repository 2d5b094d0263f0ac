"""From an update to what was heard, and where the answer goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Union

from marrow.channels.platforms.heard import Heard
from marrow.channels.platforms.versions import Versions
from marrow.channels.telegram.addressing import Myself, said_to
from marrow.channels.telegram.updates import CallbackQuery, Message, Update, User

PRESSED = "✓ "  # in front of a button that was pressed


@dataclass(frozen=True)
class Place:
    """Where an answer goes; ``replied``: the message that it replies to."""

    chat: int
    topic: Optional[int] = None
    replied: Optional[int] = None

    def arguments(self) -> Dict[str, Any]:
        """The place as arguments of a call."""
        reply = self.replied and {"message_id": self.replied, "allow_sending_without_reply": True}
        return {"chat_id": self.chat, "message_thread_id": self.topic, "reply_parameters": reply or None}


@dataclass(frozen=True)
class Press:
    """A button that was pressed; ``keyboard``: what its message shows from now on; None where that stays as it is."""

    id: str
    message: int
    keyboard: Optional[List[List[Dict[str, str]]]]


@dataclass(frozen=True)
class OldButton:
    """A button was pressed of which Telegram no longer says what it reads, or which its message does not have."""

    id: str


@dataclass(frozen=True)
class Incoming:
    """What a person says, and where the answer goes; ``press``: where it is said with a button."""

    heard: Heard
    place: Place
    press: Optional[Press] = None


class Hearing:
    """Of all that Telegram tells, what people say to the bot.

    Args:
        me: the bot.
    """

    def __init__(self, me: Myself) -> None:
        self._me = me
        self._versions = Versions()

    def of(self, update: Update) -> Union[Incoming, OldButton, None]:
        """None where nobody says anything to the bot.

        An edited message is a new one: whoever mends a question, or adds how bad it has become, wants to hear about
        that. Its answer replies to it, so that it is clear what it answers.
        """
        if update.callback_query:
            return _pressed(update.update_id, update.callback_query)
        if update.edited_message:
            return self._said(update.update_id, update.edited_message, edited=True)
        return self._said(update.update_id, update.message) if update.message else None

    def _said(self, update_id: int, message: Message, edited: bool = False) -> Optional[Incoming]:
        if not (message.by_a_person and message.sender and (message.words or message.unread)):
            return None
        addressed = said_to(self._me, message) if message.chat.private or message.chat.group else None
        says_more = self._versions.has_new_words((message.chat.id, message.message_id), message.words, edited)
        if not addressed or not says_more:
            return None
        of_album = message.unread and message.media_group_id
        heard = Heard(
            # each picture of an album is a message: those without words are one, and answer for those with words
            event_id=f"album {of_album}" if of_album and not addressed.words else str(update_id),
            place=_place(message, message.sender),
            person=_person(message.sender),
            text=addressed.words,
            command=addressed.command,
            unread=bool(message.unread and not (of_album and addressed.words)),
        )
        replied = message.message_id if edited or message.chat.group else None
        return Incoming(heard, Place(message.chat.id, message.topic, replied))


def _pressed(update_id: int, query: CallbackQuery) -> Union[Incoming, OldButton]:
    """The title comes from the keyboard: what the button sends can be forged, and counts only where it stands there."""
    message = query.message
    keys = message.reply_markup.keys() if message and message.reply_markup else []
    pressed = next((key for key in keys if query.data and key.callback_data == query.data), None)
    if not message or not pressed:
        return OldButton(query.id)
    title = pressed.text[len(PRESSED) :] if pressed.text.startswith(PRESSED) else pressed.text
    asked = message.reply_to_message if message.chat.group else None  # in a group each answer replies to its question
    asker = asked.sender if asked else None
    of_others = bool(asker and not asker.is_bot and asker.id != query.sender.id)
    left = [[{"text": f"{PRESSED}{title}", "callback_data": query.data or ""}]]
    left += [[{"text": key.text, "url": key.url}] for key in keys if key.url]
    replied = asked.message_id if asked and asker and asker.id == query.sender.id else message.message_id
    return Incoming(
        Heard(str(update_id), _place(message, query.sender), _person(query.sender), query.data or "", title),
        Place(message.chat.id, message.topic, replied if message.chat.group else None),
        Press(query.id, message.message_id, None if of_others or pressed.text != title else left),
    )


def _place(message: Message, sender: User) -> str:
    """The talk: of one person, also where others are."""
    parts = [message.chat.id, message.topic, sender.id if message.chat.group else None]
    return " ".join("-" if part is None else str(part) for part in parts)


def _person(sender: User) -> str:
    return str(sender.id)
