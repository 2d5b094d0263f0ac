"""Say the last answer in easier words: "simpler please", "what do you mean"."""

from __future__ import annotations

from typing import Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context
from actions.answering import buttons, last_answers
from actions.asking_back import clarify
from actions.skill import Skill
from marrow.conversation.intents import SIMPLER
from marrow.conversation.turn import Reply, answer_turn
from marrow.conversation.words import IN_SHORT
from marrow.knowledge.finding import gist


class ActionSimpler(Skill):
    """Gives the gist of the last answer."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_simpler"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """The simpler wording; without a last answer, a question."""
        found = last_answers(session, context.read(tracker).last)
        if not found:
            return clarify(session, tracker)
        text, turn = answer_turn(found, [gist(session, one) for one in found])
        return Reply(
            turn=turn,
            text=f"{IN_SHORT} {text}",
            buttons=tuple(buttons(session, found, without=(SIMPLER,))),
            context=context.read(tracker).again().value(),
        )
