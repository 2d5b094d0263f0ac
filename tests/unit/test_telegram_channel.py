"""What comes in from Telegram: what proves itself, and what becomes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, Iterator, Optional

import pytest
import requests

from marrow.channels.incoming import MAX_BODY_BYTES
from marrow.channels.telegram import channel
from marrow.channels.telegram.channel import TelegramChannel
from marrow.conversation.intents import RED_FLAG
from tests.platforms.telegram_people import buttons
from tests.platforms.telegram_stage import ADDRESS, Stage, new_stage, said, told_once
from tests.web import BUTTON, new_site

ONE = {"message_id": 1, "chat": {"id": 1, "type": "private"}}
NOT_MODIFIED = "editMessageReplyMarkup: message is not modified"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    yield from new_stage(tmp_path_factory.mktemp("stage"))


def test_without_a_token_there_is_no_such_address(tmp_path_factory: pytest.TempPathFactory) -> None:
    for site in new_site(tmp_path_factory.mktemp("off"), TelegramChannel):
        assert requests.post(f"{site.root}{ADDRESS}", json={}, timeout=30).status_code == 404


def test_what_is_to_know_there_is_told_once(stage: Stage) -> None:
    talk = stage.post.talk()
    talk.say("hello 🦴 <b>")
    talk.wait_for(2)
    talk.say("again")
    talk.wait_for(3)
    assert talk.texts == [told_once(), said("hello 🦴 <b>"), said("again")]
    assert buttons(talk.received[-1]) == [BUTTON["title"]]


def test_in_an_emergency_the_help_comes_first(stage: Stage) -> None:
    talk = stage.known(f"{RED_FLAG} {'x' * 3000}")
    assert talk.texts[1] == told_once() and "Please call." in talk.texts[0]


@pytest.mark.parametrize("secret", [None, "", "wrong", "invented-secret_of_the_test", "\xfcn\xef"])
@pytest.mark.parametrize("broken", [False, True])
def test_what_does_not_prove_itself_is_refused_and_nothing_of_it_is_kept(
    secret: Optional[str], broken: bool, stage: Stage
) -> None:
    stage.settle()
    rows, heard, calls = stage.rows(), len(stage.site.heard), len(stage.telegram.calls)
    update = b"{" if broken else stage.post.update(message=stage.post.talk().message("hello"))
    answer = stage.post.bring(update, secret)
    assert (answer.status_code, answer.content) == (401, b"")
    assert (stage.rows(), len(stage.site.heard), len(stage.telegram.calls)) == (rows, heard, calls)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b"3", b"null", b'"update"', b"[" * 100_000])
def test_what_is_no_update_is_refused(body: bytes, stage: Stage) -> None:
    assert stage.post.bring(body).status_code == 400


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"update_id": "1"},
        {"update_id": 1},
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": []},
        {"update_id": 1, "message": {}},
        {"update_id": 1, "message": ONE},
        {"update_id": 1, "message": {"message_id": 1, "chat": {"id": "x", "type": 5}, "from": {}}},
        {"update_id": 1, "message": {**ONE, "from": {"id": 1}, "text": {"a": 1}}},
        {"update_id": 1, "message": {**ONE, "from": {"id": 1}, "text": "x", "entities": 3}},
        {"update_id": 1, "edited_channel_post": ONE},
        {"update_id": 1, "callback_query": {"id": 3}},
        {"update_id": 1, "callback_query": {"id": "unknown", "from": {"id": 1}, "data": "x" * 5000}},
        {"update_id": 1, "my_chat_member": {"old_chat_member": {}, "new_chat_member": {}}},
        {"update_id": 1, "kind_of_the_future": {"a": [[[{}]]]}},
    ],
)
def test_an_update_that_cannot_be_used_is_taken_and_nothing_is_said(update: Dict[str, Any], stage: Stage) -> None:
    sent = len(stage.telegram.sent)
    assert stage.post.bring(update).status_code == 200
    stage.settle()
    assert len(stage.telegram.sent) == sent + 2


def test_what_is_too_large_is_taken_so_that_it_does_not_come_again(stage: Stage) -> None:
    heard = len(stage.site.heard)
    assert stage.post.bring(b" " * (channel.MAX_BODY_BYTES + 1)).status_code == 200
    assert len(stage.site.heard) == heard


def test_the_largest_message_that_telegram_can_send_is_heard(stage: Stage) -> None:
    talk = stage.known()
    update = stage.post.update(message=talk.message("🦴" * 4096))
    update["message"]["reply_to_message"] = {**update["message"], "message_id": 1}
    assert len(json.dumps(update)) > MAX_BODY_BYTES
    assert stage.post.bring(update).status_code == 200
    talk.wait_for(3)


def test_other_addresses_and_methods_are_closed(stage: Stage) -> None:
    assert requests.get(stage.post.address, timeout=30).status_code == 405
    for other in ("/webhooks/telegram/", "/webhooks/telegram/set_webhook"):
        assert requests.get(f"{stage.site.root}{other}", timeout=30).status_code == 404


def test_an_update_that_comes_again_is_not_answered_again(stage: Stage) -> None:
    talk = stage.known()
    update = talk.say("once")
    for _ in range(5):
        assert stage.post.bring(update).status_code == 200
    stage.settle()
    assert talk.texts[2:] == [said("once")]


def test_nor_is_one_that_was_answered_before_a_new_start(tmp_path: Path) -> None:
    for before in new_stage(tmp_path):
        talk = before.known()
        update = talk.say("once")
        talk.wait_for(3)
    for after in new_stage(tmp_path):
        assert after.post.bring(update).status_code == 200
        after.settle()
        assert [call for call in after.telegram.calls if call.fields["chat_id"] == str(talk.chat["id"])] == []


def test_messages_in_a_row_are_answered_in_a_row(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = stage.known()
    monkeypatch.setattr(stage.site, "slow", 0.02)
    for number in range(10):
        talk.say(f"message {number}")
    talk.wait_for(12)
    assert talk.texts[2:] == [said(f"message {number}") for number in range(10)]
