"""Believe who plainly takes a red flag back in their own words: "no, she is just in pain", "I am not suicidal"."""

from __future__ import annotations

from typing import Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions.skill import Skill
from marrow.conversation.intents import NOT_IN_DANGER
from marrow.conversation.turn import Reply


class ActionTakeBack(Skill):
    """Says and does what the button of the red flag does.

    ``still_urgent`` sees to it that only a plain one counts right after the red flag: putting off is none.
    """

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_take_back"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """The same as for the button; where nothing was to take back, a friendly word."""
        return Reply(turn={}, response=f"utter_{NOT_IN_DANGER}", taken_back=True)
