"""What a person said on a platform, and where: which messages belong to one conversation, and in what order."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import AsyncIterator, Dict, Optional, Text

ID_CHARS = 40


@dataclass(frozen=True)
class Heard:
    """A message, the press of a button or a command.

    ``event_id``: the platform's id of it, the same when it is sent again. ``place``: where it was said, such as team,
    channel and thread, and ``person``: who said it; neither is ever stored. ``title``: of a button, what it reads;
    ``text`` is then its payload.
    ``command``: start, help, sources or forget, where it was one of these. ``unread``: whether there was something
    beside the text that cannot be read, such as a picture.
    """

    event_id: Text
    place: Text
    person: Text
    text: Text = ""
    title: Optional[Text] = None
    command: Optional[Text] = None
    unread: bool = False


def conversation_of(secret: bytes, channel: Text, place: Text) -> Text:
    """The id of the conversation at a place: nobody can guess it, and it does not tell who talks there."""
    digest = hmac.new(secret, f"{channel}\0{place}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
    return f"{channel}-{digest[:ID_CHARS]}"


class InTurn:
    """Lets the messages of one conversation through one at a time, in the order in which they came."""

    def __init__(self) -> None:
        self._locks: Dict[Text, asyncio.Lock] = {}
        self._waiting: Dict[Text, int] = {}

    @asynccontextmanager
    async def of(self, conversation: Text) -> AsyncIterator[None]:
        """Wait until whoever came before is done."""
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        self._waiting[conversation] = self._waiting.get(conversation, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._waiting[conversation] -= 1
            if not self._waiting[conversation]:
                del self._waiting[conversation], self._locks[conversation]
