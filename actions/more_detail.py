"""Say the rest of the last answer."""

from __future__ import annotations

from typing import Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context
from actions.answer import buttons
from actions.clarify import clarify
from actions.skill import Skill
from marrow.conversation.turn import Reply, answer_turn, make_turn
from marrow.knowledge.finding import read_answer


class ActionMoreDetail(Skill):
    """Gives the statements that the last answer kept back."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_more_detail"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """The statements kept back; when there are none, what to read next; without a last answer, a question."""
        found = [one for one in (read_answer(session, name) for name in context.last(tracker).answers) if one]
        if not found:
            return clarify(session, tracker)
        kept_back = [(one, [part for part in one.statements if part.more]) for one in found]
        with_more = [(one, parts) for one, parts in kept_back if parts]
        offered = tuple(buttons(session, found, more=False))
        if not with_more:
            turn = make_turn("clarify", topic=None, options=[button.payload.lstrip("/") for button in offered])
            return Reply(turn=turn, response="utter_no_more_detail", buttons=offered)
        text, turn = answer_turn([one for one, _ in with_more], [parts for _, parts in with_more])
        return Reply(turn=turn, text=text, buttons=offered)
