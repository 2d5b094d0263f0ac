"""A person who writes direct messages on Slack. The turn is in the metadata of the message that ends a reply."""

from __future__ import annotations

from html import unescape
from typing import Callable, Dict, List, Optional

import requests

from marrow.conversation.turn import Button
from tests.platform_limits import slack_links, slack_shown
from tests.platforms.slack import FakeSlack, Posted
from tests.platforms.slack_requests import JSON, SlackRequests, signed
from tests.suite.clients.client import Reply
from tests.suite.clients.platform import PlatformClient, cited, heard, taken

ESCALATE = "escalate"


class SlackClient(PlatformClient[FakeSlack]):
    """A person, a new one for each conversation."""

    API_URL, SECRETS = "slack_api_url", ("slack_bot_token", "slack_signing_secret")
    _user = ""

    def listen(self) -> FakeSlack:
        """Slack's API, and what signs requests as Slack does."""
        slack = FakeSlack(self._place.listen, self._secrets["slack_bot_token"])
        address = f"{self._place.guide}/webhooks/slack"
        self._requests = _Requests(address, slack, self._secrets["slack_signing_secret"])
        return slack

    def begin(self) -> None:
        """Somebody new."""
        self._user, self._seen = f"U{next(self._numbers)}", 0

    def say(self, text: str) -> Reply:
        """Write a direct message."""
        message = {**self._requests.direct(self._user, text), "event_id": f"Ev{next(self._numbers)}"}
        return self._reply(lambda: self._requests.send(message))

    def press(self, button: Button) -> Reply:
        """Press a button."""
        shown, place = self._under[button]
        return self._reply(lambda: self._requests.press(self._user, shown, place, trigger_id=f"{next(self._numbers)}"))

    def _reply(self, send: Callable[[], requests.Response]) -> Reply:
        with heard():
            taken(send())
            turns = self.platform.wait_for(self._all_said, "the end of a reply")
        posted = [message for turn in turns for message in turn]
        self._seen += len(posted)
        answer = turns[0] if turns[0][-1].turn["kind"] == ESCALATE else turns[-1]  # the other is the note on Slack
        self._under = {
            Button(unescape(button["text"]["text"]), button["value"]): (message, place)
            for message in answer
            for place, button in enumerate(message.buttons)
        }
        links = [link for message in answer for link in slack_links({"blocks": message.blocks})]
        turn = {**answer[-1].turn, "citations": cited(links)}
        return Reply(
            "\n".join(map(_read, posted)), tuple(self._under), turn, faults=self.new_faults(self.platform.problems)
        )

    def _all_said(self) -> List[List[Posted]]:
        """The messages of each turn of a reply; none before all is there.

        The note on what becomes of words on Slack comes with the first reply, as a turn of its own.
        """
        turns: List[List[Posted]] = [[]]
        for message in self.platform.shown(f"D{self._user}")[self._seen :]:
            turns[-1].append(message)
            if message.turn:
                turns.append([])
        return turns[:-1] if len(turns) - 1 == (1 if self._seen else 2) else []


class _Requests(SlackRequests):
    def __init__(self, address: str, slack: FakeSlack, secret: str) -> None:
        super().__init__(address, slack)
        self._secret = secret

    def post(
        self, ending: str, body: bytes, kind: str = JSON, headers: Optional[Dict[str, str]] = None, **more: str
    ) -> requests.Response:
        """Signed with the secret of the guide."""
        return super().post(ending, body, kind, signed(body, self._secret) if headers is None else headers, **more)


def _read(message: Posted) -> str:
    return slack_shown({"blocks": message.blocks}) or unescape(message.text)
