"""The turn of the contract: what the assistant adds, once per message, beside the text a person reads."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Dict, List, Optional, Sequence, Tuple

from marrow.contract import Kind, schema_id
from marrow.knowledge.finding import FoundAnswer, FoundPart, FoundSource, FoundStatement
from marrow.knowledge.models import Part

UNKNOWN_PUBLISHER = "Publisher not recorded"
NEXT_STEPS, OTHERWISE = "next_steps", "otherwise"  # fields of the turn


@dataclass(frozen=True)
class Button:
    """A quick reply: what it says and what it sends."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """What an action says: the text (or the domain's response), the turn, the buttons, and what to remember.

    ``turn``: empty where the response brings its own.
    ``context``: the new value of the slot of that name; None leaves it as it is.
    ``taken_back``: whether the red flags of the talk no longer hold.
    """

    turn: Dict[str, Any]
    text: Optional[str] = None
    response: Optional[str] = None
    buttons: Tuple[Button, ...] = ()
    context: Optional[Dict[str, Any]] = None
    taken_back: bool = False

    def button_dicts(self) -> List[Dict[str, str]]:
        """The buttons in Rasa's form."""
        return [asdict(button) for button in self.buttons]


def topic_button(topic: str, label: str) -> Button:
    """A button that asks for a topic."""
    return Button(label, f"/{topic}")


def answer_turn(
    answers: Sequence[FoundAnswer], statements: Sequence[Sequence[FoundStatement]]
) -> Tuple[str, Dict[str, Any]]:
    """The text, each statement followed by its [n] marks, and the turn of one or several answers.

    Of each answer a line with what it says, one with the next step, and one with what is said otherwise, told once.

    Args:
        answers: the answers, the one asked for first in front.
        statements: of each answer the statements to say, of some maybe none.
    """
    sources = Sources()
    lines: List[str] = []
    places: Dict[str, List[int]] = {NEXT_STEPS: [], OTHERWISE: []}
    others: List[FoundPart] = []
    for said in statements:
        new = [one.disputed for one in said if one.disputed and one.disputed not in others]
        others += new
        for place, parts in (
            (None, [one.backed for one in said if one.part is not Part.NEXT_STEP]),
            (NEXT_STEPS, [one.backed for one in said if one.part is Part.NEXT_STEP]),
            (OTHERWISE, new),
        ):
            if parts:
                if place:
                    places[place].append(len(lines))
                lines.append(" ".join(sources.marked(*one) for one in parts))
    if not places[OTHERWISE]:
        del places[OTHERWISE]
    return "\n".join(lines), {**turn_of(answers, sources.citations), **places}


def turn_of(answers: Sequence[FoundAnswer], citations: List[Dict[str, Any]]) -> Dict[str, Any]:
    """The turn of one or several answers with these citations."""
    first, *others = answers
    dated: Dict[str, Any] = {"written_on": first.written_on.isoformat()} if first.written_on else {}
    if first.change:
        dated["changed"] = {"on": first.change[0].isoformat(), "because": first.change[1]}
    return make_turn(
        Kind.ANSWER,
        topic=first.topic,
        heading=first.label,
        also=[topic for topic in dict.fromkeys(answer.topic for answer in others) if topic != first.topic],
        site=next((answer.site for answer in answers if answer.site and answer.topic == first.topic), None),
        answer_id=first.id,
        citations=citations,
        reviewed_on=min(answer.checked_on for answer in answers).isoformat(),
        **dated,
    )


def cite(statements: Sequence[Sequence[FoundStatement]]) -> Tuple[List[List[str]], List[Dict[str, Any]]]:
    """Each statement with its [n] marks, grouped as they came, and the citations."""
    sources = Sources()
    return [list(map(sources.cited, said)) for said in statements], sources.citations


class Sources:
    """Numbers the sources of a reply: each once, in the order of appearance. ``citations``: those of the turn."""

    def __init__(self) -> None:
        self.citations: List[Dict[str, Any]] = []
        self._numbers: Dict[Tuple[str, str], int] = {}

    def cited(self, statement: FoundStatement) -> str:
        """A statement with the marks of the sources that back it."""
        return self.marked(*statement.backed)

    def marked(self, text: str, sources: Sequence[FoundSource]) -> str:
        """A text with the marks of its sources."""
        return f"{text} {''.join(map(self.mark, sources))}"

    def mark(self, source: FoundSource) -> str:
        """``[n]`` of a source."""
        key = (source.id, source.stance)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            self.citations.append(_citation(self._numbers[key], source))
        return f"[{self._numbers[key]}]"


def make_turn(kind: Kind, **fields: Any) -> Dict[str, Any]:
    """A turn of the given kind with the fields of ``contract/turn.schema.json``."""
    return {"schema": schema_id(), "kind": kind.value, **fields}


def _citation(number: int, source: FoundSource) -> Dict[str, Any]:
    return {
        "n": number,
        "source_id": source.id,
        "title": source.title,
        "authors": source.authors,
        "publisher": source.publisher or UNKNOWN_PUBLISHER,
        "year": source.year,
        "url": source.url,
        "doi": source.doi,
        "locator": source.locator,
        "stance": source.stance,
    }
