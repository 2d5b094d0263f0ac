"""Start a talk afresh: "start over", "forget that"."""

from __future__ import annotations

from typing import Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions.clarify import MAX_OPTIONS, STARTING_POINTS
from actions.context import Context
from actions.skill import Skill
from marrow.conversation.turn import Reply, make_turn, topic_button
from marrow.knowledge.finding import labels


class ActionStartOver(Skill):
    """Forgets what the talk was about."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_start_over"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """Where to start."""
        options = labels(session, STARTING_POINTS[:MAX_OPTIONS])
        return Reply(
            turn=make_turn("clarify", topic=None, options=[topic for topic, _ in options]),
            response="utter_start_over",
            buttons=tuple(topic_button(*option) for option in options),
            context=Context(),
        )
