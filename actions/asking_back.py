"""Ask instead of guessing; change tack when that does not help."""

from __future__ import annotations

from typing import Dict, Iterable, List, Sequence, Tuple

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context, message
from marrow.clinic import get_clinic
from marrow.contract import Kind
from marrow.conversation.asked import topics_of
from marrow.conversation.intents import CORRECTION, DENY
from marrow.conversation.turn import Button, Reply, make_turn, topic_button
from marrow.conversation.words import SOMETHING_ELSE, about, contact, nobody_to_ask
from marrow.knowledge.finding import labels, next_topics, term_name

MAX_OPTIONS = 4
STARTING_POINTS = (
    "definition",
    "causes_overview",
    "treatment_overview",
    "recovery_time",
    "symptoms",
    "diagnosis_overview",
    "is_it_serious",
    "activity_walking_sport_work",
)


def clarify(session: Session, tracker: Tracker) -> Reply:
    """First the likely topics to choose from, then the nearest questions of the guide, then whom else to ask."""
    misses = context.read(tracker).misses
    if misses == 0:
        return ask(session, tracker, "utter_clarify", likely_topics(tracker, _of_the_talk(session, tracker)))
    return search(session, tracker) if misses % 2 else hand_off(session, tracker)


def ask(session: Session, tracker: Tracker, response: str, topics: Iterable[str]) -> Reply:
    """A question with up to four topics to choose from, in the person's terms where they named any."""
    site = context.site_meant(tracker)
    name = term_name(session, site) if site else None
    options = labels(session, list(topics)[:MAX_OPTIONS])
    return _question(tracker, response, [(topic, about(label, name)) for topic, label in options])


def search(session: Session, tracker: Tracker) -> Reply:
    """The guide's own questions that come nearest to the message, without those that were just offered."""
    refused = context.offered(tracker)
    nearest = _nearest(tracker)
    fresh = [topic for topic in [*nearest, *STARTING_POINTS] if topic not in refused]
    known = dict(labels(session, fresh))
    questions = [(topic, nearest.get(topic, known[topic])) for topic in dict.fromkeys(fresh) if topic in known]
    return _question(tracker, "utter_search", questions[:MAX_OPTIONS])


def hand_off(session: Session, tracker: Tracker) -> Reply:
    """The clinic's contact, and where to start again."""
    return Reply(
        turn=make_turn(Kind.HANDOFF, topic=None, options=list(STARTING_POINTS[:MAX_OPTIONS])),
        text=nobody_to_ask(contact(get_clinic())),
        buttons=starting_points(session),
        context=context.after_a_miss(tracker).value(),
    )


def starting_points(session: Session) -> Tuple[Button, ...]:
    """Buttons for where to start."""
    return tuple(topic_button(*option) for option in labels(session, STARTING_POINTS[:MAX_OPTIONS]))


def likely_topics(tracker: Tracker, talk: Sequence[str] = ()) -> List[str]:
    """The classifier's two best, that of the ``talk``, what search found, what else there is, and where to start."""
    ranked = topics_of(tracker.latest_message)
    found = [*ranked[:2], *talk[:1], *_nearest(tracker), *talk[1:], *ranked[2:]]
    return list(dict.fromkeys([*found, *STARTING_POINTS]))


def _of_the_talk(session: Session, tracker: Tracker) -> List[str]:
    """For a message that leans on the last answer: its topic, unless another was meant, and what to read next."""
    last = context.read(tracker).last
    if not last or not message.leans(tracker):
        return []
    refused = message.likeliest(tracker) == CORRECTION
    return [*([] if refused else [last.topic]), *(topic for topic, _ in next_topics(session, last.topic))]


def _nearest(tracker: Tracker) -> Dict[str, str]:
    return {found["topic"]: found["question"] for found in tracker.latest_message.get("nearest") or []}


def _question(tracker: Tracker, response: str, options: Sequence[Tuple[str, str]]) -> Reply:
    return Reply(
        turn=make_turn(Kind.CLARIFY, topic=None, options=[topic for topic, _ in options]),
        response=response,
        buttons=(*(topic_button(*option) for option in options), Button(SOMETHING_ELSE, f"/{DENY}")),
        context=context.after_a_miss(tracker).value(),
    )
