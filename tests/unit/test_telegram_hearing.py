"""What is heard of what Telegram tells, and where the answer goes."""

from __future__ import annotations

from typing import Any, Dict

import pytest

from marrow.channels.telegram.hearing import Incoming, OldButton
from marrow.channels.telegram.updates import CONTENTS
from tests.platforms.telegram import BOT_NAME, bot_user
from tests.platforms.telegram_updates import (
    GROUP,
    KEYS,
    OTHER,
    PERSON,
    PRIVATE,
    hear,
    heard,
    in_group,
    message,
    new_hearing,
    press,
)


def test_a_private_message_is_heard_as_it_is() -> None:
    incoming = heard(message=message("How long, with <b>MRI</b> & 🦴?"))
    assert incoming.heard.text == "How long, with <b>MRI</b> & 🦴?"
    assert incoming.place.arguments() == {"chat_id": 55, "message_thread_id": None, "reply_parameters": None}


def test_the_event_is_the_update() -> None:
    first, second = (heard(message=message("hello")).heard.event_id for _ in range(2))
    assert int(second) == int(first) + 1


def test_a_person_is_the_same_in_all_talks() -> None:
    everywhere = [heard(message=message("a")), heard(message=in_group(f"@{BOT_NAME} a")), heard(callback_query=press())]
    assert {one.heard.person for one in everywhere} == {"55"}


@pytest.mark.parametrize("content", CONTENTS)
def test_what_cannot_be_read_is_noticed(content: str) -> None:
    said = heard(message=message(**{content: {}})).heard
    assert (said.text, said.unread) == ("", True)


def test_words_under_a_picture_are_read_and_the_picture_is_not() -> None:
    said = heard(message=message(photo=[], caption="what is that?")).heard
    assert (said.text, said.unread) == ("what is that?", True)


def test_of_an_album_the_pictures_without_words_are_one_event() -> None:
    album = [message(photo=[], media_group_id="a", **more) for more in ({"caption": "what is that?"}, {}, {})]
    first, *others = [heard(message=one).heard for one in album]
    assert (first.text, first.unread) == ("what is that?", False)
    assert len({one.event_id for one in others}) == 1 and others[0].unread
    assert heard(message=message(photo=[], media_group_id="b")).heard.event_id != others[0].event_id


@pytest.mark.parametrize(
    "fields",
    [
        {"from": bot_user()},
        {"from": None},
        {"sender_chat": GROUP},
        {"chat": {"id": -5, "type": "channel"}},
        {"text": None, "new_chat_members": [OTHER]},
        {"text": None, "pinned_message": {}},
        {"text": ""},
    ],
)
def test_what_no_person_says_is_not_heard(fields: Dict[str, Any]) -> None:
    assert hear(message={**message("hello"), **fields}) is None


@pytest.mark.parametrize("kind", ["channel_post", "my_chat_member", "inline_query", "poll", "invented"])
def test_other_kinds_of_updates_are_not_heard(kind: str) -> None:
    assert hear(**{kind: message("hello")}) is None


def test_an_edited_message_is_a_new_one_and_its_answer_replies_to_it() -> None:
    hearing = new_hearing()
    assert isinstance(hear(hearing, message=message("my nee")), Incoming)
    mended = hear(hearing, edited_message=message("my knee"))
    assert isinstance(mended, Incoming)
    assert (mended.heard.text, mended.place.replied) == ("my knee", 9)
    assert hear(hearing, edited_message=message("my knee")) is None


def test_an_edit_that_leaves_the_words_alone_is_not_heard() -> None:
    hearing = new_hearing()
    hear(hearing, message=message("my knee"))
    assert hear(hearing, edited_message=message("my knee", link_preview_options={})) is None
    assert hear(hearing, edited_message=message(location={}, edit_date=2)) is None


def test_an_edit_that_names_the_bot_is_heard() -> None:
    hearing = new_hearing()
    assert hear(hearing, message=in_group("how long?")) is None
    assert isinstance(hear(hearing, edited_message=in_group(f"@{BOT_NAME} how long?")), Incoming)


def test_half_a_character_is_replaced() -> None:
    assert heard(message=message("knee \ud83d")).heard.text == "knee \ufffd"


def test_a_pressed_button_says_what_it_reads_and_is_all_that_is_left() -> None:
    incoming = heard(callback_query=press("/two"))
    assert (incoming.heard.text, incoming.heard.title) == ("/two", "Two")
    assert incoming.press and incoming.press.keyboard == [[{"text": "✓ Two", "callback_data": "/two"}]]
    assert incoming.place.replied is None


def test_links_stay_under_a_message() -> None:
    keys = [*KEYS, [{"text": "Clinic", "url": "https://clinic.example"}]]
    incoming = heard(callback_query=press(reply_markup={"inline_keyboard": keys}))
    assert incoming.press and incoming.press.keyboard
    assert incoming.press.keyboard[1:] == [[{"text": "Clinic", "url": "https://clinic.example"}]]


def test_a_button_pressed_once_more_reads_the_same_and_stays() -> None:
    pressed = {"inline_keyboard": [[{"text": "✓ One", "callback_data": "/one"}]]}
    incoming = heard(callback_query=press(reply_markup=pressed))
    assert incoming.heard.title == "One"
    assert incoming.press and incoming.press.keyboard is None


@pytest.mark.parametrize(
    "query",
    [
        press("/restart"),
        press(""),
        {**press(), "message": {"chat": PRIVATE, "message_id": 9, "date": 0}},
        press(reply_markup=None),
        {"id": "q", "from": PERSON, "inline_message_id": "1", "data": "/one"},
        {"id": "q", "from": PERSON, "game_short_name": "chess"},
    ],
    ids=["forged", "empty", "too old", "without buttons", "elsewhere", "game"],
)
def test_a_button_that_its_message_does_not_have_says_nothing(query: Dict[str, Any]) -> None:
    assert hear(callback_query=query) == OldButton("q")


def test_in_a_group_the_answer_to_a_button_replies_to_what_was_asked() -> None:
    asked = {"message_id": 3, "from": PERSON}
    mine = heard(callback_query=press(chat=GROUP, reply_to_message=asked))
    assert (mine.place.replied, mine.heard.place) == (3, heard(message=in_group(f"@{BOT_NAME} x")).heard.place)


def test_in_a_group_others_do_not_take_somebodys_buttons_away() -> None:
    asked = {"message_id": 3, "from": PERSON}
    others = heard(callback_query=press(by=OTHER, chat=GROUP, reply_to_message=asked))
    assert others.press and others.press.keyboard is None
    assert others.place.replied == 9
    assert others.heard.place == heard(message=in_group(f"@{BOT_NAME} x", **{"from": OTHER})).heard.place
