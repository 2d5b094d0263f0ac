"""A stand-in for a running guide, for the tests of ``tests/suite``: it repeats what it hears, with a button."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional

from marrow.contract import Kind
from marrow.conversation.turn import make_turn
from tests.platforms.server import Answer, Call, FakePlatform

BUTTON = {"title": "Once more", "payload": "/again"}
Message = Dict[str, Any]


class FakeGuide(FakePlatform):
    """``heard``: the messages; ``places``: the sender or the token of each; ``messages``: said instead, when set."""

    def __init__(self) -> None:
        self.heard: List[str] = []
        self.places: List[str] = []
        self.messages: Optional[List[Message]] = None
        self._begun = 0
        super().__init__()

    def handle(self, call: Call) -> Answer:
        """The routes of both channels."""
        if call.name == "health":
            return Answer({"ready": True})
        if call.name == "conversations":
            self._begun += 1
            return Answer({"conversation": f"token-{self._begun}"}, 201)
        body = json.loads(call.body)
        if call.name == "webhook":
            return Answer(self._hear(body["sender"], body["message"]))
        return Answer({"messages": self._hear(call.path.split("/")[-2], body["text"])})

    def _hear(self, place: str, text: str) -> List[Message]:
        self.places.append(place)
        self.heard.append(text)
        return self.messages or [
            {"text": f"You said: {text}", "buttons": [BUTTON]},
            {"custom": make_turn(Kind.SMALL_TALK)},
        ]
