"""What Slack sends: what of it was said to us, where it is answered, and to which talk it belongs."""

from __future__ import annotations

from typing import Any, Dict, Optional

import pytest
from pydantic import ValidationError

from marrow.channels.slack.hearing import Addressed, hear_command, hear_press
from marrow.channels.slack.requests import Press, SlashCommand
from tests.platforms.slack_events import BOT, DIRECT, MENTION, message, said_to_us

MESSAGE = {"ts": "5.1", "text": "You said", "blocks": []}
PRESS = {
    "trigger_id": "t1",
    "user": {"id": "U1"},
    "team": {"id": "T1"},
    "channel": {"id": "C1"},
    "container": {"type": "message", "is_ephemeral": False},
    "message": {**MESSAGE, "thread_ts": "4.1"},
    "response_url": "https://hooks.example/1",
    "actions": [{"type": "button", "value": "/topic", "text": {"type": "plain_text", "text": "Q &amp; A"}}],
}
COMMAND = {
    "trigger_id": "t1",
    "team_id": "T1",
    "channel_id": "C1",
    "user_id": "U1",
    "text": "how long?",
    "response_url": "https://hooks.example/1",
}


def press(**fields: Any) -> Optional[Addressed]:
    return hear_press(Press.parse_obj({**PRESS, **fields}))


def pressed(**fields: Any) -> Addressed:
    addressed = press(**fields)
    assert addressed
    return addressed


def command(text: str, **fields: Any) -> Addressed:
    return hear_command(SlashCommand.parse_obj({**COMMAND, "text": text, **fields}))


def test_a_direct_message_is_answered_plainly() -> None:
    heard, place, button = said_to_us(DIRECT)
    assert (heard.event_id, heard.text, heard.command, heard.unread) == ("Ev1", "how long?", None, False)
    assert (place.channel, place.thread, place.response_url, button) == ("D1", None, None, None)


def test_a_mention_is_answered_in_the_thread_of_the_message() -> None:
    heard, place, _ = said_to_us(MENTION)
    assert (heard.text, place.channel, place.thread) == ("how long?", "C1", "5.1")


def test_a_mention_in_a_thread_is_answered_there() -> None:
    assert said_to_us(MENTION, thread_ts="3.1").place.thread == "3.1"


def test_a_thread_within_a_direct_message_is_answered_there_and_is_the_same_talk() -> None:
    inside, outside = said_to_us(DIRECT, thread_ts="3.1"), said_to_us(DIRECT)
    assert inside.place.thread == "3.1"
    assert inside.heard.place == outside.heard.place


def test_a_thread_is_a_talk_with_each_person_alone() -> None:
    first, later, other = (
        said_to_us(MENTION),
        said_to_us(MENTION, ts="6.1", thread_ts="5.1"),
        said_to_us(MENTION, user="U2", ts="7.1", thread_ts="5.1"),
    )
    assert first.heard.place == later.heard.place != other.heard.place


def test_talks_in_different_places_are_kept_apart() -> None:
    places = {
        said_to_us(DIRECT).heard.place,
        said_to_us(DIRECT, channel="D2", user="U2").heard.place,
        said_to_us(MENTION).heard.place,
        said_to_us(MENTION, ts="6.1").heard.place,
        said_to_us(MENTION, channel="C2").heard.place,
        command("how long?").heard.place,
        command("how long?", user_id="U2").heard.place,
        command("how long?", channel_id="C2").heard.place,
    }
    assert len(places) == 8


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_id": "B1"}, {"subtype": "bot_message"}, {"user": BOT}, {"user": "USLACKBOT"}, {"user": None},
        {"subtype": "message_changed", "hidden": True}, {"subtype": "message_deleted"}, {"hidden": True},
        {"subtype": "channel_join"}, {"subtype": "message_replied"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("event", [DIRECT, MENTION], ids=["direct", "mention"])
def test_what_no_person_says_now_is_ignored(event: Dict[str, Any], fields: Dict[str, Any]) -> None:
    assert message(event, **fields) is None


def test_a_person_is_the_same_in_all_talks() -> None:
    everywhere = [said_to_us(DIRECT), said_to_us(MENTION), said_to_us(MENTION, ts="6.1"), pressed(), command("x")]
    assert {one.heard.person for one in everywhere} == {"T1/U1"}
    assert said_to_us(MENTION, user="U2").heard.person == "T1/U2"


@pytest.mark.parametrize("kind", ["channel", "group", "mpim", "app_home", None])
def test_a_message_in_a_channel_without_a_mention_is_not_ours(kind: Optional[str]) -> None:
    assert message(DIRECT, channel="C1", channel_type=kind) is None


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message"])
def test_a_message_that_is_special_to_slack_alone_is_heard(subtype: str) -> None:
    assert said_to_us(DIRECT, subtype=subtype).heard.text == "how long?"


@pytest.mark.parametrize("text", ["", None, "here it is"])
def test_a_file_is_not_read_but_its_text_is(text: Optional[str]) -> None:
    heard = said_to_us(DIRECT, subtype="file_share", text=text, files=[{"id": "F1"}]).heard
    assert (heard.text, heard.unread, heard.command) == (text or "", True, None)


def test_who_only_calls_our_name_is_greeted() -> None:
    assert said_to_us(MENTION, text=f"<@{BOT}>").heard.command == "start"
    assert said_to_us(MENTION, text=f"<@{BOT}>", files=[{"id": "F1"}]).heard.command is None


@pytest.mark.parametrize(
    "text, expected",
    [("forget", "forget"), ("Forget!", "forget"), ("sources", "sources"), ("help", None), ("forget me not", None)],
)
def test_where_there_is_no_slash_command_a_word_does_it(text: str, expected: Optional[str]) -> None:
    assert said_to_us(DIRECT, text=text).heard.command == expected
    assert said_to_us(MENTION, text=f"<@{BOT}> {text}").heard.command == expected


def test_a_press_is_the_payload_with_what_the_button_reads() -> None:
    heard, place, button = pressed()
    assert (heard.event_id, heard.text, heard.title) == ("t1", "/topic", "Q & A")
    assert (place.channel, place.thread, place.response_url) == ("C1", "4.1", None)
    assert button and button.title == "Q & A" and button.message and button.message.ts == "5.1"


def test_a_press_belongs_to_the_talk_that_the_message_stands_in() -> None:
    in_thread = pressed(message={**MESSAGE, "thread_ts": "5.1"})
    assert in_thread.heard.place == said_to_us(MENTION).heard.place
    direct = pressed(channel={"id": "D1"}, message=MESSAGE)
    assert direct.heard.place == said_to_us(DIRECT).heard.place
    assert direct.place.thread is None
    assert pressed(channel={"id": "D1"}, message={**MESSAGE, "thread_ts": "5.1"}).place.thread is None


@pytest.mark.parametrize("shown", [None, {**MESSAGE, "thread_ts": "4.1"}])
def test_a_press_that_only_one_person_sees_is_answered_to_that_person_alone(shown: Any) -> None:
    heard, place, button = pressed(container={"is_ephemeral": True}, message=shown)
    assert (place.response_url, place.thread) == (PRESS["response_url"], None)
    assert button and button.message is None
    assert heard.place == command("how long?").heard.place
    assert press(container={"is_ephemeral": True}, message=shown, response_url=None) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"actions": [{"type": "button", "url": "https://example.org", "text": {"text": "Open"}}]},
        {"actions": [{"type": "static_select", "value": "x"}]},
        {"channel": None, "message": None},
    ],
)
def test_a_press_that_says_nothing_is_ignored(fields: Dict[str, Any]) -> None:
    assert press(**fields) is None


@pytest.mark.parametrize(
    "text, expected",
    [("", "help"), ("  ", "help"), ("help", "help"), ("Sources", "sources"), ("forget", "forget"), ("how long?", None)],
)
def test_a_slash_command_is_a_command_or_a_question(text: str, expected: Optional[str]) -> None:
    heard, place, _ = command(text)
    assert heard.command == expected
    assert place.response_url == COMMAND["response_url"]


def test_a_slash_command_in_the_talk_with_us_is_about_that_talk() -> None:
    assert command("forget", channel_id="D1").heard.place == said_to_us(DIRECT).heard.place


@pytest.mark.parametrize("name", ["trigger_id", "team_id", "channel_id", "user_id", "response_url"])
def test_a_slash_command_with_something_missing_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        SlashCommand.parse_obj({key: value for key, value in COMMAND.items() if key != name})
