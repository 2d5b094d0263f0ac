"""Which words of a message were read already. Platforms also call it edited when only something beside them changed."""

from __future__ import annotations

from collections import OrderedDict
from typing import Hashable, Optional, Text

MOST_REMEMBERED = 10_000  # messages, in memory


class Versions:
    """Remembers of the last messages a number that their words give, and no words."""

    def __init__(self) -> None:
        self._read: "OrderedDict[Hashable, int]" = OrderedDict()

    def has_new_words(self, message: Hashable, words: Text, edited: bool, before: Optional[Text] = None) -> bool:
        """Whether a message says what was not yet read in it.

        Args:
            message: which one it is.
            words: all that it says now, which counts as read from now on; in one that was edited none are not new.
            before: what it said before it was edited, where the platform tells: of a message that came before a restart
                nothing is remembered.
        """
        read = self._read.pop(message, None)
        self._read[message] = hash(words)
        if len(self._read) > MOST_REMEMBERED:
            self._read.popitem(last=False)
        return words != before and self._read[message] != read and (bool(words) or not edited)
