"""What is said to a red flag and to a request to decline, as responses of the Rasa domain.

They live in the trained model, so that they are said when the action server and the database are gone.
"""

from __future__ import annotations

import json
from typing import Any, Dict, List, Sequence, Text

from marrow.conversation.nlg import UTTER_DECLINE, UTTER_RED_FLAG
from marrow.conversation.turn import Button, cite, make_turn, topic_button
from marrow.conversation.words import ABOUT_SOMEONE_ELSE, CALL_FOR_HELP, NOT_IN_DANGER
from marrow.knowledge.files import Knowledge, statements
from marrow.knowledge.finding import FoundSource, FoundStatement
from marrow.knowledge.models import Part
from marrow.knowledge.safety_schema import Decline, RedFlag, Urgency
from marrow.knowledge.schema import Citation, Source, Stance, Statement

BUTTONS = (
    Button(CALL_FOR_HELP, "/call_for_help"),
    Button(NOT_IN_DANGER, "/not_in_danger"),
    Button(ABOUT_SOMEONE_ELSE, "/about_someone_else"),
)


def responses(knowledge: Knowledge) -> Dict[Text, List[Dict[Text, Any]]]:
    """The variations of both responses; the ``id`` of each is the sign or the kind of request."""
    sources: Dict[str, Source] = {source.id: source for source in knowledge.sources}
    said = {
        UTTER_RED_FLAG: [_escalation(flag, sources) for flag in knowledge.safety.red_flags],
        UTTER_DECLINE: [_decline(kind, knowledge, sources) for kind in knowledge.safety.declines.kinds],
    }
    return json.loads(json.dumps(said))  # plain strings: Rasa cannot write those of the schema


def _escalation(flag: RedFlag, sources: Dict[str, Source]) -> Dict[Text, Any]:
    cited = tuple(_found(sources[name]) for name in flag.sources)
    said = [FoundStatement(flag.id, text, Part.SAID, cited) for text in (flag.act, flag.why, flag.avoid) if text]
    (lines,), citations = cite([said])
    if flag.urgency is Urgency.SOON:  # advice beside an answer
        text = f"{flag.label}: {' '.join(lines)}"
        return _variation(flag.id, text, make_turn("answer", signs=[flag.id], citations=citations), ())
    turn = make_turn("escalate", urgency=flag.urgency.value, signs=[flag.id], citations=citations)
    return _variation(flag.id, "\n".join(lines), turn, BUTTONS)


def _decline(kind: Decline, knowledge: Knowledge, sources: Dict[str, Source]) -> Dict[Text, Any]:
    texts: Dict[str, Statement] = {statement.id: statement for _, _, statement in statements(knowledge.topics)}
    facts = [
        FoundStatement(
            name,
            texts[name].text,
            Part.SAID,
            tuple(_found(sources[citation.id], citation) for citation in texts[name].sources),
        )
        for name in kind.facts
    ]
    (lines,), citations = cite([facts])
    labels: Dict[str, str] = {topic.topic: topic.label for topic in knowledge.topics}
    text = "\n".join([f"{kind.cannot} {kind.because}", *lines, kind.ask])
    turn = make_turn("decline", citations=citations)
    return _variation(kind.id, text, turn, [topic_button(name, labels[name]) for name in kind.topics])


def _variation(name: str, text: str, turn: Dict[str, Any], offered: Sequence[Button]) -> Dict[Text, Any]:
    buttons = [{"title": button.title, "payload": button.payload} for button in offered]
    return {"id": name, "text": text, "custom": turn, **({"buttons": buttons} if buttons else {})}


def _found(source: Source, citation: Citation | None = None) -> FoundSource:
    return FoundSource(
        id=source.id,
        title=source.title,
        authors=source.authors,
        publisher=source.publisher,
        year=source.year,
        url=source.url,
        doi=source.doi,
        locator=(citation.at if citation else None) or source.read,
        stance=(citation.stance if citation else Stance.SUPPORTS).value,
    )
