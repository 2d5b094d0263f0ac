"""What the unit tests share: settings that are read anew for each test."""

from __future__ import annotations

from typing import Iterator

import pytest

from marrow.settings import get_settings


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()
