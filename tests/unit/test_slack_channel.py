"""The Slack channel's addresses: who is let in, what is taken to the desk, and what is sent as the answer comes."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import Any, Coroutine, Dict, List, Optional, Tuple
from urllib.parse import urlencode

import pytest
from sanic.response import HTTPResponse
from slack_sdk.signature import SignatureVerifier

from marrow.channels.platforms.heard import Heard
from marrow.channels.slack.channel import MAX_BODY_BYTES, Addresses, SlackChannel
from marrow.channels.slack.hearing import Place
from marrow.conversation.words import CHOSEN
from marrow.rendering.slack import render
from tests.made_up import answer
from tests.platforms.slack import SECRET, TOKEN, FakeSlack, Posted
from tests.platforms.slack_requests import SlackRequests, signed

BUTTONS = (("First", "/first"), ("Second", "/second"))
ANSWER = [answer("A note."), answer("An answer.")]


class FakeDesk:
    """Keeps what it is given; a test lets it answer, and go on with what was begun then."""

    def __init__(self) -> None:
        self.taken: List[Tuple[Heard, Any]] = []
        self.begun: List[Coroutine[Any, Any, None]] = []
        self.begin = self.begun.append

    def take(self, _app: Any, heard: Heard, send: Any) -> None:
        self.taken.append((heard, send))

    def answer(self, place: int = 0) -> None:
        asyncio.run(self.taken[place][1](ANSWER))

    def go_on(self) -> None:
        asyncio.run(self.begun.pop())


class FakeClient:
    """Keeps what it is to send, in order."""

    def __init__(self) -> None:
        self.sent: List[Tuple[Any, ...]] = []

    async def say(self, place: Place, messages: List[Dict[str, Any]]) -> None:
        self.sent += [("say", place, message["text"]) for message in messages]

    async def update(self, place: Place, ts: str, message: Dict[str, Any]) -> None:
        self.sent.append(("update", place, ts, [block["type"] for block in message["blocks"]]))

    async def show_home(self, user: str, view: Dict[str, Any]) -> None:
        self.sent.append(("home", user, view["type"]))


class Unit:
    """The addresses with a desk, a client and an app that only keep what they are given."""

    def __init__(self, slack: FakeSlack) -> None:
        self.desk, self.client = FakeDesk(), FakeClient()
        self.addresses = Addresses(SignatureVerifier(SECRET), self.desk, self.client)  # type: ignore[arg-type]
        self.slack = SlackRequests("", slack)
        self.app: Any = SimpleNamespace(ctx=SimpleNamespace(agent=None), add_task=_run)

    def ask(self, handler: str, body: bytes, headers: Dict[str, str]) -> HTTPResponse:
        """What a request gets as its answer."""

        async def receive() -> None:
            """The body is there already."""

        request: Any = SimpleNamespace(
            app=self.app, body=body, headers=headers, stream=SimpleNamespace(), receive_body=receive
        )
        handle = self.addresses._signed(getattr(self.addresses, handler))
        answer = asyncio.run(handle(request))
        assert request.stream.request_max_size == MAX_BODY_BYTES
        return answer

    def send(self, fields: Any, handler: str = "events") -> HTTPResponse:
        body = json.dumps(fields).encode()
        return self.ask(handler, body, signed(body))

    def send_form(self, fields: Any, handler: str) -> HTTPResponse:
        body = urlencode(fields).encode()
        return self.ask(handler, body, signed(body))


def _run(task: Coroutine[Any, Any, None]) -> None:
    with pytest.raises(StopIteration):
        task.send(None)


@pytest.fixture(scope="module")
def slack() -> Any:
    running = FakeSlack()
    yield running
    running.stop()


@pytest.fixture
def unit(slack: FakeSlack) -> Unit:
    return Unit(slack)


def shown(only_for: Any = None, channel: str = "C1", thread: Optional[str] = "4.1") -> Posted:
    (message,) = render(answer("Which?", buttons=BUTTONS))
    return Posted(channel, "7.1", message["text"], message["blocks"], {}, thread, only_for)


def test_without_a_token_there_are_no_addresses() -> None:
    assert SlackChannel().blueprint(None)._future_routes == set()  # type: ignore[arg-type]


def test_with_a_token_there_are_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARROW_SLACK_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("MARROW_SLACK_SIGNING_SECRET", SECRET)
    routes = SlackChannel().blueprint(None)._future_routes  # type: ignore[arg-type]
    assert {route.uri for route in routes} == {"/events", "/interactions", "/commands"}


def test_the_address_is_confirmed(unit: Unit) -> None:
    answer = unit.send({"type": "url_verification", "token": "deprecated", "challenge": "c-1"})
    assert (answer.status, json.loads(answer.body or b"")) == (200, {"challenge": "c-1"})


BODY = b'{"type": "url_verification", "challenge": "c"}'


@pytest.mark.parametrize(
    "headers",
    [
        {}, signed(BODY, "another secret"), signed(BODY + b" "), signed(BODY, age=301), signed(BODY, age=-900),
        {**signed(BODY), "X-Slack-Request-Timestamp": "soon"}, {**signed(BODY), "X-Slack-Request-Timestamp": ""},
        {**signed(BODY), "X-Slack-Signature": ""}, {**signed(BODY), "X-Slack-Signature": "v0=\u00e9"},
        {"X-Slack-Signature": signed(BODY)["X-Slack-Signature"]},
    ],
)  # fmt: skip
@pytest.mark.parametrize("handler", ["events", "interactions", "commands"])
def test_who_cannot_prove_to_be_slack_is_refused(unit: Unit, handler: str, headers: Dict[str, str]) -> None:
    assert unit.ask(handler, BODY, headers).status == 401
    assert unit.desk.taken == []


def test_what_is_not_written_in_utf_8_is_refused(unit: Unit) -> None:
    assert unit.ask("events", b"\xff", signed(b"\xff")).status == 401


def test_a_request_of_up_to_five_minutes_ago_is_taken(unit: Unit) -> None:
    assert unit.ask("events", BODY, signed(BODY, age=290)).status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"7", b'"x"', b"{}", b'{"type": 7}', b"[" * 100_000, b'{"type": "url_verification"}',
        b'{"type": "event_callback"}', b'{"type": "event_callback", "team_id": "T", "event_id": "E", "event": []}',
        b'{"type": "event_callback", "team_id": "T", "event_id": "E", "event": {"type": "app_mention"}}',
        b'{"type": "event_callback", "team_id": "T", "event_id": 7, "event": {}}',
        b'{"type": "event_callback", "team_id": "T", "event_id": "' + b"E" * 300 + b'", "event": {}}',
    ],
)  # fmt: skip
def test_a_malformed_event_is_refused(unit: Unit, body: bytes) -> None:
    assert unit.ask("events", body, signed(body)).status == 400
    assert unit.desk.taken == []


@pytest.mark.parametrize(
    "body",
    [
        b"", b"payload", b"payload=", b"payload=7", b"payload=%7B%7D", b"payload=%FF", b"payload=%5B%5D",
        b"payload=%7B%22type%22%3A%22block_actions%22%7D", b'{"type": "block_actions"}', b"text=x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("handler", ["interactions", "commands"])
def test_a_malformed_form_is_refused(unit: Unit, handler: str, body: bytes) -> None:
    assert unit.ask(handler, body, signed(body)).status == 400
    assert unit.desk.taken == []


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "app_rate_limited", "minute_rate_limited": 1},
        {"type": "event_callback", "team_id": "T", "event_id": "E", "event": {"type": "reaction_added", "item": {}}},
        {"type": "event_callback", "team_id": "T", "event_id": "E", "event": {"type": "channel_rename", "channel": {}}},
    ],
)
def test_what_is_not_meant_for_us_is_taken_and_left(unit: Unit, fields: Dict[str, Any]) -> None:
    assert unit.send(fields).status == 200
    assert unit.desk.taken == [] and unit.client.sent == []


@pytest.mark.parametrize("kind", ["view_submission", "shortcut", "message_action", "view_closed"])
def test_another_interaction_is_taken_and_left(unit: Unit, kind: str) -> None:
    assert unit.send_form({"payload": json.dumps({"type": kind})}, "interactions").status == 200
    assert unit.desk.taken == []


def test_a_check_of_the_certificate_is_no_command(unit: Unit) -> None:
    assert unit.send_form({"ssl_check": "1", "token": "deprecated"}, "commands").status == 200
    assert unit.desk.taken == []


def test_a_message_is_taken_to_the_desk_and_its_answer_goes_where_it_was_said(unit: Unit) -> None:
    callback = unit.slack.mention("U1", "how long &lt;knee&gt;?", "C1")
    answer = unit.send(callback)
    assert (answer.status, answer.body) == (200, b"")
    ((heard, _),) = unit.desk.taken
    assert (heard.event_id, heard.text) == (callback["event_id"], "how long <knee>?")
    place = Place("T0TEAM", "C1", "U1", callback["event"]["ts"])
    assert unit.client.sent == []
    unit.desk.answer()
    assert unit.client.sent == [("say", place, "A note."), ("say", place, "An answer.")]


def answers(unit: Unit, pressed: Dict[str, Any]) -> List[Any]:
    assert unit.send_form({"payload": json.dumps(pressed)}, "interactions").status == 200
    unit.desk.answer()
    return unit.client.sent


@pytest.mark.parametrize("thread", [None, "4.1"])
def test_a_press_is_answered_and_then_changes_the_message_in_the_background(unit: Unit, thread: Optional[str]) -> None:
    place = Place("T0TEAM", "D1", "U1", thread)
    sent = answers(unit, unit.slack.pressed("U1", shown(channel="D1", thread=thread), 1))
    assert (unit.desk.taken[0][0].text, unit.desk.taken[0][0].title) == ("/second", "Second")
    unit.desk.go_on()
    said = [("say", place, "A note."), ("say", place, "An answer.")]
    assert sent == [*said, ("update", place, "7.1", ["section", "context"])]


@pytest.mark.parametrize("only_for", [None, "U1"], ids=["others see its buttons", "only one person sees it"])
def test_a_press_of_buttons_that_stay_is_told_in_front_of_the_answer(unit: Unit, only_for: Optional[str]) -> None:
    pressed = unit.slack.pressed("U1", shown(only_for=only_for))
    place = Place("T0TEAM", "C1", "U1", *((None, pressed["response_url"]) if only_for else ("4.1",)))
    assert answers(unit, pressed) == [("say", place, text) for text in (f"{CHOSEN} First", "A note.", "An answer.")]
    assert unit.desk.begun == []


def test_our_home_is_shown_to_who_opens_it(unit: Unit) -> None:
    for tab in ("home", "messages"):
        assert unit.send(unit.slack.home_opened("U1", tab=tab)).status == 200
    assert unit.client.sent == [("home", "U1", "home")]
