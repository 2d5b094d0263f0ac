"""How answers reach people on Telegram, and what a Telegram that fails does to everybody else."""

from __future__ import annotations

import logging
from typing import Iterator

import pytest

from marrow.channels.telegram import client, speaking
from marrow.conversation.words import YOU_CAN_WRITE
from tests.platforms.server import Answer, Fault
from tests.platforms.telegram import (
    BAD_GATEWAY,
    BLOCKED,
    BOT_NAME,
    CUT_OFF,
    HELD,
    SERVER_ERROR,
    TOKEN,
    TOPIC_CLOSED,
    TOPIC_GONE,
    refusal,
    too_many_requests,
)
from tests.platforms.telegram_people import buttons
from tests.platforms.telegram_stage import Stage, new_stage, said, told_once
from tests.web import BUTTON

SEND = "sendMessage"
SECRETS = (TOKEN, TOKEN.split(":")[1], "invented-secret")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    yield from new_stage(tmp_path_factory.mktemp("stage"))


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PAUSES", (0.01, 0.01, 0.01))


@pytest.mark.parametrize("fault", [SERVER_ERROR, BAD_GATEWAY, CUT_OFF, too_many_requests(1)])
def test_an_answer_gets_through_when_telegram_stumbles(fault: Fault, stage: Stage) -> None:
    talk = stage.known()
    stage.telegram.fail_next(fault, fault, name=SEND)
    talk.say("first")
    talk.say("second")
    talk.wait_for(4)
    assert talk.texts[2:] == [said("first"), said("second")]


def test_an_answer_whose_form_is_refused_comes_as_plain_text(stage: Stage) -> None:
    talk = stage.known()
    stage.telegram.fail_next(Fault(refusal(400, "Bad Request: can't parse entities: invented")), name=SEND)
    talk.say("1 < 2 & 3")
    talk.wait_for(3)
    assert said("1 < 2 & 3") in talk.texts[-1] and BUTTON["title"] in talk.texts[-1]
    assert "parse_mode" not in stage.telegram.arguments[-1]


def test_of_an_answer_only_the_part_that_is_refused_comes_as_plain_text(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = stage.known()
    form = {"parse_mode": "HTML", "reply_markup": {"inline_keyboard": [[{"text": "Next", "callback_data": "/next"}]]}}
    link = '<a href="https://clinic.example/?a&amp;b">a &lt;source&gt;</a>'
    parts = [{**form, "text": "<b>First</b>"}, {**form, "text": f"<blink>Second</blink>, {link}"}, {"text": "Third"}]
    monkeypatch.setattr(speaking, "render", lambda _: parts)
    talk.say("hello")
    talk.wait_for(5)
    plain = f"Second, a <source> (https://clinic.example/?a&b)\n\n{YOU_CAN_WRITE}\n- Next"
    assert talk.texts[2:] == ["First", plain, "Third"]
    assert [buttons(message) for message in talk.received[2:]] == [["Next"], [], []]


@pytest.mark.parametrize("says", [TOPIC_CLOSED, TOPIC_GONE])
def test_where_a_topic_cannot_be_written_in_any_more_the_answer_comes_outside_of_it(says: str, stage: Stage) -> None:
    talk = stage.post.talk(**stage.post.group(is_forum=True))
    stage.telegram.lost_topics[77] = says
    talk.say(f"@{BOT_NAME} how long?", message_thread_id=77, is_topic_message=True)
    note, answer = talk.wait_for(2)
    assert (note["text"], answer["text"]) == (told_once(), said("how long?"))
    assert "message_thread_id" not in answer and "reply_to_message" not in answer
    assert buttons(answer) == [BUTTON["title"]], "it is written as it would be there"


@pytest.mark.parametrize("first", ["the place", "the form"])
def test_where_both_the_form_and_the_place_are_refused_plain_text_comes_outside(
    first: str, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = stage.post.talk(**stage.post.group(is_forum=True))
    stage.telegram.lost_topics[78] = TOPIC_CLOSED
    monkeypatch.setattr(speaking, "render", lambda _: [{"text": "<blink>It is so.</blink>", "parse_mode": "HTML"}])
    if first == "the form":
        stage.telegram.fail_next(Fault(refusal(400, "Bad Request: can't parse entities: invented")), name=SEND)
    talk.say(f"@{BOT_NAME} how long?", message_thread_id=78, is_topic_message=True)
    talk.wait_for(2)
    assert talk.texts == ["It is so."] * 2


def test_the_answer_is_said_although_the_note_before_it_was_not(stage: Stage) -> None:
    talk = stage.post.talk()
    stage.telegram.fail_next(*[SERVER_ERROR] * (1 + len(client.PAUSES)), name=SEND)
    talk.say("hello")
    talk.wait_for(1)
    assert talk.texts == [said("hello")]


def test_a_button_is_answered_although_its_keyboard_could_not_be_changed(stage: Stage) -> None:
    talk, before = stage.known(), len(stage.telegram.calls)
    stage.telegram.fail_next(Fault(refusal(400, "Bad Request: message can't be edited")), name="editMessageReplyMarkup")
    talk.press(BUTTON["title"])
    talk.wait_for(3)
    stage.telegram.wait_for(lambda: "editMessageReplyMarkup" in stage.telegram.names()[before:])
    assert buttons(talk.received[1]) == [BUTTON["title"]]


def test_somebody_who_has_blocked_the_bot_is_left_alone(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    talk = stage.post.talk()
    calls = len(stage.telegram.calls)
    stage.telegram.fail_next(BLOCKED, name=SEND)
    with caplog.at_level(logging.INFO):
        talk.say("hello")
        stage.telegram.wait_for(lambda: len(stage.telegram.calls) > calls)
        stage.settle()
    assert len(stage.telegram.calls) == calls + 3  # the note to who has blocked it, and the two to who asked after it
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize(
    "fault, times",
    [
        (SERVER_ERROR, 4),
        (BAD_GATEWAY, 4),
        (CUT_OFF, 4),
        (Fault(Answer(f"/bot{TOKEN}/{SEND} a word of somebody".encode(), 404, {"Content-Type": "text/html"})), 4),
        (Fault(refusal(401, "Unauthorized")), 1),
        (Fault(refusal(404, f"Not Found: /bot{TOKEN}/{SEND}")), 1),
    ],
)
def test_what_could_not_be_said_is_logged_without_the_token_and_without_a_word(
    fault: Fault, times: int, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    talk = stage.known()
    stage.telegram.fail_next(*[fault] * times, name=SEND)
    with caplog.at_level(logging.DEBUG):
        talk.say("a word of somebody")
        talk.say("next")
        talk.wait_for(3)
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 1 and "sendMessage" in errors[0].getMessage()
    assert not [secret for secret in (*SECRETS, "a word of somebody") if secret in caplog.text]


def test_while_telegram_hangs_the_web_chat_and_other_talks_go_on(stage: Stage) -> None:
    talk, other = stage.known(), stage.known()
    token = stage.site.begin()
    stage.telegram.fail_next(HELD, name=SEND)
    talk.say("held")
    stage.telegram.wait_for(lambda: stage.telegram.held)
    assert stage.site.say(token, "hello").status_code == 200
    other.say("meanwhile")
    other.wait_for(3)
    assert len(talk.texts) == 2
    stage.telegram.release()
    talk.wait_for(3)


def test_typing_is_shown_when_an_answer_takes_long(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = stage.known()
    monkeypatch.setattr(speaking, "TYPING_AFTER", 0.05)
    monkeypatch.setattr(stage.site, "slow", 0.5)
    calls = len(stage.telegram.calls)
    talk.say("hello")
    talk.wait_for(3)
    assert stage.telegram.names()[calls:] == ["sendChatAction", SEND]
    assert stage.telegram.calls[calls].fields == {"chat_id": str(talk.chat["id"]), "action": "typing"}


def test_typing_is_not_shown_when_it_does_not(stage: Stage) -> None:
    calls = len(stage.telegram.calls)
    stage.known()
    assert set(stage.telegram.names()[calls:]) == {SEND}
