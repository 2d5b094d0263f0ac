"""Messages that are edited on Slack: new words are heard, and what Slack itself adds to a message is not."""

from __future__ import annotations

from typing import Any, Dict, Optional

import pytest

from marrow.channels.slack.hearing import Hearing
from tests.platforms.slack_events import BOT, DIRECT, MENTION, message, said_to_us

EDITED = {"text": "and now it is cold", "edited": {"user": "U1", "ts": "6.1"}}


def changed(now: Dict[str, Any], before: Optional[Dict[str, Any]] = DIRECT, **fields: Any) -> Dict[str, Any]:
    """A direct message that was changed, as Slack tells of it."""
    event = {"type": "message", "subtype": "message_changed", "hidden": True, "channel": "D1", "channel_type": "im"}
    return {**event, "ts": "6.1", "message": now, "previous_message": before, **fields}


def test_an_edited_direct_message_is_a_new_one_where_it_stands() -> None:
    hearing = Hearing()
    first = message(DIRECT, hearing)
    mended = message(changed({**DIRECT, **EDITED}), hearing)
    assert first and mended
    assert (mended.heard.text, mended.place) == ("and now it is cold", first.place)
    assert message(changed({**DIRECT, **EDITED}, {**DIRECT, **EDITED}), hearing) is None
    back = message(changed({**DIRECT, "edited": {"ts": "7.1"}}, {**DIRECT, **EDITED}), hearing)
    assert back and back.heard.text == "how long?"


def test_an_edited_message_in_a_thread_is_answered_there() -> None:
    threaded = {**DIRECT, "thread_ts": "3.1"}
    assert said_to_us(changed({**threaded, **EDITED}, threaded)).place.thread == "3.1"


def test_an_edited_mention_is_a_new_one_in_the_same_talk() -> None:
    hearing, now = Hearing(), f"<@{BOT}> and now it is cold"
    first = message(MENTION, hearing)
    mended = message(MENTION, hearing, text=now, edited={"ts": "6.1"})
    assert first and mended
    assert (mended.heard.text, mended.place) == ("and now it is cold", first.place)
    assert message(MENTION, hearing, text=now, edited={"ts": "6.1"}) is None


def test_a_mention_that_is_added_by_editing_is_heard() -> None:
    assert said_to_us(MENTION, edited={"user": "U1", "ts": "6.1"}).heard.text == "how long?"


@pytest.mark.parametrize("after_a_restart", [False, True])
@pytest.mark.parametrize("added", [{"attachments": [{"from_url": "https://example.org"}]}, {"blocks": []}, {}])
def test_what_slack_adds_to_a_message_is_not_heard(added: Dict[str, Any], after_a_restart: bool) -> None:
    hearing = Hearing()
    if not after_a_restart:
        message(DIRECT, hearing)
    assert message(changed({**DIRECT, **added}), hearing) is None


def test_it_is_not_heard_either_where_slack_does_not_tell_what_stood_there_before() -> None:
    hearing = Hearing()
    message(DIRECT, hearing)
    message(MENTION, hearing)
    assert message(changed(DIRECT, None), hearing) is None
    assert message(MENTION, hearing) is None


@pytest.mark.parametrize(
    "now",
    [
        {"bot_id": "B1"}, {"user": BOT}, {"user": "USLACKBOT", "subtype": "tombstone"}, {"user": None}, {"text": ""},
        {"subtype": "bot_message"},
    ],
)  # fmt: skip
def test_an_edit_that_no_person_makes_or_that_says_nothing_is_not_heard(now: Dict[str, Any]) -> None:
    assert message(changed({**DIRECT, **EDITED, **now})) is None


def test_an_edit_in_a_channel_without_a_mention_is_not_ours() -> None:
    assert message(changed({**DIRECT, **EDITED}, channel="C1", channel_type="channel")) is None
