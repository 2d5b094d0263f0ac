"""The REST channel (development profile only)."""

from __future__ import annotations

import uuid

from tests.suite.clients.client import Reply
from tests.suite.clients.over_http import HttpClient, reply_of


class RestClient(HttpClient):
    """Each conversation has a sender of its own."""

    _sender = ""

    def begin(self) -> None:
        """A new sender."""
        self._sender = uuid.uuid4().hex

    def say(self, text: str) -> Reply:
        """Post the message."""
        body = {"sender": self._sender, "message": text}
        return reply_of(self.request("POST", "/webhooks/rest/webhook", json=body))
