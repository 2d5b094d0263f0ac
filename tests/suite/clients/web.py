"""The web chat, as its page talks to it."""

from __future__ import annotations

import uuid
from typing import Any

from tests.suite.clients.client import ClientError, Reply
from tests.suite.clients.over_http import HttpClient, reply_of

TOO_LARGE = 413  # a text that is too long is answered with this status


class WebClient(HttpClient):
    """Each conversation has a token of its own."""

    _token = ""

    def begin(self) -> None:
        """Ask for a token."""
        self._token = str(self._field(self.request("POST", "/chat/conversations", json={}), "conversation"))

    def say(self, text: str) -> Reply:
        """Post the message, with an id, so that it is not heard twice when it has to be sent again."""
        body = {"text": text, "id": uuid.uuid4().hex}
        answer = self.request("POST", f"/chat/conversations/{self._token}/messages", also=[TOO_LARGE], json=body)
        if "conversation" in answer:
            raise ClientError("the token of the conversation is no longer taken")
        return reply_of(self._field(answer, "messages"))

    @staticmethod
    def _field(answer: Any, name: str) -> Any:
        if not isinstance(answer, dict) or name not in answer:
            raise ClientError(f"the answer has no field {name}")
        return answer[name]
