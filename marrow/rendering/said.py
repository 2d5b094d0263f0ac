"""One turn of the contract with everything that a person gets beside it: what every renderer renders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Optional, Sequence, Tuple

from marrow.conversation.turn import Button

Message = Dict[str, Any]
Citation = Dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What is said to one message.

    ``text`` and the notes are plain text: paragraphs on lines of their own, ``[n]`` marks behind what is cited.
    """

    turn: Dict[str, Any]
    text: str
    before: Tuple[str, ...] = ()  # notes that stand in front of the text, such as what the guide is
    after: Tuple[str, ...] = ()  # notes that stand behind it, such as a reminder of a red flag
    buttons: Tuple[Button, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of the turn."""
        return self.turn["kind"]

    @property
    def heading(self) -> Optional[str]:
        """What the topic of an answer is called."""
        return self.turn.get("heading")

    @property
    def citations(self) -> Sequence[Citation]:
        """The sources behind the marks, as the contract has them."""
        return self.turn.get("citations") or ()

    @property
    def call(self) -> Optional[Dict[str, str]]:
        """``title`` and ``href`` (``tel:``) of the number to call, in an emergency where one is known."""
        return self.turn.get("call")


def said_of(messages: Sequence[Message]) -> Said:
    """The messages of one turn (``marrow.channels.exchange``) as one.

    Raises:
        ValueError: when no message carries a turn.
    """
    place = next((place for place, message in enumerate(messages) if message.get("custom")), None)
    if place is None:
        raise ValueError("none of the messages carries a turn")
    texts = [(number, message["text"]) for number, message in enumerate(messages) if message.get("text")]
    own = max((number for number, _ in texts if number <= place), default=-1)
    return Said(
        turn=messages[place]["custom"],
        text=next((text for number, text in texts if number == own), ""),
        before=tuple(text for number, text in texts if number < own),
        after=tuple(text for number, text in texts if number > own),
        buttons=tuple(Button(**button) for message in messages for button in message.get("buttons") or ()),
    )
