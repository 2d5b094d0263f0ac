"""Users of the load test: how each sends a message, and how it knows the whole answer. Here those who wait for HTTP."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from abc import ABC, abstractmethod
from typing import Any, Dict, Optional

import aiohttp

from benchmarks.load.counts import Question, Reply, Tally

PATIENCE_SECONDS = 30.0  # a question without its answer by then is lost
ANSWER = "answer"


class NotTaken(Exception):
    """The assistant does not take a message, or what it says is in no form that is known."""


class User(ABC):
    """Somebody who asks and waits. ``channel``: where."""

    channel: str

    def __init__(self) -> None:
        self.tally = Tally()

    async def begin(self, http: aiohttp.ClientSession) -> None:
        """Open the talk."""
        self._http, self._answered = http, asyncio.Event()

    async def end(self) -> None:
        """Wait for what is still under way; here nothing is."""
        return

    async def ask(self, question: Question) -> None:
        """Until the whole answer is there, or will not come any more; nothing is raised, all is counted."""
        self._answered.clear()
        self.tally.asks(question, time.perf_counter())
        try:
            await asyncio.wait_for(self._until_answered(question.text), PATIENCE_SECONDS)
        except asyncio.TimeoutError:
            self.tally.gives_up()
        except (aiohttp.ClientError, NotTaken) as error:
            self.tally.fails(f"{type(error).__name__}: {error}")

    @abstractmethod
    async def say(self, text: str) -> None:
        """Send a message; the answer is given to ``hears``, then or later."""

    def hears(self, reply: Reply, at: float) -> None:
        """A whole reply is there, since then."""
        self.tally.hears(reply, at)
        if not self.tally.waiting:
            self._answered.set()

    async def _until_answered(self, text: str) -> None:
        await self.say(text)
        await self._answered.wait()

    async def _post(self, address: str, **request: Any) -> Any:
        """The body of the answer: JSON, or None without one."""
        async with self._http.post(address, **request) as answer:
            if answer.status not in (200, 201):
                raise NotTaken(f"status {answer.status}")
            return json.loads(await answer.text() or "null")


class RestUser(User):
    """On Rasa's own REST channel; the mark of an answer is whom it is for.

    Nothing can come twice or in wrong order here: all that comes answers the request. So the text does not matter.
    """

    channel = "REST"

    def __init__(self, address: str, sender: str) -> None:
        super().__init__()
        self._address, self._sender = address, sender

    async def say(self, text: str) -> None:
        messages = await self._post(self._address, json={"sender": self._sender, "message": text})
        marks = {message.get("recipient_id") for message in messages}
        if not marks:
            raise NotTaken("nothing is said")
        self.hears(Reply(marks.pop() if len(marks) == 1 else "several", ""), time.perf_counter())


class WebUser(User):
    """In the web chat, as its page talks to it."""

    channel = "Web"

    def __init__(self, root: str) -> None:
        super().__init__()
        self._address = f"{root}/chat/conversations"

    async def begin(self, http: aiohttp.ClientSession) -> None:
        await super().begin(http)
        self._talk = (await self._post(self._address, json={}))["conversation"]

    async def say(self, text: str) -> None:
        body = {"text": text, "id": uuid.uuid4().hex}
        answer = await self._post(f"{self._address}/{self._talk}/messages", json=body)
        at = time.perf_counter()
        turns = [message["custom"] for message in answer["messages"] if message.get("custom")]
        if len(turns) != 1 or "conversation" in answer:
            raise NotTaken(f"{len(turns)} turns{', in another conversation' if 'conversation' in answer else ''}")
        said = "\n".join(message["text"] for message in answer["messages"] if message.get("text"))
        self.hears(Reply(topic_of(turns[0]), said), at)


def topic_of(turn: Dict[str, Any]) -> Optional[str]:
    """What a turn is about; None where it is no answer."""
    return turn.get("topic") if turn.get("kind") == ANSWER else None
