"""The web channel over HTTP, without a model: a talk, what is kept of it, and that it is nobody else's."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Iterator

import pytest
import requests
from rasa.shared.core.events import UserUttered
from sqlalchemy.exc import OperationalError

from marrow.conversation.words import DELETED, NOT_FOUND
from tests.bot import Reply
from tests.web import BUTTON, Site, new_site, refused

FEEDBACK = {"answer_id": "recovery_time.knee", "helpful": True, "word": "clear"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from new_site(tmp_path_factory.mktemp("site"))


def test_a_message_is_answered_and_nobody_else_can_read_it(site: Site) -> None:
    mine, other = site.begin(), site.begin()
    answer = site.say(mine, "hello")
    assert (answer.status_code, list(answer.json())) == (200, ["messages"])
    assert Reply(answer.json()["messages"]).text == "You said: hello"
    assert [message["text"] for message in site.said(mine)] == ["hello", "You said: hello"]
    assert site.said(other) == []


@pytest.mark.parametrize("token", ["guess", "a" * 32, "a.b.c", "%2e%2e", "%00", "x" * 3000])
def test_under_a_token_that_is_none_a_message_begins_a_new_conversation(token: str, site: Site) -> None:
    first, second = (site.say(token, "hello", id="m").json() for _ in range(2))
    assert Reply(first["messages"]).text == "You said: hello"
    assert first["conversation"] != second["conversation"]
    assert len(site.said(first["conversation"])) == 2


@pytest.mark.parametrize(
    "method, end, body",
    [
        ("GET", "/messages", None),
        ("GET", "/visit-sheet", None),
        ("GET", "/visit-sheet.pdf", None),
        ("DELETE", "", None),
        ("POST", "/feedback", {"answer_id": "a", "helpful": True}),
    ],
)
def test_nothing_else_can_be_done_under_a_token_that_is_none(method: str, end: str, body: Any, site: Site) -> None:
    forged = f"{site.begin()[:-5]}AAAAA"
    assert refused(site.request(method, f"/conversations/{forged}{end}", json=body), 404).text == NOT_FOUND


def test_a_message_that_comes_twice_is_handled_once(site: Site) -> None:
    token, before = site.begin(), len(site.heard)
    site.slow = 0.3
    with ThreadPoolExecutor() as pool:
        both = list(pool.map(lambda _: site.say(token, "hello", id="m-1").json(), range(2)))
    site.slow = 0.0
    assert both[0] == both[1] == site.say(token, "hello", id="m-1").json()
    assert [message.message_id for message in site.heard[before:]] == ["m-1"]
    kept = [event for event in _events(site, token) if isinstance(event, UserUttered)]
    assert [event.message_id for event in kept] == ["m-1"]
    site.say(token, "hello", id="m-2")
    assert len(site.heard) == before + 2


def test_a_message_whose_sender_hung_up_is_still_answered(site: Site) -> None:
    token, before = site.begin(), len(site.heard)
    site.slow = 0.5
    with pytest.raises(requests.Timeout):
        requests.post(f"{site.url}/conversations/{token}/messages", json={"text": "hello", "id": "m"}, timeout=0.2)
    site.wait_until_heard(before + 1)
    site.slow = 0.0
    assert Reply(site.say(token, "hello", id="m").json()["messages"]).text == "You said: hello"
    assert len(site.heard) == before + 1


def test_what_was_said_is_shown_as_the_person_saw_it(site: Site) -> None:
    token = site.begin()
    site.say(token, "hello")
    site.say(token, BUTTON["payload"])
    said = site.said(token)
    assert [(message["from"], message["text"]) for message in said] == [
        ("person", "hello"),
        ("guide", "You said: hello"),
        ("person", BUTTON["title"]),
        ("guide", f"You said: {BUTTON['payload']}"),
    ]
    assert ["buttons" in message for message in said] == [False, False, False, True]
    assert ["custom" in message for message in said] == [False, True, False, True]


def test_of_a_long_conversation_the_last_is_shown(site: Site) -> None:
    token = site.begin()
    for number in range(18):
        site.say(token, f"message {number}")
        site.say(token, f"and {number}")
    said = site.said(token)
    assert len(said) == 50
    assert said[-1]["text"] == "You said: and 17"


def test_feedback_is_taken(site: Site) -> None:
    token = site.begin()
    for body in (FEEDBACK, {**FEEDBACK, "word": None}, {"answer_id": "a", "helpful": False}):
        answer = site.request("POST", f"/conversations/{token}/feedback", json=body)
        assert (answer.status_code, answer.content) == (204, b"")


def test_a_deleted_conversation_is_gone_and_its_answers_are_not_kept_either(site: Site) -> None:
    token = site.begin()
    site.say(token, "hello", id="m")
    deleted = Reply(site.request("DELETE", f"/conversations/{token}").json()["messages"])
    assert (deleted.kind, deleted.text) == ("privacy", DELETED)
    assert site.said(token) == []
    before = len(site.heard)
    site.say(token, "hello", id="m")
    assert len(site.heard) == before + 1


def test_a_database_that_fails_is_said(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OperationalError("invented", {}, Exception())

    token = site.begin()
    for name in ("retrieve_full_tracker", "forget", "keep_feedback"):
        monkeypatch.setattr(site.store, name, fail)
    refused(site.request("GET", f"/conversations/{token}/messages"), 503)
    refused(site.request("DELETE", f"/conversations/{token}"), 503)
    refused(site.request("POST", f"/conversations/{token}/feedback", json=FEEDBACK), 503)


def _events(site: Site, token: str) -> Any:
    return asyncio.run(site.store.retrieve_full_tracker(token.split(".")[0])).events
