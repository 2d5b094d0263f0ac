"""How much of what people send is read: of one talk, and of one person in all their talks."""

from __future__ import annotations

import time
from typing import Callable, Dict, Text

from marrow.channels.limits import SWEEP_FROM, Limit

TALKS = 3  # that one person may have at full pace: on Slack each mention in a channel begins one


class Pace:
    """A limit for each talk and one for each person; and whom it was told that they have to wait.

    Args:
        messages_per_minute: in one talk.
        clock: seconds on a clock that only goes forward.
    """

    def __init__(self, messages_per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._of_talk = Limit(messages_per_minute, clock)
        self._of_person = Limit(TALKS * messages_per_minute, clock)
        self._clock = clock
        self._told_until: Dict[Text, float] = {}

    def wait(self, talk: Text, person: Text) -> float:
        """Take one message: 0 when it is to be read, or the seconds until the next one is."""
        return self._of_person.ahead(person) or self._of_talk.wait(talk) or self._of_person.wait(person)

    def is_news(self, person: Text, wait: float) -> bool:
        """Whether the person is to be told to wait so many seconds: once, until something is read again."""
        now = self._clock()
        if self._told_until.get(person, now) > now:
            return False
        if len(self._told_until) >= SWEEP_FROM:
            self._told_until = {told: until for told, until in self._told_until.items() if until > now}
        self._told_until[person] = now + wait
        return True
