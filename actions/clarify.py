"""Ask instead of guessing: offer the likeliest topics."""

from __future__ import annotations

from typing import List, Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions.skill import Skill
from marrow.contract import topic_ids
from marrow.conversation.turn import Reply, make_turn, topic_button
from marrow.knowledge.finding import labels

MAX_OPTIONS = 4
STARTING_POINTS = ("definition", "causes_overview", "treatment_overview", "recovery_time")


class ActionClarify(Skill):
    """Asks which topic the person meant."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_clarify"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """The question with its options."""
        return clarify(session, tracker)


def clarify(session: Session, tracker: Tracker) -> Reply:
    """A question with up to four topics to choose from, likeliest first."""
    options = labels(session, likely_topics(tracker)[:MAX_OPTIONS])
    return Reply(
        turn=make_turn("clarify", topic=None, options=[topic for topic, _ in options]),
        response="utter_clarify",
        buttons=tuple(topic_button(*option) for option in options),
    )


def likely_topics(tracker: Tracker) -> List[str]:
    """The classifier's two best topics, then what search found, then the classifier's others, then starting points."""
    message = tracker.latest_message
    ranked = [entry["name"] for entry in message.get("intent_ranking") or [] if entry["name"] in topic_ids()]
    nearest = message.get("nearest") or []
    return list(dict.fromkeys([*ranked[:2], *nearest, *ranked[2:], *STARTING_POINTS]))
