"""Say what comes next when what was said does not help: "and if that doesn't work?"."""

from __future__ import annotations

from typing import Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context
from actions.answering import answer
from actions.asking_back import clarify
from actions.skill import Skill
from marrow.conversation.turn import Reply
from marrow.knowledge.finding import next_topics

FIELD = "if_it_does_not_help"
WITHOUT_CONTEXT = "prognosis_persistence"


class ActionIfNotBetter(Skill):
    """Answers the topics that the last topic names for that case."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_if_not_better"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """The next topics of the last one; without a last answer, what is known of edema that stays."""
        last = context.read(tracker).last
        if not last:
            return answer(session, tracker, [WITHOUT_CONTEXT])
        topics = [topic for topic, _ in next_topics(session, last.topic, FIELD)]
        return answer(session, tracker, topics) if topics else clarify(session, tracker)
