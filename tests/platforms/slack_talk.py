"""Somebody who talks with the assistant on Slack, and waits for each answer."""

from __future__ import annotations

import re
from typing import Any, Callable, List, Optional

import requests

from tests.platform_limits import slack_shown
from tests.platforms.slack import Posted
from tests.platforms.slack_requests import SlackRequests

_SOURCE = re.compile(r"^\[\d+\]", re.MULTILINE)


class Talk:
    """A talk at one place. ``transcript``: what happened there, without the sentences.

    Args:
        channel: where the app is mentioned, each time in the thread of the first message; None for direct messages.
        alone: whether all is said with the slash command, so that nobody else sees the answers.
    """

    def __init__(self, app: SlackRequests, user: str, channel: Optional[str] = None, alone: bool = False) -> None:
        self._app, self.user, self.alone = app, user, alone
        self.channel = channel or f"D{user}"
        self._in_thread = bool(channel) and not alone
        self.thread: Optional[str] = None
        self.begun = False  # whether the note of the first answer was said
        self.transcript: List[str] = []

    def seen(self) -> List[Posted]:
        """What was posted here so far."""
        if self._in_thread and not self.thread:
            return []
        shown = self._app.slack.shown(self.channel, self.thread, self.user)
        return [one for one in shown if bool(one.only_for) is self.alone]

    def turns(self) -> List[Posted]:
        """Of what was posted the last message of each turn."""
        return [one for one in self.seen() if one.turn]

    def says(self, text: str, turns: int = 1, called: str = "something", **fields: Any) -> List[Posted]:
        """The messages that answer a text; ``turns``: how many turns, beside the note of the first answer.

        ``called``: what the transcript calls the text.
        """
        return self._answered(f"says {called}", lambda: self._send(text, **fields), turns + (not self.begun))

    def asks_for(self, command: str) -> List[Posted]:
        """What answers a command; where there is no slash command, the word alone."""
        return self._answered(f"asks for {command}", lambda: self._send(command), 1)

    def presses(self, shown: Posted, place: int = 0) -> List[Posted]:
        """What answers the press of a button."""
        changes = shown.changes
        what = f"presses {shown.buttons[place]['value']}"
        new = self._answered(what, lambda: self._app.press(self.user, shown, place), 1 + (not self.begun))
        if not self.alone and not self._in_thread:  # what only one person sees is not sent along; others need theirs
            self._app.slack.wait_for(
                lambda: shown.changes > changes, "the change of a message whose button was pressed"
            )
            self.transcript.append("  the message is changed, and has no buttons any more")
        return new

    def sends(self, event: Any, turns: int) -> List[Posted]:
        """The messages that answer an event, of so many turns."""
        return self._answered("sends an event", lambda: self._app.send(event), turns)

    def event(self, text: str, **fields: Any) -> Any:
        """A message as an event, to be sent."""
        if not self._in_thread:
            return self._app.direct(self.user, text, self.channel, **fields)
        thread = {"thread_ts": self.thread} if self.thread else {}
        event = self._app.mention(self.user, text, self.channel, **thread, **fields)
        self.thread = self.thread or event["event"]["ts"]
        return event

    def _send(self, text: str, **fields: Any) -> requests.Response:
        if self.alone:
            return self._app.command(self.user, self.channel, text)
        return self._app.send(self.event(text, **fields))

    def _answered(self, what: str, send: Callable[[], requests.Response], turns: int) -> List[Posted]:
        before, expected = len(self.seen()), len(self.turns()) + turns
        answer = send()
        assert (answer.status_code, answer.content) == (200, b"")
        self._app.slack.wait_for(lambda: len(self.turns()) >= expected, f"the answer to what {self.user} {what}")
        new = self.seen()[before:]
        self.begun = new[-1].turn.get("kind") != "privacy" and (self.begun or turns > 1)
        self.transcript += ["", f"{self.user} {what}", *map(described, new)]
        return new


def topics(shown: List[Posted]) -> List[str]:
    """What is answered, in order: the topic, or what kind of turn it is."""
    return [one.turn.get("topic") or one.turn["kind"] for one in shown if one.turn]


def described(posted: Posted) -> str:
    """A message without its sentences."""
    turn = posted.turn
    named = [str(turn[name]) for name in ("kind", "topic", "site", "urgency") if turn.get(name)]
    parts = [" ".join(named) or "a message before the last of its turn"]
    sources = len(_SOURCE.findall(slack_shown({"blocks": posted.blocks})))
    parts += [f"{sources} sources"] if sources else []
    parts += ["buttons " + " ".join(button["value"] for button in posted.buttons)] if posted.buttons else []
    parts += ["in the thread"] if posted.thread else []
    parts += [f"only {posted.only_for} sees it"] if posted.only_for else []
    return f"  {', '.join(parts)}"
