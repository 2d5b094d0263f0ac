"""Start a talk afresh: "start over", "forget that"."""

from __future__ import annotations

from typing import Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions.asking_back import MAX_OPTIONS, STARTING_POINTS, starting_points
from actions.context import Context
from actions.skill import Skill
from marrow.contract import Kind
from marrow.conversation.turn import Reply, make_turn


class ActionStartOver(Skill):
    """Forgets what the talk was about."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_start_over"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """Where to start."""
        return Reply(
            turn=make_turn(Kind.CLARIFY, topic=None, options=list(STARTING_POINTS[:MAX_OPTIONS])),
            response="utter_start_over",
            buttons=starting_points(session),
            context=Context().value(),
        )
