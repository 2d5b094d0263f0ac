"""A turn in Slack: blocks that people know, nobody mentioned by accident, and no limit broken."""

from __future__ import annotations

import inspect
from html import unescape
from typing import Any, Dict, List

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.web.async_client import AsyncWebClient

from marrow.contract import Kind
from marrow.conversation.words import HELP_NOW, NEXT_STEP, SEEN_TODAY
from marrow.rendering import limits, slack
from marrow.rendering.said import Said
from tests.made_up import HARD, answer, citation, packed, sentences
from tests.platform_limits import slack_links, slack_problems, slack_shown

LIKENESSES = str.maketrans("∗ˍ∼ˋ∶＞�∣", "*_~`:>\ud83d|")


def rendered(said: Said) -> List[Dict[str, Any]]:
    """The messages; whatever a test is about, Slack and its own library take them."""
    messages = slack.render(said)
    for message in messages:
        assert slack_problems(message) == []
        for block in Block.parse_all(message["blocks"]):
            block.validate_json()
        inspect.signature(AsyncWebClient.chat_postMessage).bind(None, channel="C1", **message)
    return messages


def only(said: Said) -> Dict[str, Any]:
    (message,) = rendered(said)
    return message


def kinds(message: Dict[str, Any]) -> List[str]:
    return [block["type"] for block in message["blocks"]]


def buttons(messages: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    return [one for message in messages for block in message["blocks"] if block["type"] == "actions"
            for one in block["elements"]]  # fmt: skip


def test_notes_heading_text_buttons_and_sources_stand_in_this_order() -> None:
    said = answer("One. [1]\nTwo.", [citation(1)], [("More", "/more")], ["Before."], ["After."], heading="Heading")
    message = only(said)
    assert kinds(message) == ["section", "header", "section", "actions", "context"]
    assert slack_shown(message).split("\n") == ["Before.", "Heading", "One. [1]", "", "Two.", "", "After.", "Sources",
                                                "[1] Title 1, A publisher, 2020"]  # fmt: skip


def test_the_next_step_stands_out() -> None:
    section = only(answer("One.\nTwo.", next_steps=[1]))["blocks"][0]["text"]
    assert section == {"type": "mrkdwn", "text": f"One.\n\n*{NEXT_STEP}*\nTwo.", "verbatim": True}


def test_a_source_leads_to_its_page_and_says_where_it_disputes() -> None:
    cited = [citation(1), citation(2, stance="disputes", year=None), citation(3, url=None)]
    (element,) = only(answer("[1][2][3]", cited))["blocks"][-1]["elements"]
    assert element["text"].split("\n") == [
        "*Sources*",
        "[1] <https://example.org/1|Title 1>, A publisher, 2020",
        "[2] <https://example.org/2|Title 2>, A publisher, no year given (*says otherwise*)",
        "[3] Title 3, A publisher, 2020",
    ]


def test_an_address_with_signs_of_the_markup_still_leads_there() -> None:
    message = only(answer("[1]", [citation(1, url="https://example.org/?a=1&b=<2>|3 4", title="One|two & *three*")]))
    assert slack_links(message) == ["https://example.org/?a=1&b=%3C2%3E%7C3%204"]
    assert "[1] One∣two & ∗three∗" in slack_shown(message)


def test_an_address_of_another_kind_is_no_link() -> None:
    assert slack_links(only(answer("[1]", [citation(1, url="javascript:alert(1)")]))) == []


def test_an_address_that_is_written_out_leads_there() -> None:
    message = only(answer("Write to us (https://clinic.example/a_b?c=1&d=2)."))
    assert slack_links(message) == ["https://clinic.example/a_b?c=1&d=2"]


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
@pytest.mark.parametrize("place", ["text", "before", "after", "heading", "title", "button"])
def test_a_text_reads_as_it_is_wherever_it_stands(text: str, place: str) -> None:
    parts: Dict[str, Any] = {"text": "Text. [1]", "citations": [citation(1)], "buttons": [("Button", "/x")]}
    line = text.replace("\n", " ") if place in ("heading", "title", "button") else text
    parts.update({
        "text": {"text": line},
        "before": {"before": [line]},
        "after": {"after": [line]},
        "heading": {"heading": line},
        "title": {"citations": [citation(1, title=line)]},
        "button": {"buttons": [(line, "/x")]},
    }[place])  # fmt: skip
    message = only(answer(**parts))
    shown = slack_shown(message).translate(LIKENESSES) + "".join(one["text"]["text"] for one in buttons([message]))
    if place != "button":  # which may be cut
        assert packed(line) in packed(shown)


@pytest.mark.parametrize("name", ["markup", "mentions", "quotes and pictures"])
def test_no_sign_of_a_text_is_left_to_be_read_as_markup(name: str) -> None:
    text = only(answer(HARD[name]))["blocks"][0]["text"]["text"]
    assert not set("*_~`<") & set(text) and "\n&gt;" not in text and not text.startswith("&gt;")
    assert ":smile:" not in text and ":100:" not in text


def test_right_to_left_text_is_left_as_it_is() -> None:
    assert only(answer(HARD["right to left"], [citation(1)]))["blocks"][0]["text"]["text"] == HARD["right to left"]


@pytest.mark.parametrize("end", [".", " & more <now>.", " \N{BONE}."])
def test_a_long_text_is_cut_behind_sentences_into_sections_and_messages(end: str) -> None:
    text = sentences(600, end)
    messages = rendered(answer(text, heading="Heading"))
    sections = [block["text"]["text"] for one in messages for block in one["blocks"] if block["type"] == "section"]
    assert len(messages) > 1 and all(section.endswith(".") for section in sections)
    assert packed("".join(map(slack_shown, messages))) == packed(f"Heading{text}")


def test_ten_thousand_characters_without_a_space_come_through() -> None:
    messages = rendered(answer("&" * 10_000))
    assert packed("".join(map(slack_shown, messages))) == "&" * 10_000


def test_a_hundred_buttons_stand_five_in_a_row_each_with_an_id_of_its_own() -> None:
    offered = [(f"Button {number}", f"/topic_{number}") for number in range(100)]
    messages = rendered(answer("Choose.", buttons=offered))
    rows = [block for message in messages for block in message["blocks"] if block["type"] == "actions"]
    assert [len(row["elements"]) for row in rows] == [5] * 20
    assert [(one["text"]["text"], one["value"]) for one in buttons(messages)] == offered
    assert len({one["action_id"] for one in buttons(messages)}) == 100


def test_a_message_has_no_more_blocks_than_slack_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SLACK_BLOCKS", 3)
    offered = [(f"Button {number}", "/x") for number in range(25)]
    assert list(map(kinds, rendered(answer("Choose.", [], offered, heading="Heading")))) == [
        ["header", "section", "actions"],
        ["actions", "actions", "actions"],
        ["actions"],
    ]


def test_a_hundred_sources_are_all_listed() -> None:
    cited = [citation(number, title=f"{number} {'long title ' * 20}".strip()) for number in range(1, 101)]
    messages = rendered(answer("".join(f"[{number}]" for number in range(1, 101)), cited))
    assert [link for message in messages for link in slack_links(message)] == [one["url"] for one in cited]


def test_a_source_that_is_too_long_for_a_link_is_listed_without() -> None:
    title = sentences(50)
    messages = rendered(answer("[1]", [citation(1, title=title)]))
    assert packed(title) in packed("".join(map(slack_shown, messages)))


def test_a_long_title_of_a_button_is_cut_behind_a_word() -> None:
    title = "& word " * 20
    (button,) = buttons(rendered(answer("Choose.", buttons=[(title, "/x")])))
    shown = unescape(button["text"]["text"])
    assert shown.endswith("…") and title.startswith(f"{shown[:-1]} ")


def test_a_button_that_slack_would_refuse_can_be_written() -> None:
    message = only(answer("Choose.", buttons=[("One", "/" + "x" * 2000), ("Two", "/two")]))
    assert [button["value"] for button in buttons([message])] == ["/two"]
    assert "\n- One" in slack_shown(message)


def test_what_to_choose_from_can_be_read_in_full() -> None:
    titles = [f"{number}: a question that is too long for a button" for number in range(4)]
    message = only(answer("Which?", buttons=[(title, "/x") for title in titles], kind=Kind.CLARIFY))
    assert slack_shown(message).split("\n") == ["Which?", "", *(f"• {title}" for title in titles)]


def test_short_choices_are_not_said_twice() -> None:
    assert slack_shown(only(answer("Which?", buttons=[("One", "/one")], kind=Kind.CLARIFY))) == "Which?"


def test_a_heading_that_is_too_long_is_a_bold_line() -> None:
    message = only(answer("Text.", heading="h" * 151))
    assert message["blocks"][0]["text"]["text"] == f"*{'h' * 151}*"


@pytest.mark.parametrize("urgency, words", [("emergency", HELP_NOW), ("crisis", HELP_NOW), ("urgent", SEEN_TODAY)])
def test_an_emergency_shows_at_a_glance(urgency: str, words: str) -> None:
    message = only(answer("Please call.", kind=Kind.ESCALATE, urgency=urgency))
    assert message["blocks"][0] == {
        "type": "header",
        "text": {"type": "plain_text", "text": f"\N{POLICE CARS REVOLVING LIGHT} {words}", "emoji": True},
    }


def test_the_number_to_call_is_text_because_slack_opens_no_telephone() -> None:
    call = {"title": "Call 112", "href": "tel:112"}
    message = only(answer("Please.", buttons=[("Help", "/x")], kind=Kind.ESCALATE, urgency="emergency", call=call))
    assert message["blocks"][1]["text"]["text"].startswith("*Call 112*\n")
    assert not any("url" in button for button in buttons([message]))


def test_the_last_message_carries_the_turn_as_far_as_it_has_the_fields() -> None:
    turn = {"topic": "definition", "also": ["symptoms"], "site": None, "answer_id": "definition.knee"}
    *others, last = rendered(answer(sentences(600), [], [("More", "/more")], **turn))
    assert others and not any("metadata" in message for message in others)
    assert last["metadata"] == {
        "event_type": "bme_turn",
        "event_payload": {"schema": "bme.turn/1", "kind": "answer", "topic": "definition", "also": ["symptoms"],
                          "answer_id": "definition.knee"},
    }  # fmt: skip


def test_the_signs_and_how_urgent_they_are_are_in_the_turn_too() -> None:
    payload = only(answer("Now.", kind=Kind.ESCALATE, urgency="crisis", signs=["R1"]))["metadata"]["event_payload"]
    assert (payload["urgency"], payload["signs"]) == ("crisis", ["R1"])


def test_the_text_says_what_the_blocks_say_for_notifications_and_screen_readers() -> None:
    days = {"reviewed_on": "2026-05-06", "written_on": "2026-05-04"}
    said = answer("One & two. [1]", [citation(1)], [("More", "/more")], heading="Heading", **days)
    assert only(said)["text"].split("\n") == [
        "Heading",
        "One &amp; two. [1]",
        "More",
        "Sources",
        "[1] Title 1, A publisher, 2020",
        "First written on 4 May 2026. Compared with its sources on 6 May 2026.",
    ]


def test_no_page_is_shown_as_a_preview() -> None:
    message = only(answer("[1]", [citation(1)]))
    assert (message["unfurl_links"], message["unfurl_media"]) == (False, False)


def test_where_nothing_is_said_there_is_no_message() -> None:
    assert slack.render(answer("")) == []
