"""The checker that the renderers and the fake servers rely on finds what the platforms refuse."""

from __future__ import annotations

import json
from typing import Any, Dict

import pytest

from tests.platform_limits import TelegramHtml, slack_problems, slack_shown, telegram_problems


def mrkdwn(text: str) -> Dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def plain(text: str) -> Dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str) -> Dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text)}


def actions(*changes: Dict[str, Any]) -> Dict[str, Any]:
    elements = [{"type": "button", "action_id": str(place), "text": plain("x"), **change}
                for place, change in enumerate(changes)]  # fmt: skip
    return {"type": "actions", "elements": elements}


GOOD_BLOCKS = [
    {"type": "header", "text": plain("h" * 150)},
    section("*bold* &amp; <https://example.org/?a&amp;b|a link> <mailto:a@example.org>"),
    {"type": "divider"},
    actions({"value": "x" * 2000, "url": "https://example.org", "style": "primary"}, {"text": plain("x" * 75)}),
    {"type": "context", "elements": [mrkdwn("x")] * 10},
]


def test_slack_takes_a_good_message() -> None:
    metadata = {"event_type": "bme_turn", "event_payload": {"kind": "answer", "also": ["x"]}}
    assert slack_problems({"text": "&lt;text&gt;", "blocks": GOOD_BLOCKS, "metadata": metadata}) == []


@pytest.mark.parametrize(
    "block, problem",
    [
        ({"type": "heading", "text": plain("x")}, "no block is called heading"),
        ({"type": "header", "text": plain("h" * 151)}, "151 characters"),
        ({"type": "header", "text": mrkdwn("x")}, "no text object of plain_text"),
        ({"type": "header", "text": plain("x"), "style": "red"}, "unknown field style"),
        ({"type": "header", "text": plain("<!here>")}, "<!here> is no link"),
        (section(""), "0 characters"),
        (section("x" * 3001), "3001 characters"),
        (section("\N{BONE}" * 1501), "3002 characters"),
        (section("<!channel>"), "<!channel> is no link"),
        (section("<@U012AB3CD>"), "<@U012AB3CD> is no link"),
        (section("<javascript:alert(1)|x>"), "is no link"),
        (section("1 < 2"), "a < or > that is not escaped"),
        (section("R&D"), "an & that is not escaped"),
        ({"type": "context", "elements": [mrkdwn("x")] * 11}, "11 elements"),
        ({"type": "context", "elements": [mrkdwn("x" * 3001)]}, "3001 characters"),
        (actions(), "0 elements"),
        (actions(*[{}] * 26), "26 elements"),
        (actions({"text": plain("x" * 76)}), "76 characters"),
        (actions({"text": mrkdwn("x")}), "no text object of plain_text"),
        (actions({"value": "x" * 2001}), "value: 2001 characters"),
        (actions({"url": "tel:112"}), "url: not one that a browser opens"),
        (actions({"style": "red"}), "style: red"),
        (actions({"action_id": ""}), "no button with an action_id"),
        (actions({"action_id": "a"}, {"action_id": "a"}), "an action_id stands twice"),
    ],
)
def test_what_slack_refuses_in_a_block_is_found(block: Dict[str, Any], problem: str) -> None:
    problems = slack_problems({"text": "x", "blocks": [block]})
    assert len(problems) >= 1 and any(problem in one for one in problems)


@pytest.mark.parametrize(
    "change, problem",
    [
        ({"text": ""}, "text: 0 characters"),
        ({"text": "x" * 4001}, "text: 4001 characters"),
        ({"text": "<!channel>"}, "text: <!channel> is no link"),
        ({"text": "\ud83d", "blocks": [section("\ud83d")]}, "half of a character pair"),
        ({"blocks": [section("x")] * 51}, "51 blocks"),
        ({"blocks": [section("x" * 3000)] * 4}, "msg_blocks_too_long: 12244"),
        ({"metadata": {"event_type": "Bme Turn", "event_payload": {}}}, "metadata: event_type"),
        ({"metadata": {"event_type": "bme_turn", "event_payload": {"site": None}}}, "metadata: event_payload"),
    ],
)
def test_what_slack_refuses_in_a_message_is_found(change: Dict[str, Any], problem: str) -> None:
    assert slack_problems({"text": "x", "blocks": [section("x")], **change}) == [problem]


def test_what_is_shown_in_slack_is_text_without_its_markup() -> None:
    blocks = [section("*a* <https://example.org|b> &lt;c&gt;"), {"type": "header", "text": plain("*d*")}]
    assert slack_shown({"blocks": blocks}) == "a b <c>\n*d*"


def keyboard(*buttons: Dict[str, Any], in_a_row: int = 1) -> Dict[str, Any]:
    return {"inline_keyboard": [list(buttons[at : at + in_a_row]) for at in range(0, len(buttons), in_a_row)]}


PRESS = {"text": "x", "callback_data": "x"}


@pytest.mark.parametrize(
    "message",
    [
        {"text": "x" * 4096},
        {"text": "1 < 2 & 3 > 2"},
        {"text": f"<b>{'&amp;' * 4095}</b>\N{DIGIT ONE}", "parse_mode": "HTML"},
        {"text": '<b>x <i>y</i></b> <a href="https://example.org?a&amp;b">z</a> &#39;', "parse_mode": "HTML"},
        {
            "text": "x",
            "reply_markup": keyboard({"text": "x", "callback_data": "x" * 64}, {"text": "x", "url": "https://x.y"}),
        },
        {"text": "x", "reply_markup": json.dumps(keyboard(PRESS))},
    ],
)
def test_telegram_takes_a_good_message(message: Dict[str, Any]) -> None:
    assert telegram_problems(message) == []


@pytest.mark.parametrize(
    "html, problem",
    [
        ("<p>x</p>", "unsupported start tag p"),
        ("<br/>x", "unsupported start tag br"),
        ("<b>x", "<b> is not closed"),
        ("x</b>", "unexpected end tag b"),
        ("<b><i>x</b></i>", "unexpected end tag b"),
        ('<b class="y">x</b>', "<b> with class"),
        ("1 < 2", "a < that is not escaped"),
        ("<3", "a < that is not escaped"),
        ("<!channel> x", "a < that is not escaped"),
        ("R&D", "an & that is not escaped"),
        ("&nbsp;x", "an & that is not escaped"),
        ("<!-- x -->y", "a comment"),
        ('<a href="tel:112">x</a>', "a link that Telegram leaves out"),
        ("<a>x</a>", "a link that Telegram leaves out"),
    ],
)
def test_html_that_telegram_does_not_parse_is_found(html: str, problem: str) -> None:
    assert f"can't parse entities: {problem}" in telegram_problems({"text": html, "parse_mode": "HTML"})


@pytest.mark.parametrize(
    "message, problem",
    [
        ({"text": ""}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long: 4097"),
        ({"text": "\N{BONE}" * 2049}, "message is too long: 4098"),
        ({"text": "\ud83d"}, "half of a character pair"),
        ({"text": "x", "parse_mode": "Markdown"}, "parse_mode Markdown"),
        ({"text": "<b>x</b>" * 101, "parse_mode": "HTML"}, "101 entities"),
        ({"text": f'<a href="https://{"x" * 9500}">x</a>', "parse_mode": "HTML"}, "ENTITIES_TOO_LONG"),
        ({"text": "x", "reply_markup": keyboard(*[PRESS] * 101)}, "reply markup is too long"),
        ({"text": "x", "reply_markup": keyboard(*[{**PRESS, "text": "x" * 99}] * 99)}, "reply markup is too long"),
        ({"text": "x", "reply_markup": keyboard(*[PRESS] * 9, in_a_row=9)}, "a row with too many buttons, or none"),
        ({"text": "x", "reply_markup": keyboard({**PRESS, "text": " "})}, "a button without words"),
        ({"text": "x", "reply_markup": keyboard({"text": "x"})}, "a button needs exactly one action"),
        ({"text": "x", "reply_markup": keyboard({**PRESS, "url": "https://x.y"})}, "a button needs exactly one action"),
        ({"text": "x", "reply_markup": keyboard({"text": "x", "url": "tel:112"})}, "BUTTON_URL_INVALID"),
    ],
)
def test_what_telegram_refuses_in_a_message_is_found(message: Dict[str, Any], problem: str) -> None:
    assert telegram_problems(message) == [problem]


@pytest.mark.parametrize("data", ["", "x" * 65, "ä" * 33])
def test_what_a_button_sends_is_counted_in_bytes(data: str) -> None:
    markup = keyboard({**PRESS, "callback_data": data})
    assert telegram_problems({"text": "x", "reply_markup": markup}) == [f"BUTTON_DATA_INVALID: {data}"]


def test_what_is_shown_in_telegram_is_text_without_its_tags() -> None:
    parsed = TelegramHtml('<b>a</b> <a href="https://example.org">b</a> &lt;c&gt;')
    assert (parsed.text, parsed.links, parsed.entities) == ("a b <c>", ["https://example.org"], 2)
