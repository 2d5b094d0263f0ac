"""What the unit tests share: settings that are read anew for each test."""

from __future__ import annotations

from typing import Iterator

import pytest
import skops.io  # noqa: F401  first, because it looks through every module loaded before it: 8 seconds after TensorFlow

from marrow.settings import get_settings


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()
