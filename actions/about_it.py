"""Take "does it hurt", asked after a treatment or a scan was explained, as a question on that, not on the edema."""

from __future__ import annotations

import re
from typing import Optional

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context
from actions.answer import buttons, last_answers
from marrow.contract import themes
from marrow.conversation.turn import Reply, answer_turn
from marrow.conversation.words import NOTHING_MORE_EXACT
from marrow.knowledge.finding import term_topic
from marrow.knowledge.models import Part
from marrow.knowledge.schema import SITE, SUBJECT

# What can be asked in the same words of the edema and of one thing done about it, and the topics of such things.
ASKED_OF_BOTH = ("symptoms", "no_symptoms", "risk_factors")
THEMES = ("treatment", "imaging")
OF_NO_ONE_THING = ("treatment_overview", "diagnosis_overview", "read_my_report")
MOST_WORDS = 7
_IT = re.compile(
    r"^\W*(?:(?:and|but|so|ok|oh)\W+)*(?:do|does|is|are|will|can|could|would)\b.*\b(?:it|that|this|they|them)\b",
    re.IGNORECASE,
)


def about_it(session: Session, tracker: Tracker) -> Optional[Reply]:
    """What else is known of the treatment or scan just talked about; None when the message is not about that."""
    last = context.read(tracker).last
    if not last or context.intent(tracker) not in ASKED_OF_BOTH or not _is_of_one_thing(last.topic):
        return None
    text = context.text(tracker)
    if not _IT.search(text) or len(text.split()) > MOST_WORDS or context.named(tracker, (SITE, SUBJECT)):
        return None
    found = last_answers(session, last)
    if not found or any(term_topic(session, thing) != last.topic for thing in context.things(tracker)):
        return None
    more = [one.parts(Part.MORE) for one in found]
    said = more if any(more) else [one.parts(Part.SAID, Part.NEXT_STEP) for one in found]
    text, turn = answer_turn(found, said)
    return Reply(turn=turn, text=f"{NOTHING_MORE_EXACT} {text}", buttons=tuple(buttons(session, found, more=False)))


def _is_of_one_thing(topic: str) -> bool:
    return topic not in OF_NO_ONE_THING and any(topic in themes()[theme] for theme in THEMES)
