"""What is shown on Slack beside answers: our home, and a message whose button was pressed."""

from __future__ import annotations

import pytest

from marrow.channels.slack.requests import ShownMessage
from marrow.channels.slack.views import choice_message, home, with_choice
from marrow.clinic import get_clinic
from marrow.contract import Kind
from marrow.conversation.turn import Button, make_turn
from marrow.conversation.words import CHOSEN, COMMANDS, LICENSE, on_a_platform
from marrow.rendering.said import Said
from marrow.rendering.slack import render
from tests.platform_limits import slack_problems, slack_shown

TITLES = [f"Button {number} <&>" for number in range(7)]


@pytest.fixture
def shown() -> ShownMessage:
    """A message of ours as Slack sends it back."""
    buttons = tuple(Button(title, f"/{place}") for place, title in enumerate(TITLES))
    (message,) = render(Said(make_turn(Kind.SMALL_TALK), "What would you like?", buttons=buttons))
    blocks = [{**block, "block_id": f"b{place}"} for place, block in enumerate(message["blocks"])]
    return ShownMessage(ts="5.1", text=message["text"], blocks=blocks)


def test_what_was_chosen_stands_in_place_of_all_the_buttons(shown: ShownMessage) -> None:
    kinds = [block["type"] for block in shown.blocks]
    changed = with_choice(shown, TITLES[3])
    assert slack_problems(changed) == []
    first = kinds.index("actions")
    expected = [kind for kind in kinds if kind != "actions"]
    expected.insert(first, "context")
    assert [block["type"] for block in changed["blocks"]] == expected
    assert slack_shown({"blocks": [changed["blocks"][first]]}) == f"{CHOSEN} {TITLES[3]}"
    assert changed["text"] == shown.text


def test_buttons_that_open_a_link_stay(shown: ShownMessage) -> None:
    link = {
        "type": "button",
        "action_id": "x",
        "url": "https://example.org",
        "text": {"type": "plain_text", "text": "Open"},
    }
    shown.blocks[-1] = {"type": "actions", "elements": [link, *shown.blocks[-1]["elements"]]}
    left = [block["elements"] for block in with_choice(shown, TITLES[0])["blocks"] if block["type"] == "actions"]
    assert left == [[link]]


def test_a_long_text_is_cut_to_what_slack_takes_at_a_change(shown: ShownMessage) -> None:
    assert slack_problems(with_choice(shown.copy(update={"text": "x" * 9000}), TITLES[0])) == []


def test_what_was_chosen_can_be_a_message_of_its_own() -> None:
    message = choice_message(TITLES[0])
    assert slack_problems(message) == []
    assert slack_shown(message) == f"{CHOSEN} {TITLES[0]}"


def test_our_home_says_how_to_ask_what_becomes_of_it_and_whom_to_call() -> None:
    view = home(None, "Slack")
    assert view["type"] == "home"
    assert slack_problems({"text": "home", "blocks": view["blocks"]}) == []
    read = slack_shown(view)
    assert get_clinic().ways_to_get_help()["emergency"] in read
    assert on_a_platform("Slack", get_clinic()) in read and LICENSE in read
    for name in ("help", "sources", "forget"):
        assert f"`/bme {name}`  {COMMANDS[name]}" in read
