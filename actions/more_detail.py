"""Say the rest of the last answer."""

from __future__ import annotations

from typing import Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context
from actions.answering import buttons, last_answers
from actions.asking_back import clarify
from actions.skill import Skill
from marrow.contract import Kind
from marrow.conversation.intents import HOW_SURE, MORE_DETAIL, SIMPLER
from marrow.conversation.turn import Reply, answer_turn, make_turn
from marrow.knowledge.models import Part


class ActionMoreDetail(Skill):
    """Gives the statements that the last answer kept back."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_more_detail"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """The statements kept back; when there are none, what to read next; without a last answer, a question."""
        return more_detail(session, tracker)


def more_detail(session: Session, tracker: Tracker) -> Reply:
    """What ``ActionMoreDetail`` says."""
    found = last_answers(session, context.read(tracker).last)
    if not found:
        return clarify(session, tracker)
    with_more = [one for one in found if one.parts(Part.MORE)]
    if not with_more:
        offered = tuple(buttons(session, found, without=(MORE_DETAIL, SIMPLER, HOW_SURE)))
        turn = make_turn(Kind.CLARIFY, topic=None, options=[button.payload.lstrip("/") for button in offered])
        after = context.read(tracker).again().value()
        return Reply(turn=turn, response="utter_no_more_detail", buttons=offered, context=after)
    text, turn = answer_turn(with_more, [one.parts(Part.MORE) for one in with_more])
    offered = tuple(buttons(session, found, without=(MORE_DETAIL,)))
    return Reply(turn=turn, text=text, buttons=offered, context=context.read(tracker).again().value())
