"""A trained Rasa model as a function from a message to what Rasa makes of it."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any, Callable, Dict


def load_agent(model: Path) -> Callable[[str], Dict[str, Any]]:
    """Through ``parse_message``, as in the chat."""
    logging.captureWarnings(True)  # of the libraries that Rasa brings
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)  # or Rasa logs every message
    agent = Agent.load(str(model))
    loop = asyncio.new_event_loop()
    return lambda text: loop.run_until_complete(agent.parse_message(text))
