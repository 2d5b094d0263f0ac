"""Say what else is known of the very thing that was explained: "any side effects?", "does that hurt?"."""

from __future__ import annotations

import re
from typing import Optional, Sequence, Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context, message
from actions.answering import buttons, fitting, last_answers
from actions.context import Talk
from actions.correction import correct
from actions.follow_up import follow_up
from actions.skill import Skill
from marrow.contract import READ_MY_REPORT, themes
from marrow.conversation.intents import MORE_DETAIL
from marrow.conversation.turn import Reply, answer_turn
from marrow.conversation.words import NOTHING_MORE_EXACT
from marrow.knowledge.finding import find_answer, term_topic
from marrow.knowledge.models import Part
from marrow.knowledge.schema import SITE, SUBJECT

# What can be asked in the same words of the edema and of one thing done about it: "does it hurt"; and what is asked of
# that thing where the message points at it: "is that dangerous", while "is it dangerous" means the edema. How long a
# treatment takes is left out: it mostly means how long until it is better.
ASKED_OF_IT = ("symptoms", "no_symptoms", "risk_factors")
ASKED_OF_THAT = (*ASKED_OF_IT, "is_it_serious", "untreated_complications")
ASKED_OF_THAT_BY_THEME = {"treatment": ASKED_OF_THAT, "imaging": (*ASKED_OF_THAT, "recovery_time")}
OF_NO_ONE_THING = ("treatment_overview", "diagnosis_overview", READ_MY_REPORT)
MOST_WORDS = 9
_LEAD_IN = r"^\W*(?:(?:and|but|so|ok|oh)\W+)*"
_VERB = r"(?:do|does|is|are|will|can|could|would)"
_IT = re.compile(rf"{_LEAD_IN}{_VERB}\b.*\b(?:it|they|them)\b", re.IGNORECASE)
_THAT = re.compile(rf"{_LEAD_IN}(?:{_VERB}|what|whats|how|any)\b.*\b(?:that|this|those)\b", re.IGNORECASE)


class ActionAboutIt(Skill):
    """Stays with the last answer, whatever is asked of it."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_about_it"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """What else is known of the thing talked about; without one, or with another, what the words alone tell."""
        return about_it(session, tracker)


def about_it(session: Session, tracker: Tracker) -> Reply:
    """What ``ActionAboutIt`` says."""
    told = _what_else(session, tracker)
    if told:
        return told
    names = message.things(tracker) or message.site_named(tracker)
    return follow_up(session, tracker) if names else correct(session, tracker)


def rather_about_it(session: Session, tracker: Tracker, topic: str) -> Optional[Reply]:
    """The same for a message taken for a question on a ``topic``; None when it is not about the last answer."""
    last = context.read(tracker).last
    text = message.text(tracker)
    if not last or topic not in _asked_of(last.topic, text):
        return None
    if len(text.split()) > MOST_WORDS or message.named(tracker, (SITE, SUBJECT)):
        return None
    return _what_else(session, tracker)


def rather_not_the_same(session: Session, tracker: Tracker, topics: Sequence[str]) -> Optional[Reply]:
    """The same for a question whose answer was just said, in the message's own words: nobody wants to read it twice."""
    last = context.read(tracker).last
    wanted_again = message.text(tracker).startswith("/") or READ_MY_REPORT in topics  # a button; another report
    if wanted_again or not last or last.topic != topics[0] or not context.just_answered(tracker):
        return None
    same = [one.id for one in fitting(session, tracker, topics)] == [*last.answers]
    return _what_else(session, tracker) if same else None


def _what_else(session: Session, tracker: Tracker) -> Optional[Reply]:
    """None when there was no last answer, or another thing or body site is named."""
    last = context.read(tracker).last
    found = last_answers(session, last)
    if not last or not found or message.site_named(tracker) not in (None, last.site):
        return None
    if any(not _is_answered(session, thing, last) for thing in message.things(tracker)):
        return None
    more = [one.parts(Part.MORE) for one in found]
    said = more if any(more) else [one.parts(Part.SAID, Part.NEXT_STEP) for one in found]
    text, turn = answer_turn(found, said)
    return Reply(
        turn=turn,
        text=f"{NOTHING_MORE_EXACT} {text}",
        buttons=tuple(buttons(session, found, without=(MORE_DETAIL,))),
        context=context.read(tracker).again().value(),
    )


def _asked_of(topic: str, text: str) -> Sequence[str]:
    """The topics that a question on this one, in these words, may be mistaken for; none if it is no single thing."""
    of_that = next((asked for theme, asked in ASKED_OF_THAT_BY_THEME.items() if topic in themes()[theme]), ())
    if topic in OF_NO_ONE_THING or not of_that:
        return ()
    if _THAT.search(text):
        return of_that
    return ASKED_OF_IT if _IT.search(text) else ()


def _is_answered(session: Session, thing: str, last: Talk) -> bool:
    """Whether the last answers are the ones on a thing: many have one of their own inside a topic."""
    best = find_answer(session, last.topic, [thing], last.site)
    return term_topic(session, thing) == last.topic and best is not None and best.id in last.answers
