"""Say the last answer once more, or the one before it: "say that again", "back"."""

from __future__ import annotations

from typing import Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context
from actions.answering import last_answers, say
from actions.asking_back import clarify
from actions.context import Context
from actions.skill import Skill
from marrow.conversation.turn import Reply


class ActionSayAgain(Skill):
    """Repeats the last answer."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_say_again"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """The last answer; without one, a question."""
        return _say_last_of(session, tracker, context.read(tracker).again())


class ActionGoBack(Skill):
    """Goes back to the answer before the last one, and forgets the last one."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_go_back"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """The answer before the last one; the last one when nothing was before it; without any, a question."""
        return _say_last_of(session, tracker, context.read(tracker).back())


def _say_last_of(session: Session, tracker: Tracker, remembered: Context) -> Reply:
    found = last_answers(session, remembered.last)
    return say(session, found, remembered) if found else clarify(session, tracker)
