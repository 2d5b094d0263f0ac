"""Which events of a platform were taken already. Platforms send an event again when they missed our answer to it."""

from __future__ import annotations

import logging
from collections import OrderedDict
from typing import Optional, Text

from rasa.core.agent import Agent

from marrow.channels.privacy import store_of

logger = logging.getLogger(__name__)
MOST_REMEMBERED = 10_000  # events, in memory


class Handled:
    """Remembers events in memory, and in the conversations' database beyond a new start and across processes."""

    def __init__(self, channel: Text) -> None:
        self._channel = channel
        self._here: "OrderedDict[Text, None]" = OrderedDict()

    def first_time(self, agent: Optional[Agent], event_id: Text) -> bool:
        """Whether the event has not come before; from now on it has."""
        if event_id in self._here:
            return False
        self._here[event_id] = None
        if len(self._here) > MOST_REMEMBERED:
            self._here.popitem(last=False)
        try:
            return store_of(agent).first_time(self._channel, event_id) if agent else True
        except Exception:  # without the database memory must do
            logger.exception("The database of conversations could not be asked")
            return True
