"""What is said to a red flag and to a request to decline, as responses of the Rasa domain.

They live in the trained model, so that they are said when the action server and the database are gone.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Dict, List, Optional, Sequence, Text

from marrow.contract import Kind
from marrow.conversation.intents import ABOUT_SOMEONE_ELSE, HELP, NOT_IN_DANGER, UTTER_DECLINE, UTTER_RED_FLAG
from marrow.conversation.nlg import UTTER_ASKED
from marrow.conversation.turn import Button, Reply, cite, make_turn, topic_button
from marrow.conversation.words import ABOUT_SOMEONE_ELSE_TITLE, HELP_TITLE, NOT_IN_DANGER_TITLE
from marrow.knowledge.files import Knowledge, statements
from marrow.knowledge.finding import FoundStatement, found_source
from marrow.knowledge.models import Part
from marrow.knowledge.safety_schema import Decline, RedFlag, Urgency
from marrow.knowledge.schema import Citation, Source, Statement

BUTTONS = (
    Button(HELP_TITLE, f"/{HELP}"),
    Button(NOT_IN_DANGER_TITLE, f"/{NOT_IN_DANGER}"),
    Button(ABOUT_SOMEONE_ELSE_TITLE, f"/{ABOUT_SOMEONE_ELSE}"),
)


def responses(knowledge: Knowledge) -> Dict[Text, List[Dict[Text, Any]]]:
    """The variations of each response; their ``id`` is the sign, the kind of request, or the topic to offer beside."""
    safety = knowledge.safety
    sources: Dict[str, Source] = {source.id: source for source in knowledge.sources}
    facts: Dict[str, Statement] = {statement.id: statement for _, _, statement in statements(knowledge.topics)}
    labels: Dict[str, str] = {topic.topic: topic.label for topic in knowledge.topics}
    said = {
        UTTER_RED_FLAG: [_variation(flag.id, _escalation(flag, sources)) for flag in safety.red_flags],
        UTTER_DECLINE: [_variation(kind.id, _decline(kind, facts, labels, sources)) for kind in safety.declines.kinds],
        UTTER_ASKED: [
            {"id": name, "text": label, "buttons": [asdict(topic_button(name, label))]}
            for name, label in labels.items()
        ],
    }
    return json.loads(json.dumps(said))  # plain strings: Rasa cannot write those of the schema


def _escalation(flag: RedFlag, sources: Dict[str, Source]) -> Reply:
    cited = [Citation.parse_obj({"id": name}) for name in flag.sources]
    (lines,), citations = cite(
        [[_found(flag.id, text, cited, sources) for text in (flag.act, flag.why, flag.avoid) if text]]
    )
    if flag.urgency is Urgency.SOON:  # advice beside an answer
        turn = make_turn(Kind.ANSWER, signs=[flag.id], citations=citations)
        return Reply(turn, f"{flag.label}: {' '.join(lines)}")
    turn = make_turn(Kind.ESCALATE, urgency=flag.urgency.value, signs=[flag.id], citations=citations)
    return Reply(turn, "\n".join(lines), buttons=BUTTONS)


def _decline(kind: Decline, facts: Dict[str, Statement], labels: Dict[str, str], sources: Dict[str, Source]) -> Reply:
    helping = [facts[name] for name in kind.facts]
    (lines,), citations = cite(
        [[_found(fact.id, fact.text, fact.sources, sources, fact.otherwise) for fact in helping]]
    )
    return Reply(
        make_turn(Kind.DECLINE, options=kind.topics, citations=citations),
        "\n".join([f"{kind.cannot} {kind.because}", *lines, kind.ask]),
        buttons=tuple(topic_button(name, labels[name]) for name in kind.topics),
    )


def _variation(name: str, reply: Reply) -> Dict[Text, Any]:
    return {"id": name, "text": reply.text, "custom": reply.turn, "buttons": reply.button_dicts()}


def _found(
    name: str, text: str, cited: Sequence[Citation], sources: Dict[str, Source], otherwise: Optional[str] = None
) -> FoundStatement:
    found = (found_source(sources[one.id], one.id, one.at, one.stance.value) for one in cited)
    return FoundStatement(name, text, Part.SAID, tuple(found), otherwise)
