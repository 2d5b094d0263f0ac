"""Users of the load test on Slack and Telegram, and the platforms, which tell them of each message at once."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from abc import abstractmethod
from html import unescape
from typing import Any, Dict, List, NamedTuple, Optional

import aiohttp

from benchmarks.load.counts import ASIDE, ERROR, MISORDERED, Reply
from benchmarks.load.users import NotTaken, User, topic_of
from marrow.clinic import get_clinic
from marrow.conversation.words import on_a_platform
from tests.platforms.server import Answer, Call
from tests.platforms.slack import FakeSlack
from tests.platforms.slack_requests import JSON, SlackRequests, signed
from tests.platforms.telegram import SECRET, FakeTelegram
from tests.platforms.telegram_people import HEADER, Post
from tests.suite.knowledge import one_line, topics

REPEATED_FROM, REPEATED_TO = -2.0, 3.0  # seconds until an event is sent again; below 0: at once, beside the first
_BOLD = re.compile("<b>(.*?)</b>", re.DOTALL)


class Part(NamedTuple):
    """A message on a platform: its text, the topic as far as it shows one, and whether it ends the reply."""

    text: str
    mark: Optional[str]
    ends: bool


class PlatformUser(User):
    """On Slack or Telegram, where messages come one by one, at any time; a share of the events is sent twice.

    Args:
        repeated: that share.
    """

    def __init__(self, repeated: float, rng: random.Random) -> None:
        super().__init__()
        self._repeated, self._rng = repeated, rng
        self._note = one_line(on_a_platform(self.channel, get_clinic()))
        self._parts: List[Part] = []
        self._under_way: List["asyncio.Task[None]"] = []

    async def begin(self, http: aiohttp.ClientSession) -> None:
        await super().begin(http)
        self._loop = asyncio.get_running_loop()

    async def say(self, text: str) -> None:
        if self._parts:
            self._parts.clear()
            self.tally.fault(MISORDERED, "a part of a reply came after its end")
        event = self.event(text)
        if self._rng.random() < self._repeated:
            self.tally.repeated += 1
            self._under_way.append(asyncio.create_task(self._bring_again(event)))
        await self.bring(event)

    async def end(self) -> None:
        await asyncio.gather(*self._under_way)

    def gets(self, part: Part) -> None:
        """A message has come; called from the platform's own thread."""
        self._loop.call_soon_threadsafe(self._add, part, time.perf_counter())

    @abstractmethod
    def event(self, text: str) -> Dict[str, Any]:
        """A new message as the platform tells of it."""

    @abstractmethod
    async def bring(self, event: Dict[str, Any], again: bool = False) -> None:
        """Tell the assistant."""

    def _add(self, part: Part, at: float) -> None:
        if self._note in one_line(part.text):
            self.hears(Reply(ASIDE, part.text), at)
            return
        self._parts.append(part)
        if part.ends:
            mark = next((one.mark for one in self._parts if one.mark), None)
            reply = Reply(mark, "\n".join(one.text for one in self._parts))
            self._parts.clear()
            self.hears(reply, at)

    async def _bring_again(self, event: Dict[str, Any]) -> None:
        await asyncio.sleep(max(0.0, self._rng.uniform(REPEATED_FROM, REPEATED_TO)))
        try:
            await self.bring(event, again=True)
        except (aiohttp.ClientError, NotTaken) as error:
            self.tally.fault(ERROR, f"sent again, {type(error).__name__}: {error}")


class SlackUser(PlatformUser):
    """In a direct message with the app."""

    channel = "Slack"

    def __init__(self, slack: Slack, root: str, number: int, repeated: float, rng: random.Random) -> None:
        super().__init__(repeated, rng)
        self._name, self._address = f"U{number}", f"{root}/webhooks/slack"
        self._requests = SlackRequests(self._address, slack)
        slack.users[f"D{self._name}"] = self

    def event(self, text: str) -> Dict[str, Any]:
        return self._requests.direct(self._name, text)

    async def bring(self, event: Dict[str, Any], again: bool = False) -> None:
        body = json.dumps(event).encode()
        retry = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"} if again else {}
        await self._post(
            f"{self._address}/events", data=body, headers={"Content-Type": JSON, **signed(body), **retry}
        )  # fmt: skip


class TelegramUser(PlatformUser):
    """In a chat alone with the bot."""

    channel = "Telegram"

    def __init__(self, telegram: Telegram, root: str, repeated: float, rng: random.Random) -> None:
        super().__init__(repeated, rng)
        self._address = f"{root}/webhooks/telegram/webhook"
        self._telegram_post = Post(telegram, self._address)
        self._talk = self._telegram_post.talk()
        telegram.users[self._talk.chat["id"]] = self

    def event(self, text: str) -> Dict[str, Any]:
        return self._telegram_post.update(message=self._talk.message(text))

    async def bring(self, event: Dict[str, Any], again: bool = False) -> None:
        await self._post(self._address, json=event, headers={HEADER: SECRET})


class Slack(FakeSlack):
    """Tells ``users``, by channel, of each message; the one that ends a turn says which turn it was."""

    def __init__(self) -> None:
        self.users: Dict[str, SlackUser] = {}
        super().__init__()

    def handle(self, call: Call) -> Answer:
        before = len(self.posted)
        answer = super().handle(call)
        for one in self.posted[before:]:
            self.users[one.channel].gets(Part(unescape(one.text), topic_of(one.turn), bool(one.turn)))
        return answer


class Telegram(FakeTelegram):
    """Tells ``users``, by chat, of each message. The heading tells the topic, and buttons the end of an answer."""

    def __init__(self) -> None:
        self.users: Dict[int, TelegramUser] = {}
        self._topics = topics()  # now: reading them takes a second
        super().__init__()

    def next_message(self, chat: Dict[str, Any], sender: Dict[str, Any], **fields: Any) -> Dict[str, Any]:
        """One at a time: people write while the bot does."""
        with self._changed:
            return super().next_message(chat, sender, **fields)

    def handle(self, call: Call) -> Answer:
        before = len(self.sent)
        answer = super().handle(call)
        for message, fields in zip(self.sent[before:], self.arguments[before:]):
            bold = [unescape(found) for found in _BOLD.findall(fields["text"])]
            mark = next((self._topics[heading] for heading in bold if heading in self._topics), None)
            self.users[message["chat"]["id"]].gets(Part(message["text"], mark, "reply_markup" in message))
        return answer
