"""What the widget does when the network is slow or lost, when the bot refuses, and when the page is opened anew."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat import ANSWER_MS, Chat, OpenChat
from tests.browser.fake_bot import FakeBot


def test_a_slow_answer_is_waited_for_in_words(page_chat: Chat, fake: FakeBot) -> None:
    fake.delay = 1.0
    page_chat.send("does it show on a CT scan")
    expect(page_chat.status).to_have_text("The guide is looking that up.")
    expect(page_chat.field).to_have_value("")
    expect(page_chat.answers).to_have_count(2)
    expect(page_chat.status).to_be_empty()


def test_several_messages_are_answered_in_their_order(page_chat: Chat, fake: FakeBot) -> None:
    fake.delay = 0.3
    for text in ("clarify", "spanish", "does it show on a CT scan"):
        page_chat.send(text)
    expect(page_chat.answers).to_have_count(4)
    assert fake.handled == ["clarify", "spanish", "does it show on a CT scan"]


def test_an_answer_that_was_lost_is_fetched_without_handling_the_message_twice(page_chat: Chat, fake: FakeBot) -> None:
    fake.lose_answers = 2
    page_chat.ask("does it show on a CT scan")
    assert fake.handled == ["does it show on a CT scan"]
    assert sum(asked.endswith("/messages") for asked in fake.requests) == 3


def test_a_lost_network_is_said_and_the_message_can_be_sent_again(page_chat: Chat, fake: FakeBot) -> None:
    fake.fail = 100
    page_chat.send("does it show on a CT scan")
    expect(page_chat.status).to_contain_text("I cannot reach the guide", timeout=ANSWER_MS)
    expect(page_chat.page.locator(".emergency")).to_be_visible()
    fake.fail = 0
    page_chat.press("Try again")
    expect(page_chat.answers).to_have_count(2)
    expect(page_chat.said).to_have_count(1)
    assert fake.handled == ["does it show on a CT scan"]


def test_a_message_written_offline_is_sent_when_the_network_is_back(page_chat: Chat, fake: FakeBot) -> None:
    page_chat.page.context.set_offline(True)
    expect(page_chat.status).to_contain_text("You are offline.")
    page_chat.send("does it show on a CT scan")
    expect(page_chat.status).to_contain_text("is sent as soon as you are online again")
    page_chat.page.context.set_offline(False)
    expect(page_chat.answers).to_have_count(2, timeout=ANSWER_MS)
    assert fake.handled == ["does it show on a CT scan"]


def test_too_many_messages_are_sent_again_when_the_bot_allows_it(page_chat: Chat, fake: FakeBot) -> None:
    fake.refuse = (429, {"Retry-After": "1"})
    page_chat.send("does it show on a CT scan")
    expect(page_chat.status).to_contain_text("Refused with 429.")
    expect(page_chat.answers).to_have_count(2)
    assert fake.handled == ["does it show on a CT scan"]


def test_a_message_that_is_refused_stands_in_the_field_again(page_chat: Chat, fake: FakeBot) -> None:
    fake.refuse = (413, {})
    answer = page_chat.ask("a very long text")
    expect(answer).to_contain_text("Refused with 413.")
    expect(page_chat.field).to_have_value("a very long text")
    page_chat.ask("shorter")
    assert fake.handled == ["shorter"]


def test_a_reload_shows_the_conversation_and_goes_on_with_it(page_chat: Chat, fake: FakeBot) -> None:
    page_chat.ask("does it show on a CT scan")
    page_chat.page.reload()
    expect(page_chat.said).to_have_text(["You: does it show on a CT scan"])
    expect(page_chat.answer.locator(".next")).to_contain_text("Ask which kind it was.")
    expect(page_chat.answer.get_by_role("button", name="More of this")).to_be_visible()
    page_chat.ask("clarify")
    assert len(fake.conversations) == 1


def test_after_starting_again_a_reload_does_not_bring_the_old_conversation_back(page_chat: Chat) -> None:
    page_chat.ask("does it show on a CT scan")
    page_chat.choose("Start again")
    page_chat.page.reload()
    expect(page_chat.answers).to_have_count(1)
    expect(page_chat.said).to_have_count(0)


def test_a_tab_opened_from_the_page_shows_the_same_conversation(page_chat: Chat, fake: FakeBot) -> None:
    page_chat.ask("does it show on a CT scan")
    with page_chat.page.expect_popup() as opened:
        page_chat.page.evaluate("() => { window.open(location.href); }")
    expect(opened.value.locator(".entry.person")).to_have_count(1)
    assert len(fake.conversations) == 1


def test_another_visitor_of_the_same_computer_sees_nothing_of_it(open_chat: OpenChat, fake: FakeBot) -> None:
    first = open_chat(f"{fake.url}/chat/").open()
    first.ask("does it show on a CT scan")
    tab = first.page.context.new_page()
    tab.goto(f"{fake.url}/chat/")
    expect(tab.locator(".entry.guide")).to_have_count(1)
    expect(tab.locator(".entry.person")).to_have_count(0)


def test_a_conversation_that_has_expired_gives_way_to_a_new_one(page_chat: Chat, fake: FakeBot) -> None:
    page_chat.ask("clarify")
    old = fake.conversations.popitem()[0]
    page_chat.send("does it show on a CT scan")
    expect(page_chat.answers).to_have_count(4)
    expect(page_chat.answers.nth(2)).to_contain_text("Your earlier conversation has ended")
    assert page_chat.stored()["marrow-conversation"].strip() == next(iter(fake.conversations)) != old
    fake.conversations.clear()
    page_chat.page.reload()
    expect(page_chat.answers).to_have_count(1)
    expect(page_chat.status).to_be_empty()


def test_a_message_given_up_in_an_expired_conversation_is_deleted_with_the_rest(page_chat: Chat, fake: FakeBot) -> None:
    page_chat.ask("clarify")
    fake.conversations.clear()
    fake.delay = 1.0
    page_chat.send("does it show on a CT scan")
    page_chat.choose("Delete my data")
    page_chat.press("Delete it")
    expect(page_chat.answer).to_contain_text("All of it is deleted.", timeout=ANSWER_MS)
    assert fake.handled[-1] == "does it show on a CT scan"
    assert fake.conversations == {} and page_chat.stored() == {}


def test_an_earlier_conversation_that_cannot_be_read_now_is_said(page_chat: Chat, fake: FakeBot) -> None:
    page_chat.ask("clarify")
    page_chat.page.route("**/messages", lambda route: route.abort())
    page_chat.page.reload()
    expect(page_chat.status).to_contain_text("not shown yet")
    page_chat.page.unroute("**/messages")
    page_chat.press("Try again")
    expect(page_chat.said).to_have_count(1)


@pytest.mark.parametrize("text", ["does it show on a CT scan", "escalate"])
def test_the_browser_keeps_the_number_of_the_conversation_and_nothing_else(
    page_chat: Chat, fake: FakeBot, text: str
) -> None:
    page_chat.ask(text)
    assert list(page_chat.stored()) == ["marrow-conversation"]
    assert page_chat.stored()["marrow-conversation"].strip() in fake.conversations
    assert page_chat.page.evaluate("() => [localStorage.length, document.cookie]") == [0, ""]
