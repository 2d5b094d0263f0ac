"""When a message on Telegram is for the guide, and what it says to it."""

from __future__ import annotations

from typing import Any, Dict, Set

import pytest

from marrow.channels.platforms.commands import COMMANDS
from tests.platforms.telegram import BOT_NAME, bot_user
from tests.platforms.telegram_people import entities
from tests.platforms.telegram_updates import GROUP, OTHER, PRIVATE, hear, heard, in_group, message


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("form", ["/{}", "/{}@" + BOT_NAME, "/{}@" + BOT_NAME.upper(), "/{} \n"])
def test_commands_are_known(name: str, form: str) -> None:
    said = heard(message=message(form.format(name))).heard
    assert (said.command, said.text) == (name, "")


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("form", ["/{} I cannot feel my legs", "/{}@" + BOT_NAME + "\nI cannot feel my legs"])
def test_words_behind_a_command_are_what_is_said(name: str, form: str) -> None:
    said = heard(message=message(form.format(name))).heard
    assert (said.command, said.text) == (None, "I cannot feel my legs")


def test_a_link_may_bring_something_with_its_greeting() -> None:
    assert heard(message=message("/start from_the-website")).heard.command == "start"


def test_a_command_may_begin_with_a_capital() -> None:
    assert heard(message=message("/Help")).heard.command == "help"


@pytest.mark.parametrize(
    "text, read", [("/knee", "/knee"), (f"/knee@{BOT_NAME} pain", "/knee pain"), ("/ help", "/ help")]
)
def test_what_is_no_command_is_words(text: str, read: str) -> None:
    said = heard(message=message(text)).heard
    assert (said.command, said.text) == (None, read)


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
def test_commands_for_another_bot_are_ignored(chat: Dict[str, Any]) -> None:
    assert hear(message=message("/help@other_bot", chat)) is None


@pytest.mark.parametrize(
    "text, read",
    [
        (f"@{BOT_NAME} how long?", "how long?"),
        (f"@{BOT_NAME.upper()}: how long?", "how long?"),
        (f"🦴🦴 @{BOT_NAME} how long?", "🦴🦴 how long?"),
        (f"how long, @{BOT_NAME}", "how long"),
        (f"@friend_of_mine ask @{BOT_NAME} how long", "@friend_of_mine ask how long"),
        (f"/knee@{BOT_NAME} how long?", "/knee how long?"),
    ],
)
def test_a_group_is_heard_where_the_bot_is_named(text: str, read: str) -> None:
    incoming = heard(message=in_group(text))
    assert incoming.heard.text == read
    assert incoming.place.replied == 9


@pytest.mark.parametrize(
    "text", ["how long?", "/help", f"@{BOT_NAME}2 how long?", f"mail{BOT_NAME}", "@other_bot help"]
)
def test_a_group_is_not_heard_otherwise(text: str) -> None:
    assert hear(message=in_group(text)) is None


def test_a_name_counts_only_where_telegram_says_that_it_is_one() -> None:
    assert hear(message=in_group(f"@{BOT_NAME} how long?", entities=[])) is None


def test_a_bot_can_be_named_without_its_user_name() -> None:
    entity = {"type": "text_mention", "offset": 0, "length": 6, "user": bot_user()}
    assert heard(message=in_group("Marrow how long?", entities=[entity])).heard.text == "how long?"
    assert hear(message=in_group("Marrow how long?", entities=[{**entity, "user": OTHER}])) is None


def test_its_name_alone_is_a_greeting() -> None:
    assert heard(message=in_group(f"@{BOT_NAME}")).heard.command == "start"


def test_a_command_with_its_name_is_heard_in_a_group() -> None:
    assert heard(message=in_group(f"/sources@{BOT_NAME}")).heard.command == "sources"


def test_a_reply_to_the_bot_is_heard_in_a_group() -> None:
    assert heard(message=in_group("and the hip?", reply_to_message={"message_id": 4, "from": bot_user()}))
    assert hear(message=in_group("and the hip?", reply_to_message={"message_id": 4, "from": OTHER})) is None


def test_a_topic_that_the_bot_began_is_not_a_reply_to_it() -> None:
    thread = {"message_thread_id": 4, "is_topic_message": True}
    begun = {"message_id": 4, "from": bot_user()}
    assert hear(message=in_group("how long?", reply_to_message=begun, **thread)) is None
    assert heard(message=in_group("how long?", reply_to_message={**begun, "message_id": 5}, **thread))


def places(*messages: Dict[str, Any]) -> Set[str]:
    return {heard(message=one).heard.place for one in messages}


def test_two_people_in_a_group_have_two_talks() -> None:
    text = f"@{BOT_NAME} how long?"
    assert len(places(in_group(text), in_group(text, **{"from": OTHER}), message(text))) == 3


def test_each_topic_of_a_forum_is_a_talk_but_a_row_of_replies_is_none() -> None:
    text = f"@{BOT_NAME} how long?"
    topic = in_group(text, message_thread_id=4, is_topic_message=True)
    assert len(places(topic, in_group(text), in_group(text, message_thread_id=4))) == 2
    assert heard(message=topic).place.topic == 4
    assert heard(message=in_group(text, message_thread_id=4)).place.topic is None


def test_a_name_may_stand_under_a_picture() -> None:
    caption = f"@{BOT_NAME} what is that?"
    under = {"caption": caption, "caption_entities": entities(caption)}
    assert heard(message=message(chat=GROUP, photo=[], **under)).heard.text == "what is that?"
    assert hear(message=message(chat=GROUP, photo=[], caption="what is that?")) is None
    alone = {"caption": f"@{BOT_NAME}", "caption_entities": entities(f"@{BOT_NAME}")}
    assert heard(message=message(chat=GROUP, photo=[], **alone)).heard.unread
