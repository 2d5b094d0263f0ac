"""What all tests share."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from marrow.knowledge.files import Knowledge, read_knowledge
from marrow.settings import ROOT
from tests.bot import Bot


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
