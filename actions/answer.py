"""Answer a question: on its topic and on the further topics that the message asks about."""

from __future__ import annotations

from typing import Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context, message
from actions.about_it import rather_about_it, rather_not_the_same
from actions.answering import answer, fitting
from actions.follow_up import follow_up
from actions.report import explain
from actions.skill import Skill
from marrow.contract import ONLY_A_SITE, READ_MY_REPORT
from marrow.conversation.turn import Reply
from marrow.knowledge.schema import SUBJECT

MOST_WORDS_OF_A_FRAGMENT = 5


class ActionAnswer(Skill):
    """Answers the topic of the intent, unless the turn before gives the message another meaning."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_answer"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """The answers to all the topics of the latest message."""
        topic, also = message.intent(tracker), tracker.latest_message.get("also") or []
        if topic == ONLY_A_SITE and _is_fragment(tracker):
            return follow_up(session, tracker)
        explained = explain(session, tracker, fitting(session, tracker, also)) if topic == READ_MY_REPORT else None
        if explained:
            return explained
        else_known = rather_about_it(session, tracker, topic) or rather_not_the_same(session, tracker, [topic, *also])
        return else_known or answer(session, tracker, [topic, *also])


def _is_fragment(tracker: Tracker) -> bool:
    """Whether a body site in a few words ("hips?") stands for a new question on the last topic."""
    few = len(message.text(tracker).split()) <= MOST_WORDS_OF_A_FRAGMENT
    only_a_site = bool(message.site_named(tracker)) and not message.named(tracker, (SUBJECT,))
    return few and only_a_site and context.read(tracker).last is not None
