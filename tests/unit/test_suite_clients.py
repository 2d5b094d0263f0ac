"""The REST and the web client, against a stand-in for the guide."""

from __future__ import annotations

from typing import Any, Iterator

import pytest

from benchmarks.bots import free_ports
from marrow.contract import Kind
from marrow.conversation.turn import Button, make_turn
from tests.platforms.server import Answer, Fault
from tests.suite.clients.client import ClientError
from tests.suite.clients.over_http import HttpClient, reply_of
from tests.suite.clients.rest import RestClient
from tests.suite.clients.web import WebClient
from tests.unit.fake_guide import BUTTON, FakeGuide

SAID = {"text": "Hello."}
TURN = {"custom": make_turn(Kind.SMALL_TALK)}


@pytest.fixture
def guide() -> Iterator[FakeGuide]:
    running = FakeGuide()
    yield running
    running.stop()


@pytest.fixture(params=[RestClient, WebClient])
def client(request: pytest.FixtureRequest, guide: FakeGuide) -> Iterator[HttpClient]:
    with request.param(guide.url) as opened:
        opened.begin()
        yield opened


def test_a_message_brings_text_buttons_and_the_turn(client: HttpClient) -> None:
    reply = client.say("hello")
    assert (reply.text, reply.buttons) == ("You said: hello", (Button(**BUTTON),))
    assert (reply.turn, reply.unsure, reply.faults) == (make_turn(Kind.SMALL_TALK), {}, ())


def test_a_button_sends_its_payload(client: HttpClient, guide: FakeGuide) -> None:
    client.press(client.say("hello").buttons[0])
    assert guide.heard == ["hello", "/again"]


def test_every_conversation_is_one_of_its_own(client: HttpClient, guide: FakeGuide) -> None:
    client.say("hello")
    client.say("hello")
    client.begin()
    client.say("hello")
    assert guide.places[0] == guide.places[1] != guide.places[2]


def test_who_asks_too_often_waits_as_told_and_asks_again(client: HttpClient, guide: FakeGuide) -> None:
    guide.fail_next(Fault(Answer(status=429, headers={"Retry-After": "0"})))
    assert client.say("hello").text == "You said: hello"


@pytest.mark.parametrize(
    "answer, problem",
    [
        (Answer({"messages": [SAID, TURN]}, 503), "status 503"),
        (Answer(b"<html>"), "not answer in JSON"),
        (Answer({"detail": "x"}), "not messages of the contract|no field messages"),
        (None, "nobody answers"),
    ],
)
def test_what_is_no_reply_is_an_error(answer: Any, problem: str, client: HttpClient, guide: FakeGuide) -> None:
    guide.fail_next(Fault(answer))
    with pytest.raises(ClientError, match=problem):
        client.say("hello")


def test_a_text_that_is_too_long_is_answered_on_the_web_all_the_same(guide: FakeGuide) -> None:
    with WebClient(guide.url) as client:
        client.begin()
        guide.fail_next(Fault(Answer({"messages": [SAID, {"custom": make_turn(Kind.ERROR)}]}, 413)))
        assert client.say("hello").turn["kind"] == "error"


def test_a_token_that_is_replaced_is_an_error(guide: FakeGuide) -> None:
    with WebClient(guide.url) as client:
        client.begin()
        guide.fail_next(Fault(Answer({"messages": [SAID, TURN], "conversation": "another"})))
        with pytest.raises(ClientError, match="no longer taken"):
            client.say("hello")


@pytest.mark.parametrize("kind", [RestClient, WebClient])
def test_a_guide_that_is_not_there_is_found_out_first(kind: Any) -> None:
    (port,) = free_ports(1)
    with pytest.raises(ClientError, match="nobody answers"), kind(f"http://127.0.0.1:{port}"):
        pass


@pytest.mark.parametrize(
    "messages, fault",
    [
        ([SAID], "there are 0 turns in the reply, not one"),
        ([SAID, TURN, TURN], "there are 2 turns in the reply, not one"),
        ([SAID, {"custom": {**make_turn(Kind.SMALL_TALK), "topic": 7}}], "the turn breaks its schema"),
        ([TURN], "nothing is said"),
        ([{"text": "So it is. [1]"}, TURN], "the marks in the text are [1], the citations []"),
    ],
)
def test_a_reply_that_breaks_the_contract_says_how(messages: Any, fault: str) -> None:
    assert any(one.startswith(fault) for one in reply_of(messages).faults)
