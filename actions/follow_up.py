"""Answer a fragment that leans on the turn before: "and the hip?", "what about CT"."""

from __future__ import annotations

from typing import Optional, Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context, message
from actions.answering import answer
from actions.asking_back import clarify
from actions.skill import Skill
from marrow.conversation.turn import Reply
from marrow.knowledge.finding import find_answer, term_topic


class ActionFollowUp(Skill):
    """Keeps the topic of the conversation and changes what it is about."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_follow_up"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """The answer for what was named under the last topic, or else under the topic of what was named."""
        return follow_up(session, tracker)


def follow_up(session: Session, tracker: Tracker) -> Reply:
    """What ``ActionFollowUp`` says."""
    topic = follow_up_topic(session, tracker)
    if topic is None:
        return clarify(session, tracker)
    return answer(session, tracker, [topic])


def follow_up_topic(session: Session, tracker: Tracker) -> Optional[str]:
    """The topic that a fragment is about; None when nothing in it or before it tells.

    The topic of the conversation stays when it has an answer for the thing named, or when only a body site is named.
    """
    last = context.read(tracker).last
    for thing in message.things(tracker):
        if last:
            kept = find_answer(session, last.topic, [thing])
            if kept and not kept.is_general:
                return last.topic
        own = term_topic(session, thing)
        if own:
            return own
    if last:
        return last.topic
    site = message.site_named(tracker)
    return term_topic(session, site) if site else None
