"""What we call of Slack, with the real SDK and a stand-in for Slack: what is sent, and what becomes of failures."""

from __future__ import annotations

import asyncio
import logging
from typing import List

import pytest

from marrow.channels.slack.client import RETRIES, SlackClient
from tests.platforms.server import Answer, Fault
from tests.platforms.slack import BAD_GATEWAY, BROKEN_OFF, HELD, INTERNAL_ERROR, TOKEN, FakeSlack, rate_limited, refused
from tests.platforms.slack_sending import (
    CHANNEL,
    DIRECT,
    FIRST,
    SECOND,
    WORD,
    in_private,
    say,
    texts,
    use,
)

pytestmark = pytest.mark.usefixtures("no_pauses")


def test_the_messages_of_an_answer_come_in_order_where_it_was_asked_for(slack: FakeSlack) -> None:
    say(slack, CHANNEL, FIRST, SECOND)
    assert texts(slack) == [FIRST["text"], SECOND["text"]]
    assert {(one.channel, one.thread, one.only_for) for one in slack.posted} == {("C1", "4.1", None)}
    say(slack, DIRECT, FIRST)
    assert (slack.posted[-1].channel, slack.posted[-1].thread) == ("D1", None)


def test_what_only_one_person_sees_goes_to_that_person_without_the_token(slack: FakeSlack) -> None:
    say(slack, in_private(slack), FIRST, SECOND)
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
    say(slack, in_private(slack), FIRST)
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
    say(slack, in_private(slack), FIRST)
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
    place = in_private(slack)
    with caplog.at_level(logging.DEBUG):
        say(slack, place, *[FIRST] * 6)
    assert len(slack.posted) == 5
    assert "Slack did not take a message: used_url" in caplog.messages
    assert str(place.response_url) not in caplog.text and WORD not in caplog.text


def test_nobody_there_is_logged_and_nothing_is_raised(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    gone = FakeSlack()
    gone.stop()
    say(slack, DIRECT, FIRST, slack_api_url=gone.api_url)
    say(slack, in_private(gone), FIRST)
    assert caplog.messages == ["Slack did not take a message: ClientConnectorError"] * 2


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
