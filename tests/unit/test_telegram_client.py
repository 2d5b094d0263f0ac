"""Calls to Telegram through the real client library, and what becomes of those that fail."""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import Any, Callable, Iterator, List, Type

import pytest
from aiohttp import ClientTimeout

from marrow.channels.telegram.client import PATIENCE, PAUSES, BadCall, CallFailed, Client, NotWanted
from marrow.settings import Settings
from tests.platforms.server import Answer, Fault
from tests.platforms.telegram import (
    BAD_GATEWAY,
    BLOCKED,
    BOT_ID,
    CUT_OFF,
    HELD,
    SERVER_ERROR,
    TOKEN,
    FakeTelegram,
    refusal,
    too_many_requests,
)

CHAT, TEXT = 55, "a secret of somebody"
FAILURES = [SERVER_ERROR, BAD_GATEWAY, CUT_OFF, Fault(Answer(b"", 504)), Fault(Answer({"ok": False}, 429))]


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    running = FakeTelegram()
    running.chats[CHAT] = {"id": CHAT, "type": "private"}
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def environment(telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in telegram.settings().items():
        monkeypatch.setenv(name, value)


class Sleep:
    """Does not wait, and remembers how long it should have; time goes on by as much."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds: List[float] = []
        monkeypatch.setattr("time.monotonic", lambda: 1000.0 + sum(self.seconds))

    async def __call__(self, seconds: float) -> None:
        self.seconds += [seconds] if seconds else []


@pytest.fixture
def sleep(monkeypatch: pytest.MonkeyPatch) -> Sleep:
    return Sleep(monkeypatch)


def call(sleep: Callable[[float], Any], method: str = "sendMessage", times: int = 1, **arguments: Any) -> Any:
    async def made() -> Any:
        client = Client(Settings(), sleep)
        try:
            for _ in range(times):
                result = await client.call(method, **(arguments or {"chat_id": CHAT, "text": TEXT}))
            return result
        finally:
            await client.close()

    return asyncio.run(made())


def failure(sleep: Sleep, kind: Type[CallFailed] = CallFailed, **arguments: Any) -> CallFailed:
    with pytest.raises(kind) as caught:
        call(sleep, **arguments)
    return caught.value


def test_making_a_client_calls_nothing(telegram: FakeTelegram, sleep: Sleep) -> None:
    assert Client(Settings(), sleep).id == BOT_ID
    assert telegram.calls == []


def test_a_message_is_sent_with_all_that_belongs_to_it(telegram: FakeTelegram, sleep: Sleep) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Ünï 🦴", "callback_data": "/b"}]]}
    call(sleep, chat_id=CHAT, text="<b>1 &lt; 2</b>", parse_mode="HTML", reply_markup=keyboard, message_thread_id=None)
    (sent,) = telegram.sent
    assert (sent["text"], sent["reply_markup"]) == ("1 < 2", keyboard)
    assert "message_thread_id" not in telegram.arguments[0]
    assert sleep.seconds == []


@pytest.mark.parametrize("fault", FAILURES)
def test_what_may_pass_is_tried_again(fault: Fault, telegram: FakeTelegram, sleep: Sleep) -> None:
    telegram.fail_next(fault, fault)
    call(sleep)
    assert [message["text"] for message in telegram.sent] == [TEXT]
    assert sleep.seconds == list(PAUSES[:2])


@pytest.mark.parametrize("fault", FAILURES)
def test_what_does_not_pass_is_given_up(fault: Fault, telegram: FakeTelegram, sleep: Sleep) -> None:
    telegram.fail_next(*[fault] * 10)
    failure(sleep)
    assert (len(telegram.calls), sleep.seconds) == (1 + len(PAUSES), list(PAUSES))


def test_an_answer_that_does_not_come_is_asked_for_again(
    telegram: FakeTelegram, sleep: Sleep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marrow.channels.telegram.client.TIMEOUT", ClientTimeout(total=0.5))
    telegram.fail_next(HELD)
    call(sleep)
    assert (telegram.names(), len(telegram.sent)) == (["sendMessage"] * 2, 1)


def test_nobody_there_is_given_up(monkeypatch: pytest.MonkeyPatch, sleep: Sleep) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("MARROW_TELEGRAM_API_URL", f"http://127.0.0.1:{closed.getsockname()[1]}")
        assert str(failure(sleep)) == "sendMessage: NetworkError"


def test_the_time_that_telegram_asks_for_is_kept(telegram: FakeTelegram, sleep: Sleep) -> None:
    telegram.fail_next(too_many_requests(7), too_many_requests(30))
    call(sleep)
    assert len(telegram.sent) == 1
    assert sleep.seconds == [7, 30]


def test_while_telegram_asks_for_time_nothing_else_goes_to_that_chat(telegram: FakeTelegram) -> None:
    """Several people may talk in one chat; talks in others go on."""
    telegram.chats[CHAT + 1] = {"id": CHAT + 1, "type": "private"}
    telegram.fail_next(too_many_requests(7))

    async def made() -> List[int]:
        asked_to_wait, waited = asyncio.Event(), asyncio.Event()

        async def wait(seconds: float) -> None:
            if seconds:
                asked_to_wait.set()
                await waited.wait()

        client = Client(Settings(), wait)
        first = asyncio.ensure_future(client.call("sendMessage", chat_id=CHAT, text="1"))
        await asked_to_wait.wait()
        second = asyncio.ensure_future(client.call("sendMessage", chat_id=CHAT, text="2"))
        await client.call("sendMessage", chat_id=CHAT + 1, text="3")
        before = len(telegram.calls)
        waited.set()
        await asyncio.gather(first, second)
        await client.close()
        return [before, len(telegram.calls)]

    assert asyncio.run(made()) == [2, 4]


def test_nobody_waits_for_hours(telegram: FakeTelegram, sleep: Sleep) -> None:
    telegram.fail_next(too_many_requests(int(PATIENCE) + 1))
    assert str(failure(sleep)) == "sendMessage: RetryAfter"
    assert (len(telegram.calls), sleep.seconds) == (1, [])


def test_a_group_that_has_moved_is_followed(telegram: FakeTelegram, sleep: Sleep) -> None:
    moved = refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-100)
    telegram.chats[-100] = {"id": -100, "type": "supergroup"}
    telegram.fail_next(Fault(moved))
    call(sleep)
    assert telegram.sent[0]["chat"]["id"] == -100


@pytest.mark.parametrize(
    "description",
    [
        "Forbidden: bot was blocked by the user",
        "Forbidden: user is deactivated",
        "Forbidden: bot was kicked from the supergroup chat",
        "Forbidden: bot is not a member of the channel chat",
    ],
)
def test_who_does_not_want_to_hear_is_left_alone(description: str, telegram: FakeTelegram, sleep: Sleep) -> None:
    telegram.fail_next(Fault(refusal(403, description)))
    failure(sleep, NotWanted)
    assert len(telegram.calls) == 1


def test_what_telegram_refuses_is_not_sent_again(telegram: FakeTelegram, sleep: Sleep) -> None:
    assert isinstance(failure(sleep, BadCall, chat_id=CHAT, text="<q>", parse_mode="HTML"), BadCall)
    assert len(telegram.calls) == 1


@pytest.mark.parametrize(
    "description, of_the_place",
    [
        ("TOPIC_CLOSED", True), ("TOPIC_DELETED", True), ("message thread not found", True),
        ("message to be replied not found", True), ("reply message not found", True), ("chat not found", False),
        ("can't parse entities: Unsupported start tag \"q\" at byte offset 0", False), ("message is too long", False),
    ],
)  # fmt: skip
def test_a_refusal_tells_whether_it_is_about_the_place(
    description: str, of_the_place: bool, telegram: FakeTelegram, sleep: Sleep
) -> None:
    telegram.fail_next(Fault(refusal(400, f"Bad Request: {description}")))
    error = failure(sleep, BadCall)
    assert isinstance(error, BadCall) and error.of_the_place == of_the_place


def test_a_wrong_token_is_not_tried_again(
    telegram: FakeTelegram, sleep: Sleep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARROW_TELEGRAM_BOT_TOKEN", "1:wrong")
    error = failure(sleep)
    assert (str(error), isinstance(error, NotWanted)) == ("sendMessage: Unauthorized", False)
    assert len(telegram.calls) == 1


@pytest.mark.parametrize("fault", [*FAILURES, BLOCKED, Fault(refusal(400, f"Bad Request: {TOKEN} {TEXT}"))])
def test_neither_the_token_nor_a_word_gets_out(
    fault: Fault, telegram: FakeTelegram, sleep: Sleep, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def attempted() -> None:
        client = Client(Settings(), sleep)
        await client.attempt("sendMessage", chat_id=CHAT, text=TEXT)
        try:
            await client.call("sendMessage", chat_id=CHAT, text=TEXT)
        except CallFailed:
            logging.getLogger("test").exception("It failed")
        await client.close()

    telegram.fail_next(*[fault] * 10)
    asyncio.run(attempted())
    assert "CallFailed" in caplog.text or "NotWanted" in caplog.text or "BadCall" in caplog.text
    assert TOKEN not in caplog.text and TOKEN.split(":")[1] not in caplog.text
    assert TEXT not in caplog.text
