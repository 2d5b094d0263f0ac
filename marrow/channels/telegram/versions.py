"""Which words of a message were read already. Telegram also calls it edited when only something beside them changed."""

from __future__ import annotations

from collections import OrderedDict
from typing import Text, Tuple

from marrow.channels.telegram.updates import Message

MOST_REMEMBERED = 10_000  # messages, in memory


class Versions:
    """Remembers of the last messages a number that their words give, and no words."""

    def __init__(self) -> None:
        self._read: "OrderedDict[Tuple[int, int], int]" = OrderedDict()

    def is_new(self, message: Message, words: Text) -> bool:
        """Whether the message did not have these words when it was last asked about; from now on it has."""
        key = (message.chat.id, message.message_id)
        before = self._read.pop(key, None)
        self._read[key] = hash(words)
        if len(self._read) > MOST_REMEMBERED:
            self._read.popitem(last=False)
        return before != self._read[key]
