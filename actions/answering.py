"""The answer that fits the topic, the thing named and the body site best; up to three of them."""

from __future__ import annotations

from typing import List, Optional, Sequence

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context, message
from actions.context import Context, Talk
from marrow.contract import QUESTIONS_FOR_DOCTOR, themes
from marrow.conversation.intents import HOW_SURE, MORE_DETAIL, SIMPLER
from marrow.conversation.turn import Button, Reply, answer_turn, topic_button
from marrow.conversation.words import MORE, SHORTER, SURE, general_answer_for
from marrow.knowledge.finding import FoundAnswer, find_answer, next_topics, read_answer, term_name
from marrow.knowledge.models import Part

MAX_OFFERED = 4  # things to read; what can be asked of every answer stands behind them


def answer(session: Session, tracker: Tracker, topics: Sequence[str]) -> Reply:
    """The reply to one or several topics; what was named and the site choose the answer inside each.

    Raises:
        LookupError: when the knowledge holds no answer for the first topic.
    """
    things, site = context.things_meant(tracker), context.site_meant(tracker)
    before = context.read(tracker)
    found = fitting(session, tracker, topics)
    if not found or found[0].topic != topics[0]:
        raise LookupError(f"no answer for topic {topics[0]}")
    talk = Talk(topics[0], site, tuple(things), tuple(one.id for one in found))
    lead = ""
    if site and not any(one.site == site for one in found) and not _was_told(session, tracker, site):
        lead = general_answer_for(term_name(session, site) or site)
    return say(session, found, before.after(talk), lead)


def _was_told(session: Session, tracker: Tracker, site: str) -> bool:
    """Whether it was said just before, and not asked for anew, that there is nothing special on a body site."""
    last = context.read(tracker).last
    if not last or last.site != site or message.site_named(tracker):
        return False
    return not any(one.site == site for one in last_answers(session, last))


def fitting(session: Session, tracker: Tracker, topics: Sequence[str]) -> List[FoundAnswer]:
    """The answers of these topics that fit what was named and the body site best."""
    site, before, told = context.site_meant(tracker), context.read(tracker), message.scans_told(tracker)
    named = context.things_meant(tracker)
    found: List[FoundAnswer] = []
    for topic in topics:
        things = named if topic in themes()["imaging"] else [name for name in named if name not in told]
        found += _fitting(session, topic, things, site, before)
    return found


def _fitting(
    session: Session, topic: str, things: Sequence[str], site: Optional[str], before: Context
) -> List[FoundAnswer]:
    """The answer that fits best, and one beside it where there is one.

    Beside an answer on a thing named stands the one on the body site. In front of both the one for the patient ("31
    weeks pregnant"), if it was not said yet: then only the nearer of them is said, too.
    """
    best = find_answer(session, topic, [*things, *before.patient], site)
    if not best:
        return []
    on_site = find_answer(session, topic, (), site) if site and not best.is_general and not best.site else None
    beside = [on_site] if on_site and on_site.site else []
    for_patient = find_answer(session, topic, before.patient) if before.patient else None
    if for_patient and not for_patient.is_general and for_patient.id not in (best.id, *before.said()):
        return [for_patient, *(beside or [best])]
    return [best, *beside]


def say(session: Session, found: Sequence[FoundAnswer], after: Context, lead: str = "") -> Reply:
    """Answers as they are first said, after a sentence of the assistant's own."""
    text, turn = answer_turn(found, [one.parts(Part.SAID, Part.NEXT_STEP) for one in found])
    sheet = {"visit_sheet": True} if any(one.topic == QUESTIONS_FOR_DOCTOR for one in found) else {}
    return Reply(
        turn={**turn, **sheet},
        text=f"{lead} {text}".lstrip(),
        buttons=tuple(buttons(session, found)),
        context=after.value(),
    )


def last_answers(session: Session, talk: Optional[Talk]) -> List[FoundAnswer]:
    """The answers of an earlier turn, as they are in the knowledge now; none when they are gone or there were none."""
    return [one for one in (read_answer(session, name) for name in (talk.answers if talk else ())) if one]


def buttons(session: Session, found: Sequence[FoundAnswer], without: Sequence[str] = ()) -> List[Button]:
    """ "Tell me more" where there is more, the topics to read next, then what can be asked of every answer.

    Args:
        without: moves to leave out, such as the one that was just made.
    """
    moves = [] if MORE_DETAIL in without or not any(one.parts(Part.MORE) for one in found) else [(MORE_DETAIL, MORE)]
    said = {one.topic for one in found}
    topics = [topic for one in found for topic in next_topics(session, one.topic) if topic[0] not in said]
    offered = list(dict.fromkeys([*moves, *topics]))[:MAX_OFFERED]
    offered += [(move, title) for move, title in ((SIMPLER, SHORTER), (HOW_SURE, SURE)) if move not in without]
    return [topic_button(*one) for one in offered]
