"""What all tests share."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator, List

import pytest

from marrow.knowledge.files import Knowledge, read_knowledge
from marrow.settings import ROOT
from tests.bot import Bot

# Each takes minutes by itself: they go first, so that no process is left with one of them at the end.
LONGEST = ("test_apart.py", "test_conversations.py", "test_safety.py", "test_web_channel.py")


def pytest_collection_modifyitems(items: List[pytest.Item]) -> None:
    """The longest files first; the rest as it was collected."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The knowledge files of the project."""
    return read_knowledge(ROOT / "knowledge")[0]


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The assistant as `make run` starts it, shared by all tests that do it no harm."""
    running = Bot(Path(tmp_path_factory.mktemp("bot")))
    yield running
    running.stop()
