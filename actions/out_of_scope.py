"""When a message is about something else: say so, each time in another way."""

from __future__ import annotations

from typing import Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context
from actions.asking_back import MAX_OPTIONS, STARTING_POINTS
from actions.second_thoughts import in_the_light_of_the_talk
from actions.skill import Skill
from marrow.clinic import get_clinic
from marrow.contract import Kind
from marrow.conversation.asked import topics_of
from marrow.conversation.turn import Reply, make_turn, topic_button
from marrow.conversation.words import contact, not_mine, ours_or_not
from marrow.knowledge.finding import labels

NEAR = 0.05  # how likely a topic must be to be offered: less than is ever answered, as one can pass it by


class ActionOutOfScope(Skill):
    """Answers a message that is not about bone marrow edema; each time in another way, in the end with whom to ask."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_out_of_scope"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """What the guide is for; the second time where to start, then the clinic's contact.

        Where it may be about bone marrow edema after all, the topics that it would be are offered.
        """
        thought = in_the_light_of_the_talk(session, tracker)
        if thought:
            return thought
        times = context.read(tracker).strangers
        refused = context.offered(tracker) if times else []
        near = [topic for topic in topics_of(tracker.latest_message, NEAR) if topic not in refused]
        text, response = None, {0: "utter_out_of_scope", 1: "utter_out_of_scope_again"}.get(times)
        if times == 0 and near:
            text, response = ours_or_not(get_clinic().ways_to_get_help()["emergency"]), None
        elif response is None:
            text = not_mine(contact(get_clinic()))
        offered = labels(session, near or (STARTING_POINTS if times else []))[:MAX_OPTIONS]
        return Reply(
            text=text,
            response=response,
            turn=make_turn(Kind.OUT_OF_SCOPE, options=[topic for topic, _ in offered]),
            buttons=tuple(topic_button(*topic) for topic in offered),
            context=context.after_a_stranger(tracker).value(),
        )
