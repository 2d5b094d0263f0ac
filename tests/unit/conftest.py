"""What the unit tests share: settings that are read anew for each test, and an invented knowledge to talk about."""

from __future__ import annotations

from typing import Iterator

import pytest
import skops.io  # noqa: F401  first, because it looks through every module loaded before it: 8 seconds after TensorFlow
from sqlalchemy.orm import Session

from marrow.clinic import get_clinic
from marrow.knowledge.database import open_session
from marrow.settings import get_settings
from tests.person import Person, invent_knowledge


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    get_settings.cache_clear()
    get_clinic.cache_clear()
    yield
    get_settings.cache_clear()
    get_clinic.cache_clear()


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """An invented knowledge, shared by the tests that only read it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('invented') / 'knowledge.sqlite'}"
    invent_knowledge(url)
    with open_session(url) as session:
        yield session


@pytest.fixture
def person(invented: Session) -> Person:
    """Somebody who has not said anything yet."""
    return Person(invented)
