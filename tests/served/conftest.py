"""What the tests of the running assistant share beside the one that all tests share: one on Slack and Telegram, too."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Iterator

import pytest

from benchmarks.scoring import read_set
from marrow.knowledge.files import Knowledge
from marrow.settings import ROOT
from tests.bot import Bot
from tests.platforms.slack import FakeSlack
from tests.platforms.slack_requests import SlackRequests
from tests.platforms.telegram import FakeTelegram
from tests.platforms.telegram_people import Post
from tests.platforms.telegram_stage import ADDRESS


@pytest.fixture(scope="session")
def slack() -> Iterator[FakeSlack]:
    running = FakeSlack()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def telegram() -> Iterator[FakeTelegram]:
    running = FakeTelegram()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def slack_bot(slack: FakeSlack, telegram: FakeTelegram, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """One for both platforms: starting it takes long."""
    settings = {**slack.settings(), **telegram.settings(), "MARROW_MESSAGES_PER_MINUTE": "1000"}
    running = Bot(Path(tmp_path_factory.mktemp("platforms")), **settings)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def telegram_bot(slack_bot: Bot) -> Bot:
    return slack_bot


@pytest.fixture
def post(telegram_bot: Bot, telegram: FakeTelegram) -> Iterator[Post]:
    """What Telegram brings to the assistant."""
    before = len(telegram.refused)
    yield Post(telegram, f"{telegram_bot.url}{ADDRESS}")
    refused = [
        call for call in telegram.refused[before:] if not call.startswith("answerCallbackQuery")
    ]  # once too often
    assert refused == [], "all that was sent is within Telegram's limits"


@pytest.fixture
def app(slack_bot: Bot, slack: FakeSlack) -> Iterator[SlackRequests]:
    """What Slack sends to the assistant."""
    yield SlackRequests(f"{slack_bot.url}/webhooks/slack", slack)
    assert slack.problems == [], "all that was sent is within Slack's limits"


@pytest.fixture(scope="session")
def labels(knowledge: Knowledge) -> Dict[str, str]:
    """What the topics are called, which is also how one can ask for them."""
    return {entry.topic: entry.label for entry in knowledge.topics}


@pytest.fixture(scope="session")
def red_flag(slack_bot: Bot) -> str:
    """A message of the safety suite that is raised."""
    messages = (one["text"] for one in read_set(ROOT / "tests" / "safety" / "red_flags.yml"))
    return str(next(text for text in messages if slack_bot.ask(text).kind == "escalate"))
