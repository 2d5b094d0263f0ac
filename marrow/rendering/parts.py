"""What stands in one turn and in which order, the same on every channel: as the widget shows it, without its layout.

Pictures are left out: neither Slack nor Telegram takes SVG. Their words (``alt``) describe what is drawn for whoever
cannot see it; without a picture they help nobody, and what they say of the edema stands in the answer, with sources.
"""

from __future__ import annotations

from datetime import date
from typing import List, NamedTuple, Optional, Sequence

from marrow.contract import Kind
from marrow.conversation.characters import whole
from marrow.conversation.words import (
    HELP_NOW,
    NEXT_STEP,
    NO_YEAR,
    SAYS_OTHERWISE,
    SEEN_TODAY,
    WHO_SAYS_OTHERWISE,
    YOU_CAN_WRITE,
    dated,
)
from marrow.rendering.said import Citation, Said

ALERT = "\N{POLICE CARS REVOLVING LIGHT}"
URGENT, DISPUTES = "urgent", "disputes"


class Paragraph(NamedTuple):
    """A line of text; ``strong`` stands out, ``near`` belongs to the one before."""

    text: str
    strong: bool = False
    near: bool = False


class Source(NamedTuple):
    """A source as it is listed: ``[n]``, its title, where it leads (None: nowhere), and what else is said of it."""

    mark: str
    title: str
    url: Optional[str]
    facts: str
    disputes: Optional[str]

    def words(self) -> str:
        """All of it but the address."""
        return " ".join(
            filter(None, [f"{self.mark} {self.title}, {self.facts}", self.disputes and f"({self.disputes})"])
        )


def before(said: Said) -> List[Paragraph]:
    """The notes in front of the text."""
    return [Paragraph(line) for note in said.before for line in _lines(note)]


def title(said: Said) -> Optional[str]:
    """What stands over the text: the topic, or in an emergency what matters now."""
    if said.kind != Kind.ESCALATE:
        return whole(said.heading) if said.heading else None
    return f"{ALERT} {SEEN_TODAY if said.turn.get('urgency') == URGENT else HELP_NOW}"


def body(said: Said) -> List[Paragraph]:
    """The number to call, the text, and the notes behind it.

    The number is text: neither platform documents ``tel:`` for a link or a button. Slack's button opens "a URL in the
    user's browser", Telegram refuses a whole message over "Unsupported URL protocol".
    """
    paragraphs = [Paragraph(said.call["title"], strong=True)] if said.call else []
    labels = dict.fromkeys(said.turn.get("otherwise") or (), WHO_SAYS_OTHERWISE)
    labels.update((number, NEXT_STEP) for number in said.turn.get("next_steps") or ())
    for number, line in enumerate(_lines(said.text)):
        label = labels.get(number)
        paragraphs += [Paragraph(label, strong=True)] if label else []
        paragraphs.append(Paragraph(line, near=bool(label)))
    return paragraphs + [Paragraph(line) for note in said.after for line in _lines(note)]


def sources(said: Said) -> List[Source]:
    """The sources behind the marks, in the order of their numbers."""
    return [_source(citation) for citation in said.citations]


def foot(said: Said) -> Optional[str]:
    """When the answer was first written, changed, and compared with its sources."""
    days = (said.turn.get("written_on"), (said.turn.get("changed") or {}).get("on"), said.turn.get("reviewed_on"))
    return dated(*(date.fromisoformat(day) if day else None for day in days)) or None


def choices(titles: Sequence[str]) -> List[Paragraph]:
    """Buttons as lines to type, where they cannot be pressed."""
    return (
        [Paragraph(YOU_CAN_WRITE), *(Paragraph(f"- {whole(title)}", near=True) for title in titles)] if titles else []
    )


def _lines(text: str) -> List[str]:
    return [line.strip() for line in whole(text).split("\n") if line.strip()]


def _source(citation: Citation) -> Source:
    url = citation.get("url") or ""
    return Source(
        mark=f"[{citation['n']}]",
        title=whole(citation["title"]),
        url=url if url.startswith(("https://", "http://")) else None,
        facts=whole(f"{citation['publisher']}, {citation['year'] or NO_YEAR}"),
        disputes=SAYS_OTHERWISE if citation.get("stance") == DISPUTES else None,
    )
