"""What the tests of understanding share."""

from __future__ import annotations

import pytest

from marrow.settings import get_settings
from marrow.understanding.encoder import SentenceEncoder


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The sentence encoder as the assistant has it."""
    settings = get_settings()
    return SentenceEncoder(settings.encoder_file, settings.encoder_threads)
