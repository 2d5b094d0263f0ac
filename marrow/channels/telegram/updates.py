"""What Telegram sends, as far as it is read: https://core.telegram.org/bots/api#update."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from pydantic import BaseModel, Field, NonNegativeInt, StrictBool, StrictInt, StrictStr, root_validator, validator

from marrow.conversation.characters import whole

# Contents that a person can send and that are not text. What else stands in a message is news of the chat itself.
CONTENTS = (
    "animation", "audio", "checklist", "contact", "dice", "document", "game", "location", "paid_media", "photo", "poll",
    "sticker", "story", "venue", "video", "video_note", "voice",
)  # fmt: skip


def _writable(text: Optional[str]) -> Optional[str]:
    return text and whole(text)


class User(BaseModel):
    """Somebody, or a bot."""

    id: StrictInt
    is_bot: StrictBool = False


class Chat(BaseModel):
    """``type``: private, group, supergroup or channel."""

    id: StrictInt
    type: StrictStr

    @property
    def private(self) -> bool:
        """Whether one person is alone with the bot."""
        return self.type == "private"

    @property
    def group(self) -> bool:
        """Whether others may be there."""
        return self.type in ("group", "supergroup")


class Entity(BaseModel):
    """A part of a text that means something; ``offset`` and ``length`` count UTF-16 code units."""

    type: StrictStr
    offset: NonNegativeInt
    length: NonNegativeInt
    user: Optional[User]

    @property
    def end(self) -> int:
        """The offset of what follows."""
        return self.offset + self.length


class Key(BaseModel):
    """A button of an inline keyboard."""

    text: StrictStr
    callback_data: Optional[StrictStr]
    url: Optional[StrictStr]

    _text = validator("text", allow_reuse=True)(_writable)


class Keyboard(BaseModel):
    """The buttons under a message, by row."""

    inline_keyboard: List[List[Key]]

    def keys(self) -> List[Key]:
        """All buttons, in order."""
        return [key for row in self.inline_keyboard for key in row]


class Origin(BaseModel):
    """The message that another one replies to."""

    message_id: StrictInt
    sender: Optional[User] = Field(None, alias="from")


class Message(BaseModel):
    """A message. Of one that Telegram no longer has, only ``chat`` and ``message_id``.

    ``unread``: whether something other than text is in it.
    """

    message_id: StrictInt
    chat: Chat
    sender: Optional[User] = Field(None, alias="from")
    sender_chat: Optional[Chat]
    message_thread_id: Optional[StrictInt]
    is_topic_message: StrictBool = False
    media_group_id: Optional[StrictStr]
    text: Optional[StrictStr]
    caption: Optional[StrictStr]
    entities: List[Entity] = []
    caption_entities: List[Entity] = []
    reply_to_message: Optional[Origin]
    reply_markup: Optional[Keyboard]
    unread: bool = False

    _texts = validator("text", "caption", allow_reuse=True)(_writable)

    @root_validator(pre=True)
    def _look_at_contents(cls, values: Dict[str, Any]) -> Dict[str, Any]:  # noqa: N805  a validator is a class method
        return {**values, "unread": any(name in values for name in CONTENTS)}

    @property
    def words(self) -> str:
        """The text, or what was written under a picture."""
        return self.text or self.caption or ""

    @property
    def topic(self) -> Optional[int]:
        """The topic of a forum that it stands in. Elsewhere a thread is only a row of replies."""
        return self.message_thread_id if self.is_topic_message else None

    @property
    def by_a_person(self) -> bool:
        """Not by a bot, and not in the name of a chat, behind which anybody may be."""
        return bool(self.sender and not self.sender.is_bot and not self.sender_chat)


class CallbackQuery(BaseModel):
    """The press of a button."""

    id: StrictStr
    sender: User = Field(..., alias="from")
    message: Optional[Message]
    data: Optional[StrictStr]


class Update(BaseModel):
    """One thing that happened; of its kinds those that are handled."""

    update_id: StrictInt
    message: Optional[Message]
    edited_message: Optional[Message]
    callback_query: Optional[CallbackQuery]


HANDLED = [name for name in Update.__fields__ if name != "update_id"]
