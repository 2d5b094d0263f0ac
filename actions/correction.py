"""Mend a misunderstanding: "no, I meant the scan", "that's not what I asked"."""

from __future__ import annotations

from typing import Optional, Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context, message
from actions.answering import answer
from actions.asking_back import clarify
from actions.follow_up import follow_up_topic
from actions.skill import Skill
from marrow.contract import ONLY_A_SITE, topic_ids
from marrow.conversation.turn import Reply
from marrow.knowledge.finding import term_topic

SURE = 0.2  # of a topic, although the likeliest intent is the correction itself
NAMED = 2  # how many times likelier a topic is that is named: "no, I was on about the MRI"


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
    topic = corrected_topic(session, tracker)
    return answer(session, tracker, [topic]) if topic else clarify(session, tracker)


def corrected_topic(session: Session, tracker: Tracker) -> Optional[str]:
    """The topic that a correction asks for; None when it does not say."""
    last = context.read(tracker).last
    refused = last.topic if last else None
    named = [term_topic(session, thing) for thing in message.things(tracker)]
    chances = {
        topic: chance * (NAMED if topic in named else 1)
        for topic, chance in message.ranking(tracker)
        if topic in topic_ids() and topic not in (refused, ONLY_A_SITE)
    }
    best = max(chances, key=chances.__getitem__, default=None)
    if best and chances[best] >= SURE:
        return best
    return follow_up_topic(session, tracker) if named or message.site_named(tracker) else None
