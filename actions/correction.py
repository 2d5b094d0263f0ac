"""Mend a misunderstanding: "no, I meant the scan", "that's not what I asked"."""

from __future__ import annotations

from typing import Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context
from actions.answer import ONLY_A_SITE, answer
from actions.clarify import clarify
from actions.follow_up import follow_up_topic
from actions.skill import Skill
from marrow.contract import topic_ids
from marrow.conversation.turn import Reply

SURE = 0.2  # of a topic, although the likeliest intent is the correction itself


class ActionCorrect(Skill):
    """Answers what the person says they meant."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_correct"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """The answer to the topic asked for in the correction, or to what it names; with neither, a question."""
        return correct(session, tracker)


def correct(session: Session, tracker: Tracker) -> Reply:
    """What ``ActionCorrect`` says."""
    last = context.read(tracker).last
    refused = last.topic if last else None
    for topic, confidence in context.ranking(tracker):
        if topic in topic_ids() and topic not in (refused, ONLY_A_SITE) and confidence >= SURE:
            return answer(session, tracker, [topic])
    if context.things(tracker) or context.site_named(tracker):
        named = follow_up_topic(session, tracker)
        if named:
            return answer(session, tracker, [named])
    return clarify(session, tracker)
