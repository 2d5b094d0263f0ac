"""Stay with a red flag when the next words play it down or put it off: "it's probably nothing", "can it wait?"."""

from __future__ import annotations

from typing import Optional

from rasa_sdk import Tracker

from actions import context
from marrow.conversation.turn import Reply

CAN_IT_WAIT = "when_to_see_doctor"  # the topic of who asks that


def still_urgent(tracker: Tracker) -> Optional[Reply]:
    """The red flag's words once more, right after it was told; None at any other time."""
    return Reply(turn={}, response="utter_still_urgent") if context.just_warned(tracker) else None
