"""What we call of Slack, with the real SDK and a stand-in for Slack: what is sent, and what becomes of failures."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Awaitable, Callable, Dict, Iterator, List

import pytest

from marrow.channels.slack.client import RETRIES, SlackClient
from marrow.channels.slack.hearing import Place
from marrow.settings import Settings
from tests.platforms.server import Answer, Fault
from tests.platforms.slack import BAD_GATEWAY, BROKEN_OFF, HELD, INTERNAL_ERROR, TOKEN, FakeSlack, rate_limited, refused

CHANNEL, DIRECT = Place("T1", "C1", "U1", thread="4.1"), Place("T1", "D1", "U1")
WORD = "a word that nobody may read in a log"
FIRST, SECOND = {"text": f"first, {WORD}"}, {"text": f"second, {WORD}"}
Use = Callable[[SlackClient], Awaitable[None]]


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    running = FakeSlack()
    yield running
    assert running.problems == []
    running.stop()


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> List[float]:
    """Nobody waits; the list tells how long it would have been."""
    pauses: List[float] = []
    really_sleep = asyncio.sleep

    async def sleep(seconds: float, *_: Any) -> None:
        pauses.append(seconds)
        await really_sleep(0)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return pauses


def use(slack: FakeSlack, todo: Use, timeout: int = 10, **fields: Any) -> None:
    """Do something with a client whose connections are open."""

    async def run() -> None:
        settings = {"slack_bot_token": TOKEN, "slack_signing_secret": "s" * 32, "slack_api_url": slack.api_url}
        one = SlackClient(Settings(**{**settings, **fields}), timeout)
        await one.open()
        try:
            await todo(one)
        finally:
            await one.close()

    asyncio.run(run())


def say(slack: FakeSlack, place: Place, *messages: Dict[str, Any], **fields: Any) -> None:
    use(slack, lambda one: one.say(place, messages), **fields)


def texts(slack: FakeSlack) -> List[str]:
    return [one.text for one in slack.posted]


def test_the_messages_of_an_answer_come_in_order_where_it_was_asked_for(slack: FakeSlack) -> None:
    say(slack, CHANNEL, FIRST, SECOND)
    assert texts(slack) == [FIRST["text"], SECOND["text"]]
    assert {(one.channel, one.thread, one.only_for) for one in slack.posted} == {("C1", "4.1", None)}
    say(slack, DIRECT, FIRST)
    assert (slack.posted[-1].channel, slack.posted[-1].thread) == ("D1", None)


def test_what_only_one_person_sees_goes_to_that_person_without_the_token(slack: FakeSlack) -> None:
    say(slack, Place("T1", "C1", "U1", response_url=slack.response_url("U1", "C1")), FIRST, SECOND)
    assert texts(slack) == [FIRST["text"], SECOND["text"]]
    assert {one.only_for for one in slack.posted} == {"U1"}


def test_a_rate_limit_is_obeyed(slack: FakeSlack, no_pauses: List[float]) -> None:
    slack.fail_next(rate_limited(7), rate_limited(30))
    say(slack, DIRECT, FIRST, SECOND)
    assert texts(slack) == [FIRST["text"], SECOND["text"]]
    first, second = no_pauses
    assert 7 <= first < 9 and 30 <= second < 32


def test_a_rate_limit_of_a_response_url_is_obeyed(slack: FakeSlack, no_pauses: List[float]) -> None:
    slack.fail_next(rate_limited(7))
    say(slack, Place("T1", "C1", "U1", response_url=slack.response_url("U1", "C1")), FIRST)
    assert texts(slack) == [FIRST["text"]]
    assert 7 <= no_pauses[0] < 9


@pytest.mark.parametrize("fault", [INTERNAL_ERROR, BAD_GATEWAY, BROKEN_OFF, Fault(Answer(b"", 503))])
def test_what_failed_is_sent_again(slack: FakeSlack, fault: Fault) -> None:
    slack.fail_next(fault, fault)
    say(slack, DIRECT, FIRST, SECOND)
    assert texts(slack) == [FIRST["text"], SECOND["text"]]
    assert len(slack.calls) == 4


@pytest.mark.parametrize("fault", [INTERNAL_ERROR, BAD_GATEWAY])
def test_what_only_one_person_sees_is_sent_again_too(slack: FakeSlack, fault: Fault) -> None:
    slack.fail_next(fault, fault)
    say(slack, Place("T1", "C1", "U1", response_url=slack.response_url("U1", "C1")), FIRST)
    assert texts(slack) == [FIRST["text"]]


def test_what_gets_no_answer_in_time_is_sent_again(slack: FakeSlack) -> None:
    slack.fail_next(HELD)
    say(slack, DIRECT, FIRST, timeout=1)
    assert texts(slack) == [FIRST["text"]]
    assert slack.held == 1


@pytest.mark.parametrize(
    "fault, tries, reason",
    [
        (INTERNAL_ERROR, 1 + RETRIES, "internal_error"),
        (BROKEN_OFF, 1 + RETRIES, "ServerDisconnectedError"),
        (Fault(refused("account_inactive")), 1, "account_inactive"),
        (Fault(refused(WORD)), 1, "SlackApiError"),
        (Fault(Answer(b"ok", 200, {"Content-Type": "text/plain"})), 1, "AttributeError"),
        (Fault(Answer(b"{", 200, {"Content-Type": "application/json"})), 1, "SlackApiError"),
    ],
)
def test_what_cannot_be_sent_is_logged_without_a_word_of_it(
    slack: FakeSlack, fault: Fault, tries: int, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fail_next(*[fault] * tries)
    with caplog.at_level(logging.DEBUG):
        say(slack, DIRECT, FIRST, SECOND)
    assert texts(slack) == [SECOND["text"]], "the rest of the answer is tried all the same"
    assert f"Slack did not take a message: {reason}" in caplog.messages
    assert WORD not in caplog.text and TOKEN not in caplog.text


def test_an_address_that_can_no_longer_be_used_is_logged_without_it(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    address = slack.response_url("U1", "C1")
    with caplog.at_level(logging.DEBUG):
        say(slack, Place("T1", "C1", "U1", response_url=address), *[FIRST] * 6)
    assert len(slack.posted) == 5
    assert "Slack did not take a message: used_url" in caplog.messages
    assert address not in caplog.text and WORD not in caplog.text


def test_nobody_there_is_logged_and_nothing_is_raised(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    gone = FakeSlack()
    gone.stop()
    say(slack, DIRECT, FIRST, slack_api_url=gone.api_url)
    say(slack, Place("T1", "C1", "U1", response_url=f"{gone.url}/response/R1"), FIRST)
    assert caplog.messages == ["Slack did not take a message: ClientConnectorError"] * 2


@pytest.mark.parametrize("ephemeral", [False, True])
def test_blocks_that_are_refused_give_way_to_plain_words(slack: FakeSlack, ephemeral: bool) -> None:
    broken = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 4000}}]
    address = slack.response_url("U1", "C1") if ephemeral else None
    say(slack, Place("T1", "C1", "U1", response_url=address), {**FIRST, "blocks": broken})
    assert [(one.text, one.blocks) for one in slack.posted] == [(FIRST["text"], [])]
    assert slack.problems
    slack.problems.clear()


def test_a_message_that_is_gone_cannot_be_changed_and_nothing_is_raised(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    use(slack, lambda one: one.update(DIRECT, "9.9", FIRST))
    assert caplog.messages == ["Slack did not take chat.update: message_not_found"]


def test_calls_side_by_side_do_not_wait_for_one_that_hangs(slack: FakeSlack) -> None:
    async def both(one: SlackClient) -> None:
        slow = asyncio.ensure_future(one.say(CHANNEL, [FIRST]))
        await asyncio.get_running_loop().run_in_executor(None, slack.wait_for, lambda: slack.held)
        await one.say(DIRECT, [SECOND])
        assert texts(slack) == [SECOND["text"]]
        slack.release()
        await slow

    slack.fail_next(HELD)
    use(slack, both)
    assert texts(slack) == [SECOND["text"], FIRST["text"]]
