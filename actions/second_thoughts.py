"""What a message most likely means in the light of the talk, where the pipeline is not sure of it.

The pipeline reads each message by itself. In the middle of a talk "how long does that take" and "so is surgery next"
have their subject in the turn before: what was learnt from whole talks tells what they mean.
"""

from __future__ import annotations

from typing import Callable, Dict, Optional, Tuple

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context, message
from actions.about_it import about_it, rather_about_it
from actions.answering import answer
from actions.correction import correct, corrected_topic
from actions.follow_up import follow_up, follow_up_topic
from actions.how_sure import ActionHowSure
from actions.if_not_better import ActionIfNotBetter
from actions.more_detail import more_detail
from actions.say_again import ActionGoBack, ActionSayAgain
from actions.simpler import ActionSimpler
from actions.why import ActionWhy
from marrow.contract import ONLY_A_SITE, Kind, topic_ids
from marrow.conversation.intents import (
    ABOUT_IT,
    CORRECTION,
    FOLLOW_UP,
    HOW_SURE,
    MORE_DETAIL,
    MOVES,
    OUT_OF_SCOPE,
    SIMPLER,
    SMALL_TALK,
)
from marrow.conversation.talk_model import STAYING, get_talk_model
from marrow.conversation.turn import Reply, make_turn
from marrow.knowledge.finding import find_answer, term_topic
from marrow.knowledge.safety_schema import GRAVEST
from marrow.knowledge.schema import OTHER_CONDITION, PATIENT, SITE, SUBJECT, THINGS, TREATMENT
from marrow.understanding.questions import asks

LEAST, AHEAD = 0.2, 1.2  # how likely the best intent must be, and how many times likelier than the next
ENOUGH = 0.4  # how likely the talk must make what is wanted
FOREIGN = 0.7  # how likely it must be something else for the talk not to count
_MOVES: Dict[str, Callable[[Session, Tracker], Reply]] = {
    FOLLOW_UP: follow_up,
    ABOUT_IT: about_it,
    MORE_DETAIL: more_detail,
    SIMPLER: ActionSimpler().reply,
    "say_again": ActionSayAgain().reply,
    "why": ActionWhy().reply,
    HOW_SURE: ActionHowSure().reply,
    "if_not_better": ActionIfNotBetter().reply,
    "go_back": ActionGoBack().reply,
    CORRECTION: correct,
}
_WANTED = tuple(kind for kind in THINGS if kind != "scan")  # a scan is mostly named because it showed the edema
_NEVER_GUESSED = tuple(move for move in MOVES if move not in _MOVES)  # yes, no, a choice, a fresh start


def in_the_light_of_the_talk(session: Session, tracker: Tracker) -> Optional[Reply]:
    """The reply to what the message most likely means after what was said before; None when that is not clear."""
    for_patient = _with_care(session, tracker)
    if for_patient:
        return for_patient
    ranking = message.ranking(tracker)
    left = [entry for entry in ranking if entry[0] != OUT_OF_SCOPE]
    if len(left) < 2:
        return None
    best, next_best = left[:2]
    if best[0] in SMALL_TALK:
        alike = next_best[0] in SMALL_TALK and best[1] >= LEAST  # "thanks bye"
        return _small_talk(best[0]) if alike or _stands_out(best, next_best) else None
    before, foreign = context.topic_of_the_talk(tracker), dict(ranking).get(OUT_OF_SCOPE, 0.0)
    in_danger = context.alarm(tracker) in GRAVEST  # then nothing is guessed
    if in_danger or foreign >= FOREIGN or message.named(tracker, (OTHER_CONDITION,)):
        return None
    if not before:
        return _only_told(session, tracker)
    wanted, share = get_talk_model().likely(ranking, before, message.text(tracker))[0]
    if wanted == OUT_OF_SCOPE or best[0] in _NEVER_GUESSED:
        return None
    if _leaves(best[0], tracker) and (
        _stands_out(best, next_best) or _lead_to_the_same(session, tracker, best, next_best)
    ):
        return _MOVES[best[0]](session, tracker)
    last = context.read(tracker).last
    stays = bool(last and wanted == last.topic)
    if share < ENOUGH or (stays and best[0] == CORRECTION):
        return None
    return _reply(session, tracker, best[0] if stays and best[0] in STAYING else wanted)


def _with_care(session: Session, tracker: Tracker) -> Optional[Reply]:
    """The answer on a treatment for a patient who is told of beside it ("on blood thinners, is ibuprofen used?").

    Whatever else the message may be about: who asks that shall not be turned away.
    """
    patient = message.patient_of(tracker.latest_message)
    for treatment in message.named_apart(tracker, TREATMENT, PATIENT) if patient else ():
        topic = term_topic(session, treatment)
        found = find_answer(session, topic, patient) if topic else None
        if topic and found and not found.is_general:
            return answer(session, tracker, [topic])
    return None


def _only_told(session: Session, tracker: Tracker) -> Optional[Reply]:
    """What is known of the body site where somebody begins with having it there, asks nothing and names nothing else.

    A report's "no edema in the knee" is no such beginning.
    """
    sites = message.named(tracker, (SITE,))
    told = len(sites) == 1 and message.named(tracker, (SUBJECT,)) and not message.named(tracker, _WANTED)
    other = message.likeliest(tracker) in (OUT_OF_SCOPE, *MOVES)
    if not told or other or asks(message.text(tracker)) or message.denies(tracker):
        return None
    return answer(session, tracker, [ONLY_A_SITE])


def _leaves(intent: str, tracker: Tracker) -> bool:
    """Whether it is a move away from the last answer; a fragment leads nowhere where it names nothing."""
    if intent == FOLLOW_UP:
        return bool(message.things(tracker) or message.site_named(tracker))
    return intent in _MOVES and intent not in STAYING


def _small_talk(intent: str) -> Reply:
    return Reply(turn=make_turn(Kind.SMALL_TALK), response=f"utter_{intent}")


def _stands_out(best: Tuple[str, float], other: Tuple[str, float]) -> bool:
    return best[1] >= LEAST and best[1] >= AHEAD * other[1]


def _lead_to_the_same(session: Session, tracker: Tracker, best: Tuple[str, float], other: Tuple[str, float]) -> bool:
    """Whether it matters little which of the two is meant ("and were it the hip", "nah, the CT one I meant")."""
    if best[1] < LEAST:
        return False
    topics = {_topic(session, tracker, best[0]), _topic(session, tracker, other[0])}
    return len(topics) == 1 and None not in topics


def _topic(session: Session, tracker: Tracker, intent: str) -> Optional[str]:
    """The topic that an intent would be answered with here; None for an intent that is answered in other ways."""
    if intent == CORRECTION:
        return corrected_topic(session, tracker)
    return follow_up_topic(session, tracker) if intent in (FOLLOW_UP, ONLY_A_SITE) else intent


def _reply(session: Session, tracker: Tracker, intent: str) -> Optional[Reply]:
    if intent in _MOVES:
        return _MOVES[intent](session, tracker)
    if intent == ONLY_A_SITE:
        return follow_up(session, tracker)
    if intent in topic_ids():
        return rather_about_it(session, tracker, intent) or answer(session, tracker, [intent])
    return None
