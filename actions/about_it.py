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

# What can be asked of the edema and of a thing done about it in the same words, by the theme of that thing.
ALSO_ASKED_OF = {
    "treatment": ("symptoms", "no_symptoms", "risk_factors"),
    "imaging": ("symptoms", "no_symptoms", "risk_factors"),
}
OF_NO_ONE_THING = ("treatment_overview", "diagnosis_overview", "read_my_report")
MOST_WORDS = 7
_IT = re.compile(
    r"^\W*(?:(?:and|but|so|ok|oh)\W+)*(?:do|does|is|are|will|can|could|would)\b.*\b(?:it|that|this|they|them)\b",
    re.IGNORECASE,
)


def about_it(session: Session, tracker: Tracker) -> Optional[Reply]:
    """What else is known of the treatment or scan just talked about; None when the message is not about that."""
    last = context.read(tracker).last
    text = str(tracker.latest_message.get("text"))
    if not last or not _IT.search(text) or len(text.split()) > MOST_WORDS or context.named(tracker, (SITE, SUBJECT)):
        return None
    if last.topic in OF_NO_ONE_THING:
        return None
    theme = next((name for name, topics in themes().items() if last.topic in topics), "")
    if context.intent(tracker) not in ALSO_ASKED_OF.get(theme, ()):
        return None
    if any(term_topic(session, thing) != last.topic for thing in context.things(tracker)):
        return None
    found = last_answers(session, last)
    more = [one.parts(Part.MORE) for one in found]
    if not found:
        return None
    said = more if any(more) else [one.parts(Part.SAID, Part.NEXT_STEP) for one in found]
    text, turn = answer_turn(found, said)
    return Reply(turn=turn, text=f"{NOTHING_MORE_EXACT} {text}", buttons=tuple(buttons(session, found, more=False)))
