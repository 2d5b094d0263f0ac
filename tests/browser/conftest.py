"""One browser for all tests of the widget, and the pages they open in it."""

from __future__ import annotations

import re
import shutil
from typing import Any, Iterator, List

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from marrow.settings import ROOT
from tests.browser.chat import Chat, OpenChat
from tests.browser.fake_bot import FakeBot

PICTURES = ROOT / "artifacts"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "Chromium is not installed: `make test` installs it"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def fake() -> Iterator[FakeBot]:
    running = FakeBot()
    yield running
    running.stop()


@pytest.fixture
def open_chat(request: pytest.FixtureRequest, browser: Browser) -> Iterator[OpenChat]:
    """Opens an address in a window of its own, ``width`` by ``height``; a picture is kept of each at the end.

    No test may leave an error of a script or a breach of the page's policy behind.
    """
    contexts: List[BrowserContext] = []
    chats: List[Chat] = []

    def open_page(address: str, width: int = 1280, height: int = 900, **options: Any) -> Chat:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **options))
        chats.append(Chat(contexts[-1].new_page(), address))
        return chats[-1]

    yield open_page
    PICTURES.mkdir(exist_ok=True)
    name = re.sub(r"\W+", "_", request.node.name)
    problems: List[str] = []
    for number, chat in enumerate(chats):
        chat.page.screenshot(path=str(PICTURES / f"{name}_{number}.png"))
        problems += [*chat.problems, *chat.violations()]
    for context in contexts:
        context.close()
    assert not problems, problems


@pytest.fixture
def page_chat(open_chat: OpenChat, fake: FakeBot) -> Chat:
    """The chat on a page of its own, beside the fake bot."""
    return open_chat(f"{fake.url}/chat/").open()
