"""What every client can do, and what it brings back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, Dict, FrozenSet, Tuple, TypeVar

from marrow.conversation.turn import Button

Self = TypeVar("Self", bound="Client")


class ClientError(Exception):
    """Nothing that can be called a reply came back; the message says what did."""


@dataclass(frozen=True)
class Reply:
    """What came back for one message, as far as the channel shows it.

    ``text``: all that can be read, without the platform's own notation. ``turn``: its fields. ``unsure``: the values
    that fields may have which the channel does not show; none where they may have any. ``faults``: what is wrong
    whatever a turn asks for.
    """

    text: str
    buttons: Tuple[Button, ...] = ()
    turn: Dict[str, Any] = field(default_factory=dict)
    unsure: Dict[str, FrozenSet[Any]] = field(default_factory=dict)
    faults: Tuple[str, ...] = ()


class Client(ABC):
    """A person on one channel; use it as a context manager. Every method may raise ``ClientError``."""

    def __enter__(self: Self) -> Self:
        """Make sure that there is somebody to talk to."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of what was opened."""
        return

    @abstractmethod
    def begin(self) -> None:
        """A conversation of its own: nothing said before counts."""

    @abstractmethod
    def say(self, text: str) -> Reply:
        """Type a message."""

    @abstractmethod
    def press(self, button: Button) -> Reply:
        """Press a button of the last reply."""
