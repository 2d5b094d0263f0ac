"""What Slack refuses: plain words for what is about the form, patience with an end for what is about the moment."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, Dict, List

import pytest

from marrow.channels.slack.client import PATIENCE
from tests.platforms.server import Answer, Fault
from tests.platforms.slack import FakeSlack, rate_limited, refused, refused_at_url
from tests.platforms.slack_sending import DIRECT, FIRST, SECOND, in_private, say, texts

BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "first"}}]


pytestmark = pytest.mark.usefixtures("no_pauses")


@pytest.mark.parametrize("place", ["channel", "response_url"])
@pytest.mark.parametrize("asked", [[PATIENCE + 1], [PATIENCE // 2, PATIENCE // 2 + 1], [86_400]])
def test_nobody_waits_for_hours(
    slack: FakeSlack, no_pauses: List[float], place: str, asked: List[int], caplog: pytest.LogCaptureFixture
) -> None:
    slack.fail_next(*map(rate_limited, asked))
    say(slack, in_private(slack) if place == "response_url" else DIRECT, {**FIRST, "blocks": BLOCKS}, SECOND)
    assert texts(slack) == [SECOND["text"]]
    assert sum(no_pauses) <= PATIENCE + len(asked)
    assert caplog.messages == ["Slack did not take a message: ratelimited"]


def test_who_does_not_say_how_long_is_asked_again(slack: FakeSlack, no_pauses: List[float]) -> None:
    slack.fail_next(Fault(Answer({"ok": False, "error": "ratelimited"}, 429)))
    say(slack, DIRECT, FIRST)
    assert texts(slack) == [FIRST["text"]]


def test_a_time_that_is_no_number_of_seconds_is_not_waited_for(
    slack: FakeSlack, no_pauses: List[float], caplog: pytest.LogCaptureFixture
) -> None:
    soon = {"Retry-After": "Thu, 26 Nov 2026 20:00:00 GMT"}
    slack.fail_next(Fault(Answer({"ok": False, "error": "ratelimited"}, 429, soon)))
    say(slack, DIRECT, FIRST, SECOND)
    assert (texts(slack), no_pauses) == ([SECOND["text"]], [])
    assert caplog.messages == ["Slack did not take a message: ratelimited"]


@pytest.mark.parametrize("place", ["channel", "response_url", "response_url, in JSON"])
@pytest.mark.parametrize(
    "broken",
    [
        {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 4000}}]},
        {"blocks": [{"type": "divider"}] * 51},
        {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5},
        {"metadata": {"event_type": "Not So", "event_payload": {}}},
    ],
    ids=["invalid_blocks", "too many", "msg_blocks_too_long", "invalid_metadata_format"],
)
def test_a_form_that_is_refused_gives_way_to_plain_words(slack: FakeSlack, broken: Dict[str, Any], place: str) -> None:
    slack.refuses_in_json = "JSON" in place
    where = in_private(slack) if "response_url" in place else DIRECT
    say(slack, where, {**FIRST, **broken, "unfurl_links": False}, SECOND)
    assert [(one.text, one.blocks, one.metadata) for one in slack.posted] == [
        (FIRST["text"], [], {}),
        (SECOND["text"], [], {}),
    ]
    assert slack.problems
    slack.problems.clear()


@pytest.mark.parametrize("code", ["msg_too_long", "invalid_arguments", "no_text", "metadata_too_large", "of_next_year"])
@pytest.mark.parametrize(
    "says",
    [refused, refused_at_url, partial(refused_at_url, in_json=True), partial(refused_at_url, status=200, in_json=True)],
)
def test_whatever_may_be_about_the_form_gives_way_to_plain_words(
    slack: FakeSlack, code: str, says: Callable[[str], Answer]
) -> None:
    slack.fail_next(Fault(says(code)))
    say(slack, DIRECT if says is refused else in_private(slack), {**FIRST, "blocks": BLOCKS})
    assert [(one.text, one.blocks) for one in slack.posted] == [(FIRST["text"], [])]


@pytest.mark.parametrize("code", ["not_in_channel", "is_archived", "invalid_auth", "token_revoked", "ratelimited"])
def test_plain_words_do_not_help_against_the_place_or_the_token(
    slack: FakeSlack, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    slack.unusable_channels["D1"] = code
    say(slack, DIRECT, {**FIRST, "blocks": BLOCKS})
    assert (len(slack.calls), caplog.messages) == (1, [f"Slack did not take a message: {code}"])


@pytest.mark.parametrize("in_json", [False, True])
def test_an_address_that_is_used_up_is_not_tried_again(
    slack: FakeSlack, in_json: bool, caplog: pytest.LogCaptureFixture
) -> None:
    slack.refuses_in_json = in_json
    say(slack, in_private(slack), *[{**FIRST, "blocks": BLOCKS}] * 6)
    assert len(slack.calls) == 6
    assert caplog.messages == ["Slack did not take a message: used_url"]


def test_plain_words_that_are_refused_are_not_sent_again(slack: FakeSlack) -> None:
    slack.fail_next(*[Fault(refused("invalid_arguments"))] * 2)
    say(slack, DIRECT, {**FIRST, "blocks": BLOCKS}, SECOND)
    assert (len(slack.calls), texts(slack)) == (3, [SECOND["text"]])
