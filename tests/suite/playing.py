"""Plays a conversation, turn by turn."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import Iterator, List, Optional, Tuple

from tests.suite.checks import Checked, check
from tests.suite.clients.client import Client, ClientError, Reply
from tests.suite.format import Conversation, Turn


@dataclass(frozen=True)
class Played:
    """A turn with what came back (None: no reply) and what is wrong about it; ``seconds`` until it was there."""

    turn: Turn
    reply: Optional[Reply]
    checked: Checked
    seconds: float


@dataclass(frozen=True)
class Result:
    """A conversation as it was played; after a message without a reply the rest of it is left out."""

    suite: str
    conversation: Conversation
    played: Tuple[Played, ...]

    @property
    def name(self) -> str:
        """Suite and conversation."""
        return f"{self.suite}: {self.conversation.conversation}"

    @property
    def problems(self) -> List[str]:
        """One line for each."""
        return [
            f"turn {number}, after {one.turn.message!r}: {problem}"
            for number, one in enumerate(self.played, 1)
            for problem in one.checked.problems
        ]

    @property
    def left_out(self) -> int:
        """How many turns were not played."""
        return len(self.conversation.turns) - len(self.played)

    @property
    def seconds(self) -> float:
        """How long the guide took."""
        return sum(one.seconds for one in self.played)

    @property
    def unseen(self) -> "Counter[str]":
        """How often each key could not be checked."""
        return Counter(key for one in self.played for key in one.checked.unseen)


def play(client: Client, suite: str, conversation: Conversation) -> Result:
    """Play a conversation to its end, whatever comes back."""
    return Result(suite, conversation, tuple(turns(client, conversation)))


def turns(client: Client, conversation: Conversation) -> Iterator[Played]:
    """Each turn as it is played; the last one is that which gets no reply."""
    before: Optional[Reply] = None
    for number, turn in enumerate(conversation.turns):
        start = time.perf_counter()
        try:
            if number == 0:
                client.begin()
            reply = _reply(client, turn, before)
        except ClientError as error:
            yield Played(turn, None, Checked((str(error),)), time.perf_counter() - start)
            return
        yield Played(turn, reply, check(turn, reply, before), time.perf_counter() - start)
        before = reply


def _reply(client: Client, turn: Turn, before: Optional[Reply]) -> Reply:
    if turn.press is None:
        return client.say(turn.message)
    offered = {button.title: button for button in (before.buttons if before else ())}
    if turn.press not in offered:
        raise ClientError(f"there is no button {turn.press!r} to press, but {[*offered]}")
    return client.press(offered[turn.press])
