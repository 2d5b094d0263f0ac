"""Stay with a red flag when the next words put it off, play it down, or are not understood: "can it wait?"."""

from __future__ import annotations

from typing import Optional

from rasa_sdk import Tracker

from actions import context
from marrow.conversation.turn import Reply

PLAYED_DOWN = (
    "when_to_see_doctor",
    "is_it_serious",
    "untreated_complications",
)  # topics of who asks whether it can wait
SURE = 0.7  # how likely another topic must be for a question on it
RESPONSE = "utter_still_urgent"


def plays_it_down(tracker: Tracker) -> Optional[Reply]:
    """The same; but what is surely a question on another topic is answered right after a red flag, too."""
    asks = context.intent(tracker) not in PLAYED_DOWN and context.confidence(tracker) >= SURE
    return None if asks else still_urgent(tracker)


def still_urgent(tracker: Tracker) -> Optional[Reply]:
    """The red flag's words once more, right after it was told; None at any other time."""
    return Reply(turn={}, response=RESPONSE) if context.just_warned(tracker) else None
