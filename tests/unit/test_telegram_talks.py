"""Talks on Telegram: buttons, pictures, edits, commands and groups."""

from __future__ import annotations

from typing import Any, Dict, Iterator

import pytest

from marrow.clinic import get_clinic
from marrow.conversation.words import DELETED, NO_SOURCES, OLD_BUTTON, UNSEEN, text_only
from tests.platforms.telegram import BOT_NAME
from tests.platforms.telegram_people import buttons
from tests.platforms.telegram_stage import Stage, new_stage, said, told_once
from tests.web import BUTTON, RESPONSES

ONE = {"message_id": 1, "chat": {"id": 1, "type": "private"}}
NOT_MODIFIED = "editMessageReplyMarkup: message is not modified"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    yield from new_stage(tmp_path_factory.mktemp("stage"))


def test_a_pressed_button_comes_to_rest_shows_that_it_was_chosen_and_is_answered(stage: Stage) -> None:
    talk = stage.known()
    before = len(stage.telegram.calls)
    query = talk.press(BUTTON["title"])["callback_query"]["id"]
    talk.wait_for(3)
    stage.telegram.wait_for(lambda: query in stage.telegram.notices)
    assert stage.telegram.notices[query] is None
    assert talk.texts[-1] == said(BUTTON["payload"])
    stage.telegram.wait_for(lambda: "editMessageReplyMarkup" in stage.telegram.names()[before:])
    order = [name for name in stage.telegram.names()[before:] if name != "answerCallbackQuery"]
    assert order == ["sendMessage", "editMessageReplyMarkup"]
    assert buttons(talk.received[1]) == [f"✓ {BUTTON['title']}"]


def test_a_button_that_is_not_offered_any_more_says_what_it_reads(stage: Stage) -> None:
    talk = stage.known()
    talk.say("/start")
    talk.wait_for(3)
    title = buttons(talk.received[-1])[0]
    talk.press(title)
    talk.wait_for(4)
    assert talk.texts[-1] == said(title)


@pytest.mark.parametrize("old", [{"data": "/restart"}, {"date": 0}], ids=["forged", "too old"])
def test_a_button_that_cannot_be_read_is_answered_at_the_button(old: Dict[str, Any], stage: Stage) -> None:
    talk = stage.known()
    query = talk.press(BUTTON["title"], **old)["callback_query"]["id"]
    stage.telegram.wait_for(lambda: query in stage.telegram.notices)
    assert stage.telegram.notices[query] == OLD_BUTTON
    stage.settle()
    assert len(talk.texts) == 2


def test_a_press_that_comes_again_is_answered_once(stage: Stage) -> None:
    talk = stage.known()
    update = talk.press(BUTTON["title"])
    talk.wait_for(3)
    assert stage.post.bring(update).status_code == 200
    stage.settle()
    assert len(talk.texts) == 3
    assert not [refused for refused in stage.telegram.refused if refused.startswith(NOT_MODIFIED)]


def test_a_picture_is_told_that_only_text_is_read(stage: Stage) -> None:
    talk = stage.known()
    talk.say(photo=[{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}])
    talk.wait_for(3)
    assert talk.texts[2:] == [text_only(get_clinic().ways_to_get_help()["emergency"])]


def test_words_under_a_picture_are_answered(stage: Stage) -> None:
    talk = stage.known()
    talk.say(photo=[], caption="what is that?")
    talk.wait_for(4)
    assert talk.texts[2:] == [UNSEEN, said("what is that?")]


def test_an_album_is_told_once(stage: Stage) -> None:
    talk = stage.known()
    for more in ({"caption": "what is that?"}, {}, {}, {}):
        talk.say(photo=[], media_group_id="album", **more)
    stage.settle()
    assert talk.texts[2:] == [said("what is that?"), text_only(get_clinic().ways_to_get_help()["emergency"])]


def test_an_edited_message_is_answered_as_a_new_one(stage: Stage) -> None:
    talk = stage.known()
    update = talk.say("my nee")
    talk.edit(update)
    mended = talk.edit(update, "my knee")
    talk.wait_for(4)
    stage.post.bring(mended)
    stage.settle()
    assert talk.texts[2:] == [said("my nee"), said("my knee")]
    assert talk.received[-1]["reply_to_message"]["message_id"] == update["message"]["message_id"]


def test_commands_are_done(stage: Stage) -> None:
    talk = stage.known()
    for command in ("/start", f"/help@{BOT_NAME}", "/sources", "/help@other_bot", "/forget"):
        talk.say(command)
    talk.wait_for(6)
    greeting, help_, sources, forgotten = talk.texts[2:]
    assert RESPONSES["utter_greet"][0]["text"].split()[0] in greeting
    assert help_ != greeting and sources == NO_SOURCES and forgotten == DELETED


def test_what_is_forgotten_is_in_no_table_and_the_talk_begins_anew(stage: Stage) -> None:
    talk = stage.known()
    rows = stage.rows()
    talk.say("/forget")
    talk.wait_for(3)
    assert stage.rows() < rows
    talk.say("hello")
    talk.wait_for(5)
    assert talk.texts[3:] == [told_once(), said("hello")]


def test_in_a_group_each_talks_with_the_guide_alone(stage: Stage) -> None:
    group = stage.post.group()
    one, other = stage.post.talk(**group), stage.post.talk(**group)
    one.say("what do you all think?")
    asked = one.say(f"@{BOT_NAME} how long?")
    one.wait_for(2)
    other.say(f"@{BOT_NAME} and for me?")
    one.wait_for(4)
    one.reply(one.received[1], "and the hip?")
    one.wait_for(5)
    assert one.texts == [told_once(), said("how long?"), told_once(), said("and for me?"), said("and the hip?")]
    assert one.received[1]["reply_to_message"]["message_id"] == asked["message"]["message_id"]
    assert len({message.sender_id for message in stage.site.heard[-3:]}) == 2


def test_in_a_forum_the_answer_stays_in_its_topic(stage: Stage) -> None:
    talk = stage.post.talk(**stage.post.group(is_forum=True))
    talk.say(f"@{BOT_NAME} how long?", message_thread_id=3, is_topic_message=True)
    talk.wait_for(2)
    assert {message["message_thread_id"] for message in talk.received} == {3}
