"""Stay with a red flag when the next words put it off, play it down, or are not understood: "can it wait?"."""

from __future__ import annotations

from typing import Optional

from rasa_sdk import Tracker

from actions import context, message
from marrow.contract import WHEN_TO_SEE_DOCTOR, topic_ids
from marrow.conversation.intents import AFFIRM, OTHER_LANGUAGE, STILL_URGENT, TAKE_BACK
from marrow.conversation.turn import Reply

PLAYED_DOWN = (WHEN_TO_SEE_DOCTOR, "is_it_serious", "untreated_complications")  # topics of who asks if it can wait
SURE = 0.7  # how likely another topic must be to count as a question on it, or that it is plainly taken back
HEARD = (AFFIRM, "choose_option", "start_over", OTHER_LANGUAGE)  # mean the same after a red flag as after an answer


def still_urgent(tracker: Tracker) -> Optional[Reply]:
    """The red flag's words once more, right after it was told; None at any other time.

    None, too, for what surely takes it back, or is a question on another topic: that is answered, with the reminder
    behind it.
    """
    intent = message.intent(tracker)
    another = intent in (*topic_ids(), TAKE_BACK) and intent not in PLAYED_DOWN
    if (another and message.confidence(tracker) >= SURE) or intent in HEARD or not context.just_warned(tracker):
        return None
    return Reply(turn={}, response=STILL_URGENT)
