"""Play the conversations of ``tests/conversations`` (format: the README there) with ``tests/suite``."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from benchmarks.bots import free_ports
from marrow.settings import get_settings
from tests.bot import Bot
from tests.suite.__main__ import PASSED, SUITES, main
from tests.suite.clients.rest import RestClient
from tests.suite.format import Conversation, read
from tests.suite.playing import play

CONVERSATIONS = [
    pytest.param(suite, conversation, id=f"{suite}: {conversation.conversation}")
    for suite, conversations in read([SUITES]).items()
    for conversation in conversations
]


@pytest.fixture(scope="module")
def client(bot: Bot) -> Iterator[RestClient]:
    with RestClient(bot.url) as opened:
        yield opened


@pytest.fixture(scope="module")
def on_platforms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The assistant of a clinic with a Slack app and a Telegram bot, which calls both where the suite listens."""
    slack, telegram = free_ports(2)
    settings = {
        "MARROW_SLACK_BOT_TOKEN": "xoxb-made-up",
        "MARROW_SLACK_SIGNING_SECRET": "made-up-signing-secret",
        "MARROW_SLACK_API_URL": f"http://127.0.0.1:{slack}/api/",
        "MARROW_TELEGRAM_BOT_TOKEN": "123456:made-up",
        "MARROW_TELEGRAM_WEBHOOK_SECRET": "made-up-webhook-secret",
        "MARROW_TELEGRAM_BOT_NAME": "made_up_bot",
        "MARROW_TELEGRAM_API_URL": f"http://127.0.0.1:{telegram}",
    }
    running = Bot(tmp_path_factory.mktemp("platforms"), **settings)
    with pytest.MonkeyPatch.context() as environment:
        for name, value in settings.items():
            environment.setenv(name, value)
        get_settings.cache_clear()
        yield running
    get_settings.cache_clear()
    running.stop()


@pytest.mark.parametrize("suite, conversation", CONVERSATIONS)
def test_conversation(suite: str, conversation: Conversation, client: RestClient) -> None:
    problems = play(client, suite, conversation).problems
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("channel", ["web", "slack", "telegram"])
def test_they_are_the_same_on_every_other_channel(channel: str, on_platforms: Bot, tmp_path: Path) -> None:
    assert main(["--url", on_platforms.url, "--channel", channel, "--reports", str(tmp_path)]) == PASSED
