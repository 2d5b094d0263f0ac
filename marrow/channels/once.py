"""A message that is sent again, because its answer was lost on the way, is not handled again."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from typing import Any, Awaitable, Callable, NamedTuple, Text, Tuple

KEPT_SECONDS = 600
MOST_KEPT = 1000


class _Kept(NamedTuple):
    since: float
    answer: "asyncio.Future[Any]"


class Once:
    """Keeps the last answers, by conversation and the client's id of the message.

    Args:
        clock: seconds on a clock that only goes forward.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: "OrderedDict[Tuple[Text, Text], _Kept]" = OrderedDict()

    async def answer(self, conversation: Text, message_id: Text, handle: Callable[[], Awaitable[Any]]) -> Any:
        """What ``handle`` returns, called once for this message; it goes on when whoever waits here hangs up."""
        key = (conversation, message_id)
        self._let_go()
        if key not in self._kept:
            self._kept[key] = _Kept(self._clock(), asyncio.ensure_future(handle()))
        try:
            return await asyncio.shield(self._kept[key].answer)
        except Exception:
            self._kept.pop(key, None)  # what failed may be tried again
            raise

    def forget(self, conversation: Text) -> None:
        """Let go of the answers of a conversation."""
        for key in [key for key in self._kept if key[0] == conversation]:
            del self._kept[key]

    def _let_go(self) -> None:
        oldest_kept = self._clock() - KEPT_SECONDS
        while self._kept:
            first = next(iter(self._kept.values()))
            if first.since > oldest_kept and len(self._kept) < MOST_KEPT:
                break
            self._kept.popitem(last=False)
