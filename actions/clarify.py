"""When the pipeline is not sure of a message: think again, and else ask which topic was meant."""

from __future__ import annotations

from typing import Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions.asking_back import clarify
from actions.second_thoughts import in_the_light_of_the_talk
from actions.skill import Skill
from marrow.conversation.turn import Reply


class ActionClarify(Skill):
    """Thinks again about a message that the pipeline was not sure of, and else asks which topic was meant."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_clarify"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """What the talk makes likely, or a question."""
        return in_the_light_of_the_talk(session, tracker) or clarify(session, tracker)
