"""What the assistant does on Slack when something is wrong: forged, malformed, repeated, refused, slow or gone."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Dict, List
from urllib.parse import urlencode

import pytest
import requests

from marrow.channels.slack.channel import MAX_BODY_BYTES
from marrow.run import LOGS
from tests.bot import Bot, Reply
from tests.platforms.server import Fault
from tests.platforms.slack import BAD_GATEWAY, BROKEN_OFF, HELD, INTERNAL_ERROR, TOKEN, FakeSlack, rate_limited
from tests.platforms.slack_requests import FORM, SlackRequests, signed
from tests.platforms.slack_talk import Talk, topics

Labels = Dict[str, str]


def rows(bot: Bot) -> List[int]:
    """How much is kept: events of conversations, feedback, events of platforms."""
    with closing(sqlite3.connect(bot.folder / "conversations.sqlite")) as database:
        tables = ("events", "feedback", "handled_event")
        return [database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables]  # noqa: S608


def on_the_web(bot: Bot, text: str) -> Reply:
    token = requests.post(f"{bot.url}/chat/conversations", json={}, timeout=30).json()["conversation"]
    address = f"{bot.url}/chat/conversations/{token}/messages"
    return Reply(requests.post(address, json={"text": text}, timeout=30).json()["messages"])


@pytest.mark.parametrize("headers", [{}, signed(b"another body"), signed(b"{}", secret="wrong")])  # noqa: S106
def test_who_is_not_slack_is_refused_and_nothing_is_kept(
    app: SlackRequests, slack_bot: Bot, slack: FakeSlack, labels: Labels, headers: Dict[str, str]
) -> None:
    kept, calls = rows(slack_bot), len(slack.calls)
    event = json.dumps(app.direct("U5", labels["definition"])).encode()
    press = urlencode({"payload": json.dumps({"type": "block_actions"})}).encode()
    assert app.post("events", event, headers=headers).status_code == 401
    assert app.post("events", event, headers=signed(event, age=400)).status_code == 401
    assert app.post("interactions", press, FORM, headers).status_code == 401
    assert app.post("commands", b"text=x", FORM, headers).status_code == 401
    assert (rows(slack_bot), len(slack.calls)) == (kept, calls)


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 60_000, b'{"type": "event_callback"}', b"payload=%7B", b"\x00"])
@pytest.mark.parametrize("ending", ["events", "interactions", "commands"])
def test_a_malformed_request_is_refused_and_nothing_is_kept(
    app: SlackRequests, slack_bot: Bot, ending: str, body: bytes
) -> None:
    kept = rows(slack_bot)
    assert app.post(ending, body).status_code == 400
    assert rows(slack_bot) == kept


def test_a_request_that_is_too_large_is_refused(app: SlackRequests) -> None:
    assert app.post("events", b"x" * (MAX_BODY_BYTES + 1)).status_code == 413


def test_an_event_that_comes_again_is_answered_once(app: SlackRequests, labels: Labels) -> None:
    talk = Talk(app, "U6")
    event = app.direct("U6", labels["definition"])
    for retry in range(4):
        assert app.send(event, retry).status_code == 200
    talk.begun = True  # the events above
    app.slack.wait_for(lambda: len(talk.turns()) == 2)
    assert app.send(event, 1).status_code == 200
    assert topics(talk.says(labels["symptoms"])) == ["symptoms"]
    assert topics(talk.seen()) == ["smalltalk", "definition", "symptoms"]


@pytest.mark.parametrize("fault", [rate_limited(1), INTERNAL_ERROR, BAD_GATEWAY, BROKEN_OFF])
def test_what_slack_does_not_take_at_first_is_sent_again_in_order(
    app: SlackRequests, slack: FakeSlack, labels: Labels, fault: Fault
) -> None:
    user, calls = f"U8{id(fault)}", len(slack.calls)
    slack.fail_next(fault, fault, name="chat.postMessage")
    assert topics(Talk(app, user).says(labels["definition"])) == ["smalltalk", "definition"]
    first, second, third, *_ = slack.calls[calls:]
    assert first.body == second.body == third.body


def test_while_slack_hangs_everybody_else_is_answered(
    app: SlackRequests, slack: FakeSlack, slack_bot: Bot, labels: Labels
) -> None:
    stuck, other = Talk(app, "U90"), Talk(app, "U91")
    slack.fail_next(HELD, name="chat.postMessage")
    assert app.send(app.direct("U90", labels["definition"])).status_code == 200
    slack.wait_for(lambda: slack.held)
    assert on_the_web(slack_bot, labels["definition"]).turn["topic"] == "definition"
    assert topics(other.says(labels["symptoms"])) == ["smalltalk", "symptoms"]
    assert slack.held == 1 and stuck.seen() == []
    slack.release()
    slack.wait_for(lambda: "definition" in topics(stuck.seen()))
    said = topics(stuck.seen())  # what hung for longer than the assistant waits came a second time
    assert list(dict.fromkeys(said)) == ["smalltalk", "definition"]


def test_while_slack_is_down_nothing_else_is_and_its_log_has_no_secrets(
    app: SlackRequests, slack: FakeSlack, slack_bot: Bot, labels: Labels
) -> None:
    slack.unusable_channels["DUGONE"] = "account_inactive"
    word = "zq-only-in-this-message"
    calls = len(slack.calls)
    assert app.send(app.direct("UGONE", f"{labels['definition']} {word}")).status_code == 200
    slack.wait_for(lambda: [one.fields.get("channel") for one in slack.calls[calls:]].count("DUGONE") == 2)
    assert on_the_web(slack_bot, labels["definition"]).kind == "answer"
    del slack.unusable_channels["DUGONE"]
    talk = Talk(app, "UGONE")
    talk.begun = True
    assert topics(talk.says(labels["symptoms"])) == ["symptoms"]
    log = "".join(file.read_text(encoding="utf-8") for file in LOGS.glob(f"*-{slack_bot.port}.log"))
    assert "Slack did not take a message: account_inactive" in log
    for secret in (TOKEN, word, slack.settings()["MARROW_SLACK_SIGNING_SECRET"], "/response/"):
        assert secret not in log
