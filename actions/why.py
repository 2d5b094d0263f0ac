"""Say why the last answer is so: a bare "why", "how come"."""

from __future__ import annotations

from typing import Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context
from actions.answering import buttons, last_answers
from actions.asking_back import clarify
from actions.skill import Skill
from marrow.conversation.turn import Reply, answer_turn
from marrow.knowledge.finding import reasons


class ActionWhy(Skill):
    """Gives the reasons that the topic of the last answer names."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_why"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """The reasons; without a last answer, a question."""
        found = last_answers(session, context.read(tracker).last)
        if not found:
            return clarify(session, tracker)
        same = [one for one in found if one.topic == found[0].topic]
        text, turn = answer_turn(same, [reasons(session, found[0].topic), *([] for _ in same[1:])])
        return Reply(
            turn=turn, text=text, buttons=tuple(buttons(session, same)), context=context.read(tracker).again().value()
        )
