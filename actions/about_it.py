"""Take "does it hurt", asked after a treatment or a scan was explained, as a question on that, not on the edema."""

from __future__ import annotations

import re
from typing import Optional, Sequence

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

# What can be asked in the same words of the edema and of one thing done about it, by the theme of that thing.
# How long a treatment takes is left out: it mostly means how long until it is better.
ASKED_OF_BOTH = ("symptoms", "no_symptoms", "risk_factors", "is_it_serious", "untreated_complications")
ASKED_OF = {"treatment": ASKED_OF_BOTH, "imaging": (*ASKED_OF_BOTH, "recovery_time")}
OF_NO_ONE_THING = ("treatment_overview", "diagnosis_overview", "read_my_report")
MOST_WORDS = 9
_IT = re.compile(
    r"\b(?:do|does|is|are|will|can|could|would|what|whats|how|any)\b.*\b(?:it|that|this|they|them)\b", re.IGNORECASE
)


def about_it(session: Session, tracker: Tracker) -> Optional[Reply]:
    """What else is known of the treatment or scan just talked about; None when the message is not about that."""
    last = context.read(tracker).last
    if not last or context.likeliest(tracker) not in _asked_of(last.topic):
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


def _asked_of(topic: str) -> Sequence[str]:
    """The topics that a question on this one may be mistaken for; none for what is no single treatment or scan."""
    if topic in OF_NO_ONE_THING:
        return ()
    return next((asked for theme, asked in ASKED_OF.items() if topic in themes()[theme]), ())
