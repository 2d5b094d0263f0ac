"""What differs between what a turn asks for and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Optional, Tuple

from tests.suite.clients.client import Reply
from tests.suite.format import NO_REMINDER, Turn
from tests.suite.knowledge import one_line, reminders, speaks_english, statements

ERROR = "error"
Problems = List[str]


@dataclass(frozen=True)
class Checked:
    """``problems``: what is not as it must be. ``unseen``: keys that could not be checked, since nothing shows them."""

    problems: Tuple[str, ...] = ()
    unseen: Tuple[str, ...] = ()


def check(turn: Turn, reply: Reply, before: Optional[Reply] = None) -> Checked:
    """Compare a reply with its turn; ``before`` is the reply to the turn before."""
    problems, unseen = [*reply.faults], []
    wanted = turn.expected
    if "kind" not in wanted and reply.turn.get("kind") == ERROR:
        problems.append(f"kind is {ERROR!r}, which nobody asked for")
    for key in wanted:
        if _is_unsure(key, turn, reply):
            unseen.append(key)
        elif key == "new_words":
            problems += _new_words(turn, reply, before)
        else:
            problems += CHECKS[key](turn, reply)
    return Checked(tuple(problems), tuple(unseen))


def _is_unsure(key: str, turn: Turn, reply: Reply) -> bool:
    """Whether the channel shows too little to say that it is right or wrong."""
    possible = reply.unsure.get(FIELDS.get(key, key))
    if not possible:
        return possible is not None
    wanted = {*getattr(turn, key)}
    return bool(possible & wanted) and not possible <= wanted


FIELDS = {"answer": "answer_id"}  # what a turn of the contract calls it, where that is another name


def _field(key: str) -> Callable[[Turn, Reply], Problems]:
    """A check that a field of the turn has one of the values."""

    def differs(turn: Turn, reply: Reply) -> Problems:
        field, wanted = FIELDS.get(key, key), getattr(turn, key)
        possible = reply.unsure.get(field) or {reply.turn.get(field)}
        return [] if possible & {*wanted} else [f"{key} is {_named(sorted(possible, key=str))}, not {_named(wanted)}"]

    return differs


def _also(turn: Turn, reply: Reply) -> Problems:
    found = reply.turn.get("also") or []
    return [] if found == turn.also else [f"also is {found!r}, not {turn.also!r}"]


def _says(turn: Turn, reply: Reply) -> Problems:
    said, known = one_line(reply.text), statements()
    unknown = [f"the knowledge files have no statement {one}" for one in turn.says if one not in known]
    return unknown + [
        f"the statement {one} is not said" for one in turn.says if one in known and known[one] not in said
    ]


def _contains(turn: Turn, reply: Reply) -> Problems:
    said = one_line(reply.text)
    return [f"{text!r} is not said" for text in turn.contains if one_line(text) not in said]


def _offers(turn: Turn, reply: Reply) -> Problems:
    offered = {*(reply.turn.get("options") or ()), *(button.payload.lstrip("/") for button in reply.buttons)}
    return [f"{topic} is not offered" for topic in turn.offers if topic not in offered]


def _buttons(turn: Turn, reply: Reply) -> Problems:
    titles = [button.title for button in reply.buttons]
    return [f"there is no button {title!r}, but {titles}" for title in turn.buttons if title not in titles]


def _citations(turn: Turn, reply: Reply) -> Problems:
    cited = [citation["source_id"] for citation in reply.turn.get("citations") or ()]
    if isinstance(turn.citations, int):
        return [] if len(cited) >= turn.citations else [f"{len(cited)} sources are cited, not {turn.citations}"]
    return [f"{source} is not cited" for source in turn.citations if source not in cited]


def _new_words(turn: Turn, reply: Reply, before: Optional[Reply]) -> Problems:
    new = before is None or reply.text != before.text
    if new == turn.new_words:
        return []
    return ["other words than before are said" if new else "the same words as before are said"]


def _reminds(turn: Turn, reply: Reply) -> Problems:
    said = one_line(reply.text)
    found = next((level for level, reminder in reminders().items() if reminder.search(said)), NO_REMINDER)
    return [] if found == turn.reminds else [f"reminds is {found!r}, not {turn.reminds!r}"]


def _language(turn: Turn, reply: Reply) -> Problems:
    if speaks_english(turn.language).search(one_line(reply.text)):
        return []
    return [f"it does not say in {turn.language} that the guide speaks English"]


def _named(values: List[Any]) -> str:
    return " or ".join(map(repr, values))


CHECKS: Dict[str, Callable[[Turn, Reply], Problems]] = {
    "kind": _field("kind"),
    "topic": _field("topic"),
    "also": _also,
    "site": _field("site"),
    "answer": _field("answer"),
    "urgency": _field("urgency"),
    "says": _says,
    "contains": _contains,
    "offers": _offers,
    "buttons": _buttons,
    "citations": _citations,
    "reminds": _reminds,
    "language": _language,
}
