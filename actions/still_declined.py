"""Say a declined request's words once more to "why", "simpler please" or "say that again" right after them."""

from __future__ import annotations

from typing import Optional

from rasa_sdk import Tracker

from actions import context, message
from marrow.conversation.intents import SIMPLER, UTTER_DECLINE
from marrow.conversation.turn import Reply

SAID_ONCE_MORE = ("why", "say_again", SIMPLER)  # they hold the reason and the help in few words already


def still_declined(tracker: Tracker) -> Optional[Reply]:
    """What was said to the request; None at any other time, or for any other move."""
    if message.likeliest(tracker) not in SAID_ONCE_MORE or not context.just_declined(tracker):
        return None
    return Reply(turn={}, response=UTTER_DECLINE)
