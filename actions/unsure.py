"""When the pipeline is not sure, or takes a message for something else: think again in the light of the talk.

The pipeline reads each message by itself. In the middle of a talk "how long does that take" and "so is surgery next"
have their subject in the turn before, so less is needed to understand them.
"""

from __future__ import annotations

import re
from typing import Callable, Dict, Optional, Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context
from actions.answer import answer
from actions.clarify import clarify, starting_points
from actions.correction import correct
from actions.follow_up import follow_up
from actions.if_not_better import if_not_better
from actions.more_detail import more_detail
from actions.reasons import why
from actions.say_again import go_back, say_again
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
LEAST, AHEAD = 0.2, 1.2  # how likely the best intent must be, and how many times likelier than the next
FEW_WORDS = 3
_LEANING = re.compile(r"\b(?:it|its|that|this|those|these|they|them|there)\b", re.IGNORECASE)
_MOVES: Dict[str, Callable[[Session, Tracker], Reply]] = {
    "follow_up": follow_up,
    "more_detail": more_detail,
    "simpler": simpler,
    "say_again": say_again,
    "why": why,
    "if_not_better": if_not_better,
    "go_back": go_back,
    "correction": correct,
}


class ActionClarify(Skill):
    """Thinks again about a message that the pipeline was not sure of, and else asks which topic was meant."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_clarify"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """What the talk makes likely, or a question."""
        return in_the_light_of_the_talk(session, tracker) or clarify(session, tracker)


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


def in_the_light_of_the_talk(session: Session, tracker: Tracker) -> Optional[Reply]:
    """What the message most likely means after what was said before; None when that is not clear either."""
    ranking, text = context.ranking(tracker), context.text(tracker)
    foreign = dict(ranking).get(OUT_OF_SCOPE, 0.0)
    left = [entry for entry in ranking if entry[0] != OUT_OF_SCOPE]
    leaning = len(text.split()) <= FEW_WORDS or bool(_LEANING.search(text))
    if len(left) < 2 or foreign >= (MOST_FOREIGN_LEANING if leaning else MOST_FOREIGN):
        return None
    (intent, likelihood), (other, next_likelihood), *_ = left
    clear = likelihood >= LEAST and (likelihood >= AHEAD * next_likelihood or _alike(intent, other))
    if intent in SMALL_TALK:
        return Reply(turn=make_turn("smalltalk"), response=f"utter_{intent}") if clear else None
    if not context.read(tracker).last or context.named(tracker, (OTHER_CONDITION,)):
        return None
    if intent in topic_ids():
        named = intent in {term_topic(session, thing) for thing in context.things(tracker)}
        return answer(session, tracker, [intent]) if clear or named else None
    return _MOVES[intent](session, tracker) if clear and intent in _MOVES else None


def _alike(intent: str, other: str) -> bool:
    """Whether it matters little which of the two is meant ("thanks bye", "say that in other words")."""
    return {intent, other} <= {*SMALL_TALK} or {intent, other} <= {*_MOVES}
