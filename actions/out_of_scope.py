"""Say that a message is about something else; each time in another way, in the end with whom else to ask."""

from __future__ import annotations

from typing import Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context
from actions.clarify import MAX_OPTIONS, STARTING_POINTS
from actions.skill import Skill
from marrow.clinic import get_clinic
from marrow.conversation.turn import Reply, make_turn, topic_button
from marrow.conversation.words import contact, not_mine
from marrow.knowledge.finding import labels


class ActionOutOfScope(Skill):
    """Answers a message that is not about bone marrow edema."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_out_of_scope"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """What the guide is for; the second time where to start, then the clinic's contact."""
        times = context.read(tracker).strangers
        buttons = [topic_button(*option) for option in labels(session, STARTING_POINTS[:MAX_OPTIONS])] if times else []
        said = {0: {"response": "utter_out_of_scope"}, 1: {"response": "utter_out_of_scope_again"}}
        return Reply(
            **said.get(times, {"text": not_mine(contact(get_clinic()))}),
            turn=make_turn("out_of_scope"),
            buttons=tuple(buttons),
            context=context.after_a_stranger(tracker),
        )
