"""What the assistant does on Telegram when something is wrong: forged, malformed, repeated, refused, slow or gone."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Dict, List, Optional

import pytest
import requests

from marrow.run import LOGS
from tests.bot import Bot, Reply
from tests.platforms.server import Call, Fault
from tests.platforms.telegram import (
    BAD_GATEWAY,
    BLOCKED,
    CUT_OFF,
    HELD,
    SECRET,
    SERVER_ERROR,
    TOKEN,
    FakeTelegram,
    refusal,
    too_many_requests,
)
from tests.platforms.telegram_people import Post, Talk
from tests.platforms.telegram_stage import ADDRESS, rows
from tests.platforms.telegram_visit import Visit, bold

SEND = "sendMessage"
Labels = Dict[str, str]


def kept(bot: Bot) -> int:
    return rows(bot.folder / "conversations.sqlite")


def calls_to(talk: Talk, telegram: FakeTelegram) -> List[Call]:
    return [call for call in telegram.calls if call.fields.get("chat_id") == str(talk.chat["id"])]


def on_the_web(bot: Bot, text: str) -> Reply:
    token = requests.post(f"{bot.url}/chat/conversations", json={}, timeout=30).json()["conversation"]
    address = f"{bot.url}/chat/conversations/{token}/messages"
    return Reply(requests.post(address, json={"text": text}, timeout=30).json()["messages"])


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], f"{SECRET}x"])
def test_who_is_not_telegram_is_refused_and_nothing_is_kept(
    secret: Optional[str], post: Post, telegram_bot: Bot, telegram: FakeTelegram, labels: Labels
) -> None:
    talk = post.talk()
    before, calls = kept(telegram_bot), len(telegram.calls)
    press = {"id": "1", "from": talk.user, "message": talk.message("x"), "data": "/definition"}
    for update in (
        post.update(message=talk.message(labels["definition"])),
        post.update(message=talk.message("/forget")),
        post.update(callback_query=press),
        b"{",
        b"x" * 1_000_000,
    ):
        answer = post.bring(update, secret)
        assert (answer.status_code, answer.content) == (401, b"")
    assert (kept(telegram_bot), len(telegram.calls)) == (before, calls)


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 60_000, b"\x00", b"[]", b"update_id=1", b"\xff{}"])
def test_what_is_no_update_is_refused_and_nothing_is_kept(body: bytes, post: Post, telegram_bot: Bot) -> None:
    before = kept(telegram_bot)
    assert post.bring(body).status_code == 400
    assert kept(telegram_bot) == before


@pytest.mark.parametrize(
    "update", [{}, {"message": 5}, {"message": {"text": "x"}}, {"poll": {}}, {"callback_query": {}}]
)
def test_an_update_that_cannot_be_used_is_taken_and_nothing_is_kept(
    update: Dict[str, Any], post: Post, telegram_bot: Bot
) -> None:
    before = kept(telegram_bot)
    assert post.bring(post.update(**update)).status_code == 200
    assert kept(telegram_bot) == before


def test_an_update_that_comes_again_is_answered_once(post: Post, labels: Labels) -> None:
    visit = Visit(post.talk())
    update = post.update(message=visit.talk.message(labels["definition"]))

    def bring(_: int) -> int:
        return post.bring(update).status_code

    def all_at_once() -> None:
        with ThreadPoolExecutor(10) as pool:
            assert set(pool.map(bring, range(20))) == {200}

    assert len(visit.after(all_at_once)) == 2, "the note and the answer"
    assert visit.after(lambda: bring(0)) == []


def test_a_press_that_comes_again_is_answered_once(post: Post, labels: Labels) -> None:
    visit = Visit(post.talk())
    answer = visit.says(labels["definition"])[-1]
    presses: List[Any] = []
    assert visit.after(lambda: presses.append(visit.talk.press("How sure is that?", answer)))
    assert visit.after(lambda: [post.bring(presses[0]) for _ in range(5)]) == []


@pytest.mark.parametrize("fault", [SERVER_ERROR, BAD_GATEWAY, CUT_OFF])
def test_what_telegram_does_not_take_at_first_is_sent_again_in_order(
    fault: Fault, post: Post, telegram: FakeTelegram, labels: Labels
) -> None:
    visit = Visit(post.talk())
    telegram.fail_next(fault, name=SEND)
    note, answer = visit.says(labels["definition"])
    assert (bold(note), bold(answer)[0]) == ([], labels["definition"])
    first, second, *_ = [call for call in calls_to(visit.talk, telegram) if call.name == SEND]
    assert first.body == second.body


def test_the_time_that_telegram_asks_for_is_kept(post: Post, telegram: FakeTelegram, labels: Labels) -> None:
    """Nothing goes to that chat meanwhile; another talk goes on."""
    talk, other = post.talk(), Visit(post.talk())
    telegram.fail_next(too_many_requests(3), name=SEND)
    begun = time.monotonic()
    talk.say(labels["definition"])
    telegram.wait_for(lambda: calls_to(talk, telegram))
    talk.say(labels["symptoms"])
    assert len(other.says(labels["definition"])) == 2
    telegram.wait_for(lambda: len(calls_to(talk, telegram)) > 1)
    assert time.monotonic() - begun >= 3
    assert [bold(message)[:1] for message in talk.wait_for(3)] == [[], [labels["definition"]], [labels["symptoms"]]]


def test_while_telegram_hangs_everybody_else_is_answered(
    post: Post, telegram: FakeTelegram, telegram_bot: Bot, labels: Labels
) -> None:
    stuck, other = post.talk(), Visit(post.talk())
    telegram.fail_next(HELD, name=SEND)
    stuck.say(labels["definition"])
    telegram.wait_for(lambda: telegram.held)
    assert on_the_web(telegram_bot, labels["definition"]).turn["topic"] == "definition"
    assert bold(other.says(labels["symptoms"])[-1])[0] == labels["symptoms"]
    assert telegram.held == 1 and stuck.received == []
    telegram.release()
    assert bold(stuck.wait_for(2)[-1])[0] == labels["definition"]


def test_who_has_blocked_the_bot_is_left_alone_and_others_are_answered(
    post: Post, telegram: FakeTelegram, labels: Labels
) -> None:
    gone = post.talk()
    telegram.fail_next(BLOCKED, name=SEND)
    gone.say(labels["definition"])
    telegram.wait_for(lambda: calls_to(gone, telegram))
    assert len(Visit(post.talk()).says(labels["symptoms"])) == 2
    assert len(calls_to(gone, telegram)) == 1


def test_while_telegram_is_down_nothing_else_is_and_its_log_has_no_secrets(
    post: Post, telegram: FakeTelegram, telegram_bot: Bot, labels: Labels
) -> None:
    down, word = post.talk(), "zq-only-in-this-message"
    calls = len(telegram.calls)
    telegram.fail_next(
        Fault(refusal(401, "Unauthorized")), Fault(refusal(404, f"/bot{TOKEN}/{SEND} {word}")), name=SEND
    )
    down.say(f"{labels['definition']} {word}")
    telegram.wait_for(lambda: telegram.names()[calls:].count(SEND) == 2)
    assert on_the_web(telegram_bot, labels["definition"]).kind == "answer"
    assert len(Visit(post.talk()).says(labels["symptoms"])) == 2
    log = "".join(Path(file).read_text(encoding="utf-8") for file in LOGS.glob(f"*-{telegram_bot.port}.log"))
    assert log.count("An answer could not be sent to Telegram") == 2
    for secret in (TOKEN, TOKEN.split(":")[1], SECRET, word, str(down.chat["id"])):
        assert secret not in log


def test_without_a_token_there_is_no_telegram(bot: Bot) -> None:
    assert requests.post(f"{bot.url}{ADDRESS}", json={}, timeout=30).status_code == 404


def test_a_telegram_that_cannot_be_reached_does_not_keep_it_from_starting(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    alone = Bot(tmp_path, **{**telegram.settings(), "MARROW_TELEGRAM_API_URL": "http://127.0.0.1:9"})
    try:
        Post(telegram, f"{alone.url}{ADDRESS}").talk().say("hello")
        assert on_the_web(alone, "hello").kind == "smalltalk"
    finally:
        alone.stop()
