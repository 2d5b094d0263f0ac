"""What the web channel does not take: a clear status, and an answer in the contract's form."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Iterator

import pytest
import requests

from marrow.conversation.intents import RED_FLAG
from marrow.settings import get_settings
from tests.bot import Reply
from tests.web import Site, new_site, refused

JSON = {"Content-Type": "application/json"}
FEEDBACK = {"answer_id": "recovery_time.knee", "helpful": True, "word": "clear"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from new_site(tmp_path_factory.mktemp("site"))


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Site]:
    """Takes two messages a minute in a conversation, five requests a minute from an address, one proxy in front."""
    yield from new_site(tmp_path, messages_per_minute=2, requests_per_minute=5, trusted_proxies=1)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"null", b"[]", b'"x"', b"\xff\xfe", b'{"text": "\xff"}', b"[" * 5000, b'{"text": ' + b"[" * 5000,
        b'{"text": 7}', b'{"text": null}', b'{"text": ["x"]}', b"{}", b'{"text": "x", "id": 7}',
        b'{"text": "x", "id": ""}', b'{"text": "x", "id": "a b"}', b'{"text": "x", "id": "a\\n"}',
        b'{"text": "x", "id": "' + b"a" * 65 + b'"}', "{'text': 'x'}".encode("utf-16"),
    ],
)  # fmt: skip
def test_a_body_that_is_no_message_is_refused(body: bytes, site: Site) -> None:
    address, before = f"/conversations/{site.begin()}/messages", len(site.heard)
    refused(site.request("POST", address, data=body, headers=JSON), 400)
    assert len(site.heard) == before


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
def test_another_content_type_is_refused(kind: str, site: Site) -> None:
    address = f"/conversations/{site.begin()}/messages"
    refused(site.request("POST", address, data=b'{"text": "hello"}', headers={"Content-Type": kind}), 415)


def test_the_content_type_may_name_its_letters(site: Site) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    address = f"/conversations/{site.begin()}/messages"
    assert site.request("POST", address, data=b'{"text": "hello"}', headers=headers).status_code == 200


def in_chunks() -> Iterator[bytes]:
    yield from (b"x" * 1000 for _ in range(100))


@pytest.mark.parametrize("end", ["/messages", "/feedback", None])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_large_body_is_refused(end: Any, chunked: bool, site: Site) -> None:
    address = f"/conversations/{site.begin()}{end}" if end else "/conversations"
    body = in_chunks() if chunked else b"x" * 100_000
    refused(site.request("POST", address, data=body, headers=JSON), 413)


def test_a_text_that_is_too_long_is_refused_unless_a_red_flag_is_in_it(site: Site) -> None:
    token = site.begin()
    longest = get_settings().max_message_chars
    assert site.say(token, "x" * longest).status_code == 200
    refused(site.say(token, "x" * (longest + 1)), 413)
    escalated = site.say(token, f"{RED_FLAG} {'x' * longest}")
    assert (escalated.status_code, Reply(escalated.json()["messages"]).kind) == (200, "escalate")


def test_half_a_character_is_answered(site: Site) -> None:
    token = site.begin()
    data = b'{"text": "a \\ud800 b"}'
    assert site.request("POST", f"/conversations/{token}/messages", data=data, headers=JSON).status_code == 200
    assert site.said(token)[0]["text"] == "a \ufffd b"


def test_too_many_messages_are_told_how_long_to_wait_and_whom_to_call(strict: Site) -> None:
    token = strict.begin()
    assert [strict.say(token, "hello").status_code for _ in range(2)] == [200, 200]
    answer = strict.say(token, "hello")
    seconds = int(answer.headers["Retry-After"])
    assert 0 < seconds <= 30
    said = refused(answer, 429).text
    assert f"{seconds} second" in said
    assert "emergency" in said
    assert len(strict.heard) == 2


def test_too_many_requests_from_one_address_are_refused_and_others_are_not(strict: Site) -> None:
    def begin(forwarded: str) -> requests.Response:
        return strict.request("POST", "/conversations", json={}, headers={"X-Forwarded-For": forwarded})

    assert [begin("192.0.2.1").status_code for _ in range(5)] == [201] * 5
    refused(begin("192.0.2.1"), 429)
    refused(begin("198.51.100.9, 192.0.2.1"), 429)  # what the client itself wrote there counts for nothing
    assert begin("192.0.2.2").status_code == 201


def test_without_a_proxy_nobody_can_claim_another_address(tmp_path: Path) -> None:
    for alone in new_site(tmp_path, requests_per_minute=1):
        statuses = [
            alone.request("POST", "/conversations", json={}, headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code
            for n in range(2)
        ]
        assert statuses == [201, 429]


@pytest.mark.parametrize(
    "wrong",
    [{"helpful": 1}, {"helpful": "yes"}, {"answer_id": 7}, {"answer_id": ""}, {"answer_id": "a b"},
     {"answer_id": "a" * 201}, {"word": 7}, {"word": "x" * 501}],
)  # fmt: skip
def test_feedback_of_another_form_is_refused(wrong: Dict[str, Any], site: Site) -> None:
    body = {**FEEDBACK, **wrong}
    refused(site.request("POST", f"/conversations/{site.begin()}/feedback", json=body), 400)
