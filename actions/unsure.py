"""When the pipeline is not sure, or takes a message for something else: think again in the light of the talk.

The pipeline reads each message by itself. In the middle of a talk "how long does that take" and "so is surgery next"
have their subject in the turn before, so less is needed to understand them.
"""

from __future__ import annotations

import re
from typing import Callable, Dict, List, Optional, Text, Tuple

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context
from actions.answer import answer
from actions.clarify import clarify, starting_points
from actions.follow_up import follow_up
from actions.if_not_better import if_not_better
from actions.more_detail import more_detail
from actions.reasons import why
from actions.say_again import say_again
from actions.simpler import simpler
from actions.skill import Skill
from marrow.clinic import get_clinic
from marrow.contract import topic_ids
from marrow.conversation.intents import OUT_OF_SCOPE, SMALL_TALK
from marrow.conversation.turn import Reply, make_turn
from marrow.conversation.words import contact, not_mine
from marrow.knowledge.finding import term_topic
from marrow.knowledge.schema import OTHER_CONDITION

MOST_FOREIGN, MOST_FOREIGN_LEANING = 0.5, 0.7  # how likely something else may be; when the message leans on the talk
LEAST, LEAST_OF_A_MOVE = 0.25, 0.4  # how likely the best intent must be
LEAST_OF_SMALL_TALK = 0.5  # of two kinds together

AHEAD = 1.4  # how many times likelier than the second it must be
_LEANING = re.compile(r"\b(?:it|its|that|this|those|these|they|them|there)\b", re.IGNORECASE)
_MOVES: Dict[str, Callable[[Session, Tracker], Reply]] = {
    "follow_up": follow_up,
    "more_detail": more_detail,
    "simpler": simpler,
    "say_again": say_again,
    "why": why,
    "if_not_better": if_not_better,
}


class ActionClarify(Skill):
    """Thinks again about a message that the pipeline was not sure of, and else asks which topic was meant."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_clarify"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """A word of small talk, the answer that the talk makes likely, or a question."""
        return _small_talk(tracker) or in_the_light_of_the_talk(session, tracker) or clarify(session, tracker)


class ActionOutOfScope(Skill):
    """Answers a message that is not about bone marrow edema; each time in another way, in the end with whom to ask."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_out_of_scope"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """What the guide is for; the second time where to start, then the clinic's contact."""
        thought = in_the_light_of_the_talk(session, tracker)
        if thought:
            return thought
        times = context.read(tracker).strangers
        said = {0: {"response": "utter_out_of_scope"}, 1: {"response": "utter_out_of_scope_again"}}
        return Reply(
            **said.get(times, {"text": not_mine(contact(get_clinic()))}),
            turn=make_turn(OUT_OF_SCOPE),
            buttons=starting_points(session) if times else (),
            context=context.after_a_stranger(tracker).value(),
        )


def _small_talk(tracker: Tracker) -> Optional[Reply]:
    """The response to the likelier of two kinds of small talk ("thanks bye")."""
    _, left = _without_strangers(tracker)
    if (
        len(left) < 2
        or not {left[0][0], left[1][0]} <= set(SMALL_TALK)
        or left[0][1] + left[1][1] < LEAST_OF_SMALL_TALK
    ):
        return None
    return Reply(turn=make_turn("smalltalk"), response=f"utter_{left[0][0]}")


def in_the_light_of_the_talk(session: Session, tracker: Tracker) -> Optional[Reply]:
    """What the message most likely means after what was said before; None when that is not clear either."""
    if not context.read(tracker).last or context.named(tracker, (OTHER_CONDITION,)):
        return None
    foreign, left = _without_strangers(tracker)
    if len(left) < 2:
        return None
    (intent, likelihood), (_, next_likelihood), *_ = left
    leaning = bool(_LEANING.search(str(tracker.latest_message.get("text"))))
    if foreign >= (MOST_FOREIGN_LEANING if leaning else MOST_FOREIGN):
        return None
    if intent in _MOVES:
        return _MOVES[intent](session, tracker) if likelihood >= LEAST_OF_A_MOVE else None
    if intent not in topic_ids():
        return None
    ahead = likelihood >= LEAST and likelihood >= AHEAD * next_likelihood
    named = intent in {term_topic(session, thing) for thing in context.things(tracker)}
    return answer(session, tracker, [intent]) if ahead or named else None


def _without_strangers(tracker: Tracker) -> Tuple[float, List[Tuple[str, float]]]:
    """How likely the message is about something else, and the ranking without that."""
    ranking = {
        entry["name"]: entry["confidence"]
        for entry in tracker.latest_message.get("intent_ranking") or []
        if entry["name"] != "nlu_fallback"
    }
    foreign = ranking.pop(OUT_OF_SCOPE, 0.0)
    return foreign, list(ranking.items())
