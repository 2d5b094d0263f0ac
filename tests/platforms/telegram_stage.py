"""The Telegram channel between a stand-in for Telegram and an assistant that only repeats what it hears."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Iterator

from marrow.channels.telegram.channel import TelegramChannel
from marrow.channels.web import WebChannel
from marrow.clinic import get_clinic
from marrow.conversation.words import on_a_platform
from tests.platforms.telegram import FakeTelegram
from tests.platforms.telegram_people import Post, Talk
from tests.web import Site, new_site

ADDRESS = "/webhooks/telegram/webhook"
KEPT = ("events", "handled_event", "feedback")


def told_once() -> str:
    """What everybody is told on Telegram before the first answer."""
    return on_a_platform("Telegram", get_clinic())


def rows(database: Path) -> int:
    """How many rows a database of conversations has in all tables that hold something of people."""
    with sqlite3.connect(database) as connection:
        return sum(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in KEPT)  # noqa: S608


class Stage:
    """``telegram``: the stand-in; ``site``: the assistant and the web chat beside it; ``post``: brings updates."""

    def __init__(self, telegram: FakeTelegram, site: Site, folder: Path) -> None:
        self.telegram, self.site, self._folder = telegram, site, folder
        self.post = Post(telegram, f"{site.root}{ADDRESS}")

    def known(self, text: str = "hello") -> Talk:
        """Somebody who has got two messages: what is told once, and an answer."""
        talk = self.post.talk()
        talk.say(text)
        talk.wait_for(2)
        return talk

    def settle(self) -> None:
        """Until everything that came before is done: somebody who asks after it has an answer."""
        self.known()

    def rows(self) -> int:
        return rows(self._folder / "conversations.sqlite")


def new_stage(folder: Path) -> Iterator[Stage]:
    """A stage of its own, and its end."""
    telegram = FakeTelegram()
    settings = {name.lower().replace("marrow_", ""): value for name, value in telegram.settings().items()}
    for site in new_site(folder, TelegramChannel, WebChannel, **settings):
        yield Stage(telegram, site, folder)
    telegram.stop()


def said(text: str) -> str:
    """What the assistant says to a text."""
    return f"You said: {text}"
