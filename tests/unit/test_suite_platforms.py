"""The Slack and the Telegram client: the suite plays the platform for a stand-in of the guide, which calls it."""

from __future__ import annotations

from typing import Any, Dict, Iterator, Optional

import pytest
from slack_sdk.signature import SignatureVerifier

from benchmarks.bots import free_ports
from marrow.settings import get_settings
from tests.platforms import server
from tests.platforms.server import Answer, Fault
from tests.platforms.telegram_people import HEADER
from tests.suite.clients.client import Client, ClientError
from tests.suite.clients.slack import SlackClient
from tests.suite.clients.telegram import TelegramClient
from tests.unit.fake_guide_on_platforms import SOURCE, TOPIC, Guide, on_slack, on_telegram

CLIENTS: Dict[str, Any] = {"slack": (SlackClient, on_slack), "telegram": (TelegramClient, on_telegram)}


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an app and of a bot that do not exist."""
    port, other = free_ports(2)
    for name, value in {
        "SLACK_BOT_TOKEN": "xoxb-of-these-tests", "SLACK_SIGNING_SECRET": "signing-secret-of-these-tests",
        "SLACK_API_URL": f"http://127.0.0.1:{port}/api/", "TELEGRAM_BOT_TOKEN": "42:of-these-tests",
        "TELEGRAM_WEBHOOK_SECRET": "webhook-secret-of-these-tests", "TELEGRAM_BOT_NAME": "these_tests_bot",
        "TELEGRAM_API_URL": f"http://127.0.0.1:{other}",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"MARROW_{name}", value)


@pytest.fixture
def guide(request: pytest.FixtureRequest) -> Iterator[Guide]:
    running = Guide(CLIENTS[request.param][1])
    yield running
    running.stop()


@pytest.fixture
def client(request: pytest.FixtureRequest, guide: Guide) -> Iterator[Client]:
    kind = request.node.callspec.params["guide"]
    with CLIENTS[kind][0](guide.url, None, get_settings()) as opened:
        opened.begin()
        yield opened


on_each = pytest.mark.parametrize("guide", ["slack", "telegram"], indirect=True)
on_slack_only = pytest.mark.parametrize("guide", ["slack"], indirect=True)
on_telegram_only = pytest.mark.parametrize("guide", ["telegram"], indirect=True)


@on_each
def test_all_that_is_said_is_the_reply_the_note_too(client: Client) -> None:
    reply = client.say("ask")
    assert "A note on the platform." in reply.text
    assert "About ask, so & so. [1]" in reply.text
    assert [(button.title, button.payload) for button in reply.buttons] == [("Once & more", "/again")]
    assert reply.faults == ()


@on_each
def test_the_next_reply_is_only_what_came_since(client: Client) -> None:
    client.say("ask")
    assert client.say("hello").text == "About hello."


@on_each
def test_a_button_is_pressed(client: Client, guide: Guide) -> None:
    client.press(client.say("ask").buttons[0])
    assert guide.heard == ["ask", "/again"]


@on_each
def test_the_heading_and_the_links_show_topic_and_sources(client: Client) -> None:
    turn = client.say("ask").turn
    assert (turn["kind"], turn["topic"], turn["citations"]) == ("answer", TOPIC, [{"source_id": SOURCE}])


@on_each
def test_an_emergency_stands_in_front_of_the_note(client: Client) -> None:
    reply = client.say("alarm")
    assert reply.turn["kind"] == "escalate"
    assert reply.buttons, "they are those of the answer, not of the note"


@on_slack_only
def test_slack_shows_the_turn(client: Client) -> None:
    reply = client.say("ask")
    assert (reply.turn["site"], reply.turn["answer_id"], reply.unsure) == ("hip", f"{TOPIC}.hip", {})


@on_telegram_only
def test_telegram_leaves_open_what_it_does_not_show_of_an_answer(client: Client) -> None:
    assert {*client.say("ask").unsure} == {"also", "site", "answer_id"}


@on_telegram_only
@pytest.mark.parametrize(
    "text, urgency, unsure",
    [("soon", "urgent", {}), ("alarm", None, {"urgency": {"emergency", "crisis"}})],
)
def test_telegram_shows_how_pressing_an_emergency_is_as_far_as_its_heading_does(
    text: str, urgency: Any, unsure: Any, client: Client
) -> None:
    reply = client.say(text)
    assert (reply.turn.get("urgency"), reply.unsure) == (urgency, unsure)


@on_telegram_only
def test_without_a_heading_a_reply_is_no_answer_and_no_emergency(client: Client) -> None:
    possible = client.say("hello").unsure["kind"]
    assert {"smalltalk", "clarify"} <= possible
    assert not possible & {"answer", "escalate"}


@on_slack_only
def test_requests_are_signed_with_the_secret_of_the_guide(client: Client, guide: Guide) -> None:
    client.say("hello")
    (call,) = guide.calls
    assert SignatureVerifier("signing-secret-of-these-tests").is_valid_request(call.body, call.headers)


@on_telegram_only
def test_updates_come_with_the_secret_of_the_guide(client: Client, guide: Guide) -> None:
    client.say("hello")
    assert {call.headers[HEADER.lower()] for call in guide.calls} == {"webhook-secret-of-these-tests"}


@on_each
def test_no_event_has_the_number_of_another_run(guide: Guide) -> None:
    kind = SlackClient if guide.sends == on_slack else TelegramClient
    for _ in range(2):
        with kind(guide.url, None, get_settings()) as client:
            client.begin()
            client.say("hello")
            guide.heard.clear()
    events = [call.fields.get("event_id") or call.fields["update_id"] for call in guide.calls]
    assert len({*events}) == len(events)


@on_each
def test_a_guide_that_refuses_is_said(client: Client, guide: Guide) -> None:
    guide.fail_next(Fault(Answer(status=401)))
    with pytest.raises(ClientError, match="status 401"):
        client.say("hello")


@on_each
def test_a_guide_that_says_nothing_is_said(client: Client, guide: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PATIENCE_SECONDS", 0.1)
    guide.fail_next(*[Fault(Answer(b""))] * 2)
    with pytest.raises(ClientError, match="no reply came, or not all of it"):
        client.say("hello")


@on_each
def test_a_guide_that_is_not_there_is_said(client: Client, guide: Guide) -> None:
    guide.stop()
    with pytest.raises(ClientError, match="nobody answers"):
        client.say("hello")


@on_each
def test_what_the_platform_refuses_is_a_fault_of_the_reply(client: Client, guide: Guide) -> None:
    guide.also = {"text": "<b>One & two", "parse_mode": "HTML"}
    assert client.say("hello").faults


@pytest.mark.parametrize("kind", ["slack", "telegram"])
def test_a_secret_that_is_not_set_is_named(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET"):
        monkeypatch.delenv(f"MARROW_{name}")
    monkeypatch.delenv("MARROW_TELEGRAM_BOT_NAME")
    with pytest.raises(ClientError, match=f"set MARROW_{kind.upper()}_BOT_TOKEN, MARROW_{kind.upper()}"):
        CLIENTS[kind][0]("http://127.0.0.1:5005", None, get_settings())


@pytest.mark.parametrize("listen", [None, "127.0.0.1", "127.0.0.1:x"])
def test_the_suite_must_know_where_to_listen(listen: Optional[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MARROW_SLACK_API_URL")
    with pytest.raises(ClientError, match="--listen HOST:PORT"):
        SlackClient("http://127.0.0.1:5005", listen, get_settings())


def test_it_listens_where_it_is_told_to() -> None:
    (port,) = free_ports(1)
    with SlackClient("http://127.0.0.1:5005", f"127.0.0.1:{port}", get_settings()) as client:
        assert client.platform.url == f"http://127.0.0.1:{port}"
        with pytest.raises(ClientError, match="cannot reach us there"):
            SlackClient("http://127.0.0.1:5005", f"127.0.0.1:{port}", get_settings()).__enter__()
