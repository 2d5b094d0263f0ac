"""Slack's client at work: the real SDK between it and the stand-in for Slack, and nobody waits."""

from __future__ import annotations

import asyncio
from typing import Any, Awaitable, Callable, Dict, List

from marrow.channels.slack.client import SlackClient
from marrow.channels.slack.hearing import Place
from marrow.settings import Settings
from tests.platforms.slack import TOKEN, FakeSlack

CHANNEL, DIRECT = Place("T1", "C1", "U1", thread="4.1"), Place("T1", "D1", "U1")
WORD = "a word that nobody may read in a log"
FIRST, SECOND = {"text": f"first, {WORD}"}, {"text": f"second, {WORD}"}
Use = Callable[[SlackClient], Awaitable[None]]


def use(slack: FakeSlack, todo: Use, timeout: int = 10, **fields: Any) -> None:
    """Do something with a client whose connections are open."""

    async def run() -> None:
        settings = {"slack_bot_token": TOKEN, "slack_signing_secret": "s" * 32, "slack_api_url": slack.api_url}
        one = SlackClient(Settings(**{**settings, **fields}), timeout)
        await one.open()
        try:
            await todo(one)
        finally:
            await one.close()

    asyncio.run(run())


def say(slack: FakeSlack, place: Place, *messages: Dict[str, Any], **fields: Any) -> None:
    use(slack, lambda one: one.say(place, messages), **fields)


def in_private(slack: FakeSlack) -> Place:
    """Where only one person sees the answer."""
    return Place("T1", "C1", "U1", response_url=slack.response_url("U1", "C1"))


def texts(slack: FakeSlack) -> List[str]:
    return [one.text for one in slack.posted]
