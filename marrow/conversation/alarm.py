"""The red flags of a talk that nobody has taken back yet."""

from __future__ import annotations

from typing import List, Optional, Text, Tuple

from rasa.shared.core.trackers import DialogueStateTracker

LEVELS = ("crisis", "emergency", "urgent")  # slots of the domain, the most pressing first


def alarm(tracker: DialogueStateTracker) -> Tuple[Optional[Text], List[Text]]:
    """How pressing it is (None: nothing is) and the ids of all signs, the most pressing first."""
    signs = {level: tracker.get_slot(level) or [] for level in LEVELS}
    return next((level for level in LEVELS if signs[level]), None), [sign for level in LEVELS for sign in signs[level]]
