"""A turn in Telegram: its HTML, escaped, sources that lead to their pages, and no limit broken."""

from __future__ import annotations

import inspect
from typing import Any, Dict, List

import pytest
from aiogram import Bot
from aiogram.types import InlineKeyboardMarkup

from marrow.contract import Kind
from marrow.conversation.words import HELP_NOW, NEXT_STEP, SEEN_TODAY, WHO_SAYS_OTHERWISE, YOU_CAN_WRITE
from marrow.rendering import telegram
from marrow.rendering.said import Said
from tests.made_up import HARD, answer, citation, packed, sentences
from tests.platform_limits import TelegramHtml, telegram_problems, units


def rendered(said: Said) -> List[Dict[str, Any]]:
    """The messages; whatever a test is about, Telegram and aiogram take them, and no link is shown as a preview."""
    messages = telegram.render(said)
    for message in messages:
        assert telegram_problems(message) == []
        assert (message["parse_mode"], message["disable_web_page_preview"]) == ("HTML", True)
        inspect.signature(Bot.send_message).bind(None, chat_id=1, **message)
        InlineKeyboardMarkup.to_object(message.get("reply_markup", {"inline_keyboard": []}))
    return messages


def only(said: Said) -> Dict[str, Any]:
    (message,) = rendered(said)
    return message


def shown(messages: List[Dict[str, Any]]) -> str:
    return "\n".join(TelegramHtml(message["text"]).text for message in messages)


def rows(message: Dict[str, Any]) -> List[List[Dict[str, str]]]:
    return message.get("reply_markup", {}).get("inline_keyboard", [])


def test_notes_heading_text_and_sources_stand_in_this_order() -> None:
    said = answer(
        "One. [1]\nTwo.",
        [citation(1)],
        (),
        ["Before."],
        ["After."],
        heading="A & B",
        reviewed_on="2026-05-06",
        written_on="2026-05-04",
    )
    assert only(said)["text"].split("\n\n") == [
        "Before.",
        "<b>A &amp; B</b>",
        "One. [1]",
        "Two.",
        "After.",
        '<b>Sources</b>\n[1] <a href="https://example.org/1">Title 1</a>, A publisher, 2020',
        "<i>First written on 4 May 2026. Compared with its sources on 6 May 2026.</i>",
    ]


def test_the_next_step_stands_out() -> None:
    assert only(answer("One.\nTwo.", next_steps=[1]))["text"] == f"One.\n\n<b>{NEXT_STEP}</b>\nTwo."


def test_what_is_said_otherwise_has_its_label() -> None:
    said = only(answer("One.\nTwo.\nThree.", next_steps=[1], otherwise=[2]))["text"]
    assert said == f"One.\n\n<b>{NEXT_STEP}</b>\nTwo.\n\n<b>{WHO_SAYS_OTHERWISE}</b>\nThree."


def test_a_source_says_where_it_disputes_and_that_its_year_is_unknown() -> None:
    text = only(answer("[1]", [citation(1, stance="disputes", year=None)]))["text"]
    assert text.endswith("</a>, A publisher, no year given (<b>says otherwise</b>)")


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "tel:112"])
def test_a_source_without_an_address_of_the_web_is_listed_without_a_link(url: Any) -> None:
    assert only(answer("[1]", [citation(1, url=url)]))["text"].endswith("\n[1] Title 1, A publisher, 2020")


def test_an_address_with_signs_of_html_still_leads_there() -> None:
    url = "https://example.org/?a=1&b=\"2\"&c='3'"
    assert TelegramHtml(only(answer("[1]", [citation(1, url=url)]))["text"]).links == [url]


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
@pytest.mark.parametrize("place", ["text", "before", "after", "heading", "title"])
def test_a_text_reads_as_it_is_wherever_it_stands(text: str, place: str) -> None:
    parts: Dict[str, Any] = {
        "text": {"text": text},
        "before": {"before": [text]},
        "after": {"after": [text]},
        "heading": {"heading": text},
        "title": {"citations": [citation(1, title=text)]},
    }[place]
    message = only(answer(**{"text": "Text. [1]", "citations": [citation(1)], **parts}))
    assert packed(text.replace("\ud83d", "�")) in packed(shown([message]))


def test_ten_thousand_characters_are_cut_behind_sentences() -> None:
    text = sentences(160, " <now>.")
    first, *others = rendered(answer(text, heading="Heading", buttons=[("More", "/more")]))
    assert others and first["text"].startswith("<b>Heading</b>\n\nThis is sentence 0 ")
    assert all(message["text"].endswith(".") for message in (first, *others))
    assert packed(shown([first, *others])) == packed(f"Heading{text}")


@pytest.mark.parametrize("character", ["x", "&", "\N{BONE}", "骨"])
def test_a_text_without_a_space_is_cut_by_what_telegram_counts(character: str) -> None:
    messages = rendered(answer(character * 10_000, heading="Heading"))
    assert packed(shown(messages)) == f"Heading{character * 10_000}"
    assert units(shown(messages[:1])) > 3800


def test_the_buttons_stand_one_a_row_under_the_last_message() -> None:
    *others, last = rendered(answer(sentences(160), buttons=[("One", "/one"), ("Two", "/two")]))
    assert others and not any(map(rows, others))
    assert rows(last) == [[{"text": "One", "callback_data": "/one"}], [{"text": "Two", "callback_data": "/two"}]]


@pytest.mark.parametrize("payload", ["/" + "x" * 64, "/" + "ä" * 32])
def test_a_button_that_telegram_would_refuse_can_be_written(payload: str) -> None:
    message = only(answer("Choose.", buttons=[("One & more", payload), ("Two", "/two")]))
    assert [button["text"] for (button,) in rows(message)] == ["Two"]
    assert message["text"] == f"Choose.\n\n{YOU_CAN_WRITE}\n- One &amp; more"


@pytest.mark.parametrize("title", ["Button {}", "A button with so many words on it that a hundred are too many: {}"])
def test_of_a_hundred_and_one_buttons_each_can_be_pressed_or_written(title: str) -> None:
    offered = [(title.format(number), f"/topic_{number}") for number in range(101)]
    messages = rendered(answer("Choose.", buttons=offered))
    pressed = [(button["text"], button["callback_data"]) for (button,) in rows(messages[-1])]
    left = offered[len(pressed) :]
    assert pressed == offered[: len(pressed)] and len(pressed) > 50 and left
    assert shown(messages).split("\n")[-len(left) :] == [f"- {words}" for words, _ in left]


@pytest.mark.parametrize("title", ["x", "A long title " * 15, "骨" * 100])
@pytest.mark.parametrize("tail", ["", "/long" * 60], ids=["short address", "long address"])
def test_a_hundred_sources_are_all_listed(title: str, tail: str) -> None:
    cited = [citation(number, title=title, url=f"https://example.org/{number}{tail}", stance="disputes")
             for number in range(1, 101)]  # fmt: skip
    messages = rendered(answer("".join(f"[{number}]" for number in range(1, 101)), cited))
    assert [link for message in messages for link in TelegramHtml(message["text"]).links] == [
        one["url"] for one in cited
    ]


def test_a_source_that_is_too_long_for_a_link_is_listed_without() -> None:
    title = sentences(100)
    assert packed(title) in packed(shown(rendered(answer("[1]", [citation(1, title=title)]))))


@pytest.mark.parametrize("urgency, words", [("emergency", HELP_NOW), ("crisis", HELP_NOW), ("urgent", SEEN_TODAY)])
def test_an_emergency_shows_at_a_glance_and_begins_with_the_number(urgency: str, words: str) -> None:
    call = {"title": "Call 112", "href": "tel:112"}
    message = only(answer("Please.", buttons=[("Help", "/x")], kind=Kind.ESCALATE, urgency=urgency, call=call))
    assert message["text"] == f"<b>\N{POLICE CARS REVOLVING LIGHT} {words}</b>\n\n<b>Call 112</b>\n\nPlease."
    assert rows(message) == [[{"text": "Help", "callback_data": "/x"}]]


def test_where_nothing_is_said_there_is_no_message() -> None:
    assert telegram.render(answer("", buttons=[])) == []


def test_a_message_that_is_refused_can_be_said_without_markup() -> None:
    message = only(answer("It is so & so. [1]", [citation(1)], [("First", "/first"), ("Second", "/second")]))
    (text,) = telegram.plain(message)
    assert text.startswith("It is so & so. [1]") and "<" not in text
    assert f"({citation(1)['url']})" in text
    assert text.endswith(f"{YOU_CAN_WRITE}\n- First\n- Second")
